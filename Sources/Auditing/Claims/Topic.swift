package import Accounting

/// The words that a claim may have. The raw value is the field's name in JSON and YAML.
package enum Topic: String, Hashable, Sendable, CaseIterable {
  case name, model, version, device, place, year, kind, precision, stage, statistic
  case powerSource = "power_source"
  case boundary
  case intensityMethod = "intensity_method"
  case intensityScope = "intensity_scope"
  case intensitySource = "intensity_source"
  case intensityYear = "intensity_year"
  case pueSource = "pue_source"
  case pueYear = "pue_year"
  case tool
  case toolVersion = "tool_version"
  case source
  case sourceKind = "source_kind"
  case dataset, recipe, resolution
  case embodiedScope = "embodied_scope"
  case mfuScope = "mfu_scope"
  case peakScope = "peak_scope"
  case validates
  case inputsFrom = "inputs_from"
  case purpose

  /// What may stand there; empty when anything may.
  package var choices: [String] {
    switch self {
    case .kind, .sourceKind: ["measured", "computed", "estimated", "hypothetical", "target"]
    case .powerSource: ["measured", "tdp", "assumed", "system"]
    case .boundary: ["device", "node", "it", "facility"]
    case .intensityMethod: ["location", "market", "average", "marginal", "residual"]
    case .intensityScope: ["life-cycle", "direct"]
    case .statistic: ["mean", "median", "total"]
    case .embodiedScope: ["die", "device", "server"]
    case .mfuScope: ["step", "run"]
    case .peakScope: ["dense", "sparse"]
    case .purpose: ["inventory", "decision"]
    case .stage:
      ["data", "training", "tuning", "search", "development", "inference", "embodied", "project"]
    case .name, .model, .version, .device, .place, .year, .precision, .intensitySource,
      .intensityYear, .pueSource, .pueYear, .tool, .toolVersion, .source, .dataset, .recipe,
      .resolution, .validates, .inputsFrom:
      []
    }
  }

  package var meaning: String {
    switch self {
    case .name: "what the claim is about"
    case .model: "name of the model, when it is not the claim's name"
    case .version: "release of the model or edition of the document, for people"
    case .device: "name of the accelerator or machine"
    case .place: "country, state, grid zone or cloud region"
    case .year: "year in which the work was done"
    case .kind: "how the figures were come by"
    case .precision: "number format of the peak: fp32, tf32, fp16, bf16, fp8, int8"
    case .stage: "stage of life; several as a list"
    case .statistic: "what `per_request` is of all requests"
    case .powerSource: "how the power is known"
    case .boundary: "what the energy holds"
    case .intensityMethod: "how the intensity was assigned"
    case .intensityScope: "what the intensity holds"
    case .intensitySource: "where the intensity is from, for people"
    case .intensityYear: "year of the intensity"
    case .pueSource: "where the PUE is from, for people"
    case .pueYear: "year of the PUE"
    case .tool: "program that gave the figures"
    case .toolVersion: "its version"
    case .source: "whom the figures are taken from"
    case .sourceKind: "how the source came by them"
    case .dataset: "data that the score is of"
    case .recipe: "training recipe that the score is of"
    case .resolution: "input size that the score is of"
    case .embodiedScope: "what the embodied carbon holds"
    case .mfuScope: "whether the utilisation is of a step or of the whole run"
    case .peakScope: "whether the peak counts sparse operations"
    case .validates: "what the claim is a check of"
    case .inputsFrom: "whom the inputs are taken from"
    case .purpose: "what the figure is for"
    }
  }
}

/// A word of a claim and where it stands.
package struct Statement: Hashable, Sendable {
  package let text: String
  package let place: AuditPlace

  package init(_ text: String, place: AuditPlace) {
    self.text = text
    self.place = place
  }
}
