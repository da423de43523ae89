/// Two axes and the room between them.
public struct Frame: Sendable {
  public let x: Scale
  public let y: Scale
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double

  /// The place of a pair of values.
  public func place(_ x: Double, _ y: Double) -> (Double, Double) { (self.x(x), self.y(y)) }

  public func holds(_ x: Double, _ y: Double) -> Bool { self.x.holds(x) && self.y.holds(y) }
}

extension ChartSheet {
  /// Draws the axes, and says where values lie between them.
  /// - Parameters:
  ///   - yTitle: stands over the axis, so that nobody must turn their head.
  ///   - endRoom: free on the right, for the names of lines.
  ///   - foot: free below the axis, for notes.
  ///   - head: free above the axis, for a strip of names.
  public mutating func frame(
    x: Scale, y: Scale, xTitle: String, yTitle: String, endRoom: Double = 20, foot: Double = 0,
    head: Double = 0
  ) -> Frame {
    var (x, y) = (x, y)
    let ticks = y.ticks(about: 5)
    let left = 22 + (ticks.map { TextWidth.of($0.text) }.max() ?? 0)
    let (right, top) = (Self.width - endRoom, top + 14 + head)
    let bottom = height - 40 - foot
    (x.from, x.to) = (left, right)
    (y.from, y.to) = (bottom, top)
    text(yTitle, at: (16, top - 8 - head), .faint, small: true)
    for tick in ticks {
      rule((left, y(tick.value)), (right, y(tick.value)))
      text(tick.text, at: (left - 6, y(tick.value) + 4), .faint, .end)
    }
    rule((left, bottom), (right, bottom), axis: true)
    var last = -Double.infinity
    for tick in x.ticks(about: 7) {
      let (place, half) = (x(tick.value), TextWidth.of(tick.text) / 2)
      rule((place, bottom), (place, bottom + 4), axis: true)
      guard place - half > last + 6 else { continue }
      last = place + half
      text(tick.text, at: (place, bottom + 17), .faint, .middle)
    }
    text(xTitle, at: (right, bottom + 33), .faint, .end, small: true)
    return Frame(x: x, y: y, left: left, right: right, top: top, bottom: bottom)
  }

  /// A curve through a frame; parts outside of it are left out.
  public mutating func curve(
    _ frame: Frame, _ xs: [Double], _ ink: Ink, _ stroke: Stroke = .solid, thin: Bool = false,
    _ value: (Double) -> Double
  ) {
    var run: [(Double, Double)] = []
    for x in xs {
      let y = value(x)
      if y.isFinite, frame.holds(x, y) {
        run.append(frame.place(x, y))
      } else {
        line(run, ink, stroke, thin: thin)
        run = []
      }
    }
    line(run, ink, stroke, thin: thin)
  }

  /// A band through a frame, cut at its edges.
  public mutating func band(
    _ frame: Frame, _ xs: [Double], _ ink: Ink, narrow: Bool = false,
    _ ends: (Double) -> (low: Double, high: Double)
  ) {
    var upper: [(Double, Double)] = []
    var lower: [(Double, Double)] = []
    for x in xs {
      let (low, high) = ends(x)
      guard low.isFinite, high.isFinite else { continue }
      upper.append((frame.x(x), min(max(frame.y(high), frame.top), frame.bottom)))
      lower.append((frame.x(x), min(max(frame.y(low), frame.top), frame.bottom)))
    }
    band(upper, lower, ink, narrow: narrow)
  }

  /// Names at the right ends of lines, pushed apart where they would meet.
  public mutating func endLabels(
    _ frame: Frame, _ labels: [(y: Double, text: String, ink: Ink)], bold: Bool = true
  ) {
    let wanted = labels.map { min(max(frame.y($0.y), frame.top), frame.bottom) + 4 }
    let places = LabelField.apart(wanted, gap: 15, from: frame.top + 4, to: frame.bottom)
    for (label, y) in zip(labels, places) {
      let text = TextWidth.cut(label.text, bold: bold, width: Self.width - frame.right - 10)
      self.text(text, at: (frame.right + 6, y), label.ink, bold: bold)
    }
  }

  /// Marks a place as covered, so that no label of a point is put there.
  public mutating func cover(_ place: (Double, Double), reach: Double = 5) {
    labels.take(
      .init(
        left: place.0 - reach, top: place.1 - reach, right: place.0 + reach,
        bottom: place.1 + reach))
  }

  /// The name of a point, beside it where there is room; left out where there is none.
  /// - Returns: whether it was drawn.
  @discardableResult
  public mutating func pointLabel(
    _ frame: Frame, _ place: (Double, Double), _ text: String, _ ink: Ink = .text,
    bold: Bool = false
  ) -> Bool {
    let width = TextWidth.of(text, size: 11, bold: bold)
    let (x, y) = place
    let choices: [(Double, Double, Anchor)] = [
      (x + 7, y + 4, .start), (x - 7, y + 4, .end), (x, y - 8, .middle), (x, y + 16, .middle),
      (x + 7, y - 7, .start), (x - 7, y - 7, .end), (x + 7, y + 14, .start), (x - 7, y + 14, .end),
    ]
    for (left, base, anchor) in choices {
      let start = anchor == .start ? left : anchor == .end ? left - width : left - width / 2
      let box = LabelField.Box(left: start, top: base - 10, right: start + width, bottom: base + 3)
      guard box.left > frame.left, box.right < Self.width - 4, box.top > frame.top - 6,
        box.bottom < frame.bottom, labels.isFree(box)
      else { continue }
      labels.take(box)
      self.text(text, at: (left, base), ink, anchor, bold: bold, small: true, halo: true)
      return true
    }
    return false
  }
}
