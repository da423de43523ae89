import Accounting
import Quantities

/// Electricity Maps, API v3: what was in the last hours or any past span, what is, and the next 72 hours
/// (https://portal.electricitymaps.com/docs/api).
struct ElectricityMapsProvider: IntensityProvider {
  let name = "electricity-maps"
  let web: Web
  let base: String
  let token: Secret

  static let token = SecretName(
    variable: "ELECTRICITY_MAPS_TOKEN", meaning: "the key of your account at Electricity Maps")

  static let entry = IntensityProviderEntry(
    name: "electricity-maps",
    summary: "average intensity by hour: history, now, and a forecast of up to 72 h",
    signals: [.average], settings: ["intensity-zone"], secrets: [token], usesNetwork: true
  ) { context throws(Problem) in
    ElectricityMapsProvider(
      web: context.web, base: context.base("https://api.electricitymaps.com"),
      token: try SecretStore(context).secret(token, for: "electricity-maps"))
  }

  func series(_ question: IntensityQuestion) async throws(Problem) -> IntensityReply {
    try question.refuseMarginal(name)
    try question.refuseBackwards()
    var parts = WebParts(name, question)
    if question.from < question.now {
      do {
        try await addHistory(question, &parts)
      } catch {
        try parts.failed(error, "history")
      }
    }
    if question.to > question.now {
      do {
        try await addForecast(question, &parts)
      } catch {
        try parts.failed(error, "forecast")
      }
    }
    if question.from <= question.now, question.now < question.to, !parts.covers(question.now) {
      do {
        try await addLatest(question, &parts)
      } catch {
        try parts.failed(error, "figure for now")
      }
    }
    return try parts.reply()
  }

  private struct Slot: Decodable {
    let datetime: String
    let carbonIntensity: Double?
    let isEstimated: Bool?
  }
  private struct History: Decodable {
    let zone: String?
    let history: [Slot]?
    let data: [Slot]?
  }
  private struct Forecast: Decodable {
    let zone: String?
    let forecast: [Slot]
    let updatedAt: String?
  }
  private struct Latest: Decodable {
    let zone: String?
    let datetime: String
    let carbonIntensity: Double?
  }

  private func request(
    _ path: String, _ question: IntensityQuestion, _ more: [(String, String)] = []
  ) -> WebRequest {
    var query = [
      (name: "zone", value: question.zone),
      (name: "emissionFactorType", value: question.basis == "direct" ? "direct" : "lifecycle"),
    ]
    query += more.map { (name: $0.0, value: $0.1) }
    return WebRequest(
      provider: name, base: base, path: "/v3/carbon-intensity/\(path)", query: query,
      secretHeaders: [(name: "auth-token", value: token)])
  }

  private func addHistory(
    _ question: IntensityQuestion, _ parts: inout WebParts
  ) async throws(Problem) {
    let isRecent = (question.now - question.from).seconds <= 23 * 3600
    if isRecent {
      try await addHistory(
        request("history", question), .seconds(900), question, &parts)
      return
    }
    let end = min(question.to, question.now)
    // One question may reach over ten days.
    for window in try WebParts.windows(from: question.from, to: end, days: 10, provider: name) {
      try await addHistory(
        request(
          "past-range", question,
          [("start", window.from.minuteText), ("end", window.to.minuteText)]),
        WebParts.keep(until: window.to, now: question.now), question, &parts)
    }
  }

  private func addHistory(
    _ request: WebRequest, _ keep: Web.Keep, _ question: IntensityQuestion,
    _ parts: inout WebParts
  ) async throws(Problem) {
    let answer = try await web.get(request, keep: keep) { bytes throws(Problem) in
      let history = try WebJSON.read(History.self, bytes, from: name)
      try WebParts.refuseZone(history.zone, question, provider: name)
      guard let slots = history.history ?? history.data else {
        throw WebJSON.unreadable(name, "It has neither `history` nor `data`.")
      }
      return (
        try series(slots, question, IntensitySeries.Kind.history, "Electricity Maps"),
        slots.filter { $0.isEstimated == true }.count, slots.count
      )
    }
    let (read, estimated, count) = answer.value
    let note = estimated > 0 ? ["\(estimated) of \(count) hours are marked as estimated."] : []
    let past = read.series.sliced(from: question.from, to: min(question.to, question.now))
    parts.add(past, notes: read.notes + note + answer.notes, fetched: answer.fetched)
  }

