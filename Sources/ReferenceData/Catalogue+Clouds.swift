package import Accounting
import Quantities

extension Catalogue {
  /// The cloud whose mark stands in one of the machine's SMBIOS strings: `aws`, `gcp`, `azure` …
  package func cloud(vendorStrings: [String]) -> String? {
    vendorStrings.lazy.compactMap { find("clouds", $0.trimmed)?["provider"] }.first
  }

  /// Place, city and published PUE of a provider's region: `cloudRegion("aws", "eu-central-1")`.
  package func cloudRegion(
    _ provider: String, _ region: String
  ) -> (place: Place, city: String, pue: PUE?)? {
    guard let row = find("cloud_regions", "\(provider)/\(region.lowercased())"),
      let place = cloudPlace(key: row.key)
    else { return nil }
    // Published per region and year; season and site within the region are averaged away.
    let ratio: Estimate<Ratio>? = estimate(row, "pue", low: "low_pue", high: "high_pue")
    let pue = ratio.map {
      PUE(
        $0,
        origin: "\(provider) \(region) in \(row["pue_year"]) (\(citation(of: row).text))",
        key: row.key)
    }
    return (place, row["city"], pue)
  }

  /// PUE for a place without a figure of its own: a cloud, `personal`, `server` or `unknown`.
  /// - Parameter otherwise: the place whose figure is taken when there is none for `place`.
  package func defaultPUE(cloud place: String, otherwise: String = "unknown") -> PUE {
    guard let row = find("pue", place) ?? find("pue", otherwise),
      let ratio: Estimate<Ratio> = estimate(row, "pue", low: "low_pue", high: "high_pue")
    else { return PUE(Estimate(exactly: Ratio(1)), origin: "no figure at hand") }
    return PUE(ratio, origin: "\(row["name"]) (\(citation(of: row).text))", key: row.key)
  }

  /// The PUE that was found under `key` when a run was booked; nil when it is there no more.
  package func pue(key: String) -> PUE? {
    let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
    if parts.count == 2 { return cloudRegion(parts[0], parts[1])?.pue }
    return find("pue", key) == nil ? nil : defaultPUE(cloud: key)
  }

  /// A region as `gcp:europe-north1`, `gcp/europe-north1`, `us-east-1`, `West Europe`; nil when no cloud has
  /// one of that name.
  func cloudPlace(_ text: String, provider: String?) throws(Problem) -> Place? {
    let wanted = text.lowercased()
    for mark: Character in ["/", ":"] {
      guard let sign = wanted.firstIndex(of: mark) else { continue }
      let region = wanted[wanted.index(after: sign)...]
      return cloudPlace(key: "\(wanted[..<sign])/\(region)")
    }
    if let provider, let place = cloudPlace(key: "\(provider)/\(wanted)") { return place }
    let squashed = wanted.folded
    var keys = rows("cloud_regions").filter { $0["region"].lowercased() == wanted }.map(\.key)
    for row in rows("cloud_region_names")
    where row.key.split(separator: "/").last.map({ String($0).folded }) == squashed {
      if !keys.contains(row["region"]) { keys.append(row["region"]) }
    }
    // Two clouds may use one name for the same grid; then the one that most people mean is taken, and its key
    // is printed.
    let places = keys.sorted { Self.rank($0) < Self.rank($1) }.compactMap { cloudPlace(key: $0) }
    guard Set(places.map(\.wider)).count > 1 else { return places.first }
    throw Self.ambiguous(text, places.map(\.text))
  }

  private static func rank(_ key: String) -> Int {
    ["aws/", "azure/", "gcp/"].firstIndex { key.hasPrefix($0) } ?? 3
  }

  func cloudPlace(key: String) -> Place? {
    guard let row = find("cloud_regions", key) else { return nil }
    let country = row["country"]
    let grids = [row["zone"], row["subnational"]].filter { !$0.isEmpty && $0 != country }
    let wider = (grids + [country, Place.world]).filter { !$0.isEmpty }
    return Place(
      key: row.key, name: row["city"], kind: "cloud-region", country: country, wider: wider)
  }
}
