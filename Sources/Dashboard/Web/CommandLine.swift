/// The same question as it is put on the command line.
struct CommandLine {
  private(set) var words = ["joulebook"]

  /// - Parameter words: `estimate training`.
  init(_ words: String) { self.words += words.split(separator: " ").map(String.init) }

  mutating func add(_ word: String?) {
    if let word { words.append(Self.quoted(word)) }
  }

  /// `--name value`, or nothing without a value.
  mutating func add(_ name: String, _ value: String?) {
    guard let value else { return }
    // A value that looks like an option is tied to its name.
    words.append(
      value.hasPrefix("-")
        ? "--\(name)=\(Self.quoted(value))" : "--\(name) \(Self.quoted(value))")
  }

  mutating func add(flag name: String, _ isOn: Bool) {
    if isOn { words.append("--\(name)") }
  }

  var text: String { words.joined(separator: " ") }

  var html: HTML {
    """
    <h2 id="command">On the command line</h2>
    <pre class="command" tabindex="0" aria-labelledby="command"><code>\(text)</code></pre>
    """
  }

  /// As a shell takes it back as one word.
  static func quoted(_ word: String) -> String {
    let plain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      case _: "-._/:=,+%@".utf8.contains(byte)
      }
    }
    if plain, !word.isEmpty { return word }
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
