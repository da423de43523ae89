import Accounting
import Glibc
import Metering
import Quantities

/// The user's ledger can be written where it is or will be.
struct DiskCheck: SelfCheck {
  let name = "disk"
  let summary = "room for your ledger"

  /// A year of ten runs a day takes less.
  static let enough = 100.0 * 1024 * 1024

  func perform(on bench: SelfTestBench) throws(Problem) -> SelfCheckResult {
    let path: String
    do { path = try bench.joulebook.ledgerPath() } catch {
      return .untried("The settings say where the ledger is, and they cannot be understood.")
    }
    let isThere = FileText.exists(path)
    var folder = path.split(separator: "/").dropLast().map(String.init)
    while !folder.isEmpty, !FileText.exists("/" + folder.joined(separator: "/")) {
      folder.removeLast()
    }
    let parent = "/" + folder.joined(separator: "/")
    let unwritable = [(parent, W_OK | X_OK)] + (isThere ? [(path, R_OK | W_OK)] : [])
    for (place, mode) in unwritable where access(place, mode) != 0 {
      throw Problem(
        "The ledger \(path) cannot be written.",
        why: "\(place): \(String(cString: strerror(errno))).",
        fix: "export JOULEBOOK_LEDGER=/a/folder/of/yours/ledger.sqlite")
    }
    var facts = statvfs()
    guard statvfs(parent, &facts) == 0 else {
      return .passed("The ledger \(isThere ? "is" : "will be") \(path).")
    }
    return try Self.result(
      path: path, isThere: isThere, free: Double(facts.f_bavail) * Double(facts.f_frsize))
  }

  static func result(
    path: String, isThere: Bool, free: Double
  ) throws(Problem) -> SelfCheckResult {
    let found =
      "The ledger \(isThere ? "is" : "will be") \(path), with \(Self.text(free)) free."
    guard free > 0 else {
      throw Problem(
        "There is no room for the ledger \(path).", why: "Its volume is full.",
        fix: "df -h  # shows which volume; JOULEBOOK_LEDGER names another place")
    }
    return free < enough ? .note(found, next: "df -h  # little room is left") : .passed(found)
  }

  private static func text(_ bytes: Double) -> String {
    bytes < 1024 * 1024 * 1024
      ? "\((bytes / 1024 / 1024).text(significant: 2)) MiB"
      : "\((bytes / 1024 / 1024 / 1024).text(significant: 2)) GiB"
  }
}
