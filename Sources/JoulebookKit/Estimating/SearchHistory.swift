public import Accounting
import Bookkeeping
public import Estimating
import Foundation
import Reporting

/// Runs that were made, as the history of a search: how many, how long.
extension Joulebook {
  /// Trials and their lengths from the runs of a project in the ledger, failed ones too.
  public func searchHistory(project: String) throws(Problem) -> [String: Given] {
    let answer = try list(RunFilter(project: project))
    let hours = answer.list.entries.map { $0.run.seconds / 3600 }
    guard !hours.isEmpty else {
      throw Problem(
        "There are no runs of the project `\(project)`.",
        why: "The ledger has none under this name.",
        fix: "Run `joulebook list --all` to see projects.", exit: .usage)
    }
    return Self.given(hours, origin: "project \(project)")
  }

  /// The same from the output of `sacct --parsable2 --format JobID,State,Elapsed,…`: every job, whatever became of it;
  /// steps of jobs are not counted again.
  public func searchHistory(sacct path: String) throws(Problem) -> [String: Given] {
    guard let data = FileManager.default.contents(atPath: path), data.count < 64 << 20,
      let text = String(data: data, encoding: .utf8)
    else {
      throw Problem(
        "Cannot read `\(path)`.", why: "There is no such text file of at most 64 MiB.",
        fix: "Write one: sacct --parsable2 --format JobID,State,Elapsed > jobs.txt", exit: .usage)
    }
    let lines = text.split(separator: "\n").map {
      $0.split(separator: "|", omittingEmptySubsequences: false)
    }
    guard let header = lines.first, let id = header.firstIndex(of: "JobID"),
      let elapsed = header.firstIndex(of: "Elapsed")
    else {
      throw Problem(
        "Cannot read `\(path)` as the output of sacct.",
        why: "Its first line names no JobID and Elapsed.",
        fix: "Use: sacct --parsable2 --format JobID,State,Elapsed", exit: .usage)
    }
    var hours: [Double] = []
    for (index, cells) in lines.enumerated().dropFirst() {
      guard cells.count == header.count else {
        throw Problem(
          "Cannot read `\(path)`, line \(index + 1).",
          why: "It has \(cells.count) cells and the header \(header.count).",
          fix: "Use the output of sacct as it is.", exit: .usage)
      }
      // `123.batch` and `123.0` are parts of job 123.
      if cells[id].contains(".") { continue }
      guard let seconds = Self.seconds(cells[elapsed]) else {
        throw Problem(
          "Cannot read `\(path)`, line \(index + 1).",
          why: "`\(cells[elapsed])` is no elapsed time.",
          fix: "Use the output of sacct as it is.", exit: .usage)
      }
      hours.append(seconds / 3600)
    }
    guard !hours.isEmpty else {
      throw Problem(
        "There are no jobs in `\(path)`.", why: "It holds a header only.",
        fix: "Widen the period: sacct --starttime …", exit: .usage)
    }
    return Self.given(hours, origin: path)
  }

  private static func given(_ hours: [Double], origin: String) -> [String: Given] {
    [
      "trials": Given("\(hours.count)", origin: origin),
      "trial-hours": Given("[\(hours.map { "\($0)" }.joined(separator: ","))]", origin: origin),
    ]
  }

  /// `1-02:03:04`, `02:03:04`, `03:04`.
  static func seconds(_ text: Substring) -> Double? {
    let halves = text.split(separator: "-", maxSplits: 1)
    let days = halves.count == 2 ? Double(halves[0]) : 0
    let parts = (halves.last ?? "").split(separator: ":").map { Double($0) }
    guard let days, (2...3).contains(parts.count), parts.allSatisfy({ $0 != nil }) else {
      return nil
    }
    return parts.compactMap(\.self).reduce(0) { $0 * 60 + $1 } + days * 86_400
  }
}
