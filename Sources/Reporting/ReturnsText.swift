import Accounting
import Quantities

extension ReturnsReport {
  /// Tables and sentences for a terminal.
  public func text(style: TextStyle) -> String {
    var lines = [
      style.bold(headline.asSentence),
      (title == source ? title : "\(title), from \(source)").wrapped(width: 79), "",
    ]
    let points = pointTable.lines
    lines += [style.bold(points[0])] + points.dropFirst()
    if findings.front.count < findings.points.count {
      lines.append("* beaten by none: nobody used less and was as good")
    }
    lines.append("")
    if !findings.fits.isEmpty {
      lines += [style.bold("Curves, with 95 % intervals")] + fitLines + [""]
    }
    lines += [verdictText.wrapped(width: 79)]
    lines += worthLines(style)
    if !statements.isEmpty {
      lines +=
        ["", "Set beside:"]
        + statements.map { "  " + $0.asSentence.wrapped(width: 77, indent: "  ") }
    }
    let warnings = findings.warnings + notes
    if !warnings.isEmpty { lines.append("") }
    lines += warnings.map { style.warning("! " + $0.asSentence.wrapped(width: 78, indent: "  ")) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Each point with what it took and what it brought.
  package var pointTable: TextTable {
    let measures = self.measures.prefix(2)
    let quality = findings.quality
    var table = TextTable(
      [.left] + measures.map { _ in .right } + [.right, .right] + measures.map { _ in .right } + [
        .right
      ])
    table.add(
      ["Point"] + measures.map { unit($0) } + [quality.name, "Gain"]
        + measures.map { "per \(unit($0))" } + ["\(unit(findings.measure)) per \(stepText)"])
    for (index, point) in findings.points.enumerated() {
      let mark =
        findings.front.count < findings.points.count && findings.front.contains(point.name)
        ? " *" : ""
      var cells = [point.name.cut(to: 30) + mark]
      cells += measures.map { point.amounts[$0].map { $0.value.shortText() } ?? "" }
      cells.append(point.quality.value.shortText())
      if index == 0 {
        cells += [""] + measures.map { _ in "" } + [""]
      } else {
        let step = findings.steps[index - 1]
        cells.append(Self.signed(step.gain.value))
        cells += measures.map { step.marginal($0).map { Self.signed($0.value) } ?? "" }
        cells.append(step.price(of: quality.step, in: findings.measure).map(Self.priceText) ?? "")
      }
      table.add(cells)
    }
    return table
  }

  /// Three digits with a sign: `+0.0212`.
  static func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + value.shortText(digits: 3)
  }

  /// `4.9 (3.2 to 9.8)`; `3.2 or more` where rounding may hide that nothing was gained.
  static func priceText(_ price: ReturnsRange) -> String {
    let value = price.value.shortText(digits: 3)
    if price.low == price.high { return value }
    let (low, high) = (price.low.shortText(digits: 2), price.high.shortText(digits: 2))
    if price.high.isInfinite { return "\(value) (\(low) or more)" }
    return low == high ? value : "\(value) (\(low) to \(high))"
  }

  package var fitLines: [String] {
    let unit = unit(findings.measure)
    return findings.fits.flatMap { fit in
      let isChosen = fit.form == findings.chosen?.form
      let quality = [
        "R² \(fit.determination.text(decimals: 3))",
        fit.criterion.map { "AICc \($0.text(decimals: 1))" },
        fit.crossError.map { "left-out error \($0.shortText(digits: 2))" },
      ].compactMap(\.self).joined(separator: ", ")
      let gain = Self.rangeText(
        ReturnsFit.Parameter(
          "", fit.marginal.value, low: fit.marginal.low, high: fit.marginal.high), digits: 3)
      return [
        "\(isChosen ? ">" : " ") \(formula(fit.form).padded(to: 16)) \(quality)",
        "      "
          + fit.parameters.map { "\($0.name) \(Self.rangeText($0))" }.joined(separator: ", "),
        "      gain per \(unit) at the last point \(gain)",
        "      " + "next \(stepText): \(nextText(fit, unit))".wrapped(width: 72, indent: "      "),
      ]
    }
  }

  private func formula(_ form: ReturnsForm) -> String {
    let isHigher = findings.quality.isHigherBetter
    return switch form {
    case .logarithmic: "a + k ln x"
    case .power:
      findings.quality.perfect == 0
        ? "c x^k" : "\(findings.quality.perfect?.shortText() ?? "") − c x^k"
    case .saturating: isHigher ? "limit − b x^−c" : "limit + b x^−c"
    }
  }

  static func rangeText(_ parameter: ReturnsFit.Parameter, digits: Int = 4) -> String {
    let ends = [parameter.low, parameter.high].map {
      $0.isInfinite ? ($0 < 0 ? "−∞" : "∞") : $0.shortText(digits: 3)
    }
    return "\(parameter.value.shortText(digits: digits)) [\(ends[0]), \(ends[1])]"
  }

  func nextText(_ fit: ReturnsFit, _ unit: String) -> String {
    switch fit.nextStep {
    case .costs(let price, let beyond):
      let ends =
        price.high.isInfinite
        ? "\(price.low.shortText(digits: 2)) or more"
        : "\(price.low.shortText(digits: 2)) to \(price.high.shortText(digits: 2))"
      return
        "\(price.value.shortText(digits: 2)) \(unit) more (\(ends)), extrapolated to \(beyond.shortText(digits: 3)) times the last \(findings.measure.rawValue)"
    case .beyondTheLimit(let limit):
      return "not to be had: the limit is \(limit.shortText(digits: 4))"
    case .never: return "not to be had: the curve brings no gain"
    }
  }

  private func worthLines(_ style: TextStyle) -> [String] {
    guard let worth = worthTable else { return [] }
    return ["", style.bold(worth.verdict), "\(worth.limit):"] + worth.table.lines
  }

  /// Which steps were worth what a step may cost; nil where nobody said what that is.
  package var worthTable: (verdict: String, limit: String, table: TextTable)? {
    guard let worth = findings.lastWorth else { return nil }
    let unit = unit(worth.measure)
    var table = TextTable([.left, .right, .left])
    for bargain in worth.bargains {
      table.add([
        "  \(bargain.from) to \(bargain.to)", "\(Self.priceText(bargain.price)) \(unit)",
        (bargain.isWorth ? "worth it" : "not worth it")
          + (bargain.isClose ? ", but rounding leaves it open" : ""),
      ])
    }
    return (
      worth.bargains.contains { $0.isWorth }
        ? "Worth its price up to \(worth.point)." : "No step was worth its price.",
      "\(stepText == "point" ? "A point" : "A gain of \(stepText)") may cost "
        + "\(worth.most.shortText(digits: 4)) \(unit)", table
    )
  }
}
