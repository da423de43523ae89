import Accounting

extension LossLawReport: Encodable {
  enum CodingKeys: String, CodingKey {
    case schema, question, finding, laws, notes, device
    case budget = "budget_flop"
    case low = "budget_low_flop"
    case high = "budget_high_flop"
    case target = "target_loss"
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(question, forKey: .question)
    try keys.encode(headline, forKey: .finding)
    try keys.encode(target, forKey: .target)
    try keys.encode(budgetFLOP?.value, forKey: .budget)
    try keys.encode(budgetFLOP?.low, forKey: .low)
    try keys.encode(budgetFLOP?.high, forKey: .high)
    try keys.encode(conversion?.description, forKey: .device)
    try keys.encode(laws.map { Message($0, conversion) }, forKey: .laws)
    try keys.encode(notes, forKey: .notes)
  }

  private struct Message: Encodable {
    let name: String
    let source: String
    let flop: Double?
    let petaflopDays: Double?
    let parameters: Double?
    let tokens: Double?
    let tokensPerParameter: Double?
    let loss: Double?
    let floor: Double?
    let lossPerEFold: Double?
    let halving: Double
    let energy: Double?
    let emissions: Double?
    let isBeyondTheData: Bool

    enum CodingKeys: String, CodingKey {
      case name, source, flop, parameters, tokens, loss, floor
      case petaflopDays = "petaflop_s_days"
      case tokensPerParameter = "tokens_per_parameter"
      case lossPerEFold = "loss_per_e_fold"
      case halving = "halving_compute_factor"
      case energy = "facility_energy_joules"
      case emissions = "emissions_grams"
      case isBeyondTheData = "beyond_the_data"
    }

    init(_ law: Law, _ conversion: Conversion?) {
      name = law.name
      source = law.citation
      flop = law.flop
      petaflopDays = law.flop.map { PetaflopDay.days(flop: $0) }
      parameters = law.parameters?.value
      tokens = law.tokens?.value
      tokensPerParameter = law.tokensPerParameter
      loss = law.loss?.value
      floor = law.floor
      lossPerEFold = law.lossPerEFold
      halving = law.halvingFactor
      energy = law.flop.flatMap { flop in conversion.map { flop * $0.joulesPerFLOP.value } }
      emissions = law.flop.flatMap { flop in conversion.map { flop * $0.gramsPerFLOP.value } }
      isBeyondTheData = law.isBeyondTheData
    }
  }
}
