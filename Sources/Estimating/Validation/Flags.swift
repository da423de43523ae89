public import Accounting
import Quantities
import RealModule

/// Checks of published numbers. Each is a condition on what it is given: a flag with the finding, or nil.
public enum Flags {
  // MARK: PUE

  /// How often PUE is in a declared figure: 0, 1 or 2 times, the nearest within 2 %; nil where none is near.
  public static func pueCount(declared: Double, withoutPUE: Double, pue: Double) -> Int? {
    (0...2).map { (count: $0, off: abs(declared / (withoutPUE * Double.pow(pue, $0)) - 1)) }
      .filter { $0.off <= 0.02 }.min { $0.off < $1.off }?.count
  }

  /// X01: a figure that should hold PUE once holds it not at all or twice.
  public static func pueNotOnce(
    _ what: String, declared: Double, withoutPUE: Double, pue: Double
  ) -> Inconsistency? {
    guard let count = pueCount(declared: declared, withoutPUE: withoutPUE, pue: pue), count != 1
    else { return nil }
    return Inconsistency(
      "X01", "\(what) holds PUE \(pue.plain) \(count == 0 ? "not at all" : "twice")")
  }

  /// X01: a figure that is multiplied by PUE afterwards holds it already.
  public static func pueTwice(
    _ what: String, declaredIT: Double, withoutPUE: Double, pue: Double
  ) -> Inconsistency? {
    guard let count = pueCount(declared: declaredIT, withoutPUE: withoutPUE, pue: pue), count > 0
    else { return nil }
    return Inconsistency(
      "X01", "\(what) already holds PUE \(pue.plain) and is multiplied by it again")
  }

  /// X01: what is used as an intensity is intensity × PUE.
  public static func pueInFactor(factor: Double, intensity: Double, pue: Double) -> Inconsistency? {
    guard pue != 1, abs(factor / (intensity * pue) - 1) <= 0.02 else { return nil }
    return Inconsistency(
      "X01", "the factor \(figure(factor)) hides PUE: \(figure(intensity)) × \(pue.plain)")
  }

  // MARK: Arithmetic

  /// X02: declared and recomputed differ by a power of ten, to 0.03 of its exponent.
  public static func powerOfTen(declared: Double, recomputed: Double) -> Inconsistency? {
    guard declared > 0, recomputed > 0 else { return nil }
    let exponent = Double.log10(declared / recomputed)
    let whole = exponent.rounded()
    guard whole != 0, abs(exponent - whole) <= 0.03 else { return nil }
    return Inconsistency(
      "X02",
      "\(figure(declared)) is \(figure(Double.exp10(whole))) times the recomputed "
        + figure(recomputed))
  }

  /// X03: a part of a total is below zero.
  public static func negativeComponent(_ parts: [String: Double]) -> Inconsistency? {
    guard let part = parts.filter({ $0.value < 0 }).min(by: { $0.key < $1.key }) else { return nil }
    return Inconsistency(
      "X03", "\(part.key.replacing("_", with: " ")) is \(figure(part.value)), below zero")
  }

  /// X03: a running total falls.
  public static func fallingTotal(_ values: [Double]) -> Inconsistency? {
    guard let drop = zip(values, values.dropFirst()).first(where: { $0.1 < $0.0 }) else {
      return nil
    }
    return Inconsistency("X03", "a running total falls from \(figure(drop.0)) to \(figure(drop.1))")
  }

  /// X04: parts and total differ by more than rounding.
  public static func sumDoesNotClose(
    _ what: String, _ parts: [Double], total: Double, rounding: Double
  ) -> Inconsistency? {
    let sum = parts.reduce(0, +)
    guard abs(sum - total) > rounding else { return nil }
    return Inconsistency("X04", "\(what) add up to \(figure(sum)), not \(figure(total))")
  }

  /// X44: a printed product is not the product of its factors.
  public static func productDiffers(
    _ what: String, printed: Double, factors: [Double], within: Double = 0.01
  ) -> Inconsistency? {
    let product = factors.reduce(1, *)
    guard abs(printed / product - 1) > within else { return nil }
    return Inconsistency(
      "X44", "\(what): \(figure(printed)) is stored, the factors give \(figure(product))")
  }

  // MARK: Units

  /// X05: two figures of one thing lie a pound, a kilogram or a ton apart: 2.2046 or 0.9072, to 0.5 %.
  public static func unitRatio(_ a: Double, _ b: Double) -> Inconsistency? {
    guard a > 0, b > 0 else { return nil }
    let ratios = [2.204_623, 1 / 2.204_623, 0.907_185, 1 / 0.907_185]
    guard ratios.contains(where: { abs(a / b / $0 - 1) <= 0.005 }) else { return nil }
    return Inconsistency(
      "X05", "\(figure(a)) and \(figure(b)) are one amount in pounds and kilograms")
  }

  /// X05: a figure in pounds and one in kilograms that are said to be the same are not, by more than 1 %.
  public static func poundsAreNotKilograms(pounds: Double, kilograms: Double) -> Inconsistency? {
    let converted = pounds * UnitConversion.gramsPerPound / 1000
    guard abs(converted / kilograms - 1) > 0.01 else { return nil }
    return Inconsistency(
      "X05", "\(figure(pounds)) lb are \(figure(converted)) kg, not \(figure(kilograms)) kg")
  }

