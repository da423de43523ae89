/// Where a process stands among the ranks of a launch, as the launcher says it in the environment.
struct RankPlace: Hashable, Sendable {
  var launcher: Launcher
  /// The same for all ranks of one launch on this node, and for no others.
  var key: String
  var rank: Int
  /// Ranks of the launch on this node; nil when the launcher does not say.
  var localSize: Int?
  /// The whole launch, over all nodes; nil when nothing names it beyond this node.
  var launch: LaunchID?

  enum Launcher: String, CaseIterable, Sendable {
    case slurm, torchrun
    case openMPI = "openmpi"
    case mpich
  }

  /// What a rank finds once it is metered, so that what it starts is no rank again.
  static let variable = "JOULEBOOK_RANK_OF"

  /// Nil where no launcher started this process, where it is the only one of its launch, and where it is
  /// metered already.
  /// - Parameters:
  ///   - parent: what names the launcher's process on this node, for launches without an id.
  init?(environment: [String: String], host: String, parent: @autoclosure () -> String) {
    let facts = Facts(environment)
    guard
      let place = Self.torchrun(facts, host, parent) ?? Self.openMPI(facts, host, parent)
        ?? Self.mpich(facts, host, parent) ?? Self.slurm(facts, host),
      facts[Self.variable] != place.key
    else { return nil }
    self = place
  }

  private init(
    _ launcher: Launcher, _ key: String, rank: Int, localSize: Int?, launch: LaunchID?
  ) {
    self.launcher = launcher
    self.key = key
    self.rank = rank
    self.localSize = localSize
    self.launch = launch
  }

  /// The environment's values that are not empty.
  struct Facts {
    private let environment: [String: String]
    init(_ environment: [String: String]) { self.environment = environment }

    subscript(name: String) -> String? {
      environment[name].flatMap { $0.isEmpty || $0.contains("\n") ? nil : $0 }
    }

    func number(_ name: String) -> Int? { self[name].flatMap { Int($0) } }
  }

  /// torchrun, PyTorch documentation, `elastic/run.html`: LOCAL_WORLD_SIZE, and one agent per node as parent.
  private static func torchrun(
    _ facts: Facts, _ host: String, _ parent: () -> String
  ) -> RankPlace? {
    guard let run = facts["TORCHELASTIC_RUN_ID"], let rank = facts.number("RANK"),
      facts["LOCAL_RANK"] != nil
    else { return nil }
    let local = facts.number("LOCAL_WORLD_SIZE")
    guard local ?? 1 > 1 || facts.number("WORLD_SIZE") ?? 1 > 1 else { return nil }
    // Every static launch is called `none`: then the agent tells it.
    let key =
      run == "none"
      ? parent()
      : "\(run)-\(facts["MASTER_PORT"] ?? "")-\(facts["TORCHELASTIC_RESTART_COUNT"] ?? "0")"
    return RankPlace(
      .torchrun, "torchrun-\(key)-\(host)", rank: rank, localSize: local,
      launch: LaunchID(facts))
  }

  /// Open MPI, `docs.open-mpi.org`, "Environment variables set by mpirun".
  private static func openMPI(
    _ facts: Facts, _ host: String, _ parent: () -> String
  ) -> RankPlace? {
    guard let rank = facts.number("OMPI_COMM_WORLD_RANK"),
      let size = facts.number("OMPI_COMM_WORLD_SIZE"), size > 1
    else { return nil }
    let id = facts["PMIX_NAMESPACE"] ?? facts["OMPI_MCA_ess_base_jobid"] ?? parent()
    return RankPlace(
      .openMPI, "openmpi-\(id)-\(host)", rank: rank,
      localSize: facts.number("OMPI_COMM_WORLD_LOCAL_SIZE"), launch: LaunchID(facts))
  }

