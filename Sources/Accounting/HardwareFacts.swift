public import Quantities

/// What data sheets say of hardware that has no sensor, handed to the models from the catalogue.
public struct HardwareFacts: Sendable {
  /// Thermal design power of a CPU by the model name in `/proc/cpuinfo`, per socket.
  public var cpu: @Sendable (_ model: String, _ logicalProcessors: Int) -> RatedPower
  /// Board power of an accelerator by its name; nil when it is unknown.
  public var accelerator: @Sendable (_ name: String) -> RatedPower?
  /// Power of memory per GiB installed.
  public var memoryPerGiB: Estimate<Power>
  public var memorySource: String
  /// Power over TDP at 0, 10, 50 and 100 % CPU utilisation.
  public var cpuCurve: [Double]
  public var cpuCurveSource: String

  public init(
    cpu: @escaping @Sendable (String, Int) -> RatedPower,
    accelerator: @escaping @Sendable (String) -> RatedPower?,
    memoryPerGiB: Estimate<Power>, memorySource: String, cpuCurve: [Double],
    cpuCurveSource: String
  ) {
    self.cpu = cpu
    self.accelerator = accelerator
    self.memoryPerGiB = memoryPerGiB
    self.memorySource = memorySource
    self.cpuCurve = cpuCurve
    self.cpuCurveSource = cpuCurveSource
  }

  /// A power from a data sheet or, failing that, a typical value with a wide range.
  public struct RatedPower: Hashable, Sendable {
    public let power: Estimate<Power>
    /// What it was found under, and the source.
    public let origin: String

    public init(_ power: Estimate<Power>, origin: String) {
      self.power = power
      self.origin = origin
    }
  }

  /// Round textbook values, for tests and for programs that bring no catalogue.
  public static let none = HardwareFacts(
    cpu: { _, threads in
      RatedPower(
        Estimate(
          .watts(4 * Double(threads)), low: .watts(1.5 * Double(threads)),
          high: .watts(8 * Double(threads))), origin: "4 W per logical processor, no catalogue")
    },
    accelerator: { _ in nil },
    memoryPerGiB: Estimate(.watts(0.375), low: .watts(0.25), high: .watts(0.56)),
    memorySource: "3 W per 8 GB", cpuCurve: [0.12, 0.32, 0.75, 1.02],
    cpuCurveSource: "Teads 2021")
}
