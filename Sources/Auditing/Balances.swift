import Accounting
import Quantities

extension Claim {
  /// Time summed over devices: given, or chips times duration.
  var heldTime: (seconds: Double, inputs: [Amount], text: String)? {
    if let given = self[.deviceTime] { return (given.value, [given], given.written) }
    guard let duration = self[.duration] else { return nil }
    guard let chips = self[.chips] else { return (duration.value, [duration], duration.written) }
    return (
      chips.value * duration.value, [chips, duration], "\(chips.written) × \(duration.written)"
    )
  }

  /// Power times time: what the chips drew, without PUE. The power may be a rated one.
  var drawn: (joules: Double, inputs: [Amount], text: String, isRated: Bool)? {
    guard let held = heldTime, let power = self[.power] ?? self[.tdp] else { return nil }
    // A rating is multiplied as it stands; a measured mean was rounded for print.
    let isRating = self[.power] == nil || says(.powerSource, "tdp", "assumed")
    return (
      power.value * held.seconds, held.inputs + (isRating ? [] : [power]),
      "\(held.text) × \(power.written)",
      self[.power] == nil
    )
  }

  /// Energy with the field that it stands in, and whether it is at the facility's meter; nil: not said.
  private var energies: [(measure: Measure, amount: Amount, isFacility: Bool?)] {
    var found: [(Measure, Amount, Bool?)] = []
    if let amount = self[.energy] {
      let isFacility: Bool? = self[.boundary].map { $0.lowercased() == "facility" }
      found.append((.energy, amount, isFacility))
    }
    if let amount = self[.itEnergy] { found.append((.itEnergy, amount, false)) }
    if let amount = self[.facilityEnergy] { found.append((.facilityEnergy, amount, true)) }
    return found
  }

  private var ratioPUE: Double? { self[.pue]?.value }

  /// Every figure of the claim that others of its figures make.
  var balances: [Balance] {
    energyBalances + emissionBalances + wholeBalances
  }

  private var energyBalances: [Balance] {
    var found: [Balance] = []
    if let drawn, drawn.joules > 0 {
      for energy in energies where energy.amount.value > 0 {
        let allowed: Set<Int> = energy.isFacility.map { $0 ? [1] : [0] } ?? [0, 1]
        found.append(
          Balance(
            energy.measure, energy.amount, expected: drawn.joules, pue: ratioPUE,
            allowed: allowed, inputs: drawn.inputs, formula: drawn.text,
            isUpperBound: drawn.isRated))
      }
    }
    if let it = self[.itEnergy], let facility = self[.facilityEnergy], let pue = ratioPUE {
      found.append(
        Balance(
          .facilityEnergy, facility, expected: it.value, pue: pue, allowed: [1], inputs: [it],
          formula: it.written))
    }
    return found
  }

  private var emissionBalances: [Balance] {
    guard let emissions = self[.emissions], let intensity = self[.intensity], emissions.value > 0
    else { return [] }
    let energies = energies.filter { $0.amount.value > 0 }
    // The facility's meter goes first: nothing has to be multiplied in.
    if let energy = energies.last {
      var isFacility = energy.isFacility
      if isFacility == nil, let drawn, !drawn.isRated, let pue = ratioPUE {
        // Which of both it is follows from power and time, where they are stated.
        let it = Balance(
          .energy, energy.amount, expected: drawn.joules, pue: pue, allowed: [0],
          inputs: drawn.inputs, formula: "")
        switch it.verdict {
        case .agrees: isFacility = false
        case .pue(let times): isFacility = times >= 1
        case .powerOfTen, .massUnit, .differs: break
        }
      }
      let allowed: Set<Int> = isFacility.map { $0 ? [0] : [1] } ?? [0, 1]
      return [
        Balance(
          .emissions, emissions, expected: energy.amount.value / 3.6e6 * intensity.value,
          pue: ratioPUE, allowed: allowed, inputs: [energy.amount, intensity],
          formula: "\(energy.amount.written) × \(intensity.written)")
      ]
    }
    if drawn == nil, let each = self[.perRequest], let count = self[.requests],
      !says(.statistic, "median")
    {
      return [
        Balance(
          .emissions, emissions, expected: each.value * count.value / 3.6e6 * intensity.value,
          pue: ratioPUE, allowed: [0, 1], inputs: [each, intensity],
          formula: "\(count.written) × \(each.written) × \(intensity.written)")
      ]
    }
    guard let drawn, drawn.joules > 0 else { return [] }
    return [
      Balance(
        .emissions, emissions, expected: drawn.joules / 3.6e6 * intensity.value, pue: ratioPUE,
        allowed: [1], inputs: drawn.inputs + [intensity],
        formula: "\(drawn.text) × \(intensity.written)", isUpperBound: drawn.isRated)
    ]
  }

