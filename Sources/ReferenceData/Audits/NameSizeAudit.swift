import Quantities

/// X31: the size in a model's name and its number of parameters differ by no more than a factor of 2.5.
struct NameSizeAudit: Audit {
  let check = "X31"

  func findings(in catalogue: Catalogue) -> [Finding] {
    catalogue.rows("ai_models").compactMap { row in
      guard let parameters = row.number("parameters"), parameters > 0,
        let size = Self.size(in: row["name"])
      else { return nil }
      let ratio = max(parameters / size, size / parameters)
      guard ratio > 2.5 else { return nil }
      return Finding(
        table: "ai_models", key: row.key,
        text: "the name says \(size.text()), the row \(parameters.text()) parameters")
    }
  }

  /// `70e9` of `Llama 2-70B`, `350e6` of `350M`; nil where a name has no size or more than one, as `8x7B` and
  /// `30B-A3B` have.
  static func size(in name: String) -> Double? {
    let words = name.split { !($0.isLetter || $0.isNumber || $0 == ".") }
    let sizes = words.compactMap { word -> Double? in
      guard let last = word.last, let number = Double(word.dropLast()) else { return nil }
      return switch last {
      case "B", "b": number * 1e9
      case "M": number * 1e6
      case "T": number * 1e12
      case _: nil
      }
    }
    // A letter in front of a size names its active part: `A3B`.
    let hasActive = words.contains { $0.first == "A" && Double($0.dropFirst().dropLast()) != nil }
    return sizes.count == 1 && !hasActive ? sizes[0] : nil
  }
}
