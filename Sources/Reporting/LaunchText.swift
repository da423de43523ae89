public import Accounting
import Quantities

/// A launch for people: the sum over its nodes and steps first, then its parts.
public struct LaunchText {
  private let launch: Launch
  private let style: TextStyle

  public init(_ launch: Launch, style: TextStyle = .plain) {
    self.launch = launch
    self.style = style
  }

  /// Ends in a line break.
  public var text: String {
    ([title] + totals + [""] + parts + ["", evidence, "", next]).joined(separator: "\n") + "\n"
  }

  private var title: String {
    let nodes = launch.machines == 1 ? "1 node" : "\(launch.machines) nodes"
    let ranks = launch.ranks == 1 ? "1 rank" : "\(launch.ranks) ranks"
    let words = [
      launch.name.printable.cut(to: 32), nodes, ranks, launch.telling.endText,
      Duration.seconds(launch.seconds).text,
    ]
    return style.bold(words.joined(separator: " · ")) + style.faint("  \(launch.id.printable)")
  }

  private var totals: [String] {
    let sum = launch.sum
    var table = TextTable([.left, .right, .left])
    table.add(["Energy", sum.energy.text, sum.energy.rangeText])
    table.add(["At the meter", sum.facilityEnergy.text, sum.facilityEnergy.rangeText])
    table.add(["Emissions", sum.emissions.text, sum.emissions.rangeText])
    let lines = table.lines
    return [style.bold(lines[0]), lines[1], style.bold(lines[2])]
  }

  private var parts: [String] {
    var table = TextTable([.left, .left, .right, .right, .right, .left, .left])
    table.add(["Node", "Step", "Ranks", "Time", "Energy", "End", "Run"])
    let counted = Set(launch.counted.map(\.run.id))
    for entry in launch.parts {
      let run = entry.run
      let energy = AccountingMethod().footprint(of: entry).energy.text
      table.add([
        (run.tags["slurm.node"] ?? run.host).cut(to: 24), run.tags["slurm.step"] ?? "",
        run.tags["launch.ranks"] ?? "1", Duration.seconds(run.seconds).text,
        counted.contains(run.id) ? energy : "(\(energy))", run.endText, run.id,
      ])
    }
    let lines = table.lines
    let inside = launch.parts.count - counted.count
    return [style.faint(lines[0])] + lines.dropFirst()
      + (inside > 0 ? [style.faint("In brackets: another part has that energy already.")] : [])
  }

  private var evidence: String {
    let mix = launch.sum.evidenceMix.mixText
    return "Evidence    " + (mix.isEmpty ? "nothing was booked" : mix)
  }

  private var next: String {
    style.faint("Each part alone: joulebook show \(launch.parts[0].run.id)")
  }
}
