package import Importing

/// What every kind of inference server promises. Hand in two of its pages, the second later than the first; get back
/// the promises that it breaks.
package struct ServerKindContract {
  private let kind: any ServerKind
  private let pages: [String]
  private var violations: [String] = []

  package static func violations(of kind: any ServerKind, _ early: String, _ late: String)
    -> [String]
  {
    var contract = ServerKindContract(kind, [early, late])
    contract.checkWords()
    contract.checkPages()
    contract.checkDamaged()
    return contract.violations
  }

  private init(_ kind: any ServerKind, _ pages: [String]) {
    self.kind = kind
    self.pages = pages
  }

  private mutating func check(_ promise: String, _ holds: Bool) {
    let text = "\(kind.name): \(promise)"
    if !holds, !violations.contains(text) { violations.append(text) }
  }

  private mutating func checkWords() {
    check(
      "it has a name in small letters and says what it is",
      !kind.name.isEmpty && kind.name == kind.name.lowercased() && !kind.summary.isEmpty)
  }

  private mutating func checkPages() {
    let read = pages.map { PrometheusText($0.utf8) }
    check("its pages have no refused line", read.allSatisfy(\.refused.isEmpty))
    check("it knows its own pages", read.allSatisfy(kind.recognises))
    check("it does not know an empty page", !kind.recognises(PrometheusText([])))
    check(
      "of an empty page it says nothing, and no zero",
      kind.read(PrometheusText([])) == ServerCounts())
    let (early, late) = (kind.read(read[0]), kind.read(read[1]))
    check("it counts something", !Self.counters(late).isEmpty)
    check("it tells the same of both pages", Self.told(early) == Self.told(late))
    check(
      "its counters rise",
      zip(Self.counters(early), Self.counters(late)).allSatisfy { $0 < $1 })
    check("the same page gives the same counts", kind.read(read[1]) == late)
    // Series in another order, as a server may write them.
    let turned = pages[1].split(separator: "\n").reversed().joined(separator: "\n")
    check(
      "the order of series does not matter", kind.read(PrometheusText(turned.utf8)) == late)
  }

  /// Cut, turned over or empty: it may say less, and never what is no number of things.
  private mutating func checkDamaged() {
    for page in pages {
      let bytes = Array(page.utf8)
      for offset in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 97)) {
        var turned = bytes
        turned[offset] ^= 0xFF
        for damaged in [turned, Array(bytes.prefix(offset))] {
          let counts = kind.read(PrometheusText(damaged))
          check(
            "of a damaged page it tells numbers or nothing",
            Self.counters(counts).allSatisfy { $0 >= 0 })
        }
      }
    }
  }

  private static func counters(_ counts: ServerCounts) -> [Double] {
    [counts.requests, counts.inputTokens, counts.outputTokens].compactMap(\.self)
  }

  private static func told(_ counts: ServerCounts) -> [Bool] {
    [counts.requests, counts.inputTokens, counts.outputTokens, counts.inFlight].map { $0 != nil }
  }
}
