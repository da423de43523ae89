import CNVML
import Glibc

/// Who holds memory of a GPU: a process that is suspended keeps it, and keeps the GPU from resting.
package struct GPUHolder: Hashable, Sendable {
  package let gpu: String
  package let process: Int32
  package let bytes: Double

  /// Processes below this one that hold memory of a GPU now; empty where the driver does not tell.
  package static func ours(on machine: Machine) -> [GPUHolder] {
    guard let library = try? NVMLLibrary(path: machine.nvml) else { return [] }
    let ours = Set(TreeScan.members().map(\.pid))
    var count: UInt32 = 0
    guard library.api.count(&count) == NVMLLibrary.success else { return [] }
    return (0..<count).flatMap { index -> [GPUHolder] in
      var handle: cnvml_device?
      guard library.api.handle_by_index(index, &handle) == NVMLLibrary.success, let handle,
        let list = library.api.compute_processes
      else { return [] }
      let name = NVMLLibrary.text(handle, library.api.uuid)
      var processes = [cnvml_process](repeating: cnvml_process(), count: 256)
      var found = UInt32(processes.count)
      guard list(handle, &found, &processes) == NVMLLibrary.success else { return [] }
      return processes[..<Int(found)].compactMap { process in
        let pid = Int32(bitPattern: process.pid)
        // Where it may not tell, the driver says all ones.
        guard ours.contains(pid), process.memory_bytes > 0, process.memory_bytes < 1 << 60 else {
          return nil
        }
        return GPUHolder(gpu: name, process: pid, bytes: Double(process.memory_bytes))
      }
    }
  }
}
