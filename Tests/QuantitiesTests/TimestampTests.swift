import Quantities
import Testing

@Suite struct TimestampTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:00:00Z", 951_825_600),
    ("2024-12-31T23:59:59Z", 1_735_689_599), ("1969-12-31T23:59:59Z", -1),
    ("2026-11-24", 1_795_478_400), ("2026-11-24T01:30:00+01:30", 1_795_478_400),
    ("2026-11-23T16:00:00-08:00", 1_795_478_400), ("1900-03-01T00:00:00Z", -2_203_891_200),
    ("2016-12-31T23:59:60Z", 1_483_228_800), ("2026-11-24 00:00:00z", 1_795_478_400),
  ])
  func `a time with a zone is read`(text: String, seconds: Int64) {
    #expect(Timestamp(text)?.nanoseconds == seconds * 1_000_000_000)
  }

  @Test(arguments: [
    "", "2026", "2026-13-01", "2026-02-29", "1900-02-29", "2026-11-24T", "2026-11-24T24:00:00Z",
    "2026-11-24T12:00:00", "2026-11-24T12:00Z", "2026-11-24T12:00:00.Z", "2026-11-24T12:00:00Zx",
    "2026-11-24T12:00:00+25:00", "2026-11-24T12:00:00+1:00", "２026-11-24", "2026-00-10",
    "2026-11-24T12:00:61Z",
  ])
  func `what is no time is nil`(text: String) { #expect(Timestamp(text) == nil) }

  @Test(
    arguments: [
      "2026-11-24T14:30:12.125Z", "2000-02-29T23:59:59.999Z", "1969-12-31T23:59:59.999Z",
      "1600-02-29T00:00:00.000Z", "9999-12-31T23:59:59.000Z",
    ].filter { $0 > "1678" && $0 < "2262" })
  func `what is written is read back`(text: String) {
    #expect(Timestamp(text)?.description == text)
  }

  @Test(arguments: ["9999-12-31T23:59:59Z", "1600-01-01", "2262-04-12"])
  func `a time outside of what nanoseconds can count is nil`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func `every day of four centuries is written and read back`() {
    let first: Int64 = -9_000_000_000
    for day in stride(from: first, to: 9_000_000_000, by: 86_400) {
      let moment = Timestamp(nanoseconds: day * 1_000_000_000)
      #expect(Timestamp(moment.description) == moment)
    }
  }

  @Test func `fractions are kept to the nanosecond and written to the millisecond`() {
    let moment = Timestamp("2026-11-24T00:00:00.123456789Z")
    #expect(moment?.nanoseconds == 1_795_478_400_123_456_789)
    #expect(moment?.description == "2026-11-24T00:00:00.123Z")
  }

  @Test func `texts sort like moments`() {
    let moments = [-1_500_000_000, -1, 0, 999_999, 1_000_000, 86_400_000_000_000].map {
      Timestamp(nanoseconds: $0)
    }
    #expect(moments.map(\.description).sorted() == moments.map(\.description))
  }

  @Test func `a span added is the span between`() {
    let start = Timestamp(nanoseconds: 5)
    #expect((start + .milliseconds(1500)) - start == .milliseconds(1500))
  }
}
