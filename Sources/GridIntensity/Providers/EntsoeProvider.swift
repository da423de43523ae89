import Accounting
import Quantities

/// The transparency platform of Europe's grid operators: generation per type (document A75), turned into intensity by
/// fuel factors (https://transparencyplatform.zendesk.com, RESTful API).
struct EntsoeProvider: IntensityProvider {
  let name = "entso-e"
  let web: Web
  let base: String
  let token: Secret
  let fuels: [String: IntensityFacts.Fuel]

  static let token = SecretName(
    variable: "ENTSOE_TOKEN", meaning: "the security token of your account at ENTSO-E")

  static let entry = IntensityProviderEntry(
    name: "entso-e",
    summary: "Europe by quarter hour or hour: generation per fuel times fuel factors; history only",
    signals: [.average], settings: ["intensity-zone"], secrets: [token], usesNetwork: true
  ) { context throws(Problem) in
    EntsoeProvider(
      web: context.web, base: context.base("https://web-api.tp.entsoe.eu"),
      token: try SecretStore(context).secret(token, for: "entso-e"), fuels: context.facts.fuels)
  }

  func series(_ question: IntensityQuestion) async throws(Problem) -> IntensityReply {
    try question.refuseMarginal(name)
    try question.refuseBackwards()
    let area = try Self.area(question.zone)
    var parts = WebParts(name, question)
    let end = min(question.to, question.now)
    guard question.from < end else {
      throw Problem(
        "`entso-e` has no forecast of intensity.", why: "It publishes generation afterwards.",
        fix: "Ask for a span that begins before now.")
    }
    for window in try WebParts.windows(from: question.from, to: end, days: 30, provider: name) {
      do {
        let answer = try await web.get(
          request(area, window.from, window.to),
          keep: WebParts.keep(until: window.to, now: question.now)
        ) { bytes throws(Problem) in
          try read(bytes, area: area, question)
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

  private func request(_ area: String, _ from: Timestamp, _ to: Timestamp) -> WebRequest {
    func packed(_ moment: Timestamp) -> String {
      String(moment.description.prefix(16).filter(\.isNumber))
    }
    var request = WebRequest(provider: name, base: base, path: "/api")
    request.query = [
      ("documentType", "A75"), ("processType", "A16"), ("in_Domain", area),
      ("periodStart", packed(from)), ("periodEnd", packed(to)),
    ].map { (name: $0.0, value: $0.1) }
    request.secretQuery = [(name: "securityToken", value: token)]
    return request
  }

  /// Energy Identification Codes of areas (ENTSO-E, list of areas of the transparency platform).
  static let areas = [
    "AT": "10YAT-APG------L", "BE": "10YBE----------2", "BG": "10YCA-BULGARIA-R",
    "CH": "10YCH-SWISSGRIDZ", "CZ": "10YCZ-CEPS-----N", "DE": "10Y1001A1001A82H",
    "DK-DK1": "10YDK-1--------W", "DK-DK2": "10YDK-2--------M", "EE": "10Y1001A1001A39I",
    "ES": "10YES-REE------0", "FI": "10YFI-1--------U", "FR": "10YFR-RTE------C",
    "GR": "10YGR-HTSO-----Y", "HR": "10YHR-HEP------M", "HU": "10YHU-MAVIR----U",
    "IE": "10Y1001A1001A59C", "LT": "10YLT-1001A0008Q", "LV": "10YLV-1001A00074",
    "NL": "10YNL----------L", "NO-NO1": "10YNO-1--------2", "NO-NO2": "10YNO-2--------T",
    "NO-NO3": "10YNO-3--------J", "NO-NO4": "10YNO-4--------9", "NO-NO5": "10Y1001A1001A48H",
    "PL": "10YPL-AREA-----S", "PT": "10YPT-REN------W", "RO": "10YRO-TEL------P",
    "RS": "10YCS-SERBIATSOV", "SE-SE1": "10Y1001A1001A44P", "SE-SE2": "10Y1001A1001A45N",
    "SE-SE3": "10Y1001A1001A46L", "SE-SE4": "10Y1001A1001A47J", "SI": "10YSI-ELES-----O",
    "SK": "10YSK-SEPS-----K",
  ]

  static func area(_ zone: String) throws(Problem) -> String {
    if let area = areas[zone] { return area }
    if zone.utf8.count == 16, EIC.isValid(zone) { return zone }
    throw Problem(
      "`entso-e` does not know the zone `\(zone)`.",
      why: "It is none of \(areas.keys.sorted().joined(separator: ", ")), and no valid EIC code.",
      fix: "Give the area's EIC code of 16 characters.", exit: .usage)
  }

  /// Fuels of the catalogue by production type (EIC code list PsrType); storage has none.
  static let fuels: [String: String?] = [
    "B01": "biomass", "B02": "coal", "B03": "coal", "B04": "gas", "B05": "coal", "B06": "oil",
    "B07": "oil", "B08": "coal", "B09": "geothermal", "B10": nil, "B11": "hydro", "B12": "hydro",
    "B13": "ocean", "B14": "nuclear", "B15": "biomass", "B16": "solar", "B17": "waste",
    "B18": "wind-offshore", "B19": "wind-onshore", "B20": "unknown", "B25": nil,
  ]

  private func read(
    _ bytes: [UInt8], area: String, _ question: IntensityQuestion
  ) throws(Problem) -> (series: IntensitySeries, notes: [String]) {
    guard let root = XMLElement.parse(bytes) else {
      throw WebJSON.unreadable(name, "It is no XML, or not all of it.")
    }
    if root.name == "Acknowledgement_MarketDocument" {
      throw Problem(
        "`entso-e` has nothing for `\(question.zone)` in this span.",
        why: "It says: \(root.text("Reason", "text")?.prefix(120) ?? "no reason").",
        fix: "Check the zone and the span.")
    }
    guard root.name == "GL_MarketDocument" else {
      throw WebJSON.unreadable(name, "It is a \(root.name.prefix(40)).")
    }
    var mix = GenerationMix(provider: name, facts: fuels)
    var series: [(element: XMLElement, seconds: Int)] = []
    for element in root.children("TimeSeries") {
      // With an area that it flows out of, it is what storage draws.
      guard let zone = element.text("inBiddingZone_Domain.mRID") else { continue }
      guard zone == area else {
        throw WebJSON.unreadable(name, "It is about the area `\(zone.prefix(20))`, not `\(area)`.")
      }
      for period in element.children("Period") {
        guard let seconds = Self.seconds(period.text("resolution")) else {
          throw WebJSON.unreadable(name, "Its resolution is none of 15, 30 and 60 minutes.")
        }
        series.append((element, seconds))
      }
    }
    let slot = series.map(\.seconds).min() ?? 3600
    for element in root.children("TimeSeries")
    where element.text("inBiddingZone_Domain.mRID") != nil {
      try add(element, slot: slot, to: &mix)
    }
    return try mix.series(question, slotSeconds: slot, source: "ENTSO-E generation by fuel factors")
  }

  private func add(
    _ element: XMLElement, slot: Int, to mix: inout GenerationMix
  ) throws(Problem) {
    guard let code = element.text("MktPSRType", "psrType") else {
      throw WebJSON.unreadable(name, "A series has no production type.")
    }
    let fuel = Self.fuels[code] ?? "unknown"
    for period in element.children("Period") {
      guard let step = Self.seconds(period.text("resolution")),
        let start = period.text("timeInterval", "start").flatMap({ Timestamp($0.completedTime) }),
        let end = period.text("timeInterval", "end").flatMap({ Timestamp($0.completedTime) })
      else { throw WebJSON.unreadable(name, "A period has no span.") }
      let count = Int((end - start).seconds) / step
      guard count >= 0, count <= 100_000 else {
        throw WebJSON.unreadable(name, "A period ends before it begins, or never.")
      }
      var values = [Double](repeating: .nan, count: count)
      for point in period.children("Point") {
        guard let position = point.text("position").flatMap(Int.init),
          (1...max(1, count)).contains(position),
          count > 0, let quantity = point.text("quantity").flatMap(Double.init)
        else { throw WebJSON.unreadable(name, "A point has no place or no quantity.") }
        values[position - 1] = quantity
      }
      // In a curve of kind A03 a position that is left out has the value before it.
      if element.text("curveType") == "A03" {
        for index in values.indices.dropFirst() where values[index].isNaN {
          values[index] = values[index - 1]
        }
      }
      for (index, value) in values.enumerated() {
        let begin = start.nanoseconds / 1_000_000_000 + Int64(index * step)
        for offset in stride(from: 0, to: step, by: slot) {
          mix.add(value, fuel: fuel, code: code, at: begin + Int64(offset))
        }
      }
    }
  }

  private static func seconds(_ resolution: String?) -> Int? {
    switch resolution {
    case "PT15M": 900
    case "PT30M": 1800
    case "PT60M", "PT1H": 3600
    case _: nil
    }
  }
}

/// Energy Identification Codes: fifteen characters and one that checks them (ENTSO-E, EIC reference manual).
enum EIC {
  static func isValid(_ code: String) -> Bool {
    let values = code.utf8.map { byte -> Int? in
      switch byte {
      case 0x30...0x39: Int(byte) - 0x30
      case 0x41...0x5A: Int(byte) - 0x41 + 10
      case 0x2D: 36
      case _: nil
      }
    }.compactMap(\.self)
    guard values.count == 16, code.utf8.count == 16 else { return false }
    let sum = values.dropLast().enumerated().reduce(0) { $0 + $1.element * (16 - $1.offset) }
    return values[15] == 36 - (sum - 1) % 37
  }
}
