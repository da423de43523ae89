import Foundation
import Testing

/// Ranks by the variables that their launchers set, without a launcher.
@Suite struct RankTests {
  private static let tools = #"""
    BOOK=${RUN% run}; export RUN BOOK JOULEBOOK_REGION=DE
    value() { python3 -c 'import json, sys
    book = json.load(sys.stdin)
    print(eval(sys.argv[1], {"book": book}))' "$1"; }

    """#

  private func play(_ script: String) throws -> String {
    try Script.measured(Self.tools + script).text
  }

  @Test(arguments: [
    (
      "openmpi",
      "OMPI_COMM_WORLD_RANK=$r OMPI_COMM_WORLD_SIZE=3 OMPI_COMM_WORLD_LOCAL_SIZE=3 PMIX_NAMESPACE=$$"
    ),
    ("mpich", "PMI_RANK=$r PMI_SIZE=3 MPI_LOCALNRANKS=3 MPI_LOCALRANKID=$r"),
    ("torchrun", "TORCHELASTIC_RUN_ID=none RANK=$r LOCAL_RANK=$r WORLD_SIZE=3 LOCAL_WORLD_SIZE=3"),
    (
      "torchrun by id",
      "TORCHELASTIC_RUN_ID=id$$ RANK=$r LOCAL_RANK=$r WORLD_SIZE=3 LOCAL_WORLD_SIZE=3"
    ),
  ])
  func `three ranks of a launcher are one run`(_ launcher: String, _ variables: String) throws {
    let told = try play(
      #"""
      for r in 0 1 2; do
        env VARIABLES $RUN --quiet -- sh -c "sleep 0.6; echo \$JOULEBOOK_RUN_ID >> ids; exit $r" & eval p$r=$!
      done
      for r in 0 1 2; do eval wait \$p$r; echo $?; done
      sort -u ids | wc -l
      $BOOK list --format json | value '[(r["id"] == open("ids").readline().strip(), r["exit_code"],
        r["tags"]["launch.ranks"]) for r in book["runs"]]'
      """#.replacingOccurrences(of: "VARIABLES", with: variables))
    #expect(told == "0\n1\n2\n1\n[(True, 1, '3')]\n")
  }

  /// Variables of two ranks on each of two nodes of a Slurm job that is not there.
  private static let nodes = #"""
    mkdir a b; job=$((900000 + $$ % 90000))
    rank() { env SLURM_CLUSTER_NAME=none SLURM_JOB_ID=$job SLURM_STEP_ID=0 SLURM_PROCID=$1 SLURM_STEP_NUM_TASKS=4 \
      SLURM_STEP_TASKS_PER_NODE='2(x2)' SLURM_NODEID=$2 SLURMD_NODENAME=$3 SLURM_JOB_NUM_NODES=2 \
      JOULEBOOK_SYSROOT=$PWD/$3 "${@:4}"; }

    """#

  @Test func `parts of a launch on two nodes wait in journals and are one run afterwards`() throws {
    let told = try play(
      Self.nodes + #"""
        for node in a b; do $BOOK simulate $node --scenario wrap --seconds 30 2>/dev/null >/dev/null & simulations="$simulations $!"; done
        for node in a b; do
          for _ in $(seq 200); do [ -e $node/truth.json ] && break; sleep 0.05; done
        done
        rank 0 0 a $RUN --quiet --name wide -- sleep 0.5 & p=$!
        rank 1 0 a $RUN --quiet --name wide -- sleep 0.5 & p="$p $!"
        rank 2 1 b $RUN --quiet --name wide -- sleep 0.5 & p="$p $!"
        rank 3 1 b $RUN --quiet --name wide -- sh -c 'sleep 0.5; exit 3' & p="$p $!"
        wait $p; echo $?
        kill $simulations
        ls $XDG_DATA_HOME/joulebook/journals | wc -l
        $BOOK list 2>told | grep -c "^slurm-none-$job .* exit 3"; grep -c 'Took in' told
        $BOOK show $job --format json > launch
        value 'book["nodes"], book["ranks"], book["exit_code"], len(book["parts"])' < launch
        value 'abs(sum(p["energy_joules"] for p in book["parts"]) / book["energy_joules"] - 1) < 1e-9' < launch
        $BOOK show $job | head -1 | cut -d' ' -f1-9
        $BOOK experiment report --tag launch=slurm-none-$job --format json | value '[
          (r["runs"], r["failed"]) for r in book["rows"]], len(book["costliest"])'
        $BOOK check >/dev/null && echo balanced
        """#)
    #expect(
      told
        == """
        3
        2
        1
        2
        (2, 4, 3, 2)
        True
        wide · 2 nodes · 4 ranks · exit
        [(1, 1)], 1
        balanced

        """.replacingOccurrences(of: "[(1, 1)], 1", with: "([(1, 1)], 1)"))
  }

  private static let three =
    "rank() { env OMPI_COMM_WORLD_RANK=$1 OMPI_COMM_WORLD_SIZE=3 OMPI_COMM_WORLD_LOCAL_SIZE=3 "
    + "PMIX_NAMESPACE=$$ \"${@:2}\"; }\n"

  @Test func `a rank that begins when the others have ended is booked too`() throws {
    let told = try play(
      Self.three + #"""
        rank 0 $RUN --quiet -- true & p=$!
        rank 1 $RUN --quiet -- true & p="$p $!"
        wait $p
        rank 2 $RUN --quiet -- true
        $BOOK list --format json | value 'sum(int(r["tags"]["launch.ranks"]) for r in book["runs"])'
        """#)
    #expect(told == "3\n")
  }

  @Test func `what a rank starts with joulebook is a run inside, not a rank`() throws {
    let told = try play(
      Self.three + #"""
        rank 0 $RUN --quiet --name rank -- $RUN --quiet --name inner -- true & p=$!
        rank 1 $RUN --quiet --name rank -- sleep 0.5 & p="$p $!"
        wait $p
        $BOOK list --format json | value 'sorted((r["name"], r["tags"].get("launch.ranks")) for r in book["runs"])'
        $BOOK list | grep -c 'started by another one'
        """#)
    #expect(told == "[('inner', None), ('rank', '2')]\n1\n")
  }

  @Test func `ranks go on when their meter is killed, and the journal has the run`() throws {
    let told = try play(
      Self.three + #"""
        rank 0 $RUN --interval 100ms -- sh -c 'touch begun; while [ ! -e killed ]; do sleep 0.05; done; sleep 0.3; echo done; exit 5' 2>err & p=$!
        for _ in $(seq 200); do [ -e begun ] && break; sleep 0.05; done
        sleep 1
        for meter in $(grep -lsz "openmpi-$$-" /proc/[0-9]*/cmdline | cut -d/ -f3); do
          grep -qsz rank-meter /proc/$meter/cmdline && kill -9 $meter && touch killed
        done
        wait $p; echo $?
        $BOOK list 2>told >/dev/null; grep -c 'Took in' told
        $BOOK show last --format json | value '0.5 < book["duration_seconds"], [
          w for w in book["warnings"] if "ended before" in w] != []'
        """#)
    #expect(told == "done\n5\n1\n(True, True)\n")
  }

  @Test func `a rank says what is wrong with its settings and starts nothing`() throws {
    let told = try play(
      Self.three + #"""
        rank 0 $RUN --pue 0.5 -- touch started 2>err; echo $?; grep -c 'Cannot use pue' err
        rank 0 $RUN --budget 1kWh -- touch started 2>err; echo $?; cat err
        [ -e started ] || echo 'not started'
        """#)
    #expect(
      told == """
        64
        1
        64
        Ranks cannot be held, paused or limited one by one.
          Why:  This is rank 0 of a launch by openmpi, and the others do not wait.
          Next: Give --when, --budget and the like to the `joulebook run` that starts the launcher.
        not started

        """)
  }

  /// Whether this process may make control groups of version 2.
  static let mayMakeGroups: Bool = {
    let mounts = (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? ""
    guard let line = mounts.split(separator: "\n").first(where: { $0.contains(" - cgroup2 ") })
    else {
      return false
    }
    let folder = String(line.split(separator: " ")[4]) + "/joulebook-may-\(getpid())"
    defer { rmdir(folder) }
    return mkdir(folder, 0o755) == 0
  }()

  @Test(.enabled(if: mayMakeGroups, "control groups cannot be made here"))
  func `the group of a Slurm step counts what its tasks start, whatever they do`() throws {
    let told = try play(
      #"""
      root=$(awk '/ - cgroup2 / { print $5; exit }' /proc/self/mountinfo)
      top=$root/joulebook-step-$$; step=$top/job_1/step_0; mkdir -p $step/user/task_0 $step/user/task_1
      # The children of a program that ignores SIGCHLD are counted for nobody but the group.
      cat > rank.py <<'END'
      import os, signal, time
      signal.signal(signal.SIGCHLD, signal.SIG_IGN)
      for _ in range(4):
          pid = os.fork()
          if not pid:
              while time.process_time() < 0.1: pass
              os._exit(0)
          while os.path.exists(f'/proc/{pid}'): time.sleep(0.002)
      END
      for r in 0 1; do
        env SLURM_JOB_ID=$((800000 + $$ % 90000)) SLURM_STEP_ID=0 SLURM_PROCID=$r SLURM_STEP_NUM_TASKS=2 SLURM_STEP_TASKS_PER_NODE=2 \
          sh -c "echo \$\$ > $step/user/task_$r/cgroup.procs; exec $RUN --quiet -- python3 rank.py" & p="$p $!"
      done
      wait $p
      $BOOK show last --format json > receipt; $BOOK show last | grep -c 'Whatever else the step starts'
      value '0.85 < book["cpu_seconds"] < 1.3 or book["cpu_seconds"], book["tags"]["launch.ranks"]' < receipt
      for _ in $(seq 100); do find $top -depth -type d -exec rmdir {} \; 2>/dev/null; [ -e $top ] || break; sleep 0.02; done
      """#)
    #expect(told == "1\n(True, '2')\n")
  }
}
