public import Quantities

extension Acting {
  /// What waiting and pausing changed: the metered curve at the intensities of the times it ran in, against the
  /// same curve at those from the moment of the request on, without a pause.
  public struct Saving: Hashable, Codable, Sendable {
    /// Emissions of the run as it went, and as it would have gone.
    public var actual: Emissions
    public var atOnce: Emissions
    /// When the request was made, which is when the run would have started.
    public var requested: Timestamp
    /// What the intensities are: `history`, `forecast`, `usual`, `yearly`. Only history is what happened.
    public var kind: String
    /// Whose they are and of which zone, for people.
    public var source: String
    public var zone: String
    /// `average` or `marginal`.
    public var signal: String
    /// When it was worked out.
    public var computed: Timestamp

    public init(
      actual: Emissions, atOnce: Emissions, requested: Timestamp, kind: String, source: String,
      zone: String, signal: String, computed: Timestamp
    ) {
      self.actual = actual
      self.atOnce = atOnce
      self.requested = requested
      self.kind = kind
      self.source = source
      self.zone = zone
      self.signal = signal
      self.computed = computed
    }

    public var saved: Emissions { atOnce - actual }
    /// Part of what starting at once would have emitted; nil when that is nothing.
    public var part: Double? { atOnce.grams > 0 ? saved / atOnce : nil }
  }
}

/// When a run booked how much: its share of each span, by the policy of its entry, at the facility's meter.
public struct EnergyCurve: Hashable, Sendable {
  public struct Piece: Hashable, Sendable {
    /// Seconds after the start.
    public let start: Double
    public let end: Double
    public let energy: Energy

    public init(start: Double, end: Double, energy: Energy) {
      self.start = start
      self.end = end
      self.energy = energy
    }
  }

  public let pieces: [Piece]

  public init(pieces: [Piece]) { self.pieces = pieces }

  /// The curve of an entry. The pieces add up to the energy at the meter that its footprint states.
  public init(_ entry: Entry) {
    let ratio = entry.site.pue.ratio.value.base
    pieces = entry.powerCurve.map {
      Piece(start: $0.start, end: $0.end, energy: $0.energy * ratio)
    }
  }

  /// Emissions when the curve begins at a moment; nil when an intensity that is needed is not known.
  public func emissions(from start: Timestamp, in series: IntensitySeries) -> Emissions? {
    var grams = 0.0
    for piece in pieces where piece.energy.joules != 0 {
      let length = piece.end - piece.start
      guard length > 0 else { continue }
      var at = piece.start
      while at < piece.end {
        let moment = start + .nanoseconds(Int64((at * 1e9).rounded()))
        guard let slot = series.slot(at: moment), series.values[slot].isFinite else { return nil }
        let slotEnd = (series.start(ofSlot: slot + 1) - start).seconds
        // A rounding at a slot's edge must not stand still.
        let next = min(piece.end, max(slotEnd, at + 1e-6))
        grams += piece.energy.kilowattHours * (next - at) / length * series.values[slot]
        at = next
      }
    }
    return .grams(grams)
  }

  /// The curve without the pauses: what was drawn in them falls away, what comes after moves up.
  public func without(_ pauses: [Acting.Pause]) -> EnergyCurve {
    let pauses = pauses.sorted { $0.start < $1.start }
    func paused(upTo moment: Double) -> Double {
      pauses.reduce(0) { $0 + max(0, min(moment, $1.end) - $1.start) }
    }
    return EnergyCurve(
      pieces: pieces.compactMap { piece in
        let start = piece.start - paused(upTo: piece.start)
        let end = piece.end - paused(upTo: piece.end)
        // A span that lies in a pause as a whole has no length left.
        guard end - start > 1e-9 else { return nil }
        return Piece(start: start, end: end, energy: piece.energy)
      })
  }
}

extension EnergyCurve {
  /// What acting saved; nil when an intensity that is needed is not known.
  ///
  /// A span that a pause cuts counts as the run's: at most two spans a pause.
  public func saving(
    started: Timestamp, requested: Timestamp, pauses: [Acting.Pause], series: IntensitySeries,
    at moment: Timestamp
  ) -> Acting.Saving? {
    guard let actual = emissions(from: started, in: series),
      let atOnce = without(pauses).emissions(from: requested, in: series)
    else { return nil }
    return Acting.Saving(
      actual: actual, atOnce: atOnce, requested: requested, kind: series.kind.name,
      source: series.source, zone: series.zone, signal: series.signal.rawValue, computed: moment)
  }
}

extension IntensitySeries.Kind {
  /// `history`, `forecast`, `usual`, `yearly`.
  public var name: String {
    switch self {
    case .history: "history"
    case .forecast: "forecast"
    case .usual: "usual"
    case .yearly: "yearly"
    }
  }
}
