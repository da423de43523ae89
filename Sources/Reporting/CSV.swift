/// Comma-separated values (RFC 4180, but with plain line feeds).
package enum CSV {
  /// A row with its line break.
  package static func line(_ cells: [String]) -> String {
    cells.map(field).joined(separator: ",") + "\n"
  }

  /// Quoted where it must be, and where a spreadsheet would take text for a formula.
  private static func field(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t".contains($0) } ?? false && Double(text) == nil
    let safe = isFormula ? "'" + text : text
    let needsQuotes = safe.contains { ",\"\n\r".contains($0) || $0 == "\r\n" }
    guard needsQuotes else { return safe }
    let doubled = safe.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "\"\(doubled)\""
  }
}