  /// Figures that have nothing to do with PUE.
  private var wholeBalances: [Balance] {
    var found: [Balance] = []
    if let emissions = self[.marketEmissions], let intensity = self[.marketIntensity],
      let energy = self[.facilityEnergy] ?? self[.energy]
    {
      found.append(
        Balance(
          .marketEmissions, emissions, expected: energy.value / 3.6e6 * intensity.value,
          pue: ratioPUE, allowed: self[.facilityEnergy] == nil ? [0, 1] : [0],
          inputs: [energy, intensity], formula: "\(energy.written) × \(intensity.written)"))
    }
    if let share = self[.embodiedShare], let booked = embodiedShare(of: self[.embodied]) {
      found.append(
        Balance(
          .embodiedShare, share, expected: booked.grams, inputs: booked.inputs,
          formula: booked.text))
    }
    if let total = self[.energy], let each = self[.perRequest], let count = self[.requests] {
      found.append(
        Balance(
          .energy, total, expected: each.value * count.value, inputs: [each],
          formula: "\(count.written) × \(each.written)"))
    }
    if let cost = self[.cost], let price = self[.price], let held = heldTime {
      found.append(
        Balance(
          .cost, cost, expected: price.value * held.seconds / 3600, inputs: held.inputs + [price],
          formula: "\(held.text) × \(price.written)"))
    }
    if let flop = self[.flop], let made = sixND {
      found.append(
        Balance(
          .flop, flop, expected: made.flop, inputs: [], formula: made.text))
    }
    return found
  }

  /// C = TE × reserved time / lifetime / use rate (Software Carbon Intensity, BLOOM).
  func embodiedShare(of whole: Amount?) -> (grams: Double, inputs: [Amount], text: String)? {
    guard let whole, let life = self[.lifetime], life.value > 0,
      let held = self[.reservedTime] ?? self[.deviceTime]
    else { return nil }
    let rate = self[.useRate]
    guard rate.map({ $0.value > 0 }) ?? true else { return nil }
    return (
      whole.value * held.value / life.value / (rate?.value ?? 1), [whole, held],
      "\(whole.written) × \(held.written) / \(life.written)"
        + (rate.map { " / \($0.written)" } ?? "")
    )
  }

  /// Compute of training by 6·N·D (Kaplan 2020), N the parameters that a token passes.
  var sixND: (flop: Double, text: String)? {
    guard let size = self[.activeParameters] ?? self[.parameters], let tokens = self[.tokens],
      self[.macs] == nil
    else { return nil }
    let epochs = self[.epochs]?.value ?? 1
    let passes = epochs == 1 ? "" : " × \(epochs.text(significant: 4)) epochs"
    return (
      6 * size.value * tokens.value * epochs,
      "6 × \(size.written) × \(tokens.written)\(passes)"
    )
  }

  /// Operations over what the chips could have done in their time.
  var wholeRunUtilisation: Double? {
    guard let flop = self[.flop] ?? sixND.map({ Amount($0.flop, .operations) }),
      let peak = self[.peak], let held = heldTime,
      self[.deviceTime] != nil || self[.chips] != nil, peak.value > 0, held.seconds > 0
    else { return nil }
    return flop.value / (held.seconds * peak.value)
  }
}

extension Double {
  /// `3.4 %`.
  package var percentText: String { "\((self * 100).text(significant: 3)) %" }
}
