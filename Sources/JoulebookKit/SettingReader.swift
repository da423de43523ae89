import Accounting
import ReferenceData

/// Understands raw settings, or says what is wrong with them and where they stand.
struct SettingReader {
  let raw: [SettingKey: Sourced<RawSetting>]
  let home: String?
  let directory: String

  func text(_ key: SettingKey) throws(Problem) -> Sourced<String>? {
    guard let given = raw[key] else { return nil }
    guard case .text(let text) = given.value else {
      throw problem(key, given, why: "It must be a text.", fix: "\(key.rawValue) = \"…\"")
    }
    guard !text.isEmpty, !text.unicodeScalars.contains(where: { $0.value < 32 }) else {
      throw problem(
        key, given, why: "It is empty or holds control characters.", fix: "\(key.rawValue) = \"…\"")
    }
    return Sourced(text, given.origin)
  }

  func truth(_ key: SettingKey) throws(Problem) -> Sourced<Bool>? {
    guard let given = raw[key] else { return nil }
    switch given.value {
    case .truth(let truth): return Sourced(truth, given.origin)
    case .text(let text):
      switch text.lowercased() {
      case "1", "true", "yes", "on": return Sourced(true, given.origin)
      case "0", "false", "no", "off": return Sourced(false, given.origin)
      case _: break
      }
    case .number, .table: break
    }
    throw problem(key, given, why: "It must be true or false.", fix: "\(key.rawValue) = true")
  }

  /// One of a list of words.
  func choice<Choice: RawRepresentable & CaseIterable & Sendable>(
    _ key: SettingKey
  ) throws(Problem) -> Sourced<Choice>? where Choice.RawValue == String {
    guard let given = raw[key] else { return nil }
    if case .text(let text) = given.value, let choice = Choice(rawValue: text) {
      return Sourced(choice, given.origin)
    }
    let words = Choice.allCases.map(\.rawValue)
    let typed = given.value.written
    let nearest = words.min { distance(typed, $0) < distance(typed, $1) } ?? ""
    throw problem(
      key, given, why: "It must be one of \(words.joined(separator: ", ")).",
      fix: "\(key.rawValue) = \"\(nearest)\"")
  }

  func pue() throws(Problem) -> Sourced<Double>? {
    guard let given = raw[.pue] else { return nil }
    let number: Double?
    switch given.value {
    case .number(let value): number = value
    case .text(let text): number = Double(text)
    case .truth, .table: number = nil
    }
    guard let number, number.isFinite, (1...10).contains(number) else {
      throw problem(
        .pue, given,
        why: "PUE is the facility's energy over the IT equipment's: a number from 1 to 10.",
        fix: "pue = 1.2")
    }
    return Sourced(number, given.origin)
  }

  func interval() throws(Problem) -> Sourced<Duration>? {
    guard let given = raw[.interval] else { return nil }
    let seconds: Double?
    switch given.value {
    case .number(let value): seconds = value
    case .text(let text): seconds = Self.seconds(text)
    case .truth, .table: seconds = nil
    }
    guard let seconds, seconds >= 0.001, seconds <= 60 else {
      throw problem(
        .interval, given,
        why: "It must be a time from 1 ms to 1 min: seconds, or a number with ms, s or m.",
        fix: "interval = \"500ms\"")
    }
    return Sourced(.nanoseconds(Int64((seconds * 1e9).rounded())), given.origin)
  }

  func price() throws(Problem) -> Sourced<ElectricityPrice>? {
    guard let given = raw[.price] else { return nil }
    guard case .text(let text) = given.value, let price = ElectricityPrice(text) else {
      throw problem(
        .price, given, why: "It must be an amount with its currency, for each kWh.",
        fix: "price = \"0.30EUR/kWh\"")
    }
    return Sourced(price, given.origin)
  }

  /// A path made absolute: from the folder of the file that names it, or from the working folder.
  func path(_ key: SettingKey) throws(Problem) -> Sourced<String>? {
    guard let given = try text(key) else { return nil }
    let path = given.value
    if path.hasPrefix("/") { return given }
    if path.hasPrefix("~/"), let home { return given.map { home + $0.dropFirst() } }
    let folder: String
    switch given.origin {
    case .projectFile(let file, _), .userFile(let file, _):
      folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? directory
    case .flag, .environment, .builtIn: folder = directory
    }
    return given.map { "\(folder)/\($0)" }
  }

  /// `0.5`, `500ms`, `2s`, `1m`, `1min` in seconds.
  static func seconds(_ text: String) -> Double? {
    let units: [(String, Double)] = [("ms", 1e-3), ("min", 60), ("m", 60), ("s", 1), ("", 1)]
    for (unit, scale) in units where text.hasSuffix(unit) {
      let number = text.dropLast(unit.count).filter { $0 != " " }
      return Double(number).map { $0 * scale }
    }
    return nil
  }

  private func problem(
    _ key: SettingKey, _ given: Sourced<RawSetting>, why: String, fix: String
  ) -> Problem {
    let example: String
    switch given.origin {
    case .flag(let flag):
      let value = fix.split(separator: "= ").last.map(String.init) ?? ""
      example = "\(flag) \(value.filter { $0 != "\"" })"
    case .environment(let variable):
      let value = fix.split(separator: "= ").last.map(String.init) ?? ""
      example = "\(variable)=\(value.filter { $0 != "\"" })"
    case .projectFile, .userFile, .builtIn: example = fix
    }
    return Problem(
      "Cannot use \(key.rawValue) `\(given.value.written)` (\(given.origin.text)).", why: why,
      fix: "Write for example `\(example)`.", exit: .usage)
  }
}
