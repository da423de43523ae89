import Accounting
import Glibc
import Metering

/// A folder that is there as long as a self-test goes on.
struct SelfTestFolder {
  let path: String

  /// Below `TMPDIR`, or in `/tmp`.
  init(environment: [String: String]) throws(Problem) {
    let given = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    let parent = given ?? "/tmp"
    var template = Array((parent + "/joulebook-self-test-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Problem(
        "Cannot make a folder below \(parent).", why: String(cString: strerror(errno)) + ".",
        fix: "Set TMPDIR to a folder that you may write in.")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func remove() { Self.remove(path) }

  private static func remove(_ path: String) {
    for name in FileText.names(in: path) where unlink("\(path)/\(name)") != 0 {
      remove("\(path)/\(name)")
    }
    rmdir(path)
  }
}
