import Quantities

/// The sums of one machine over all its runs, with the time that runs share counted once.
struct MachineBalance {
  private(set) var rows: [Balance.Row] = []
  private(set) var total: Balance.MachineTotal

  init(_ machine: String, _ entries: [Entry]) {
    let entries = entries.sorted { ($0.run.started, $0.run.id) < ($1.run.started, $1.run.id) }
    let from = entries.first?.run.started ?? Timestamp(nanoseconds: 0)
    total = Balance.MachineTotal(
      machine: machine, runs: entries.count, from: from,
      to: entries.map(\.run.ended).max() ?? from)
    for group in Self.overlapping(entries, since: from) { check(group, since: from) }
  }

  /// Runs in groups: within one, each overlaps another; between two, none does.
  private static func overlapping(_ entries: [Entry], since: Timestamp) -> [[Entry]] {
    var groups: [[Entry]] = []
    var end = -Double.infinity
    for entry in entries {
      let start = (entry.run.started - since).seconds
      if start < end, !groups.isEmpty {
        groups[groups.count - 1].append(entry)
      } else {
        groups.append([entry])
      }
      end = max(end, start + (entry.run.spans.last?.end ?? 0))
    }
    return groups
  }

  private mutating func check(_ group: [Entry], since: Timestamp) {
    let views = group.flatMap { entry in
      entry.run.devices.indices.filter { entry.run.devices[$0].device.partOf == nil }.map {
        DeviceView(entry, device: $0, since: since)
      }
    }
    if group.count > 1 { total.overlapSeconds += Self.overlap(group, since: since) }
    let byDevice = Dictionary(grouping: views, by: \.key)
    for (_, views) in byDevice.sorted(by: { $0.key < $1.key }) { check(views) }
  }

  /// Time in which at least two runs of the group were going on, in seconds.
  private static func overlap(_ group: [Entry], since: Timestamp) -> Double {
    let events = group.flatMap { entry in
      let start = (entry.run.started - since).seconds
      return [(start, 1), (start + (entry.run.spans.last?.end ?? 0), -1)]
    }.sorted { $0 < $1 }
    var depth = 0
    var covered = 0.0
    for (event, next) in zip(events, events.dropFirst()) {
      depth += event.1
      if depth > 1 { covered += next.0 - event.0 }
    }
    return covered
  }

  /// Goes over the cells between all starts and ends: in each, the same runs look on.
  private mutating func check(_ views: [DeviceView]) {
    let cuts = Set(views.flatMap { [$0.start, $0.end] }).sorted()
    var once = Pools()
    var slack = 0.0
    var agreements: [Pair: Agreement] = [:]
    for (a, b) in zip(cuts, cuts.dropFirst()) {
      let seen = views.indices.filter { views[$0].start < b && views[$0].end > a }
      let cells = seen.map { views[$0].pools(from: a, to: b) }
      // A view with a gap here says nothing of the whole, unless nobody knows more.
      let whole = zip(seen, cells).filter { $1.seconds >= 0.99 * (b - a) }
      let witnesses = whole.isEmpty ? Array(zip(seen, cells)) : whole
      guard !witnesses.isEmpty else { continue }
      once.energy += witnesses.map(\.1.energy).reduce(0, +) / Double(witnesses.count)
      // What a run started is in its own tree: its joules are booked there already.
      let ids = Set(seen.map { views[$0].run })
      for (index, cell) in zip(seen, cells) where !ids.contains(views[index].parent ?? "") {
        once.booked += cell.booked
        once.own += cell.own
      }
      // Under other policies idle energy is booked by somebody already.
      if seen.allSatisfy({ views[$0].policy == .byUse }) {
        once.idle += witnesses.map(\.1.idle).min() ?? 0
      }
      let edges = seen.map { views[$0].uncertainty(at: a) + views[$0].uncertainty(at: b) }
      slack += edges.reduce(0, +)
      guard let first = whole.first else { continue }
      for (index, cell) in whole.dropFirst() {
        let edge = [first.0, index].map {
          views[$0].uncertainty(at: a) + views[$0].uncertainty(at: b)
        }
        agreements[Pair(first: first.0, second: index), default: Agreement()].add(
          first.1.energy, cell.energy, slack: edge.reduce(0, +))
      }
    }
    total.energy = total.energy + .joules(once.energy)
    total.booked = total.booked + .joules(once.booked)
    total.own = total.own + .joules(once.own)
    total.idle = total.idle + .joules(once.idle)
    guard views.count > 1 else { return }
    judge(once, slack: slack, views)
    for (pair, agreement) in agreements.sorted(by: { $0.key < $1.key }) {
      judge(agreement, views[pair.first], views[pair.second])
    }
  }

