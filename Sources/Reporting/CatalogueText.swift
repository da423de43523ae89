package import Accounting
import Quantities

/// The catalogue for a terminal of 80 columns.
package enum CatalogueText {
  /// A row: every number with unit and range, then rivals, notes and sources.
  package static func entry(_ entry: CatalogueEntry, style: TextStyle) -> String {
    let place = entry.userTable.map { style.warning("  your table \($0)") } ?? ""
    var lines = [
      style.bold("\(entry.table) \(entry.key)") + style.faint("  \(entry.title), \(entry.year)")
        + place
    ]
    let width = min(28, entry.cells.map(\.column.count).max() ?? 0)
    // One reason often stands behind many ranges; it is told once.
    var reasons: [String] = []
    for cell in entry.cells where !cell.rangeReason.isEmpty && !reasons.contains(cell.rangeReason) {
      reasons.append(cell.rangeReason)
    }
    for cell in entry.cells {
      let mark = reasons.firstIndex(of: cell.rangeReason).map { " [\($0 + 1)]" } ?? ""
      lines.append(
        "  \(cell.column.padded(to: width))  \(amount(cell))\(mark)"
          .keptWithin(78, indent: width + 4))
    }
    if !reasons.isEmpty {
      lines.append(style.bold("Ranges"))
      lines += reasons.enumerated().map { "  [\($0 + 1)] \($1)".keptWithin(78, indent: 6) }
    }
    if !entry.rivals.isEmpty {
      lines.append(style.bold("Rivals"))
      lines += entry.rivals.map {
        "  \($0.table == entry.table ? $0.key : "\($0.table) \($0.key)"): \($0.text) (\($0.source))"
          .keptWithin(78, indent: 4)
      }
    }
    if !entry.notes.isEmpty {
      lines.append(style.bold("Notes"))
      lines += entry.notes.map { note in
        let head = [note.column, note.value].filter { !$0.isEmpty }.joined(separator: " ")
        let check = note.check.isEmpty ? "" : " [\(note.check)]"
        let said = head.isEmpty ? note.text : "\(head): \(note.text)"
        return "  \(said)\(check) (\(note.source))".keptWithin(78, indent: 4)
      }
    }
    lines.append(style.bold(entry.sources.count == 1 ? "Source" : "Sources"))
    lines += entry.sources.map {
      style.faint("  \($0.text). \($0.licence). \($0.address)".keptWithin(78, indent: 4))
    }
    return lines.map(\.printableLines).joined(separator: "\n") + "\n"
  }

  /// A value with its unit and its range.
  package static func amount(_ cell: CatalogueEntry.Cell) -> String {
    guard let value = cell.value else { return cell.text }
    let unit = cell.unit == "1" ? "" : " \(cell.unit)"
    let whole = number(value) + unit
    guard let low = cell.low, let high = cell.high, low != high else { return whole }
    return "\(whole)  (\(number(low, digits: 4)) to \(number(high, digits: 4)))"
  }

  /// As it would be written by hand: `0.05`, `1500`, `3.14e23`.
  package static func number(_ value: Double) -> String { number(value, digits: 15) }

  /// An end of a range: in four digits.
  package static func short(_ value: Double) -> String { number(value, digits: 4) }

  static func number(_ value: Double, digits: Int) -> String {
    let size = abs(value)
    guard size != 0, size < 1e-4 || size >= 1e9 else {
      return value.text(significant: size >= 1 && digits > 6 ? 15 : min(digits, 6))
        .withoutTrailingZeros
    }
    var exponent = 0
    var mantissa = value
    while abs(mantissa) >= 10 {
      mantissa /= 10
      exponent += 1
    }
    while abs(mantissa) < 1 {
      mantissa *= 10
      exponent -= 1
    }
    return "\(mantissa.text(significant: min(digits, 6)).withoutTrailingZeros)e\(exponent)"
  }

  /// All tables.
  package static func tables(
    _ tables: [CatalogueTable], version: String, style: TextStyle
  ) -> String {
    var table = TextTable([.left, .right, .left])
    table.add(["Table", "Rows", "What"])
    for row in tables {
      let own = row.userRows > 0 ? " (+ \(row.userRows) of yours)" : ""
      let licence = row.licence == "Apache-2.0" ? "" : " [\(row.licence)]"
      table.add([row.name, "\(row.rows)", (row.title + licence + own).cut(to: 50)])
    }
    let lines = table.lines
    let count = tables.reduce(0) { $0 + $1.rows }
    return ([style.faint(lines[0])] + lines.dropFirst()).joined(separator: "\n")
      + "\n\nCatalogue \(version): \(tables.count) tables, \(count) rows. "
      + "A row: joulebook catalog show TABLE KEY\n"
  }

  /// The columns of a table and its first keys.
  package static func columns(
    _ columns: [CatalogueColumn], keys: [String], of table: String, style: TextStyle
  ) -> String {
    let width = min(30, columns.map(\.name.count).max() ?? 0)
    let lines = columns.map { column in
      let plain = column.kind == "count" ? "count" : "ratio"
      let unit = column.unit.isEmpty ? column.kind : column.unit == "1" ? plain : column.unit
      return "  \(column.name.padded(to: width))  \(unit): \(column.meaning)"
        .keptWithin(78, indent: width + 4)
    }
    let first = "Keys: \(keys.prefix(12).joined(separator: ", "))\(keys.count > 12 ? " …" : "")"
    return
      ([style.bold(table) + style.faint("  \(keys.count) rows")] + lines
      + [first.keptWithin(78, indent: 6)]).joined(separator: "\n") + "\n"
  }

  /// What a search found.
  package static func hits(_ hits: [CatalogueHit], for words: String, style: TextStyle) -> String {
    guard !hits.isEmpty else {
      return "Nothing in the catalogue is like `\(words)`.\n"
    }
    let rows = hits.map { hit in
      (
        command: "\(hit.table) \(hit.key.contains(" ") ? "'\(hit.key)'" : hit.key)",
        name: hit.name == hit.key ? "" : hit.name
      )
    }
    let width = min(48, rows.map(\.command.count).max() ?? 0)
    let lines = rows.map { row in
      row.name.isEmpty ? row.command : "\(row.command.padded(to: width))  \(row.name.cut(to: 60))"
    }
    return lines.map(\.printable).joined(separator: "\n")
      + "\n\nA row: joulebook catalog show \(rows[0].command)\n"
  }

  /// Sources with what their licences ask for.
  package static func sources(
    _ sources: [(citation: Citation, attribution: String)], style: TextStyle
  ) -> String {
    sources.map { source, attribution in
      let lines = [
        style.bold(source.id) + style.faint("  \(source.licence)"),
        "  \(source.text). \(source.address)".keptWithin(78, indent: 4),
      ]
      return (lines + (attribution.isEmpty ? [] : ["  \(attribution)".keptWithin(78, indent: 4)]))
        .joined(separator: "\n")
    }.joined(separator: "\n") + "\n"
  }

  /// What differs, table by table; long lists are cut and say so.
  package static func changes(
    _ changes: [CatalogueChange], showing limit: Int, style: TextStyle
  ) -> String {
    guard !changes.isEmpty else { return "Nothing differs.\n" }
    var lines: [String] = []
    for table in Set(changes.map(\.table)).sorted() {
      let here = changes.filter { $0.table == table }
      let added = here.count { $0.column.isEmpty && $0.old == nil }
      let gone = here.count { $0.column.isEmpty && $0.new == nil }
      let changed = Set(here.filter { !$0.column.isEmpty }.map(\.key)).count
      lines.append(
        style.bold(table) + style.faint("  \(added) added, \(gone) removed, \(changed) changed"))
      lines += here.prefix(limit).map { change in
        let text =
          switch (change.column.isEmpty, change.old, change.new) {
          case (false, let old, let new):
            "~ \(change.key) \(change.column): \(old ?? "–") → \(new ?? "–")"
          case (true, nil, let new): "+ \(change.key): \(new ?? "")"
          case (true, let old, _): "- \(change.key): \(old ?? "")"
          }
        return "  " + text.cut(to: 160)
      }
      if here.count > limit { lines.append("  and \(here.count - limit) more; --all shows them") }
    }
    return lines.map(\.printableLines).joined(separator: "\n") + "\n"
  }
}

extension String {
  package func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }

  /// The text in lines of at most `width`, with its own blanks in front and `indent` blanks in front of the later ones.
  package func keptWithin(_ width: Int, indent: Int) -> String {
    guard count > width, let space = prefix(width).lastIndex(of: " "),
      distance(from: startIndex, to: space) > indent
    else { return self }
    let rest = String(repeating: " ", count: indent) + self[index(after: space)...].trimmingBlanks
    return self[..<space] + "\n" + rest.keptWithin(width, indent: indent)
  }

  /// Control characters out, line breaks and the escapes of our own style kept.
  var printableLines: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map {
          $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\u{1B}"
            ? "\u{FFFD}" : $0
        }))
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring { drop { $0 == " " } }
}
