import Accounting
import ReferenceData
import Reporting

/// Series of the catalogue.
struct ReturnsSets {
  let catalogue: Catalogue
  let request: ReturnsRequest

  static let names = ["imagenet", "checkpoints"]

  func input(_ name: String) throws(Problem) -> ReturnsInput {
    let plain = name.hasPrefix("quality_") ? String(name.dropFirst("quality_".count)) : name
    switch plain {
    case "imagenet": return try imagenet()
    case "checkpoints": return try checkpoints()
    case _:
      throw Problem(
        "There is no set `\(name.printable)`.",
        why: "The catalogue has \(Self.names.joined(separator: " and ")).",
        fix: "Write `--set imagenet` or `--set checkpoints`.", exit: .usage)
    }
  }

  private func imagenet() throws(Problem) -> ReturnsInput {
    var input = ReturnsInput()
    input.title = "ImageNet"
    input.metric = "top-1 accuracy"
    input.metricUnit = "%"
    // Multiply-accumulates of a forward pass: two operations each.
    input.units = [.compute: "GMAC"]
    var entries = try chosen("quality_imagenet", family: "family")
    // The sources are those of the points that are kept.
    let same = entries.filter { $0.cell("recipe")?.text == request.evaluation }
    if !same.isEmpty { entries = same }
    input.points = entries.compactMap { entry in
      point(entry, quality: "top1_percent", [.compute: "gmac"], evaluation: "recipe")
    }
    input.source = source(entries)
    input.notes.append(
      "Compute is that of one forward pass, not of training; its accuracy is that of 50,000 images, "
        + "known to about 0.4 points.")
    return input
  }

  private func checkpoints() throws(Problem) -> ReturnsInput {
    var input = ReturnsInput()
    let entries = try chosen("quality_checkpoints", family: "name")
    input.title = entries.first?.cell("name")?.text ?? "Checkpoints"
    input.metric = "loss"
    input.metricUnit = "nat/token"
    input.isHigherBetter = false
    input.points = entries.compactMap { entry in
      let steps = entry.key.split(separator: "/").last.map(String.init) ?? entry.key
      return point(entry, quality: "loss", [.energy: "kwh", .emissions: "kg"], name: steps)
    }
    input.source = source(entries)
    return input
  }

  private func point(
    _ entry: CatalogueEntry, quality: String, _ columns: [ReturnsMeasure: String],
    evaluation: String? = nil, name: String? = nil
  ) -> ReturnsPoint? {
    func printed(_ column: String) -> PrintedNumber? {
      entry.cell(column).flatMap { PrintedNumber(printed: $0.text) }
    }
    guard let quality = printed(quality) else { return nil }
    return ReturnsPoint(
      name: name ?? entry.cell("name")?.text ?? entry.key,
      amounts: columns.compactMapValues(printed), quality: quality,
      evaluation: evaluation.flatMap { entry.cell($0)?.text } ?? "")
  }

  /// Rows of the families or models that were asked for.
  private func chosen(_ table: String, family: String) throws(Problem) -> [CatalogueEntry] {
    let entries = try catalogue.entries(table)
    guard !request.families.isEmpty else { return entries }
    func isMeant(_ entry: CatalogueEntry, _ name: String) -> Bool {
      let model = entry.key.split(separator: "/").first.map(String.init) ?? entry.key
      return [model, entry.cell(family)?.text ?? "", entry.cell("name")?.text ?? ""]
        .contains { $0.lowercased() == name.lowercased() }
    }
    for name in request.families where !entries.contains(where: { isMeant($0, name) }) {
      var known: [String] = []
      for text in entries.compactMap({ $0.cell(family)?.text }) where !known.contains(text) {
        known.append(text)
      }
      throw Problem(
        "The set has no family or model `\(name.printable)`.",
        why: "Its families are \(known.joined(separator: ", ")).",
        fix: "Write for example `--family \(known.first ?? "")`.", exit: .usage)
    }
    return entries.filter { entry in request.families.contains { isMeant(entry, $0) } }
  }

  private func source(_ entries: [CatalogueEntry]) -> String {
    var texts: [String] = []
    for entry in entries {
      for text in entry.sources.prefix(1).map(\.text) where !texts.contains(text) {
        texts.append(text)
      }
    }
    return texts.joined(separator: "; ")
  }
}
