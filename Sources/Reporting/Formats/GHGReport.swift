import Accounting
import Quantities

/// For an inventory by the GHG Protocol: scope 2 by both methods, the categories of scope 3, and the boundary.
///
/// Electricity of a cloud region is bought by the provider: for its customer it lies in scope 3 (category 1).
struct GHGReport: ReportFormat {
  let name = "ghg"
  let summary = "for an inventory by the GHG Protocol: scope 2 by both methods, scope 3, boundary"
  let options: Set<ReportOption> = [.marketIntensity, .embodied]

  func render(_ statement: Statement, _ context: ReportContext) -> String {
    let sheet = ReportSheet(statement, context)
    let cloud = sum(statement.runs.filter { Self.isCloud($0.entry.site) })
    let own = sum(statement.runs.filter { !Self.isCloud($0.entry.site) })
    var lines = [
      "# Greenhouse gas inventory: \(Markdown.escaped(statement.subject.cut(to: 80)))", "",
      Markdown.escaped(sheet.lead), "", "| Scope | What | Value | Range | How it is known |",
      "|---|---|--:|---|---|",
    ]
    func row(_ scope: String, _ what: String, _ emissions: Estimate<Emissions>?, _ how: String) {
      lines.append(
        Markdown.row([
          scope, what, emissions?.text ?? "not determined", emissions?.rangeText ?? "",
          Markdown.escaped(how),
        ]))
    }
    func mix(_ amounts: Amounts) -> String {
      let mix = amounts.evidenceMix.mixText
      return mix.isEmpty ? "nothing booked" : mix
    }
    row("1", "own fuel", nil, "the ledger holds no fuel of generators")
    row(
      "2", "electricity, location-based", own.runs > 0 ? own.emissions : nil,
      own.runs > 0 ? mix(own) : "every run was in a cloud region: see scope 3")
    row(
      "2", "electricity, market-based", own.runs > 0 ? market(own, context) : nil,
      own.runs == 0
        ? "every run was in a cloud region: see scope 3"
        : context.marketIntensity.map {
          "by \($0.gramsPerKilowattHour.text()) g CO2e/kWh, as given"
        } ?? "no contract was given (--market-intensity)")
    row(
      "3.1", "purchased services: cloud", cloud.runs > 0 ? cloud.emissions : nil,
      cloud.runs > 0
        ? "\(mix(cloud)); electricity of the runs alone" : "no run was in a cloud region")
    row(
      "3.2", "capital goods: making of hardware", context.embodied,
      context.embodied == nil ? "no share of hardware was given (--embodied)" : "as given")
    row("3.3", "fuel supply, grid losses", nil, Self.upstream(statement))
    row(
      "3.11", "use of sold products", nil, "the ledger holds the runs, not who uses what they made")
    lines += ["", "## Energy", ""]
    lines += ["| | IT energy | At the meter |", "|---|--:|--:|"]
    lines.append(Markdown.row(["scope 2", own.energy.text, own.facilityEnergy.text]))
    lines.append(Markdown.row(["scope 3.1", cloud.energy.text, cloud.facilityEnergy.text]))
    let total = statement.total
    lines.append(Markdown.row(["all", total.energy.text, total.facilityEnergy.text]))
    lines += [
      "", "Emissions of all electricity, location-based: **\(total.emissions.text)**.", "",
      "## Boundary", "",
      "- In: the electricity of the devices that were measured or modelled, at the runs' share of them "
        + "(\(policies(statement))), times PUE.",
      "- Out: networks, storage outside the machines, idle machines, staff, offices, travel.",
      "- Gross: no certificate and no offset is taken off. Gases: CO2e as the factor's source counts it.",
      "- Place: taken as bought electricity (scope 2) unless the place is a cloud region (scope 3.1). Whether "
        + "the organisation controls the machines is not in the ledger.",
      "", "## How it is known", "",
    ]
    lines += sheet.facts.map { "- \($0.label): \(Markdown.escaped($0.text))" }
    lines += sheet.notes.map { "- Note: \(Markdown.escaped($0))" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func isCloud(_ site: Site) -> Bool { site.place?.contains("/") ?? false }

  private func sum(_ rows: [Statement.Row]) -> Amounts {
    rows.map(\.amounts).reduce(.zero, +)
  }

  private func market(_ amounts: Amounts, _ context: ReportContext) -> Estimate<Emissions>? {
    context.marketIntensity.map { amounts.facilityEnergy * Estimate(exactly: $0) }
  }

  private func policies(_ statement: Statement) -> String {
    Set(statement.runs.map(\.entry.policy.rawValue)).sorted().joined(separator: ", ")
  }

  /// A life-cycle factor holds the supply of fuel already, and nobody can take it out again.
  private static func upstream(_ statement: Statement) -> String {
    let lifeCycle = statement.factors.filter { $0.factor.basis.contains("life-cycle") }.count
    return lifeCycle == 0
      ? "the factors are direct: upstream is not in any figure here"
      : lifeCycle == statement.factors.count
        ? "in the figures above, not told apart: the factors are life-cycle"
        : "in some of the figures above: \(lifeCycle) of \(statement.factors.count) factors are life-cycle"
  }
}
