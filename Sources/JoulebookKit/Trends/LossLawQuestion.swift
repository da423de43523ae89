import Accounting
import Forecasting
import Foundation
import Reporting

/// A budget or a target, put to one law after another.
struct LossLawQuestion {
  let budget: ReturnsRange?
  let target: Double?
  /// Compute in the middle of the picture.
  let around: Double

  /// Sizes and data of the fits: Hoffmann et al. 2022 trained models of 70 million to 16 billion parameters on 5 to 500 billion
  /// tokens (abstract), whose points Besiroglu et al. 2024 read off; Kaplan et al. 2020 up to 1.5 billion parameters and 23
  /// billion tokens (section 2), which is 2.1e20 FLOP.
  private static let chinchillaSizes = 70e6...16e9
  private static let chinchillaTokens = 5e9...500e9
  private static let kaplanMost = 6 * 1.5e9 * 23e9

  func answer(_ found: LossLawCatalogue.Found) -> LossLawReport.Law {
    switch found.law {
    case .chinchilla(let law): answer(found, law)
    case .kaplan(let law): answer(found, law)
    }
  }

  private var places: [Double] {
    (0...60).map { around * pow(10, (Double($0) - 30) / 10) }
  }

  private func answer(
    _ found: LossLawCatalogue.Found, _ law: ChinchillaLaw
  ) -> LossLawReport.Law {
    let flop = target.map { law.flop(forLoss: $0) } ?? budget?.value
    var answer = LossLawReport.Law(
      name: found.name, citation: found.citation, flop: flop,
      halvingFactor: law.computeFactor(leaving: 0.5))
    answer.floor = law.floor
    answer.floorError = found.errors["E"]
    answer.sizeGrowth = law.sizeGrowth
    if let size = found.errors["alpha"], let data = found.errors["beta"] {
      answer.sizeGrowthError = law.sizeGrowthError(sizeError: size, dataError: data)
    }
    answer.curve = places.map { .init(flop: $0, loss: law.optimum(flop: $0).loss) }
    guard let flop else { return answer }
    let best = law.optimum(flop: flop)
    let ends =
      (target == nil ? budget : nil).map {
        [law.optimum(flop: $0.low), law.optimum(flop: $0.high)]
      } ?? [best, best]
    answer.parameters = ReturnsRange(
      best.parameters, low: ends[0].parameters, high: ends[1].parameters)
    answer.tokens = ReturnsRange(best.tokens, low: ends[0].tokens, high: ends[1].tokens)
    answer.loss = ReturnsRange(best.loss, low: ends[1].loss, high: ends[0].loss)
    answer.lossPerEFold = law.lossPerEFold(flop: flop)
    answer.nextFLOP = law.flop(forLoss: best.loss - 0.01)
    answer.isBeyondTheData =
      !Self.chinchillaSizes.contains(best.parameters)
      || !Self.chinchillaTokens.contains(best.tokens)
    return answer
  }

  private func answer(_ found: LossLawCatalogue.Found, _ law: KaplanLaw) -> LossLawReport.Law {
    let flop = target.map { law.amount(forLoss: $0) * PetaflopDay.flop } ?? budget?.value ?? 0
    var answer = LossLawReport.Law(
      name: found.name, citation: found.citation, flop: flop,
      halvingFactor: law.factor(leaving: 0.5))
    func loss(_ flop: Double) -> Double { law.loss(PetaflopDay.days(flop: flop)) }
    answer.curve = places.map { .init(flop: $0, loss: loss($0)) }
    answer.loss = ReturnsRange(
      loss(flop), low: loss(target == nil ? budget?.high ?? flop : flop),
      high: loss(target == nil ? budget?.low ?? flop : flop))
    answer.lossPerEFold = law.lossPerEFold(PetaflopDay.days(flop: flop))
    answer.nextFLOP = law.amount(forLoss: loss(flop) - 0.01) * PetaflopDay.flop
    answer.isBeyondTheData = flop > Self.kaplanMost
    return answer
  }
}
