package import Accounting
package import Quantities

/// Very many runs of a few kinds, as imports have them: what a kind has in common once, what differs in a hundred bytes a run.
///
/// A run of a table is a run like any other: `entry` makes the same entry that booking it alone would keep.
package struct RunTable: Sendable {
  package private(set) var kinds: [Entry] = []
  /// What runs are called, each once.
  package var titles: [String] = []
  package var rows: ContiguousArray<Row> = []

  package init() {}

  /// A table of the same kinds and titles without its rows.
  init(kinds: [Entry], titles: [String]) {
    self.kinds = kinds
    self.titles = titles
  }

  /// What differs from run to run.
  package struct Row: Sendable {
    /// From which the letters of the run's id are made.
    package var key: UInt64
    /// Nanoseconds, a whole number of milliseconds.
    package var started: Int64
    package var seconds: Double
    /// Of the kind's devices, in their order.
    package var joules: SIMD4<Double>
    /// What a tool reported, with its PUE; NaN where it reported none.
    package var energy: Double
    package var grams: Double
    /// The tool's own name of the run, a UUID; zero where it is none.
    package var name: SIMD2<UInt64>
    package var kind: Int32
    package var title: Int32
    /// In the file that it was read from; zero where nobody says.
    package var line: Int32

    package init(
      key: UInt64, started: Int64, seconds: Double, joules: SIMD4<Double>, energy: Double,
      grams: Double, name: SIMD2<UInt64>, kind: Int32, title: Int32, line: Int32
    ) {
      self.key = key
      self.started = started
      self.seconds = seconds
      self.joules = joules
      self.energy = energy
      self.grams = grams
      self.name = name
      self.kind = kind
      self.title = title
      self.line = line
    }

    var id: String { RunKey.id(key, at: Timestamp(nanoseconds: started)) }

    var ended: Int64 { started + Int64((seconds * 1000).rounded()) * 1_000_000 }
  }

  /// Devices that a kind may have.
  package static let mostDevices = 4
  /// Rows that are kept together.
  package static let mostRows = 65_536

  /// Adds a kind by one of its runs; nil where its runs cannot be kept in a table.
  package mutating func add(_ entry: Entry) -> Int32? {
    guard Self.holds(entry), kinds.count < Int(Int16.max) else { return nil }
    var kind = entry
    kind.run.id = ""
    kind.run.name = ""
    kind.run.started = Timestamp(nanoseconds: 0)
    kind.run.ended = kind.run.started
    kind.run.seconds = 0
    kind.run.spans = []
    for index in kind.run.devices.indices {
      let device = kind.run.devices[index].device
      kind.run.devices[index].total = Tally()
      kind.run.devices[index].device = device.named(Self.base(device.name, of: entry.run.id))
    }
    kind.reported?.energyJoules = nil
    kind.reported?.emissionsGrams = nil
    kind.reported?.line = nil
    if entry.reported?.run.flatMap(RunKey.uuid) != nil { kind.reported?.run = nil }
    kinds.append(kind)
    return Int32(kinds.count - 1)
  }

  /// A run of the whole machine's devices, each with a steady power of its own, and with nothing else to tell.
  private static func holds(_ entry: Entry) -> Bool {
    let run = entry.run
    return entry.policy == .wholeMachine && run.devices.count <= mostDevices && run.spans.count == 1
      && run.parent == nil && run.gaps.isEmpty && entry.progress == nil && entry.acting == nil
      && entry.restatements == nil && !run.tags.keys.contains { $0.hasPrefix(MetricSeries.tag) }
      && run.devices.allSatisfy { record in
        record.device.partOf == nil && record.counter == nil && record.device.name.hasSuffix(run.id)
      }
  }

  /// A device's name holds the id of its run: devices of runs that nobody can tell apart are not the same device.
  private static func base(_ name: String, of id: String) -> String {
    String(name.dropLast(id.count))
  }

  /// The entry of a row.
  package func entry(_ index: Int) -> Entry {
    let row = rows[index]
    return Self.entry(row, of: kinds[Int(row.kind)], called: titles[Int(row.title)])
  }

  static func entry(_ row: Row, of kind: Entry, called name: String) -> Entry {
    var entry = kind
    let id = row.id
    entry.run.id = id
    entry.run.name = name
    entry.run.started = Timestamp(nanoseconds: row.started)
    entry.run.ended = Timestamp(nanoseconds: row.ended)
    entry.run.seconds = row.seconds
    var tallies: [Tally] = []
    for place in entry.run.devices.indices {
      let tally = tally(row.joules[place], row.seconds)
      tallies.append(tally)
      entry.run.devices[place].total = tally
      let device = entry.run.devices[place].device
      entry.run.devices[place].device = device.named(device.name + id)
    }
    entry.run.spans = [Run.Span(start: 0, end: row.seconds, tallies: tallies)]
    if entry.reported != nil {
      if !row.energy.isNaN { entry.reported?.energyJoules = row.energy }
      if !row.grams.isNaN { entry.reported?.emissionsGrams = row.grams }
      if row.line > 0 { entry.reported?.line = Int(row.line) }
      if row.name != SIMD2(0, 0) { entry.reported?.run = RunKey.uuid(row.name) }
    }
    return entry
  }

  private static func tally(_ joules: Double, _ seconds: Double) -> Tally {
    var tally = Tally()
    tally.energy = joules
    tally.run = joules
    tally.runSeconds = seconds
    tally.seconds = seconds
    return tally
  }

  /// What a row comes to: the same as its entry does, in a fraction of the time.
  package static func summary(_ row: Row, of kind: Entry) -> RunSummary {
    var energy = Estimate<Energy>.zero
    var byEvidence = EnergyByEvidence()
    var gpuSeconds = 0.0
    for (place, record) in kind.run.devices.enumerated() {
      let joules = row.joules[place]
      let accuracy = record.device.accuracy
      let own = Estimate(
        Energy.joules(joules),
        low: .joules(joules > 0 ? max(0, joules * accuracy.low) : joules),
        high: .joules(joules > 0 ? joules * accuracy.high : joules))
      energy = energy + own
      byEvidence[record.device.evidence] += own.value
      if record.device.component == .gpu { gpuSeconds += row.seconds }
    }
    return RunSummary(
      started: Timestamp(nanoseconds: row.started), ended: Timestamp(nanoseconds: row.ended),
      ending: RunSummary.Ending(kind.run), seconds: row.seconds,
      deviceSeconds: gpuSeconds > 0 ? gpuSeconds : row.seconds, energy: energy,
      byEvidence: byEvidence, own: .zero, idle: .zero, unexplained: .zero)
  }
}

