/// Whether a value fits a schema: as much of JSON Schema 2020-12 as the documents here use.
///
/// A body is refused by the schema that the served document shows, so that the two cannot differ.
struct SchemaRules {
  /// Schemas that others point at by `#/components/schemas/NAME`.
  let named: [String: JSONValue]

  /// Where the value breaks the schema, each as a place and what is wrong there; at most a few.
  func violations(_ value: JSONValue, _ schema: JSONValue) -> [String] {
    Array(check(value, schema, "").prefix(5))
  }

  /// What the rules here understand. A test holds every schema against it.
  static let keywords: Set<String> = [
    "$ref", "type", "const", "enum", "anyOf", "properties", "required", "additionalProperties",
    "propertyNames", "minProperties", "maxProperties", "items", "minItems", "maxItems",
    "minLength", "maxLength", "minimum", "maximum", "title", "description", "examples", "format",
  ]

  private func check(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
    if let reference = schema["$ref"]?.text {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      guard let target = named[name] else { return ["\(path): there is no schema \(name)"] }
      return check(value, target, path)
    }
    if let choices = schema["anyOf"]?.items {
      let all = choices.map { check(value, $0, path) }
      guard !all.contains(where: \.isEmpty) else { return [] }
      return all.min { $0.count < $1.count } ?? []
    }
    let place = path.isEmpty ? "the value" : "`\(path.dropFirst())`"
    if let types = schema["type"].map({ $0.items?.compactMap(\.text) ?? [$0.text ?? ""] }),
      !value.kinds.contains(where: types.contains)
    {
      return ["\(place) is not \(types.joined(separator: " or "))"]
    }
    if let constant = schema["const"], constant != value {
      return ["\(place) is not what it must be"]
    }
    if let allowed = schema["enum"]?.items, !allowed.contains(value) {
      return ["\(place) is none of \(allowed.compactMap(\.text).joined(separator: ", "))"]
    }
    switch value {
    case .object(let members): return object(members, schema, path, place)
    case .array(let items):
      return size(items.count, schema, "Items", place)
        + (schema["items"].map { inner in
          items.enumerated().flatMap { check($1, inner, "\(path).\($0)") }
        } ?? [])
    case .string(let text): return size(text.unicodeScalars.count, schema, "Length", place)
    case .number(let number):
      if let least = schema["minimum"]?.number, number < least {
        return ["\(place) is below \(least)"]
      }
      if let most = schema["maximum"]?.number, number > most {
        return ["\(place) is above \(most)"]
      }
      return []
    case .bool, .null: return []
    }
  }

  private func object(
    _ members: [String: JSONValue], _ schema: JSONValue, _ path: String, _ place: String
  ) -> [String] {
    var found = size(members.count, schema, "Properties", place)
    for key in schema["required"]?.items?.compactMap(\.text) ?? [] where members[key] == nil {
      found.append("\(place) has no `\(key)`")
    }
    let properties = schema["properties"]?.members ?? [:]
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      if let names = schema["propertyNames"] {
        found += check(.string(key), names, "\(path).\(key)")
      }
      if let inner = properties[key] {
        found += check(value, inner, "\(path).\(key)")
      } else if let others = schema["additionalProperties"] {
        if others == false {
          found.append("\(place) has `\(key)`, which is unknown")
        } else if others != true {
          found += check(value, others, "\(path).\(key)")
        }
      }
    }
    return found
  }

  private func size(
    _ count: Int, _ schema: JSONValue, _ what: String, _ place: String
  ) -> [String] {
    if let least = schema["min\(what)"]?.number, Double(count) < least {
      return ["\(place) is too short"]
    }
    if let most = schema["max\(what)"]?.number, Double(count) > most {
      return ["\(place) is too long"]
    }
    return []
  }
}

extension JSONValue {
  /// The types that it is of: a whole number is a number too.
  fileprivate var kinds: [String] {
    switch self {
    case .object: ["object"]
    case .array: ["array"]
    case .string: ["string"]
    case .number(let number): number == number.rounded() ? ["integer", "number"] : ["number"]
    case .bool: ["boolean"]
    case .null: ["null"]
    }
  }
}
