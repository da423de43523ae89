package import Accounting

/// The rules, in the order of their ids. A new one is a file in `Rules` and a line here.
package enum AuditRules {
  package static let all: [any AuditRule] = [
    PUETimesRule(), PowerOfTenRule(), NegativeEnergyRule(), PartsRule(), MassUnitRule(),
    PlausibleFactorRule(), TextAmountRule(), WorkAsTimeRule(), MACRule(), PeakRule(),
    RatedPowerRule(), BoardNameRule(), TextAndTableRule(), ImpliedFactorRule(), WrongRegionRule(),
    StaleReferenceRule(), ComparatorRule(), MarketRule(), MarginalRule(), BoundaryRule(),
    GrowthRule(), HypotheticalRule(), EstimatorRule(), IgnoredInputRule(), PowerCurveRule(),
    CountedTwiceRule(), MedianRule(), StagesRule(), RunUtilisationRule(), SixNDRule(),
    NameSizeRule(), ActiveParametersRule(), OwnerRule(), EmbodiedScopeRule(), HiddenLifetimeRule(),
    ImpossibleUnitRule(), CarriedOverRule(), HiddenRowsRule(), InfluentialPointsRule(),
    ConstantUnitRule(), ProtocolRule(), EstimatorVersionRule(), CircularRule(),
    StoredProductRule(), PackagePowerRule(),
  ]

  /// Everything that the rules find in a document: errors first, then in the order of the file.
  package static func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    // What rows inherit stands in one place, and is told once.
    var told: Set<[String]> = []
    let found = all.flatMap { $0.findings(in: document, facts) }.filter { finding in
      told.insert([
        finding.rule, finding.place.field, "\(finding.place.line ?? 0)", finding.declared,
        finding.follows,
      ]).inserted
    }
    return found.enumerated().sorted { first, second in
      let (a, b) = (first.element, second.element)
      return (a.severity.rank, a.place.line ?? 0, a.rule, first.offset)
        < (b.severity.rank, b.place.line ?? 0, b.rule, second.offset)
    }.map(\.element)
  }

  package static var entries: [AuditRuleEntry] { all.map(\.entry) }
}

extension AuditSeverity {
  fileprivate var rank: Int {
    switch self {
    case .error: 0
    case .warning: 1
    case .note: 2
    }
  }
}
