public import Accounting
import Quantities

/// A receipt for people: 80 columns, the total first, then how it is made up and how it was known.
public struct ReceiptText {
  private let entry: Entry
  private let footprint: Footprint
  private let style: TextStyle

  public init(_ entry: Entry, style: TextStyle = .plain) {
    self.entry = entry
    footprint = AccountingMethod().footprint(of: entry)
    self.style = style
  }

  /// The whole receipt, ending in a line break.
  public var text: String {
    let parts = [
      [title], totals, [""], devices, stages, service, [""], facts, notes, ["", next],
    ]
    return parts.flatMap(\.self).joined(separator: "\n") + "\n"
  }

  private var title: String {
    let run = entry.run
    let words = [run.name.printable.cut(to: 32), run.endText, Duration.seconds(run.seconds).text]
    return style.bold(words.joined(separator: " · ")) + style.faint("  \(run.id)")
  }

  private var totals: [String] {
    let site = entry.site
    let factor = site.factor
    let intensity = factor.intensity.value.gramsPerKilowattHour.text()
    var table = TextTable([.left, .right, .left])
    table.add(["Energy", footprint.energy.text, footprint.energy.rangeText])
    table.add(["At the meter", footprint.facilityEnergy.text, footprint.facilityEnergy.rangeText])
    table.add(["Emissions", footprint.emissions.text, footprint.emissions.rangeText])
    let lines = table.lines
    return [
      style.bold(lines[0]), lines[1],
      style.faint(indented("× PUE \(site.pue.ratio.value.base.text()) (\(site.pue.origin))")),
      style.bold(lines[2]),
      style.faint(
        indented(
          "× \(intensity) g CO2e/kWh, \(factor.name) \(factor.year) (\(site.origin); "
            + "\(factor.basis); \(factor.source.text))")),
    ]
  }

  private var devices: [String] {
    guard !footprint.lines.isEmpty else { return ["No device was measured or modelled."] }
    var table = TextTable([.left, .right, .right, .left, .left])
    table.add(["Device", "Energy", "Share", "Evidence", "Sensor"])
    for line in footprint.lines {
      let share = line.attribution
      let part = share.total == .zero ? 0 : share.run.value / share.total
      table.add([
        (line.isBreakdown ? "  of which " : "") + share.device.name.cut(to: 26), share.run.text,
        "\((part * 100).text(significant: 2)) %", share.evidence.rawValue,
        share.device.sensor.cut(to: 20),
      ])
    }
    let lines = table.lines
    return [style.faint(lines[0])] + lines.dropFirst()
  }

  /// Stages that the job named, and what lies outside them: together they are the run.
  private var stages: [String] {
    let lines = StageTotals(entry).lines
    let isServer = lines.allSatisfy { $0.name.isEmpty || ServiceStage(rawValue: $0.name) != nil }
    guard !lines.isEmpty, !isServer else { return [] }
    var table = TextTable([.left, .right, .right, .right])
    table.add(["Stage", "Times", "Time", "Energy"])
    for line in lines {
      table.add([
        line.name.isEmpty ? "outside" : line.name.cut(to: 26),
        line.times == 0 ? "" : "\(line.times)",
        Duration.seconds(line.seconds).text, line.energy.text(),
      ])
    }
    let texts = table.lines
    return ["", style.faint(texts[0])] + texts.dropFirst()
  }

  /// What an inference server did, and what comes to each request and token.
  private var service: [String] {
    ServiceFootprint(entry).map { [""] + ServiceText.lines($0, style: style) } ?? []
  }

  private var facts: [String] {
    let run = entry.run
    let pools = [
      ("idle", footprint.idle), ("unexplained", footprint.unexplained),
      ("Joulebook itself", footprint.own),
    ]
    let mix = footprint.evidenceMix.mixText
    return [
      fact("Evidence", mix.isEmpty ? "nothing was booked" : mix),
      fact("Policy", Self.policy(entry.policy)),
      fact("Not booked", pools.map { "\($0.0) \($0.1.text(digits: 2))" }.joined(separator: ", ")),
      fact("CPU time", run.cpu.text),
    ] + (entry.acting?.facts() ?? []).map { fact($0.label, $0.text) } + reported
  }

  private var reported: [String] {
    guard let figure = entry.reported else { return [] }
    let amounts = [
      figure.energyJoules.map { Energy.joules($0).text() },
      figure.emissionsGrams.map { Emissions.grams($0).text() },
    ].compactMap(\.self)
    guard !amounts.isEmpty else { return [] }
    let name = figure.tool.printable + (figure.version.map { " " + $0.printable } ?? "")
    let pue = figure.pue.map { ", with a PUE of \($0.shortText(digits: 3))" } ?? ""
    return [fact("Reported", "by \(name): \(amounts.joined(separator: ", "))\(pue)")]
  }

  /// What a policy books, in words.
  package static func policy(_ policy: AttributionPolicy) -> String {
    switch policy {
    case .byUse: "by use: the run books what its use drew above idle"
    case .byReservation: "by reservation: the run books its reserved part of each device"
    case .wholeMachine: "whole machine: the run books all that the machine drew"
    }
  }

  private var notes: [String] {
    let shown = 5
    let gaps = entry.run.gaps.map(\.text)
    let more = gaps.count > shown ? ["And \(gaps.count - shown) gaps more."] : []
    let parent =
      entry.run.parent.map { ["Run \($0) started this run and books its energy as well."] } ?? []
    return (parent + gaps.prefix(shown) + more + entry.run.warnings.map(\.asSentence)).map {
      style.warning("! " + $0.printable.wrapped(width: 78, indent: "  "))
    }
  }

  private var next: String {
    style.faint("How it was worked out: joulebook explain \(entry.run.id)")
  }

  private func fact(_ label: String, _ text: String) -> String {
    let indent = String(repeating: " ", count: 12)
    let head = label + indent.dropFirst(label.count)
    return head
      + text.printable.wrapped(width: 68, indent: indent)
  }

  private func indented(_ text: String) -> String {
    "    " + text.printable.wrapped(width: 74).split(separator: "\n").joined(separator: "\n      ")
  }
}
