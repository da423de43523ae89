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

  /// Places whose hours are known.
  package var climatologyPlaces: [String] {
    Set(Self.climatologyTables.flatMap { rows($0).map { $0["place"] } }).sorted()
  }

  private static func column(hour: Int) -> String {
    "h\(hour < 10 ? "0" : "")\(hour)_g_per_kwh"
  }
}
