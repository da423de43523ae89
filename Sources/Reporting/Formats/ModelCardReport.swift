public import Accounting
import Quantities

/// The front matter of a Hugging Face model card, in grams, and a section for its body.
struct ModelCardReport: ReportFormat {
  let name = "model-card"
  let summary = "front matter of a Hugging Face model card (grams); `--into README.md` patches one"
  let options: Set<ReportOption> = [.hardware, .activity]

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    let sheet = ReportSheet(statement, context)
    let fields = ModelCardFields(statement, context)
    let total = statement.total
    var lines = ["---"] + fields.block + ["---", "", "## Environmental Impact", ""]
    lines += [
      Markdown.escaped(sheet.sentence), "",
      "- **Hardware type:** \(Markdown.escaped(fields.hardware))",
      "- **Hours used:** \((total.seconds / 3600).text())",
      "- **Compute region:** \(Markdown.escaped(fields.location))",
      "- **Carbon emitted:** \(total.emissions.text)"
        + (total.emissions.rangeText.isEmpty ? "" : " (\(total.emissions.rangeText))"),
      "- **Not determined:** \(sheet.notDetermined.map(\.what).joined(separator: ", "))",
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}

/// The keys of `co2_eq_emissions`, as the Hub reads them.
public struct ModelCardFields: Hashable, Sendable {
  static let key = "co2_eq_emissions"
  /// Grams of CO2e as YAML: no more digits than the range supports.
  let emissions: String
  let source: String
  /// `pre-training` or `fine-tuning`; nil where nobody said so.
  let trainingType: String?
  let location: String
  let hardware: String
  /// True when `hardware` was given, and not put together from what the ledger holds.
  let isHardwareGiven: Bool

  public init(_ statement: Statement, _ context: ReportContext) {
    let total = statement.total
    emissions = total.emissions.value.grams.text(significant: total.emissions.digits)
    let mix = total.evidenceMix.mixText
    let factors = statement.factors.prefix(3).map {
      "\($0.factor.source.author) \($0.factor.source.year)"
    }
    var names: [String] = []
    for factor in factors where !names.contains(factor) { names.append(factor) }
    let range = total.emissions.rangeText
    source =
      "Joulebook \(context.version): \(total.emissions.text)"
      + "\(range.isEmpty ? "" : " (\(range))"), \(mix.isEmpty ? "nothing booked" : mix), "
      + "grid factor \(names.joined(separator: ", ").cut(to: 200))"
    trainingType = Self.trainingType(statement, context)
    let places = statement.groups(by: .place)
    let shown = places.prefix(5).map { $0.name.cut(to: 80) }
    location = (shown + (places.count > 5 ? ["and \(places.count - 5) more"] : [])).joined(
      separator: ", ")
    isHardwareGiven = context.hardware != nil
    hardware = context.hardware ?? Self.hardware(statement)
  }

  /// The lines of the key and of what stands below it.
  var block: [String] { ["\(Self.key):"] + pairs.map { "  \($0.key): \($0.value)" } }

  /// Keys and values as YAML, in the order of the Hub's page.
  var pairs: [(key: String, value: String)] {
    [("emissions", emissions), ("source", YAML.quoted(source))]
      + (trainingType.map { [("training_type", YAML.quoted($0))] } ?? [])
      + [
        ("geographical_location", YAML.quoted(location)),
        ("hardware_used", YAML.quoted(hardware)),
      ]
  }

  private static func trainingType(_ statement: Statement, _ context: ReportContext) -> String? {
    switch context.activity {
    case .training: return "pre-training"
    case .fineTuning: return "fine-tuning"
    case .inference: return nil
    case nil: break
    }
    let stages = Set(statement.runs.map { $0.entry.run.stage.lowercased().filter(\.isLetter) })
    if stages == ["pretraining"] { return "pre-training" }
    return stages.isSubset(of: ["finetuning", "finetune"]) ? "fine-tuning" : nil
  }

  /// `2 machines: 8 GPUs, 2 CPUs (models not recorded)`.
  private static func hardware(_ statement: Statement) -> String {
    var devices: [Component: Set<String>] = [:]
    for row in statement.runs {
      for line in row.footprint.lines where !line.isBreakdown {
        let device = line.attribution.device
        devices[device.component, default: []].insert("\(row.entry.run.machine)/\(device.name)")
      }
    }
    func count(_ component: Component, _ word: String) -> [String] {
      devices[component].map { ["\($0.count) \(word)\($0.count == 1 ? "" : "s")"] } ?? []
    }
    let words = count(.gpu, "GPU") + count(.cpu, "CPU") + count(.system, "whole system")
    let machines = Set(statement.runs.map(\.entry.run.machine)).count
    return
      "\(machines) machine\(machines == 1 ? "" : "s")"
      + (words.isEmpty ? "" : ": \(words.joined(separator: ", "))") + " (models not recorded)"
  }
}
