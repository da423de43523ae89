import Accounting
import Quantities

/// Generation by fuel over time, and the intensity that comes of it: Σ energy × factor / Σ energy.
struct GenerationMix {
  let provider: String
  let facts: [String: IntensityFacts.Fuel]
  /// By start of the slot in seconds, then by fuel: energy in any one unit.
  private var energy: [Int64: [String: Double]] = [:]
  private var left: Set<String> = []
  private var negative = 0

  init(provider: String, facts: [String: IntensityFacts.Fuel]) {
    self.provider = provider
    self.facts = facts
  }

  /// - Parameter fuel: as the catalogue calls it; nil for storage, which only hands on what was generated before.
  mutating func add(_ amount: Double, fuel: String?, code: String, at time: Int64) {
    guard let fuel else {
      left.insert(code)
      return
    }
    guard amount.isFinite else { return }
    // A plant that draws for itself delivers nothing.
    if amount < 0 { negative += 1 }
    energy[time, default: [:]][fuel, default: 0] += max(0, amount)
  }

  /// - Parameter slotSeconds: length of a slot.
  func series(
    _ question: IntensityQuestion, slotSeconds: Int, source: String
  ) throws(Problem) -> (series: IntensitySeries, notes: [String]) {
    var totals: [String: Double] = [:]
    for slot in energy.values { totals.merge(slot, uniquingKeysWith: +) }
    let whole = totals.values.reduce(0, +)
    // A slot that lacks a fuel which gives more than a twentieth is not complete yet.
    let needed = totals.filter { $0.value > whole / 20 }.keys
    var points: [SlotGrid.Point] = []
    var incomplete = 0
    var unknownFuel = 0.0
    for (time, slot) in energy.sorted(by: { $0.key < $1.key }) {
      let total = slot.values.reduce(0, +)
      let isComplete = needed.allSatisfy { slot[$0] != nil } && total > 0
      if !isComplete { incomplete += 1 }
      var grams = 0.0
      for (fuel, amount) in slot {
        let factor = facts[fuel] ?? facts["unknown"]
        if facts[fuel] == nil { unknownFuel += amount }
        let value =
          question.basis == "direct" ? factor?.direct ?? factor?.lifeCycle : factor?.lifeCycle
        guard let value else {
          throw Problem(
            "There is no factor for the fuel `\(fuel)`.", why: "The catalogue's table lacks it.",
            fix: "Add a row to a table `fuels.tsv` of your own.", exit: .software)
        }
        grams += amount * value
      }
      points.append(
        SlotGrid.Point(time: time, value: isComplete ? grams / total : .nan, line: points.count + 1)
      )
    }
    guard !points.isEmpty else {
      throw Problem(
        "`\(provider)` has no generation of `\(question.zone)` for this span.",
        why: "Its answer is empty.", fix: "Check the zone and the span.")
    }
    let grid = try SlotGrid(points, place: "the answer of `\(provider)`", slotSeconds: slotSeconds)
    var notes = [
      "It is worked out from generation inside the zone by fuel factors; imports are not in it."
    ]
    if incomplete > 0 {
      notes.append("\(incomplete) slots lack a fuel that matters, and are unknown.")
    }
    if unknownFuel > 0 {
      notes.append(
        "\((unknownFuel / whole * 100).text(significant: 2)) % of the energy is of fuels without a "
          + "factor of their own.")
    }
    if !left.isEmpty {
      notes.append("Storage (\(left.sorted().joined(separator: ", "))) is left out.")
    }
    if negative > 0 { notes.append("\(negative) negative figures count as zero.") }
    return (
      IntensitySeries(
        zone: question.zone, start: grid.start, slotSeconds: grid.slotSeconds,
        values: grid.values, basis: question.basis, source: source), notes + grid.notes
    )
  }
}