  private mutating func judge(_ once: Pools, slack: Double, _ views: [DeviceView]) {
    let found = once.booked + once.own + once.idle
    let tolerance = 0.001 * abs(once.energy) + slack + 1e-6
    if !(found <= once.energy + tolerance) {
      rows.append(
        Balance.Row(
          rule: .once, machine: total.machine, runs: views.map(\.run), device: views[0].key,
          expected: once.energy, found: found, tolerance: tolerance,
          note: "the runs book more than the device drew"))
    }
  }

  private mutating func judge(_ agreement: Agreement, _ a: DeviceView, _ b: DeviceView) {
    // What a model says depends on what it was told; sensors must agree.
    guard a.evidence == .metered, b.evidence == .metered else { return }
    let tolerance = 0.01 * abs(agreement.first) + agreement.slack + 1e-6
    if !(abs(agreement.first - agreement.second) <= tolerance) {
      rows.append(
        Balance.Row(
          rule: .views, machine: total.machine, runs: [a.run, b.run], device: a.key,
          expected: agreement.first, found: agreement.second, tolerance: tolerance,
          note: "two runs saw different energies in the time they share"))
    }
  }

  private struct Pair: Hashable, Comparable {
    let first: Int
    let second: Int
    static func < (a: Self, b: Self) -> Bool { (a.first, a.second) < (b.first, b.second) }
  }

  /// Energy in shared time as two runs saw it, in joules.
  private struct Agreement {
    var first = 0.0
    var second = 0.0
    var slack = 0.0

    mutating func add(_ a: Double, _ b: Double, slack more: Double) {
      first += a
      second += b
      slack += more
    }
  }
}

/// Joules by pool, and the seconds that they cover.
struct Pools {
  var energy = 0.0
  var booked = 0.0
  var own = 0.0
  var idle = 0.0
  var seconds = 0.0
}

/// One device as one run saw it, on the machine's time axis.
private struct DeviceView {
  let run: String
  let parent: String?
  let key: String
  let policy: AttributionPolicy
  let evidence: Evidence
  private let pieces: [(start: Double, end: Double, pools: Pools, slack: Double)]

  var start: Double { pieces.first?.start ?? 0 }
  var end: Double { pieces.last?.end ?? 0 }

  init(_ entry: Entry, device: Int, since: Timestamp) {
    let record = entry.run.devices[device]
    let offset = (entry.run.started - since).seconds
    run = entry.run.id
    parent = entry.run.parent
    key = "\(record.device.name) (\(record.device.sensor))"
    policy = entry.policy
    evidence = record.device.evidence
    pieces = entry.run.spans.compactMap { span in
      guard span.tallies.indices.contains(device), span.end > span.start else { return nil }
      let part = record.over(span.tallies[device])
      let share = Attribution(part, policy: entry.policy)
      let pools = Pools(
        energy: part.total.energy, booked: share.run.value.joules, own: share.own.joules,
        idle: share.idle.joules, seconds: part.total.seconds)
      return (
        offset + span.start, offset + span.end, pools,
        part.total.slackBelow + part.total.slackAbove
      )
    }
  }

  /// What lies between two moments; spans that are cut are taken in proportion.
  func pools(from a: Double, to b: Double) -> Pools {
    var sum = Pools()
    var index = firstPiece(endingAfter: a)
    while index < pieces.count, pieces[index].start < b {
      let piece = pieces[index]
      let part = (min(piece.end, b) - max(piece.start, a)) / (piece.end - piece.start)
      sum.energy += piece.pools.energy * part
      sum.booked += piece.pools.booked * part
      sum.own += piece.pools.own * part
      sum.idle += piece.pools.idle * part
      sum.seconds += piece.pools.seconds * part
      index += 1
    }
    return sum
  }

  /// How much energy may lie on the other side of a cut, because power within a span is not known.
  func uncertainty(at moment: Double) -> Double {
    let index = firstPiece(endingAfter: moment)
    guard index < pieces.count, pieces[index].start < moment else { return 0 }
    let piece = pieces[index]
    let part = (moment - piece.start) / (piece.end - piece.start)
    return piece.pools.energy * min(part, 1 - part) + piece.slack
  }

  private func firstPiece(endingAfter moment: Double) -> Int {
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].end > moment { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
