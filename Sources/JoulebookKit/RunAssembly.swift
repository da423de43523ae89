import Accounting
import Metering
import Quantities

/// Makes an entry of what a run's header, snapshots, gaps and footer say. Used at the end of a run and
/// for journals that were left behind, so both book alike.
struct RunAssembly {
  let header: RunHeader
  let rows: [Snapshots.Row]
  let gaps: [GapRecord]
  let footer: RunFooter
  /// Idle power that the ledger knows of this machine's devices, by name.
  var knownIdle: [String: IdleBaseline] = [:]

  func entry() -> Entry {
    let last = rows.last
    let run = Run(
      id: header.id, name: header.name, project: header.project, stage: header.stage,
      tags: header.tags, command: header.command, started: header.started,
      ended: header.started + .milliseconds(Int64((footer.seconds * 1000).rounded())),
      seconds: footer.seconds, exitCode: footer.exitCode, signal: footer.signal,
      host: header.host, machine: header.machine, devices: ceding(records(), spans()),
      spans: spans(),
      cpu: Run.CPUUse(
        run: last?.runCPU ?? 0, own: last?.ownCPU ?? 0, machine: last?.machineCPU ?? 0,
        capacity: last?.capacity ?? 0, way: header.way, blindSpot: header.blindSpot),
      gaps: gaps.map(named), warnings: header.warnings + footer.warnings, parent: header.parent)
    var entry = Entry(run: run, policy: header.policy, site: header.site, version: header.version)
    entry.acting = footer.acting ?? header.acting
    return entry
  }

  /// Idle power metered in this run, by device, for the ledger to remember.
  func quietPower() -> [(device: Device, watts: Double)] {
    guard let last = rows.last else { return [] }
    return header.devices.indices.compactMap { index in
      guard header.devices[index].evidence == .metered, let watts = last.quietPower(index) else {
        return nil
      }
      return (header.devices[index], watts)
    }
  }

  private func records() -> [Run.DeviceRecord] {
    guard let last = rows.last else { return [] }
    return header.devices.indices.map { index in
      let device = counted(index)
      let total = last.tally(index)
      let idle = idlePower(index, total, quiet: last.quietPower(index), last)
      let users = last.users(index)
      let counter = last.counter(index)
      return Run.DeviceRecord(
        device: device, total: total, idlePower: idle.power, idleEvidence: idle.evidence,
        idleOrigin: idle.origin, reserved: reserved(index),
        shareNote: shareNote(device, users, reserved: header.reserved[index]),
        exclusive: device.sharing == .deviceProcesses
          && users.isDisjoint(with: [.others, .unknown])
          && users.contains(.ours),
        counter: device.evidence == .metered && counter.opening | counter.closing != 0
          ? Run.CounterEnds(
            opening: counter.opening, closing: counter.closing, wraps: counter.wraps,
            modulus: device.modulus, joulesPerCount: device.joulesPerCount,
            correction: last.correction(index)) : nil)
    }
  }

  /// With what is left to others that claimed the same.
  private func ceding(
    _ records: [Run.DeviceRecord], _ spans: [Run.Span]
  ) -> [Run.DeviceRecord] {
    guard let claims = footer.claims, !claims.others.isEmpty else { return records }
    return records.enumerated().map { index, record in
      var record = record
      let claim = header.policy == .wholeMachine ? 1 : record.reserved
      record.ceded = claims.ceded(record.device, claim: claim, spans: spans, at: index)
      return record
    }
  }

  /// The device, or a breakdown of the one whose counter it repeats.
  private func counted(_ index: Int) -> Device {
    let device = header.devices[index]
    guard let pair = footer.twins.first(where: { $0.count == 2 && $0[1] == index }) else {
      return device
    }
    return device.asPart(of: header.devices[pair[0]].name)
  }

