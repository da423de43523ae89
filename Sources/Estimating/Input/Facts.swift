public import Accounting
public import Quantities

/// A number that is known from somewhere, with what is known of it.
public struct KnownValue: Hashable, Sendable {
  public let distribution: Distribution
  public let evidence: Evidence
  /// Where it comes from, one sentence.
  public let note: String
  public let citation: Citation?

  public init(
    _ distribution: Distribution, evidence: Evidence = .modelled, note: String,
    citation: Citation? = nil
  ) {
    self.distribution = distribution
    self.evidence = evidence
    self.note = note
    self.citation = citation
  }
}

/// What estimators ask of the catalogue. A name that nobody knows is a `Problem` with candidates.
public struct EstimatingFacts: Sendable {
  public var device: @Sendable (_ name: String) throws(Problem) -> DeviceFacts
  public var model: @Sendable (_ name: String) throws(Problem) -> ModelFacts
  /// A model behind a provider's interface: `openai/gpt-4o`.
  public var hostedModel: @Sendable (_ name: String) throws(Problem) -> HostedModelFacts
  public var site: @Sendable (_ query: SiteQuery) throws(Problem) -> SiteFacts
  /// Measured rows for a model, on a device where that is given.
  public var measured: @Sendable (_ model: String, _ device: String?) -> [MeasuredInference]
  /// Power and hours of a row of Strubell et al. 2019, table 3; nil when it has none of that name.
  public var strubell: @Sendable (_ model: String) -> StrubellRow?
  /// A default by its key: `accelerator-share-training`, `node-factor`, `embodied-gpu-hour` …
  public var defaultValue: @Sendable (_ key: String) -> KnownValue?

  public init(
    device: @escaping @Sendable (String) throws(Problem) -> DeviceFacts,
    model: @escaping @Sendable (String) throws(Problem) -> ModelFacts,
    hostedModel: @escaping @Sendable (String) throws(Problem) -> HostedModelFacts,
    site: @escaping @Sendable (SiteQuery) throws(Problem) -> SiteFacts,
    measured: @escaping @Sendable (String, String?) -> [MeasuredInference],
    strubell: @escaping @Sendable (String) -> StrubellRow?,
    defaultValue: @escaping @Sendable (String) -> KnownValue?
  ) {
    self.device = device
    self.model = model
    self.hostedModel = hostedModel
    self.site = site
    self.measured = measured
    self.strubell = strubell
    self.defaultValue = defaultValue
  }
}

/// An accelerator.
public struct DeviceFacts: Sendable {
  public var name: String
  /// Rated power in watts.
  public var boardWatts: KnownValue?
  public var idleWatts: KnownValue?
  /// Dense peak in FLOP/s by number format: `fp32`, `tf32`, `bf16`, `fp16`, `fp8`, `fp4`, `int8`.
  public var peaks: [String: KnownValue]
  /// Memory in bytes.
  public var memoryBytes: Double?
  /// Memory bandwidth in bytes per second.
  public var bandwidth: KnownValue?
  /// Emissions of making one, in grams.
  public var embodiedGrams: KnownValue?

  public init(
    name: String, boardWatts: KnownValue?, idleWatts: KnownValue?, peaks: [String: KnownValue],
    memoryBytes: Double?, bandwidth: KnownValue?, embodiedGrams: KnownValue?
  ) {
    self.name = name
    self.boardWatts = boardWatts
    self.idleWatts = idleWatts
    self.peaks = peaks
    self.memoryBytes = memoryBytes
    self.bandwidth = bandwidth
    self.embodiedGrams = embodiedGrams
  }
}

/// A published model.
public struct ModelFacts: Sendable {
  public var name: String
  public var parameters: KnownValue?
  public var trainingFLOP: KnownValue?
  public var tokens: KnownValue?
  /// Hours of training, and how many devices of which kind.
  public var hours: KnownValue?
  public var hardware: String?
  public var count: KnownValue?
  public var mfu: KnownValue?

  public init(
    name: String, parameters: KnownValue? = nil, trainingFLOP: KnownValue? = nil,
    tokens: KnownValue? = nil, hours: KnownValue? = nil, hardware: String? = nil,
    count: KnownValue? = nil, mfu: KnownValue? = nil
  ) {
    self.name = name
    self.parameters = parameters
    self.trainingFLOP = trainingFLOP
    self.tokens = tokens
    self.hours = hours
    self.hardware = hardware
    self.count = count
    self.mfu = mfu
  }
}

