import JoulebookKit

/// Names of the catalogue that fields offer while somebody writes.
struct Suggestions {
  let html: HTML

  /// Fields, and the id of the list that they take.
  static let lists = ["device": "devices", "region": "regions"]

  static func read(_ request: PageRequest) async throws -> Suggestions {
    let keys = try await request.ask { joulebook in
      (
        devices: try joulebook.catalogueColumns("accelerators").keys,
        places: try joulebook.catalogueColumns("places").keys
      )
    }
    // Countries alone: states and grid zones are found by writing them.
    let countries = keys.places.filter { $0.utf8.count == 2 }
    return Suggestions(html: Form.list("devices", keys.devices) + Form.list("regions", countries))
  }
}
