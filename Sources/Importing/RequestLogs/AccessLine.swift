/// What access logs of all kinds have in common: which requests are asked of a model.
enum AccessLine {
  /// Asking a model is a POST that was answered; pages, health and metrics are not.
  static func isAnswered(method: some StringProtocol, status: some StringProtocol) -> Bool {
    method == "POST" && status.count == 3 && status.first == "2"
  }

  static let notAsked = "requests that ask no model, or were refused"
  static let other = "lines that are no request"

  /// `1.234s`, `567ms`, `45.6µs`, `1m2.5s`, `2h1m0s`: durations as Go and Rust write them, in seconds.
  static func seconds(_ text: some StringProtocol) -> Double? {
    let units = [
      ("ms", 1e-3), ("µs", 1e-6), ("us", 1e-6), ("ns", 1e-9), ("h", 3600), ("m", 60), ("s", 1),
    ]
    var rest = text[...]
    var total = 0.0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      guard let number = Double(digits), let unit = units.first(where: { rest.hasPrefix($0.0) })
      else { return nil }
      rest = rest.dropFirst(unit.0.count)
      total += number * unit.1
    }
    return total
  }
}
