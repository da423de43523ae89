import Accounting
import Reporting

/// Prices of a plan: a kilowatt-hour by place, an hour of a device, a gigabyte that leaves.
struct PlanMoney {
  let currency: String
  private var everywhere: Double?
  private var byPlace: [String: Double] = [:]
  let perDeviceHour: Double?
  let perGigabyte: Double?

  init(_ request: PlanRequest, place: (String) throws(Problem) -> String) throws(Problem) {
    var currencies: Set<String> = []
    func amount(_ text: String, _ flag: String) throws(Problem) -> Double {
      let number = text.prefix { $0.isNumber || $0 == "." }
      let unit = text.dropFirst(number.count).drop { $0 == " " }.prefix { $0 != "/" }
      guard let value = Double(number), value >= 0, unit.allSatisfy(\.isLetter) else {
        throw Problem(
          "Cannot understand the price `\(text.printable)` (\(flag)).",
          why: "A price is a number, with a currency if you like.",
          fix: "Write for example `\(flag) 0.25EUR`.", exit: .usage)
      }
      if !unit.isEmpty { currencies.insert(unit.uppercased()) }
      return value
    }
    for text in request.prices {
      if let sign = text.firstIndex(of: "=") {
        byPlace[try place(String(text[..<sign]))] = try amount(
          String(text[text.index(after: sign)...]), "--price")
      } else {
        everywhere = try amount(text, "--price")
      }
    }
    perDeviceHour = try request.devicePrice.map { text throws(Problem) in
      try amount(text, "--device-price")
    }
    perGigabyte = try request.egressPrice.map { text throws(Problem) in
      try amount(text, "--egress-price")
    }
    guard currencies.count <= 1 else {
      throw Problem(
        "Prices are in \(currencies.sorted().joined(separator: " and ")).",
        why: "Joulebook has no rates of exchange.", fix: "Give all in one currency.", exit: .usage)
    }
    currency = currencies.first ?? ""
  }

  func perKilowattHour(_ place: String) -> Double? { byPlace[place] ?? everywhere }
}
