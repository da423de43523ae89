import Accounting
import Estimating
import Quantities
import Reporting

extension Joulebook {
  /// What widens the emissions of a run, or a result of an estimate.
  func tornado(_ request: ChartRequest) throws(Problem) -> any Chart {
    if let path = request.spec {
      guard request.words.isEmpty else {
        throw Problem(
          "A file of estimates stands alone.", why: "It names its own kind and parameters.",
          fix: "Leave `\(request.words[0].printable)` out.", exit: .usage)
      }
      let items = try estimateItems(file: path)
      guard items.count == 1, let item = items.first else {
        throw Problem(
          "A tornado is of one estimate.", why: "The file has \(items.count).",
          fix: "Put the others into a file of their own.", exit: .usage)
      }
      return try tornado(item, result: request.result)
    }
    if let kind = request.words.first, Self.estimators().contains(where: { $0.name == kind }) {
      let given = try EstimateItem.given(Array(request.words.dropFirst()))
      return try tornado(EstimateItem(kind: kind, given: given), result: request.result)
    }
    guard request.result == nil else {
      throw Problem(
        "`--result` is for estimates.", why: "A run's tornado is of its emissions.",
        fix: "Leave it out.", exit: .usage)
    }
    return TornadoChart(try oneRun(request))
  }

  private func tornado(_ item: EstimateItem, result key: String?) throws(Problem) -> any Chart {
    let model = try Self.draft(item, facts: try estimatingFacts()).model
    let evaluation = model.evaluated().meaningful.evaluation
    let keys = evaluation.results.map(\.key)
    let wanted = key ?? (keys.contains("emissions_grams") ? "emissions_grams" : keys.first ?? "")
    guard let result = evaluation[wanted] else {
      throw Problem(
        "There is no result `\(wanted.printable)`.",
        why: "This estimate has \(keys.joined(separator: ", ")).", fix: "Give one of these.",
        exit: .usage)
    }
    return TornadoChart(
      subject: Self.title(item), result: result, swings: model.swings(of: wanted))
  }
}
