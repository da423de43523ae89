import Accounting

/// What is strange about rows that are taken all the same.
enum CodeCarbonOddity: Int, CaseIterable {
  case parts, wattsOrKilowatts, powers, rateInGrams, rate, pueBelowOne, lostDay, noSuchDay

  /// For the row's run; nil for what is of no use there.
  var warning: String? {
    switch self {
    case .parts:
      "The energies of its components do not add up to energy_consumed; the sum was taken, without components."
    case .wattsOrKilowatts:
      "Its energy divided by its duration is a thousand times its powers, or a thousandth: watts and kilowatts were mixed up. The energy was taken as it stands."
    case .powers:
      "Its energy does not fit its powers and its duration by far; the energy was taken as it stands."
    case .pueBelowOne: "Its PUE is below 1 and was not used."
    case .lostDay: "Its time had lost the day and the hour; the day is the one that --date gave."
    case .noSuchDay:
      "Its day is not in the calendar: it was read as so many days after the month began."
    case .rateInGrams, .rate: nil
    }
  }

  func note(_ count: Int) -> String {
    let rows = count == 1 ? "1 row" : "\(count) rows"
    switch self {
    case .parts:
      return "In \(rows) the components' energies do not add up; energy_consumed was taken."
    case .wattsOrKilowatts:
      return
        "In \(rows) energy ÷ duration is a thousand times the powers, or a thousandth: watts and kilowatts were mixed up."
    case .powers:
      return "In \(rows) the energy does not fit powers × duration, by more than ten times."
    case .rateInGrams:
      return
        "In \(rows) emissions_rate is in grams for a second, as CodeCarbon wrote it up to 2.1.4."
    case .rate: return "In \(rows) emissions_rate is not emissions ÷ duration."
    case .pueBelowOne: return "In \(rows) the PUE is below 1 and was not used."
    case .lostDay: return "In \(rows) the time had lost its day and hour; --date gave the day."
    case .noSuchDay: return "In \(rows) the day is not in the calendar."
    }
  }
}

/// Several oddities: a bit each, so that none costs an array.
struct CodeCarbonOddities: Hashable {
  private(set) var bits: UInt8 = 0

  mutating func insert(_ oddity: CodeCarbonOddity) { bits |= 1 << UInt8(oddity.rawValue) }

  var all: [CodeCarbonOddity] {
    bits == 0 ? [] : CodeCarbonOddity.allCases.filter { bits & 1 << UInt8($0.rawValue) != 0 }
  }
}

/// A row of `emissions.csv` that makes sense.
struct CodeCarbonRow {
  typealias Column = CodeCarbonLayout.Column

  private let cells: ContiguousArray<CellScanner.Cell>
  private let layout: CodeCarbonLayout
  let started: Int64
  let seconds: Double
  let energy: Double
  let grams: Double
  let repair: ImportClock.Repair?
  private(set) var joules = SIMD4<Double>(repeating: 0)
  private(set) var oddities = CodeCarbonOddities()
  /// Which components have a value of their own: CPU, GPU, memory, or all as one.
  private var shape: UInt8 = 0
  private let pue: Double

