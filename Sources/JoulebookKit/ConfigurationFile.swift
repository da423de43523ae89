import Accounting
import Glibc
import Metering
import ReferenceData
import TOMLKit

/// A configuration file that was found and read: its settings, each with its line.
struct ConfigurationFile {
  let path: String
  let settings: [SettingKey: Sourced<RawSetting>]
  /// Tags one by one, so that a nearer file adds to a farther one.
  let tags: [String: Sourced<String>]

  static let projectName = "joulebook.toml"

  /// The nearest `joulebook.toml` in `directory` or a folder above it.
  static func projectPath(from directory: String) -> String? {
    var folder = directory[...]
    while true {
      while folder.count > 1, folder.last == "/" { folder.removeLast() }
      let candidate = folder == "/" ? "/" + projectName : "\(folder)/\(projectName)"
      if FileText.exists(candidate) { return candidate }
      guard folder != "/", let slash = folder.lastIndex(of: "/") else { return nil }
      folder = slash == folder.startIndex ? "/" : folder[..<slash]
    }
  }

  /// The user's file by the XDG rules; nil when there is none.
  static func userPath(environment: [String: String]) -> String? {
    let path = userFolder(environment: environment).map { $0 + "/config.toml" }
    return path.flatMap { FileText.exists($0) ? $0 : nil }
  }

  /// Where the user's files lie by the XDG rules; nil where there is no home.
  static func userFolder(environment: [String: String]) -> String? {
    if let given = environment["XDG_CONFIG_HOME"], given.hasPrefix("/") {
      return given + "/joulebook"
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.config/joulebook"
  }

  /// Reads a file whose settings have the given origin.
  init(path: String, origin: (String, Int) -> Origin) throws(Problem) {
    self.path = path
    let text = try Self.text(path)
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let place = error.source.begin
      throw Problem(
        "Cannot read the configuration `\(path)`, line \(place.line).",
        why: "It is not valid TOML: \(error.description) (column \(place.column)).",
        fix: "Correct that line; `joulebook config` checks the file.", exit: .usage)
    } catch {
      throw Problem(
        "Cannot read the configuration `\(path)`.", why: "It is not valid TOML: \(error)",
        fix: "Correct the file; `joulebook config` checks it.", exit: .usage)
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var settings: [SettingKey: Sourced<RawSetting>] = [:]
    var tags: [String: Sourced<String>] = [:]
    for name in table.keys.sorted() {
      let line = Self.line(of: name, in: lines)
      if name == "intensity", let inner = table[name]?.table {
        for part in inner.keys.sorted() {
          let line = Self.line(of: part, in: lines, after: line)
          let place = origin(path, line).text
          guard let key = SettingKey.intensity[part] else {
            throw Self.unknownIntensity(part, at: place)
          }
          guard let node = inner[part] else { continue }
          settings[key] = Sourced(
            try Self.value(node, of: "intensity.\(part)", at: place), origin(path, line))
        }
        continue
      }
      guard let key = SettingKey(rawValue: name) else {
        throw Self.unknown(name, at: origin(path, line).text)
      }
      guard let node = table[name] else { continue }
      if key == .tags {
        for (tag, value) in try Self.tags(node, at: origin(path, line).text) {
          let line = Self.line(of: tag, in: lines, after: line)
          tags[tag] = Sourced(value, origin(path, line))
        }
      } else {
        settings[key] = Sourced(
          try Self.value(node, of: name, at: origin(path, line).text), origin(path, line))
      }
    }
    self.settings = settings
    self.tags = tags
  }

  private static func text(_ path: String) throws(Problem) -> String {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Problem(
        "Cannot read the configuration `\(path)`.", why: "It is not a file.",
        fix: "Move it away, or put a TOML file there.", exit: .usage)
    }
    let text: String
    switch FileText.read(path) {
    case .success(let found): text = found
    case .failure(let failure):
      throw Problem(
        "Cannot read the configuration `\(path)`.", why: "The system says: \(failure).",
        fix: "Make it readable for you: chmod u+r '\(path)'", exit: .usage)
    }
    // The parser takes a C string, which a zero byte would cut off without a word.
    guard !text.utf8.contains(0), !text.unicodeScalars.contains("\u{FFFD}") else {
      throw Problem(
        "Cannot read the configuration `\(path)`.", why: "It is not a text in UTF-8.",
        fix: "Save it as UTF-8 text; `joulebook config` checks it.", exit: .usage)
    }
    return text
  }

  private static func value(
    _ node: any TOMLValueConvertible, of name: String, at place: String
  ) throws(Problem) -> RawSetting {
    if let text = node.string { return .text(text) }
    if let truth = node.bool { return .truth(truth) }
    if let number = node.double { return .number(number) }
    if let number = node.int { return .number(Double(number)) }
    throw Problem(
      "Cannot use `\(name)` (\(place)).", why: "It is \(node.type), not a single value.",
      fix: "Write `\(name) = …` with a text, a number or true/false.", exit: .usage)
  }

  private static func tags(
    _ node: any TOMLValueConvertible, at place: String
  ) throws(Problem) -> [String: String] {
    guard let table = node.table else {
      throw Problem(
        "Cannot use `tags` (\(place)).", why: "It is \(node.type), not a table.",
        fix: "Write `[tags]` and below it lines such as `team = \"vision\"`.", exit: .usage)
    }
    var tags: [String: String] = [:]
    for name in table.keys {
      guard let node = table[name] else { continue }
      tags[name] = try value(node, of: "tags.\(name)", at: place).written
    }
    return tags
  }

  /// The line that sets `name`, counted from 1; 0 when it cannot be told.
  private static func line(of name: String, in lines: [Substring], after: Int = 0) -> Int {
    for (index, line) in lines.enumerated().dropFirst(max(0, after - 1)) {
      let start = line.drop { $0 == " " || $0 == "\t" || $0 == "\"" || $0 == "[" }
      guard start.hasPrefix(name) else { continue }
      let rest = start.dropFirst(name.count).drop { $0 == " " || $0 == "\t" || $0 == "\"" }
      if rest.first == "=" || rest.first == "]" || rest.first == "." { return index + 1 }
    }
    return 0
  }

  private static func unknownIntensity(_ name: String, at place: String) -> Problem {
    let keys = SettingKey.intensity.keys.sorted()
    let nearest = keys.min { distance(name, $0) < distance(name, $1) } ?? ""
    return Problem(
      "Unknown setting `\(name)` in `[intensity]` (\(place)).",
      why: "Its settings are \(keys.joined(separator: ", ")).",
      fix: "Did you mean `\(nearest)`?", exit: .usage)
  }

  private static func unknown(_ name: String, at place: String) -> Problem {
    let keys = SettingKey.allCases.map(\.rawValue)
    let nearest = keys.min { distance(name, $0) < distance(name, $1) } ?? ""
    let isNear = distance(name, nearest) <= max(2, name.count / 3)
    return Problem(
      "Unknown setting `\(name)` (\(place)).", why: "Settings are \(keys.joined(separator: ", ")).",
      fix: isNear ? "Did you mean `\(nearest)`?" : "Remove the line, or use one of these settings.",
      exit: .usage)
  }
}
