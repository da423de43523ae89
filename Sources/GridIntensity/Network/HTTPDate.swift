import Quantities

/// Dates of HTTP headers (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static func read(_ text: String) -> Timestamp? {
    let parts = text.split(separator: " ").map(String.init)
    guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: parts[2]) else {
      return nil
    }
    func pad(_ text: String) -> String { text.count == 1 ? "0" + text : text }
    return Timestamp("\(parts[3])-\(pad("\(month + 1)"))-\(pad(parts[1]))T\(parts[4])Z")
  }

  /// Seconds to wait by a `Retry-After` header: a number, or a date.
  static func wait(_ header: String, now: Timestamp) -> Double? {
    if let seconds = Double(header.trimmedBlanks) { return max(0, seconds) }
    return read(header).map { max(0, ($0 - now).seconds) }
  }
}