  /// Nil when it makes none.
  @inline(__always)
  init?(
    _ cells: ContiguousArray<CellScanner.Cell>, _ layout: CodeCarbonLayout,
    _ clock: inout ImportClock
  ) {
    func number(_ column: Column) -> Double? {
      let place = layout.place(column)
      return place < 0 ? nil : cells[place].number
    }
    guard let ended = clock.read(cells[layout.place(.timestamp)]),
      let seconds = number(.duration), seconds > 0, seconds < 1e10,
      let kilowattHours = number(.energy), kilowattHours >= 0,
      let kilograms = number(.emissions), kilograms >= 0
    else { return nil }
    // Where the row has moved, texts and numbers lie in the wrong columns.
    for column in [Column.onCloud, .tracking, .iso] {
      let place = layout.place(column)
      guard place < 0 || Self.fits(cells[place], column) else { return nil }
    }
    self.cells = cells
    self.layout = layout
    self.seconds = seconds
    started = ended.nanoseconds - Int64((seconds * 1e9).rounded())
    energy = kilowattHours * 3.6e6
    grams = kilograms * 1000
    repair = ended.repair
    switch ended.repair {
    case nil: break
    case .lostDay: oddities.insert(.lostDay)
    case .noSuchDay: oddities.insert(.noSuchDay)
    }
    let given = number(.pue) ?? 1
    pue = given >= 1 ? given : 1
    if given < 1 { oddities.insert(.pueBelowOne) }
    if layout.place(.cpuEnergy) >= 0 {
      let (cpu, gpu, memory) = (
        number(.cpuEnergy) ?? 0, number(.gpuEnergy) ?? 0, number(.ramEnergy) ?? 0
      )
      guard cpu >= 0, gpu >= 0, memory >= 0 else { return nil }
      let hasGPU =
        gpu > 0 || (layout.place(.gpuModel) >= 0 && !cells[layout.place(.gpuModel)].isEmpty)
      if abs(cpu + gpu + memory - kilowattHours) <= 1e-4 * kilowattHours {
        shape = hasGPU ? 0b111 : 0b101
        joules =
          hasGPU
          ? SIMD4(cpu, gpu, memory, 0) * (3.6e6 / pue) : SIMD4(cpu, memory, 0, 0) * (3.6e6 / pue)
      } else {
        oddities.insert(.parts)
      }
      let power =
        (number(.cpuPower) ?? 0) + (number(.gpuPower) ?? 0) + (number(.ramPower) ?? 0)
      if power > 0, energy > 0 {
        let ratio = energy / seconds / power
        if (ratio > 800 && ratio < 1250) || (ratio > 1 / 1250 && ratio < 1 / 800) {
          oddities.insert(.wattsOrKilowatts)
        } else if ratio > 10 || ratio < 0.1 {
          oddities.insert(.powers)
        }
      }
      if let rate = number(.rate), kilograms > 0 {
        let ratio = rate * seconds / kilograms
        if abs(ratio - 1) > 0.01 { oddities.insert(abs(ratio - 1000) < 10 ? .rateInGrams : .rate) }
      }
    }
    if shape == 0 {
      shape = 0b1000
      joules = SIMD4(energy / pue, 0, 0, 0)
    }
  }

  /// Written by Joulebook's Python client, which calls itself so where CodeCarbon has its release.
  var isOurs: Bool {
    bytes(.version).prefix(10).elementsEqual("joulebook ".utf8)
  }

  private static func fits(_ cell: CellScanner.Cell, _ column: Column) -> Bool {
    guard cell.count > 0 else { return true }
    switch column {
    case .onCloud: return cell.isEqual("Y") || cell.isEqual("N")
    case .tracking: return cell.isEqual("machine") || cell.isEqual("process")
    default:
      // USA is the country's name too, in files of before there were codes.
      return cell.count == 3 && cell.start[0] >= 0x41 && cell.start[0] <= 0x5A
    }
  }

  /// Why a row of the right number of cells makes no sense.
  static func reason(
    _ cells: ContiguousArray<CellScanner.Cell>, _ layout: CodeCarbonLayout,
    _ clock: inout ImportClock
  ) -> String {
    func cell(_ column: Column) -> CellScanner.Cell { cells[layout.place(column)] }
    let stamp = cell(.timestamp)
    if clock.read(stamp) == nil {
      return clock.reason(stamp)
    }
    let wanted: [(Column, String)] = [
      (.duration, "duration"), (.energy, "energy_consumed"), (.emissions, "emissions"),
    ]
    for (column, name) in wanted {
      if cell(column).isEmpty { return "\(name) is empty" }
      guard let number = cell(column).number else {
        return "\(name), `\(cell(column).text.prefix(40))`, is no number"
      }
      if number < 0 { return "\(name) is negative: \(cell(column).text)" }
      if column == .duration, number == 0 || number >= 1e10 {
        return "duration, \(cell(column).text) s, is no length"
      }
    }
    for (column, name) in [
      (Column.cpuEnergy, "cpu_energy"), (.gpuEnergy, "gpu_energy"), (.ramEnergy, "ram_energy"),
    ] where layout.place(column) >= 0 {
      if let number = cell(column).number, number < 0 {
        return "\(name) is negative: \(cell(column).text)"
      }
    }
    return "its cells have moved to other columns, and fit no release"
  }

  // MARK: Keys

  private func bytes(_ column: Column) -> UnsafeBufferPointer<UInt8> {
    let place = layout.place(column)
    return place < 0
      ? UnsafeBufferPointer(start: nil, count: 0)
      : UnsafeBufferPointer(start: cells[place].start, count: cells[place].count)
  }

