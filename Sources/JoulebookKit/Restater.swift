import Accounting
import Quantities
import ReferenceData

/// Works out what a run's carbon is under a catalogue: its joules stay, factor and PUE are looked up again.
struct Restater {
  let catalogue: Catalogue

  /// The entry's site as this catalogue has it, by the place that was asked for and the run's date. What was
  /// given by hand stays as it was given.
  func site(of entry: Entry) -> Site {
    let old = entry.site
    let key = old.place ?? old.factor.region
    guard let place = catalogue.place(key: key) else { return old }
    let placed = catalogue.factor(of: place, year: entry.run.started.year)
    let pue = old.pue.key.flatMap { catalogue.pue(key: $0) } ?? old.pue
    // An entry of before the place was kept gets no new words when nothing else is new.
    let isSame = placed.factor == old.factor && pue == old.pue
    return Site(
      factor: placed.factor, pue: pue, origin: old.origin, place: isSame ? old.place : key,
      catalogue: isSame ? old.catalogue : catalogue.version)
  }

  /// The entry under this catalogue.
  func restated(_ entry: Entry) -> Entry {
    var entry = entry
    entry.site = site(of: entry)
    return entry
  }

  /// What differs between two sites, one clause each; empty when the figure is the same.
  static func reasons(from old: Site, to new: Site) -> [String] {
    var reasons: [String] = []
    let a = old.factor
    let b = new.factor
    if a.region != b.region { reasons.append("\(b.name) instead of \(a.name)") }
    if a.basis != b.basis { reasons.append("\(b.basis) instead of \(a.basis)") }
    if a.year != b.year { reasons.append("the factor of \(b.year) instead of \(a.year)") }
    if a.source.id != b.source.id || a.source.userTable != b.source.userTable {
      reasons.append("by \(b.source.text)")
    }
    if a.intensity != b.intensity {
      let values = [a, b].map { $0.intensity.value.gramsPerKilowattHour.text() }
      reasons.append(
        values[0] == values[1] && a.intensity.value == b.intensity.value
          ? "another range around \(values[0]) g CO2e/kWh"
          : "\(values[1]) instead of \(values[0]) g CO2e/kWh")
    }
    if old.pue.ratio != new.pue.ratio {
      reasons.append(
        "PUE \(new.pue.ratio.value.base.text()) instead of \(old.pue.ratio.value.base.text())")
    }
    return reasons
  }
}
