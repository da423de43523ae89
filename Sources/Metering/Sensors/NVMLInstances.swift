import CNVML

/// The MIG instances that a GPU is cut into, and how large each is.
struct NVMLInstances {
  struct Instance {
    var uuid: String
    /// GPU instance identifier: what a process list names.
    var id: UInt32
    var slices: Int
  }

  var list: [Instance] = []

  /// Slices of all instances.
  var slices: Int { list.reduce(0) { $0 + $1.slices } }

  /// Empty with MIG off or unknown to the driver.
  init(_ device: cnvml_device, _ api: cnvml_api) {
    var current: UInt32 = 0
    var pending: UInt32 = 0
    var count: UInt32 = 0
    guard let mode = api.mig_mode, mode(device, &current, &pending) == NVMLLibrary.success,
      current == 1, let byIndex = api.mig_by_index,
      api.mig_count?(device, &count) == NVMLLibrary.success
    else { return }
    for index in 0..<count {
      var handle: cnvml_device?
      guard byIndex(device, index, &handle) == NVMLLibrary.success else { continue }
      var id: UInt32 = 0
      guard api.gpu_instance?(handle, &id) == NVMLLibrary.success else { continue }
      // A GPU instance that is cut into several compute instances is listed once for each.
      guard !list.contains(where: { $0.id == id }) else { continue }
      var attributes = cnvml_attributes()
      let known = api.attributes?(handle, &attributes) == NVMLLibrary.success
      list.append(
        Instance(
          uuid: NVMLLibrary.text(handle, api.uuid), id: id,
          slices: known ? Int(attributes.gpu_instance_slices) : 1))
    }
  }

  func slices(id: UInt32) -> Int { list.first { $0.id == id }?.slices ?? 0 }

  /// Slices of the instances with these UUIDs over slices of all.
  func share(of uuids: Set<String>) -> Double {
    guard slices > 0 else { return 0 }
    let ours = list.reduce(0) { $0 + (uuids.contains($1.uuid) ? $1.slices : 0) }
    return Double(ours) / Double(slices)
  }
}