  private func text(_ column: Column) -> String? {
    let place = layout.place(column)
    guard place >= 0, !cells[place].isEmpty else { return nil }
    return cells[place].text
  }

  private var runColumn: Column { layout.place(.run) >= 0 ? .run : .experiment }

  /// The tool's own name of the run, where it is a UUID.
  var run: SIMD2<UInt64> { RowKey.uuid(bytes(runColumn)) ?? SIMD2(0, 0) }

  /// Of the row's content: what a copy of it in another file, with columns moved or dropped, has as well.
  var key: UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for column in [runColumn, .timestamp, .project, .task, .duration, .emissions, .energy] {
      for byte in bytes(column) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01b3
    }
    return hash
  }

  private static let common: [Column] = [
    .country, .iso, .region, .onCloud, .provider, .cloudRegion,
    .version, .cpuModel, .gpuCount, .gpuModel, .memory, .tracking, .pue,
  ]

  /// What the run is called: its project, and its task where it is one.
  var title: String {
    let project = text(.project) ?? "codecarbon"
    return text(.task).map { "\(project) / \($0)" } ?? project
  }

  var titleHash: UInt64 { hash([.project, .task], 0) }

  /// Of all that `described` says, but the file.
  var kind: UInt64 {
    var hash = hash(Self.common, UInt64(shape) << 8 | UInt64(oddities.bits))
    // A name that is no UUID is part of what is described.
    if run == SIMD2(0, 0) {
      for byte in bytes(runColumn) { hash = Self.mix(hash, UInt64(byte)) }
    }
    return hash
  }

  private func hash(_ columns: [Column], _ seed: UInt64) -> UInt64 {
    var hash = seed &+ 0x9E37_79B9_7F4A_7C15
    for column in columns where layout.place(column) >= 0 {
      let cell = cells[layout.place(column)]
      hash = Self.mix(hash, UInt64(truncatingIfNeeded: cell.count))
      var at = 0
      let raw = UnsafeRawPointer(cell.start)
      while at + 8 <= cell.count {
        hash = Self.mix(hash, raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        at += 8
      }
      var rest: UInt64 = 0
      while at < cell.count {
        rest = rest << 8 | UInt64(cell.start[at])
        at += 1
      }
      hash = Self.mix(hash, rest)
    }
    return hash
  }

  @inline(__always)
  private static func mix(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    let product = (hash ^ value).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }

  /// What the row has in common with others of its kind.
  func described(_ file: ImportFile, _ options: ImportOptions) -> RowKind {
    var reported = ReportedFigure(tool: "codecarbon")
    reported.version = text(.version)
    reported.pue = text(.pue).flatMap { Double($0) }
    reported.scope = text(.tracking)
    reported.memoryGigabytes = text(.memory).flatMap { Double($0) }
    if run == SIMD2(0, 0) { reported.run = text(runColumn) }
    var kind = RowKind(path: file.path, reported: reported)
    kind.host = options.host ?? ""
    if let provider = text(.provider), let region = text(.cloudRegion) {
      kind.place = "\(provider.lowercased())/\(region)"
    } else {
      kind.place = text(.iso) ?? text(.country)
      kind.area = text(.region)
    }
    kind.reported.place = [kind.place, kind.area].compactMap(\.self).joined(separator: ", ")
    if let model = text(.gpuModel) { kind.tags["codecarbon.gpu"] = model }
    if let model = text(.cpuModel) { kind.tags["codecarbon.cpu"] = model }
    kind.parts = parts
    kind.warnings = oddities.all.compactMap(\.warning)
    return kind
  }

  private var parts: [RowKind.Part] {
    func part(_ component: Component, _ evidence: Evidence, _ note: String) -> RowKind.Part {
      RowKind.Part(component: component, sensor: "codecarbon", evidence: evidence, note: note)
    }
    let whole = part(
      .system, .modelled, "as CodeCarbon reported it, all components as one; it does not say how")
    let cpu = part(
      .cpu, .modelled,
      "as CodeCarbon reported it, which does not say whether it read a counter or a table of rated powers"
    )
    let gpu = part(
      .gpu, .metered, "as CodeCarbon reported it from the driver's counters, whole boards")
    let memory = part(
      .memory, .modelled, "as CodeCarbon reported it, by a constant for each module or gigabyte")
    switch shape {
    case 0b111: return [cpu, gpu, memory]
    case 0b101: return [cpu, memory]
    case _: return [whole]
    }
  }
}
