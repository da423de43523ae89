import Accounting
import Foundation
import Quantities

/// WattTime, API v3: marginal operating emissions in pounds of CO2 per MWh, every five minutes, and a forecast of
/// up to 72 hours (https://docs.watttime.org).
struct WattTimeProvider: IntensityProvider {
  let name = "watttime"
  let web: Web
  let base: String
  let user: Secret
  let password: Secret
  private let tokens = TokenKeeper()

  static let user = SecretName(
    variable: "WATTTIME_USER", meaning: "the name of your account at WattTime")
  static let password = SecretName(
    variable: "WATTTIME_PASSWORD", meaning: "the password of your account at WattTime")

  static let entry = IntensityProviderEntry(
    name: "watttime",
    summary: "marginal intensity every five minutes: history, and a forecast of up to 72 h",
    signals: [.marginal], settings: ["intensity-zone"], secrets: [user, password],
    usesNetwork: true
  ) { context throws(Problem) in
    let secrets = SecretStore(context)
    return WattTimeProvider(
      web: context.web, base: context.base("https://api.watttime.org"),
      user: try secrets.secret(user, for: "watttime"),
      password: try secrets.secret(password, for: "watttime"))
  }

  init(web: Web, base: String, user: Secret, password: Secret) {
    self.web = web
    self.base = base
    self.user = user
    self.password = password
  }

  func series(_ question: IntensityQuestion) async throws(Problem) -> IntensityReply {
    try question.refuseAverage(name)
    try question.refuseBackwards()
    var parts = WebParts(name, question)
    if question.from < question.now {
      do {
        let end = min(question.to, question.now)
        // One question may reach over 32 days.
        for window in try WebParts.windows(from: question.from, to: end, days: 30, provider: name) {
          try await add(
            "historical",
            [("start", window.from.minuteText), ("end", window.to.minuteText)],
            WebParts.keep(until: window.to, now: question.now), question, &parts)
        }
      } catch {
        try parts.failed(error, "history")
      }
    }
    if question.to > question.now {
      do {
        let hours = Int(((question.to - question.now).seconds / 3600).rounded(.up))
        try await add(
          "forecast", [("horizon_hours", "\(min(72, max(24, hours)))")], .forecast(seconds: 300),
          question, &parts)
      } catch {
        try parts.failed(error, "forecast")
      }
    }
    return try parts.reply()
  }

  private struct Body: Decodable {
    struct Point: Decodable {
      let point_time: String
      let value: Double?
    }
    struct Meta: Decodable {
      let region: String?
      let signal_type: String?
      let units: String?
      let generated_at: String?
      let data_point_period_seconds: Int?
    }
    let data: [Point]
    let meta: Meta
  }

  private func add(
    _ path: String, _ more: [(String, String)], _ keep: Web.Keep, _ question: IntensityQuestion,
    _ parts: inout WebParts
  ) async throws(Problem) {
    let isForecast = path == "forecast"
    let token = try await token()
    var request = WebRequest(provider: name, base: base, path: "/v3/\(path)")
    request.query = [("region", question.zone), ("signal_type", "co2_moer")]
      .map { (name: $0.0, value: $0.1) }
    request.query += more.map { (name: $0.0, value: $0.1) }
    request.secretHeaders = [(name: "Authorization", value: Secret(value: "Bearer \(token.value)"))]
    request.otherSecrets = [token, user, password]
    let answer = try await web.get(request, keep: keep) { bytes throws(Problem) in
      try read(bytes, isForecast: isForecast, question)
    }
    let series = answer.value.series
    parts.add(
      isForecast ? series : series.sliced(from: question.from, to: question.now),
      notes: answer.value.notes + answer.notes, fetched: answer.fetched)
  }

  private func read(
    _ bytes: [UInt8], isForecast: Bool, _ question: IntensityQuestion
  ) throws(Problem) -> (series: IntensitySeries, notes: [String]) {
    let body = try WebJSON.read(Body.self, bytes, from: name)
    try WebParts.refuseZone(body.meta.region, question, provider: name)
    guard body.meta.units == nil || body.meta.units == "lbs_co2_per_mwh" else {
      throw WebJSON.unreadable(name, "Its unit is not lbs_co2_per_mwh.")
    }
    var points: [SlotGrid.Point] = []
    for (index, point) in body.data.enumerated() {
      // One pound is 453.59237 g by definition; per MWh it is a thousandth of that per kWh.
      points.append(
        try WebPoint.point(
          point.point_time, (point.value ?? .nan) * 0.453_592_37, index, signal: .marginal,
          provider: name))
    }
    let grid = try SlotGrid(
      points, place: "the answer of `\(name)`", slotSeconds: body.meta.data_point_period_seconds)
    let issued = body.meta.generated_at.flatMap { Timestamp($0) } ?? question.now
    let series = IntensitySeries(
      zone: question.zone, start: grid.start, slotSeconds: grid.slotSeconds, values: grid.values,
      signal: .marginal, basis: "direct", kind: isForecast ? .forecast(issued: issued) : .history,
      source: isForecast ? "WattTime, forecast" : "WattTime")
    if isForecast { try WebParts.refusePast(series, now: question.now, provider: name) }
    return (series, grid.notes)
  }

  private struct Login: Decodable { let token: String }

  /// A token holds for 30 minutes; it stays in memory.
  private func token() async throws(Problem) -> Secret {
    if let token = await tokens.token(at: web.clock()) { return token }
    let pair = Data("\(user.value):\(password.value)".utf8).base64EncodedString()
    var request = WebRequest(provider: name, base: base, path: "/login")
    request.secretHeaders = [(name: "Authorization", value: Secret(value: "Basic \(pair)"))]
    request.otherSecrets = [user, password, Secret(value: pair)]
    let answer = try await web.get(request, keep: .no) { bytes throws(Problem) in
      Secret(value: try WebJSON.read(Login.self, bytes, from: name).token)
    }
    await tokens.keep(answer.value, until: web.clock() + .seconds(25 * 60))
    return answer.value
  }
}

/// Holds a service's token until it runs out.
private actor TokenKeeper {
  private var held: (token: Secret, until: Timestamp)?

  func token(at now: Timestamp) -> Secret? {
    held.flatMap { now < $0.until ? $0.token : nil }
  }

  func keep(_ token: Secret, until: Timestamp) { held = (token, until) }
}
