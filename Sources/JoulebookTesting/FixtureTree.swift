import Accounting
import Glibc
package import Metering

/// A machine written into a folder of its own: a dictionary of paths below `sys` and `proc`, and what
/// their files say. The folder goes when the tree does.
package final class FixtureTree {
  /// The folder that holds `sys` and `proc`.
  package let root: String

  /// Nil where no folder can be made.
  package init?(_ files: [String: String]) {
    var template = Array("/tmp/joulebook-fixture-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return nil }
    let text = template.dropLast().map { UInt8(bitPattern: $0) }
    root = String(decoding: text, as: UTF8.self)
    mkdir(root + "/sys", 0o755)
    mkdir(root + "/proc", 0o755)
    for (path, text) in files { write(text, to: path) }
  }

  deinit { Files.removeFolder(root) }

  package var machine: Machine {
    Machine(
      sys: root + "/sys", proc: root + "/proc", nvml: root + "/libnvidia-ml.so.1")
  }

  /// Writes a file in place, so that who holds it open sees the new text.
  package func write(_ text: String, to path: String) {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    try? Files.makeFolders("\(root)/\(folder)")
    try? Files.write(text + "\n", to: "\(root)/\(path)")
  }

  /// Takes all read bits off: what a simulated machine calls "denied", since tests may run as root.
  package func deny(_ path: String) { chmod("\(root)/\(path)", 0) }

  /// Makes reads of the file fail once it is open: a file that is empty has no number.
  package func breakFile(_ path: String) { truncate("\(root)/\(path)", 0) }

  /// Takes the file away under whoever holds it open, as a device does that is unplugged.
  package func unplug(_ path: String) {
    truncate("\(root)/\(path)", 0)
    unlink("\(root)/\(path)")
  }
}
