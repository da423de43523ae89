import Quantities

/// What another tool said of a run beside what Joulebook says of it, and what makes the difference.
///
/// Emissions are IT energy × PUE × carbon intensity on both sides, so that the three ratios multiply to the ratio of the
/// emissions.
public struct ReportedComparison: Sendable {
  public let figure: ReportedFigure
  /// The run that Joulebook speaks of.
  public let ours: Entry
  /// The imported run with the other tool's figure; the same one where nobody metered it besides.
  public let theirs: Entry
  public let factors: [Factor]
  public let components: [Part]
  /// Sentences.
  public let reasons: [String]

  /// One of the numbers that emissions are the product of.
  public struct Factor: Sendable {
    public let kind: Kind
    public let theirs: Double
    public let ours: Double

    public enum Kind: String, Sendable {
      case energy = "it_energy_joules"
      case pue
      case intensity = "grams_per_kilowatt_hour"
      case emissions = "emissions_grams"
    }

    /// Ours over theirs; nil where theirs is nothing.
    public var ratio: Double? { theirs > 0 ? ours / theirs : nil }
  }

  /// What a component drew on either side, in joules; nil where that side does not look at it.
  public struct Part: Sendable {
    public let component: Component
    public let theirs: Double?
    public let ours: Double?
  }

  /// True when both speak of one record: then the energy is the same by its making.
  public var isOwn: Bool { ours.run.id == theirs.run.id }

  /// Nil when the imported run has no figure of another tool.
  public init?(ours: Entry, theirs: Entry) {
    guard let figure = theirs.reported, let reported = figure.energyJoules else { return nil }
    self.figure = figure
    self.ours = ours
    self.theirs = theirs
    let footprint = AccountingMethod().footprint(of: ours)
    let pue = max(figure.pue ?? 1, 1)
    var factors = [
      Factor(kind: .energy, theirs: reported / pue, ours: footprint.energy.value.joules),
      Factor(kind: .pue, theirs: pue, ours: ours.site.pue.ratio.value.base),
    ]
    if let intensity = figure.intensity, let grams = figure.emissionsGrams {
      factors.append(
        Factor(
          kind: .intensity, theirs: intensity,
          ours: ours.site.factor.intensity.value.gramsPerKilowattHour))
      factors.append(
        Factor(kind: .emissions, theirs: grams, ours: footprint.emissions.value.grams))
    }
    self.factors = factors
    let (of, at) = (Self.components(theirs), Self.components(ours))
    components = Component.allCases.compactMap { component in
      guard of[component] != nil || at[component] != nil else { return nil }
      return Part(component: component, theirs: of[component], ours: at[component])
    }
    reasons =
      ReportedReasons(
        figure: figure, ours: ours, theirs: theirs, components: components, factors: factors
      ).sentences
  }

  /// IT energy by component, breakdowns left out.
  private static func components(_ entry: Entry) -> [Component: Double] {
    AccountingMethod().footprint(of: entry).lines.filter { !$0.isBreakdown }
      .reduce(into: [:]) { sums, line in
        sums[line.attribution.device.component, default: 0] += line.attribution.run.value.joules
      }
  }
}

/// Why two figures of one run differ, as far as the records tell.
struct ReportedReasons {
  let figure: ReportedFigure
  let ours: Entry
  let theirs: Entry
  let components: [ReportedComparison.Part]
  let factors: [ReportedComparison.Factor]

  /// Ratios closer to one than this make no difference worth a sentence.
  private static let same = 0.005

  var sentences: [String] {
    [time, scope, covered, memory, processor, pue, intensity].compactMap(\.self)
  }

  private var isOwn: Bool { ours.run.id == theirs.run.id }

  private func factor(_ kind: ReportedComparison.Factor.Kind) -> ReportedComparison.Factor? {
    factors.first { $0.kind == kind }
  }

