import CNVML
import Glibc

/// Who is on one GPU: the driver's list of processes and its samples of their use.
struct NVMLProcesses {
  private let device: cnvml_device
  private let api: cnvml_api
  private let instances: NVMLInstances
  /// False in a process namespace of our own, where the driver's list is cut or names strangers.
  private let seesEveryProcess: Bool
  private var listed: UnsafeMutableBufferPointer<cnvml_process>
  private var count = 0
  private var samples: UnsafeMutableBufferPointer<cnvml_process_use>
  private var lastSeen: UInt64 = 0

  init(
    _ device: cnvml_device, _ api: cnvml_api, instances: NVMLInstances, seesEveryProcess: Bool
  ) {
    self.device = device
    self.api = api
    self.instances = instances
    self.seesEveryProcess = seesEveryProcess
    listed = .allocate(capacity: 64)
    samples = .allocate(capacity: 256)
    // What the driver remembers from before the first span is not the run's.
    _ = fillSamples()
  }

  func deallocate() {
    listed.deallocate()
    samples.deallocate()
  }

  /// Who used the GPU since the last call.
  mutating func occupancy(visibleInstances: Double?, isOurs: (Int32) -> Bool) -> Occupancy {
    guard fillList() else { return byReservation(visibleInstances) }
    for index in 0..<count where isHidden(listed[index].pid) {
      return byReservation(visibleInstances)
    }
    if !instances.list.isEmpty {
      return bySlices(isOurs) ?? (seesEveryProcess ? .nobody : byReservation(visibleInstances))
    }
    var ours = 0.0
    var others = 0.0
    for sample in samples[..<fillSamples()] {
      if isOurs(Int32(bitPattern: sample.pid)) {
        ours += Double(sample.sm_percent)
      } else {
        others += Double(sample.sm_percent)
      }
    }
    if ours + others == 0 {
      // Nobody computed, or the driver does not say who: whoever holds the GPU keeps it awake.
      for index in 0..<count {
        if isOurs(Int32(bitPattern: listed[index].pid)) { ours = 1 } else { others = 1 }
      }
    }
    guard ours + others > 0 else { return seesEveryProcess ? .nobody : .unknown }
    return .used(ours: ours / (ours + others), others: others / (ours + others))
  }

  /// Where processes cannot be told apart, an instance of our own still can be.
  private func byReservation(_ visibleInstances: Double?) -> Occupancy {
    guard let visibleInstances else { return .unknown }
    return .used(ours: visibleInstances, others: 1 - visibleInstances)
  }

  /// By the slices of the instances in use, each divided between the processes in it; nil when
  /// there is none.
  private func bySlices(_ isOurs: (Int32) -> Bool) -> Occupancy? {
    var ours = 0.0
    var total = 0.0
    for instance in instances.list {
      var here = 0.0
      var oursHere = 0.0
      for process in listed[..<count] where process.gpu_instance == instance.id {
        here += 1
        if isOurs(Int32(bitPattern: process.pid)) { oursHere += 1 }
      }
      guard here > 0 else { continue }
      total += Double(instance.slices)
      ours += Double(instance.slices) * oursHere / here
    }
    guard total > 0 else { return nil }
    return .used(ours: ours / total, others: 1 - ours / total)
  }

  /// A process that is none of those we can see: 0, or a number of another namespace.
  private func isHidden(_ process: UInt32) -> Bool {
    guard process != 0 else { return true }
    return !seesEveryProcess && kill(Int32(bitPattern: process), 0) != 0 && errno == ESRCH
  }

  /// Compute and graphics processes together; false when the driver lists neither.
  private mutating func fillList() -> Bool {
    count = 0
    let compute = add(api.compute_processes, old: api.compute_processes_v1)
    let graphics = add(api.graphics_processes, old: api.graphics_processes_v1)
    return compute || graphics
  }

  private typealias List =
    @convention(c) (
      cnvml_device?, UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<cnvml_process>?
    )
    -> Int32
  private typealias OldList =
    @convention(c) (
      cnvml_device?, UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<cnvml_process_v1>?
    ) -> Int32

  private mutating func add(_ list: List?, old: OldList?) -> Bool {
    guard list != nil || old != nil else { return false }
    // Processes may come while the list is being made larger; three tries are plenty.
    for _ in 0..<3 {
      var found = UInt32(listed.count - count)
      guard let start = listed.baseAddress.map({ $0 + count }) else { return false }
      let status: Int32
      if let list {
        status = list(device, &found, start)
      } else {
        status = addOld(old, &found, start)
      }
      if status == NVMLLibrary.success {
        count += dropRepeated(Int(found))
        return true
      }
      guard Int(status) == CNVML_INSUFFICIENT_SIZE else { return false }
      grow(to: count + Int(found) + 16)
    }
    return false
  }

  /// Version 1 has smaller elements: they are spread out from the end.
  private func addOld(
    _ list: OldList?, _ found: inout UInt32, _ start: UnsafeMutablePointer<cnvml_process>
  ) -> Int32 {
    guard let list else { return NVMLLibrary.notSupported }
    return start.withMemoryRebound(to: cnvml_process_v1.self, capacity: Int(found)) { old in
      let status = list(device, &found, old)
      guard status == NVMLLibrary.success else { return status }
      let raw = UnsafeMutableRawPointer(start)
      for index in (0..<Int(found)).reversed() {
        let process = old[index]
        let new = cnvml_process(
          pid: process.pid, memory_bytes: process.memory_bytes, gpu_instance: .max,
          compute_instance: .max)
        raw.storeBytes(
          of: new, toByteOffset: index * MemoryLayout<cnvml_process>.stride,
          as: cnvml_process.self)
      }
      return status
    }
  }

  /// A process that computes and draws is listed twice; how many of `found` are new.
  private func dropRepeated(_ found: Int) -> Int {
    var kept = 0
    for index in count..<count + found {
      let process = listed[index]
      let isRepeated = listed[..<count].contains {
        $0.pid == process.pid && $0.gpu_instance == process.gpu_instance
      }
      if isRepeated { continue }
      listed[count + kept] = process
      kept += 1
    }
    return kept
  }

  private mutating func grow(to capacity: Int) {
    let larger = UnsafeMutableBufferPointer<cnvml_process>.allocate(capacity: capacity)
    for index in 0..<count { larger[index] = listed[index] }
    listed.deallocate()
    listed = larger
  }

  /// Samples taken since the last call; how many.
  private mutating func fillSamples() -> Int {
    guard let use = api.process_use else { return 0 }
    for _ in 0..<3 {
      var found = UInt32(samples.count)
      let status = use(device, samples.baseAddress, &found, lastSeen)
      if status == NVMLLibrary.success {
        // Drivers fill unused places with process 0.
        for sample in samples[..<Int(found)] { lastSeen = max(lastSeen, sample.timestamp_us) }
        return Int(found)
      }
      guard Int(status) == CNVML_INSUFFICIENT_SIZE else { return 0 }
      samples.deallocate()
      samples = .allocate(capacity: max(Int(found), samples.count) * 2)
    }
    return 0
  }

  /// Whether this process is in the machine's first process namespace, whose inode is fixed
  /// (`PROC_PID_INIT_INO` in Linux's include/linux/proc_ns.h).
  static var isInFirstNamespace: Bool {
    var status = stat()
    return stat("/proc/self/ns/pid", &status) == 0 && status.st_ino == 0xEFFF_FFFC
  }
}
