package import Accounting
package import Quantities

/// What is asked of a provider: the intensity of a zone over a span.
package struct IntensityQuestion: Hashable, Sendable {
  /// Zone in the provider's own words.
  package var zone: String
  package var from: Timestamp
  package var to: Timestamp
  package var signal: IntensitySeries.Signal
  /// `life-cycle` or `direct`.
  package var basis: String

  package init(
    zone: String, from: Timestamp, to: Timestamp, signal: IntensitySeries.Signal = .average,
    basis: String = "life-cycle"
  ) {
    self.zone = zone
    self.from = from
    self.to = to
    self.signal = signal
    self.basis = basis
  }
}

/// Says how clean the electricity of a zone was, is or will be.
///
/// A provider answers what it has: the series may begin later, end earlier or hold gaps, and never invents a slot.
/// What is wrong is a `Problem`: zone unknown, no right, no answer in time.
package protocol IntensityProvider: Sendable {
  /// Name in settings and messages: `electricity-maps`.
  var name: String { get }
  func series(_ question: IntensityQuestion) async throws(Problem) -> IntensitySeries
}
