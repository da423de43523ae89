import Accounting
import Bookkeeping
import Foundation
import Quantities
import Reporting
import Testing

@testable import JoulebookKit

/// What is kept in a table is what would be kept of each run alone.
struct ImportTableTests {
  private static let headings =
    "timestamp,project_name,run_id,duration,emissions,cpu_energy,gpu_energy,ram_energy,energy_consumed,country_iso_code,gpu_model,pue"

  private static func rows(_ range: Range<Int>) -> String {
    range.map { index in
      let time = String(
        format: "2024-05-%02dT%02d:%02d:07", index / 1440 + 1, index / 60 % 24, index % 60)
      let run = String(format: "0a578547-1d6b-4e2f-be0c-%012d", index)
      let gpu = index % 3 == 0 ? "0.0" : "0.0003"
      let sum = index % 3 == 0 ? "0.0007" : "0.001"
      return
        "\(time),train-\(index % 4),\(run),\(30 + index % 9).25,5e-05,0.00055,\(gpu),0.00015,\(sum),FRA,\(index % 3 == 0 ? "" : "A100"),1.1"
    }.joined(separator: "\n")
  }

  private func box() throws -> (
    joulebook: Joulebook, folder: TemporaryFolder, request: ImportRequest
  ) {
    let folder = try TemporaryFolder()
    let path = folder.path + "/emissions.csv"
    try (Self.headings + "\n" + Self.rows(0..<60) + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    let joulebook = Joulebook(
      environment: ["JOULEBOOK_LEDGER": folder.path + "/ledger.sqlite"], directory: folder.path)
    var request = ImportRequest(paths: [path])
    request.timeZone = "UTC"
    request.tags = ["source": "old"]
    return (joulebook, folder, request)
  }

  @Test func `runs of a table are the runs that would be booked one by one`() throws {
    let (tabled, tables, request) = try box()
    let (single, folder, other) = try box()
    let a = try tabled.importRecords(request, tabledFrom: 10)
    let b = try single.importRecords(other, tabledFrom: 1000)
    #expect(a.sources[0].tabled == 60 && b.sources[0].booked.count == 60)
    let ledgers = [tables, folder].map { Ledger(path: $0.path + "/ledger.sqlite") }
    let entries = try ledgers.map { try $0.entries().sorted { $0.run.id < $1.run.id } }
    #expect(entries[0] == entries[1] && entries[0].count == 60)
    let texts = [a, b].map { $0.text(style: .plain).split(separator: "\n").last ?? "" }
    #expect(texts[0] == texts[1])
  }

  @Test func `a second import adds what is new, in a table or not`() throws {
    for limit in [10, 1000] {
      let (joulebook, folder, request) = try box()
      _ = try joulebook.importRecords(request, tabledFrom: limit)
      try (Self.headings + "\n" + Self.rows(30..<75) + "\n").write(
        toFile: request.paths[0], atomically: true, encoding: .utf8)
      for other in [10, 1000] {
        var dry = request
        dry.isDry = true
        let looked = try joulebook.importRecords(dry, tabledFrom: other)
        #expect(looked.sources[0].known == 30)
      }
      let again = try joulebook.importRecords(request, tabledFrom: 10)
      #expect(again.sources[0].known == 30 && again.sources[0].tabled == 15)
      let last = try joulebook.importRecords(request, tabledFrom: 1000)
      #expect(last.sources[0].known == 45 && last.sources[0].booked.isEmpty && last.exit == .done)
      #expect(try Ledger(path: folder.path + "/ledger.sqlite").entries().count == 75)
    }
  }

  @Test func `rows of a machine that was metered meanwhile are not put into a table`() throws {
    let (joulebook, folder, plain) = try box()
    var request = plain
    request.host = "node7"
    let ledger = Ledger(path: folder.path + "/ledger.sqlite")
    _ = try joulebook.importRecords(request, tabledFrom: 10)
    let taken = try ledger.entries()
    for entry in taken {
      try ledger.remove(entry.run.id, reason: "test", at: Timestamp(nanoseconds: 0))
    }
    #expect(try ledger.entries().isEmpty)
    var metered = try #require(taken.first)
    metered.run.id = "20240501-000000-metered"
    metered.run.tags = [:]
    metered.reported = nil
    metered.run.host = "node7"
    metered.run.machine = "machine-7"
    try ledger.book(metered)
    let answer = try joulebook.importRecords(request, tabledFrom: 10)
    // Removed runs stay removed; the one that overlaps is refused by name.
    #expect(answer.sources[0].tabled == 0)
    #expect(answer.sources[0].refused.contains { $0.reason.contains("metered") })
  }

  @Test func `an interrupted import is made whole by the next`() throws {
    let (joulebook, folder, request) = try box()
    let path = request.paths[0]
    let whole = try String(contentsOfFile: path, encoding: .utf8)
    try String(whole.prefix(whole.count / 2)).write(toFile: path, atomically: true, encoding: .utf8)
    let first = try joulebook.importRecords(request, tabledFrom: 10)
    try whole.write(toFile: path, atomically: true, encoding: .utf8)
    let second = try joulebook.importRecords(request, tabledFrom: 10)
    #expect(first.sources[0].tabled + second.sources[0].tabled == 60)
    let ledger = Ledger(path: folder.path + "/ledger.sqlite")
    #expect(try ledger.entries().count == 60 && ledger.damage() == [])
  }
}
