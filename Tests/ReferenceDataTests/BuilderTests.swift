import Foundation
import Testing

@testable import ReferenceData

/// The tables are what their builders make of the source files: nobody edited one by hand.
struct BuilderTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test(.enabled(if: SourceFile.folder != nil))
  func `the builders make every table anew, to the byte`() throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: "catalogue-\(UUID())")
    defer { try? FileManager.default.removeItem(at: copy) }
    let tables = "Sources/CReferenceData/tables"
    try FileManager.default.createDirectory(
      at: copy.appending(path: tables), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      at: copy.appending(path: "Scripts"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: Self.root.appending(path: "Scripts/catalogue"),
      to: copy.appending(path: "Scripts/catalogue"))
    let status = try Self.run(
      "python3", "-B", copy.appending(path: "Scripts/catalogue/build.py").path,
      SourceFile.folder ?? "")
    #expect(status == 0)
    let old = try Self.tables(below: Self.root.appending(path: tables))
    let new = try Self.tables(below: copy.appending(path: tables))
    // Time zones are built from this machine's own database, which may be another edition.
    let differing = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
      .subtracting(["timezones.tsv", "tables.tsv", "schema.tsv"])
    #expect(differing == [])
  }

  @Test func `ATTRIBUTION and the list of tables are what their scripts write`() throws {
    for (script, file) in [
      ("attribution.py", "ATTRIBUTION.md"), ("registry.py", "Sources/CReferenceData/tables.c"),
    ] {
      let output = FileManager.default.temporaryDirectory.appending(path: "written-\(UUID())")
      defer { try? FileManager.default.removeItem(at: output) }
      let path = Self.root.appending(path: "Scripts/catalogue/\(script)").path
      #expect(try Self.run("sh", "-c", "python3 -B '\(path)' > '\(output.path)'") == 0)
      #expect(
        try String(contentsOf: output, encoding: .utf8)
          == String(contentsOf: Self.root.appending(path: file), encoding: .utf8),
        "make catalogue writes another \(file)")
    }
  }

  private static func run(_ arguments: String...) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Contents of the tables by their paths, earlier versions aside.
  private static func tables(below folder: URL) throws -> [String: Data] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return try Dictionary(
      uniqueKeysWithValues: (names ?? []).filter {
        $0.hasSuffix(".tsv") && !$0.hasPrefix("history")
      }.map { ($0, try Data(contentsOf: folder.appending(path: $0))) })
  }
}