  /// X06: an amount outside the plausible band of its quantity, as grams taken for kilograms are.
  public static func outsideBand(
    _ what: String, _ value: Double, _ band: ClosedRange<Double>, unit: String
  ) -> Inconsistency? {
    guard !band.contains(value) else { return nil }
    return Inconsistency(
      "X06",
      "\(what) \(figure(value)) \(unit) lies outside \(figure(band.lowerBound)) to "
        + figure(band.upperBound))
  }

  /// What an amount of text is counted in.
  public enum TextUnit: String, Sendable { case words, tokens, pieces = "subword pieces", bytes }

  /// X07: an amount of text is quoted in another unit than its source has.
  public static func textUnit(claimed: TextUnit, source: TextUnit) -> Inconsistency? {
    guard claimed != source else { return nil }
    return Inconsistency("X07", "the source counts \(source.rawValue), not \(claimed.rawValue)")
  }

  /// What an amount of computing is quoted in.
  public enum ComputeUnit: Sendable { case work, time }

  /// X08: petaflop/s-days are read as days.
  public static func workReadAsTime(claimed: ComputeUnit, source: ComputeUnit) -> Inconsistency? {
    guard claimed == .time, source == .work else { return nil }
    return Inconsistency("X08", "petaflop/s-days are an amount of work and are told as a time")
  }

  // MARK: Power

  /// X11: a power that equals a rated one is declared, not measured.
  public static func ratedPower(watts: Double, rated: [Double]) -> Inconsistency? {
    guard let power = rated.first(where: { abs(watts / $0 - 1) < 1e-9 }) else { return nil }
    return Inconsistency("X11", "\(figure(power)) W is the rated power, declared and not measured")
  }

  /// X12: a power above every rated one of the product by more than 2 %: the system's, or another product's.
  public static func powerOfAnotherProduct(watts: Double, rated: [Double]) -> Inconsistency? {
    guard let most = rated.max(), watts > most * 1.02 else { return nil }
    return Inconsistency("X12", "\(figure(watts)) W is more than the product's \(figure(most)) W")
  }

  /// X25: a power curve, in rising order of use, falls.
  public static func curveFalls(_ shares: [Double]) -> Inconsistency? {
    guard let drop = zip(shares, shares.dropFirst()).first(where: { $0.1 < $0.0 }) else {
      return nil
    }
    return Inconsistency(
      "X25", "the power falls from \(figure(drop.0)) to \(figure(drop.1)) of TDP as use grows")
  }

  /// X46: memory draws more than the accelerators beside it, as a wrong model of memory makes it.
  public static func memoryAboveAccelerators(memory: Double, accelerators: Double) -> Inconsistency?
  {
    guard memory > accelerators else { return nil }
    return Inconsistency(
      "X46",
      "memory with \(figure(memory)) kWh draws more than the accelerators with "
        + figure(accelerators))
  }

  // MARK: Text and kind

  /// X13: one quantity stated twice, apart by more than rounding.
  public static func textDiffersFromTable(
    _ what: String, _ a: Double, _ b: Double, rounding: Double
  ) -> Inconsistency? {
    guard abs(a - b) > rounding else { return nil }
    return Inconsistency("X13", "\(what) is \(figure(a)) in one place and \(figure(b)) in another")
  }

  /// X13: one name stated twice, differently.
  public static func nameDiffers(_ what: String, _ a: String, _ b: String) -> Inconsistency? {
    a == b ? nil : Inconsistency("X13", "\(what) is \(a) in one place and \(b) in another")
  }

  /// X14: a factor that the figures imply is not the stated one, by more than `within`, relative.
  public static func impliedFactor(
    _ what: String, implied: Double, stated: Double, within: Double
  ) -> Inconsistency? {
    guard abs(implied / stated - 1) > within else { return nil }
    return Inconsistency("X14", "\(what): \(figure(implied)) is implied, \(figure(stated)) stated")
  }

  /// X15: the implied intensity is a default of elsewhere and far from the site's own.
  public static func otherRegionsFactor(implied: Double, site: Double, usual: Double)
    -> Inconsistency?
  {
    guard abs(implied / usual - 1) <= 0.01, abs(implied / site - 1) > 0.2 else { return nil }
    return Inconsistency(
      "X15", "\(figure(implied)) g/kWh is a default; the site has \(figure(site)) g/kWh")
  }

  /// X16: a reference more than two years older than what it is used for.
  public static func stale(_ what: String, year: Int, usedIn: Int) -> Inconsistency? {
    year < usedIn - 2 ? Inconsistency("X16", "\(what) of \(year) is used in \(usedIn)") : nil
  }

  /// X17: sources give one comparator values more than 10 % apart.
  public static func comparatorsDisagree(_ values: [Double], unit: String) -> Inconsistency? {
    guard let least = values.min(), let most = values.max(), most > least * 1.1 else { return nil }
    return Inconsistency(
      "X17", "one comparator has \(figure(least)) to \(figure(most)) \(unit)")
  }

