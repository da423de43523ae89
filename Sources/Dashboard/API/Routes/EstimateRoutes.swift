import Accounting
import Estimating
import Foundation
import Hummingbird
import JoulebookKit
import Quantities

extension APIRoutes {
  /// An address for each estimator, made from its own list of parameters, and one for many estimates at once.
  static let estimates: [APIRoute] =
    Joulebook.estimators().map { estimator in
      let parameters = parameters(of: estimator)
      return APIRoute(
        "/estimate/\(estimator.name)", "estimate\(estimator.name.capitalized)", estimator.summary,
        .of(parameters.map { APIParameter(estimator: $0) }, estimateOptions),
        forms: [.json("Estimate"), .text, .csv, .html], refusals: [.meaning]
      ) { request in
        let given = parameters.compactMap { parameter in
          request.text(parameter.name).map {
            (parameter.name, Given($0, origin: parameter.name))
          }
        }
        return try await request.estimates([
          EstimateItem(
            kind: estimator.name, given: Dictionary(given, uniquingKeysWith: { first, _ in first }))
        ])
      }
    } + [
      APIRoute(
        "/estimate", "estimateMany",
        "Several estimates and their sum, shared factors moving together.",
        estimateOptions, method: .post,
        body: .json(
          "Items as a file of `joulebook estimate --spec` has them, up to 100.",
          Schemas.reference("EstimateRequest")),
        forms: [.json("Estimate"), .text, .csv, .html], refusals: [.meaning], freshness: .never
      ) { request in
        let defaults = try given(request.body["defaults"], at: "defaults")
        var items: [EstimateItem] = []
        for (index, item) in (request.body["items"]?.items ?? []).enumerated() {
          let kind = item["estimate"]?.text ?? ""
          let own = try given(item, at: "items[\(index)]", besides: ["estimate", "name"])
          items.append(
            EstimateItem(
              kind: kind, name: item["name"]?.text ?? "\(kind) \(index + 1)",
              given: defaults.merging(own) { $1 }))
        }
        return try await request.estimates(items)
      }
    ]

  /// Its own, and place, facility and money, which every estimate may have.
  private static func parameters(of estimator: any Estimator) -> [Parameter] {
    let own = Set(estimator.parameters.map(\.name))
    return estimator.parameters + FootprintPart.parameters.filter { !own.contains($0.name) }
  }

  private static let estimateOptions: [APIParameter] = [
    .seed,
    APIParameter("draws", .whole(16...16_384), "Draws for the ranges; else 1024."),
    APIParameter(
      "explain", .text(most: 60), "A result whose way back is added, such as emissions_grams."),
    APIParameter("equivalences", .flag, "Sets the emissions beside things that people know."),
  ]

  /// Parameters as an estimator takes them: texts, numbers and lists of numbers.
  private static func given(
    _ value: JSONValue?, at place: String, besides names: Set<String> = []
  ) throws(Problem) -> [String: Given] {
    var given: [String: Given] = [:]
    for (name, value) in value?.members ?? [:] where !names.contains(name) {
      given[name] = Given(text(value), origin: "\(place).\(name)")
    }
    return given
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .array(let items): "[\(items.map { text($0) }.joined(separator: ","))]"
    case .bool, .null, .object: ""
    }
  }
}

extension APIRequest {
  func estimates(_ items: [EstimateItem]) async throws -> APIAnswer {
    var options = EstimateOptions()
    options.seed = UInt64(whole("seed") ?? 1)
    options.draws = whole("draws") ?? options.draws
    options.explains = text("explain") ?? (form.name == "html" ? "emissions_grams" : nil)
    options.showsEquivalences = flag("equivalences")
    let answer = try await ask { [options] in try $0.estimate(items, options: options) }
    switch form.name {
    case "csv": return .text(answer.csv)
    case "html": return .text(answer.html)
    default: return written(answer)
    }
  }
}

extension APIParameter {
  /// As an estimator describes it. A number may be a range or a distribution, so it is a text here.
  init(estimator parameter: Parameter) {
    let unit = parameter.unit.isEmpty || parameter.unit == "1" ? "" : " [\(parameter.unit)]"
    let meaning = parameter.meaning + unit
    switch parameter.kind {
    case .number(let least, let most):
      self.init(
        parameter.name, .text(most: 1000),
        "\(meaning). From \(least.shortText()) to \(most.shortText()); or 250..350, 300~1.5, [1,2,3]."
      )
    case .word: self.init(parameter.name, .text(most: 200), "\(meaning).")
    case .choice(let choices): self.init(parameter.name, .choice(choices), "\(meaning).")
    }
  }
}
