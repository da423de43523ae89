public import Accounting
import Bookkeeping
import Foundation
import Quantities

/// Which runs of the ledger a page shows, and in which order.
public struct RunPageRequest: Hashable, Sendable {
  public var filter: RunFilter
  public var sort: RunSort
  /// From large to small, from late to early.
  public var descends: Bool
  /// `RunPage.next` of the page before; the beginning when nil.
  public var cursor: String?
  /// 1…500.
  public var limit: Int

  public static let limits = 1...500

  public init(
    _ filter: RunFilter = RunFilter(), sort: RunSort = .started, descends: Bool = true,
    cursor: String? = nil, limit: Int = 50
  ) {
    self.filter = filter
    self.sort = sort
    self.descends = descends
    self.cursor = cursor
    self.limit = limit
  }

  func place() throws(Problem) -> PagePlace? {
    guard let cursor else { return nil }
    guard let mark = PageMark(cursor), mark.sort == sort.rawValue, mark.descends == descends else {
      throw Problem(
        "Cannot go on from this place.",
        why: "The cursor is damaged, or it belongs to another order.",
        fix: "Begin with the first page, without a cursor.", exit: .usage)
    }
    return mark.place
  }

  /// The text that says where the next page begins.
  func cursor(behind row: PageRow) -> String {
    PageMark(sort: sort.rawValue, descends: descends, place: row.place(sort)).text
  }
}

/// A place in an order, as text that means nothing to anybody else.
private struct PageMark: Codable {
  let sort: String
  let descends: Bool
  let place: PagePlace

  init(sort: String, descends: Bool, place: PagePlace) {
    self.sort = sort
    self.descends = descends
    self.place = place
  }

  init?(_ text: String) {
    let padded =
      text.replacing("-", with: "+").replacing("_", with: "/")
      + String(repeating: "=", count: (4 - text.count % 4) % 4)
    guard text.utf8.count < 4_096, let data = Data(base64Encoded: padded),
      let mark = try? JSONDecoder().decode(PageMark.self, from: data)
    else { return nil }
    self = mark
  }

  var text: String {
    let data = (try? JSONEncoder().encode(self)) ?? Data()
    return data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}
