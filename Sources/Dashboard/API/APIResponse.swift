import Accounting
import Hummingbird
import JoulebookKit

/// A whole answer, with the mark by which a program can ask whether it changed.
struct APIResponse {
  let body: String
  let type: String
  let request: Request

  /// With nothing said of its freshness: it is not kept.
  var plain: Response {
    Response(
      status: .ok, headers: [.contentType: type],
      body: .init(byteBuffer: .init(string: body)))
  }

  /// Marked by its content; 304 where the program has it.
  var fresh: Response {
    let tag = Self.tag([type, body])
    return Self.matches(request.headers[.ifNoneMatch], tag) ? Self.unchanged(tag) : tagged(tag)
  }

  func tagged(_ tag: String) -> Response {
    var response = plain
    response.headers[.eTag] = tag
    response.headers[.cacheControl] = Self.revalidate
    return response
  }

  static func unchanged(_ tag: String) -> Response {
    Response(
      status: .notModified,
      headers: [.eTag: tag, .cacheControl: revalidate, .vary: "Accept"])
  }

  /// May be kept, and is asked for again each time.
  private static let revalidate = "private, no-cache"

  /// A mark of these texts. Weak: a proxy may press the answer together.
  static func tag(_ texts: [String]) -> String {
    var hash = (UInt64(0xcbf2_9ce4_8422_2325), UInt64(0x9e37_79b9_7f4a_7c15))
    for text in texts {
      for byte in text.utf8 {
        hash.0 = (hash.0 ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        hash.1 = (hash.1 &+ UInt64(byte)) &* 0xff51_afd7_ed55_8ccd
        hash.1 ^= hash.1 >> 29
      }
      hash.0 = (hash.0 ^ 0xff) &* 0x0000_0100_0000_01b3
    }
    return "W/\"\(String(hash.0, radix: 36))\(String(hash.1, radix: 36))\""
  }

  /// Whether `If-None-Match` has the mark; weak and strong are the same to it (RFC 9110, 13.1.2).
  static func matches(_ header: String?, _ tag: String) -> Bool {
    guard let header else { return false }
    func bare(_ text: some StringProtocol) -> String {
      let trimmed = String(text.filter { $0 != " " })
      return trimmed.hasPrefix("W/") ? String(trimmed.dropFirst(2)) : trimmed
    }
    return header.split(separator: ",").contains { bare($0) == bare(tag) || $0 == "*" }
  }

  static func json(_ answer: any Answer) throws(Problem) -> String {
    try AnswerFormat.json.render(answer)
  }
}
