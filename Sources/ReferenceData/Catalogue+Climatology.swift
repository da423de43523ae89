package import Accounting
import Quantities

/// What the electricity of a place usually emits at a month and an hour of the day.
package struct UsualIntensity: Hashable, Sendable {
  package let place: String
  /// Grams of CO2e per kilowatt-hour: mean over the hours that were asked for, and what 10 % and 90 % of them lie below.
  package let mean: Double
  package let p10: Double
  package let p90: Double
  /// Years whose hours were averaged: `2021-2024`.
  package let years: String
  package let citation: Citation
}

/// The usual intensity of a place by month and hour, in grams of CO2e per kilowatt-hour.
package struct UsualHours: Hashable, Sendable {
  package let place: String
  /// Years whose hours were averaged: `2021-2024`.
  package let years: String
  /// By month from January, then by hour of the day in UTC.
  package let mean: [[Double]]
  /// What 10 % and 90 % of hours lie below.
  package let p10: [[Double]]
  package let p90: [[Double]]
  package let citation: Citation
  /// What they were scaled to, in words; empty where they were not.
  package var level = ""

  /// `Electricity Maps, usual hours 2021-2024, at the level of 2025 (Ember)`.
  package var source: String {
    "\(citation.author), usual hours \(years)" + (level.isEmpty ? "" : ", \(level)")
  }

  init(
    place: String, years: String, mean: [[Double]], p10: [[Double]], p90: [[Double]],
    citation: Citation
  ) {
    self.place = place
    self.years = years
    self.mean = mean
    self.p10 = p10
    self.p90 = p90
    self.citation = citation
  }
}

extension UsualHours {
  /// The hours at the level of a yearly factor of the same basis, so that what is planned by them can be set beside what is booked
  /// by it; as they are where the factor is of another basis or of the whole world.
  package func levelled(by factor: EmissionFactor, scope: String) -> UsualHours {
    let all = mean.flatMap(\.self)
    let sum = all.reduce(0, +)
    let isAlike = factor.basis.hasPrefix(scope) && factor.region != Place.world
    guard isAlike, sum > 0, factor.intensity.value.gramsPerKilowattHour > 0 else { return self }
    let scale = factor.intensity.value.gramsPerKilowattHour * Double(all.count) / sum
    func scaled(_ months: [[Double]]) -> [[Double]] { months.map { $0.map { $0 * scale } } }
    var levelled = UsualHours(
      place: place, years: years, mean: scaled(mean), p10: scaled(p10), p90: scaled(p90),
      citation: citation)
    levelled.level = "at the level of \(factor.year) (\(factor.source.author))"
    return levelled
  }
}

extension Catalogue {
  static let climatologyTables = ["climatology", "climatology_us"]

  /// The usual intensity of a place, or of the nearest wider one with hourly data; nil where there is none.
  /// - Parameters:
  ///   - month: 1…12; nil for the whole year.
  ///   - hour: of the day in UTC, 0…23; nil for the whole day.
  ///   - scope: `life-cycle` or `direct`.
  package func usualIntensity(
    of place: Place, month: Int?, hour: Int?, scope: String
  ) -> UsualIntensity? {
    for key in [place.key] + place.wider {
      for table in Self.climatologyTables {
        let rows = rows(table).filter {
          $0["place"] == key && $0["scope"] == scope && (month == nil || Int($0["month"]) == month)
        }
        func mean(_ statistic: String) -> Double? {
          let hours = hour.map { [$0] } ?? Array(0..<24)
          let values = rows.filter { $0["statistic"] == statistic }.flatMap { row in
            hours.compactMap { Double(row[Self.column(hour: $0)]) }
          }
          return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
        guard let first = rows.first, let middle = mean("mean"), let low = mean("p10"),
          let high = mean("p90"), low > 0
        else { continue }
        return UsualIntensity(
          place: key, mean: middle, p10: low, p90: high, years: first["years"],
          citation: citation(of: first))
      }
    }
    return nil
  }

  /// The usual hours of a place, or of the nearest wider one whose hours are known; nil where there is none.
  /// - Parameter scope: `life-cycle` or `direct`.
  package func usualHours(of place: Place, scope: String) -> UsualHours? {
    ([place.key] + place.wider).lazy.compactMap { usualHours(at: $0, scope: scope) }.first
  }

  /// The usual hours of a place by its key; nil where they are not known.
  package func usualHours(at key: String, scope: String) -> UsualHours? {
    for table in Self.climatologyTables {
      let rows = rows(table, under: "\(key)/\(scope)/")
      guard let first = rows.first else { continue }
      func months(_ statistic: String) -> [[Double]] {
        let known = rows.filter { $0["statistic"] == statistic }
          .sorted { (Int($0["month"]) ?? 0) < (Int($1["month"]) ?? 0) }
        return known.map { row in (0..<24).compactMap { Double(row[Self.column(hour: $0)]) } }
      }
      let (mean, p10, p90) = (months("mean"), months("p10"), months("p90"))
      guard [mean, p10, p90].allSatisfy({ $0.count == 12 && $0.allSatisfy { $0.count == 24 } })
      else { continue }
      return UsualHours(
        place: key, years: first["years"], mean: mean, p10: p10, p90: p90,
        citation: citation(of: first))
    }
    return nil
  }

  /// What a kWh of each fuel emits, in g CO2e: the panel's figures before those of others.
  package var fuelFactors: [String: (direct: Double?, lifeCycle: Double)] {
    var factors: [String: (direct: Double?, lifeCycle: Double)] = [:]
    // The keys of a fuel's rows end in who says so.
    for source in ["/codecarbon", "/joulebook", "/uk", "/ipcc"] {
      for row in rows("fuels") where row.key.hasSuffix(source) {
        guard let lifeCycle = row.number("lifecycle_g_per_kwh") else { continue }
        factors[row["fuel"]] = (row.number("direct_g_per_kwh"), lifeCycle)
      }
    }
    return factors
  }

  /// Places whose hours are known.
  package var climatologyPlaces: [String] {
    Set(Self.climatologyTables.flatMap { rows($0).map { $0["place"] } }).sorted()
  }

  private static func column(hour: Int) -> String {
    "h\(hour < 10 ? "0" : "")\(hour)_g_per_kwh"
  }
}

extension Catalogue {
  /// What one kilowatt-hour more causes in a country, by a yearly operating margin; nil where there is no figure.
  package func marginalFactor(of place: Place) -> EmissionFactor? {
    for key in [place.key] + place.wider where key != Place.world {
      let rows = rows("grids_marginal", under: key + "/")
      if let row = rows.max(by: { $0["year"] < $1["year"] }), let factor = factor(row, of: key) {
        return factor
      }
    }
    return nil
  }
}
