/// Reads rows that do not fit the headings above them: by the orders in which releases write rows.
struct CodeCarbonRepair {
  /// Ways in which rows were read before: the next broken row of a file is mostly broken like the last.
  private var known: [(layout: CodeCarbonLayout, words: String)] = []
  private let candidates: [Int: [(layout: CodeCarbonLayout, words: String)]]

  init() { candidates = Self.all }

  /// Every order of a release, and every order without some of the columns that may be missing, by the number of cells.
  private static let all: [Int: [(layout: CodeCarbonLayout, words: String)]] = {
    var all: [Int: [(layout: CodeCarbonLayout, words: String)]] = [:]
    for release in CodeCarbonLayout.releases {
      var dropped: Set<Set<String>> = [[]]
      for group in CodeCarbonLayout.droppable where release.count > 12 {
        dropped.formUnion(dropped.map { $0.union(group) })
      }
      for names in dropped.sorted(by: {
        ($0.count, "\($0.sorted())") < ($1.count, "\($1.sorted())")
      })
      where names.isSubset(of: release) {
        let headings = release.filter { !names.contains($0) }
        let words =
          names.isEmpty
          ? "in the order of \(release.count) columns"
          : "of \(release.count) columns without \(names.sorted().joined(separator: ", "))"
        all[headings.count, default: []].append((CodeCarbonLayout(headings), words))
      }
    }
    return all
  }()

  /// The way in which the cells make sense; nil where there is none, or several that say different things.
  mutating func layout(
    _ cells: ContiguousArray<CellScanner.Cell>
  ) -> (layout: CodeCarbonLayout, words: String)? {
    if let found = known.first(where: {
      $0.layout.count == cells.count && Self.fits(cells, $0.layout)
    }
    ) {
      return found
    }
    // Those with fewest missing columns stand first. What is taken of a row stands the same in all that fit, or it is not
    // taken.
    let fitting = (candidates[cells.count] ?? []).filter { Self.fits(cells, $0.layout) }
    guard let first = fitting.first else { return nil }
    let wanted: [CodeCarbonLayout.Column] = [
      .timestamp, .duration, .emissions, .energy, .cpuEnergy, .gpuEnergy, .ramEnergy, .pue, .run,
      .iso,
    ]
    let isClear = fitting.allSatisfy { other in
      wanted.allSatisfy { other.layout.place($0) == first.layout.place($0) }
    }
    guard isClear else { return nil }
    known.append(first)
    return first
  }

  /// True when every cell is what its column may hold.
  static func fits(_ cells: ContiguousArray<CellScanner.Cell>, _ layout: CodeCarbonLayout) -> Bool {
    func cell(_ column: CodeCarbonLayout.Column) -> CellScanner.Cell? {
      let place = layout.place(column)
      return place >= 0 && place < cells.count ? cells[place] : nil
    }
    func isNumber(_ column: CodeCarbonLayout.Column, orEmpty: Bool) -> Bool {
      guard let cell = cell(column) else { return true }
      return cell.isEmpty ? orEmpty : cell.number != nil
    }
    guard let stamp = cell(.timestamp), stamp.count >= 19, stamp.start[4] == 0x2D,
      stamp.start[10] == 0x54 || stamp.start[10] == 0x20,
      [.duration, .emissions, .energy].allSatisfy({ isNumber($0, orEmpty: false) }),
      [.rate, .cpuPower, .gpuPower, .ramPower, .cpuEnergy, .gpuEnergy, .ramEnergy, .pue, .memory]
        .allSatisfy({ isNumber($0, orEmpty: true) })
    else { return false }
    guard
      [.longitude, .latitude, .gpuCount].allSatisfy({ isNumber($0, orEmpty: true) })
    else { return false }
    if let iso = cell(.iso), !iso.isEmpty {
      let letters = UnsafeBufferPointer(start: iso.start, count: iso.count)
      guard iso.count == 3, letters.allSatisfy({ (0x41...0x5A).contains($0) }) else { return false }
    }
    if let cloud = cell(.onCloud), !cloud.isEmpty {
      guard cloud.isEqual("Y") || cloud.isEqual("N") else { return false }
    }
    if let tracking = cell(.tracking), !tracking.isEmpty {
      guard tracking.isEqual("machine") || tracking.isEqual("process") else { return false }
    }
    if let pue = cell(.pue)?.number, pue < 1 { return false }
    if let version = cell(.version), !version.isEmpty {
      guard (0x30...0x39).contains(version.start[0]) else { return false }
    }
    if let model = cell(.gpuModel), !model.isEmpty, model.number != nil { return false }
    if let provider = cell(.provider), !provider.isEmpty, provider.number != nil { return false }
    if let region = cell(.region), !region.isEmpty, region.number != nil { return false }
    return true
  }
}