  /// MPICH's Hydra and Intel MPI: a proxy per node is the ranks' parent. Slurm's own PMI sets no MPI_LOCALNRANKS.
  private static func mpich(
    _ facts: Facts, _ host: String, _ parent: () -> String
  ) -> RankPlace? {
    guard let rank = facts.number("PMI_RANK"), let local = facts.number("MPI_LOCALNRANKS"),
      facts.number("PMI_SIZE") ?? local > 1
    else { return nil }
    return RankPlace(
      .mpich, "mpich-\(parent())-\(host)", rank: rank, localSize: local, launch: LaunchID(facts))
  }

  /// Slurm, srun(1), "OUTPUT ENVIRONMENT VARIABLES". A batch script has no step id and is no rank.
  private static func slurm(_ facts: Facts, _ host: String) -> RankPlace? {
    guard let job = facts["SLURM_JOB_ID"], let step = facts["SLURM_STEP_ID"],
      let rank = facts.number("SLURM_PROCID"),
      (facts.number("SLURM_STEP_NUM_TASKS") ?? facts.number("SLURM_NTASKS") ?? 1) > 1
    else { return nil }
    let node = facts["SLURMD_NODENAME"] ?? host
    let tasks = facts["SLURM_STEP_TASKS_PER_NODE"] ?? facts["SLURM_TASKS_PER_NODE"]
    return RankPlace(
      .slurm, "slurm-\(facts["SLURM_CLUSTER_NAME"] ?? "")-\(job).\(step)-\(node)", rank: rank,
      localSize: tasks.flatMap {
        tasksPerNode($0, node: facts.number("SLURM_NODEID") ?? 0)
      }, launch: LaunchID(facts))
  }

  /// `2(x3),1`: two tasks on each of three nodes, one on the fourth.
  static func tasksPerNode(_ text: String, node: Int) -> Int? {
    var first = 0
    for part in text.split(separator: ",") {
      let pieces = part.split(whereSeparator: { "(x)".contains($0) })
      guard let tasks = pieces.first.flatMap({ Int($0) }) else { return nil }
      first += pieces.count > 1 ? Int(pieces[1]) ?? 1 : 1
      if node < first { return tasks }
    }
    return nil
  }
}

/// What names a launch over all its nodes and steps.
struct LaunchID: Hashable, Sendable {
  /// `slurm-cluster-4711`, `torchrun-…`, `openmpi-…`, or what `JOULEBOOK_LAUNCH` says.
  let text: String
  /// On how many machines it runs; nil when nothing says so.
  let nodes: Int?

  /// What it is read from.
  static let variables: Set<String> = [
    "JOULEBOOK_LAUNCH", "SLURM_HET_JOB_ID", "SLURM_JOB_ID", "SLURM_CLUSTER_NAME",
    "SLURM_JOB_NUM_NODES", "GROUP_WORLD_SIZE", "TORCHELASTIC_RUN_ID", "PMIX_NAMESPACE",
    "OMPI_MCA_ess_base_jobid", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_SIZE",
  ]

  /// Nil where nothing in the environment names a launch.
  init?(_ facts: RankPlace.Facts) {
    nodes = facts.number("SLURM_JOB_NUM_NODES") ?? facts.number("GROUP_WORLD_SIZE")
    if let own = facts["JOULEBOOK_LAUNCH"], own.count <= 128 {
      text = own
    } else if let job = facts["SLURM_HET_JOB_ID"] ?? facts["SLURM_JOB_ID"] {
      // Job numbers begin again on every cluster.
      text = "slurm-" + (facts["SLURM_CLUSTER_NAME"].map { "\($0)-" } ?? "") + job
    } else if let run = facts["TORCHELASTIC_RUN_ID"], run != "none" {
      text = "torchrun-\(run)"
    } else if let run = facts["PMIX_NAMESPACE"] ?? facts["OMPI_MCA_ess_base_jobid"],
      let local = facts.number("OMPI_COMM_WORLD_LOCAL_SIZE"),
      let size = facts.number("OMPI_COMM_WORLD_SIZE"), local < size
    {
      text = "openmpi-\(run)"
    } else {
      return nil
    }
  }
}
