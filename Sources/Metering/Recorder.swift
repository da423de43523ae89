package import Accounting
import Quantities
import Synchronization

/// Reads every device of a machine at the ticks it is given, shares each span's energy between the
/// run, Joulebook and the rest, and keeps the totals.
///
/// Rules in a class only because its owner, the sampling thread, hands out what it publishes; it has
/// no clock, and ticks come as nanoseconds after the start.
package final class Recorder {
  package static let gapLimit = 256
  /// Close ticks at the start, in number and nanoseconds apart, that tell mirrored counters.
  private static let headTicks = 8
  private static let headTick: Int64 = 10_000_000
  /// Shares are taken and written no more often than this: the machine's CPU time is counted in
  /// hundredths of a second.
  package static let shortestSpan: Int64 = 200_000_000
  /// Meters without a counter are read at least this often, so that their power can be integrated.
  private static let powerInterval: Int64 = 100_000_000

  package let devices: [Device]
  /// Part of each device that the environment grants the run, 0…1.
  package let reserved: [Double]
  let published: Mutex<Published>
  private var slots: [Slot]
  private let use: any UseProbe
  private let interval: Int64
  private var span: Int64
  private var lastSpan: Int64 = 0
  private var nextTick: Int64
  private var lookUntil: Int64
  private var lastUse = Use()
  private var loadUse = Use()
  private var loadAt: Int64 = 0
  private var capacity = 0.0
  private var writer: RowWriter
  /// Finds counters that are one under two names; fed with the raw values of those that may be.
  private var mirrors: MirrorDetector
  private let mirrorCandidates: [Int]
  private var mirrorValues: [UInt64?]
  private var headTicks = 0
  private let hasPowerMeters: Bool
  /// Whether a model asks what the CPUs did since the last reading.
  private let hasModels: Bool
  private var afterEnd: [Slot.AfterEnd] = []

  package init(probes: [any Probe], use: any UseProbe, interval: Duration) {
    slots = probes.map { Slot($0) }
    devices = slots.map(\.device)
    reserved = slots.map(\.reserved)
    self.use = use
    // A quarter of the shortest time in which a counter may turn, so that no turn is missed.
    let wrap = probes.compactMap { $0.counter?.wrapTime }.min().map { Int64($0.seconds * 0.25e9) }
    self.interval = max(min(Int64(interval.seconds * 1e9), wrap ?? .max), 1_000_000)
    span = max(Int64(interval.seconds * 1e9), Self.shortestSpan)
    hasPowerMeters = slots.contains { $0.isPowerMeter }
    hasModels = slots.contains { $0.device.evidence == .modelled }
    nextTick = 0
    lookUntil = 0
    writer = RowWriter(layout: Snapshots.Layout(devices: slots.count))
    mirrorCandidates = slots.indices.filter { index in
      let device = probes[index].device
      return probes[index].counter != nil && device.partOf == nil && device.sharing == .cpuTime
    }
    mirrors = MirrorDetector(count: mirrorCandidates.count)
    mirrorValues = [UInt64?](repeating: nil, count: mirrorCandidates.count)
    published = Mutex(
      Published(
        snapshots: Snapshots(devices: slots.count),
        power: [Double](repeating: 0, count: slots.count)))
    published.withLock { $0.gaps.reserveCapacity(Self.gapLimit) }
  }

  /// Opens the books at the start. `first` holds readings that were taken just before the command
  /// began, by device; a device without one is read now, and its head is filled from its power.
  package func open(at now: Int64, first: [Reading?] = []) {
    for index in slots.indices {
      slots[index].open(at: now, first: index < first.count ? first[index] : nil)
    }
    compareMirrors()
    // Uses count from the start, so the first span begins with nothing used.
    lastUse = Use()
    lastUse.processors = use.read().processors
    loadUse = lastUse
    // The head: a few close ticks that tell twins apart and find the grid of slow counters.
    nextTick = now + (mirrors.isSettled ? interval : Self.headTick)
    beginLook(at: now)
    writeRow(at: 0)
  }

  private var lookLimit: Int64 {
    (slots.filter(\.isSlow).map(\.period).max() ?? 0) * 3 + 50_000_000
  }

  /// When to come back, in nanoseconds after the start.
  package func nextDeadline(after now: Int64) -> Int64 {
    var next = nextTick
    if now < lookUntil {
      next = min(next, now + 1_000_000)
    } else if let look = nextLook {
      next = min(next, max(look, now + 1_000_000))
    }
    return next
  }

  private var nextLook: Int64? {
    var next = Double.infinity
    for slot in slots where slot.isSlow {
      if let look = slot.grid.nextLook, slot.grid.period != nil { next = min(next, look) }
    }
    return next.isFinite ? Int64(next * 1e9) : nil
  }

  /// Does what is due at `now`; true when a snapshot was made.
  package func work(at now: Int64) -> Bool {
    if let look = nextLook, now >= look, now >= lookUntil { beginLook(at: now) }
    if now < lookUntil {
      var isDone = true
      for index in slots.indices where slots[index].isLookedFor {
        slots[index].isLookedFor = !slots[index].look(at: now)
        if slots[index].isLookedFor { isDone = false }
      }
      if isDone { lookUntil = 0 }
    }
    guard now >= nextTick else { return false }
    readAll(at: now)
    if headTicks < Self.headTicks, !mirrors.isSettled {
      headTicks += 1
      nextTick = now + Self.headTick
    } else {
      let period = hasPowerMeters ? min(interval, Self.powerInterval) : interval
      // Ticks stand on a grid, so that lateness does not add up; missed ones are left out.
      nextTick += period * max(1, (now - nextTick) / period + 1)
    }
    guard now - lastSpan >= span - interval / 2 else { return false }
    closeSpan(at: now)
    return true
  }

  private func beginLook(at now: Int64) {
    guard slots.contains(where: \.isSlow) else { return }
    for index in slots.indices { slots[index].isLookedFor = slots[index].isSlow }
    lookUntil = now + lookLimit
  }

  /// The last reading. Gives how long to go on calling `lookAfterEnd` before `close`, because an
  /// update of a slow counter fell on the end; zero in most cases, some milliseconds at the most.
  package func end(at now: Int64) -> Int64 {
    readAll(at: now)
    afterEnd = slots.map { $0.isSlow && $0.doubt(at: now) > 0 ? .stoodStill : .notInDoubt }
    return Int64((slots.map { $0.isSlow ? $0.doubt(at: now) : 0 }.max() ?? 0) * 1e9)
  }

  /// Looks at the counters in doubt; the moment must be known to be after the end.
  package func lookAfterEnd() {
    for index in slots.indices {
      guard case .stoodStill = afterEnd[index], let joules = slots[index].movedSinceEnd() else {
        continue
      }
      afterEnd[index] = .moved(joules)
    }
  }

  /// Closes the books on the last reading, which was taken at `now`.
  package func close(at now: Int64) {
    for index in slots.indices {
      slots[index].close(at: now, after: afterEnd[index])
      let meter = slots[index].meter
      guard meter.misses > 0 || meter.lastGood == nil else { continue }
      note(
        GapRecord(
          device: index, reason: meter.failure == .vanished ? .vanished : .unreadable,
          start: Double(meter.lastGood ?? 0) * 1e-9, end: Double(now) * 1e-9, energy: nil))
    }
    closeSpan(at: now)
  }

  /// Pairs of devices whose counters never differed over several updates.
  package var twinPairs: [(kept: Int, twin: Int)] {
    mirrors.mirrors.map { (mirrorCandidates[$0.kept], mirrorCandidates[$0.twin]) }
  }

  private func compareMirrors() {
    guard !mirrorCandidates.isEmpty else { return }
    for (place, index) in mirrorCandidates.enumerated() {
      let meter = slots[index].meter
      mirrorValues[place] = meter.misses == 0 && meter.lastGood != nil ? meter.closing : nil
    }
    mirrors.compare(mirrorValues)
  }

  package func note(_ gap: GapRecord) {
    published.withLock {
      if $0.gaps.count < Self.gapLimit { $0.gaps.append(gap) } else { $0.gapsLeftOut += 1 }
    }
  }

  private func readAll(at now: Int64) {
    let load = hasModels ? loadSince(now) : .none
    for index in slots.indices {
      guard let event = slots[index].read(at: now, load: load) else { continue }
      note(
        GapRecord(
          device: index, reason: event.gap, start: Double(event.step.from) * 1e-9,
          end: Double(event.step.to) * 1e-9, energy: event.step.energy))
    }
    compareMirrors()
  }

  /// Utilisation since the last tick, which models take their power from.
  private func loadSince(_ now: Int64) -> Load {
    let current = use.read()
    defer {
      loadUse = current
      loadAt = now
    }
    let available = Double(now - loadAt) * 1e-9 * Double(current.processors)
    guard available > 0 else { return .none }
    return Load(cpuUtilisation: min(max((busy(loadUse, current)) / available, 0), 1))
  }

  private func busy(_ a: Use, _ b: Use) -> Double {
    max(b.machine - a.machine, b.run - a.run + b.own - a.own)
  }

  private func closeSpan(at now: Int64) {
    if !hasModels { loadUse = use.read() }
    let current = loadUse
    let seconds = Double(now - lastSpan) * 1e-9
    let busy = busy(lastUse, current)
    let shares = Shares(
      run: busy > 0 ? (current.run - lastUse.run) / busy : 0,
      own: busy > 0 ? (current.own - lastUse.own) / busy : 0,
      memory: current)
    let available = seconds * Double(current.processors)
    let isQuiet = seconds >= 0.9 && available > 0 && busy / available < 0.05
    for index in slots.indices { settle(index, shares, isQuiet: isQuiet, at: now) }
    capacity += available
    lastUse = current
    lastSpan = now
    writeRow(at: now)
  }

  private struct Shares {
    var run: Double
    var own: Double
    var memory: Use
  }

  /// Moves a device's pending energy into its totals, divided by who used it.
  private func settle(_ index: Int, _ shares: Shares, isQuiet: Bool, at now: Int64) {
    let pending = slots[index].pending
    slots[index].pending = Slot.Pending()
    var span = Tally()
    span.energy = pending.energy
    span.slackBelow = pending.slackBelow
    span.slackAbove = pending.slackAbove
    span.seconds = Double(pending.nanoseconds) * 1e-9
    switch slots[index].device.sharing {
    case .cpuTime:
      span.run = span.energy * shares.run
      span.own = span.energy * shares.own
      span.runSeconds = span.seconds * shares.run
      span.ownSeconds = span.seconds * shares.own
      if isQuiet, span.seconds >= 0.9 {
        let power = span.energy / span.seconds
        if !(slots[index].quietPower <= power) { slots[index].quietPower = power }
      }
    case .residentMemory:
      let memory = shares.memory
      let installed = max(memory.installedMemory, 1)
      span.run = span.energy * min(memory.runMemory / installed, 1)
      span.own = span.energy * min(memory.ownMemory / installed, 1)
      let held = max(memory.usedMemory, memory.runMemory + memory.ownMemory)
      span.idle = span.energy * max(1 - held / installed, 0)
    case .deviceProcesses:
      share(index, &span, at: now)
    }
    slots[index].total += span
  }

  private func share(_ index: Int, _ span: inout Tally, at now: Int64) {
    switch slots[index].occupancy(at: now, isOurs: use.isOurs) {
    case .unknown:
      slots[index].users.insert(.unknown)
      span.run = span.energy * slots[index].reserved
    case .nobody:
      slots[index].users.insert(.nobody)
      span.idle = span.energy
    case .used(let ours, let others):
      if ours > 0 { slots[index].users.insert(.ours) }
      if others > 0 { slots[index].users.insert(.others) }
      span.run = span.energy * ours
    }
  }

  private func writeRow(at now: Int64) {
    writer.setHead(seconds: Double(now) * 1e-9, use: lastUse, capacity: capacity)
    for index in slots.indices {
      writer.setDevice(
        index, tally: slots[index].total, meter: slots[index].meter,
        quietPower: slots[index].quietPower, users: slots[index].users)
    }
    writer.words.withUnsafeBufferPointer { row in
      published.withLock { published in
        _ = published.snapshots.append(row)
        for index in slots.indices { published.power[index] = slots[index].meter.lastPower }
      }
    }
  }

  /// The words of the last snapshot.
  func withLastRow<R>(_ body: (UnsafeBufferPointer<UInt64>) -> R) -> R {
    writer.words.withUnsafeBufferPointer(body)
  }
}
