package import Accounting
import Quantities

extension Catalogue {
  /// Tables of places, the catalogue's own first; the second is share-alike and stays apart.
  static let placeTables = ["places", "zone_places"]

  /// The place that a person means by `FR`, `fra`, `France`, `California`, `CISO`, `us-east-1`,
  /// `gcp:europe-north1`. Letter case, accents and blanks do not matter.
  ///
  /// More than one place of that name is a `Problem` that lists them, and so is none.
  /// - Parameter provider: the cloud that the machine stands in, when it is known.
  package func place(named text: String, provider: String? = nil) throws(Problem) -> Place {
    let wanted = text.trimmed
    if let place = place(key: wanted.uppercased()) { return place }
    let name = wanted.folded
    guard !name.isEmpty else { throw unknown(wanted) }
    var found: [Place] = []
    for table in Self.placeTables {
      for row in rows(table) where isNamed(row, name) {
        if !found.contains(where: { $0.key == row.key }), let place = place(key: row.key) {
          found.append(place)
        }
      }
    }
    // A country goes before a grid zone that covers just it.
    let outer = found.filter { place in
      !found.contains { $0.kind == "country" && $0.key != place.key && place.country == $0.key }
    }
    if let place = outer.first, outer.count == 1 { return place }
    guard outer.isEmpty else { throw Self.ambiguous(wanted, outer.map(\.text)) }
    if let region = try cloudPlace(wanted, provider: provider) { return region }
    throw unknown(wanted)
  }

  /// The place with that key, as it is kept in the ledger.
  package func place(key: String) -> Place? { placed.value(key) { readPlace(key) } }

  private func readPlace(_ key: String) -> Place? {
    if key.contains("/") { return cloudPlace(key: key.lowercased()) }
    guard let row = Self.placeTables.lazy.compactMap({ find($0, key) }).first else { return nil }
    var wider: [String] = []
    var parent = row["parent"]
    while !parent.isEmpty, !wider.contains(parent), wider.count < 8 {
      wider.append(parent)
      parent = Self.placeTables.lazy.compactMap { find($0, parent) }.first?["parent"] ?? ""
    }
    if key != Place.world, !wider.contains(Place.world) { wider.append(Place.world) }
    return Place(
      key: row.key, name: row["name"], kind: row["kind"], country: row["country"], wider: wider)
  }

  /// All places of some kinds that have electricity of their own, in the order of the tables.
  package func places(of kinds: Set<String>) -> [Place] {
    var places: [Place] = []
    for table in Self.placeTables {
      for row in rows(table) where kinds.contains(row["kind"]) {
        if let place = place(key: row.key) { places.append(place) }
      }
    }
    if kinds.contains("cloud-region") {
      places += rows("cloud_regions").compactMap { cloudPlace(key: $0.key) }
    }
    return places
  }

  /// ISO 3166 code of the country that an IANA time zone belongs to; nil for `UTC` and its like.
  package func country(timeZone: String) -> String? {
    find("timezones", timeZone).map { $0["country"] }
  }

  private func isNamed(_ row: Row, _ folded: String) -> Bool {
    row["alpha3"].folded == folded || row["name"].folded == folded
      || row["aliases"].split(separator: "|").contains { String($0).folded == folded }
  }

  static func ambiguous(_ text: String, _ candidates: [String]) -> Problem {
    Problem(
      "`\(text)` means more than one place.",
      why: "It may be \(candidates.prefix(8).joined(separator: ", "))"
        + (candidates.count > 8 ? " and \(candidates.count - 8) more." : "."),
      fix: "Give the key in brackets.", exit: .usage)
  }

  private func unknown(_ text: String) -> Problem {
    let nearest = suggestions(for: text)
    return Problem(
      "Unknown region `\(text)`.",
      why: "It is none of the \(rows("places").count) countries, states and provinces, "
        + "\(rows("zone_places").count) grid zones or \(rows("cloud_regions").count) cloud regions "
        + "of the catalogue.",
      fix: nearest.isEmpty
        ? "Give a country code such as `DE`, or `WORLD` for the world average."
        : "Did you mean \(nearest.map { "`\($0)`" }.joined(separator: ", "))?", exit: .usage)
  }

  /// Up to three places whose name, or whose key, is nearest to what was typed.
  private func suggestions(for text: String) -> [String] {
    let typed = text.folded
    let country = text.prefix { $0 != "-" && $0 != "_" }.uppercased()
    if country.count < text.count, find("places", country)?["kind"] == "country" {
      return [country]
    }
    var ranked: [(distance: Int, key: String)] = []
    for table in Self.placeTables {
      for row in rows(table) {
        let names = [row["name"]] + row["aliases"].split(separator: "|").map(String.init)
        var near = Int.max
        if typed.count <= 3 {
          near = min(distance(typed, row.key.folded), distance(typed, row["alpha3"].folded))
        } else {
          for name in names.map(\.folded)
          where abs(name.count - typed.count) <= 3 || name.contains(typed) {
            near = min(near, name.contains(typed) ? 1 : distance(typed, name))
          }
        }
        ranked.append((near, row.key))
      }
    }
    for row in rows("cloud_regions") where typed.count > 5 {
      ranked.append((distance(typed, row["region"].folded), row.key))
    }
    let limit = max(1, typed.count / 4)
    return ranked.filter { $0.distance <= limit }.sorted { $0 < $1 }.prefix(3).map(\.key)
  }
}

extension String {
  /// Lower case, accents off, everything but letters and digits left out: how names are compared.
  var folded: String {
    String(
      String.UnicodeScalarView(
        decomposedStringScalars.filter {
          $0.properties.isAlphabetic || $0.properties.numericType != nil
        })
    ).lowercased()
  }

  /// Scalars with accents split off their letters.
  private var decomposedStringScalars: [Unicode.Scalar] {
    flatMap { character -> [Unicode.Scalar] in
      guard !character.isASCII else { return Array(character.unicodeScalars) }
      return Self.plainLetters[character].map { Array($0.unicodeScalars) }
        ?? Array(character.unicodeScalars)
    }
  }

  /// Letters with marks that names of places have; the standard library has no decomposition.
  private static let plainLetters: [Character: String] = {
    var letters: [Character: String] = [:]
    let groups = [
      "a": "áàâäãåāă", "c": "çćč", "d": "ďđ", "e": "éèêëēěę", "g": "ğ", "i": "íìîïīı", "l": "łľ",
      "n": "ñńň", "o": "óòôöõøōő", "r": "ř", "s": "śšşș", "t": "ťțţ", "u": "úùûüūůű", "y": "ýÿ",
      "z": "žźż", "ss": "ß", "ae": "æ", "oe": "œ",
    ]
    for (plain, marked) in groups {
      for letter in marked {
        letters[letter] = plain
        for upper in letter.uppercased() where letter.uppercased().count == 1 {
          letters[upper] = plain
        }
      }
    }
    return letters
  }()
}
