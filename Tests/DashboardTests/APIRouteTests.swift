import Testing

@testable import Dashboard

/// What the list of routes promises before anybody asks.
@Suite struct APIRouteTests {
  @Test func `every address has a name of its own and is described once`() {
    #expect(Set(APIRoutes.all.map(\.name)).count == APIRoutes.all.count)
    #expect(Set(APIRoutes.all.map { "\($0.verb) \($0.path)" }).count == APIRoutes.all.count)
  }

  @Test(arguments: APIRoutes.all.map(\.name))
  func `what varies in a path is described, and no parameter twice`(name: String) throws {
    let route = try #require(APIRoutes.all.first { $0.name == name })
    let varying = route.segments.filter { $0.hasPrefix("{") }.map { $0.dropFirst().dropLast() }
    let inPath = route.parameters.filter { $0.place == .path }.map { Substring($0.name) }
    #expect(Set(varying) == Set(inPath))
    #expect(Set(route.parameters.map(\.name)).count == route.parameters.count)
    for parameter in route.parameters {
      if let example = parameter.example { #expect(parameter.fault(example) == nil) }
    }
    #expect(!varying.contains("run") || route.refusals.isSuperset(of: [.missing, .ambiguous]))
  }

  @Test func `every schema that is named is there, and every one that is there is used`() {
    var used = Set(APIRoutes.all.flatMap { $0.forms.compactMap(\.schema) } + ["Problem"])
    var left = APIRoutes.all.compactMap { $0.body?.schema } + used.compactMap { Schemas.named[$0] }
    while let schema = left.popLast() {
      for name in Self.references(schema) where used.insert(name).inserted {
        if let next = Schemas.named[name] { left.append(next) }
      }
    }
    #expect(used == Set(Schemas.named.keys))
  }

  @Test(arguments: Schemas.named.keys.sorted())
  func `a schema says nothing that its readers here would pass over`(name: String) throws {
    let schema = try #require(Schemas.named[name])
    #expect(Self.keywords(schema).subtracting(SchemaRules.keywords) == [])
  }

  @Test func `a body may name every estimate that there is`() {
    let items = Schemas.named["EstimateRequest"]?["properties"]?["items"]?["items"]
    let kinds = items?["properties"]?["estimate"]?["enum"]?.items?.compactMap(\.text)
    let routes = APIRoutes.all.compactMap { route in
      route.path.split(separator: "/estimate/").last.flatMap {
        route.path.hasPrefix("/estimate/") ? String($0) : nil
      }
    }
    #expect(kinds == routes)
  }

  @Test func `the document has every route, with its parameters and forms, and nothing else`() {
    let document = OpenAPI(routes: APIRoutes.all).document
    var found: Set<String> = []
    for (path, methods) in document["paths"]?.members ?? [:] {
      for (method, operation) in methods.members ?? [:] {
        found.insert("\(method.uppercased()) \(path)")
        let route = APIRoutes.all.first { $0.name == operation["operationId"]?.text }
        #expect(
          operation["parameters"]?.items?.count ?? 0 == route?.parameters.count, "\(path)")
        let content = operation["responses"]?["200"]?["content"]?.members ?? [:]
        #expect(Set(content.keys) == Set(route?.forms.map(\.essence) ?? []), "\(path)")
      }
    }
    #expect(found == Set(APIRoutes.all.map { "\($0.verb) \($0.path)" }))
  }

  @Test(arguments: [
    (JSONValue.array([]), false), (.object([:]), false), (.object(["items": .array([])]), false),
    (.object(["items": .array([.object(["estimate": "hardware"])])]), true),
    (.object(["items": .array([.object(["estimate": "hardware", "hours": 8])])]), true),
    (.object(["items": .array([.object(["estimate": "nothing"])])]), false),
    (.object(["items": .array([.object(["estimate": "api", "hours": .null])])]), false),
    (.object(["items": .array([.object(["estimate": "api"])]), "more": 1]), false),
  ])
  func `a body fits its schema or is refused`(body: JSONValue, fits: Bool) {
    let faults = Schemas.rules.violations(body, Schemas.reference("EstimateRequest"))
    #expect(faults.isEmpty == fits, "\(faults)")
  }

  @Test(arguments: [
    ("2026-11-24", true), ("2026-11-24T14:30:00Z", true), ("2026-13-01", false), ("", false),
    ("1969-12-31", false), ("2026-11-24T14:30", false), ("tomorrow", false),
  ])
  func `a moment is a date or a date and time`(text: String, isGood: Bool) {
    #expect((APIParameter.since.fault(text) == nil) == isGood)
  }

  private static func references(_ schema: JSONValue) -> [String] {
    switch schema {
    case .object(let members):
      (members["$ref"]?.text?.split(separator: "/").last.map { [String($0)] } ?? [])
        + members.values.flatMap(references)
    case .array(let items): items.flatMap(references)
    case .string, .number, .bool, .null: []
    }
  }

  /// The words of a schema, without the names that it gives to properties.
  private static func keywords(_ schema: JSONValue) -> Set<String> {
    guard let members = schema.members else { return [] }
    var found = Set(members.keys)
    for (key, value) in members {
      switch key {
      case "properties":
        for inner in (value.members ?? [:]).values { found.formUnion(keywords(inner)) }
      case "items", "additionalProperties", "propertyNames": found.formUnion(keywords(value))
      case "anyOf": for inner in value.items ?? [] { found.formUnion(keywords(inner)) }
      default: break
      }
    }
    return found
  }
}
