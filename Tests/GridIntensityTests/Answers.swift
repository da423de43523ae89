import Quantities

@testable import GridIntensity

/// Answers in the shapes that the services document, made here.
enum Answers {
  static let now = moment("2026-03-02T12:20:00Z")

  static func moment(_ text: String) -> Timestamp {
    Timestamp(text) ?? Timestamp(nanoseconds: 0)
  }

  static func hour(_ offset: Int) -> String {
    let start = moment("2026-03-02T12:00:00Z") + .seconds(offset * 3600)
    return start.description.prefix(19) + ".000Z"
  }

  static func electricityMapsHistory(zone: String = "DE") -> String {
    let slots = (-23...0).map {
      #"{"zone":"\#(zone)","carbonIntensity":\#(300 + $0),"datetime":"\#(hour($0))","updatedAt":"2026-03-02T12:10:00.000Z","emissionFactorType":"lifecycle","isEstimated":\#($0 == 0),"estimationMethod":null}"#
    }
    return #"{"zone":"\#(zone)","history":[\#(slots.joined(separator: ","))]}"#
  }

  static func electricityMapsRange(zone: String = "DE") -> String {
    let slots = (-60...0).map {
      #"{"zone":"\#(zone)","carbonIntensity":\#(300 + $0),"datetime":"\#(hour($0))","isEstimated":false}"#
    }
    return #"{"zone":"\#(zone)","data":[\#(slots.joined(separator: ","))]}"#
  }

  static func electricityMapsForecast(zone: String = "DE") -> String {
    let slots = (0...24).map {
      #"{"carbonIntensity":\#(320 - $0),"datetime":"\#(hour($0))"}"#
    }
    return
      #"{"zone":"\#(zone)","forecast":[\#(slots.joined(separator: ","))],"updatedAt":"2026-03-02T12:05:00.000Z"}"#
  }

  static func wattTime(forecast: Bool, region: String = "CAISO_NORTH") -> String {
    let start = moment("2026-03-02T12:20:00Z")
    let points = (forecast ? 0..<288 : -48..<0).map { index in
      let time = (start + .seconds(index * 300)).description.prefix(19) + "+00:00"
      return #"{"point_time":"\#(time)","value":\#(900 + index % 12)}"#
    }
    return
      #"{"data":[\#(points.joined(separator: ","))],"meta":{"data_point_period_seconds":300,"region":"\#(region)","signal_type":"co2_moer","units":"lbs_co2_per_mwh","warnings":[],"model":{"date":"2024-01-01"},"generated_at":"2026-03-02T12:20:00+00:00"}}"#
  }

  static func britain(from first: Int, count: Int, actual: Bool) -> String {
    let start = moment("2026-03-02T12:00:00Z")
    let slots = (first..<first + count).map { index in
      let from = (start + .seconds(index * 1800)).description.prefix(16) + "Z"
      let to = (start + .seconds((index + 1) * 1800)).description.prefix(16) + "Z"
      return
        #"{"from":"\#(from)","to":"\#(to)","intensity":{"forecast":\#(150 + index),"actual":\#(actual ? "\(148 + index)" : "null"),"index":"moderate"}}"#
    }
    return #"{"data":[\#(slots.joined(separator: ","))]}"#
  }

  /// Two hours of coal and wind.
  static func entsoe(area: String, resolution: String = "PT60M") -> String {
    let count = resolution == "PT15M" ? 8 : 2
    func series(_ type: String, _ amount: (Int) -> Int) -> String {
      let points = (1...count).map {
        "<Point><position>\($0)</position><quantity>\(amount($0))</quantity></Point>"
      }
      return """
        <TimeSeries><mRID>1</mRID><inBiddingZone_Domain.mRID codingScheme="A01">\(area)</inBiddingZone_Domain.mRID>\
        <quantity_Measure_Unit.name>MAW</quantity_Measure_Unit.name><curveType>A01</curveType>\
        <MktPSRType><psrType>\(type)</psrType></MktPSRType><Period><timeInterval><start>2026-03-02T09:00Z</start>\
        <end>2026-03-02T11:00Z</end></timeInterval><resolution>\(resolution)</resolution>\(points.joined())</Period></TimeSeries>
        """
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?><GL_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-6:generationloaddocument:3:0">\
      <mRID>x</mRID><type>A75</type>\(series("B05") { _ in 500 })\(series("B19") { _ in 500 })\
      \(series("B10") { _ in 100 })</GL_MarketDocument>
      """
  }

  static func eia(respondent: String = "CISO") -> String {
    let rows = (8...11).flatMap { hour -> [String] in
      [("NG", 600), ("SUN", 300), ("WAT", 100)].map { fuel, amount in
        #"{"period":"2026-03-02T\#(hour < 10 ? "0" : "")\#(hour)","respondent":"\#(respondent)","respondent-name":"","fueltype":"\#(fuel)","type-name":"","value":"\#(amount)","value-units":"megawatthours"}"#
      }
    }
    return
      #"{"response":{"total":"\#(rows.count)","dateFormat":"YYYY-MM-DD\"T\"HH24","frequency":"hourly","data":[\#(rows.joined(separator: ","))]},"apiVersion":"2.1.8"}"#
  }

  /// Round factors, so that sums can be done in the head.
  static let fuels: [String: IntensityFacts.Fuel] = [
    "coal": .init(direct: 900, lifeCycle: 1000), "gas": .init(direct: 400, lifeCycle: 500),
    "solar": .init(direct: 0, lifeCycle: 50), "hydro": .init(direct: 0, lifeCycle: 20),
    "wind-onshore": .init(direct: 0, lifeCycle: 10), "unknown": .init(direct: 600, lifeCycle: 700),
  ]
}
