import Foundation

/// As much of JSON Schema as the schemas here use; says where a value breaks it.
struct SchemaCheck {
  let root: [String: Any]

  init(_ root: [String: Any]) { self.root = root }

  init(contentsOf file: URL) throws {
    root =
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
  }

  func violations(_ value: Any) -> [String] { check(value, root, "$") }

  private func check(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    if let reference = schema["$ref"] as? String {
      return check(value, definition(reference), path)
    }
    var found: [String] = []
    let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
    let kind = Self.kind(of: value)
    if !types.isEmpty, !types.contains(kind), !(kind == "integer" && types.contains("number")) {
      return ["\(path) is \(kind)"]
    }
    if let allowed = schema["enum"] as? [String], !allowed.contains(value as? String ?? "") {
      found.append("\(path) is \(value)")
    }
    if let constant = schema["const"] as? Int, constant != value as? Int {
      found.append("\(path) is not \(constant)")
    }
    if let pattern = schema["pattern"] as? String, let text = value as? String,
      text.range(of: pattern, options: .regularExpression) == nil
    {
      found.append("\(path) does not fit \(pattern)")
    }
    if kind == "integer" || kind == "number", let number = value as? Double {
      if let least = schema["minimum"] as? Double, number < least {
        found.append("\(path) < \(least)")
      }
      if let most = schema["maximum"] as? Double, number > most {
        found.append("\(path) > \(most)")
      }
    }
    if let list = value as? [Any] {
      if let least = schema["minItems"] as? Int, list.count < least {
        found.append("\(path) has \(list.count) items")
      }
      if let items = schema["items"] as? [String: Any] {
        for (index, item) in list.enumerated() { found += check(item, items, "\(path)[\(index)]") }
      }
    }
    if let object = value as? [String: Any] {
      let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
      for key in schema["required"] as? [String] ?? [] where object[key] == nil {
        found.append("\(path).\(key) is missing")
      }
      for (key, value) in object.sorted(by: { $0.key < $1.key }) {
        if let inner = properties[key] {
          found += check(value, inner, "\(path).\(key)")
        } else if let inner = schema["additionalProperties"] as? [String: Any] {
          found += check(value, inner, "\(path).\(key)")
        } else if schema["additionalProperties"] as? Bool == false {
          found.append("\(path).\(key) is not in the schema")
        }
      }
    }
    return found
  }

  private func definition(_ reference: String) -> [String: Any] {
    let name = reference.split(separator: "/").last.map(String.init) ?? ""
    let all = root["$defs"] as? [String: [String: Any]] ?? [:]
    return all[name] ?? [:]
  }

  private static func kind(of value: Any) -> String {
    switch value {
    case is NSNull: return "null"
    case is String: return "string"
    case is [Any]: return "array"
    case is [String: Any]: return "object"
    case let number as NSNumber:
      if CFNumberKind.isBool(number) { return "boolean" }
      return number.doubleValue == number.doubleValue.rounded() ? "integer" : "number"
    default: return "unknown"
    }
  }
}

/// Foundation gives truth values as numbers; their Objective-C type tells them apart.
private enum CFNumberKind {
  static func isBool(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
