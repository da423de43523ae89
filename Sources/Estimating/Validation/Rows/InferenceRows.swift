import Accounting

extension Validation {
  private static let mlEnergy = "mlenergy-v3"
  private static let epoch = "epoch-2025-chatgpt"
  private static let ecologits = "ecologits-0.11.3"

  /// A measured row: watts of all devices over tokens per second.
  private static func measured(
    _ id: String, _ title: String, watts: Double, tokensPerSecond: Double,
    joules: (Double, Double), tolerance: Double
  ) -> ValidationRow {
    ValidationRow(
      id, mlEnergy, title,
      .estimate(
        "inference",
        [
          "method": "throughput", "watts": .number(watts),
          "tokens-per-second": .number(tokensPerSecond), "output-tokens": 1, "node-factor": 1,
          "pue": 1, "intensity": 0,
        ]),
      [
        Expectation(
          "J/token", "joules_per_output_token", joules.1, printed: joules.0, within: tolerance)
      ])
  }

  /// An answer by Epoch AI's estimate of a chat (You 2025): 70 % of 1,275 W a device.
  private static func chat(
    _ id: String, _ title: String, parameters: Double, tokens: Double, utilisation: Double,
    pue: Double, wattHours: (Double, Double)
  ) -> ValidationRow {
    ValidationRow(
      id, epoch, title,
      .estimate(
        "inference",
        [
          "method": "epoch2025", "active-parameters": .number(parameters),
          "output-tokens": .number(tokens), "peak-tflops": 989,
          "utilisation": .number(utilisation), "watts": 892.5, "node-factor": 1,
          "pue": .number(pue), "intensity": 0,
        ]),
      [
        Expectation(
          "Wh", "facility_energy_joules", per: 3600, wattHours.1, printed: wattHours.0,
          within: 0.005)
      ])
  }

  /// A request by EcoLogits 0.11.3.
  private static func request(
    _ id: String, _ title: String, active: Double, total: Double, tokens: Double, pue: Double,
    intensity: Double, latency: Double?, devices: Double, wattHours: (Double, Double),
    grams: Double, embodied: (Double, Double), earlier: Double
  ) -> ValidationRow {
    var given: [String: Amount] = [
      "active-parameters": .number(active * 1e9), "total-parameters": .number(total * 1e9),
      "output-tokens": .number(tokens), "pue": .number(pue), "intensity": .number(intensity),
    ]
    if let latency { given["latency"] = .number(latency) }
    return ValidationRow(
      id, ecologits, title,
      .estimate(
        "api", given,
        also: {
          let modelled = EcoLogits.latencySeconds(activeBillions: active, tokens: tokens)
          return [
            "earlier_grams": EcoLogits.embodiedGrams(
              latencySeconds: latency.map { min($0, modelled) } ?? modelled,
              devices: $0["devices"], deviceGrams: 164e3)
          ]
        }),
      [
        Expectation("GPUs", "devices", devices),
        Expectation(
          "Wh", "facility_energy_joules", per: 3600, wattHours.1, printed: wattHours.0,
          within: 1e-6),
        Expectation("g of use", "emissions_grams", grams),
        Expectation("embodied g, 164 kg", "earlier_grams", earlier),
        Expectation(
          "embodied g, 273 kg", "embodied_grams", embodied.1, printed: embodied.0,
          within: 1e-6),
      ], flags: ["X42"], note: "The embodied figure of a GPU differs between versions."
    ) { outcome in
      [
        Flags.versionsDiffer(
          "embodied grams", outcome["earlier_grams"], "0.9.1", outcome["embodied_grams"], "0.11.3")
      ]
    }
  }