extension Device {
  func named(_ name: String) -> Device {
    Device(
      component: component, name: name, sensor: sensor, evidence: evidence, sharing: sharing,
      partOf: partOf, accuracy: accuracy, joulesPerCount: joulesPerCount, modulus: modulus)
  }
}

/// Ids of runs that were made from a record: the same record has the same id.
package enum RunKey {
  private static let letters = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)

  /// FNV-1a, 64 bits.
  package static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }

  /// `20190301-120000-` and ten letters of the key.
  package static func id(_ key: UInt64, at start: Timestamp) -> String {
    let digits = start.description.utf8.filter { (0x30...0x39).contains($0) }
    var id = Array(digits.prefix(8))
    id.append(UInt8(ascii: "-"))
    id += digits.dropFirst(8).prefix(6)
    id.append(UInt8(ascii: "-"))
    var rest = key
    for _ in 0..<10 {
      id.append(letters[Int(rest % 32)])
      rest /= 32
    }
    return String(decoding: id, as: UTF8.self)
  }

  /// The first moment after which a run of an id that begins so started, and the first at which none did any more; nil where
  /// the beginning does not say.
  static func second(_ prefix: String) -> Range<Int64>? {
    let bytes = Array(prefix.utf8)
    guard bytes.count >= 15, bytes[8] == UInt8(ascii: "-") else { return nil }
    func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    let text =
      "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z"
    guard let start = Timestamp(text)?.nanoseconds else { return nil }
    return start..<start + 1_000_000_000
  }

  /// `01234567-89ab-cdef-0123-456789abcdef`.
  static func uuid(_ value: SIMD2<UInt64>) -> String {
    let digits = [value.x, value.y].flatMap { half -> [UInt8] in
      let text = String(half, radix: 16)
      return Array((String(repeating: "0", count: 16 - text.count) + text).utf8)
    }
    var text: [UInt8] = []
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append(UInt8(ascii: "-")) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil where the text is no UUID in small letters.
  package static func uuid(_ text: String) -> SIMD2<UInt64>? {
    guard text.utf8.count == 36 else { return nil }
    let digits = text.filter { $0 != "-" }
    guard digits.utf8.count == 32, let x = UInt64(digits.prefix(16), radix: 16),
      let y = UInt64(digits.suffix(16), radix: 16)
    else { return nil }
    let value = SIMD2(x, y)
    return value != SIMD2(0, 0) && uuid(value) == text ? value : nil
  }
}