  private var time: String? {
    let (a, b) = (theirs.run.seconds, ours.run.seconds)
    guard !isOwn, a > 0, abs(b / a - 1) > 0.02 else { return nil }
    return
      "Time: \(figure.tool) looked at \(a.text(significant: 3)) s, Joulebook at \(b.text(significant: 3)) s."
  }

  private var scope: String? {
    guard !isOwn, let scope = figure.scope else { return nil }
    switch (scope, ours.policy) {
    case ("machine", .byUse):
      return
        "Scope: \(figure.tool) took the whole machine, idle power and other work too; Joulebook took the run's use of it."
    case ("machine", .byReservation):
      return
        "Scope: \(figure.tool) took the whole machine; Joulebook took the part that was reserved for the run."
    case ("process", .wholeMachine):
      return "Scope: \(figure.tool) took the process; Joulebook took the whole machine."
    default: return nil
    }
  }

  private var covered: String? {
    guard !isOwn else { return nil }
    func list(_ parts: [ReportedComparison.Part]) -> String {
      parts.map(\.component.rawValue).joined(separator: ", ")
    }
    let onlyTheirs = components.filter { $0.ours == nil && ($0.theirs ?? 0) > 0 }
    let onlyOurs = components.filter { $0.theirs == nil && ($0.ours ?? 0) > 0 }
    let parts =
      (onlyTheirs.isEmpty ? [] : ["\(figure.tool) alone has \(list(onlyTheirs))"])
      + (onlyOurs.isEmpty ? [] : ["Joulebook alone has \(list(onlyOurs))"])
    return parts.isEmpty ? nil : "Components: \(parts.joined(separator: ", "))."
  }

  /// Constants that CodeCarbon has for memory: 3 W for 8 GB up to 2.x, 5 W for a module from 3.0 on (its documentation).
  private var memory: String? {
    guard figure.tool == "codecarbon", theirs.run.seconds > 0,
      let joules = components.first(where: { $0.component == .memory })?.theirs, joules > 0
    else { return nil }
    let watts = joules / theirs.run.seconds
    let by: String
    if let gigabytes = figure.memoryGigabytes, gigabytes > 0,
      abs(watts / (gigabytes * 0.375) - 1) < 0.05
    {
      by = "3 W for each 8 of \(gigabytes.shortText()) GB"
    } else if watts > 4, abs((watts / 5).rounded() * 5 / watts - 1) < 0.05 {
      by = "5 W for each module"
    } else {
      return nil
    }
    return
      "Memory: its \(watts.text(significant: 3)) W are a constant, \(by), whatever the memory did."
  }

  /// Half of 85 W is what CodeCarbon takes for a processor that its table does not have.
  private var processor: String? {
    guard figure.tool == "codecarbon", theirs.run.seconds > 0,
      let joules = components.first(where: { $0.component == .cpu })?.theirs,
      abs(joules / theirs.run.seconds / 42.5 - 1) < 0.02
    else { return nil }
    return
      "Processor: its 42.5 W are half of 85 W, which CodeCarbon takes for a processor that it does not know; nothing was measured."
  }

  private var pue: String? {
    guard let factor = factor(.pue), let ratio = factor.ratio, abs(ratio - 1) > Self.same else {
      return nil
    }
    let said =
      figure.pue == nil ? "none is in its figure" : "its \(factor.theirs.shortText(digits: 3))"
    return
      "PUE: \(said), ours \(factor.ours.shortText(digits: 3)) (\(ours.site.pue.origin)): × \(ratio.text(significant: 3))."
  }

  private var intensity: String? {
    guard let factor = factor(.intensity), let ratio = factor.ratio, abs(ratio - 1) > Self.same
    else { return nil }
    let place = figure.place.flatMap { $0.isEmpty ? nil : " for \($0)" } ?? ""
    let site = ours.site.factor
    return
      "Carbon intensity: its \(factor.theirs.text(significant: 3)) g/kWh\(place), ours \(factor.ours.text(significant: 3)) g/kWh (\(site.name) \(site.year), \(site.basis)): × \(ratio.text(significant: 3))."
  }
}
