import Accounting
import RealModule

/// Conversions that published figures need, each exact or with its source.
public enum UnitConversion {
  /// International pound, exact since 1959 (NIST SP 811, appendix B.8).
  public static let gramsPerPound = 453.592_37
  public static let joulesPerKilowattHour = 3.6e6
  /// One petaflop/s for a day: an amount of work, not a time (Amodei and Hernandez 2018).
  public static let flopPerPetaflopDay = PetaflopDay.flop
  /// A year of 365 days, as formulas of embodied emissions use it.
  public static let hoursPerYear = 8760.0
  /// A mean month: 365.25 days over 12.
  public static let daysPerMonth = 365.25 / 12

  /// Petaflop/s-days of an amount of operations.
  public static func petaflopDays(flop: Double) -> Double { PetaflopDay.days(flop: flop) }

  /// Words of a text of so many bytes; English takes 4.5 to 5.6 bytes a word, the blank included.
  public static func words(bytes: Double, bytesPerWord: Double = 5) -> Double {
    bytes / bytesPerWord
  }

  /// Words of so many tokens of a subword vocabulary; 0.68 to 0.83 words a token in English.
  public static func words(tokens: Double, wordsPerToken: Double = 0.75) -> Double {
    tokens * wordsPerToken
  }

  /// Days from 1 January 1970 to a day of the Gregorian calendar (Hinnant 2013, `days_from_civil`).
  public static func days(year: Int, month: Int, day: Int) -> Int {
    // Years begin in March, so that the leap day is the last one.
    let year = month > 2 ? year : year - 1
    let era = (year >= 0 ? year : year - 399) / 400
    let ofEra = year - era * 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }
}
