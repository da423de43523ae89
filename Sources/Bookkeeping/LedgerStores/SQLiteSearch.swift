import Accounting
import Foundation
import GRDB

/// Runs by words in their name, project, id and tags.
enum SQLiteSearch {
  static let words = """
    -- What a search looks in: name, project, id and tags, in small letters, a line each.
    CREATE TABLE words (
      number INTEGER PRIMARY KEY REFERENCES summary (number) ON DELETE CASCADE,
      text TEXT NOT NULL
    );
    """

  static let index = """
    -- Every three letters in a row of `words`, and in which runs they are; not where in their text (`detail`): what is
    -- found is looked at once more.
    CREATE VIRTUAL TABLE word_index USING fts5(
      text, content = 'words', content_rowid = 'number', detail = 'none',
      tokenize = 'trigram case_sensitive 1');
    INSERT INTO word_index (word_index) VALUES ('rebuild');
    CREATE TRIGGER words_in AFTER INSERT ON words BEGIN
      INSERT INTO word_index (rowid, text) VALUES (new.number, new.text);
    END;
    CREATE TRIGGER words_out AFTER DELETE ON words BEGIN
      INSERT INTO word_index (word_index, rowid, text) VALUES ('delete', old.number, old.text);
    END;
    CREATE TRIGGER words_anew AFTER UPDATE ON words BEGIN
      INSERT INTO word_index (word_index, rowid, text) VALUES ('delete', old.number, old.text);
      INSERT INTO word_index (rowid, text) VALUES (new.number, new.text);
    END;
    """

  /// A statement that gives the numbers of the runs that have all these words.
  static func select(_ words: [String]) -> (sql: String, arguments: StatementArguments) {
    let has = words.map { _ in "instr(words.text, ?) > 0" }.joined(separator: " AND ")
    let letters = words.flatMap(triples)
    guard !letters.isEmpty else {
      return ("SELECT words.number FROM words WHERE \(has)", StatementArguments(words))
    }
    return (
      "SELECT words.number FROM word_index CROSS JOIN words ON words.number = word_index.rowid"
        + " WHERE word_index MATCH ? AND \(has)",
      [phrase(letters)] + StatementArguments(words)
    )
  }

  static func write(_ run: Run, number: Int64, in db: Database) throws {
    try write(run.words, number: number, in: db)
  }

  /// Writes those of a ledger that had none. Of its entries no more is read than the tags.
  static func writeAll(in db: Database) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT summary.number, summary.id, summary.name, summary.project,
          CASE WHEN json_valid(json) THEN json_extract(json, '$.run.tags') END AS tags
        FROM summary JOIN entry ON entry.id = summary.id
        """)
    let decoder = JSONDecoder()
    while let row = try rows.next() {
      let tags = try row.value("tags", as: String.self).map {
        try decoder.decode([String: String].self, from: Data($0.utf8))
      }
      let words = Run.words(
        name: try row.required("name"), project: try row.required("project"),
        id: try row.required("id"), tags: tags ?? [:])
      try write(words, number: try row.required("number"), in: db)
    }
  }

  /// In what that which is kept for the search differs from the run; nil where it says the same.
  static func difference(from run: Run, number: Int64?, in db: Database) throws -> String? {
    let words = try String.fetchOne(
      db.cachedStatement(sql: "SELECT text FROM words WHERE number = ?"), arguments: [number])
    guard words == run.words else { return "its summary has other words to be found by" }
    // By its id alone, which hardly another run has.
    let letters = triples(run.id.lowercased())
    guard !letters.isEmpty else { return nil }
    let isFound = try Bool.fetchOne(
      db.cachedStatement(
        sql: "SELECT count(*) FROM word_index WHERE word_index MATCH ? AND rowid = ?"),
      arguments: [phrase(letters), number])
    return isFound == true ? nil : "its summary is not found by its words"
  }

  private static func write(_ words: String, number: Int64, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO words (number, text) VALUES (?, ?)
        ON CONFLICT (number) DO UPDATE SET text = excluded.text WHERE text <> excluded.text
        """
    ).execute(arguments: [number, words])
  }

  /// Every three letters in a row. A text with a NUL ends there for SQLite, so those with one are left out.
  private static func triples(_ word: String) -> [String] {
    let letters = Array(word.unicodeScalars)
    guard letters.count >= 3 else { return [] }
    return (0...letters.count - 3).compactMap { first in
      let triple = letters[first..<first + 3]
      return triple.contains("\0") ? nil : String(String.UnicodeScalarView(triple))
    }
  }

  private static func phrase(_ letters: [String]) -> String {
    letters.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: " AND ")
  }
}
