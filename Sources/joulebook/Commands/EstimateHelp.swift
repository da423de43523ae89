import Accounting
import Estimating
import JoulebookKit
import Reporting

/// What an estimator may be given, from the estimator itself.
enum EstimateHelp {
  static func text(_ kind: String?) throws(Problem) -> String {
    guard let kind else {
      return Joulebook.estimators().map { "\($0.name): \($0.summary)\n" }.joined()
        + "\nParameters of one: joulebook estimate KIND --help\n"
    }
    let estimator = try Estimators.named(kind)
    var lines = ["\(estimator.name): \(estimator.summary)", "", "Parameters:"]
    lines += estimator.parameters.map(line)
    lines += ["", "Place, facility and money, for every estimate:"]
    lines += FootprintPart.parameters.map(line)
    lines += [
      "", "Numbers may carry a range: 300 is exact, 250..350 a 90 % interval, 300(250..400) a best",
      "value in one, 300~1.5 known to a factor; tri(1,2,3), uniform(1,2) and [1,2,2,3] are",
      "distributions. 175B, 1.3M and 60% are short for powers of ten.",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ parameter: Parameter) -> String {
    let unit =
      switch parameter.kind {
      case .number: parameter.unit == "1" ? "" : " [\(parameter.unit)]"
      case .word: ""
      case .choice(let choices): " (\(choices.joined(separator: ", ")))"
      }
    return "  --\(parameter.name)\(unit): \(parameter.meaning)".keptWithin(78, indent: 6)
  }
}
