import Accounting
import Quantities

/// Settings as a person or a program reads them: each with its value and origin.
package struct SettingsListing: Sendable {
  /// Schema of the JSON form.
  package static let schema = 1

  let rows: [Row]
  let files: [String]
  let warnings: [String]

  struct Row: Hashable, Sendable {
    let key: String
    /// Nil where nothing is set and nothing built in.
    let value: String?
    let origin: String
    /// Numbers and truths stand bare in JSON.
    var isBare = false
  }

  package init(_ settings: Settings, site: SiteFinder.Found) {
    var rows = [
      Row(key: "project", value: settings.project.value, origin: settings.project.origin.text),
      Row(
        key: "name", value: settings.name?.value,
        origin: settings.name?.origin.text ?? "the command's name"),
      Row(key: "stage", value: settings.stage.value, origin: settings.stage.origin.text),
    ]
    for (key, tag) in settings.tags.sorted(by: { $0.key < $1.key }) {
      rows.append(Row(key: "tags.\(key)", value: tag.value, origin: tag.origin.text))
    }
    rows += [
      Row(key: "region", value: site.site.factor.region, origin: site.site.origin),
      Row(
        key: "pue", value: Self.plain(site.site.pue.ratio.value.base),
        origin: site.site.pue.origin, isBare: true),
      Row(
        key: "interval", value: Self.written(settings.interval.value),
        origin: settings.interval.origin.text),
      Row(
        key: "policy", value: settings.policy.value.rawValue, origin: settings.policy.origin.text),
      Row(
        key: "quiet", value: "\(settings.quiet.value)", origin: settings.quiet.origin.text,
        isBare: true),
      Row(
        key: "ledger", value: settings.ledgerPath?.value,
        origin: settings.ledgerPath?.origin.text ?? "the user's data folder"),
      Row(
        key: "cpu-counting", value: settings.cpuCounting.value.rawValue,
        origin: settings.cpuCounting.origin.text),
    ]
    self.rows = rows
    files = settings.files
    warnings = site.warnings
  }

  /// `250ms` below a second, else `1s`: as it may be written in a file.
  static func written(_ span: Duration) -> String {
    span < .seconds(1) ? plain(span.seconds * 1000) + "ms" : plain(span.seconds) + "s"
  }

  /// A number without a needless `.0`.
  private static func plain(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// One line a setting, in three columns.
  package var text: String {
    let keys = rows.map(\.key.count).max() ?? 0
    let values = rows.map { $0.value?.count ?? 1 }.max() ?? 0
    func pad(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let lines = rows.map { "\(pad($0.key, keys))  \(pad($0.value ?? "–", values))  \($0.origin)" }
    let read = files.isEmpty ? ["no configuration file"] : files.map { "read \($0)" }
    return (lines + [""] + read + warnings.map { "warning: \($0)" }).joined(separator: "\n")
  }

  /// `{"schema": 1, "settings": {"region": {"value": …, "origin": …}, …}, …}`
  package var json: String {
    let settings = rows.map { row in
      let value = row.value.map { row.isBare ? $0 : Self.quoted($0) } ?? "null"
      return "    \(Self.quoted(row.key)): {\"origin\": \(Self.quoted(row.origin)), "
        + "\"value\": \(value)}"
    }
    func list(_ texts: [String]) -> String {
      "[" + texts.map(Self.quoted).joined(separator: ", ") + "]"
    }
    return """
      {
        "files": \(list(files)),
        "schema": \(Self.schema),
        "settings": {
      \(settings.joined(separator: ",\n"))
        },
        "warnings": \(list(warnings))
      }
      """
  }

  /// A JSON string (RFC 8259).
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 32:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      case _: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
