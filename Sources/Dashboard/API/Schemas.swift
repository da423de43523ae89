/// Schemas of answers and bodies, from one file that the OpenAPI document shows and bodies are held against.
enum Schemas {
  static let named: [String: JSONValue] =
    (try? JSONValue.read(Assets.text("api-schemas.json").utf8))?.members ?? [:]

  static let rules = SchemaRules(named: named)

  static func reference(_ name: String) -> JSONValue {
    ["$ref": .string("#/components/schemas/\(name)")]
  }
}
