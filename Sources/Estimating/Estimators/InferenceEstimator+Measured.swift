import Accounting
import Quantities

extension InferenceEstimator {
  /// Rows of the catalogue for the model, as metered on its devices; the nearest batch, or all of them as a range.
  func measured(_ draft: inout Draft) throws(Problem) {
    guard let name = try draft.word("model") else { throw draft.missing(["model"]) }
    let device = try draft.word("device")
    let batch = try draft.distribution("batch")?.best
    let isImage = draft.has("images")
    let rows = draft.facts.measured(name, device).filter {
      isImage ? $0.perImage != nil : $0.perOutputToken != nil || $0.perRequest != nil
    }
    guard !rows.isEmpty else { throw Self.unmeasured(name, device, draft.facts) }
    let models = Set(rows.map(\.model)).sorted()
    guard models.count == 1 else {
      throw Problem(
        "`\(name)` was measured as more than one model.",
        why: "It may be \(models.joined(separator: ", ")).", fix: "Give one of these.", exit: .usage
      )
    }
    let chosen =
      batch.map { wanted in
        let nearest = rows.min { abs(($0.batch ?? 1) - wanted) < abs(($1.batch ?? 1) - wanted) }
        return nearest.map { [$0] } ?? rows
      } ?? rows
    let energy: Model.Term
    let served: Model.Term
    if isImage {
      served = try draft.needed("images", unit: "")
      let each = draft.known(
        "energy of an image", Self.spread(chosen, \.perImage), unit: "J")
      energy = draft.model.product([served, each], label: "energy of the devices", unit: "J")
    } else {
      served = try requests(&draft)
      if draft.has("output-tokens") || chosen.allSatisfy({ $0.perRequest == nil }) {
        let tokens = try draft.needed("output-tokens", unit: "")
        let each = draft.known(
          "energy of an output token", Self.spread(chosen, \.perOutputToken), unit: "J")
        energy = draft.model.product(
          [served, tokens, each], label: "energy of the devices", unit: "J")
      } else {
        let each = draft.known(
          "energy of a request", Self.spread(chosen, \.perRequest), unit: "J")
        energy = draft.model.product([served, each], label: "energy of the devices", unit: "J")
      }
    }
    let factor = try draft.needed(
      "node-factor", label: "whole machine over devices", unit: "",
      otherwise: draft.facts.defaultValue("node-factor"))
    let whole = draft.model.product([energy, factor], label: "IT energy of answering", unit: "J")
    try finish(
      &draft, energy: whole, served: served, unit: isImage ? "image" : "request", seconds: nil)
  }

  private static func unmeasured(
    _ name: String, _ device: String?, _ facts: EstimatingFacts
  ) -> Problem {
    let elsewhere = device == nil ? [] : Set(facts.measured(name, nil).map(\.device)).sorted()
    let near = Set(facts.measured("", nil).map(\.model)).sorted {
      (distance($0, name), $0) < (distance($1, name), $1)
    }.prefix(4)
    return Problem(
      "Nobody measured `\(name)`\(device.map { " on \($0)" } ?? "") that the catalogue knows.",
      why: elsewhere.isEmpty
        ? "Of like names it has \(near.joined(separator: ", "))."
        : "It was measured on \(elsewhere.joined(separator: ", ")).",
      fix: "Give one of these, or `--active-parameters` and `--device` for a modelled figure.",
      exit: .usage)
  }

  /// The middle of some measured values, with a range from the least to the most of their own ranges.
  private static func spread(
    _ rows: [MeasuredInference], _ value: KeyPath<MeasuredInference, KnownValue?>
  ) -> KnownValue {
    let known = rows.compactMap { row in row[keyPath: value].map { (row, $0) } }
      .sorted { $0.1.distribution.best < $1.1.distribution.best }
    guard let first = known.first else {
      return KnownValue(.exact(0), evidence: .assumed, note: "no row")
    }
    let middle = known[known.count / 2]
    guard known.count > 1 else { return first.1 }
    let low = known.map { $0.1.distribution.interval90.low }.min() ?? 0
    let high = known.map { $0.1.distribution.interval90.high }.max() ?? 0
    let batches = known.compactMap { $0.0.batch }.map { $0.plain }
    return KnownValue(
      .range(middle.1.distribution.best, low: low, high: high), evidence: .metered,
      note: "\(known.count) rows from \(first.0.key) on, batch \(batches.first ?? "?") to "
        + "\(batches.max() ?? "?"): give `batch` or `device` to choose", citation: middle.1.citation
    )
  }
}
