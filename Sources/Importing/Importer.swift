package import Accounting

/// Reads what another tool recorded.
///
/// A part says what the records tell and no more: how much was drawn where nobody metered it, and whether a metered
/// run has the same work already, is decided elsewhere.
package protocol Importer: Sendable {
  /// What it is called on the command line: `sacct`.
  var name: String { get }
  /// What it reads, in one line.
  var summary: String { get }
  /// True for a file that it can read, by its name and beginning.
  func recognises(_ file: ImportFile) -> Bool
  /// What the files tell. A row that cannot be taken is refused with its line and the reason, and hides no other;
  /// a `Problem` is for what makes nothing readable.
  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch
}
