package import Accounting
import Foundation
import GridIntensity
import Metering
import Reporting
package import Quantities
package import ReferenceData
import Synchronization

/// How clean the electricity of a place was, is and will be, from the best that can be had: the provider that is set,
/// its last answer where it is down, the usual hours of the catalogue, its figure for the year. Each step down is noted.
package struct IntensitySource: Sendable {
  package let place: Place
  private let settings: IntensitySettings
  private let catalogue: Catalogue
  private let environment: [String: String]
  private let isHome: Bool
  private let policy: HTTPPolicy

  /// One series over the span that was asked for, and how it came about.
  package struct Answer: Sendable {
    /// Joined from all parts: for each slot the best that knows it.
    package let series: IntensitySeries
    /// What it was joined from, the best first.
    package let parts: [IntensitySeries]
    package let notes: [String]
    /// Who was asked: the provider that is set, else `usual` or `yearly`.
    package let provider: String
    /// When the oldest of it left its source.
    package let fetched: Timestamp
  }

  /// - Parameter isHome: whether the place is the one that the settings are for. Then a provider that is set up wrongly is
  ///   a problem; for another place it is a note, and the catalogue stands in.
  package init(
    place: Place, isHome: Bool = true, settings: Settings, catalogue: Catalogue,
    environment: [String: String]
  ) {
    self.init(
      place: place, isHome: isHome, intensity: settings.intensity, catalogue: catalogue,
      environment: environment)
  }

  init(
    place: Place, isHome: Bool, intensity: IntensitySettings, catalogue: Catalogue,
    environment: [String: String], policy: HTTPPolicy = HTTPPolicy()
  ) {
    self.place = place
    self.isHome = isHome
    self.catalogue = catalogue
    self.environment = environment
    self.policy = policy
    settings = intensity
  }

  /// The intensity from `from` to `to`, every slot of it known unless a marginal one is asked for.
  ///
  /// Nothing on the network is asked unless a provider is set. A provider that cannot be had is noted, and what the
  /// catalogue knows stands in; an average never stands in for a marginal figure.
  package func series(
    from: Timestamp, to: Timestamp, now: Timestamp,
    signal: IntensitySeries.Signal = .average, basis: String = "life-cycle"
  ) async throws(Problem) -> Answer {
    guard from < to else {
      throw Problem(
        "The span ends before it begins.", why: "It is \(from) to \(to).",
        fix: "Give a beginning before the end.", exit: .usage)
    }
    let facts = IntensityFacts(catalogue, of: place, year: now.year, basis: basis)
    var question = IntensityQuestion(
      zone: "", from: from, to: to, now: now, signal: signal, basis: basis)
    var parts: [IntensitySeries] = []
    var notes: [String] = []
    var fetched = now
    if let name = settings.provider?.value, try knows(name, signal, &notes) {
      do {
        let reply = try await ask(name, question, facts: facts)
        parts = reply.parts
        notes = reply.notes
        fetched = reply.fetched
        if parts.isEmpty {
          notes.append(
            "`\(name)` has nothing from \(from.minuteText) to \(to.minuteText) UTC: the catalogue stands in."
          )
        }
        if signal == .average, let own = await ownForecast(after: reply, name, question, facts) {
          parts.append(own.series)
          notes.append(own.note)
        }
      } catch {
        guard !isHome || error.exit != .usage, signal == .average else { throw error }
        notes.append("\(error.what) \(error.why)")
      }
    }
    guard signal == .average else {
      return try answer(parts, question, notes: notes, fetched: fetched)
    }
    let asked = parts.count
    // What stands in is of the basis that the provider has, so that one series does not mix two where that can be helped.
    question.basis = parts.first?.basis ?? basis
    let standIns =
      question.basis == basis
      ? facts : IntensityFacts(catalogue, of: place, year: now.year, basis: question.basis)
    for fallback in [UsualFallback.usual, .yearly] {
      switch fallback {
      case .usual:
        question.zone =
          (standIns.usual[question.basis] ?? standIns.usual.values.first)?.zone ?? ""
      case .yearly: question.zone = standIns.yearly?.zone ?? ""
      }
      guard !question.zone.isEmpty, settings.provider?.value != fallback.rawValue,
        let provider = try? IntensityProviders.named(fallback.rawValue).make(context(standIns)),
        let reply = try? await provider.series(question)
      else { continue }
      parts += reply.parts
    }
    return try answer(parts, question, notes: notes, fetched: fetched, asked: asked)
  }

  /// Whether a provider has a signal at all. One of marginal figures leaves averages to the catalogue.
  private func knows(
    _ name: String, _ signal: IntensitySeries.Signal, _ notes: inout [String]
  ) throws(Problem) -> Bool {
    let entry = try IntensityProviders.named(name)
    if entry.signals.contains(signal) { return true }
    if signal == .average {
      notes.append("`\(name)` has marginal intensity only: the catalogue's average stands in.")
    }
    return false
  }

  /// Our own forecast, where the provider's history ends before the span does. A file or a command is asked for years of
  /// history, a service for some months.
  private func ownForecast(
    after reply: IntensityReply, _ name: String, _ question: IntensityQuestion,
    _ facts: IntensityFacts
  ) async -> OwnForecast? {
    guard question.to > question.now, !["usual", "yearly"].contains(name),
      reply.parts.allSatisfy({ $0.kind == .history || $0.end < question.to }),
      let entry = try? IntensityProviders.named(name)
    else { return nil }
    let days = entry.usesNetwork ? OwnForecast.historyDays : 4 * 366
    var past = question
    past.from = question.now + .seconds(-days * 86_400)
    past.to = question.now
    guard let history = try? await ask(name, past, facts: facts) else { return nil }
    return OwnForecast(
      after: reply.parts.filter { $0.kind != .history } + history.parts, now: question.now,
      to: question.to)
  }

  /// The same for a caller on a thread of its own, which waits. Not to be called from a task of Swift concurrency.
  package func seriesWaiting(
    from: Timestamp, to: Timestamp, now: Timestamp,
    signal: IntensitySeries.Signal = .average, basis: String = "life-cycle"
  ) throws(Problem) -> Answer {
    let box = HandedOver<Result<Answer, Problem>>()
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do throws(Problem) {
        box.put(
          .success(
            try await series(from: from, to: to, now: now, signal: signal, basis: basis)))
      } catch {
        box.put(.failure(error))
      }
      done.signal()
    }
    done.wait()
    guard let result = box.take() else {
      throw Problem(
        "Nothing came back from the intensity source.", why: "A task ended without a result.",
        fix: "Report this.", exit: .software)
    }
    return try result.get()
  }

  private enum UsualFallback: String { case usual, yearly }

  private func context(_ facts: IntensityFacts) -> IntensityContext {
    IntensityContext(
      configuration: settings.configuration(isHome: isHome), environment: environment,
      facts: facts, cacheFolder: IntensityContext.cacheFolder(environment: environment),
      policy: policy, clock: { SystemClock.wall() })
  }

  private func ask(
    _ name: String, _ question: IntensityQuestion, facts: IntensityFacts
  ) async throws(Problem) -> IntensityReply {
    let context = context(facts)
    let provider = try IntensityProviders.named(name).make(context)
    var question = question
    switch name {
    case "usual":
      question.zone = (facts.usual[question.basis] ?? facts.usual.values.first)?.zone ?? ""
    case "yearly": question.zone = facts.yearly?.zone ?? ""
    case _: question.zone = context.configuration.zone ?? zone
    }
    return try await provider.series(question)
  }

  /// The grid zone of the place: its own key, or that of the grid that a cloud region draws from.
  private var zone: String {
    place.kind == "cloud-region" ? place.wider.first ?? place.key : place.key
  }

  private func answer(
    _ parts: [IntensitySeries], _ question: IntensityQuestion, notes: [String],
    fetched: Timestamp, asked: Int = .max
  ) throws(Problem) -> Answer {
    let stitch = IntensityStitch(
      parts, from: question.from, to: question.to, now: question.now)
    guard let series = stitch.series else {
      throw Problem(
        "There is no \(question.signal.rawValue) intensity for \(place.text).",
        why: notes.last
          ?? (question.signal == .marginal
            ? "No provider is set that has it." : "The catalogue has no figure."),
        fix:
          "Set `intensity-provider = \"watttime\"`; `joulebook intensity --providers` lists all.",
        exit: .usage)
    }
    var notes = notes
    for (index, part) in parts.enumerated() where index >= asked && stitch.shares[index] > 0 {
      guard asked > 0 || index > asked else { continue }
      notes.append(
        "\(stitch.shares[index]) of \(series.count) slots are \(Self.words(part)): nothing better knows them."
      )
    }
    let bases = Set(parts.indices.filter { stitch.shares[$0] > 0 }.map { parts[$0].basis })
    if bases.count > 1 {
      notes.append(
        "Part of it is \(bases.sorted().joined(separator: " and part ")): compare hours of one kind only."
      )
    }
    let isOther = parts.first.map { asked == 0 && $0.zone != place.key && $0.zone != zone } ?? false
    if isOther, let first = parts.first {
      notes.append("The figures of \(first.zone) stand in for \(place.text).")
    }
    let provider =
      asked > 0 ? settings.provider?.value ?? "" : parts.first?.kind == .usual ? "usual" : "yearly"
    return Answer(
      series: series,
      parts: parts.indices.filter { stitch.shares[$0] > 0 }.map { parts[$0] }, notes: notes,
      provider: provider, fetched: fetched)
  }

  private static func words(_ part: IntensitySeries) -> String {
    switch part.kind {
    case .usual: "the usual hours of \(part.zone)"
    case .yearly: "the year's figure of \(part.zone)"
    case .history, .forecast: "of \(part.source)"
    }
  }
}

/// Hands one value from a task to a thread.
private final class HandedOver<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  func put(_ new: Value) { value.withLock { $0 = new } }
  func take() -> Value? { value.withLock { $0 } }
}
