import Foundation
import JoulebookTesting
import Metering

/// A folder for one simulated machine, removed with it.
final class SimulatedFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/joulebook-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func text(_ file: String) throws -> String {
    try String(contentsOfFile: path + "/" + file, encoding: .utf8)
  }

  /// What a powercap zone's counter shows, in µJ.
  func microjoules(_ zone: String) throws -> UInt64? {
    try UInt64(text("sys/class/powercap/\(zone)/energy_uj").dropLast())
  }
}
