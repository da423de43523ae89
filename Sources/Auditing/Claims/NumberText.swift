/// A number as people write it, with the place of its last digit: `1,082,990`, `3.14e23`, `1.3M`, `~0.24`.
package struct NumberText: Hashable, Sendable {
  package let value: Double
  /// Value of one unit of the last digit written: 0.1 for `79.2`, 1 for `390`.
  package let step: Double
  /// The same when zeros at the end of a whole number only fill places: 10 for `390`.
  package let looseStep: Double
  /// What follows the number, without blanks.
  package let rest: String

  /// Nil when the text does not begin with a number, or its commas do not part thousands.
  package init?(_ text: String) {
    var characters = Array(text.trimmingBlanks)[...]
    while let first = characters.first, "~≈<>=".contains(first) || first.isWhitespace {
      characters = characters.dropFirst()
    }
    var sign = 1.0
    if let first = characters.first, "-−–+".contains(first) {
      if first != "+" { sign = -1 }
      characters = characters.dropFirst()
    }
    var whole: [Character] = []
    var groups: [Int] = [0]
    while let next = characters.first {
      if next.isASCII, next.isNumber {
        whole.append(next)
        groups[groups.count - 1] += 1
      } else if next == "," || next == "_", characters.dropFirst().first?.isNumber == true,
        !whole.isEmpty
      {
        groups.append(0)
      } else {
        break
      }
      characters = characters.dropFirst()
    }
    // A comma that does not part thousands may be a decimal mark: which one is not for us to guess.
    if groups.count > 1 {
      guard (1...3).contains(groups[0]), groups.dropFirst().allSatisfy({ $0 == 3 }), whole[0] != "0"
      else { return nil }
    }
    var fraction: [Character] = []
    if characters.first == ".", characters.dropFirst().first?.isNumber == true {
      characters = characters.dropFirst()
      while let next = characters.first, next.isASCII, next.isNumber {
        fraction.append(next)
        characters = characters.dropFirst()
      }
    }
    guard !whole.isEmpty || !fraction.isEmpty, whole.count + fraction.count <= 400 else {
      return nil
    }
    let (exponent, tail) = Self.exponent(characters)
    let digits =
      String(whole.isEmpty ? ["0"] : whole) + "." + String(fraction.isEmpty ? ["0"] : fraction)
    guard let value = Double("\(digits)e\(exponent)"), value.isFinite,
      let step = Double("1e\(exponent - fraction.count)")
    else { return nil }
    let zeros = fraction.isEmpty ? whole.reversed().prefix { $0 == "0" }.count : 0
    self.value = sign * value
    self.step = step
    looseStep = zeros > 0 && zeros < whole.count ? Double("1e\(exponent + zeros)") ?? step : step
    rest = String(tail).trimmingBlanks
  }

  private init(value: Double, step: Double, looseStep: Double, rest: String) {
    self.value = value
    self.step = step
    self.looseStep = looseStep
    self.rest = rest
  }

  /// A whole number that a file gives as one, such as `184320` in JSON.
  package init(exactly value: Double) {
    self.init(value: value, step: 0, looseStep: 0, rest: "")
  }

  /// The number times what a word or a letter after it says: `1.3M`, `300 billion`; with what then follows.
  package func multiplied(allowing letters: Bool = true) -> NumberText? {
    let word = rest.prefix { $0.isLetter }
    let factor: Double? =
      switch word.lowercased() {
      case "thousand": 1e3
      case "million", "mio", "mm": 1e6
      case "billion", "bn": 1e9
      case "trillion": 1e12
      default: nil
      }
    if let factor { return scaled(factor, dropping: word.count) }
    guard letters, let first = rest.first else { return nil }
    let scale: Double? =
      switch first {
      case "k", "K": 1e3
      case "M": 1e6
      case "G", "B": 1e9
      case "T": 1e12
      default: nil
      }
    return scale.flatMap { scaled($0, dropping: 1) }
  }

  private func scaled(_ factor: Double, dropping count: Int) -> NumberText {
    NumberText(
      value: value * factor, step: step * factor, looseStep: looseStep * factor,
      rest: String(rest.dropFirst(count)).trimmingBlanks)
  }

  /// `e23`, `E-4`, ` × 10^21`, ` x 10²¹`; zero when there is none.
  private static func exponent(_ text: ArraySlice<Character>) -> (Int, ArraySlice<Character>) {
    if let first = text.first, first == "e" || first == "E" {
      var rest = text.dropFirst()
      var sign = ""
      if let mark = rest.first, "+-−".contains(mark) {
        sign = mark == "+" ? "" : "-"
        rest = rest.dropFirst()
      }
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      if !digits.isEmpty, digits.count <= 3, let value = Int(sign + String(digits)) {
        return (value, rest.dropFirst(digits.count))
      }
      return (0, text)
    }
    var rest = text.drop { $0.isWhitespace }
    guard let mark = rest.first, "×x·*".contains(mark) else { return (0, text) }
    rest = rest.dropFirst().drop { $0.isWhitespace }
    guard rest.starts(with: ["1", "0"]) else { return (0, text) }
    rest = rest.dropFirst(2)
    let raised: [Character: Character] = [
      "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8",
      "⁹": "9", "⁻": "-", "−": "-",
    ]
    if rest.first == "^" { rest = rest.dropFirst() }
    let digits = rest.map { raised[$0] ?? $0 }.prefix { $0 == "-" || ($0.isASCII && $0.isNumber) }
    guard !digits.isEmpty, digits.count <= 4, let value = Int(String(digits)) else {
      return (0, text)
    }
    return (value, rest.dropFirst(digits.count))
  }
}

extension StringProtocol {
  /// Without blanks at either end.
  package var trimmingBlanks: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
