import Accounting
import Foundation
import GRDB

/// What goes wrong with a ledger file, in words.
enum SQLiteProblems {
  static func notALedger(_ path: String) -> Problem {
    Problem(
      "Cannot use `\(path)` as a ledger.", why: "It is not a ledger of Joulebook.",
      fix: "Name another file with `JOULEBOOK_LEDGER=FILE`, or move this one away. "
        + "Nothing in it was changed.", exit: .usage)
  }

  static func newer(_ path: String) -> Problem {
    Problem(
      "Cannot use the ledger `\(path)`.", why: "A newer Joulebook made it.",
      fix: "Install that version; nothing was changed.", exit: .usage)
  }

  static func problem(_ error: any Error, at path: String) -> Problem {
    switch error {
    case let problem as Problem: problem
    case let error as DatabaseError: problem(error, at: path)
    case let error as DamagedEntry:
      Problem(
        "Cannot use an entry of the ledger `\(path)`.", why: "Damaged: \(error.reason).",
        fix: "Run `joulebook check` to see what is damaged.")
    default:
      Problem(
        "Cannot open the ledger `\(path)`.", why: reason(error),
        fix: "Give yourself the right to write there, or name another file with "
          + "`JOULEBOOK_LEDGER=FILE`.")
    }
  }

  private static func problem(_ error: DatabaseError, at path: String) -> Problem {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      Problem(
        "Cannot write to the ledger `\(path)`.", why: "Another program keeps it locked.",
        fix: "Try again; `fuser \(path)` names the program.")
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      Problem(
        "Cannot read the ledger `\(path)`.",
        why: "The file is damaged: \(error.message ?? "no details").",
        fix: "Keep a copy, then save what is left with "
          + "`sqlite3 \(path) .recover | sqlite3 recovered.sqlite`.")
    case .SQLITE_FULL:
      Problem(
        "Cannot write to the ledger `\(path)`.", why: "The disk is full.",
        fix: "Free some space; the run's journal is kept and booked by the next command.")
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      Problem(
        "Cannot open the ledger `\(path)`.",
        why: "It or its folder may not be written (\(error.message ?? "no details")).",
        fix: "Give yourself the right to write there, or name another file with "
          + "`JOULEBOOK_LEDGER=FILE`.")
    default:
      Problem(
        "Cannot use the ledger `\(path)`.",
        why: "SQLite says: \(error.message ?? "error \(error.resultCode.rawValue)").",
        fix: "Run `joulebook check`; see `Docs/Reference.md`, section Ledger.")
    }
  }

  private static func reason(_ error: any Error) -> String {
    let cocoa = error as NSError
    let underlying = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError ?? cocoa
    return underlying.domain == NSPOSIXErrorDomain
      ? String(cString: strerror(Int32(underlying.code))) + "."
      : cocoa.localizedDescription
  }
}
