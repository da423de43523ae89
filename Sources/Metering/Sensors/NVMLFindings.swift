import CNVML

// What `doctor` says of a driver or a GPU that cannot be used, and what to do about it.
extension NVMLSensor {
  func finding(of failure: NVMLLibrary.Failure, _ machine: Machine) -> Finding {
    switch failure {
    case .missing:
      // The kernel's half of the driver is there, its library is not: a container, mostly.
      if FileText.exists(machine.proc + "/driver/nvidia/version") {
        return Finding(
          sensor: name, device: "gpu", state: .broken,
          note: "The NVIDIA driver is loaded, but its library `\(machine.nvml)` is not here.",
          fix: "docker run --gpus all -e NVIDIA_DRIVER_CAPABILITIES=compute,utility …  "
            + "# on the host itself: install libnvidia-ml1 of the driver's version")
      }
      return Finding(
        sensor: name, device: "gpu", state: .absent,
        note: "No NVIDIA driver: `\(machine.nvml)` is not here.")
    case .unusable(let reason):
      return Finding(
        sensor: name, device: "gpu", state: .broken,
        note: "`\(machine.nvml)` is not NVIDIA's management library: \(reason).",
        fix: "ldconfig -p | grep libnvidia-ml  # then set JOULEBOOK_NVML to the right one")
    case .notStarted(let status): return notStarted(status)
    }
  }

  private func notStarted(_ status: Int32) -> Finding {
    let (state, note, fix): (Finding.State, String, String)
    switch Int(status) {
    case CNVML_DRIVER_NOT_LOADED:
      state = .broken
      note = "NVIDIA's library is here, but its kernel module is not loaded."
      fix = "sudo modprobe nvidia"
    case CNVML_LIB_RM_VERSION_MISMATCH:
      state = .broken
      note = "NVIDIA's library and kernel module are of different versions, as after an update."
      fix = "sudo reboot  # or unload and load the nvidia modules"
    case CNVML_NO_PERMISSION:
      state = .denied
      note = "The driver's device files are not for this user."
      fix = "sudo usermod -aG \"$(stat -c %G /dev/nvidiactl)\" \"$USER\"  # then log in again"
    case CNVML_LIBRARY_NOT_FOUND, CNVML_FUNCTION_NOT_FOUND:
      state = .broken
      note = "NVIDIA's library misses a part of the driver (status \(status))."
      fix = "Install the driver's packages again, all of one version."
    default:
      state = .broken
      note = "NVIDIA's library does not start (status \(status))."
      fix = "nvidia-smi  # says more; so does: sudo dmesg | grep -i nvrm"
    }
    return Finding(sensor: name, device: "gpu", state: state, note: note, fix: fix)
  }

  /// A GPU that is there and gives no reading.
  func refusal(of device: String, _ status: Int32, model: String = "") -> Finding {
    let subject = model.isEmpty ? "The GPU" : model
    let (state, note, fix): (Finding.State, String, String)
    switch Int(status) {
    case CNVML_NO_PERMISSION:
      state = .denied
      note = "\(subject) is not for this user or this job."
      fix = "ls -l /dev/nvidia*  # ask the scheduler for it, or join the group that owns it"
    case CNVML_GPU_IS_LOST, CNVML_RESET_REQUIRED:
      state = .broken
      note = "\(subject) has fallen off the bus or needs a reset (status \(status))."
      fix = "sudo nvidia-smi --gpu-reset  # with nothing running on it; else reboot"
    case CNVML_SUCCESS, CNVML_NOT_SUPPORTED:
      state = .broken
      note = "\(subject) tells neither energy nor power, as many virtual GPUs do."
      fix = "Meter it on the host; here its power is modelled."
    default:
      state = .broken
      note = "\(subject) does not answer (status \(status))."
      fix = "nvidia-smi -q -i \(device)  # says more"
    }
    return Finding(sensor: name, device: device, state: state, note: note, fix: fix)
  }
}
