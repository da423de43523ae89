import Accounting
import Metering
import Testing

@testable import JoulebookKit

/// What launchers say about a rank.
struct RankPlaceTests {
  private func place(_ environment: [String: String]) -> RankPlace? {
    RankPlace(environment: environment, host: "h", parent: "7-42")
  }

  /// As srun sets them, of two tasks on each of two nodes.
  private static let slurm = [
    "SLURM_CLUSTER_NAME": "c", "SLURM_JOB_ID": "12", "SLURM_STEP_ID": "3", "SLURM_PROCID": "2",
    "SLURM_STEP_NUM_TASKS": "4", "SLURM_STEP_TASKS_PER_NODE": "2(x2)", "SLURM_NODEID": "1",
    "SLURMD_NODENAME": "n1", "SLURM_JOB_NUM_NODES": "2",
  ]

  @Test func `a Slurm task is a rank of its step on its node and a part of its job`() throws {
    let found = try #require(place(Self.slurm))
    #expect(found.key == "slurm-c-12.3-n1")
    #expect(found.rank == 2 && found.localSize == 2)
    #expect(found.launch?.text == "slurm-c-12" && found.launch?.nodes == 2)
  }

  @Test func `a batch script and a step of one task are no ranks`() {
    #expect(place(Self.slurm.filter { $0.key != "SLURM_STEP_ID" }) == nil)
    #expect(place(Self.slurm.merging(["SLURM_STEP_NUM_TASKS": "1"]) { $1 }) == nil)
  }

  @Test func `what a rank starts is no rank, but a launcher inside a rank makes new ones`() throws {
    let key = try #require(place(Self.slurm)).key
    let inside = Self.slurm.merging([RankPlace.variable: key]) { $1 }
    #expect(place(inside) == nil)
    let torch = inside.merging([
      "TORCHELASTIC_RUN_ID": "none", "RANK": "1", "LOCAL_RANK": "1", "WORLD_SIZE": "2",
      "LOCAL_WORLD_SIZE": "2",
    ]) { $1 }
    #expect(place(torch)?.key == "torchrun-7-42-h")
    // All of it is one job of Slurm.
    #expect(place(torch)?.launch?.text == "slurm-c-12")
  }

  @Test func `Slurm's own PMI does not make a task a rank of MPICH`() {
    let pmi = ["PMI_RANK": "2", "PMI_SIZE": "4"]
    #expect(place(Self.slurm.merging(pmi) { $1 })?.launcher == .slurm)
    #expect(place(pmi.merging(["MPI_LOCALNRANKS": "2"]) { $1 })?.launcher == .mpich)
  }

  @Test(arguments: [
    ("4", 0, 4), ("2(x2)", 1, 2), ("2(x2),1", 2, 1), ("3,1(x2)", 0, 3), ("3,1(x2)", 2, 1),
  ])
  func `tasks per node are read for the node`(text: String, node: Int, tasks: Int) {
    #expect(RankPlace.tasksPerNode(text, node: node) == tasks)
  }

  @Test func `tasks per node that cannot be read say nothing`() {
    #expect(RankPlace.tasksPerNode("2(x2)", node: 2) == nil)
    #expect(RankPlace.tasksPerNode("two", node: 0) == nil)
  }

  @Test func `a launch may be named by hand, and a lone node's launch has no name`() throws {
    let torch = [
      "TORCHELASTIC_RUN_ID": "none", "RANK": "0", "LOCAL_RANK": "0", "WORLD_SIZE": "8",
      "LOCAL_WORLD_SIZE": "4",
    ]
    #expect(try #require(place(torch)).launch == nil)
    let named = torch.merging(["JOULEBOOK_LAUNCH": "mine"]) { $1 }
    #expect(place(named)?.launch?.text == "mine")
  }

  @Test func `only a run that counts what happens here is the outer one`() {
    let batch = ["SLURM_JOB_ID": "12"]
    let given = OuterRun.variables(id: "r", batch).merging(batch) { $1 }
    #expect(OuterRun.of(given) == "r")
    // srun hands variables to the step's tasks, whose processes are not the batch script's.
    #expect(OuterRun.of(given.merging(["SLURM_STEP_ID": "0"]) { $1 }) == nil)
    #expect(OuterRun.of(["JOULEBOOK_RUN_ID": "r"]) == "r")
  }
}

/// Who of a node has begun and who has ended.
struct RankRollTests {
  @Test func `a roll is over when all that have begun have ended`() {
    var roll = RankRoll()
    #expect(!roll.isOver)
    roll.join(rank: 0, process: 10, isFollowed: false)
    roll.join(rank: 1, process: 11, isFollowed: true)
    roll.end(rank: 1, nil)
    #expect(!roll.isOver)
    roll.end(rank: 0, .exited(0))
    #expect(roll.isOver && roll.count == 2)
    #expect(roll.ending == .exited(0))
  }

  @Test func `the end of the first rank that failed is the end of all`() {
    var roll = RankRoll()
    for rank in 0..<4 { roll.join(rank: rank, process: Int32(rank), isFollowed: false) }
    roll.end(rank: 3, .exited(7))
    roll.end(rank: 0, .exited(0))
    roll.end(rank: 2, .signalled(9, coreDumped: false))
    roll.end(rank: 1, nil)
    #expect(roll.ending == .signalled(9, coreDumped: false))
    #expect(roll.failures == [2, 3])
  }

  @Test func `nothing is said of an end that nobody saw`() {
    var roll = RankRoll()
    roll.join(rank: 0, process: 1, isFollowed: true)
    roll.end(rank: 0, nil)
    #expect(roll.isOver && roll.ending == nil)
  }

  @Test func `messages come back as they were sent`() {
    for message: RankMessage in [
      .join(process: 3, rank: 1), .follow(process: 4, rank: 2), .reaped(process: 5, cpu: 9),
      .left(rank: 1, exitCode: nil, signal: 15), .ended(rank: 2),
    ] { #expect(RankMessage(message.line) == message) }
    let answer = RankAnswer.welcome(run: "r", environment: ["A": "b\n\"c\""], group: nil)
    #expect(RankAnswer(answer.line) == answer)
    #expect(RankMessage("nonsense") == nil)
  }
}
