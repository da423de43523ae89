import Foundation
import Testing

@testable import Metering

@Suite struct ControlGroupTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "cgroup-\(UUID().uuidString)"
  ).path

  private func path(root: String, group: String) throws -> String? {
    let inner = folder + "/job"
    try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: folder + "/cgroup.procs"))
    try Data().write(to: URL(fileURLWithPath: inner + "/cgroup.procs"))
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return ControlGroup.path(
      mounts: """
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        36 31 0:33 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        41 31 0:38 \(root) \(folder) rw,relatime shared:9 - cgroup2 cgroup2 rw
        """, groups: "4:memory:/elsewhere\n0::\(group)\n")
  }

  @Test func `a group is found below the mount of a hybrid hierarchy`() throws {
    #expect(try path(root: "/", group: "/job") == folder + "/job")
  }

  @Test func `the root of a container's namespace is the mount itself`() throws {
    #expect(try path(root: "/", group: "/") == folder)
  }

  @Test func `a mount of a part of the hierarchy hides what lies above`() throws {
    #expect(try path(root: "/slice", group: "/slice/job") == folder + "/job")
    #expect(try path(root: "/slice", group: "/other/job") == nil)
    #expect(try path(root: "/slice", group: "/sliced/job") == nil)
  }

  @Test func `without a version 2 hierarchy there is no group`() {
    #expect(ControlGroup.path(mounts: "", groups: "4:memory:/x\n") == nil)
  }
}

/// Groups of a whole step of Slurm.
@Suite struct StepGroupTests {
  @Test func `a task's group lies in its step's`() {
    let step = "/sys/fs/cgroup/system.slice/slurmstepd.scope/job_7/step_0/user"
    #expect(ControlGroup.stepPath(of: step + "/task_3") == step)
    #expect(ControlGroup.stepPath(of: step) == step)
  }

  @Test func `outside a step there is none`() {
    #expect(ControlGroup.stepPath(of: "/sys/fs/cgroup/user.slice") == nil)
    // Slurm's own daemon beside the tasks.
    #expect(ControlGroup.stepPath(of: "/sys/fs/cgroup/job_7/step_0/slurm") == nil)
  }
}
