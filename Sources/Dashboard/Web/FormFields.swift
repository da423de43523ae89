import Foundation

/// Fields as they stand in an address or in a form (`application/x-www-form-urlencoded`).
struct FormFields: Hashable, Sendable {
  let pairs: [(name: String, value: String)]

  init(_ text: String) {
    pairs = text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : "")
    }
  }

  init(pairs: [(name: String, value: String)]) { self.pairs = pairs }

  /// The first value of that name, without blanks around it; nil when it is missing or empty.
  subscript(name: String) -> String? { all(name).first }

  /// Every value of that name that is not empty.
  func all(_ name: String) -> [String] {
    pairs.lazy.filter { $0.name == name }
      .map { $0.value.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
  }

  func has(_ name: String) -> Bool { pairs.contains { $0.name == name } }

  /// The same fields with one of them set anew, or left out.
  func with(_ name: String, _ value: String?) -> FormFields {
    FormFields(
      pairs: pairs.filter { $0.name != name } + (value.map { [(name, $0)] } ?? []))
  }

  /// As text for an address, with its `?`; empty without fields.
  var query: String {
    let parts = pairs.filter { !$0.value.isEmpty }
      .map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
    return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
  }

  /// One part of a path or of a query.
  static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }

  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

  private static func decoded(_ text: Substring) -> String {
    let spaced = text.replacing("+", with: " ")
    return String(spaced).removingPercentEncoding ?? String(spaced)
  }

  static func == (first: FormFields, second: FormFields) -> Bool { first.query == second.query }
  func hash(into hasher: inout Hasher) { hasher.combine(query) }
}
