package import Accounting
import Quantities

extension Catalogue {
  /// ISO 3166 code of the country that an IANA time zone belongs to; nil for `UTC` and its like.
  package func country(timeZone: String) -> String? {
    Table("timezones").find(timeZone).map { $0["country"] }
  }

  /// The cloud whose mark stands in one of the machine's SMBIOS strings: `aws`, `gcp`, `azure` …
  package func cloud(vendorStrings: [String]) -> String? {
    let table = Table("clouds")
    return vendorStrings.lazy.compactMap { table.find($0.trimmed)?["provider"] }.first
  }

  /// Country and published PUE of a provider's region: `cloudRegion("aws", "eu-central-1")`.
  package func cloudRegion(
    _ provider: String, _ region: String
  ) -> (country: String, city: String, pue: PUE?)? {
    guard let row = Table("cloud_regions").find("\(provider)/\(region.lowercased())") else {
      return nil
    }
    let pue = row.number("pue").map { value in
      // Published per region and year; season and site within the region are averaged away.
      PUE(
        Estimate(Ratio(value), low: Ratio(max(1, value - 0.05)), high: Ratio(value + 0.1)),
        origin: "\(provider) \(region) in \(row["pue_year"]) "
          + "(\(citation(row["source"]).text))")
    }
    return (row["country"], row["city"], pue)
  }

  /// PUE for a place without a figure of its own: a cloud, `personal`, `server` or `unknown`.
  /// - Parameter otherwise: the place whose figure is taken when there is none for `place`.
  package func defaultPUE(cloud place: String, otherwise: String = "unknown") -> PUE {
    let table = Table("pue")
    guard let row = table.find(place) ?? table.find(otherwise),
      let ratio: Estimate<Ratio> = estimate(row, "pue", low: "low", high: "high")
    else { return PUE(Estimate(exactly: Ratio(1)), origin: "no figure at hand") }
    return PUE(ratio, origin: "\(row["name"]) (\(citation(row["source"]).text))")
  }
}
