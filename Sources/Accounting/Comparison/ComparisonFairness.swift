import Quantities

/// Looks for what else differs between two groups of runs than what somebody wanted to compare.
struct ComparisonFairness {
  let a: Comparison.Side
  let b: Comparison.Side

  /// CPU time of others, as a part of what the machine could give, from which on they disturb.
  private static let background = 0.05
  /// Power that a device loses while it goes on working, from which on it may be throttled.
  private static let droop = 0.05
  /// A machine that ran something this little before is still warm.
  private static let warm = Duration.seconds(600)

  var warnings: [String] {
    [
      few, kinds("machines", \.run.machine), devices, sensors, kinds("policies", \.policy.rawValue),
      evidence, kinds("commands") { $0.run.command.joined(separator: " ") }, unsuccessful,
      background, thermal, warmth,
      gaps, overlap,
    ].compactMap(\.self)
  }

  private var sides: [(name: String, entries: [Entry])] { [("A", a.entries), ("B", b.entries)] }

  private var few: String? {
    guard a.entries.count < 3 || b.entries.count < 3 else { return nil }
    return
      "Fewer than three runs on a side say little of how far runs lie apart: repeat each, in turn."
  }

  private func kinds(_ what: String, _ key: (Entry) -> String) -> String? {
    let (ofA, ofB) = (Set(a.entries.map(key)), Set(b.entries.map(key)))
    guard ofA != ofB else { return nil }
    func list(_ set: Set<String>) -> String {
      let shown = set.sorted().prefix(2).map { $0.isEmpty ? "unknown" : $0.cut(40) }
      return shown.joined(separator: ", ") + (set.count > 2 ? " and \(set.count - 2) more" : "")
    }
    return "The \(what) differ: \(list(ofA)) in A, \(list(ofB)) in B."
  }

  /// By kind and number: names of devices may hold what is different for each run.
  private var devices: String? {
    kinds("devices") { entry in
      let whole = entry.run.devices.map(\.device).filter { $0.partOf == nil }
      let counts = Dictionary(grouping: whole, by: \.component.rawValue).mapValues(\.count)
      return counts.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(
        separator: " + ")
    }
  }

  private var sensors: String? {
    kinds("sensors") { entry in
      Set(entry.run.devices.map(\.device.sensor)).sorted().joined(separator: " + ")
    }
  }

  private var evidence: String? {
    func metered(_ entries: [Entry]) -> Double {
      let sums = entries.reduce(into: EnergyByEvidence()) { $0 += RunSummary($1).byEvidence }
      return (sums.mix[.metered] ?? 0) + (sums.mix[.attributed] ?? 0)
    }
    let (ofA, ofB) = (metered(a.entries), metered(b.entries))
    if abs(ofA - ofB) > 0.1 {
      return
        "\(percent(ofA)) of A was metered and \(percent(ofB)) of B: a difference may be one of method."
    }
    guard min(ofA, ofB) < 0.5 else { return nil }
    return
      "Most of this energy was modelled or assumed: a model shows no difference that it has no input for."
  }

  private var unsuccessful: String? {
    let counts = sides.map { side in
      (side.name, side.entries.count { RunSummary.Ending($0.run) != .done })
    }.filter { $0.1 > 0 }
    guard !counts.isEmpty else { return nil }
    return
      "Not every run ended well: \(counts.map { "\($0.1) of \($0.0)" }.joined(separator: ", ")) did not."
  }

  private var background: String? {
    func share(_ entry: Entry) -> Double {
      let cpu = entry.run.cpu
      guard cpu.capacity > 0 else { return 0 }
      return max(0, cpu.machine - cpu.run - cpu.own) / cpu.capacity
    }
    let busiest = sides.compactMap { side in
      side.entries.map { (side.name, share($0), $0.run.id) }.max { $0.1 < $1.1 }
    }.max { $0.1 < $1.1 }
    guard let busiest, busiest.1 > Self.background else { return nil }
    return
      "Others used the machine meanwhile, up to \(percent(busiest.1)) of its CPU time (\(busiest.2), in \(busiest.0))."
  }

  /// A device that draws less and less while its run goes on may be throttled by heat. No sensor of ours reads
  /// temperatures.
  private var thermal: String? {
    for side in sides {
      for entry in side.entries {
        let curve = entry.powerCurve
        guard curve.count >= 8 else { continue }
        let quarter = curve.count / 4
        let early = Self.power(curve[quarter..<2 * quarter])
        let late = Self.power(curve[(3 * quarter)..<(4 * quarter)])
        guard early > 0, late < early * (1 - Self.droop) else { continue }
        return
          "The power of \(entry.run.id) (in \(side.name)) fell by \(percent(1 - late / early)) while it went on: heat, a power cap, or less to do."
      }
    }
    return nil
  }

  private static func power(_ stretches: ArraySlice<PowerStretch>) -> Double {
    let seconds = stretches.reduce(0) { $0 + $1.seconds }
    return seconds > 0 ? stretches.reduce(0) { $0 + $1.energy.joules } / seconds : 0
  }

  /// One side began on a machine that had just worked, the other on a cold one.
  private var warmth: String? {
    let ends = Dictionary(grouping: (a.entries + b.entries).map(\.run), by: \.machine)
      .mapValues { $0.map(\.ended).sorted() }
    /// The last run on the same machine that ended before this one began.
    func isWarm(_ entry: Entry) -> Bool {
      let ended = ends[entry.run.machine] ?? []
      var (low, high) = (0, ended.count)
      while low < high {
        let middle = (low + high) / 2
        if ended[middle] <= entry.run.started { low = middle + 1 } else { high = middle }
      }
      return low > 0 && ended[low - 1] + Self.warm > entry.run.started
    }
    let (warmA, warmB) = (a.entries.count(where: isWarm), b.entries.count(where: isWarm))
    let (partA, partB) = (
      Double(warmA) / Double(a.entries.count), Double(warmB) / Double(b.entries.count)
    )
    guard abs(partA - partB) > 0.5 else { return nil }
    return
      "\(warmA) of \(a.entries.count) runs of A and \(warmB) of \(b.entries.count) of B began within ten minutes after another: a warm machine draws more. Take turns."
  }

  private var gaps: String? {
    let holed = sides.flatMap { side in
      side.entries.filter { !$0.run.gaps.isEmpty }.map { ($0.run.id, side.name) }
    }
    guard let first = holed.first else { return nil }
    let more = holed.count > 1 ? " and \(holed.count - 1) more" : ""
    return "There are gaps in what was measured: \(first.0) (in \(first.1))\(more)."
  }

  private var overlap: String? {
    let shared = Set(a.entries.map(\.run.id)).intersection(b.entries.map(\.run.id))
    guard !shared.isEmpty else { return nil }
    return "\(shared.count == 1 ? "One run is" : "\(shared.count) runs are") on both sides."
  }

  private func percent(_ part: Double) -> String { "\((part * 100).text(significant: 2)) %" }
}

extension String {
  fileprivate func cut(_ width: Int) -> String { count <= width ? self : prefix(width - 1) + "…" }
}
