package import Accounting
package import Quantities

// Values of the vocabulary in words and in no more digits than they deserve.

extension Estimate {
  /// Significant digits that the range supports: two beside a wide range, three beside a narrow one.
  package var digits: Int {
    let width = value.base == 0 ? 0 : abs((high.base - low.base) / 2 / value.base)
    return width >= 0.05 ? 2 : 3
  }

  /// `6.2 to 12 kJ`, `860 mg to 1.2 g`; empty when the range is a point.
  fileprivate func range(_ text: (Value, Int) -> String) -> String {
    guard low != high else { return "" }
    let ends = [low, high].map { text($0, digits).split(separator: " ", maxSplits: 1) }
    guard ends.allSatisfy({ $0.count == 2 }) else { return "" }
    return ends[0][1] == ends[1][1]
      ? "\(ends[0][0]) to \(ends[1][0]) \(ends[1][1])"
      : "\(ends[0].joined(separator: " ")) to \(ends[1].joined(separator: " "))"
  }
}

extension Estimate<Energy> {
  package var text: String { value.text(digits: digits) }
  package var rangeText: String { range { $0.text(digits: $1) } }
}

extension Estimate<Emissions> {
  package var text: String { value.text(digits: digits) }
  package var rangeText: String { range { $0.text(digits: $1) } }
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
      energy.map { "\(Energy.joules($0).text()) of it is booked" } ?? "Its energy is unknown"
    return "Gap (\(reason.rawValue)) of \(device), \(span): \(note.asSentence) \(energy.asSentence)"
  }
}
