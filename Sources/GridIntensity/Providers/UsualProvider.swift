import Accounting
import Quantities

/// Means of the same month and hour of earlier years: what an hour is usually like.
struct UsualProvider: IntensityProvider {
  let name = "usual"
  let facts: [String: IntensityFacts.Usual]

  static let entry = IntensityProviderEntry(
    name: "usual", summary: "the catalogue's means of the same month and hour of earlier years",
    signals: [.average], settings: [], secrets: [], usesNetwork: false
  ) { context throws(Problem) in
    guard !context.facts.usual.isEmpty else {
      throw Problem(
        "The catalogue has no hours for this place.",
        why: "It has hour-by-month means of some twenty zones, and this is none of them.",
        fix: "Leave `intensity-provider` out, or set another.", exit: .usage)
    }
    return UsualProvider(facts: context.facts.usual)
  }

  func series(_ question: IntensityQuestion) async throws(Problem) -> IntensityReply {
    try question.refuseMarginal(name)
    guard let fact = facts[question.basis] ?? facts.values.first else {
      throw WebJSON.unreadable(name, "It has no hours.")
    }
    try question.refuseOther(zone: fact.zone, name)
    let start = question.floor(3600)
    let count = question.slots(of: 3600)
    var mean: [Double] = []
    var low: [Double] = []
    var high: [Double] = []
    mean.reserveCapacity(count)
    var day: Substring = ""
    var month = 0
    for index in 0..<count {
      let hour = Int((start.nanoseconds / 3_600_000_000_000 + Int64(index)) % 24)
      if month == 0 || hour == 0 {
        day = (start + .seconds(index * 3600)).description.dropFirst(5).prefix(2)
        month = Int(day) ?? 1
      }
      mean.append(fact.mean[month - 1][hour])
      low.append(fact.p10[month - 1][hour])
      high.append(fact.p90[month - 1][hour])
    }
    let series = IntensitySeries(
      zone: fact.zone, start: start, slotSeconds: 3600, values: mean, low: low, high: high,
      basis: facts[question.basis] == nil ? "direct" : question.basis, kind: .usual,
      source: fact.source)
    return IntensityReply(parts: [series], fetched: question.now)
  }
}
