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

  /// The same from the output of `sacct --parsable2 --format JobID,State,Elapsed,AllocTRES`: every job, whatever became of
  /// it; steps of jobs are not counted again. With `AllocTRES` a job counts by the GPUs that it held.
  public func searchHistory(sacct path: String) throws(Problem) -> [String: Given] {
    guard let data = FileManager.default.contents(atPath: path), data.count < 64 << 20,
      let text = String(data: data, encoding: .utf8)
    else {
      throw Problem(
        "Cannot read `\(path)`.", why: "There is no such text file of at most 64 MiB.",
        fix: "Write one: sacct --parsable2 --format JobID,State,Elapsed,AllocTRES > jobs.txt",
        exit: .usage)
    }
    let lines = text.split(separator: "\n").map {
      $0.split(separator: "|", omittingEmptySubsequences: false)
    }
    guard let header = lines.first, let id = header.firstIndex(of: "JobID"),
      let elapsed = header.firstIndex(of: "ElapsedRaw") ?? header.firstIndex(of: "Elapsed")
    else {
      throw Problem(
        "Cannot read `\(path)` as the output of sacct.",
        why: "Its first line names no JobID and Elapsed.",
        fix: "Use: sacct --parsable2 --format JobID,State,Elapsed,AllocTRES", exit: .usage)
    }
    let resources = header.firstIndex(of: "AllocTRES")
    var hours: [Double] = []
    var withoutDevices = 0
    for (index, cells) in lines.enumerated().dropFirst() {
      guard cells.count == header.count else {
        throw Problem(
          "Cannot read `\(path)`, line \(index + 1).",
          why: "It has \(cells.count) cells and the header \(header.count).",
          fix: "Use the output of sacct as it is.", exit: .usage)
      }
      // `123.batch` and `123.0` are parts of job 123.
      if cells[id].contains(".") { continue }
      guard let seconds = Double(cells[elapsed]) ?? Self.seconds(cells[elapsed]) else {
        throw Problem(
          "Cannot read `\(path)`, line \(index + 1).",
          why: "`\(cells[elapsed])` is no elapsed time.",
          fix: "Use the output of sacct as it is.", exit: .usage)
      }
      let devices = resources.map { Self.devices(cells[$0]) } ?? 1
      if devices == 0 { withoutDevices += 1 } else { hours.append(seconds / 3600 * devices) }
    }
    if withoutDevices > 0 {
      notify("\(withoutDevices) jobs of \(path) held no GPU and are left out.")
    }
    guard !hours.isEmpty else {
      throw Problem(
        "There are no jobs in `\(path)`.",
        why: withoutDevices > 0 ? "None of them held a GPU." : "It holds a header only.",
        fix: withoutDevices > 0
          ? "Leave AllocTRES out to count jobs by their length alone."
          : "Widen the period: sacct --starttime …", exit: .usage)
    }
    var given = Self.given(hours, origin: path)
    // Lengths are device-hours already.
    if resources != nil { given["count"] = Given("1", origin: path) }
    return given
  }

  private static func given(_ hours: [Double], origin: String) -> [String: Given] {
    [
      "trials": Given("\(hours.count)", origin: origin),
      "trial-hours": Given("[\(hours.map { "\($0)" }.joined(separator: ","))]", origin: origin),
    ]
  }

  /// GPUs of `billing=8,cpu=8,gres/gpu=2,gres/gpu:a100=2,node=1`.
  static func devices(_ text: Substring) -> Double {
    text.split(separator: ",").lazy.compactMap { part in
      part.hasPrefix("gres/gpu=") ? Double(part.dropFirst("gres/gpu=".count)) : nil
    }.first ?? 0
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
