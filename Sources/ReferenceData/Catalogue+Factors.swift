package import Accounting
import Quantities

/// A factor, and how it was come by.
package struct PlacedFactor: Hashable, Sendable {
  package let factor: EmissionFactor
  /// From the place that was asked for to the one that has a figure: `Ashburn (aws/us-east-1)`,
  /// `PJM (US-MIDA-PJM)`.
  package let path: [String]
  /// What a reader should know: a wider place was taken, or a year far from the one asked for.
  package let warnings: [String]
}

extension Catalogue {
  /// Tables of average factors in the order of preference; marginal and residual ones stand apart and are
  /// never taken for an average.
  static let factorTables = ["grids", "grid_zones", "grids_subnational", "grids_direct"]

  /// The factor of a place for a year: of the place itself, or of the nearest wider one that has any.
  ///
  /// Within a place life-cycle goes before direct, and the newest year that is not after `year` before all
  /// others. Factors of different bases are never averaged.
  /// - Parameter basis: `life-cycle` or `direct` where only that will do; nil for the usual order.
  package func factor(of place: Place, year: Int, basis: String? = nil) -> PlacedFactor {
    var path = [place.text]
    for key in [place.key] + place.wider {
      if key != place.key {
        let name = self.place(key: key)?.text ?? key
        path.append(name)
      }
      guard let row = factorRow(key, year: year, basis: basis), let factor = factor(row, of: key)
      else {
        continue
      }
      return PlacedFactor(
        factor: factor, path: path,
        warnings: warnings(for: place, factor: factor, at: key, year: year))
    }
    // A test holds that the world has a row, so this is never reached.
    let none = EmissionFactor(
      region: Place.world, name: "World", intensity: .zero, year: 0, basis: "", source: citation("")
    )
    return PlacedFactor(factor: none, path: path, warnings: [])
  }

  /// The factor for the world as a whole.
  package func worldAverage(year: Int) -> EmissionFactor { factor(of: world, year: year).factor }

  /// The world as a place.
  package var world: Place {
    Place(key: Place.world, name: "World", kind: "world", country: "", wider: [])
  }

  /// The row that counts for a place and a year among all tables of average factors.
  func factorRow(_ place: String, year: Int, basis: String? = nil) -> Row? {
    let tables = Self.factorTables.map { table in
      averages(place, in: table).filter { basis == nil || $0["scope"] == basis }
    }.filter { !$0.isEmpty }
    let rows =
      tables.lazy.compactMap { rows in
        let lifeCycle = rows.filter { $0["scope"] == "life-cycle" }
        return lifeCycle.isEmpty ? nil : lifeCycle
      }.first ?? tables.first ?? []
    let dated = rows.map { (year: Int($0["year"]) ?? 0, row: $0) }
    // What is delivered carries the losses of the grid besides; per kWh produced is the common basis.
    let best = { (a: (year: Int, row: Row), b: (year: Int, row: Row)) in
      (a.year, a.row["flow"] == "delivered" ? 0 : 1) < (
        b.year, b.row["flow"] == "delivered" ? 0 : 1
      )
    }
    return dated.filter { $0.year <= year }.max(by: best)?.row
      ?? dated.min { $0.year < $1.year }?.row
  }

  /// Average factors of a place in one table.
  private func averages(_ place: String, in table: String) -> [Row] {
    rows(table, under: place + "/").filter { $0["kind"] == "average" }
  }

  func factor(_ row: Row, of place: String) -> EmissionFactor? {
    let range: Estimate<CarbonIntensity>? = estimate(
      row, "intensity_g_per_kwh", low: "low_g_per_kwh", high: "high_g_per_kwh")
    return range.map {
      EmissionFactor(
        region: place, name: self.place(key: place)?.name ?? place, intensity: $0,
        year: Int(row["year"]) ?? 0, basis: Self.basis(of: row), source: citation(of: row))
    }
  }

  /// `life-cycle, production, location-based, yearly average`.
  static func basis(of row: Row) -> String {
    let parts = [row["scope"], row["flow"], "location-based", "yearly average"]
    return parts.joined(separator: ", ") + (row["gas"] == "CO2" ? ", CO2 only" : "")
  }

  private func warnings(
    for place: Place, factor: EmissionFactor, at key: String, year: Int
  ) -> [String] {
    var warnings: [String] = []
    // The grid of a cloud region is what one wants of it; its country is only a substitute.
    let isGrid = place.kind == "cloud-region" && key != place.country
    if key != place.key, !isGrid, key == Place.world {
      warnings.append("There is no figure for \(place.text), so the world average was taken.")
    } else if key != place.key, !isGrid, place.kind != "cloud-region" {
      warnings.append(
        "There is no figure for \(place.text), so that of \(factor.name) was taken.")
    }
    if year - factor.year > 3 {
      warnings.append("The newest figure for \(factor.name) is of \(factor.year).")
    } else if factor.year > year {
      warnings.append(
        "The oldest figure for \(factor.name) is of \(factor.year), after the run's year \(year).")
    }
    return warnings
  }
}
