/// What `plan` was asked for: texts as they stand behind the flags, nil where none was given.
public struct PlanRequest: Sendable {
  // The job.
  public var like: String?
  public var spec: String?
  public var duration: String?
  public var power: String?
  public var energy: String?
  public var device: String?
  public var count: Int?
  // Where and on what.
  public var regions: [String] = []
  public var pue: String?
  public var hardware: [String] = []
  public var powerCaps: [String] = []
  public var choosesSpeed = false
  public var data: String?
  // When.
  public var release: String?
  public var deadline: String?
  public var isInterruptible = false
  public var minimumStretch: String?
  public var resumeEnergy: String?
  public var pausedPower: String?
  public var waitingPower: String?
  public var blackouts: [String] = []
  public var capacities: [String] = []
  // Money: `0.25`, or `DE=0.25` for one region.
  public var prices: [String] = []
  public var devicePrice: String?
  public var egressPrice: String?
  /// Rows of the ranking that are shown.
  public var limit = 10

  public init() {}
}
