import Accounting
import Yams

/// Reads a card as the Hub does, before and after: the emissions are there in grams, and every other key is as it was.
enum ModelCardCheck {
  static func check(_ old: [UInt8], _ new: [UInt8]) throws(Problem) {
    let key = "co2_eq_emissions"
    guard let before = keys(old) else {
      throw Problem(
        "Cannot patch the model card.", why: "Its front matter is no YAML that can be read.",
        fix: "Correct the lines between the two `---`.")
    }
    guard let after = keys(new), let emissions = after[key]?.mapping?["emissions"],
      emissions.float != nil, after.filter({ $0.key != key }) == before.filter({ $0.key != key })
    else {
      throw Problem(
        "Cannot patch the model card.",
        why: "Its front matter is written in a way that cannot be changed safely.",
        fix: "Put `\(key): 0` on a line of its own there, and try again.")
    }
  }

  /// The keys of the front matter; empty where there is none, nil where it is broken.
  private static func keys(_ card: [UInt8]) -> [String: Node]? {
    let text = String(decoding: card, as: UTF8.self).replacing("\r\n", with: "\n")
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    func isMark(_ line: Substring) -> Bool {
      line.hasPrefix("---") && line.dropFirst(3).allSatisfy { $0 == " " || $0 == "\t" }
    }
    lines = lines.drop { $0.allSatisfy(\.isWhitespace) }
    guard let first = lines.first else { return [:] }
    guard isMark(first.drop { $0 == "\u{FEFF}" }),
      let end = lines.dropFirst().firstIndex(where: isMark)
    else { return [:] }
    let matter = lines[(lines.startIndex + 1)..<end].joined(separator: "\n")
    guard let node = try? Yams.compose(yaml: matter) else {
      return matter.split(separator: "\n").allSatisfy {
        $0.allSatisfy(\.isWhitespace) || $0.drop { $0 == " " }.hasPrefix("#")
      } ? [:] : nil
    }
    guard let mapping = node.mapping else { return nil }
    return Dictionary(
      mapping.compactMap { pair in pair.key.string.map { ($0, pair.value) } }
    ) { first, _ in first }
  }
}