/// A hosted model: sizes in parameters.
public struct HostedModelFacts: Sendable {
  public var name: String
  public var total: KnownValue
  public var active: KnownValue

  public init(name: String, total: KnownValue, active: KnownValue) {
    self.name = name
    self.total = total
    self.active = active
  }
}

/// Which place is asked for.
public struct SiteQuery: Hashable, Sendable {
  public var region: String?
  public var year: Int?
  /// `life-cycle` or `direct`; nil for the usual order.
  public var basis: String?
  /// `hyperscale`, `colocation`, `enterprise`, `personal`; nil for a data centre.
  public var facility: String?
  /// 1…12 and 0…23 in UTC, where the usual intensity of a month or an hour is wanted.
  public var month: Int?
  public var hour: Int?

  public init(
    region: String? = nil, year: Int? = nil, basis: String? = nil, facility: String? = nil,
    month: Int? = nil, hour: Int? = nil
  ) {
    self.region = region
    self.year = year
    self.basis = basis
    self.facility = facility
    self.month = month
    self.hour = hour
  }
}

/// A place as estimators need it.
public struct SiteFacts: Sendable {
  public var name: String
  public var pue: KnownValue
  /// Grams of CO2e per kilowatt-hour, with its basis in the note.
  public var intensity: KnownValue
  /// Litres per kilowatt-hour of IT energy, at the data centre.
  public var waterOnSite: KnownValue?
  /// Litres per kilowatt-hour of facility energy, at the power stations.
  public var waterOffSite: KnownValue?
  /// What a reader should know: a wider place was taken.
  public var warnings: [String]

  public init(
    name: String, pue: KnownValue, intensity: KnownValue, waterOnSite: KnownValue?,
    waterOffSite: KnownValue?, warnings: [String]
  ) {
    self.name = name
    self.pue = pue
    self.intensity = intensity
    self.waterOnSite = waterOnSite
    self.waterOffSite = waterOffSite
    self.warnings = warnings
  }
}

/// A measured row of the catalogue.
public struct MeasuredInference: Hashable, Sendable {
  public var key: String
  public var model: String
  public var task: String
  public var device: String
  public var batch: Double?
  /// Joules, nil where the row has none.
  public var perOutputToken: KnownValue?
  public var perRequest: KnownValue?
  public var perImage: KnownValue?

  public init(
    key: String, model: String, task: String, device: String, batch: Double?,
    perOutputToken: KnownValue?,
    perRequest: KnownValue?, perImage: KnownValue?
  ) {
    self.key = key
    self.model = model
    self.task = task
    self.device = device
    self.batch = batch
    self.perOutputToken = perOutputToken
    self.perRequest = perRequest
    self.perImage = perImage
  }
}

/// Power of the whole job and hours, Strubell et al. 2019, table 3.
public struct StrubellRow: Hashable, Sendable {
  public var name: String
  public var watts: Double
  public var hours: Double
  public var citation: Citation

  public init(name: String, watts: Double, hours: Double, citation: Citation) {
    self.name = name
    self.watts = watts
    self.hours = hours
    self.citation = citation
  }
}

extension EstimatingFacts {
  /// Knows nothing: for programs that give every number, and for tests. A place is the world with an intensity of 475
  /// g/kWh and a PUE of 1.
  public static let none = EstimatingFacts(
    device: { name throws(Problem) in throw unknown("device", name) },
    model: { name throws(Problem) in throw unknown("model", name) },
    hostedModel: { name throws(Problem) in throw unknown("hosted model", name) },
    site: { _ throws(Problem) in
      SiteFacts(
        name: "the world", pue: KnownValue(.exact(1), evidence: .assumed, note: "no catalogue"),
        intensity: KnownValue(.exact(475), evidence: .assumed, note: "no catalogue"),
        waterOnSite: nil, waterOffSite: nil, warnings: [])
    }, measured: { _, _ in [] }, strubell: { _ in nil }, defaultValue: { _ in nil })

  private static func unknown(_ kind: String, _ name: String) -> Problem {
    Problem(
      "There is no \(kind) `\(name)`.", why: "No catalogue is at hand.",
      fix: "Give its numbers instead of its name.", exit: .usage)
  }
}
