/// The amounts that a claim may have. The raw value is the field's name in JSON and YAML.
package enum Measure: String, Hashable, Sendable, CaseIterable {
  case chips, duration
  case deviceTime = "device_time"
  case power, tdp, energy
  case itEnergy = "it_energy"
  case facilityEnergy = "facility_energy"
  case pue, intensity
  case marketIntensity = "market_intensity"
  case emissions
  case marketEmissions = "market_emissions"
  case perRequest = "per_request"
  case requests
  case parameters
  case activeParameters = "active_parameters"
  case experts
  case activeExperts = "active_experts"
  case tokens, words, data, epochs, flop, macs, images, peak, mfu
  case water, wue
  case offsiteWater = "offsite_water"
  case embodied
  case embodiedShare = "embodied_share"
  case reservedTime = "reserved_time"
  case lifetime
  case useRate = "use_rate"
  case cores
  case powerPerCore = "power_per_core"
  case processPower = "process_power"
  case packagePower = "package_power"
  case acPower = "ac_power"
  case dcPower = "dc_power"
  case cost, price
  case score

  package var dimension: Dimension {
    switch self {
    case .chips, .requests, .parameters, .activeParameters, .experts, .activeExperts, .epochs,
      .macs, .images, .cores, .score:
      .count
    case .duration, .deviceTime, .lifetime, .reservedTime: .time
    case .power, .tdp, .powerPerCore, .processPower, .packagePower, .acPower, .dcPower: .power
    case .energy, .itEnergy, .facilityEnergy, .perRequest: .energy
    case .pue, .mfu, .useRate: .ratio
    case .intensity, .marketIntensity: .intensity
    case .emissions, .marketEmissions, .embodied, .embodiedShare: .mass
    case .tokens: .tokens
    case .words: .words
    case .data: .bytes
    case .flop: .operations
    case .peak: .rate
    case .water: .volume
    case .wue, .offsiteWater: .waterIntensity
    case .cost: .money
    case .price: .price
    }
  }

  /// What it is, in a line of the reference.
  package var meaning: String {
    switch self {
    case .chips: "accelerators, or machines, that ran at once"
    case .duration: "time by the clock"
    case .deviceTime: "time summed over devices: GPU-hours"
    case .power: "mean power; of each chip where `chips` or `device_time` is given"
    case .tdp: "rated power of a chip"
    case .energy: "energy; `boundary` says what it holds"
    case .itEnergy: "energy of the IT equipment, without PUE"
    case .facilityEnergy: "energy at the facility's meter, with PUE"
    case .pue: "power usage effectiveness"
    case .intensity: "carbon intensity of the electricity"
    case .marketIntensity: "the same by contracts"
    case .emissions: "emissions; location-based unless `intensity_method` says otherwise"
    case .marketEmissions: "emissions by contracts, beside the location-based ones"
    case .perRequest: "energy of a request"
    case .requests: "how many requests"
    case .parameters: "parameters of the model, all of them"
    case .activeParameters: "parameters that a token passes, in a mixture of experts"
    case .experts: "experts of a layer"
    case .activeExperts: "experts that a token passes"
    case .tokens: "tokens that training saw"
    case .words: "words of text"
    case .data: "size of the text on disk"
    case .epochs: "passes over the data"
    case .flop: "operations of the whole training, or of one forward pass beside `macs`"
    case .macs: "multiply-accumulates of one forward pass"
    case .images: "images of one epoch"
    case .peak: "peak rate of one chip"
    case .mfu: "model FLOP utilisation"
    case .water: "water consumed"
    case .wue: "water on site per kWh of IT energy"
    case .offsiteWater: "water of making electricity per kWh"
    case .embodied: "carbon of making the device or server"
    case .embodiedShare: "the part of it that is booked"
    case .reservedTime: "how long the device was held for it"
    case .lifetime: "how long the device is used"
    case .useRate: "part of its life in which it works"
    case .cores: "cores of the processor"
    case .powerPerCore: "power of a core"
    case .processPower: "power of the process"
    case .packagePower: "power of the processor package"
    case .acPower: "power at the plug"
    case .dcPower: "power behind the power supply"
    case .cost: "cost of the devices, in US dollars"
    case .price: "price of a device-hour, in US dollars"
    case .score: "quality that was reached"
    }
  }

  /// Other names, each with the unit that it implies; empty for none.
  package static let aliases: [String: (measure: Measure, unit: String)] = [
    "gpus": (.chips, ""), "devices": (.chips, ""), "accelerators": (.chips, ""),
    "hours": (.duration, "h"), "days": (.duration, "d"), "minutes": (.duration, "min"),
    "seconds": (.duration, "s"), "months": (.duration, "months"), "period": (.duration, ""),
    "gpu_hours": (.deviceTime, "h"), "device_hours": (.deviceTime, "h"),
    "chip_hours": (.deviceTime, "h"), "tpu_hours": (.deviceTime, "h"),
    "gpu_days": (.deviceTime, "d"), "kwh": (.energy, "kWh"), "mwh": (.energy, "MWh"),
    "watts": (.power, "W"), "carbon_intensity": (.intensity, ""), "co2e": (.emissions, ""),
    "carbon": (.emissions, ""), "total_parameters": (.parameters, ""), "params": (.parameters, ""),
    "wue_site": (.wue, ""), "wue_source": (.offsiteWater, ""), "ewif": (.offsiteWater, ""),
    "peak_tflops": (.peak, "TFLOP/s"), "flops": (.flop, ""), "energy_consumed": (.energy, ""),
  ]

  /// The measure and the unit that a field's name means: `energy_kwh`, `gpu_hours`, `intensity_g_per_kwh`.
  package static func named(_ name: String) -> (measure: Measure, unit: String?)? {
    let name = name.lowercased()
    if let measure = Measure(rawValue: name) { return (measure, nil) }
    if let alias = aliases[name] { return (alias.measure, alias.unit.isEmpty ? nil : alias.unit) }
    var cut = name
    while let bar = cut.lastIndex(of: "_") {
      cut = String(cut[..<bar])
      let measure = Measure(rawValue: cut) ?? aliases[cut]?.measure
      guard let measure else { continue }
      let unit = name.dropFirst(cut.count + 1).split(separator: "_")
        .map { $0 == "per" ? "/" : String($0) }.joined(separator: " ")
      guard case .known = UnitText.read(unit) else { return nil }
      return (measure, unit)
    }
    return nil
  }
}
