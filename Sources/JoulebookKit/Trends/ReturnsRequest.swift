public import Accounting

/// What `trends returns` was asked for beside a law of loss.
public struct ReturnsRequest: Sendable {
  /// A table of comma-separated values.
  public var file: String?
  /// A set of the catalogue: `imagenet`, `checkpoints`.
  public var set: String?
  /// Only these families or models of a set.
  public var families: [String] = []
  /// The evaluation protocol that is kept.
  public var evaluation: String?
  /// The first that is known where nil.
  public var against: ReturnsMeasure?
  /// The tag `metric.NAME` of runs, or the column of a file.
  public var metric: String?
  public var isLowerBetter: Bool?
  /// `100`, `none`; found from the values where nil.
  public var perfect: String?
  /// The gain whose price is asked for.
  public var step: Double?
  /// The most that a step may cost: `10kWh`, `1kg`, `5EUR`.
  public var worth: String?
  /// Turns money into emissions: `100/t`.
  public var carbonPrice: String?
  /// Runs of the ledger.
  public var runs = RunFilter()

  public init() {}
}

/// Points and what is known of them, wherever they came from.
struct ReturnsInput {
  var title = ""
  var source = ""
  var points: [ReturnsPoint] = []
  var metric = "quality"
  var metricUnit = ""
  var isHigherBetter = true
  /// `kWh`, `kg`, `EUR`, `GMAC`.
  var units: [ReturnsMeasure: String] = [.energy: "kWh", .emissions: "kg"]
  /// Measures whose column had several units: their last digits do not stand at one place.
  var mixed: Set<ReturnsMeasure> = []
  var notes: [String] = []
}

extension ReturnsInput {
  /// Words in a metric's name that fall as things get better.
  private static let falling = [
    "loss", "error", "perplexity", "ppl", "wer", "cer", "rmse", "mae", "mse", "bits",
  ]

  static func isHigherBetter(_ metric: String) -> Bool {
    let words = metric.lowercased().split { !$0.isLetter }.map(String.init)
    return !words.contains { word in falling.contains(word) }
  }
}

extension ReturnsInput {
  /// The same with every column rounded to its finest digit: tables drop zeros at the end, and `2.5` beside `2.48` is 2.50.
  var finest: ReturnsInput {
    func least(_ numbers: [PrintedNumber]) -> Double { numbers.map(\.halfUnit).min() ?? 0 }
    let quality = least(points.map(\.quality))
    var amounts: [ReturnsMeasure: Double] = [:]
    for measure in ReturnsMeasure.allCases {
      amounts[measure] = least(points.compactMap { $0.amounts[measure] })
    }
    var input = self
    input.points = points.map { point in
      var known = point.amounts
      for (measure, amount) in known where !mixed.contains(measure) {
        known[measure] = PrintedNumber(amount.value, halfUnit: amounts[measure] ?? 0)
      }
      return ReturnsPoint(
        name: point.name, amounts: known,
        quality: PrintedNumber(point.quality.value, halfUnit: quality), evaluation: point.evaluation
      )
    }
    return input
  }
}