  private func addForecast(
    _ question: IntensityQuestion, _ parts: inout WebParts
  ) async throws(Problem) {
    let hours = (question.to - question.now).seconds / 3600
    let horizon = hours <= 24 ? 24 : hours <= 48 ? 48 : 72
    let answer = try await web.get(
      request("forecast", question, [("horizonHours", "\(horizon)")]), keep: .forecast(seconds: 900)
    ) { bytes throws(Problem) in
      let forecast = try WebJSON.read(Forecast.self, bytes, from: name)
      try WebParts.refuseZone(forecast.zone, question, provider: name)
      let issued = forecast.updatedAt.flatMap { Timestamp($0) } ?? question.now
      let read = try series(
        forecast.forecast, question, .forecast(issued: issued), "Electricity Maps, forecast")
      try WebParts.refusePast(read.series, now: question.now, provider: name)
      return read
    }
    parts.add(
      answer.value.series, notes: answer.value.notes + answer.notes, fetched: answer.fetched)
  }

  private func addLatest(
    _ question: IntensityQuestion, _ parts: inout WebParts
  ) async throws(Problem) {
    let answer = try await web.get(request("latest", question), keep: .seconds(300)) {
      bytes throws(Problem) in
      let latest = try WebJSON.read(Latest.self, bytes, from: name)
      try WebParts.refuseZone(latest.zone, question, provider: name)
      guard let value = latest.carbonIntensity, let time = Timestamp(latest.datetime) else {
        throw WebJSON.unreadable(name, "It has no figure for now.")
      }
      return (value, time)
    }
    let (value, time) = answer.value
    let hour: Int64 = 3_600_000_000_000
    parts.add(
      IntensitySeries(
        zone: question.zone, start: Timestamp(nanoseconds: time.nanoseconds / hour * hour),
        slotSeconds: 3600, values: [value], basis: question.basis,
        source: "Electricity Maps, latest"),
      notes: answer.notes, fetched: answer.fetched)
  }

  private func series(
    _ slots: [Slot], _ question: IntensityQuestion, _ kind: IntensitySeries.Kind, _ source: String
  ) throws(Problem) -> (series: IntensitySeries, notes: [String]) {
    var points: [SlotGrid.Point] = []
    for (index, slot) in slots.enumerated() {
      points.append(
        try WebPoint.point(
          slot.datetime, slot.carbonIntensity ?? .nan, index, signal: .average, provider: name))
    }
    let grid = try SlotGrid(
      points, place: "the answer of `\(name)`", slotSeconds: points.count < 2 ? 3600 : nil)
    return (
      IntensitySeries(
        zone: question.zone, start: grid.start, slotSeconds: grid.slotSeconds,
        values: grid.values, basis: question.basis, kind: kind, source: source), grid.notes
    )
  }
}

/// A time and a value of a service's answer.
enum WebPoint {
  static func point(
    _ time: String, _ value: Double, _ index: Int, signal: IntensitySeries.Signal,
    provider: String
  ) throws(Problem) -> SlotGrid.Point {
    guard let moment = Timestamp(time.completedTime),
      moment.nanoseconds % 1_000_000_000 == 0,
      (0..<7_258_118_400_000_000_000).contains(moment.nanoseconds)
    else {
      throw WebJSON.unreadable(
        provider, "Its entry \(index + 1) has a time that is none.")
    }
    guard !value.isFinite || (value <= 5000 && value >= (signal == .average ? 0 : -5000)) else {
      throw WebJSON.unreadable(
        provider, "Its entry \(index + 1) is \(value.shortText()) g/kWh, which cannot be.")
    }
    return SlotGrid.Point(time: moment.nanoseconds / 1_000_000_000, value: value, line: index + 1)
  }
}

extension String {
  /// `2024-01-01T10:30Z` with the seconds that RFC 3339 asks for.
  var completedTime: String {
    let bytes = Array(utf8)
    guard bytes.count >= 17, bytes[13] == 0x3A, bytes[16] != 0x3A else { return self }
    return prefix(16) + ":00" + dropFirst(16)
  }
}

extension Timestamp {
  /// `2024-01-01T10:30Z`.
  var minuteText: String { description.prefix(16) + "Z" }
}
