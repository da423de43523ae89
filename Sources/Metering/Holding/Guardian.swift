import Glibc

/// The small process that undoes what we did to others, should we be killed: it lets a frozen tree go
/// on and gives power limits back. See `Docs/Decisions/0019-acting.md`.
///
/// It hears of each step before the step is taken, and acts when our end of the connection closes, which
/// the kernel does however we end.
package final class Guardian {
  private let helper: Helper

  /// The hidden command that it runs.
  package static let command = "guardian"

  /// Nil when it did not come up: then nothing may be held.
  package init?() {
    guard let helper = Helper([Self.command]), helper.line(within: 10) == Duty.ready else {
      return nil
    }
    self.helper = helper
  }

  package var isAlive: Bool { helper.isAlive }

  /// Announces a step; false when nobody heard it and it must not be taken.
  func announce(_ step: Duty.Step) -> Bool { helper.isAlive && helper.tell(step.line) }

  /// Announces that the power limits that `path` lists are about to change.
  package func announceCap(_ path: String) -> Bool { announce(.cap(path)) }

  /// Says that there is nothing left to undo, and waits for it to end.
  package func dismiss() {
    _ = helper.tell(Duty.Step.bye.line)
    helper.end(within: 2)
  }

  /// What the guardian is told, and what it does.
  package enum Duty {
    static let ready = "ready"

    enum Step: Equatable {
      /// The control group at the path is about to be frozen; until then at the latest, 0 for ever.
      case group(until: Int64, String)
      case stop(until: Int64, pid: Int32, start: UInt64)
      /// Everything goes on again.
      case thawed
      case cap(String)
      case bye

      var line: String {
        switch self {
        case .group(let until, let path): "group \(until) \(path)"
        case .stop(let until, let pid, let start): "stop \(until) \(pid) \(start)"
        case .thawed: "thawed"
        case .cap(let path): "cap \(path)"
        case .bye: "bye"
        }
      }

      init?(_ line: String) {
        let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
        let rest = parts.count > 1 ? parts[1] : ""
        let words = rest.split(separator: " ", maxSplits: 1).map(String.init)
        switch parts.first {
        case "group":
          guard words.count == 2, let until = Int64(words[0]) else { return nil }
          self = .group(until: until, words[1])
        case "stop":
          let numbers = rest.split(separator: " ")
          guard numbers.count == 3, let until = Int64(numbers[0]), let pid = Int32(numbers[1]),
            let start = UInt64(numbers[2])
          else { return nil }
          self = .stop(until: until, pid: pid, start: start)
        case "thawed": self = .thawed
        case "cap": self = .cap(rest)
        case "bye": self = .bye
        case _: return nil
        }
      }
    }
  }
}
