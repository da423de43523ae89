package import Accounting
import Quantities
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

  package func find(_ settings: Settings, hints: SiteHints) throws(Problem) -> Found {
    try find(region: settings.region, pue: settings.pue, hints: hints)
  }

  /// A region that nobody knows is a `Problem`; a hint that leads nowhere is a warning.
  package func find(
    region: Sourced<String>?, pue: Sourced<Double>?, hints: SiteHints
  ) throws(Problem) -> Found {
    let cloud = cloud(hints)
    let place = try factor(region, cloud: cloud, hints: hints)
    return Found(
      site: Site(
        factor: place.factor, pue: self.pue(pue, cloud: cloud, hints: hints), origin: place.origin),
      warnings: place.warnings)
  }

  private struct Cloud {
    let provider: String
    let region: String
    let regionOrigin: String
    let known: (country: String, city: String, pue: PUE?)?
  }

  private struct Place {
    let factor: EmissionFactor
    let origin: String
    var warnings: [String] = []
  }

  private func factor(
    _ region: Sourced<String>?, cloud: Cloud?, hints: SiteHints
  ) throws(Problem) -> Place {
    if let region {
      do {
        let factor = try catalogue.factor(region: region.value)
        return Place(factor: factor, origin: "given by \(region.origin.text)")
      } catch {
        throw Problem(
          "\(error.what.dropLast()) (\(region.origin.text)).", why: error.why, fix: error.fix,
          exit: error.exit)
      }
    }
    if let cloud, let known = cloud.known {
      return country(
        known.country,
        because: "\(cloud.provider) region \(cloud.region) in \(known.city), from "
          + cloud.regionOrigin)
    }
    var warnings: [String] = []
    if let cloud, !cloud.region.isEmpty {
      warnings.append(
        "The \(cloud.provider) region `\(cloud.region)` is not in the catalogue; give --region.")
    }
    // `TZ=UTC` in a script does not hide the zone that the machine itself is set to.
    for zone in hints.timeZones {
      guard let code = catalogue.country(timeZone: zone.name) else { continue }
      var place = country(code, because: "time zone \(zone.name), from \(zone.origin)")
      place.warnings = warnings + place.warnings
      return place
    }
    let hint = hints.timeZones.first.map { "time zone \($0.name) says nothing" } ?? "no hint"
    warnings.append(
      "Nothing tells where this machine stands, so the world average was taken; give --region.")
    return Place(
      factor: catalogue.worldAverage, origin: "\(hint): world average", warnings: warnings)
  }

  private func country(_ code: String, because reason: String) -> Place {
    if let factor = try? catalogue.factor(region: code) {
      return Place(factor: factor, origin: reason)
    }
    return Place(
      factor: catalogue.worldAverage, origin: "\(reason), which has no figure: world average",
      warnings: [
        "There is no figure for \(code) (\(reason)), so the world average was taken; give --region."
      ])
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

  private func pue(_ given: Sourced<Double>?, cloud: Cloud?, hints: SiteHints) -> PUE {
    if let given {
      return PUE(
        Estimate(exactly: Ratio(given.value)), origin: "given by \(given.origin.text)")
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
