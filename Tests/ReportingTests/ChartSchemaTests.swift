import Foundation
import JoulebookTesting
import Reporting
import Testing

/// Every specification against the schema of Vega-Lite 5, where Python's altair, which carries it, is installed.
struct ChartSchemaTests {
  private static func python(_ script: String, _ arguments: [String]) -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return (-1, "") }
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  private static let schema = """
    import json, os, sys, altair, jsonschema
    path = os.path.join(os.path.dirname(altair.__file__), "vegalite/v5/schema/vega-lite-schema.json")
    validator = jsonschema.Draft7Validator(json.load(open(path)))
    for name in sys.argv[1:]:
        for error in validator.iter_errors(json.load(open(name))):
            print(os.path.basename(name), error.message[:200])
    """

  static let hasSchema = python(schema, []).0 == 0

  @Test(.enabled(if: hasSchema, "Python's altair 5 and jsonschema are not installed"))
  func `specifications are valid Vega-Lite 5`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "joulebook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var files: [String] = []
    for sample in ChartSamples.all {
      for (kind, make) in [
        ("usual", sample.usual), ("single", sample.single), ("empty", sample.empty),
      ] {
        let file = folder.appendingPathComponent("\(sample.name)-\(kind).json")
        try make().vegaLite.write(to: file, atomically: true, encoding: .utf8)
        files.append(file.path)
      }
    }
    let (status, faults) = Self.python(Self.schema, files)
    #expect(status == 0 && faults.isEmpty, "\(faults)")
  }
}
