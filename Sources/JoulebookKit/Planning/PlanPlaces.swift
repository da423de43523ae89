import Accounting
import Planning
import Quantities
import ReferenceData
import Reporting

/// The places of a plan: from names and patterns to candidates with intensity and PUE.
struct PlanPlaces {
  let catalogue: Catalogue
  /// Where the job would run without a plan.
  let here: Site

  static let allKinds: Set<String> = [
    "country", "state", "province", "egrid", "zone", "bidding-zone", "cloud-region",
  ]

  /// A place, what is known of its electricity, and its PUE.
  struct Spot {
    let place: Place
    let pue: PUE
  }

  /// Reads `DE`, `aws/us-east-1`, `gcp/*`, `cloud`, `countries`, `zones`, `all`, `here`.
  func spots(_ texts: [String], pue: PUE?) throws(Problem) -> [Spot] {
    var places: [Place] = []
    for text in texts.flatMap({ $0.split(separator: ",").map(String.init) }) {
      places += try self.places(text)
    }
    var seen: Set<String> = []
    return places.filter { seen.insert($0.key).inserted }.map { place in
      Spot(place: place, pue: pue ?? self.pue(of: place))
    }
  }

  /// The place where this machine stands.
  var own: Spot {
    let place = here.place.flatMap { catalogue.place(key: $0) } ?? catalogue.world
    return Spot(place: place, pue: here.pue)
  }

  private func places(_ text: String) throws(Problem) -> [Place] {
    switch text.lowercased() {
    case "here": return [own.place]
    case "all": return catalogue.places(of: PlanPlaces.allKinds)
    case "countries": return catalogue.places(of: ["country"])
    case "zones": return catalogue.places(of: ["zone", "bidding-zone"])
    case "cloud": return catalogue.places(of: ["cloud-region"])
    case _: break
    }
    if text.hasSuffix("/*") || text.hasSuffix(":*") {
      let provider = text.dropLast(2).lowercased()
      let found = catalogue.places(of: ["cloud-region"]).filter {
        $0.key.hasPrefix(provider + "/")
      }
      guard !found.isEmpty else {
        let providers = Set(
          catalogue.places(of: ["cloud-region"]).compactMap {
            $0.key.split(separator: "/").first.map(String.init)
          }
        ).sorted()
        throw Problem(
          "There is no provider `\(provider.printable)`.",
          why: "Regions are known of \(providers.joined(separator: ", ")).",
          fix: "Write for example `--region \(providers.first ?? "aws")/*`.", exit: .usage)
      }
      return found
    }
    return [try catalogue.place(named: text)]
  }

  /// PUE of a cloud region by its own figure; elsewhere that of the job's own site, so that places are compared by their
  /// electricity.
  private func pue(of place: Place) -> PUE {
    guard place.kind == "cloud-region" else { return here.pue }
    return catalogue.pue(key: place.key)
      ?? catalogue.defaultPUE(
        cloud: String(place.key.prefix { $0 != "/" }), otherwise: "server")
  }
}
