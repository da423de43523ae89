package import Accounting
package import Quantities

/// What is asked of a provider: the intensity of a zone over a span.
package struct IntensityQuestion: Hashable, Sendable {
  /// Zone in the provider's own words.
  package var zone: String
  package var from: Timestamp
  package var to: Timestamp
  /// The moment that parts history from forecast.
  package var now: Timestamp
  package var signal: IntensitySeries.Signal
  /// `life-cycle` or `direct`.
  package var basis: String

  package init(
    zone: String, from: Timestamp, to: Timestamp, now: Timestamp,
    signal: IntensitySeries.Signal = .average, basis: String = "life-cycle"
  ) {
    self.zone = zone
    self.from = from
    self.to = to
    self.now = now
    self.signal = signal
    self.basis = basis
  }
}

/// What a provider answers: series that follow each other, and what a reader should know about them.
package struct IntensityReply: Hashable, Sendable {
  /// In the order of time: what was, then what is expected. They may overlap; the earlier one counts.
  package var parts: [IntensitySeries]
  package var notes: [String]
  /// When the oldest part left its source.
  package var fetched: Timestamp

  package init(parts: [IntensitySeries], notes: [String] = [], fetched: Timestamp) {
    self.parts = parts
    self.notes = notes
    self.fetched = fetched
  }

  /// A series whose slots up to now are history, and whose later ones were expected now.
  static func split(
    _ series: IntensitySeries, _ question: IntensityQuestion, notes: [String]
  ) -> IntensityReply {
    let past = series.sliced(from: question.from, to: min(question.to, question.now))
    let begin = past.count > 0 ? past.end : max(question.from, question.now)
    let future = series.sliced(from: begin, to: question.to)
    return IntensityReply(
      parts: [past, future.with(kind: .forecast(issued: question.now))].filter { $0.count > 0 },
      notes: notes, fetched: question.now)
  }
}

/// Says how clean the electricity of a zone was, is or will be.
///
/// A provider answers what it has: the series may begin later, end earlier or hold gaps, and never invents a slot.
/// What is wrong is a `Problem`: zone unknown, no right, no answer in time.
package protocol IntensityProvider: Sendable {
  /// Name in settings and messages: `electricity-maps`.
  var name: String { get }
  func series(_ question: IntensityQuestion) async throws(Problem) -> IntensityReply
}

extension IntensitySeries {
  /// The same values under another kind.
  package func with(kind: Kind) -> IntensitySeries {
    IntensitySeries(
      zone: zone, start: start, slotSeconds: slotSeconds, values: values, low: low, high: high,
      signal: signal, basis: basis, kind: kind, source: source)
  }

  /// Whether the series meets `[from, to)` in whole or in part.
  func meets(_ question: IntensityQuestion) -> Bool {
    sliced(from: question.from, to: question.to).count > 0
  }
}
