import Accounting
import Quantities

/// Something that may stand in an address: read, checked and documented from this one description.
struct APIParameter: Sendable {
  enum Place: String, Sendable { case path, query }

  enum Kind: Sendable {
    /// Words, up to so many characters.
    case text(most: Int)
    case choice([String])
    case whole(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    /// `true` or `false`.
    case flag
    /// A date, or a date and time with a zone.
    case moment
    /// `key=value`.
    case pair
  }

  let name: String
  var place = Place.query
  let kind: Kind
  var isRequired = false
  /// May be given again; each counts.
  var isRepeated = false
  let meaning: String
  /// What the documents show.
  var example: String?

  init(_ name: String, _ kind: Kind, _ meaning: String, example: String? = nil) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    self.example = example
  }

  /// The most times that one may be given again.
  static let most = 50

  var required: APIParameter { changed { $0.isRequired = true } }
  var repeated: APIParameter { changed { $0.isRepeated = true } }

  /// As a part of the path.
  var inPath: APIParameter {
    changed {
      $0.place = .path
      $0.isRequired = true
    }
  }

  private func changed(_ change: (inout APIParameter) -> Void) -> APIParameter {
    var copy = self
    change(&copy)
    return copy
  }

  /// What is wrong with a value; nil when nothing is.
  func fault(_ value: String) -> String? {
    switch kind {
    case .text(let most):
      let count = value.unicodeScalars.count
      return count == 0
        ? "It is empty." : count > most ? "It is longer than \(most) characters." : nil
    case .choice(let choices):
      return choices.contains(value)
        ? nil : "It can be \(choices.joined(separator: ", "))."
    case .whole(let range):
      guard let number = Int(value), range.contains(number) else {
        return "It is a whole number from \(range.lowerBound) to \(range.upperBound)."
      }
      return nil
    case .number(let range):
      guard let number = Double(value), range.contains(number) else {
        return
          "It is a number from \(range.lowerBound.shortText()) to \(range.upperBound.shortText())."
      }
      return nil
    case .flag: return ["true", "false"].contains(value) ? nil : "It is true or false."
    case .moment:
      return value.wholeMatch(of: Self.momentForm) == nil
        ? "It is a date like 2026-11-24, or a date and time like 2026-11-24T14:30:00Z." : nil
    case .pair:
      let count = value.unicodeScalars.count
      return count > 200 || value.wholeMatch(of: #/[^=]+=(?s:.*)/#) == nil
        ? "It is written key=value, in up to 200 characters." : nil
    }
  }

  /// The same as the pattern of the document.
  private static var momentForm: Regex<Substring> {
    #/(?:19[7-9]|20[0-9]|21[0-9])[0-9]-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)?/#
  }
  private static let momentPattern =
    "^(?:19[7-9]|20[0-9]|21[0-9])[0-9]-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z)?$"

  /// As the OpenAPI document writes it.
  var document: JSONValue {
    var schema: JSONValue = self.schema
    if isRepeated {
      schema = ["type": "array", "items": schema, "maxItems": .number(Double(Self.most))]
    }
    var document: [String: JSONValue] = [
      "name": .string(name), "in": .string(place.rawValue), "description": .string(meaning),
      "required": .bool(isRequired), "schema": schema,
    ]
    if let example {
      let value = isRepeated ? JSONValue.array([exampleValue(example)]) : exampleValue(example)
      document["example"] = value
    }
    return .object(document)
  }

  private func exampleValue(_ text: String) -> JSONValue {
    switch kind {
    case .whole, .number: Double(text).map { .number($0) } ?? .string(text)
    case .flag: .bool(text == "true")
    case .text, .choice, .moment, .pair: .string(text)
    }
  }

  private var schema: JSONValue {
    switch kind {
    case .text(let most):
      ["type": "string", "minLength": 1, "maxLength": .number(Double(most))]
    case .choice(let choices): ["type": "string", "enum": JSONValue(choices)]
    case .whole(let range):
      [
        "type": "integer", "minimum": .number(Double(range.lowerBound)),
        "maximum": .number(Double(range.upperBound)),
      ]
    case .number(let range):
      [
        "type": "number", "minimum": .number(range.lowerBound),
        "maximum": .number(range.upperBound),
      ]
    case .flag: ["type": "boolean"]
    case .moment: ["type": "string", "pattern": .string(Self.momentPattern)]
    case .pair: ["type": "string", "pattern": "^[^=]+=", "maxLength": 200]
    }
  }
}
