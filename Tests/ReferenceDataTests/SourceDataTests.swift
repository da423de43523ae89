import Accounting
import Foundation
import Testing

@testable import ReferenceData

/// Rows drawn at random agree with the files that the tables were built from. A value that does not agree must
/// carry a note: the source was corrected in the open.
///
/// Runs where `JOULEBOOK_SOURCE_DATA` names the folder of these files.
@Suite(.enabled(if: SourceFile.folder != nil))
struct SourceDataTests {
  let catalogue = Catalogue()

  @Test func `20 countries`() throws {
    let codes = Dictionary(
      try SourceFile("grid/countries.csv").rows.map { ($0["alpha3"] ?? "", $0["alpha2"] ?? "") }
    ) { first, _ in first }
    let rows = try SourceFile("grid/country_intensity_yearly.csv.gz").rows.filter {
      $0["kind"] == "country" && Double($0["ci_lifecycle_g_per_kwh"] ?? "") ?? 0 > 0
    }
    for row in rows.shuffled().prefix(20) {
      let code = row["code"] == "OWID_KOS" ? "XK" : codes[row["code"] ?? ""] ?? row["code"] ?? ""
      try expect(
        "grids", "\(code)/\(row["year"] ?? "")", "intensity_g_per_kwh",
        row["ci_lifecycle_g_per_kwh"])
    }
  }

  @Test func `12 cloud regions`() throws {
    for row in try SourceFile("cloud/regions.csv").rows.shuffled().prefix(12) {
      let key = "\(row["provider"] ?? "")/\((row["region"] ?? "").lowercased())"
      try expect("cloud_regions", key, "pue", row["pue"])
      try expect("cloud_regions", key, "wue_litres_per_kwh", row["wue_l_per_kwh"])
      try expect("cloud_regions", key, "cfe_share", row["cfe_share"])
      try expect("cloud_regions", key, "latitude", row["lat"])
      let found = try #require(catalogue.find("cloud_regions", key))
      #expect(found["city"] == row["city"] && found["zone"] == row["grid_zone"])
    }
  }

  @Test func `20 accelerators`() throws {
    let rows = try SourceFile("hardware/accelerators_seed.csv").rows.filter {
      Double($0["tdp_w"] ?? "") != nil
    }
    for row in rows.shuffled().prefix(20) {
      let key = row["id"] ?? ""
      try expect("accelerators", key, "board_watts", row["tdp_w"])
      try expect("accelerators", key, "memory_gb", row["memory_gb"])
      try expect("accelerators", key, "tensor_fp16_tflops", row["tensor_fp16_bf16_tflops"])
    }
  }

  @Test func `20 CPUs`() throws {
    let rows = try SourceFile("hardware/codecarbon_cpu_power.csv.gz").rows.filter { row in
      // Bare numbers and impossible powers were left out.
      let watts = Double(row["TDP"] ?? "") ?? 0
      return (1...1000).contains(watts)
        && Catalogue.cpuKey(row["Name"] ?? "").contains { $0.isLetter }
    }
    for row in rows.shuffled().prefix(20) {
      let key = Catalogue.cpuKey(row["Name"] ?? "")
      let found = try #require(catalogue.find("cpus", key), "no \(key)")
      let watts = try #require(Double(row["TDP"] ?? ""))
      let low = try #require(found.number("low_watts"))
      let high = try #require(found.number("high_watts"))
      #expect(
        (low...high).contains(watts) || isNoted(found, "tdp_watts")
          || found["source"].contains("datasheets") || found["source"].contains("ark"),
        "\(key): \(watts) W is outside \(low) to \(high) W")
    }
  }

  @Test func `20 models`() throws {
    let rows = try SourceFile("models/epoch_notable_models.csv").rows.filter {
      Double($0["Training compute (FLOP)"] ?? "") != nil
    }
    let table = catalogue.rows("ai_models")
    for row in rows.shuffled().prefix(20) {
      let name = (row["Model"] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let found = try #require(
        table.first { $0["name"] == name && $0["published"] == row["Publication date"] },
        "no \(name)")
      try expect("ai_models", found.key, "training_flop", row["Training compute (FLOP)"])
      try expect("ai_models", found.key, "parameters", row["Parameters"])
    }
  }

  /// The cell is the source's number to six digits, or a note says why not.
  private func expect(_ table: String, _ key: String, _ column: String, _ text: String?) throws {
    guard let wanted = Double(text ?? "") else { return }
    let row = try #require(catalogue.find(table, key), "no row \(table) \(key)")
    let agrees = row.number(column).map { abs($0 - wanted) <= abs(wanted) * 1e-5 } ?? false
    #expect(
      agrees || isNoted(row, column), "\(table) \(key) \(column): \(row[column]), source \(wanted)")
  }

  private func isNoted(_ row: Row, _ column: String) -> Bool {
    catalogue.notes(on: row).contains { $0.column == column || $0.column.isEmpty }
  }
}

