/// A question to a service, with what must not be shown kept apart.
struct WebRequest: Sendable {
  /// Name of the provider, for messages.
  let provider: String
  /// `https://api.example.org`, without a slash at its end.
  let base: String
  let path: String
  var query: [(name: String, value: String)] = []
  var secretQuery: [(name: String, value: Secret)] = []
  var headers: [(name: String, value: String)] = []
  var secretHeaders: [(name: String, value: Secret)] = []
  /// Secrets that a header holds in another form.
  var otherSecrets: [Secret] = []

  /// The address as it is sent.
  var address: String {
    text(query + secretQuery.map { ($0.name, $0.value.value) })
  }

  /// The address as it may be shown and kept: without secrets.
  var publicAddress: String { text(query) }

  private func text(_ query: [(name: String, value: String)]) -> String {
    let pairs = query.map { "\(Self.escaped($0.name))=\(Self.escaped($0.value))" }
    return base + path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
  }

  /// Percent-encoded, all but unreserved characters (RFC 3986, section 2.3).
  static func escaped(_ text: String) -> String {
    let hexadecimal = Array("0123456789ABCDEF")
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
        result.unicodeScalars.append(Unicode.Scalar(byte))
      case _:
        result += "%\(hexadecimal[Int(byte >> 4)])\(hexadecimal[Int(byte & 15)])"
      }
    }
    return result
  }

  var secrets: [Secret] {
    secretQuery.map(\.value) + secretHeaders.map(\.value) + otherSecrets
  }

  /// A text of the service or the system without any secret, and without what could steer a terminal.
  func cleaned(_ text: String) -> String {
    let plain = String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    return secrets.reduce(plain) { $1.removed(from: $0) }
  }

  /// Whether bytes hold a secret: such an answer is not kept.
  func reveals(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    return secrets.contains { $0.removed(from: text) != text }
  }
}

/// What a service answered.
struct WebResponse: Sendable {
  let status: Int
  /// By lower-case name.
  let headers: [String: String]
  let body: [UInt8]
  var notes: [String] = []
}
