public import Accounting
import Quantities

/// What laws of loss say of a budget or of a target: schema 1.
public struct LossLawReport: Hashable, Sendable {
  /// What was asked: `10MWh`, `a loss of 2`.
  public let question: String
  /// Given as compute, energy or emissions; nil for a target loss.
  public let budgetFLOP: ReturnsRange?
  /// The law that was asked for first, then its rivals.
  public let laws: [Law]
  /// Nil where no device was named.
  public let conversion: Conversion?
  public let target: Double?
  public let notes: [String]

  /// What one law answers.
  public struct Law: Hashable, Sendable {
    public let name: String
    public let citation: String
    /// Least compute for a target, or the budget itself; nil where no compute reaches the target.
    public let flop: Double?
    /// Nil where the law has none.
    public var parameters: ReturnsRange?
    public var tokens: ReturnsRange?
    public var loss: ReturnsRange?
    /// The loss that nothing removes; nil where the law has none.
    public var floor: Double?
    /// Change of the loss with one e-fold of compute.
    public var lossPerEFold: Double?
    /// Compute of 0.01 less loss; nil where that is below the floor.
    public var nextFLOP: Double?
    /// Times the compute that halve what can be removed.
    public var halvingFactor: Double
    /// Best size grows with compute to this power, and its standard error; nil where they are not known.
    public var sizeGrowth: Double?
    public var sizeGrowthError: Double?
    public var floorError: Double?
    /// True beyond the sizes and data that the law was fitted to.
    public var isBeyondTheData = false
    /// Loss at other compute, for the picture: FLOP and nat per token.
    public var curve: [CurvePoint] = []

    public struct CurvePoint: Hashable, Sendable {
      public let flop: Double
      public let loss: Double

      public init(flop: Double, loss: Double) {
        self.flop = flop
        self.loss = loss
      }
    }

    public init(name: String, citation: String, flop: Double?, halvingFactor: Double) {
      self.name = name
      self.citation = citation
      self.flop = flop
      self.halvingFactor = halvingFactor
    }

    public var tokensPerParameter: Double? {
      tokens.flatMap { tokens in parameters.map { tokens.value / $0.value } }
    }
  }

  /// From operations to energy at the facility's meter and emissions, by the training estimator.
  public struct Conversion: Hashable, Sendable {
    /// `H100 SXM in France`.
    public let description: String
    public let joulesPerFLOP: ReturnsRange
    public let gramsPerFLOP: ReturnsRange

    public init(description: String, joulesPerFLOP: ReturnsRange, gramsPerFLOP: ReturnsRange) {
      self.description = description
      self.joulesPerFLOP = joulesPerFLOP
      self.gramsPerFLOP = gramsPerFLOP
    }
  }

  public init(
    question: String, budgetFLOP: ReturnsRange?, laws: [Law], conversion: Conversion?,
    target: Double?, notes: [String]
  ) {
    self.question = question
    self.budgetFLOP = budgetFLOP
    self.laws = laws
    self.conversion = conversion
    self.target = target
    self.notes = notes
  }

  /// What was found, as a sentence without its full stop.
  public var headline: String {
    guard let law = laws.first else { return "No law" }
    guard let flop = law.flop else {
      return "No compute reaches a loss of \(target?.shortText() ?? ""): "
        + "\(law.floor?.shortText(digits: 4) ?? "") is the floor of \(law.name)"
    }
    if target != nil {
      let price =
        conversion.map { conversion in
          let energy = energy(flop, conversion)
          let range = energy.rangeText.isEmpty ? "" : " (\(energy.rangeText))"
          return "\(energy.text)\(range) on \(conversion.description)"
        } ?? "\(flop.shortText(digits: 3)) FLOP"
      return "\(question.capitalisedFirst) takes \(price) by \(law.name)"
    }
    let size = law.parameters.map {
      "\($0.value.countText) parameters, \((law.tokens?.value ?? 0).countText) tokens: loss "
    }
    return "\(question) \(size.map { "are best spent on \($0)" } ?? "reach a loss of ")"
      + "\((law.loss?.value ?? 0).text(decimals: 3)) by \(law.name)"
  }

  func energyText(_ flop: Double, _ conversion: Conversion) -> String {
    energy(flop, conversion).text
  }

  private func energy(_ flop: Double, _ conversion: Conversion) -> Estimate<Energy> {
    let per = conversion.joulesPerFLOP
    return Estimate(
      .joules(flop * per.value), low: .joules(flop * per.low), high: .joules(flop * per.high))
  }

  /// A budget in energy is that energy, whatever the hardware.
  private func lawEnergyText(_ flop: Double, _ conversion: Conversion) -> String {
    target == nil
      ? energy(flop, conversion).value.text() : energyText(flop, conversion)
  }

