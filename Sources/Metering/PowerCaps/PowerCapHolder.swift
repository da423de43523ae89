package import Accounting
import Glibc
package import Quantities

/// Power limits that hold for a run: set before it starts, given back at its end.
///
/// One holder at a time on a machine: a locked file lists what was changed and what it was before. If we
/// are killed, the guardian gives the limits back from that list; if it is killed too, whoever wants to set
/// a limit next does. A limit that somebody else has changed meanwhile stays as it is.
package final class PowerCapHolder {
  private let list: PowerCapList
  package private(set) var changes: [PowerCapList.Change] = []

  /// Sets the limits that `choose` gives for the devices here, all or none: the problem says what is in the
  /// way.
  package init(
    machine: Machine, guardian: Guardian,
    choose: ([PowerCapDevice], [PowerCapDevice.Obstacle]) throws(Problem) -> [(
      device: PowerCapDevice, power: Power
    )]
  ) throws(Problem) {
    list = try PowerCapList(machine: machine)
    // Left by a holder that was killed together with its guardian.
    list.restore(machine)
    let (devices, obstacles) = PowerCapDevice.survey(machine)
    let caps = try choose(devices, obstacles)
    changes = caps.map { device, power in
      PowerCapList.Change(
        component: device.component, device: device.name, before: device.limit, after: power)
    }
    guard list.write(changes), guardian.announceCap(list.path) else {
      throw Problem(
        "No power limit was set.", why: "Nobody could give it back if Joulebook were killed.",
        fix: "Check that `\(list.path)` can be written, or run without --power-cap.")
    }
    for (index, (device, cap)) in caps.enumerated() {
      if let reason = device.set(cap) {
        list.restore(machine)
        throw Problem(
          "Cannot limit the power of `\(device.name)` to \(cap.text()).", why: "Because \(reason).",
          fix: "Run as a user who may change power limits, or leave --power-cap out.")
      }
      // The driver may round.
      changes[index].after = device.current() ?? cap
    }
    _ = list.write(changes)
  }

  /// Gives the limits back; what could not be, one sentence each.
  package func restore(_ machine: Machine) -> [String] { list.restore(machine) }
}

/// The file that says who holds power limits and what they were.
package final class PowerCapList {
  package struct Change: Hashable, Sendable {
    package let component: Component
    package let device: String
    package let before: Power
    package var after: Power
  }

  let path: String
  private let file: Int32

  /// Locks the list of the machine; a problem when somebody else holds it.
  init(machine: Machine) throws(Problem) {
    var refusal: Int32 = ENOENT
    for folder in machine.lockFolders {
      let path = folder + "/joulebook-power-cap"
      let file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
      guard file >= 0 else {
        refusal = errno
        continue
      }
      guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
        close(file)
        throw Problem(
          "No power limit was set.",
          why: "Another run of Joulebook holds the power limits (`\(path)`).",
          fix: "Wait until it has ended, or run without --power-cap.")
      }
      self.path = path
      self.file = file
      return
    }
    throw Problem(
      "No power limit was set.",
      why: "The list of power limits cannot be opened (\(String(cString: strerror(refusal)))).",
      fix: "Run as the user who set a limit last, or without --power-cap.")
  }

  /// Opens and locks a list for giving its limits back; nil when there is none or somebody goes on holding it.
  ///
  /// A holder that was killed lets go of its lock a little later than of its connection to the guardian.
  private init?(existing path: String) {
    let file = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { return nil }
    var tries = 500
    while flock(file, LOCK_EX | LOCK_NB) != 0 {
      tries -= 1
      guard tries > 0 else {
        close(file)
        return nil
      }
      usleep(10_000)
    }
    self.path = path
    self.file = file
  }

  deinit { close(file) }

  /// What the guardian does after our death: unless a new holder has taken over, who gives them back first.
  package static func restore(at path: String, _ machine: Machine) {
    PowerCapList(existing: path)?.restore(machine)
  }

  func write(_ changes: [Change]) -> Bool {
    let text = changes.map {
      "\($0.component.rawValue) \(Int64($0.before.watts * 1e6)) \(Int64($0.after.watts * 1e6)) "
        + "\($0.device)\n"
    }.joined()
    guard ftruncate(file, 0) == 0 else { return false }
    return text.withCString { pwrite(file, $0, strlen($0), 0) } == text.utf8.count
      && fsync(file) == 0
  }

  private func read() -> [Change] {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = pread(file, &bytes, bytes.count, 0)
    return String(decoding: bytes[..<max(0, count)], as: UTF8.self).split(separator: "\n")
      .compactMap { line in
        let parts = line.split(separator: " ", maxSplits: 3).map(String.init)
        guard parts.count == 4, let component = Component(rawValue: parts[0]),
          let before = Double(parts[1]), let after = Double(parts[2])
        else { return nil }
        return Change(
          component: component, device: parts[3], before: .watts(before / 1e6),
          after: .watts(after / 1e6))
      }
  }

  /// Gives back what the list names, and empties it; what could not be given back, one sentence each.
  @discardableResult
  func restore(_ machine: Machine) -> [String] {
    let changes = read()
    guard !changes.isEmpty else { return [] }
    let devices = PowerCapDevice.survey(machine).devices
    var troubles: [String] = []
    for change in changes {
      guard
        let device = devices.first(where: {
          $0.component == change.component && $0.name == change.device
        }), let now = device.current()
      else {
        troubles.append(
          "The power limit of `\(change.device)` could not be given back: it is gone.")
        continue
      }
      if abs(now.watts - change.before.watts) < 0.5 { continue }
      guard abs(now.watts - change.after.watts) <= max(1, change.after.watts * 0.01) else {
        troubles.append(
          "Somebody else set the power limit of `\(change.device)` to \(now.text()) meanwhile: it was "
            + "left so.")
        continue
      }
      if let reason = device.set(change.before) {
        troubles.append(
          "The power limit of `\(change.device)` is still \(now.text()), was \(change.before.text()): "
            + "\(reason).")
      }
    }
    _ = write([])
    return troubles
  }
}

extension Machine {
  /// Where the list of power limits may lie, the first that works.
  var lockFolders: [String] {
    (sys == "/sys" ? ["/run/lock"] : [String(sys.dropLast("/sys".count))]) + ["/tmp"]
  }
}
