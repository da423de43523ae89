public import Accounting
public import Quantities

/// A way to write a statement down: for people, for papers, or for other tools.
///
/// To add one: a file in `Formats/`, a line in `ReportFormats.swift`, a run of the contract suite.
public protocol ReportFormat: Sendable {
  /// As on the command line: `model-card`.
  var name: String { get }
  /// What it is for, one sentence.
  var summary: String { get }
  /// What may be given to it besides. Anything else is refused, never ignored.
  var options: Set<ReportOption> { get }
  /// The statement, which has runs, as text that ends in a line break. It depends on nothing else.
  func render(_ statement: Statement, _ context: ReportContext) throws(Problem) -> String
}

extension ReportFormat {
  /// The report, once it is sure that there is something to report and that nothing given goes unused.
  public func report(_ statement: Statement, _ context: ReportContext) throws(Problem) -> String {
    guard !statement.runs.isEmpty else {
      throw Problem(
        "There is nothing to report.",
        why: statement.unreadable.isEmpty
          ? "No run fits." : "Every run that fits is damaged.",
        fix: "Run `joulebook list --all` to see the runs that are there.", exit: .usage)
    }
    guard statement.total.devices > 0 else {
      throw Problem(
        "There is nothing to report.",
        why: "In no run that fits a device was measured or modelled: the energy is unknown.",
        fix: "Run `joulebook doctor` to see which sensors can be read.")
    }
    if let unused = context.given.subtracting(options).map(\.rawValue).min() {
      let others = ReportFormats.all.filter { $0.options.contains { $0.rawValue == unused } }
      throw Problem(
        "`--\(unused)` means nothing to the format `\(name)`.",
        why: "It is for \(others.map(\.name).joined(separator: ", ")).",
        fix: "Leave it out, or choose one of these formats.", exit: .usage)
    }
    return try render(statement, context)
  }
}

/// What may be given to a report, by the name of its flag.
public enum ReportOption: String, CaseIterable, Sendable {
  case explain, model, hardware, activity, per, embodied
  case marketIntensity = "market-intensity"
}

/// What the runs were, for formats that tell activities apart.
public enum ReportActivity: String, CaseIterable, Sendable {
  case training
  case fineTuning = "fine-tuning"
  case inference

  /// What the name of a stage says; nil where it says none of these.
  package init?(stage: String) {
    switch stage.lowercased().filter(\.isLetter) {
    case "training", "train", "pretraining": self = .training
    case "finetuning", "finetune": self = .fineTuning
    case "inference", "serving": self = .inference
    default: return nil
    }
  }
}

/// What a report needs to know besides its statement.
public struct ReportContext: Hashable, Sendable {
  /// Joulebook's version.
  public var version: String
  /// When the report was made.
  public var created: Timestamp
  public var style = TextStyle.plain
  /// Adds the way back to raw readings.
  public var explains = false
  /// The model that the runs made or used.
  public var model: String?
  /// The hardware in words: `8 x NVIDIA H100`.
  public var hardware: String?
  /// What the runs were, where their stages do not say it.
  public var activity: ReportActivity?
  /// What the score is set against.
  public var unit: FunctionalUnit?
  /// Emissions of making the hardware, the runs' share of them.
  public var embodied: Estimate<Emissions>?
  /// Intensity of the electricity that was contracted for.
  public var marketIntensity: CarbonIntensity?

  public init(version: String, created: Timestamp) {
    self.version = version
    self.created = created
  }

  /// What was given.
  var given: Set<ReportOption> {
    Set(
      ReportOption.allCases.filter { option in
        switch option {
        case .explain: explains
        case .model: model != nil
        case .hardware: hardware != nil
        case .activity: activity != nil
        case .per: unit != nil
        case .embodied: embodied != nil
        case .marketIntensity: marketIntensity != nil
        }
      })
  }
}
