package import Accounting
import Foundation

/// The folder of a simulation: ours to write over, or somebody else's to leave alone.
package struct SimulationFolder: Sendable {
  package let path: String

  private var record: String { path + "/simulation.json" }

  /// Takes a folder that is new, empty, or was made by an earlier simulation.
  package init(claiming path: String) throws(Problem) {
    self.path = Self.absolute(path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: self.path)) ?? []
    guard names.isEmpty || names.contains("simulation.json") else {
      throw Problem(
        "Cannot simulate a machine in `\(path)`.",
        why: "The folder holds files that no simulation made.",
        fix: "Name a new folder, or one of an earlier simulation.", exit: .usage)
    }
    do {
      try FileManager.default.createDirectory(
        atPath: self.path, withIntermediateDirectories: true)
    } catch {
      throw Problem(
        "Cannot make the folder `\(path)`.", why: error.localizedDescription,
        fix: "Name a folder that you may write to.")
    }
  }

  /// Opens the folder of a simulation that runs or has run.
  package init(existing path: String) throws(Problem) {
    self.path = Self.absolute(path)
    _ = try load()
  }

  package func load() throws(Problem) -> Simulation.Record {
    do {
      return try JSONDecoder().decode(
        Simulation.Record.self, from: try Data(contentsOf: URL(fileURLWithPath: record)))
    } catch {
      throw Problem(
        "`\(path)` is not the folder of a simulation.",
        why: "`simulation.json` in it is missing or cannot be read.",
        fix: "Start one: joulebook simulate \(path) --scenario server", exit: .usage)
    }
  }

  package func save(_ record: Simulation.Record) throws(Problem) {
    try write(record, to: self.record)
  }

  /// What was drawn so far, for scripts to compare with.
  package func save(_ truth: Simulation.Truth) throws(Problem) {
    try write(truth, to: path + "/truth.json")
  }

  package static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func write(_ value: some Encodable, to file: String) throws(Problem) {
    do {
      try Data((Self.json(value) + "\n").utf8).write(
        to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw Problem(
        "Cannot write `\(file)`.", why: error.localizedDescription,
        fix: "Check the folder's permissions and the space left on the disk.")
    }
  }

  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }
}
