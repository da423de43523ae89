import Accounting
import Foundation
import Metering
import Quantities

/// Intensities for a run that waits or pauses, asked for by a process of our own.
///
/// Whoever asks may wait for a network, start other programs and use threads: none of that belongs beside a
/// metered command. So a helper asks, once for each answer, and this process only reads what it says.
///
/// When no answer comes, the last one goes on to hold for the time that it covers.
final class IntensityFeed {
  /// The hidden command that a helper runs.
  static let command = "intensity-feed"

  private let arguments: [String]
  private let from: Timestamp
  private let span: Duration
  private(set) var series: IntensitySeries?
  /// Why the last try gave nothing; nil when it gave something.
  private(set) var trouble: String?
  /// Answers that came, and tries that gave nothing.
  private(set) var answers = 0
  private(set) var failures = 0
  private var helper: Helper?
  private var asked: Int64 = 0
  private var nextAsk: Int64 = 0

  /// An answer that takes longer than this is not waited for.
  private static let patience: Int64 = 60_000_000_000

  /// - Parameters:
  ///   - settings: the flags that say where the run takes place.
  ///   - span: how far ahead is asked for.
  init(settings: [String], from: Timestamp, span: Duration) {
    arguments = settings
    self.from = from
    self.span = span
  }

  /// Descriptors that become readable when an answer comes.
  var descriptor: Int32? { helper?.descriptor }

  /// Collects an answer that has come, and asks again when it is time. Waits up to `seconds` for one.
  func work(at now: Timestamp, wait seconds: Double = 0) {
    let clock = SystemClock.monotonic()
    if helper == nil, clock >= nextAsk { ask(now, clock) }
    guard let helper else { return }
    if let bytes = helper.everything(within: seconds) {
      self.helper = nil
      take(bytes)
    } else if SystemClock.monotonic() - asked > Self.patience {
      self.helper = nil
      fail("no answer came within a minute")
    }
  }

  func intensity(at moment: Timestamp) -> CarbonIntensity? { series?.intensity(at: moment) }

  private func ask(_ now: Timestamp, _ clock: Int64) {
    asked = clock
    helper = Helper([Self.command, "--from", "\(from)", "--to", "\(now + span)"] + arguments)
    if helper == nil {
      fail("the process that asks could not be started")
    }
  }

  private func take(_ bytes: [UInt8]) {
    let answer = try? JSONDecoder().decode(FeedAnswer.self, from: Data(bytes))
    if let series = answer?.series?.series {
      self.series = series
      trouble = nil
      answers += 1
      schedule()
    } else {
      fail(answer?.trouble ?? "the process that asks gave no answer")
    }
  }

  private func fail(_ why: String) {
    trouble = why
    failures += 1
    schedule()
  }

  /// Asks once more and waits up to `seconds` for the answer.
  func refresh(at now: Timestamp, wait seconds: Double) {
    if helper == nil { nextAsk = 0 }
    work(at: now, wait: seconds)
  }

  /// Seconds until it is time to ask again.
  var secondsToNextAsk: Double { max(0, Double(nextAsk - SystemClock.monotonic()) * 1e-9) }

  /// Twice a slot, from once a second to once a quarter of an hour.
  private func schedule() {
    let slot = Double(series?.slotSeconds ?? 60)
    nextAsk = SystemClock.monotonic() + Int64(min(900, max(1, slot / 2)) * 1e9)
  }
}
