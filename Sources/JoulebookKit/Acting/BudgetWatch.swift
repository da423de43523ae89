import Accounting
import Quantities

/// Adds up what a run has used and says when that reaches its budget: a rule without a clock.
struct BudgetWatch {
  let limit: BudgetLimit
  let action: Acting.Budget.Action
  let price: ElectricityPrice?
  /// Used by earlier runs of the same project, where the budget is the project's.
  let before: Double
  /// Part of the limit that was used, 1 for all.
  private(set) var part: Double
  /// Seconds after the start at which it was used up.
  private(set) var reached: Double?
  private var lastEnergy = Energy.zero
  private var grams = 0.0
  /// Joules whose emissions went by an intensity of their time, and by the site's yearly factor.
  private var timed = 0.0
  private var yearly = 0.0

  init(
    _ limit: BudgetLimit, action: Acting.Budget.Action, price: ElectricityPrice?, before: Double = 0
  ) {
    self.limit = limit
    self.action = action
    self.price = price
    self.before = before
    part = before / limit.amount
  }

  /// Takes in what was used up to now; true when the budget is used up by it, once.
  /// - Parameters:
  ///   - energy: of the run at the facility's meter, since the start.
  ///   - intensity: of this time; nil where none is known and the yearly factor has to do.
  mutating func look(
    energy: Energy, intensity: CarbonIntensity?, factor: CarbonIntensity, seconds: Double
  ) -> Bool {
    let more = energy - lastEnergy
    lastEnergy = energy
    grams += (more * (intensity ?? factor)).grams
    if intensity == nil { yearly += more.joules } else { timed += more.joules }
    let used: Double
    switch limit.kind {
    case .energy: used = energy.joules
    case .emissions: used = grams
    case .money: used = energy.kilowattHours * (price?.perKilowattHour ?? 0)
    }
    part = (before + used) / limit.amount
    guard part >= 1, reached == nil else { return false }
    reached = seconds
    return true
  }

  /// Forgets that it was reached, when somebody lets the run go on without it.
  func record(stopped: Bool) -> Acting.Budget {
    Acting.Budget(
      limit: limit.text, action: action, used: part, reached: reached, stopped: stopped,
      basis: basis)
  }

  private var basis: String {
    let own: String
    switch limit.kind {
    case .energy: own = "Energy of the run × PUE."
    case .emissions:
      if timed == 0 {
        own = "Energy × PUE × the yearly factor of the region."
      } else if yearly == 0 {
        own = "Energy × PUE × the intensity of the time."
      } else {
        own =
          "Energy × PUE × the intensity of the time, and the yearly factor where none was known."
      }
    case .money(let currency):
      own = "Energy × PUE × \((price?.perKilowattHour ?? 0).text(significant: 4)) \(currency)/kWh."
    }
    return before > 0 ? own + " Earlier runs of the project counted in." : own
  }
}
