import Accounting

extension Validation {
  private static let bloom = "luccioni-2023-bloom"
  private static let flm = "li-2023-flm"
  private static let morrison = "morrison-2025"
  private static let declarations = "co2-submissions"

  /// Table 3 of Li et al. 2023; its header has "MkWh" where MWh are meant.
  private static func flmRow(
    _ id: String, _ title: String, hours: Double, watts: Double, pue: Double, intensity: Double,
    rated: [Double], mwh: (Double, Double), tonnes: (Double, Double), tolerance: Double = 0.003,
    flags: [String] = [], note: String = ""
  ) -> ValidationRow {
    byHours(
      id, flm, title, hours: hours, watts: watts, pue: pue, intensity: intensity, rated: rated,
      [
        Expectation(
          "IT MWh", "energy_joules", per: 3.6e9, mwh.1, printed: mwh.0, within: tolerance),
        Expectation(
          "net t", "emissions_grams", per: 1e6, tonnes.1, printed: tonnes.0, within: tolerance),
      ], flags: flags + ["X02"], note: note + "The header's \"MkWh\" would be a thousand MWh."
    ) { outcome in
      [
        Flags.powerOfTen(
          declared: mwh.0 * 1e6, recomputed: outcome["energy_joules"] / 3.6e6)
      ]
    }
  }

