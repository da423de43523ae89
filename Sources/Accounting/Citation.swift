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
  /// Where the number stands when it is the user's own: `grids.csv:3`; nil for the catalogue's.
  public var userTable: String?

  enum CodingKeys: String, CodingKey {
    case id, author, title, year, licence, address
    case userTable = "user_table"
  }

  public init(
    id: String, author: String, title: String, year: Int, licence: String, address: String,
    userTable: String? = nil
  ) {
    self.id = id
    self.author = author
    self.title = title
    self.year = year
    self.licence = licence
    self.address = address
    self.userTable = userTable
  }

  /// `Ember 2025, Yearly Electricity Data`.
  public var text: String {
    "\(author) \(year), \(title)" + (userTable.map { ", your table \($0)" } ?? "")
  }
}
