import Accounting
import Metering
import Quantities

// The sides of the helpers that a run starts.

extension Joulebook {
  /// Serves as the guardian of the run whose Joulebook is at the other end of standard input.
  public func `guard`() {
    let environment = environment
    var duty = GuardianDuty()
    duty.serve { path in
      PowerCapList.restore(at: path, Machine(environment: environment, facts: .none))
    }
  }

  /// One line of JSON: intensities of the place that the settings name, or why there are none.
  package func intensityFeed(from: String, to: String, flags: SettingsFlags) -> String {
    let answer: FeedAnswer
    if let from = Timestamp(from), let to = Timestamp(to) {
      do throws(Problem) {
        answer = FeedAnswer(
          series: SeriesText(try actingIntensities(from: from, to: to, flags: flags)), trouble: nil)
      } catch {
        answer = FeedAnswer(series: nil, trouble: "\(error.what) \(error.why)")
      }
    } else {
      answer = FeedAnswer(series: nil, trouble: "the times cannot be read")
    }
    return (try? JSON.text(answer)) ?? "{}"
  }
}
