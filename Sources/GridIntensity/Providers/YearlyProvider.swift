import Accounting
import Quantities

/// One figure of the catalogue for the whole year: the weakest source, and there for every place.
struct YearlyProvider: IntensityProvider {
  let name = "yearly"
  let fact: IntensityFacts.Yearly

  static let entry = IntensityProviderEntry(
    name: "yearly", summary: "the catalogue's figure for the year", signals: [.average],
    settings: [], secrets: [], usesNetwork: false
  ) { context throws(Problem) in
    guard let fact = context.facts.yearly else {
      throw Problem(
        "The catalogue has no figure for this place.", why: "None of its tables names it.",
        fix: "Give a wider place with `--region`.", exit: .usage)
    }
    return YearlyProvider(fact: fact)
  }

  func series(_ question: IntensityQuestion) async throws(Problem) -> IntensityReply {
    try question.refuseMarginal(name)
    try question.refuseOther(zone: fact.zone, name)
    let count = question.slots(of: 3600)
    let series = IntensitySeries(
      zone: fact.zone, start: question.floor(3600), slotSeconds: 3600,
      values: Array(repeating: fact.value, count: count),
      low: Array(repeating: fact.low, count: count),
      high: Array(repeating: fact.high, count: count), basis: fact.basis, kind: .yearly,
      source: "\(fact.source), \(fact.year)")
    return IntensityReply(parts: [series], fetched: question.now)
  }
}

extension IntensityQuestion {
  /// Start of the slot that holds the question's beginning.
  func floor(_ seconds: Int) -> Timestamp {
    let slot = Int64(seconds) * 1_000_000_000
    let rest = from.nanoseconds % slot
    return Timestamp(nanoseconds: from.nanoseconds - (rest < 0 ? rest + slot : rest))
  }

  /// Slots that the question reaches over.
  func slots(of seconds: Int) -> Int {
    let slot = Int64(seconds) * 1_000_000_000
    let span = to.nanoseconds - floor(seconds).nanoseconds
    return max(0, Int((span + slot - 1) / slot))
  }

  func refuseMarginal(_ provider: String) throws(Problem) {
    guard signal == .average else {
      throw Problem(
        "`\(provider)` has no marginal intensity.",
        why: "Its figures are averages of all generation, which say nothing of one kWh more.",
        fix: "Set `intensity-provider = \"watttime\"`, or ask without `--marginal`.", exit: .usage)
    }
  }

  func refuseAverage(_ provider: String) throws(Problem) {
    guard signal == .marginal else {
      throw Problem(
        "`\(provider)` has marginal intensity only.",
        why: "It says what one kWh more causes; a report needs the average.",
        fix: "Ask with `--marginal`, or set another provider.", exit: .usage)
    }
  }

  func refuseOther(zone known: String, _ provider: String) throws(Problem) {
    guard zone == known else {
      throw Problem(
        "`\(provider)` has `\(known)` here, not `\(zone)`.",
        why: "A provider answers for the zone that it was made for.", fix: "Ask for `\(known)`.",
        exit: .usage)
    }
  }

  func refuseBackwards() throws(Problem) {
    guard from < to else {
      throw Problem(
        "The span ends before it begins.", why: "It is \(from) to \(to).",
        fix: "Give `--from` before `--to`.", exit: .usage)
    }
  }
}
