import Accounting
import Foundation
import Quantities

/// A node of perun's tree: application, execution, round, host, group, sensor (perun 1.0.0, `data_model/data.py`).
struct PerunNode {
  let id: String
  let metadata: [String: String]
  let nodes: [PerunNode]
  /// What perun worked out, in its units: joules, seconds.
  let metrics: [String: Double]
  private let device: String?
  private let raw: Raw?

  /// Readings over time with their units.
  private struct Raw {
    var times: [Double]
    var values: Series
    /// What the values were made from: a counter.
    var source: Series?
  }

  private struct Series {
    var values: [Double?]
    var unit: String
    var scale: Double
    /// Where a counter begins anew.
    var most: Double?
  }

  struct Refused: Error {
    let reason: String
  }

  /// Rounds are numbered.
  var order: Int { Int(id) ?? 0 }

  // MARK: JSON

  init?(_ json: JSONValue) {
    guard let id = json["id"]?.text, json["type"]?.number != nil else { return nil }
    self.id = id
    metadata = (json["metadata"]?.object ?? [:]).compactMapValues(\.text)
    device = json["deviceType"]?.text
    metrics = (json["metrics"]?.object ?? [:]).compactMapValues {
      ($0["value"] ?? $0["sum"])?.number
    }
    // perun writes the nodes as a list of one object.
    let inner = json["nodes"]?.list?.first ?? json["nodes"]
    nodes = (inner?.object ?? [:]).sorted { $0.key < $1.key }.compactMap { PerunNode($0.value) }
    raw = json["raw_data"].flatMap { Self.raw($0) }
  }

  private static func raw(_ json: JSONValue) -> Raw? {
    guard let times = json["timesteps"]?.list?.map(\.number), !times.contains(nil),
      let values = series(json["values"], json["v_md"])
    else { return nil }
    return Raw(
      times: times.compactMap(\.self).map { $0 * (json["t_md"]?["mag"]?.number ?? 1) },
      values: values, source: series(json["alt_values"], json["alt_v_md"]))
  }

  private static func series(_ values: JSONValue?, _ about: JSONValue?) -> Series? {
    guard let values = values?.list, let unit = about?["unit"]?.text else { return nil }
    return Series(
      values: values.map(\.number), unit: unit, scale: about?["mag"]?.number ?? 1,
      most: about?["max"]?.number)
  }

  // MARK: HDF5

  /// Groups and datasets of HDF5/JSON by their ids; `root` names the first group.
  init?(hdf5 json: JSONValue) {
    guard let root = json["root"]?.text, let links = Self.links(json, root)?.first else {
      return nil
    }
    self.init(hdf5: json, group: links.id, title: links.title, depth: 0)
  }

  private init?(hdf5 json: JSONValue, group: String, title: String, depth: Int) {
    guard depth < 8, let links = Self.links(json, group) else { return nil }
    id = title
    let attributes = Self.attributes(json[path: "groups", group])
    metadata = attributes.compactMapValues(\.text)
    device = attributes["device_type"]?.text
    func members(_ title: String) -> [(title: String, id: String)] {
      links.first { $0.title == title }.flatMap { Self.links(json, $0.id) } ?? []
    }
    var metrics: [String: Double] = [:]
    for metric in members("metrics") {
      let about = Self.attributes(json[path: "groups", metric.id])
      metrics[about["type"]?.text ?? metric.title] = (about["value"] ?? about["sum"])?.number
    }
    self.metrics = metrics
    nodes = members("nodes").sorted { $0.title < $1.title }.compactMap {
      PerunNode(hdf5: json, group: $0.id, title: $0.title, depth: depth + 1)
    }
    let sets = Dictionary(
      members("raw_data").map { ($0.title, $0.id) }, uniquingKeysWith: { first, _ in first })
    func series(_ title: String) -> Series? {
      guard let set = sets[title].flatMap({ json[path: "datasets", $0] }),
        let values = set["value"]?.list
      else { return nil }
      let about = Self.attributes(set)
      return Series(
        values: values.map(\.number), unit: about["unit"]?.text ?? "",
        scale: about["mag"]?.number ?? 1, most: about["valid_max"]?.number)
    }
    if let times = series("timesteps"), !times.values.contains(nil), let values = series("values") {
      raw = Raw(
        times: times.values.compactMap(\.self).map { $0 * times.scale }, values: values,
        source: series("alt_values"))
    } else {
      raw = nil
    }
  }

  private static func links(_ json: JSONValue, _ group: String) -> [(title: String, id: String)]? {
    json[path: "groups", group]?["links"]?.list?.compactMap { link in
      guard let title = link["title"]?.text, let id = link["id"]?.text else { return nil }
      return (title, id)
    }
  }

  private static func attributes(_ json: JSONValue?) -> [String: JSONValue] {
    Dictionary(
      (json?["attributes"]?.list ?? []).compactMap { attribute in
        guard let name = attribute["name"]?.text, let value = attribute["value"] else { return nil }
        return (name, value)
      }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: Energy

  /// What a sensor counted; nil for one of other things than energy. perun leaves boards and sockets out of its sums because
  /// processors are in them, and so does this.
  func part(host: String, severalHosts: Bool) -> Result<ImportedDevice, Refused>? {
    let components: [String: Component] = ["cpu": .cpu, "ram": .memory, "gpu": .gpu]
    guard let component = device.flatMap({ components[$0] }), let raw else { return nil }
    let counter = [raw.source, raw.values].compactMap(\.self).first { $0.unit == "J" }
    guard let series = counter ?? (raw.values.unit == "W" ? raw.values : nil) else { return nil }
    guard series.values.count == raw.times.count, raw.times.count > 1 else {
      return .failure(
        Refused(
          reason: "\(id) has \(raw.times.count) times and \(series.values.count) readings"))
    }
    guard zip(raw.times, raw.times.dropFirst()).allSatisfy({ $0 < $1 }), raw.times[0] >= 0 else {
      return .failure(Refused(reason: "the times of \(id) go back"))
    }
    let values = series.values.compactMap { $0.flatMap { $0 >= 0 ? $0 * series.scale : nil } }
    guard values.count == raw.times.count else {
      return .failure(Refused(reason: "a reading of \(id) is no number or below zero"))
    }
    var part = ImportedDevice(
      device: severalHosts ? "\(host)/\(id)" : id, component: component, sensor: "perun",
      record: .sum(0))
    guard counter != nil else {
      part.record = .power(
        zip(raw.times, values).map { ImportedWork.Point(at: $0, watts: $1) })
      if component == .gpu { part.errorWatts = 5 }
      part.note = "the whole device, read at moments"
      return .success(part)
    }
    let origin = Timestamp(nanoseconds: 0)
    let readings = zip(raw.times, values).map {
      ReadingLog.Reading(at: origin + .rounded($0), value: $1, line: 0)
    }
    // Of a 64-bit counter the greatest number is no turn that anybody has seen.
    let turn = series.most.map { $0 * series.scale }.flatMap { $0 < 1e12 ? $0 : nil }
    part.record = .counts(readings.counts(from: origin, turn: turn).counts)
    part.note = "the whole device, by its counter"
    return .success(part)
  }
}
