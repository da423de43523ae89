/// A petaflop/s for a day: 8.64e19 FLOP. Kaplan's constant of compute, 3.1e8, is in this unit and often misread as FLOP.
public enum PetaflopDay {
  public static let flop = 8.64e19
  public static func days(flop: Double) -> Double { flop / Self.flop }
}
