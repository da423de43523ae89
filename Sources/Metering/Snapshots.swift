package import Accounting

/// The running totals of a run at some moments, in memory of a fixed size.
///
/// Each snapshot holds *totals since the start*, not differences: losing one costs time resolution
/// and no energy, and thinning is leaving every other one out. When the memory is full it is thinned,
/// so a month-long run needs as much as a minute does.
package struct Snapshots: Sendable {
  package let layout: Layout
  package let capacity: Int
  package private(set) var count = 0
  private var words: [UInt64]

  /// Positions of the numbers in a snapshot, each eight bytes.
  package struct Layout: Hashable, Sendable {
    package let devices: Int
    /// Seconds after the start; CPU seconds of the run, Joulebook, everybody; CPU seconds available.
    package static let headWords = 5
    /// Nine of the tally, four of the counter, the quietest power, who was on the device.
    package static let deviceWords = 15
    package var words: Int { Self.headWords + devices * Self.deviceWords }
    package var bytes: Int { words * 8 }

    package init(devices: Int) { self.devices = devices }

    func tally(_ device: Int) -> Int { Self.headWords + device * Self.deviceWords }
  }

  package init(devices: Int, capacity: Int = 512) {
    layout = Layout(devices: devices)
    self.capacity = capacity
    words = [UInt64](repeating: 0, count: layout.words * capacity)
  }

  /// Adds a snapshot; true when the memory was thinned to make room.
  package mutating func append(_ row: UnsafeBufferPointer<UInt64>) -> Bool {
    var thinned = false
    if count == capacity {
      thin()
      thinned = true
    }
    let start = count * layout.words
    for index in 0..<layout.words { words[start + index] = row[index] }
    count += 1
    return thinned
  }

  /// Leaves every other snapshot out, but neither the first nor the last.
  private mutating func thin() {
    var kept = 0
    for index in 0..<count where index % 2 == 0 || index == count - 1 {
      if kept != index {
        let from = index * layout.words
        let to = kept * layout.words
        for word in 0..<layout.words { words[to + word] = words[from + word] }
      }
      kept += 1
    }
    count = kept
  }

  package func withRow<R>(_ index: Int, _ body: (UnsafeBufferPointer<UInt64>) -> R) -> R {
    words.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[index * layout.words..<(index + 1) * layout.words]))
    }
  }

  package func row(_ index: Int) -> Row {
    Row(layout: layout, words: Array(words[index * layout.words..<(index + 1) * layout.words]))
  }

  /// The first and the last snapshot only, in memory of their own.
  var ends: Snapshots {
    var ends = Snapshots(devices: layout.devices, capacity: 2)
    for index in Set([0, count - 1]).sorted() where index >= 0 {
      withRow(index) { _ = ends.append($0) }
    }
    return ends
  }

  /// All snapshots, decoded, oldest first.
  package var rows: [Row] { (0..<count).map(row) }

  /// One snapshot, decoded.
  package struct Row: Sendable {
    package let layout: Layout
    package var words: [UInt64]

    package init(layout: Layout, words: [UInt64]) {
      self.layout = layout
      self.words = words
    }

    private func number(_ index: Int) -> Double { Double(bitPattern: words[index]) }

    package var seconds: Double { number(0) }
    package var runCPU: Double { number(1) }
    package var ownCPU: Double { number(2) }
    package var machineCPU: Double { number(3) }
    package var capacity: Double { number(4) }

    package func tally(_ device: Int) -> Tally {
      let base = layout.tally(device)
      var tally = Tally()
      tally.energy = number(base)
      tally.slackBelow = number(base + 1)
      tally.slackAbove = number(base + 2)
      tally.run = number(base + 3)
      tally.own = number(base + 4)
      tally.idle = number(base + 5)
      tally.runSeconds = number(base + 6)
      tally.ownSeconds = number(base + 7)
      tally.seconds = number(base + 8)
      return tally
    }

    package func counter(_ device: Int) -> (opening: UInt64, closing: UInt64, wraps: UInt64) {
      let base = layout.tally(device) + 9
      return (words[base], words[base + 1], words[base + 2])
    }

    package func correction(_ device: Int) -> Double { number(layout.tally(device) + 12) }

    /// Lowest mean power seen while the CPUs were at rest, in watts; nil when they never were.
    package func quietPower(_ device: Int) -> Double? {
      let value = number(layout.tally(device) + 13)
      return value.isFinite ? value : nil
    }

    /// Who was seen on the device since the start.
    package func users(_ device: Int) -> Users {
      Users(rawValue: words[layout.tally(device) + 14])
    }
  }
}

/// Kinds of users seen on a device.
package struct Users: OptionSet, Hashable, Sendable {
  package let rawValue: UInt64
  package init(rawValue: UInt64) { self.rawValue = rawValue }
  package static let ours = Users(rawValue: 1)
  package static let others = Users(rawValue: 2)
  package static let nobody = Users(rawValue: 4)
  /// The driver could not tell at some time.
  package static let unknown = Users(rawValue: 8)
}

/// Writes one snapshot's words in place.
struct RowWriter {
  let layout: Snapshots.Layout
  private(set) var words: [UInt64]

  init(layout: Snapshots.Layout) {
    self.layout = layout
    words = [UInt64](repeating: 0, count: layout.words)
  }

  mutating func setHead(seconds: Double, use: Use, capacity: Double) {
    words[0] = seconds.bitPattern
    words[1] = use.run.bitPattern
    words[2] = use.own.bitPattern
    words[3] = use.machine.bitPattern
    words[4] = capacity.bitPattern
  }

  mutating func setDevice(
    _ index: Int, tally: Tally, meter: Meter, quietPower: Double, users: Users
  ) {
    let base = layout.tally(index)
    words[base] = tally.energy.bitPattern
    words[base + 1] = tally.slackBelow.bitPattern
    words[base + 2] = tally.slackAbove.bitPattern
    words[base + 3] = tally.run.bitPattern
    words[base + 4] = tally.own.bitPattern
    words[base + 5] = tally.idle.bitPattern
    words[base + 6] = tally.runSeconds.bitPattern
    words[base + 7] = tally.ownSeconds.bitPattern
    words[base + 8] = tally.seconds.bitPattern
    words[base + 9] = meter.opening
    words[base + 10] = meter.closing
    words[base + 11] = meter.wraps
    words[base + 12] = meter.correction.bitPattern
    words[base + 13] = quietPower.bitPattern
    words[base + 14] = users.rawValue
  }
}
