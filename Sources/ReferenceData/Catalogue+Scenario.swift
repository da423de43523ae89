package import Accounting
package import Quantities

/// What the catalogue knows of the things that bend a curve of emissions, by time.
extension Catalogue {
  /// Peak half-precision FLOP for each joule of rated power, of GPUs by their date.
  package var acceleratorEfficiencies: [GrowthPoint] {
    rows("accelerators").compactMap { row in
      guard row["kind"] == "gpu", let watts = row.number("board_watts"), watts > 0,
        let teraflops = row.number("tensor_fp16_tflops") ?? row.number("fp16_tflops"),
        let date = Timestamp(row["released"])
      else { return nil }
      return GrowthPoint(row["name"], date, teraflops * 1e12 / watts)
    }
  }

  /// Yearly average intensity of a place in g CO2e/kWh, of the years that it is known for.
  package func yearlyIntensities(of place: Place, from first: Int, to last: Int) -> [(
    year: Int, grams: Double
  )] {
    (first...max(first, last)).compactMap { year in
      let found = factor(of: place, year: year).factor
      return found.year == year && found.intensity.value.gramsPerKilowattHour > 0
        ? (year, found.intensity.value.gramsPerKilowattHour) : nil
    }
  }

  /// Mean PUE of large buildings, by the year of the survey.
  package var surveyedPUE: [(year: Int, pue: Double)] {
    rows("pue_survey").compactMap { row in
      guard let year = Int(row.key), let pue = row.number("pue") else { return nil }
      return (year, pue)
    }
  }

  /// A published training run by key or name, with its emissions.
  package func publishedTraining(_ name: String) -> (
    name: String, emissions: Emissions, year: Int, source: Citation
  )? {
    let wanted = name.lowercased()
    let found = rows("training_published").first { row in
      row.number("tonnes") != nil
        && (row.key.lowercased() == wanted || row["name"].lowercased() == wanted)
    }
    guard let found, let tonnes = found.number("tonnes"), let year = Int(found["year"]) else {
      return nil
    }
    return (
      found["name"], .grams(tonnes * 1e6), year,
      citation(found["source"].split(separator: " ").first.map(String.init) ?? "")
    )
  }

  /// Names of published training runs with emissions.
  package var publishedTrainings: [String] {
    rows("training_published").filter { $0.number("tonnes") != nil }.map { $0["name"] }
  }
}
