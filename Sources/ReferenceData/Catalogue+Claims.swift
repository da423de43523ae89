import Accounting
import Quantities

// What an audit of claims compares with. Plain numbers in the units of the tables: the auditing target knows no
// table, and this one no rule.

extension Catalogue {
  /// An accelerator with all forms that share its name: SXM, PCIe, memory sizes.
  package struct AcceleratorFamily: Sendable {
    package let name: String
    package let boardWatts: [Double]
    /// Dense peaks by number format, in FLOP/s.
    package let densePeaks: [String: [Double]]
    package let embodiedKilograms: Double?
  }

  /// The family that a name means; nil when it is unknown. A form in the name leaves the others out.
  package func acceleratorFamily(named name: String) -> AcceleratorFamily? {
    guard let row = acceleratorRow(named: name)?.row else { return nil }
    let family = row["name"].lowercased().split { !($0.isLetter || $0.isNumber) }
      .first { word in word.contains(where: \.isNumber) && word.first?.isLetter == true }
    var members = [row]
    // `A100` has forms; `TPU v4` has none, and `v4i` is another chip.
    if let family, family.count >= 3, row["kind"] == "gpu" {
      members += rows("accelerators").filter { other in
        other.key != row.key && other["vendor"] == row["vendor"]
          && other["name"].lowercased().split { !($0.isLetter || $0.isNumber) }.contains(family)
      }
    }
    let folded = name.lowercased()
    for form in ["pcie", "sxm"] where folded.contains(form) {
      members = members.filter { $0["form"] == form || $0.key == row.key }
    }
    var watts: Set<Double> = []
    var peaks: [String: [Double]] = [:]
    for member in members {
      watts.formUnion(["board_watts", "low_watts", "high_watts"].compactMap { member.number($0) })
      for (format, column) in Self.peakColumns {
        if let peak = member.number(column) { peaks[format, default: []].append(peak * 1e12) }
      }
    }
    let embodied = ([row] + members).lazy.compactMap { $0.number("embodied_kg") }.first
    return AcceleratorFamily(
      name: family.map { $0.uppercased() } ?? row["name"], boardWatts: watts.sorted(),
      densePeaks: peaks, embodiedKilograms: embodied)
  }

  private static let peakColumns: [(String, String)] = [
    ("fp32", "fp32_tflops"), ("tf32", "tf32_tflops"), ("fp16", "tensor_fp16_tflops"),
    ("bf16", "tensor_fp16_tflops"), ("fp8", "fp8_tflops"), ("int8", "int8_tops"),
  ]

  /// Parameters of a model by its whole name; nil when it is unknown or only an estimate.
  package func modelParameters(named name: String) -> Double? {
    let wanted = name.folded
    guard wanted.count > 3 else { return nil }
    return rows("ai_models").first { $0["name"].folded == wanted }?.number("parameters")
  }

  /// Multiply-accumulates of a forward pass of an image model; nil when it is unknown.
  package func imageModelMACs(named name: String) -> Double? {
    let wanted = name.folded
    guard wanted.count > 3 else { return nil }
    let row = rows("quality_imagenet").first { $0["name"].folded == wanted }
    return row?.number("gmac").map { $0 * 1e9 }
  }

  /// A thing of daily life as one source counts it.
  package struct Comparator: Sendable {
    package let group: String
    package let name: String
    package let grams: Double?
    package let source: String
    package let year: Int
    package let isStale: Bool
  }

  package var comparators: [Comparator] {
    rows("equivalences").map { row in
      Comparator(
        group: row.key.split(separator: "/").first.map(String.init) ?? row.key,
        name: row["comparator"], grams: row.number("grams_co2e"), source: citation(of: row).text,
        year: Int(row["year"]) ?? 0, isStale: row["stale"] == "yes")
    }
  }

  /// A published figure of training, in the units of its column.
  package struct PublishedFigure: Sendable {
    package let name: String
    package let column: String
    package let value: Double
    package let isExtrapolated: Bool
    package let source: String
  }

  /// What papers and cards print; figures that were computed later are left out.
  package var publishedFigures: [PublishedFigure] {
    rows("training_published").flatMap { row -> [PublishedFigure] in
      guard ["published", "extrapolated", "computed"].contains(row["basis"]) else { return [] }
      let source = citation(of: row).text
      return ["mwh", "tonnes", "unit_hours"].compactMap { column in
        row.number(column).map {
          PublishedFigure(
            name: row["name"], column: column, value: $0,
            isExtrapolated: row["basis"] == "extrapolated", source: source)
        }
      }
    }
  }

  /// Coefficients of laws with a unit of their own.
  package var lawConstants: [(name: String, value: Double, unit: String)] {
    rows("loss_laws").compactMap { row in
      guard let value = row.number("value"), value > 1000, row["unit"] != "1" else { return nil }
      return ("\(row["law"]) \(row["coefficient"])", value, row["unit"])
    }
  }

  /// Averages of the world that tools and people fall back on, in g/kWh.
  package var worldAverages: [(intensity: Double, name: String)] {
    let yearly = rows("grids", under: Place.world + "/").compactMap { row in
      row.number("intensity_g_per_kwh").map { ($0, "the world average of \(row["year"])") }
    }
    let fallback = find("defaults", "intensity-world")?.number("value")
    return yearly + [fallback].compactMap { $0.map { ($0, "the world average of 2019 (IEA)") } }
  }
}
