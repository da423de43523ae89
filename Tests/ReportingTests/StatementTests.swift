import Accounting
import JoulebookTesting
import Quantities
import Reporting
import Testing

/// Each joule of a statement counts once, in the total and in every table.
@Suite struct StatementTests {
  private func entry(_ id: String, after seconds: Int = 0, parent: String? = nil) -> Entry {
    var entry = SampleEntries.entry(id: id, after: .seconds(seconds))
    entry.run.parent = parent
    return entry
  }

  @Test func `a run inside another one of the statement is not counted again`() {
    let whole = Statement(subject: "s", entries: [entry("a"), entry("b", after: 1, parent: "a")])
    #expect(whole.total == Statement(subject: "s", entries: [entry("a")]).total)
    #expect(whole.parts.map(\.entry.run.id) == ["b"] && whole.total.runs == 1)
  }

  @Test func `a run whose parent is not in the statement counts`() {
    let part = Statement(subject: "s", entries: [entry("b", after: 1, parent: "a")])
    #expect(part.runs.count == 1 && part.parts.isEmpty && part.total.energy.value.joules > 0)
  }

  @Test(arguments: Grouping.allCases)
  func `the rows of a table and its remainder are the total`(grouping: Grouping) {
    let statement = ReportFormatContract.many
    let total = statement.total
    for limit in 0...4 {
      let table = statement.table(by: grouping, limit: limit)
      let rows = table.rows + [table.remainder].compactMap(\.self)
      #expect(table.rows.count <= limit)
      let energy = rows.map(\.amounts.energy.value.joules).reduce(0, +)
      let facility = rows.map(\.amounts.facilityEnergy.value.joules).reduce(0, +)
      let grams = rows.map(\.amounts.emissions.value.grams).reduce(0, +)
      #expect(abs(energy - total.energy.value.joules) < total.energy.value.joules * 1e-12)
      #expect(
        abs(facility - total.facilityEnergy.value.joules) < total.facilityEnergy.value.joules
          * 1e-12)
      #expect(abs(grams - total.emissions.value.grams) < total.emissions.value.grams * 1e-12)
    }
  }

  @Test func `evidence of the sum is weighted by energy`() {
    let mix = ReportFormatContract.many.total.evidenceMix
    let metered = (0.6 * 54 - 0.6 * 11) * 220.0
    let modelled = 100 * 220.0
    #expect(abs((mix[.modelled] ?? 0) - modelled / (metered + modelled)) < 1e-9)
    #expect(abs(mix.values.reduce(0, +) - 1) < 1e-12)
  }

  @Test(arguments: Statement.Figure.allCases)
  func `the tree of a figure has the figure at its root`(figure: Statement.Figure) {
    let statement = ReportFormatContract.many
    let tree = Derivation(of: statement, figure)
    let sum = tree.inputs.map(\.value).reduce(0, +)
    #expect(tree.inputs.count == 4 && abs(sum - tree.value) < tree.value * 1e-12)
    let total =
      switch figure {
      case .energy: statement.total.energy.value.joules
      case .facilityEnergy: statement.total.facilityEnergy.value.joules
      case .emissions: statement.total.emissions.value.grams
      }
    #expect(tree.value == total)
  }

  @Test func `beyond twenty runs a tree has one line for the others`() {
    let entries = (0..<30).map { entry("20261124-14\(1000 + $0)-aaaaaa", after: 100 * $0) }
    let statement = Statement(subject: "s", entries: entries)
    let tree = Derivation(of: statement)
    #expect(tree.inputs.count == 21 && tree.inputs.last?.label == "10 other runs")
    let sum = tree.inputs.map(\.value).reduce(0, +)
    #expect(abs(sum - tree.value) < tree.value * 1e-12)
  }
}