  /// Answering: measured, modelled, disclosed.
  static let inferenceRows: [ValidationRow] = [
    ValidationRow(
      "V76", mlEnergy, "Llama-3.1-70B, 4 H100, batch 8",
      .estimate(
        "inference",
        [
          "method": "throughput", "watts": 1765.4279, "tokens-per-second": 469.6893,
          "output-tokens": 349.9863, "node-factor": 1, "pue": 1, "intensity": 0,
        ]),
      [
        Expectation(
          "J/token", "joules_per_output_token", 3.758_714_324_55, printed: 3.7587, within: 1e-4),
        Expectation(
          "J/request", "joules_per_request", 1315.498_519_21, printed: 1315.4985, within: 1e-5),
      ]),
    measured(
      "V77", "Llama-3.1-70B, 4 H100, batch 16", watts: 1803.806, tokensPerSecond: 862.6481,
      joules: (2.091, 2.091_010_227_69), tolerance: 1e-4),
    measured(
      "V78", "Llama-3.1-70B, 2 B200, batch 8", watts: 1698.02, tokensPerSecond: 475.7337,
      joules: (3.5693, 3.569_265_746_78), tolerance: 1e-4),
    measured(
      "V79", "Llama-3.1-70B, 2 B200, batch 2048", watts: 1907.0861, tokensPerSecond: 10_107.8121,
      joules: (0.1887, 0.188_674_470_908), tolerance: 5e-4),
    chat(
      "V80", "An answer of 500 tokens", parameters: 100e9, tokens: 500, utilisation: 0.1,
      pue: 1.2, wattHours: (0.3, 0.300_808_897_877)),
    chat(
      "V81", "An answer of 1,500 tokens", parameters: 100e9, tokens: 1500, utilisation: 0.1,
      pue: 1.2, wattHours: (0.9, 0.902_426_693_63)),
    chat(
      "V82", "A small model", parameters: 20e9, tokens: 500, utilisation: 0.1, pue: 1.2,
      wattHours: (0.06, 0.060_161_779_575_3)),
    chat(
      "V83", "The pessimistic case", parameters: 200e9, tokens: 500, utilisation: 0.05, pue: 1.3,
      wattHours: (1.3, 1.303_505_224_13)),
    request(
      "V84", "Mistral-7B, 5 s", active: 7.3, total: 7.3, tokens: 200, pue: 1.26,
      intensity: 590.478, latency: 5, devices: 1, wattHours: (0.015_362_435, 0.015_362_435_216_4),
      grams: 0.009_071_180_021_73, embodied: (0.000_813_802, 0.000_813_802_083_333),
      earlier: 0.000_723_792_517_546),
    request(
      "V85", "Mixtral 8x7B, 10 s", active: 12.9, total: 46.7, tokens: 200, pue: 1.26,
      intensity: 590.478, latency: 10, devices: 2, wattHours: (0.039_941_225, 0.039_941_225),
      grams: 0.023_584_414_651_4, embodied: (0.003_137_374, 0.003_137_374_167_71),
      earlier: 0.002_790_368_805_68),
    request(
      "V86", "A dense model of 70B", active: 70, total: 70, tokens: 400, pue: 1.14,
      intensity: 383.55, latency: nil, devices: 4, wattHours: (0.249_861_017, 0.249_861_017_277),
      grams: 0.095_834_193_176_5, embodied: (0.022_638_781, 0.022_638_781_311_1),
      earlier: 0.020_134_847_102_2),
    request(
      "V87", "A dense model of 405B", active: 405, total: 405, tokens: 400, pue: 1.2,
      intensity: 383.55, latency: nil, devices: 16, wattHours: (3.653_536_693, 3.653_536_693),
      grams: 1.401_313_998_6, embodied: (0.327_326_429, 0.327_326_428_537),
      earlier: 0.291_122_896_614),
    ValidationRow(
      "V88", ecologits, "Mistral-7B, water",
      .estimate(
        "hardware",
        [
          "energy-kwh": 1.219_24e-5, "pue": 1.26, "intensity": 0, "wue": 0.569,
          "water-intensity": 3.908,
        ],
        also: { _ in
          [
            "earlier": WaterUse.litres(
              itKilowattHours: 1.219_24e-5 * 1.26, pue: 1.26, onSite: 0.569, offSite: 3.908)
          ]
        }),
      [
        Expectation(
          "L", "water_litres", 6.697_382_859_2e-5, printed: 6.697_387_749e-5, within: 1e-5)
      ], flags: ["X01", "X42"], note: "Up to 0.9 the energy already held PUE when it met PUE again."
    ) { outcome in
      [
        Flags.pueTwice(
          "the energy of a request", declaredIT: outcome["facility_energy_joules"] / 3.6e6,
          withoutPUE: 1.219_24e-5, pue: 1.26),
        Flags.versionsDiffer(
          "litres", outcome["earlier"], "0.9", outcome["water_litres"], "0.11.3"),
      ]
    },
    ValidationRow(
      "V89", "elsworth-2025", "Gemini, parts of 0.24 Wh",
      .formula("share × 0.24 Wh") {
        [
          "accelerators": 0.24 * 0.58, "host": 0.24 * 0.25, "idle": 0.24 * 0.10,
          "overhead": 0.24 * 0.08,
        ]
      },
      [
        Expectation("Wh accelerators", "accelerators", 0.1392, printed: 0.14, within: 0.01),
        Expectation("Wh host", "host", 0.06, printed: 0.06, within: 0.001),
        Expectation("Wh idle", "idle", 0.024, printed: 0.02, within: 0.21),
        Expectation("Wh overhead", "overhead", 0.0192, printed: 0.02, within: 0.05),
      ], flags: ["X04"]
    ) { _ in
      [
        Flags.sumDoesNotClose(
          "the shares, per cent,", [58, 25, 10, 8], total: 100, rounding: 0.5)
      ]
    },
    ValidationRow(
      "V90", "elsworth-2025", "Gemini, implied factors",
      .formula("g and mL ÷ 0.24 Wh") {
        [
          "g": ImpliedFigure.gramsPerKilowattHour(grams: 0.03, kilowattHours: 0.24e-3),
          "litres": 0.26e-3 / 0.24e-3,
        ]
      }, [Expectation("g/kWh", "g", 125), Expectation("L/kWh", "litres", 1.083_333_333_33)],
      flags: ["X18", "X27"],
      note: "By contract and with embodied emissions; the figures are of a median prompt."
    ) { _ in
      [
        Flags.basisMixed("125 g/kWh beside grid factors", .market, .location),
        Flags.medianTimesCount(.median),
      ]
    },
    ValidationRow(
      "V91", "mistral-2025-lca", "Mistral Large 2, an answer of 400 tokens",
      .formula("g ÷ tokens") { ["mg": 1.14e3 / 400] }, [Expectation("mg/token", "mg", 2.85)]),
  ]
}
