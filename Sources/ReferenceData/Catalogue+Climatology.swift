package import Accounting

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

/// The usual intensity of a place hour by hour: means of the same month and hour of day over some years.
package struct HourlyProfile: Hashable, Sendable {
  package let place: String
  /// g CO2e/kWh by month (0…11) and hour of day in UTC (0…23): mean, and what 10 % and 90 % of the hours lie below.
  package let mean: [[Double]]
  package let p10: [[Double]]
  package let p90: [[Double]]
  package let years: String
  package let citation: Citation
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
  package func hourlyProfile(of place: Place, scope: String) -> HourlyProfile? {
    for key in [place.key] + place.wider {
      for table in Self.climatologyTables {
        let rows = Array(rows(table, under: key + "/").filter { $0["scope"] == scope })
        guard let first = rows.first else { continue }
        func months(_ statistic: String) -> [[Double]] {
          let known = rows.filter { $0["statistic"] == statistic }
            .sorted { (Int($0["month"]) ?? 0) < (Int($1["month"]) ?? 0) }
          return known.map { row in (0..<24).compactMap { Double(row[Self.column(hour: $0)]) } }
        }
        let (mean, p10, p90) = (months("mean"), months("p10"), months("p90"))
        guard
          [mean, p10, p90].allSatisfy({ $0.count == 12 && $0.allSatisfy { $0.count == 24 } })
        else { continue }
        return HourlyProfile(
          place: key, mean: mean, p10: p10, p90: p90, years: first["years"],
          citation: citation(of: first))
      }
    }
    return nil
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
