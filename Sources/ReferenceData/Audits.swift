/// Every audit that the catalogue is held to.
enum Audits {
  static let all: [any Audit] = [
    MixAudit(), PrecisionAudit(), StaleFactorAudit(), ComparatorAudit(), CurveAudit(), FlopAudit(),
    NameSizeAudit(), EmbodiedScopeAudit(), ProductAudit(),
  ]
}
