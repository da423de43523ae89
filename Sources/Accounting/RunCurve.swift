public import Quantities

/// The energy that a run books from its start up to any moment; between two snapshots in proportion to time.
public struct RunCurve: Sendable {
  private var times: [Double] = [0]
  private var sums: [Double] = [0]

  public init(_ entry: Entry) {
    for span in entry.powerCurve where span.end > (times.last ?? 0) {
      if span.start > times[times.count - 1] {
        times.append(span.start)
        sums.append(sums[sums.count - 1])
      }
      times.append(span.end)
      sums.append(sums[sums.count - 1] + span.energy.joules)
    }
  }

  public var end: Double { times[times.count - 1] }
  public var total: Energy { .joules(sums[sums.count - 1]) }

  /// Joules up to a moment. After the last snapshot the mean power of the last ten seconds goes on when
  /// `extends` says so: a run under way.
  public func joules(at seconds: Double, extends: Bool = false) -> Double {
    let last = times.count - 1
    if seconds >= times[last] {
      guard extends, last > 0 else { return sums[last] }
      let since = times.lastIndex { $0 <= times[last] - 10 } ?? 0
      let length = times[last] - times[since]
      let power = length > 0 ? (sums[last] - sums[since]) / length : 0
      return sums[last] + power * (seconds - times[last])
    }
    guard seconds > 0 else { return 0 }
    var low = 0
    var high = last
    while high - low > 1 {
      let middle = (low + high) / 2
      if times[middle] <= seconds { low = middle } else { high = middle }
    }
    let part = (seconds - times[low]) / (times[high] - times[low])
    return sums[low] + part * (sums[high] - sums[low])
  }
}

/// Time and energy of the stages that a job named. With what lies outside them they add up to the run.
public struct StageTotals: Hashable, Sendable {
  /// In the order in which they first began; what lies outside every stage last, under an empty name.
  public private(set) var lines: [Line] = []

  public struct Line: Hashable, Sendable {
    public var name: String
    public var times: Int
    public var seconds: Double
    public var energy: Energy
  }

  /// Empty where the job named no stage.
  public init(_ entry: Entry) {
    guard let marks = entry.progress?.marks, marks.contains(where: { $0.stage != nil }) else {
      return
    }
    let curve = RunCurve(entry)
    let end = max(entry.run.seconds, curve.end)
    var open: [String] = []
    var since = 0.0
    func index(_ name: String) -> Int? { lines.firstIndex { $0.name == name } }
    func book(upTo moment: Double) {
      let name = open.last ?? ""
      let joules = curve.joules(at: moment) - curve.joules(at: since)
      if index(name) == nil {
        lines.append(Line(name: name, times: 0, seconds: 0, energy: .zero))
      }
      guard let place = index(name) else { return }
      lines[place].seconds += moment - since
      lines[place].energy = lines[place].energy + .joules(joules)
      since = moment
    }
    for mark in marks {
      guard let stage = mark.stage else { continue }
      book(upTo: min(max(mark.at, since), end))
      switch mark.state {
      case .end:
        if let place = open.lastIndex(of: stage) { open.removeSubrange(place...) }
      case .begin, nil:
        if mark.state == nil { open = [] }
        if open.count < 16 { open.append(stage) }
        if index(stage) == nil {
          lines.append(Line(name: stage, times: 0, seconds: 0, energy: .zero))
        }
        if let place = index(stage) { lines[place].times += 1 }
      }
    }
    book(upTo: end)
    if let outside = index("") { lines.append(lines.remove(at: outside)) }
  }
}
