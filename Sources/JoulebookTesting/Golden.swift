import Foundation

/// A text that was looked at and found good, kept in `Goldens/` beside the test.
public enum Golden {
  /// Where `text` first leaves the golden file, or nil where they are the same.
  ///
  /// With `JOULEBOOK_WRITE_GOLDENS=1` in the environment the file is written instead: look at what changed
  /// before it is committed.
  /// - Parameter test: the file of the test that asks.
  public static func difference(
    _ text: String, from name: String, test: String = #filePath
  ) throws -> String? {
    let folder = URL(fileURLWithPath: test).deletingLastPathComponent()
      .appendingPathComponent("Goldens")
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["JOULEBOOK_WRITE_GOLDENS"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
      return nil
    }
    guard FileManager.default.fileExists(atPath: file.path) else {
      return "\(name) is not there: write it with JOULEBOOK_WRITE_GOLDENS=1, and look at it"
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    guard golden != text else { return nil }
    let (new, old) = (text.components(separatedBy: "\n"), golden.components(separatedBy: "\n"))
    let line = zip(new, old).enumerated().first { $0.element.0 != $0.element.1 }
    guard let line else { return "\(name) has \(old.count) lines, the new text \(new.count)" }
    return "\(name), line \(line.offset + 1): \(line.element.1) → \(line.element.0)"
  }
}
