/// A probe whose device, or a part of it, may have been set aside for the job.
package protocol ReservedProbe: Probe {
  /// Part of the device that the environment grants the job, 0…1; 1 where nothing is limited.
  var reserved: Double { get }
}

/// Which GPUs the environment lets a job see, found by UUID.
///
/// Indices mean different things in different variables: NVML and Slurm count in the order of the
/// PCI bus, CUDA by default puts the fastest first, and container runtimes count on the host.
package struct VisibleDevices: Hashable, Sendable {
  /// UUIDs of the GPUs of which the job sees anything.
  package var devices: Set<String>
  /// UUIDs of the MIG instances, where the job sees instances and not whole GPUs.
  package var instances: Set<String>
  /// The variable that says so; empty when nothing limits the job.
  package var origin: String
  /// What is doubtful about it, one sentence; empty when nothing is.
  package var note: String

  /// A GPU as NVML lists it.
  package struct Candidate: Hashable, Sendable {
    package var index: Int
    package var uuid: String
    package var model: String
    /// UUIDs of its MIG instances, in order.
    package var instances: [String]

    package init(index: Int, uuid: String, model: String = "", instances: [String] = []) {
      self.index = index
      self.uuid = uuid
      self.model = model
      self.instances = instances
    }
  }

  /// The variables that are looked at, in order: CUDA's own decides what a program really gets.
  package static let variables = [
    "CUDA_VISIBLE_DEVICES", "GPU_DEVICE_ORDINAL", "SLURM_JOB_GPUS", "NVIDIA_VISIBLE_DEVICES",
  ]

  package init(environment: [String: String], candidates: [Candidate]) {
    devices = Set(candidates.map(\.uuid))
    instances = []
    origin = ""
    note = ""
    guard let variable = Self.variables.first(where: { Self.limits($0, environment) }),
      let text = environment[variable]
    else { return }
    origin = variable
    devices = []
    for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = entry.trimmingSpaces
      let match = Self.find(name, among: candidates)
      guard let device = match.device else {
        // CUDA stops at the first entry that names nothing; what came before it stays visible.
        if !name.isEmpty { note = "`\(name)` in \(variable) names no GPU here." }
        break
      }
      devices.insert(device.uuid)
      if let instance = match.instance { instances.insert(instance) }
      if match.byIndex, variable != "SLURM_JOB_GPUS", Set(candidates.map(\.model)).count > 1,
        environment["CUDA_DEVICE_ORDER"] != "PCI_BUS_ID"
      {
        note =
          "\(variable) counts the fastest GPU first, NVML counts along the PCI bus; "
          + "set CUDA_DEVICE_ORDER=PCI_BUS_ID to be sure which GPU is meant."
      }
    }
  }

  private static func limits(_ variable: String, _ environment: [String: String]) -> Bool {
    guard let text = environment[variable] else { return false }
    // Container runtimes hide what is not granted from NVML already, and their indices are the
    // host's, so only UUIDs add anything.
    if variable == "NVIDIA_VISIBLE_DEVICES" {
      return text.hasPrefix("GPU-") || text.hasPrefix("MIG-")
    }
    // An empty CUDA_VISIBLE_DEVICES hides every GPU; the others say nothing when they are empty.
    return variable == "CUDA_VISIBLE_DEVICES" || !text.isEmpty
  }

  private static func find(
    _ name: Substring, among candidates: [Candidate]
  ) -> (device: Candidate?, instance: String?, byIndex: Bool) {
    if let index = Int(name) {
      return (candidates.first { $0.index == index }, nil, true)
    }
    if name.hasPrefix("MIG-GPU-") {
      // Before driver 470: `MIG-GPU-<uuid>/<GPU instance>/<compute instance>`.
      let uuid = name.dropFirst(4).prefix { $0 != "/" }
      let device = candidates.first { $0.uuid == uuid }
      return (device, device?.instances.first { $0 == name }, false)
    }
    if name.hasPrefix("MIG-") {
      for candidate in candidates {
        if let instance = unique(name, in: candidate.instances) {
          return (candidate, instance, false)
        }
      }
      return (nil, nil, false)
    }
    guard name.hasPrefix("GPU-"), let uuid = unique(name, in: candidates.map(\.uuid)) else {
      return (nil, nil, false)
    }
    return (candidates.first { $0.uuid == uuid }, nil, false)
  }

  /// The one text that begins like this; nil when none or several do.
  private static func unique(_ prefix: Substring, in texts: [String]) -> String? {
    let matches = texts.filter { $0.hasPrefix(prefix) }
    return matches.count == 1 ? matches.first : nil
  }
}
