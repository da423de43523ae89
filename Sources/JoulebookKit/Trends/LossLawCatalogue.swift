import Accounting
import Forecasting
import ReferenceData
import Reporting

/// Laws of loss as the catalogue has them.
struct LossLawCatalogue {
  let catalogue: Catalogue

  /// Shown side by side whatever law is asked for.
  static let standard = ["besiroglu-2024", "hoffmann-2022", "kaplan-2020"]

  enum Law {
    case chinchilla(ChinchillaLaw)
    /// By compute, in PF-days.
    case kaplan(KaplanLaw)
  }

  struct Found {
    let name: String
    let law: Law
    let citation: String
    /// What is disputed about its coefficients.
    let notes: [String]
    /// Standard errors by coefficient; empty where the source gives none.
    var errors: [String: Double] = [:]
  }

  /// - Parameter name: `besiroglu-2024`, `hoffmann-2022`, `kaplan-2020`, `refit-240` …
  func law(_ name: String) throws(Problem) -> Found {
    let entries = try catalogue.entries("loss_laws")
    let wanted = name == "kaplan-2020" ? "kaplan-2020-compute" : name
    let own = entries.filter { $0.cell("law")?.text == wanted }
    func value(_ coefficient: String) throws(Problem) -> Double {
      guard
        let value = own.first(where: { $0.cell("coefficient")?.text == coefficient })?
          .cell("value")?.value
      else {
        throw Problem(
          "The law `\(name.printable)` has no coefficient \(coefficient).",
          why: own.isEmpty ? "The catalogue does not know it." : "Its source gives only some.",
          fix: "Take one of \(Self.standard.joined(separator: ", ")), refit-240.", exit: .usage)
      }
      return value
    }
    let notes = own.flatMap { entry in
      entry.notes.filter { $0.check == "X39" || $0.check == "X40" }
        .map { "\(entry.key): \($0.text)" }
    }
    let citation = own.first?.sources.first?.text ?? name
    if own.first?.cell("form")?.text == "kaplan" {
      return Found(
        name: name,
        law: .kaplan(KaplanLaw(scale: try value("scale"), exponent: try value("exponent"))),
        citation: citation, notes: notes)
    }
    var errors: [String: Double] = [:]
    for entry in own {
      errors[entry.cell("coefficient")?.text ?? ""] = entry.cell("standard_error")?.value
    }
    return Found(
      name: name,
      law: .chinchilla(
        ChinchillaLaw(
          name: name, floor: try value("E"), sizeWeight: try value("A"), dataWeight: try value("B"),
          sizeExponent: try value("alpha"), dataExponent: try value("beta"))),
      citation: citation, notes: notes, errors: errors)
  }
}
