import Accounting
import Quantities

/// The Carbon Intensity API of Great Britain's system operator: half hours, what was and the next 48 hours, for the
/// whole of it or one of its regions (https://carbon-intensity.github.io/api-definitions). No key.
struct UKProvider: IntensityProvider {
  let name = "uk-carbon-intensity"
  let web: Web
  let base: String

  static let entry = IntensityProviderEntry(
    name: "uk-carbon-intensity",
    summary:
      "Great Britain by half hour: history and 48 h ahead; `GB`, or `GB-1` to `GB-17` for a region",
    signals: [.average], settings: ["intensity-zone"], secrets: [], usesNetwork: true
  ) { context throws(Problem) in
    UKProvider(web: context.web, base: context.base("https://api.carbonintensity.org.uk"))
  }

  func series(_ question: IntensityQuestion) async throws(Problem) -> IntensityReply {
    try question.refuseMarginal(name)
    try question.refuseBackwards()
    let region = try Self.region(question.zone)
    var parts = WebParts(name, question)
    if question.basis != "direct" {
      parts.note(["Its figures are of the plants' own emissions (direct), not life-cycle."])
    }
    if question.from < question.now {
      do {
        let end = min(question.to, question.now)
        // One question may reach over 14 days.
        for window in try WebParts.windows(from: question.from, to: end, days: 13, provider: name) {
          try await add(
            path("\(window.from.minuteText)/\(window.to.minuteText)", region),
            WebParts.keep(until: window.to, now: question.now), isForecast: false, question, &parts)
        }
      } catch {
        try parts.failed(error, "history")
      }
    }
    if question.to > question.now {
      do {
        // From the current half hour, so that the address stays the same within it.
        let half: Int64 = 1_800_000_000_000
        let begin = Timestamp(nanoseconds: question.now.nanoseconds / half * half)
        try await add(
          path("\(begin.minuteText)/fw48h", region), .forecast(seconds: 900), isForecast: true,
          question, &parts)
      } catch {
        try parts.failed(error, "forecast")
      }
    }
    return try parts.reply()
  }

  /// Nil for the whole of Great Britain.
  private static func region(_ zone: String) throws(Problem) -> Int? {
    if zone == "GB" { return nil }
    guard zone.hasPrefix("GB-"), let number = Int(zone.dropFirst(3)), (1...17).contains(number)
    else {
      throw Problem(
        "`uk-carbon-intensity` does not know the zone `\(zone)`.",
        why: "It has `GB`, and its regions `GB-1` to `GB-17`.",
        fix: "Set `intensity-zone = \"GB\"`.", exit: .usage)
    }
    return number
  }

  private func path(_ span: String, _ region: Int?) -> String {
    region.map { "/regional/intensity/\(span)/regionid/\($0)" } ?? "/intensity/\(span)"
  }

  private struct Slot: Decodable {
    struct Intensity: Decodable {
      let forecast: Double?
      let actual: Double?
    }
    let from: String
    let to: String
    let intensity: Intensity
  }
  private struct National: Decodable { let data: [Slot] }
  private struct Regional: Decodable {
    struct Region: Decodable {
      let regionid: Int
      let data: [Slot]
    }
    let data: Region
  }

  private func add(
    _ path: String, _ keep: Web.Keep, isForecast: Bool, _ question: IntensityQuestion,
    _ parts: inout WebParts
  ) async throws(Problem) {
    let region = try Self.region(question.zone)
    let answer = try await web.get(
      WebRequest(
        provider: name, base: base, path: path,
        headers: [(name: "Accept", value: "application/json")]), keep: keep
    ) { bytes throws(Problem) in
      let slots: [Slot]
      if region != nil {
        let body = try WebJSON.read(Regional.self, bytes, from: name).data
        try WebParts.refuseZone("GB-\(body.regionid)", question, provider: name)
        slots = body.data
      } else {
        slots = try WebJSON.read(National.self, bytes, from: name).data
      }
      return try read(slots, isForecast: isForecast, question)
    }
    let series = answer.value.series
    parts.add(
      isForecast ? series : series.sliced(from: question.from, to: question.now),
      notes: answer.value.notes + answer.notes, fetched: answer.fetched)
  }

  private func read(
    _ slots: [Slot], isForecast: Bool, _ question: IntensityQuestion
  ) throws(Problem) -> (series: IntensitySeries, notes: [String]) {
    var points: [SlotGrid.Point] = []
    var notes: [String] = []
    var expected = 0
    for (index, slot) in slots.enumerated() {
      let actual = isForecast ? nil : slot.intensity.actual
      if actual == nil, slot.intensity.forecast != nil { expected += 1 }
      points.append(
        try WebPoint.point(
          slot.from, actual ?? slot.intensity.forecast ?? .nan, index, signal: .average,
          provider: name))
    }
    if !isForecast, expected > 0 {
      notes.append(
        "\(expected) past half hours have no actual figure; what was forecast was taken.")
    }
    let grid = try SlotGrid(points, place: "the answer of `\(name)`", slotSeconds: 1800)
    let series = IntensitySeries(
      zone: question.zone, start: grid.start, slotSeconds: 1800, values: grid.values,
      basis: "direct", kind: isForecast ? .forecast(issued: question.now) : .history,
      source: isForecast ? "Carbon Intensity API, forecast" : "Carbon Intensity API")
    if isForecast { try WebParts.refusePast(series, now: question.now, provider: name) }
    return (series, notes + grid.notes)
  }
}
