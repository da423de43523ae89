import Accounting
package import Estimating
import Quantities

/// What every estimator promises. Hand in an estimator and one case that it can work out; get back the promises that
/// it breaks, none when it may be listed.
package struct EstimatorContract {
  private let estimator: any Estimator
  private let given: [String: Given]
  private let facts: EstimatingFacts
  private var violations: [String] = []

  /// - Parameters:
  ///   - given: a case with PUE and intensity given.
  ///   - rising: parameters of the case that energy rises with.
  ///   - zero: parameters that make the energy zero when all of them are.
  package static func violations(
    of estimator: any Estimator, given: [String: String], rising: [String], zero: [String],
    facts: EstimatingFacts = .none
  ) -> [String] {
    var contract = EstimatorContract(
      estimator, given.mapValues { Given($0, origin: "case") }, facts: facts)
    contract.checkResults()
    contract.checkPUE()
    for name in rising { contract.checkRising(name) }
    contract.checkZero(zero)
    contract.checkRefusals()
    return contract.violations
  }

  private init(_ estimator: any Estimator, _ given: [String: Given], facts: EstimatingFacts) {
    self.estimator = estimator
    self.given = given
    self.facts = facts
  }

  private func evaluation(_ change: [String: String] = [:]) -> Evaluation? {
    let all = given.merging(change.mapValues { Given($0, origin: "case") }) { $1 }
    return try? Estimators.draft(estimator, all, facts: facts).model.evaluated()
  }

  private mutating func check(_ promise: String, _ holds: Bool) {
    if !holds { violations.append(promise) }
  }

  private mutating func checkResults() {
    guard let evaluation = evaluation() else {
      violations.append("the case is worked out")
      return
    }
    for key in ["energy_joules", "facility_energy_joules", "emissions_grams"] {
      check("there is a result \(key)", evaluation[key] != nil)
    }
    check("energy is in joules", evaluation["energy_joules"]?.unit == "J")
    check("emissions are in grams of CO2e", evaluation["emissions_grams"]?.unit == "g CO2e")
    for result in evaluation.results {
      check("\(result.key) has a name", !result.label.isEmpty)
      check("\(result.key) is finite", result.value.isFinite)
      check(
        "\(result.key) lies in its interval",
        result.low90 <= result.value * (1 + 1e-12) && result.value <= result.high90 * (1 + 1e-12))
      check(
        "the half of \(result.key) lies in the 90 %",
        result.low90 <= result.low50 && result.high50 <= result.high90)
    }
    check(
      "parameters have meanings", estimator.parameters.allSatisfy { !$0.meaning.isEmpty })
    check(
      "numbers have units",
      estimator.parameters.allSatisfy {
        if case .number = $0.kind { !$0.unit.isEmpty } else { $0.unit.isEmpty }
      })
  }

  /// A PUE of 1.5 over one of 1.0 makes facility energy and emissions half as much again, and leaves the IT energy.
  private mutating func checkPUE() {
    guard let one = evaluation(["pue": "1"]), let more = evaluation(["pue": "1.5"]) else {
      violations.append("PUE may be given")
      return
    }
    func ratio(_ key: String) -> Double { (more[key]?.value ?? 0) / (one[key]?.value ?? 1) }
    check("PUE is applied once to energy", abs(ratio("facility_energy_joules") - 1.5) < 1e-12)
    check("PUE is applied once to emissions", abs(ratio("emissions_grams") - 1.5) < 1e-12)
    check("PUE leaves IT energy as it is", abs(ratio("energy_joules") - 1) < 1e-12)
  }

  private mutating func checkRising(_ name: String) {
    guard let value = given[name]?.distribution?.best,
      let less = evaluation()?["energy_joules"]?.value,
      let more = evaluation([name: "\(value * 1.25)"])?["energy_joules"]?.value
    else {
      violations.append("\(name) may be changed")
      return
    }
    check("energy rises with \(name)", more > less)
  }

  private mutating func checkZero(_ names: [String]) {
    let nothing = evaluation(Dictionary(uniqueKeysWithValues: names.map { ($0, "0") }))
    check(
      "zero \(names.joined(separator: " and ")) is zero energy",
      !names.isEmpty && nothing?["energy_joules"]?.value == 0)
  }

  private mutating func checkRefusals() {
    check("a parameter that is not there is refused", evaluation(["no-such-parameter": "1"]) == nil)
    check("a PUE below 1 is refused", evaluation(["pue": "0.9"]) == nil)
    check("what is no number is refused", evaluation(["pue": "much"]) == nil)
    // `basis` chooses a factor; with an intensity given there is none to choose.
    check("an input that would not be used is refused", evaluation(["basis": "direct"]) == nil)
  }
}