  private func idlePower(
    _ index: Int, _ total: Tally, quiet: Double?, _ last: Snapshots.Row
  ) -> IdleBaseline {
    let device = header.devices[index]
    guard device.sharing == .cpuTime, total.seconds > 0 else { return .none }
    let known = knownIdle[device.name]
    let idle: IdleBaseline
    if device.evidence == .metered, let quiet, quiet <= (known?.power.value.watts ?? .infinity) {
      idle = IdleBaseline(
        metered: quiet, origin: "metered in this run while the CPUs were at under 5 %")
    } else if let known {
      idle = known
    } else {
      idle = IdleBaseline(
        meanWatts: total.energy / total.seconds,
        utilisation: last.capacity > 0 ? last.machineCPU / last.capacity : 0,
        curve: header.cpuCurve, source: header.cpuCurveSource,
        isModelled: device.evidence == .modelled)
    }
    return idle.atMost(lowestPower(index))
  }

  /// Lowest mean power of a device over half a second and more: a device at rest draws no more. Nil
  /// when the run was shorter.
  private func lowestPower(_ index: Int) -> Double? {
    zip(rows, rows.dropFirst()).compactMap { before, after in
      let span = after.tally(index) - before.tally(index)
      return span.seconds >= 0.5 ? span.energy / span.seconds : nil
    }.min()
  }

  private func reserved(_ index: Int) -> Double {
    switch header.devices[index].sharing {
    case .cpuTime: header.reservation.cpu
    case .residentMemory: header.reservation.memory
    case .deviceProcesses: header.reserved[index]
    }
  }

  private func shareNote(_ device: Device, _ users: Users, reserved: Double) -> String {
    switch device.sharing {
    case .cpuTime: return "CPU seconds of the run over everybody's, idle power taken off first"
    case .residentMemory: return "resident memory of the run over installed memory"
    case .deviceProcesses:
      if users.contains(.unknown) {
        if reserved == 0 { return "the environment hides it from the run" }
        let part =
          reserved < 1 ? "\((reserved * 100).text()) % of it, the run's instances" : "all of it"
        return "the driver does not tell who is on it: \(part)"
      }
      if users.contains(.others) { return "use by process as the driver counts it" }
      if users.contains(.ours) { return "only processes of the run were on it" }
      return "no process was on it"
    }
  }

  /// The stretches between two snapshots. All totals begin at zero at the start, so the first
  /// snapshot is not needed.
  private func spans() -> [Run.Span] {
    let devices = header.devices.indices
    var before = (seconds: 0.0, tallies: devices.map { _ in Tally() })
    return rows.compactMap { row in
      let after = (seconds: row.seconds, tallies: devices.map { row.tally($0) })
      defer { before = after }
      guard after.seconds > before.seconds else { return nil }
      return Run.Span(
        start: before.seconds, end: after.seconds,
        tallies: devices.map { after.tallies[$0] - before.tallies[$0] })
    }
  }

  private func named(_ record: GapRecord) -> Gap {
    let device =
      header.devices.indices.contains(record.device)
      ? header.devices[record.device].name : "machine"
    return Gap(
      device: device, reason: record.reason, start: record.start, end: record.end,
      energy: record.energy,
      note: Self.note(record, device: device))
  }

  private static func note(_ gap: GapRecord, device: String) -> String {
    let span = (gap.end - gap.start).text(significant: 3) + " s"
    let booked = Energy.joules(gap.energy ?? 0).text()
    return switch gap.reason {
    case .unreadable:
      gap.energy == nil
        ? "`\(device)` could not be read for \(span): what it drew then is not known."
        : "`\(device)` could not be read for \(span); its next reading carried \(booked), booked."
    case .reset:
      "The counter of `\(device)` began again within \(span): \(booked) that it showed afterwards is "
        + "booked, what it lost is not."
    case .unbounded:
      "`\(device)` was not read for \(span), in which its counter may have turned more than once: "
        + "\(booked) booked, by the power before."
    case .vanished: "`\(device)` went away for \(span): what it drew then is not known."
    case .suspended: "The machine slept for \(span): nothing is booked for that time."
    case .hung: "A sensor did not answer for \(span): readings of that time are late."
    case .lost: "\(span) of the journal are lost: what was drawn then is not known."
    }
  }
}