  public enum Basis: String, Sendable { case location = "location-based", market = "market-based" }

  /// X18: figures by location and by contract stand side by side as if they were one.
  public static func basisMixed(_ what: String, _ a: Basis, _ b: Basis) -> Inconsistency? {
    a == b ? nil : Inconsistency("X18", "\(what): one is \(a.rawValue), the other \(b.rawValue)")
  }

  public enum Boundary: String, Sendable {
    case device, node, facility, cost
    case otherGrid = "another provider's estimate"
  }

  /// X20: amounts of different boundaries are added or compared.
  public static func boundariesDiffer(_ what: String, _ a: Boundary, _ b: Boundary)
    -> Inconsistency?
  {
    a == b ? nil : Inconsistency("X20", "\(what): \(a.rawValue) and \(b.rawValue) are put together")
  }

  /// X21: doublings within the stated period do not give the stated growth: the period is off by more than 10 %.
  public static func growthTimesPeriod(
    factor: Double, doublingMonths: Double, statedMonths: Double
  ) -> Inconsistency? {
    periodDiffers(
      "the growth", implied: Doubling.months(factor: factor, doublingMonths: doublingMonths),
      stated: statedMonths)
  }

  /// X21: a stated period is not what the figures imply, by more than 10 %.
  public static func periodDiffers(_ what: String, implied: Double, stated: Double)
    -> Inconsistency?
  {
    guard abs(implied / stated - 1) > 0.1 else { return nil }
    return Inconsistency("X21", "\(what) takes \(figure(implied)) months, not \(figure(stated))")
  }

  public enum Kind: String, Sendable { case measured, estimate, hypothetical, median }

  /// X22: what was never done is shown as done.
  public static func hypotheticalShown(as shown: Kind, source: Kind) -> Inconsistency? {
    guard source == .hypothetical, shown != .hypothetical else { return nil }
    return Inconsistency("X22", "a cost of something never run is shown as real")
  }

  /// X24: an input that is given changes nothing.
  public static func inputIgnored(
    _ what: String, with: Double, without: Double, given: Double, usual: Double
  ) -> Inconsistency? {
    guard given != usual, with == without else { return nil }
    return Inconsistency("X24", "\(what) \(figure(given)) is given and changes nothing")
  }

  /// X27: a median is offered as if it could be multiplied into a total.
  public static func medianTimesCount(_ kind: Kind) -> Inconsistency? {
    kind == .median ? Inconsistency("X27", "a median times a count is not a total") : nil
  }

  // MARK: Models

  /// X29: the utilisation of a step is stated where the whole run reached less, by more than 5 %.
  public static func stepUtilisation(step: Double, run: Double) -> Inconsistency? {
    guard run < step * 0.95 else { return nil }
    return Inconsistency(
      "X29", "\(figure(step)) is of a step; the whole run reached \(figure(run))")
  }

  /// X30: declared compute over 6 × parameters × tokens outside 0.8 to 1.2: recomputation, experts, attention, passes.
  public static func farFromSixND(declared: Double, parameters: Double, tokens: Double)
    -> Inconsistency?
  {
    let ratio = declared / TrainingCompute.trainingFLOP(parameters: parameters, tokens: tokens)
    guard !(0.8...1.2).contains(ratio) else { return nil }
    return Inconsistency("X30", "the declared compute is \(figure(ratio)) × 6ND")
  }

  /// X34: emissions of making one thing more than five times apart: die, module or server.
  public static func embodiedScope(_ a: Double, _ b: Double) -> Inconsistency? {
    guard max(a, b) / min(a, b) > 5 else { return nil }
    return Inconsistency("X34", "\(figure(a)) kg and \(figure(b)) kg are not of one scope")
  }

  /// X41: one gain, two protocols of evaluation, more than 10 % apart.
  public static func evaluationChanged(_ a: Double, _ b: Double) -> Inconsistency? {
    guard abs(a / b - 1) > 0.1 else { return nil }
    return Inconsistency(
      "X41", "the gain is \(figure(a)) points by one evaluation, \(figure(b)) by another")
  }

  /// X42: two versions of one method differ by more than 1 % on the same inputs.
  public static func versionsDiffer(
    _ what: String, _ a: Double, _ versionA: String, _ b: Double, _ versionB: String
  ) -> Inconsistency? {
    guard abs(a / b - 1) > 0.01 else { return nil }
    return Inconsistency(
      "X42", "\(what): \(figure(a)) by version \(versionA), \(figure(b)) by \(versionB)")
  }

  /// X43: an input equals, to 1 %, what the result to be predicted implies of it.
  public static func circular(_ what: String, input: Double, impliedByResult: Double)
    -> Inconsistency?
  {
    guard abs(input / impliedByResult - 1) <= 0.01 else { return nil }
    return Inconsistency(
      "X43", "\(what) \(figure(input)) comes from the run that is to be predicted")
  }

  /// Five digits, with an exponent where it is shorter.
  static func figure(_ value: Double) -> String { value.shortText(digits: 5) }
}
