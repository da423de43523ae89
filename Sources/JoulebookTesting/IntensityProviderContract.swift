import Accounting
package import GridIntensity
import Quantities

/// What every provider of grid intensity promises. Each promise that is broken comes back as one sentence.
package struct IntensityProviderContract {
  private let provider: any IntensityProvider
  private let entry: IntensityProviderEntry
  private let question: IntensityQuestion
  package private(set) var violations: [String] = []

  /// - Parameter question: one that the provider can answer, over a span around its moment `now` where it has
  ///   a future.
  package static func violations(
    of provider: any IntensityProvider, entry: IntensityProviderEntry, question: IntensityQuestion
  ) async -> [String] {
    var contract = IntensityProviderContract(
      provider: provider, entry: entry, question: question)
    await contract.checkAnswer()
    await contract.checkRefusals()
    return contract.violations
  }

  private mutating func check(_ promise: String, _ holds: Bool) {
    if !holds { violations.append(promise) }
  }

  private mutating func checkAnswer() async {
    check("it is called as its entry is", provider.name == entry.name)
    check("it says what it is", !entry.summary.isEmpty && !entry.signals.isEmpty)
    check("secrets say what they are for", entry.secrets.allSatisfy { !$0.meaning.isEmpty })
    let reply: IntensityReply
    do {
      reply = try await provider.series(question)
    } catch {
      violations.append("the question is answered: \(error.what) \(error.why)")
      return
    }
    check("there is an answer", reply.parts.contains { $0.count > 0 })
    for part in reply.parts {
      let name = part.source
      check("\(name): who says so", !part.source.isEmpty)
      check("\(name): the zone is the one that was asked for", part.zone == question.zone)
      check("\(name): the signal is the one that was asked for", part.signal == question.signal)
      check("\(name): the basis is known", ["life-cycle", "direct"].contains(part.basis))
      check("\(name): slots are 5 minutes to a day", (300...86_400).contains(part.slotSeconds))
      check(
        "\(name): nothing but what was asked for",
        part.end > question.from && part.start < question.to)
      check(
        "\(name): figures are possible",
        part.values.allSatisfy {
          $0.isNaN || (question.signal == .marginal ? -5000 : 0)...5000 ~= $0
        })
      check(
        "\(name): an interval holds its value",
        (part.low ?? []).indices.allSatisfy { index in
          guard let low = part.low, let high = part.high, low[index].isFinite else { return true }
          return low[index] <= part.values[index] && part.values[index] <= high[index]
        })
      switch part.kind {
      case .history:
        check("\(name): history is past", part.start <= question.now)
      case .forecast(let issued):
        check("\(name): a forecast reaches beyond now", part.end > question.now)
        check("\(name): a forecast was issued before its end", issued < part.end)
      case .usual, .yearly: break
      }
    }
    let order = reply.parts.map(\.start)
    check("parts are in the order of time", order == order.sorted())
    check("it left its source no later than now", reply.fetched <= question.now)
    let again = try? await provider.series(question)
    check("the same question has the same answer", again?.parts == reply.parts)
  }

  private mutating func checkRefusals() async {
    for signal in IntensitySeries.Signal.allCases where !entry.signals.contains(signal) {
      var other = question
      other.signal = signal
      let isAnswered = (try? await provider.series(other)) != nil
      check("a signal that it does not have is refused", !isAnswered)
    }
    guard entry.usesNetwork else { return }
    var foreign = question
    foreign.zone = "XX-NOWHERE"
    do {
      _ = try await provider.series(foreign)
      violations.append("a zone that is not there is refused")
    } catch {
      check("a problem says what, why and what to do", !error.why.isEmpty && !error.fix.isEmpty)
    }
  }
}