  public func text(style: TextStyle) -> String {
    var lines = [style.bold(headline.asSentence.wrapped(width: 79)), ""]
    let conversions = conversionLines
    lines += conversions
    if !conversions.isEmpty { lines.append("") }
    let table = lawTable.lines
    lines += [style.bold(table[0])] + table.dropFirst()
    if laws.contains(where: \.isBeyondTheData) { lines.append(Self.beyond) }
    lines.append("")
    for law in laws {
      lines.append("\(law.name): \(law.citation).")
      lines += marginalLines(law).map { "  \($0)" }
    }
    if !notes.isEmpty { lines.append("") }
    lines += notes.map { style.warning("! " + $0.asSentence.wrapped(width: 78, indent: "  ")) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What a star beside a law means.
  package static let beyond = "* extrapolated: beyond the sizes and data of its fit"

  /// What was asked in operations, and what an operation takes.
  package var conversionLines: [String] {
    var lines: [String] = []
    if let budgetFLOP {
      lines.append(
        "\(question) = \(Self.range(budgetFLOP) { $0.shortText(digits: 3) }) FLOP = "
          + "\(PetaflopDay.days(flop: budgetFLOP.value).shortText(digits: 3)) PF-days")
    }
    if let conversion {
      let perZetta = ReturnsRange(
        conversion.joulesPerFLOP.value * 1e21 / 3.6e6,
        low: conversion.joulesPerFLOP.low * 1e21 / 3.6e6,
        high: conversion.joulesPerFLOP.high * 1e21 / 3.6e6)
      lines.append(
        "\(conversion.description): \(Self.range(perZetta) { $0.shortText(digits: 3) }) kWh per 1e21 FLOP, 90 %"
      )
    }
    return lines
  }

  static func range(_ range: ReturnsRange, _ text: (Double) -> String) -> String {
    range.low == range.high
      ? text(range.value) : "\(text(range.value)) (\(text(range.low)) to \(text(range.high)))"
  }

  private static func factorText(_ factor: Double) -> String {
    factor < 1e6
      ? factor.shortText(digits: 3) : "\((factor / 1e6).text(significant: 3)) million"
  }

  /// What each law answers.
  package var lawTable: TextTable {
    var table = TextTable([.left, .right, .right, .right, .right, .right, .right, .right])
    table.add(["Law", "FLOP", "Parameters", "Tokens", "Tokens/par.", "Loss", "Energy", "CO2e"])
    for law in laws {
      let flop = law.flop
      table.add([
        law.name + (law.isBeyondTheData ? " *" : ""),
        flop?.shortText(digits: 3) ?? "none reaches it",
        law.parameters.map { $0.value.countText } ?? "–",
        law.tokens.map { $0.value.countText } ?? "–",
        law.tokensPerParameter?.text(significant: 3) ?? "–",
        law.loss.map { $0.value.text(decimals: 3) } ?? "–",
        flop.flatMap { flop in conversion.map { lawEnergyText(flop, $0) } } ?? "–",
        flop.flatMap { flop in
          conversion.map { Emissions.grams(flop * $0.gramsPerFLOP.value).text() }
        } ?? "–",
      ])
    }
    return table
  }

  /// What a little more compute brings by a law, a sentence a line.
  package func marginalLines(_ law: Law) -> [String] {
    guard let flop = law.flop, let slope = law.lossPerEFold else { return [] }
    var line =
      "One per cent more compute changes the loss by \((slope / 100).shortText(digits: 2))"
    if let next = law.nextFLOP {
      let more = (next - flop) / flop
      line +=
        more < 10
        ? "; 0.01 less takes \((more * 100).text(significant: 2)) % more"
        : "; 0.01 less takes \(Self.factorText(1 + more)) times as much, more by \((next - flop).shortText(digits: 2)) FLOP"
      if let conversion {
        line +=
          ", \(energyText(next - flop, conversion)), "
          + Emissions.grams((next - flop) * conversion.gramsPerFLOP.value).text()
      }
    } else {
      line += "; 0.01 less is below its floor"
    }
    let halves =
      law.floor.map { "half of what lies above \($0.shortText(digits: 4))" } ?? "half the loss"
    var lines = [
      line + ".",
      "Taking off \(halves) takes \(Self.factorText(law.halvingFactor)) times the compute.",
    ]
    if let growth = law.sizeGrowth {
      func error(_ error: Double?, _ decimals: Int) -> String {
        error.map { " ± \($0.text(decimals: decimals))" } ?? ""
      }
      lines.append(
        "Best size grows with compute to the power \(growth.text(decimals: 3))"
          + error(law.sizeGrowthError, 3)
          + (law.floor.map { "; floor \($0.text(decimals: 3))" + error(law.floorError, 3) } ?? "")
          + (law.floorError == nil ? ", without errors in its source." : " (standard errors)."))
    }
    return lines
  }
}

extension Double {
  /// `52.9B`, `988B`, `1.02T`: a count of parameters or tokens.
  var countText: String {
    let steps: [(Double, String)] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")]
    guard self < 1e15 else { return shortText(digits: 3) }
    for (size, name) in steps where self >= size * 0.9995 {
      return "\((self / size).text(significant: 3))\(name)"
    }
    return text(significant: 3)
  }
}
