import Accounting
import Quantities

/// The US Energy Information Administration, API v2: net generation by fuel of a balancing authority (form EIA-930),
/// turned into intensity by fuel factors (https://www.eia.gov/opendata/documentation.php).
struct EIAProvider: IntensityProvider {
  let name = "eia"
  let web: Web
  let base: String
  let key: Secret
  let fuels: [String: IntensityFacts.Fuel]

  static let key = SecretName(
    variable: "EIA_API_KEY", meaning: "your key for the open data of the EIA")

  static let entry = IntensityProviderEntry(
    name: "eia",
    summary:
      "balancing authorities of the US by hour: generation per fuel times fuel factors; history only",
    signals: [.average], settings: ["intensity-zone"], secrets: [key], usesNetwork: true
  ) { context throws(Problem) in
    EIAProvider(
      web: context.web, base: context.base("https://api.eia.gov"),
      key: try SecretStore(context).secret(key, for: "eia"), fuels: context.facts.fuels)
  }

  func series(_ question: IntensityQuestion) async throws(Problem) -> IntensityReply {
    try question.refuseMarginal(name)
    try question.refuseBackwards()
    let respondent = try Self.respondent(question.zone)
    let end = min(question.to, question.now)
    guard question.from < end else {
      throw Problem(
        "`eia` has no forecast of intensity.", why: "It publishes generation afterwards.",
        fix: "Ask for a span that begins before now.")
    }
    var parts = WebParts(name, question)
    // Sixteen fuels over ten days stay below the 5,000 rows of an answer.
    for window in try WebParts.windows(from: question.from, to: end, days: 10, provider: name) {
      do {
        let answer = try await web.get(
          request(respondent, window.from, window.to),
          keep: WebParts.keep(until: window.to, now: question.now)
        ) { bytes throws(Problem) in
          try read(bytes, respondent: respondent, question)
        }
        parts.add(
          answer.value.series.sliced(from: question.from, to: end),
          notes: answer.value.notes + answer.notes, fetched: answer.fetched)
      } catch {
        try parts.failed(error, "history")
      }
    }
    return try parts.reply()
  }

  /// `CISO` of `US-CAL-CISO`.
  static func respondent(_ zone: String) throws(Problem) -> String {
    let last = zone.split(separator: "-").last.map(String.init) ?? ""
    guard (2...6).contains(last.utf8.count),
      last.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber) }),
      zone == last || zone.hasPrefix("US-")
    else {
      throw Problem(
        "`eia` does not know the zone `\(zone)`.",
        why: "It has balancing authorities of the US: `CISO`, `ERCO`, `PJM`, `US-NY-NYIS`.",
        fix: "Set `intensity-zone = \"CISO\"`.", exit: .usage)
    }
    return last
  }

  private func request(_ respondent: String, _ from: Timestamp, _ to: Timestamp) -> WebRequest {
    var request = WebRequest(
      provider: name, base: base, path: "/v2/electricity/rto/fuel-type-data/data/")
    request.query = [
      ("frequency", "hourly"), ("data[0]", "value"), ("facets[respondent][]", respondent),
      ("start", String(from.description.prefix(13))), ("end", String(to.description.prefix(13))),
      ("sort[0][column]", "period"), ("sort[0][direction]", "asc"), ("length", "5000"),
    ].map { (name: $0.0, value: $0.1) }
    request.secretQuery = [(name: "api_key", value: key)]
    return request
  }

  private struct Body: Decodable {
    struct Response: Decodable { let data: [Row] }
    let response: Response
  }
  private struct Row: Decodable {
    let period: String
    let respondent: String
    let fueltype: String
    let value: Double?

    enum CodingKeys: String, CodingKey { case period, respondent, fueltype, value }

    init(from decoder: any Decoder) throws {
      let keys = try decoder.container(keyedBy: CodingKeys.self)
      period = try keys.decode(String.self, forKey: .period)
      respondent = try keys.decode(String.self, forKey: .respondent)
      fueltype = try keys.decode(String.self, forKey: .fueltype)
      // Numbers come as texts, and did not always.
      if let text = try? keys.decode(String.self, forKey: .value) {
        value = Double(text)
      } else {
        value = try keys.decodeIfPresent(Double.self, forKey: .value)
      }
    }
  }

  /// Fuels of the catalogue by energy source code; storage has none.
  static let fuels: [String: String?] = [
    "COL": "coal", "NG": "gas", "NUC": "nuclear", "OIL": "oil", "OTH": "unknown", "SUN": "solar",
    "WAT": "hydro", "WND": "wind", "GEO": "geothermal", "SNB": "solar", "WNB": "wind",
    "BAT": nil, "PS": nil, "UES": nil, "OES": nil, "UNK": "unknown",
  ]

  private func read(
    _ bytes: [UInt8], respondent: String, _ question: IntensityQuestion
  ) throws(Problem) -> (series: IntensitySeries, notes: [String]) {
    let rows = try WebJSON.read(Body.self, bytes, from: name).response.data
    guard rows.count < 5000 else {
      throw WebJSON.unreadable(name, "It has 5,000 rows or more, so that some may be cut off.")
    }
    var mix = GenerationMix(provider: name, facts: fuels)
    for (index, row) in rows.enumerated() {
      guard row.respondent == respondent else {
        throw WebJSON.unreadable(
          name, "It is about `\(row.respondent.prefix(12))`, not `\(respondent)`.")
      }
      let point = try WebPoint.point(
        row.period + ":00:00Z", .nan, index, signal: .average, provider: name)
      // A period is named by its end (EIA, Hourly Electric Grid Monitor).
      mix.add(
        row.value ?? .nan, fuel: Self.fuels[row.fueltype] ?? "unknown", code: row.fueltype,
        at: point.time - 3600)
    }
    return try mix.series(question, slotSeconds: 3600, source: "EIA generation by fuel factors")
  }
}
