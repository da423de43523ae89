import CNVML
import Quantities

/// Which of the driver's power readings is used for one GPU: always the same one, for a mean of a
/// second and a value of the moment do not belong in one series.
struct NVMLPower {
  enum Kind {
    /// The power of the moment, by field value.
    case instant
    /// The mean of the last second, by field value.
    case average
    /// The plain reading: a mean of the last second since Ampere, except on GA100, else of less.
    case plain
    case none
  }

  let kind: Kind
  /// Whether it is the power of a superchip's whole module, its CPU included.
  let isModule: Bool
  /// Whether the GPU shares a module with a CPU.
  let isSuperchip: Bool

  /// The best that this GPU offers.
  init(_ device: cnvml_device, _ api: cnvml_api) {
    func works(_ kind: Kind, module: Bool) -> Bool {
      let reading = NVMLPower(kind: kind, isModule: module, isSuperchip: false)
      return (try? reading.read(device, api)) != nil
    }
    let isSuperchip = works(.instant, module: true) || works(.average, module: true)
    var order: [(Kind, Bool)] = [(.instant, false), (.average, false)]
    if isSuperchip { order += [(.instant, true), (.average, true)] }
    // The plain reading of a superchip is its module's.
    order.append((.plain, isSuperchip))
    let best = order.first { works($0.0, module: $0.1) }
    self.init(kind: best?.0 ?? .none, isModule: best?.1 ?? false, isSuperchip: isSuperchip)
  }

  private init(kind: Kind, isModule: Bool, isSuperchip: Bool) {
    self.kind = kind
    self.isModule = isModule
    self.isSuperchip = isSuperchip
  }

  func read(_ device: cnvml_device, _ api: cnvml_api) throws(ReadFailure) -> Power {
    switch kind {
    case .instant: try field(CNVML_POWER_INSTANT, device, api)
    case .average: try field(CNVML_POWER_AVERAGE, device, api)
    case .plain: try plain(device, api)
    case .none: throw .failed(NVMLLibrary.notSupported)
    }
  }

  private func field(
    _ id: Int, _ device: cnvml_device, _ api: cnvml_api
  ) throws(ReadFailure) -> Power {
    guard let values = api.field_values else { throw .failed(NVMLLibrary.notSupported) }
    var field = cnvml_field()
    field.field = UInt32(id)
    field.scope = UInt32(isModule ? CNVML_SCOPE_MODULE : CNVML_SCOPE_GPU)
    let status = values(device, 1, &field)
    guard status == NVMLLibrary.success else { throw ReadFailure(nvml: status) }
    guard field.status == NVMLLibrary.success else { throw ReadFailure(nvml: field.status) }
    // Drivers differ in the type that they give milliwatts.
    let milliwatts: Double
    switch Int(field.type) {
    case CNVML_VALUE_DOUBLE: milliwatts = field.value.d
    case CNVML_VALUE_UINT: milliwatts = Double(field.value.ui)
    case CNVML_VALUE_SINT: milliwatts = Double(field.value.si)
    default: milliwatts = Double(field.value.ull)
    }
    return .watts(milliwatts / 1000)
  }

  private func plain(_ device: cnvml_device, _ api: cnvml_api) throws(ReadFailure) -> Power {
    guard let usage = api.power_usage else { throw .failed(NVMLLibrary.notSupported) }
    var milliwatts: UInt32 = 0
    let status = usage(device, &milliwatts)
    guard status == NVMLLibrary.success else { throw ReadFailure(nvml: status) }
    return .watts(Double(milliwatts) / 1000)
  }
}
