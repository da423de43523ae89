import Glibc

/// Which GPUs the meter of a node looks at: those of the job, not those of the rank that started it.
enum RankGPUs {
  /// Slurm's numbers hold on the whole node, while CUDA_VISIBLE_DEVICES is made anew for each step and rank.
  static func show(environment: [String: String]) {
    guard
      let job = ["SLURM_JOB_GPUS", "SLURM_STEP_GPUS"].lazy.compactMap({ environment[$0] })
        .first(where: { !$0.isEmpty })
    else { return }
    setenv("SLURM_JOB_GPUS", job, 1)
    unsetenv("CUDA_VISIBLE_DEVICES")
    unsetenv("GPU_DEVICE_ORDINAL")
  }
}
