/// Where a borrowed number comes from.
public struct Citation: Hashable, Codable, Sendable {
  /// Short key, unique in the catalogue: `ember-2025`.
  public let id: String
  public let author: String
  public let title: String
  public let year: Int
  public let licence: String
  /// Address as text; never fetched.
  public let address: String

  public init(
    id: String, author: String, title: String, year: Int, licence: String, address: String
  ) {
    self.id = id
    self.author = author
    self.title = title
    self.year = year
    self.licence = licence
    self.address = address
  }

  /// `Ember 2025, Yearly Electricity Data`.
  public var text: String { "\(author) \(year), \(title)" }
}