  /// Model cards and papers that state hours, power and factor.
  static let cardRows: [ValidationRow] = [
    byHours(
      "V19", bloom, "BLOOM, dynamic", hours: 1_082_990, watts: 400, intensity: 57, rated: [400],
      [
        .kilowattHours(433_196, printed: 433_196, within: 1e-5),
        .tonnes(24.692_172, printed: 24.7, within: 0.002),
      ], flags: ["X11"], note: "No PUE in it, as the paper says."),
    ValidationRow(
      "V19a", bloom, "BLOOM, idle and infrastructure",
      .estimate(
        "hardware",
        ["device-hours": .number(1_082_990.0 / 384), "watts": 91_000, "pue": 1, "intensity": 57]),
      [.kilowattHours(256_646.067_7), .tonnes(14.628_825_859_4)], origin: .computed,
      note: "27 kW of infrastructure and 64 kW of idle nodes over the hours that 384 GPUs took. "
        + "Fairly sure: the two powers are quoted from memory; with V19b the three parts close."),
    ValidationRow(
      "V19b", bloom, "BLOOM, embodied",
      .formula("device-hours × made ÷ (6 a × 8760 h × 0.85)") {
        let (devices, servers) = bloomEmbodied()
        return ["devices": devices, "servers": servers, "all": devices + servers]
      },
      [
        Expectation("t of GPUs", "devices", per: 1e6, 3.636_146_924_52),
        Expectation("t of servers", "servers", per: 1e6, 7.575_306_092_76),
        Expectation("t", "all", per: 1e6, 11.211_453_017_3),
      ], origin: .computed,
      note: "150 kg a GPU and 2,500 kg a server of eight, six years, used for 85 % of them. Fairly "
        + "sure: life and use rate are quoted from memory."),
    ValidationRow(
      "V19c", bloom, "BLOOM, total",
      .formula("V19 + V19a + V19b") {
        let embodied = bloomEmbodied()
        let operation = (1_082_990 * 0.4 + 1_082_990.0 / 384 * 91) * 57 / 1e6
        return ["t": operation + (embodied.devices + embodied.servers) / 1e6]
      },
      [Expectation("t", "t", 50.532_450_876_7)], origin: .computed,
      note: "Fairly sure, as its parts are."),
    ValidationRow(
      "V67", bloom, "BLOOM, compute",
      .estimate(
        "training",
        [
          "parameters": 176.25e9, "tokens": 366e9, "device-hours": 1_082_990, "watts": 400,
          "node-factor": 1, "pue": 1, "intensity": 57,
        ]), [.flop(3.870_45e23, printed: 3.87e23, within: 0.001)], flags: ["X11"]
    ) { _ in [Flags.ratedPower(watts: 400, rated: [400])] },
    byHours(
      "V41", "oquab-2023", "DINOv2, all four models", hours: 22_000 + 4500 + 5300 + 8000,
      watts: 400, pue: 1.1, intensity: 385, rated: [400],
      [.tonnes(6.742_12, printed: 7, within: 0.05)], flags: ["X11"]),
    byHours(
      "V42", "oquab-2023", "DINOv2 ViT-g", hours: 22_000, watts: 400, pue: 1.1, intensity: 385,
      rated: [400],
      [
        .megawattHours(9.68, printed: 9.7, within: 0.005),
        .tonnes(3.7268, printed: 3.7, within: 0.01),
      ], flags: ["X11"]),
    byHours(
      "V43", "simeoni-2025", "DINOv3", hours: 61_440, watts: 700, pue: 1.1, intensity: 385,
      rated: [700],
      [
        .megawattHours(47.3088, printed: 47, within: 0.01),
        .tonnes(18.213_888, printed: 18, within: 0.015),
      ], flags: ["X11"]),
    ValidationRow(
      "V44", morrison, "OLMo 2 13B",
      .estimate(
        "hardware", ["energy-kwh": 257_000, "pue": 1.12, "intensity": 351],
        also: { _ in
          [
            "litres": WaterUse.litresByFacilityEnergy(
              itKilowattHours: 257_000, pue: 1.12, onSiteAndOffSite: 3.10)
          ]
        }),
      [
        .tonnes(101.031_84, printed: 101, within: 0.002),
        Expectation("kL", "litres", per: 1000, 892.304, printed: 892, within: 0.001),
      ], flags: ["X01", "X13"],
      note: "The row prints 230 MWh; 257 are 230 × 1.12, so PUE is in 101 t twice. WUE is 1.29 in "
        + "one table and 1.49 in another."
    ) { _ in
      [
        Flags.pueTwice("257 MWh", declaredIT: 257, withoutPUE: 230, pue: 1.12),
        Flags.textDiffersFromTable("WUE", 1.29, 1.49, rounding: 0.01),
      ]
    },
    ValidationRow(
      "V45", morrison, "Embodied emissions of all runs",
      .estimate(
        "hardware",
        [
          "device-hours": 1_650_000, "watts": 1, "pue": 1, "intensity": 0,
          "embodied": .number(3700.0 / 8), "lifetime": 4, "use-rate": 1,
        ], also: { ["kg_per_hour": $0["embodied_grams"] / 1000 / 1_650_000] }),
      [
        Expectation(
          "kg/GPU-h", "kg_per_hour", 0.013_199_200_913_2, printed: 0.013, within: 0.02),
        Expectation(
          "t", "embodied_grams", per: 1e6, 21.778_681_506_8, printed: 22, within: 0.015),
      ], note: "The node of eight is used all its life: no use rate is stated."),
    ValidationRow(
      "V46", morrison, "Totals",
      .formula("sums") { ["t": 159 + 312 + 22, "kl": 843 + 1921 + 4.8] },
      [
        Expectation("t", "t", 493, printed: 493, within: 1e-4),
        Expectation("kL", "kl", 2768.8, printed: 2769, within: 2e-4),
      ], flags: ["X01"], note: "Its parts hold the 13B row: 101 t need 230 MWh × 1.12 × 1.12."
    ) { _ in
      [
        Flags.pueNotOnce(
          "the 101 t of the 13B row", declared: 101, withoutPUE: 230 * 0.351, pue: 1.12)
      ]
    },
    ValidationRow(
      "V47", "olmo-3", "Implied factors",
      .formula("total ÷ energy") {
        [
          "kg": ImpliedFigure.gramsPerKilowattHour(grams: 4251e6, kilowattHours: 12.3e6) / 1000,
          "litres": 15_887e3 / 12.3e6,
        ]
      },
      [
        Expectation("kg/kWh", "kg", 0.345_609_756_098),
        Expectation("L/kWh", "litres", 1.291_626_016_26),
      ]),
    flmRow(
      "V48", "GPT-3", hours: 3.55e6, watts: 330, pue: 1.1, intensity: 429, rated: [300],
      mwh: (1171, 1171.5), tonnes: (552, 552.830_85), flags: ["X12"]),
    flmRow(
      "V49", "Gopher", hours: 3.77e6, watts: 283, pue: 1.08, intensity: 330, rated: [450],
      mwh: (1066, 1066.91), tonnes: (380, 380.246_724)),
    flmRow(
      "V50", "PaLM", hours: 8.4e6, watts: 378.5, pue: 1.08, intensity: 79, rated: [],
      mwh: (3179, 3179.4), tonnes: (271, 271.266_408)),
    flmRow(
      "V51", "LLaMA-2 70B", hours: 1.72e6, watts: 400, pue: 1.1, intensity: 385, rated: [400],
      mwh: (688, 688), tonnes: (291, 291.368), flags: ["X11"]),
    flmRow(
      "V52", "FLM-101B", hours: 1.01e5, watts: 400, pue: 1, intensity: 650, rated: [400],
      mwh: (40, 40.4), tonnes: (26, 26.26), tolerance: 0.012, flags: ["X11"],
      note: "650 g/kWh are implied by the row. "),
    byHours(
      "V53", "stable-diffusion-card", "Stable Diffusion v1", hours: 150_000, watts: 250,
      intensity: 300, rated: [250], [.kilograms(11_250, printed: 11_250, within: 1e-5)],
      flags: ["X11", "X14"],
      note: "The calculator that it names has 367.8 g/kWh for the place, which would be 13,792 kg."
    ) { _ in
      [
        Flags.impliedFactor(
          "g/kWh", implied: 11_250e3 / (150_000 * 0.25), stated: 367.8, within: 1e-3)
      ]
    },
    byHours(
      "V54", "idefics-card", "IDEFICS-80B", hours: 512 * 672, watts: 400, intensity: 287,
      rated: [400], [.kilograms(39_498.547_2, printed: 39_498, within: 1e-4)],
      flags: ["X11", "X14"], note: "The card states 288 g/kWh, which would be 39,636 kg."
    ) { _ in
      [
        Flags.impliedFactor(
          "g/kWh", implied: 39_498e3 / (512 * 672 * 0.4), stated: 288, within: 1e-3)
      ]
    },
    byHours(
      "V55", "idefics-card", "IDEFICS-80B instruct", hours: 384 * 72, watts: 400, intensity: 287,
      rated: [400], [.kilograms(3173.990_4, printed: 3174, within: 1e-4)], flags: ["X11", "X14"],
      note: "288 g/kWh as stated would be 3,185 kg."
    ) { _ in
      [
        Flags.impliedFactor(
          "g/kWh", implied: 3174e3 / (384 * 72 * 0.4), stated: 288, within: 1e-3)
      ]
    },
    byHours(
      "V56", "gpt-fr-card", "gpt-fr", hours: 32 * 140, watts: 300, intensity: 432, rated: [300],
      [.kilograms(580.608, printed: 580.61, within: 1e-4)], flags: ["X11", "X15"],
      note: "The site is in France: at 57 g/kWh it is 76.6 kg."
    ) { _ in
      [
        Flags.otherRegionsFactor(
          implied: 580.61e3 / (32 * 140 * 0.3), site: 57, usual: 432)
      ]
    },
    byHours(
      "V57", "li-2023-starcoder", "StarCoder", hours: 320_256, watts: 280, pue: 1.2,
      intensity: 155, rated: [],
      [
        Expectation(
          "IT kWh", "energy_joules", per: 3.6e6, 89_671.68, printed: 89_671.68, within: 1e-5),
        .tonnes(16.678_932_48, printed: 16.68, within: 0.001),
      ], flags: []
    ) { outcome in
      [
        Flags.pueNotOnce(
          "the emissions", declared: 16.68e6, withoutPUE: 89_671.68 * 155, pue: 1.2)
      ]
    },
    byHours(
      "V58", "open-llm-leaderboard", "Open LLM leaderboard, one hour", hours: 1, watts: 5600,
      intensity: 269.8, rated: [], [.kilograms(1.510_88)], flags: [],
      note: "The leaderboard prints the formula."),
    ValidationRow(
      "V59", declarations, "A declaration, 16 A100",
      .estimate(
        "hardware",
        [
          "count": 16, "watts": 250, "hours": 20, "node-factor": 1, "pue": 1, "intensity": 617,
        ], also: { _ in ["all": (49 + 15) * 1.135] }),
      [
        .kilograms(49.36, printed: 49, within: 0.01),
        Expectation("kg with all", "all", 72.64, printed: 73, within: 0.006),
      ], flags: ["X11", "X20"],
      note: "49 kg, rounded, and 15 kg of another source are added, and the sum takes PUE 1.135."
    ) { _ in
      [
        Flags.ratedPower(watts: 250, rated: [400, 250]),
        Flags.boundariesDiffer("49 kg + 15 kg", .device, .otherGrid),
      ]
    },
    ValidationRow(
      "V60", declarations, "A declaration, 2 Titan RTX",
      .estimate(
        "hardware",
        ["count": 2, "watts": 280, "hours": 72, "node-factor": 1, "pue": 1.28, "intensity": 105],
        also: { ["it_grams": $0["energy_joules"] / 3.6e6 * 105] }),
      [
        Expectation("kg without PUE", "it_grams", per: 1000, 4.2336, printed: 4, within: 0.06),
        .kilograms(5.419_008, printed: 5, within: 0.09),
      ], flags: ["X11"], note: "Printed in whole kilograms."
    ) { _ in [Flags.ratedPower(watts: 280, rated: [280])] },
  ]

  /// Grams of the making of BLOOM's GPUs and servers, for the time that it took.
  private static func bloomEmbodied() -> (devices: Double, servers: Double) {
    let hours = 1_082_990.0
    let life = 6 * UnitConversion.hoursPerYear
    return (
      EmbodiedShare.grams(
        madeGrams: 150e3, reservedHours: hours, lifeHours: life, useRate: 0.85),
      EmbodiedShare.grams(
        madeGrams: 2500e3, reservedHours: hours / 8, lifeHours: life, useRate: 0.85)
    )
  }
}
