import Importing
import Testing

@Suite struct PrometheusTextTests {
  private func sample(_ line: String) -> PrometheusText.Sample? {
    guard case .sample(let sample) = PrometheusText.line(Array(line.utf8)[...], 1) else {
      return nil
    }
    return sample
  }

  private func refusal(_ line: String) -> String? {
    guard case .refused(let reason) = PrometheusText.line(Array(line.utf8)[...], 1) else {
      return nil
    }
    return reason
  }

  @Test func `a sample has a name, labels, a value and sometimes a time`() {
    let plain = sample("process_start_time_seconds 1.79e9")
    #expect(plain?.name == "process_start_time_seconds" && plain?.value == 1.79e9)
    #expect(plain?.time == nil && plain?.labels == [:])
    let full = sample(#"a:b_total{ x = "1" , y="two, } three", } 4.5 1795528800123"#)
    #expect(full?.name == "a:b_total" && full?.value == 4.5)
    #expect(full?.labels == ["x": "1", "y": "two, } three"])
    #expect(full?.time == 1_795_528_800.123)
    #expect(sample("up 1 1795528800.5")?.time == 1_795_528_800.5, "OpenMetrics writes seconds")
  }

  @Test func `escapes in a label stand for what they stand for`() {
    #expect(
      sample(#"m{p="C:\\x",q="a\"b",n="one\ntwo",e=""} 1"#)?.labels == [
        "p": #"C:\x"#, "q": "a\"b", "n": "one\ntwo", "e": "",
      ])
  }

  @Test(arguments: [
    ("+Inf", Double.infinity), ("-Inf", -Double.infinity), ("1e3", 1000), ("-0.5", -0.5),
  ])
  func `values are numbers as Go writes them`(text: String, value: Double) {
    #expect(sample("m \(text)")?.value == value)
    #expect(sample("m NaN")?.value.isNaN == true)
  }

  @Test func `an exemplar is passed over`() {
    let read = sample(#"m_bucket{le="1"} 5 # {trace_id="a"} 0.5 1795528800.1"#)
    #expect(read?.value == 5 && read?.labels == ["le": "1"])
  }

  @Test(arguments: [
    ("1bad 2", "name"), ("{a=\"b\"} 1", "name"), ("m{a=\"b\" 1", "closed"), ("m{a=b} 1", "closed"),
    ("m", "value"), ("m one", "value"), ("m 1 soon", "time"), ("m 1 2 3", "after"),
  ])
  func `what is no sample is refused with the reason`(line: String, reason: String) {
    #expect(refusal(line)?.contains(reason) == true)
  }

  @Test func `a bad line hides no other and is told by its number`() {
    let page = PrometheusText(
      "# HELP a text\n# TYPE a counter\na 1\r\n\nb{ 2\nc 3\n# EOF".utf8)
    #expect(page.samples.map(\.name) == ["a", "c"])
    #expect(page.samples.map(\.line) == [3, 6])
    #expect(page.refused.map(\.line) == [5])
    #expect(page.types == ["a": "counter"])
  }

  @Test func `a sum is over the series that have the labels, and nothing is not zero`() {
    let page = PrometheusText(#"a{x="1",y="1"} 2\#na{x="1",y="2"} 3\#na{x="2"} 4"#.utf8)
    #expect(page.sum("a") == 9)
    #expect(page.sum("a", ["x": "1"]) == 5)
    #expect(page.sum("a", ["x": "3"]) == nil && page.sum("b") == nil)
  }
}