/// A file that the tables were built from.
struct SourceFile {
  let rows: [[String: String]]

  static let folder = ProcessInfo.processInfo.environment["JOULEBOOK_SOURCE_DATA"]
    .flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }

  init(_ name: String) throws {
    let path = "\(Self.folder ?? "")/\(name)"
    let text = try DelimitedText(Self.bytes(path), file: path, limit: .max - 1)
    let header = text.records.first?.cells ?? []
    rows = text.records.dropFirst().map { record in
      Dictionary(zip(header, record.cells)) { first, _ in first }
    }
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    guard path.hasSuffix(".gz") else {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(data)
  }
}

/// Names as drivers and kernels print them.
@Suite(.enabled(if: SourceFile.folder != nil))
struct ObservedNameTests {
  let catalogue = Catalogue()

  @Test func `at least 95 per cent of what NVML prints is found`() throws {
    var names = Set(
      try SourceFile.column("name", of: ["hardware/observed_device_names.csv"], kind: "gpu"))
    names.formUnion(try SourceFile.column("alias", of: ["hardware/accelerator_aliases.csv"]))
    names.formUnion(try SourceFile.column("gpu_model", of: SourceFile.records))
    names.formUnion(try SourceFile.column("GPU", of: ["inference/mlenergy_v2.csv"]))
    names.formUnion(try SourceFile.column("gpu_model", of: ["inference/luccioni2023_runs.csv.gz"]))
    names = Set(names.map(Self.withoutCount))
    let lost = names.filter { catalogue.acceleratorRow(named: $0) == nil }.sorted()
    #expect(
      names.count > 100 && Double(lost.count) <= Double(names.count) * 0.05,
      "\(lost.count) of \(names.count): \(lost)")
  }

  /// A name that tells no part, such as `Intel Xeon CPU @ 2.20GHz` of a virtual machine, is found when it has a
  /// typical value of its own family.
  @Test func `at least 95 per cent of what cpuinfo prints is found`() throws {
    var names = Set(
      try SourceFile.column("name", of: ["hardware/observed_device_names.csv"], kind: "cpu"))
    names.formUnion(try SourceFile.column("cpu_model", of: SourceFile.records))
    names.formUnion(
      try SourceFile.column("cpu_name", of: SourceFile.files(in: "traces/cpu-load-vs-rapl")))
    let lost = names.filter { name in
      let key = Catalogue.cpuKey(name)
      let isPart = (try? catalogue.row(in: "cpus", named: name, schema: Schema(of: "cpus"))) != nil
      let isFamily = catalogue.rows("cpu_families").contains {
        $0.key != "*" && key.contains($0.key)
      }
      return !isPart && !isFamily
    }.sorted()
    #expect(
      names.count > 25 && Double(lost.count) <= Double(names.count) * 0.05,
      "\(lost.count) of \(names.count): \(lost)")
  }

  /// `8 x NVIDIA A100` is eight of them.
  private static func withoutCount(_ name: String) -> String {
    name.firstRange(of: " x ").map { String(name[$0.upperBound...]) } ?? name
  }
}

extension SourceFile {
  /// Emissions files that other tools and people wrote.
  static var records: [String] { files(in: "import/codecarbon") }

  /// Files below a folder, as paths from the folder of source files.
  static func files(in folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: "\(Self.folder ?? "")/\(folder)")
    return (names?.compactMap { $0 as? String } ?? []).sorted()
      .filter { $0.hasSuffix(".csv") || $0.hasSuffix(".csv.gz") }.map { "\(folder)/\($0)" }
  }

  /// What a column holds in all of the files that have it; broken files are left to the tests of importing.
  static func column(_ column: String, of files: [String], kind: String? = nil) throws -> [String] {
    files.flatMap { file -> [String] in
      let rows = (try? SourceFile(file).rows) ?? []
      return rows.filter { kind == nil || $0["kind"] == kind }.compactMap { $0[column] }
        .filter { !$0.isEmpty && $0 != "None" && $0 != "nan" && Double($0) == nil }
    }
  }
}
