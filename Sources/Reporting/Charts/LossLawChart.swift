import Accounting
import Quantities

/// Loss against compute at the best size and data, law beside law, with the budget or the target marked.
public struct LossLawChart: Chart {
  public let name = "loss-law"
  private let report: LossLawReport

  public init(_ report: LossLawReport) { self.report = report }

  public var title: String { report.headline }

  public var subtitle: String {
    "Loss, nat per token, by training compute, FLOP, at each law's best size and data"
  }

  public var alternative: String {
    let laws = report.laws.map { law in
      law.flop.map {
        "\(law.name): a loss of \((law.loss?.value ?? 0).text(decimals: 3)) at \($0.shortText(digits: 3)) FLOP"
      } ?? "\(law.name) does not reach it"
    }
    return "\(title.asSentence) \(laws.joined(separator: "; "))."
  }

  public var table: ChartTable {
    var table = ChartTable(["law", "compute_flop", "facility_energy_kwh", "loss_nat_per_token"])
    for law in report.laws {
      for place in law.curve {
        table.add([
          law.name, ChartTable.cell(place.flop),
          ChartTable.cell(report.conversion.map { $0.joulesPerFLOP.value * place.flop / 3.6e6 }),
          ChartTable.cell(place.loss),
        ])
      }
    }
    return table
  }

  public var plot: ChartPlot {
    ChartPlot([
      .init(
        .line,
        [
          (.x, .init("compute_flop", .ratio, title: "training compute, FLOP")),
          (.y, .init("loss_nat_per_token", .number, title: "loss, nat per token")),
          (.color, .init("law", .name)),
        ])
    ])
  }

  /// 3.3e21 FLOP: the most that the runs behind Hoffmann et al. 2022 took, and so of the data of the fits.
  private static let mostOfTheData = 3.3e21

  public func draw(on sheet: inout ChartSheet) {
    let curves = report.laws.map(\.curve)
    let losses = curves.flatMap { $0.map(\.loss) }
    let frame = sheet.frame(
      x: .logarithmic(curves.flatMap { $0.map(\.flop) }, room: 0.01), y: .linear(losses),
      xTitle: "training compute, FLOP", yTitle: "loss, nat per token", endRoom: 140, foot: 36)
    if let budget = report.budgetFLOP, budget.low < budget.high {
      let ends = [frame.y.low, frame.y.high]
      sheet.band(
        ends.map { frame.place(budget.low, $0) }, ends.map { frame.place(budget.high, $0) }, .faint)
    }
    if let target = report.target, frame.y.holds(target) {
      sheet.line(
        [frame.place(frame.x.low, target), frame.place(frame.x.high, target)], .faint, .dashed,
        thin: true)
      sheet.text(
        "wanted: \(target.shortText())",
        at: (frame.place(frame.x.low, target).0 + 6, frame.y(target) - 5), .faint, small: true,
        halo: true)
    }
    var labels: [(y: Double, text: String, ink: Ink)] = []
    for (index, law) in report.laws.enumerated() {
      let ink = Ink.series(index)
      let inside = law.curve.filter { $0.flop <= Self.mostOfTheData }
      let beyond = law.curve.filter { $0.flop > Self.mostOfTheData }
      sheet.line(
        inside.map { frame.place($0.flop, $0.loss) }, ink, index == 0 ? .solid : .dashed)
      sheet.line(
        (inside.suffix(1) + beyond).map { frame.place($0.flop, $0.loss) }, ink, .dotted)
      if let last = law.curve.last { labels.append((last.loss, law.name, ink)) }
    }
    drawAnswers(frame, on: &sheet)
    sheet.endLabels(frame, labels)
    var notes = ["Dotted: beyond the data of the fits."]
    if report.budgetFLOP.map({ $0.low < $0.high }) == true {
      notes[0] += " Grey: where the budget lies by the range of energy per operation, 90 %."
    }
    if let conversion = report.conversion {
      notes.append(
        "1e21 FLOP take \(report.energyText(1e21, conversion)) on \(conversion.description).")
    }
    for (line, note) in notes.enumerated() {
      sheet.text(note, at: (16, sheet.height - 27 + 15 * Double(line)), .faint, small: true)
    }
  }

  private func drawAnswers(_ frame: Frame, on sheet: inout ChartSheet) {
    for law in report.laws {
      guard let flop = law.flop, let loss = law.loss?.value, frame.holds(flop, loss) else {
        continue
      }
      sheet.cover(frame.place(flop, loss))
    }
    for (index, law) in report.laws.enumerated() {
      guard let flop = law.flop, let loss = law.loss?.value, frame.holds(flop, loss) else {
        continue
      }
      sheet.point(frame.place(flop, loss), .series(index))
      let text: String
      if report.target != nil {
        text =
          report.conversion.map { report.energyText(flop, $0) }
          ?? "\(flop.shortText(digits: 2)) FLOP"
      } else {
        text =
          loss.text(decimals: 2)
          + (law.parameters.map {
            ": \($0.value.countText) on \((law.tokens?.value ?? 0).countText)"
          } ?? "")
      }
      sheet.pointLabel(frame, frame.place(flop, loss), text, .series(index), bold: index == 0)
    }
  }
}
