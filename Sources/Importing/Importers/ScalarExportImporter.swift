import Accounting
import Foundation
import Quantities

/// Scalars that somebody downloaded from TensorBoard: CSV with `Wall time,Step,Value`, or JSON of the same triples.
struct ScalarExportImporter: Importer {
  let name = "scalars"
  let summary = "scalars downloaded from TensorBoard: CSV `Wall time,Step,Value` or JSON"

  func recognises(_ file: ImportFile) -> Bool {
    if file.beginning.hasPrefix("Wall time,Step,Value") { return true }
    let first = file.beginning.filter { !$0.isWhitespace }.prefix(3)
    return file.name.hasSuffix(".json") && first.hasPrefix("[[") && first.last?.isNumber == true
  }

  /// Files of one run and several tags are one work.
  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    var runs: [String: ScalarLog] = [:]
    for file in files {
      let (run, tag) = Self.parts(file)
      for (line, triple) in try triples(file) {
        batch.read += 1
        guard let triple, triple.count == 3, triple[0] > 0, triple[0] < 7.2e9 else {
          batch.refuse(file, line, "it is not a wall time, a step and a value")
          continue
        }
        batch.taken += 1
        runs[run, default: ScalarLog()].add(tag, wall: triple[0], step: triple[1], value: triple[2])
      }
    }
    for (run, log) in runs.sorted(by: { $0.key < $1.key }) {
      guard var work = log.work(key: "", name: run, from: nil) else {
        batch.note("`\(run)` has its values at a single moment.")
        continue
      }
      work.key = "scalars \(run) \(work.started)"
      work.host = options.host ?? ""
      batch.works.append(work)
    }
    return batch
  }

  /// `run-lr_0.1-tag-loss.csv` is the tag loss of the run lr_0.1, as TensorBoard names its downloads.
  private static func parts(_ file: ImportFile) -> (run: String, tag: String) {
    let stem = file.name.split(separator: ".").dropLast().joined(separator: ".")
    guard let mark = stem.range(of: "-tag-") else {
      return (file.folder.isEmpty ? stem : file.folder, stem)
    }
    let run = stem[..<mark.lowerBound]
    return (
      run.hasPrefix("run-") ? String(run.dropFirst(4)) : String(run),
      String(stem[mark.upperBound...])
    )
  }

  private func triples(_ file: ImportFile) throws(Problem) -> [(line: Int, values: [Double]?)] {
    if file.name.hasSuffix(".json") {
      guard let rows = try? JSONDecoder().decode([[Double]].self, from: file.bytes) else {
        throw Problem(
          "Cannot read `\(file.path)`.", why: "It is no list of wall time, step and value.",
          fix: "Download it from TensorBoard again, as JSON or CSV.", exit: .usage)
      }
      return rows.enumerated().map { ($0 + 1, $1) }
    }
    return DelimitedLines(try file.text, delimiter: ",").rows.dropFirst().map { row in
      let values = row.cells.map { Double($0) }
      return (row.line, values.contains { $0 == nil } ? nil : values.compactMap(\.self))
    }
  }
}
