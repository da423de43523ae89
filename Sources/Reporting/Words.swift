package import Accounting
package import Quantities

// Values of the vocabulary in words and in no more digits than they deserve.

extension Estimate {
  /// Significant digits that the range supports: three where it is narrow, one where the truth may
  /// be half as much.
  package var digits: Int {
    let width = value.base == 0 ? 0 : abs((high.base - low.base) / 2 / value.base)
    if width >= 0.5 { return 1 }
    return width >= 0.05 ? 2 : 3
  }

  /// True when the value is known to more digits than are shown.
  var isExact: Bool { low == high }
}

extension Estimate<Energy> {
  package var text: String { value.text(digits: digits) }
  /// `6.2 kJ to 12 kJ`; empty when the range is a point.
  package var rangeText: String {
    isExact ? "" : "\(low.text(digits: max(digits, 2))) to \(high.text(digits: max(digits, 2)))"
  }
}

extension Estimate<Emissions> {
  package var text: String { value.text(digits: digits) }
  package var rangeText: String {
    isExact ? "" : "\(low.text(digits: max(digits, 2))) to \(high.text(digits: max(digits, 2)))"
  }
}

extension Duration {
  /// `5.20 s`, `3 min 20 s`, `2 h 05 min`, `3 d 04 h`.
  package var text: String {
    let total = seconds
    if total < 60 { return "\(total.text(significant: 3)) s" }
    let whole = Int(total.rounded())
    func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if whole < 3600 { return "\(whole / 60) min \(pad(whole % 60)) s" }
    if whole < 86_400 { return "\(whole / 3600) h \(pad(whole / 60 % 60)) min" }
    return "\(whole / 86_400) d \(pad(whole / 3600 % 24)) h"
  }
}

extension Run {
  /// `exit 0`, `signal 9`, `end unknown`.
  package var endText: String {
    if let signal { return "signal \(signal)" }
    return exitCode.map { "exit \($0)" } ?? "end unknown"
  }
}

extension Run.CPUUse {
  /// How the CPU time was counted and what that cannot see, in sentences.
  package var text: String {
    let counted =
      switch way {
      case .ownCgroup: "in a control group made for the run"
      case .givenCgroup: "in the control group that the run was given"
      case .processTree: "over the process tree, by reaped usage and /proc"
      }
    let sentence = "\(Duration.seconds(run).text) of the run, counted \(counted)."
    return blindSpot.isEmpty ? sentence : "\(sentence) Not seen: \(blindSpot.asSentence)"
  }
}

extension String {
  /// The text with a full stop at its end.
  package var asSentence: String { hasSuffix(".") || hasSuffix("!") ? self : self + "." }
}

extension [Evidence: Double] {
  /// `71 % metered, 29 % modelled`, the strongest evidence first.
  package var mixText: String {
    sorted { $0.key < $1.key }.filter { $0.value > 0 }.map { evidence, part in
      let percent = part * 100
      // A trace is not a zero, and nearly all is not all.
      let text =
        if percent < 1 { "under 1" } else if percent > 99, percent < 100 { "over 99" } else {
          percent.text(decimals: 0)
        }
      return "\(text) % \(evidence.rawValue)"
    }.joined(separator: ", ")
  }
}

extension Gap {
  /// One sentence for people.
  package var text: String {
    let span = "\(start.text(significant: 3)) s to \(end.text(significant: 3)) s"
    let energy =
      energy.map { "\(Energy.joules($0).text()) of it is booked" } ?? "its energy is unknown"
    return "Gap (\(reason.rawValue)) of \(device), \(span): \(note.asSentence) \(energy.asSentence)"
  }
}
