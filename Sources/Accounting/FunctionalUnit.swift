/// What an amount is set against: so many tokens, images, requests, runs (R of ISO/IEC 21031:2024).
public struct FunctionalUnit: Hashable, Sendable {
  public let count: Double
  public let name: String

  public init(count: Double, name: String) {
    self.count = count
    self.name = name
  }
}
