package import Accounting
package import Quantities
package import ReferenceData

/// Decides where a run takes place: given, told by the machine, or the world as a whole.
///
/// Order for the region: flag, environment, project file, user file (all in `Settings`), cloud
/// region, time zone, world average. For PUE: given, the cloud region's, the provider's, the kind of
/// machine, the average of data centres.
package struct SiteFinder: Sendable {
  let catalogue: Catalogue

  package init(catalogue: Catalogue = Catalogue()) { self.catalogue = catalogue }

  /// A site, and what the reader should know about how it was found.
  package struct Found: Hashable, Sendable {
    package let site: Site
    package let warnings: [String]
  }

  package func find(
    _ settings: Settings, hints: SiteHints, at moment: Timestamp
  ) throws(Problem) -> Found {
    try find(region: settings.region, pue: settings.pue, hints: hints, year: moment.year)
  }

  /// A region that nobody knows is a `Problem`; a hint that leads nowhere is a warning.
  /// - Parameter year: of the run; its factor is chosen by it.
  package func find(
    region: Sourced<String>?, pue: Sourced<Double>?, hints: SiteHints, year: Int
  ) throws(Problem) -> Found {
    let cloud = cloud(hints)
    let spot = try spot(region, cloud: cloud, hints: hints)
    let placed = catalogue.factor(of: spot.place, year: year)
    let pue = self.pue(pue, cloud: cloud, given: region == nil ? nil : spot.place, hints: hints)
    // A reader sees each step from what was asked for to the place that has a figure.
    let path = placed.path.count > 1 ? ": " + placed.path.joined(separator: " → ") : ""
    return Found(
      site: Site(
        factor: placed.factor, pue: pue, origin: spot.origin + path, place: spot.place.key,
        catalogue: catalogue.version),
      warnings: spot.warnings + placed.warnings
        + catalogue.problems.map { "\($0.what) \($0.why) The catalogue's own rows were used." })
  }

  private struct Cloud {
    let provider: String
    let region: String
    let regionOrigin: String
    let known: (place: Place, city: String, pue: PUE?)?
  }

  private struct Spot {
    let place: Place
    let origin: String
    var warnings: [String] = []
  }

  private func spot(
    _ region: Sourced<String>?, cloud: Cloud?, hints: SiteHints
  ) throws(Problem) -> Spot {
    if let region {
      do {
        let place = try catalogue.place(named: region.value, provider: cloud?.provider)
        return Spot(place: place, origin: "given by \(region.origin.text)")
      } catch {
        throw Problem(
          "\(error.what.dropLast()) (\(region.origin.text)).", why: error.why, fix: error.fix,
          exit: error.exit)
      }
    }
    if let cloud, let known = cloud.known {
      return Spot(
        place: known.place,
        origin: "\(cloud.provider) region \(cloud.region) in \(known.city), from "
          + cloud.regionOrigin)
    }
    var warnings: [String] = []
    if let cloud, !cloud.region.isEmpty {
      warnings.append(
        "The \(cloud.provider) region `\(cloud.region)` is not in the catalogue; give --region.")
    }
    // `TZ=UTC` in a script does not hide the zone that the machine itself is set to.
    for zone in hints.timeZones {
      guard let code = catalogue.country(timeZone: zone.name),
        let place = catalogue.place(key: code)
      else { continue }
      return Spot(
        place: place, origin: "time zone \(zone.name), from \(zone.origin)", warnings: warnings)
    }
    let hint = hints.timeZones.first.map { "time zone \($0.name) says nothing" } ?? "no hint"
    warnings.append(
      "Nothing tells where this machine stands, so the world average was taken; give --region.")
    return Spot(
      place: catalogue.world, origin: "\(hint): world average", warnings: warnings)
  }

  private func cloud(_ hints: SiteHints) -> Cloud? {
    // In the order of how much they tell: the asset tag is the mark of Azure.
    let strings = ["sys_vendor", "product_name", "chassis_asset_tag", "bios_vendor"]
      .compactMap { hints.firmware[$0] }
    guard let provider = catalogue.cloud(vendorStrings: strings) else { return nil }
    // A region variable counts on its own provider only: it is set on laptops too.
    let variable = (SiteHints.regionVariables[provider] ?? []).first {
      hints.variables[$0] != nil
    }
    let named = variable.flatMap { hints.variables[$0] }
    let region = hints.cloudInitRegion ?? named ?? ""
    return Cloud(
      provider: provider, region: region,
      regionOrigin: hints.cloudInitRegion != nil ? "cloud-init" : variable ?? "",
      known: region.isEmpty ? nil : catalogue.cloudRegion(provider, region))
  }

  /// - Parameter place: the place that was asked for by name, if any: a cloud region has a PUE of its own.
  private func pue(
    _ given: Sourced<Double>?, cloud: Cloud?, given place: Place?, hints: SiteHints
  ) -> PUE {
    if let given {
      return PUE(
        Estimate(exactly: Ratio(given.value)), origin: "given by \(given.origin.text)")
    }
    if let place, place.kind == "cloud-region" {
      return catalogue.pue(key: place.key)
        ?? catalogue.defaultPUE(
          cloud: place.key.split(separator: "/").first.map(String.init) ?? "",
          otherwise: "server")
    }
    if let cloud {
      return cloud.known?.pue ?? catalogue.defaultPUE(cloud: cloud.provider, otherwise: "server")
    }
    return catalogue.defaultPUE(cloud: Self.kind(chassis: hints.chassis))
  }

  /// Kind of place by SMBIOS chassis type (DMTF DSP0134, table 17).
  static func kind(chassis: Int?) -> String {
    switch chassis {
    // Desktop, tower, portable, laptop, notebook, all-in-one, tablet, convertible, mini PC, stick.
    case 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 24, 30, 31, 32, 34, 35, 36: "personal"
    // Main server, rack mount, blade, blade enclosure, multi-system.
    case 17, 23, 25, 28, 29: "server"
    case _: "unknown"
    }
  }
}
