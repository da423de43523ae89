/// What `trends growth` was asked for: texts as they stand behind the flags.
public struct GrowthRequest: Sendable {
  /// A table of dates and values.
  public var file: String?
  public var series: GrowthSeries?
  public var preset: GrowthPreset?
  public var from: String?
  public var to: String?
  public var domain: String?
  /// `all`, `record` or `top:10`.
  public var rule: String?
  public var only: [String] = []
  public var without: [String] = []
  /// The column of a file that is looked at.
  public var column: String?
  public var unit: String?
  public var draws = 2000
  public var seed: UInt64 = 1

  public init() {}
}

/// Series of the catalogue.
public enum GrowthSeries: String, CaseIterable, Sendable {
  case compute, parameters, data, power, cost, energy, emissions
  case compute2024 = "compute-2024"
  case openai

  /// As help lists them.
  public var meaning: String {
    switch self {
    case .compute: "training compute of notable and large models"
    case .parameters: "their size"
    case .data: "their training sets; say of what with --unit tokens"
    case .power: "power while training, estimated for the facility's share"
    case .cost: "cost of the training compute in 2023 dollars"
    case .energy: "energy of training runs as published"
    case .emissions: "emissions of training runs as published"
    case .compute2024: "training compute in the list's copy of December 2024"
    case .openai: "the 15 models of OpenAI's AI and Compute"
    }
  }
}

/// Trends that others have published, ready to be redone.
public enum GrowthPreset: String, CaseIterable, Sendable {
  case openai2018 = "openai-2018"
  case sevilla2022 = "sevilla-2022"
  case epoch
}
