import Metering
import Testing

/// What the environment lets a job see.
struct NVMLVisibleDevicesTests {
  static let machine: [VisibleDevices.Candidate] = [
    .init(index: 0, uuid: "GPU-aaaa-1", model: "H100"),
    .init(index: 1, uuid: "GPU-aabb-2", model: "H100"),
    .init(index: 2, uuid: "GPU-cccc-3", model: "H100", instances: ["MIG-1", "MIG-2"]),
  ]

  private func visible(_ environment: [String: String]) -> VisibleDevices {
    VisibleDevices(environment: environment, candidates: Self.machine)
  }

  @Test func `without variables everything is visible`() {
    #expect(visible([:]).devices.count == 3)
    #expect(visible([:]).origin.isEmpty)
  }

  @Test(arguments: [
    ("0,2", ["GPU-aaaa-1", "GPU-cccc-3"]),
    ("GPU-cccc", ["GPU-cccc-3"]),
    (" 1 , GPU-aaaa-1 ", ["GPU-aabb-2", "GPU-aaaa-1"]),
    ("1,1", ["GPU-aabb-2"]),
    ("", []),
    ("NoDevFiles", []),
    ("-1", []),
    ("1,-1,0", ["GPU-aabb-2"]),
    ("7", []),
    // A prefix that fits two GPUs names none.
    ("GPU-aa", []),
    ("MIG-1", ["GPU-cccc-3"]),
  ])
  func `CUDA's list is read as CUDA reads it`(list: String, uuids: [String]) {
    #expect(visible(["CUDA_VISIBLE_DEVICES": list]).devices == Set(uuids))
  }

  @Test func `an instance makes its GPU visible in part`() {
    #expect(visible(["CUDA_VISIBLE_DEVICES": "MIG-2"]).instances == ["MIG-2"])
  }

  @Test func `an instance of an old driver is found through its GPU`() {
    let old = [
      VisibleDevices.Candidate(
        index: 0, uuid: "GPU-aaaa-1", instances: ["MIG-GPU-aaaa-1/3/0", "MIG-GPU-aaaa-1/5/0"])
    ]
    let seen = VisibleDevices(
      environment: ["CUDA_VISIBLE_DEVICES": "MIG-GPU-aaaa-1/5/0"], candidates: old)
    #expect(seen.devices == ["GPU-aaaa-1"])
    #expect(seen.instances == ["MIG-GPU-aaaa-1/5/0"])
  }

  @Test func `CUDA's list comes before the scheduler's`() {
    let seen = visible(["CUDA_VISIBLE_DEVICES": "0", "SLURM_JOB_GPUS": "1,2"])
    #expect(seen.devices == ["GPU-aaaa-1"])
    #expect(seen.origin == "CUDA_VISIBLE_DEVICES")
  }

  @Test func `the scheduler's list counts where CUDA's is missing`() {
    #expect(visible(["SLURM_JOB_GPUS": "1,2"]).devices == ["GPU-aabb-2", "GPU-cccc-3"])
  }

  @Test func `a container's indices are the host's and say nothing here`() {
    #expect(visible(["NVIDIA_VISIBLE_DEVICES": "3"]).devices.count == 3)
    #expect(visible(["NVIDIA_VISIBLE_DEVICES": "all"]).devices.count == 3)
    #expect(visible(["NVIDIA_VISIBLE_DEVICES": "GPU-cccc-3"]).devices == ["GPU-cccc-3"])
  }

  @Test func `indices among different models are doubtful`() {
    let mixed = [
      VisibleDevices.Candidate(index: 0, uuid: "GPU-1", model: "T4"),
      VisibleDevices.Candidate(index: 1, uuid: "GPU-2", model: "H100"),
    ]
    func note(_ environment: [String: String]) -> String {
      VisibleDevices(environment: environment, candidates: mixed).note
    }
    #expect(note(["CUDA_VISIBLE_DEVICES": "0"]).contains("fastest"))
    #expect(note(["CUDA_VISIBLE_DEVICES": "0", "CUDA_DEVICE_ORDER": "PCI_BUS_ID"]).isEmpty)
    #expect(note(["CUDA_VISIBLE_DEVICES": "GPU-1"]).isEmpty)
  }

  @Test func `an entry that names nothing is told`() {
    #expect(visible(["CUDA_VISIBLE_DEVICES": "0,9"]).note.contains("`9`"))
  }
}
