import Accounting
import Glibc

/// The stub driver of a simulated machine: a copy of our library beside the file that drives it.
final class NVMLStub {
  private let folder: String
  private let handle: UnsafeMutableRawPointer?
  private let setTime: (@convention(c) (Int64) -> Void)?

  private static let library = "libjoulebook-nvml-stub.so"

  init(_ scenario: Scenario, in folder: String, time: SimulatedMachine.Time) throws(Problem) {
    self.folder = folder
    let path = folder + "/libnvidia-ml.so.1"
    let places = Self.places
    guard let source = places.first(where: { access($0, R_OK) == 0 }) else {
      throw Problem(
        "Cannot simulate the GPUs of `\(scenario.name)`.",
        why: "The stub driver is in none of: " + places.joined(separator: ", ") + ".",
        fix: "Build everything with `swift build`, or choose a scenario without GPUs.")
    }
    do throws(TreeFailure) {
      try Files.copy(source, to: path)
      try Files.replace(
        folder + "/nvml.scenario", with: NVMLStubText.scenario(scenario, time: time))
      try Files.replace(folder + "/nvml.processes", with: "")
    } catch {
      throw Problem(
        "Cannot set up the stub driver.",
        why: "`\(error.path)` cannot be written (error \(error.code)).",
        fix: "Name a folder that you may write to.")
    }
    guard time == .manual else {
      handle = nil
      setTime = nil
      return
    }
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL),
      let symbol = dlsym(handle, "joulebook_stub_set_time")
    else {
      throw Problem(
        "Cannot load the stub driver.", why: dlerror().map { String(cString: $0) } ?? path,
        fix: "Name a folder on a file system that allows programs to be run.")
    }
    self.handle = handle
    setTime = unsafeBitCast(symbol, to: (@convention(c) (Int64) -> Void).self)
  }

  deinit { if let handle { dlclose(handle) } }

  func set(time seconds: Double) { setTime?(Int64((seconds * 1e9).rounded())) }

  func set(processes: [GPUProcess]) throws(Problem) {
    do throws(TreeFailure) {
      try Files.replace(
        folder + "/nvml.processes", with: NVMLStubText.processes(processes))
    } catch {
      throw Problem(
        "Cannot say who uses the simulated GPUs.",
        why: "`\(error.path)` cannot be written (error \(error.code)).",
        fix: "Check the folder's permissions.")
    }
  }

  /// Beside the running program, as in a build folder, or where it is installed.
  private static var places: [String] {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let program = String(
      decoding: buffer[..<max(0, count)].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = program.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    return ["\(folder)/\(library)", "\(folder)/../lib/joulebook/\(library)"]
  }
}
