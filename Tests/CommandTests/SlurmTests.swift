import Foundation
import Testing

/// Jobs of a real Slurm on this machine, on sensors that are simulated.
@Suite(
  .serialized,
  .enabled(
    if: SlurmLoopback.isInstalled, "Slurm is not installed: `Scripts/setup tests` installs it"))
struct SlurmTests {
  /// A script with Slurm running, on a machine whose packages and memory draw 480 W, by counters that wrap.
  private func play(_ script: String) throws -> String {
    let told = try Script.measured(
      SlurmLoopback.tools + "cat > job-script <<'SCRIPT'\n" + SlurmLoopback.tools
        + "slurm_start\n" + script
        + "\nSCRIPT\n$BOOK simulate machine --scenario wrap -- bash job-script 2>/dev/null")
    return told.text
  }

  @Test func `two jobs of four ranks share a node and every joule of its counters is booked once`()
    throws
  {
    let told = try play(
      #"""
      for job in a b; do
        sbatch --wait -J $job -n4 -o $job.out --wrap \
          "srun -n4 $RUN --quiet --name $job --receipt $job.json -- python3 burn.py 0.5" >/dev/null & jobs="$jobs $!"
        sleep 0.2
      done
      wait $jobs
      $BOOK check > check || cat check
      grep 'Every joule' check
      $BOOK check --format json > check.json; $BOOK list --format json > list.json
      python3 - "$BOOK" <<'END'
      import json, subprocess, sys
      runs = json.load(open('list.json'))['runs']
      print(len(runs), 'runs,', *(run['tags']['launch.ranks'] for run in runs), 'ranks')
      machine, = json.load(open('check.json'))['machines']
      truth = json.loads(subprocess.run([*sys.argv[1].split(), 'simulate', 'machine', '--truth',
        machine['from'], machine['to'], '--format', 'json'], capture_output=True, text=True).stdout)
      pools = {key: machine[key + '_joules'] for key in ('booked', 'idle', 'self', 'unexplained')}
      def agree(name, one, other, tolerance):
          print(name, 'agree' if abs(one / other - 1) < tolerance else f'{one} and {other}')
      agree('counters and truth', machine['energy_joules'], truth['energy_joules'], 3e-3)
      agree('pools and counters', sum(pools.values()), machine['energy_joules'], 1e-3)
      agree('receipts and booked', sum(run['energy_joules'] for run in runs), pools['booked'], 1e-3)
      print('none negative' if min(pools.values()) > -1e-3 * machine['energy_joules'] else pools)
      print('overlap' if machine['overlap_seconds'] > 0.1 else machine['overlap_seconds'])
      per_second = {}
      for job in 'ab':
          receipt = json.load(open(f'{job}.json'))
          cpu = sum(float(open(f'cpu-{job}-{rank}').read()) for rank in range(4))
          # What the interpreter uses after a rank has written its time is in the receipt alone.
          part = receipt['cpu_seconds'] / cpu
          print(job, 'counts its ranks' if 0.98 < part < 1.5 else part)
          per_second[job] = receipt['energy_joules'] / receipt['cpu_seconds']
      agree('joules a CPU second', per_second['a'], per_second['b'], 0.15)
      END
      """#)
    #expect(
      told == """
        Every joule is booked once.
        2 runs, 4 4 ranks
        counters and truth agree
        pools and counters agree
        receipts and booked agree
        none negative
        overlap
        a counts its ranks
        b counts its ranks
        joules a CPU second agree

        """)
  }

  @Test func `tasks of an array are one experiment`() throws {
    let told = try play(
      #"""
      id=$(sbatch --wait --parsable -a 0-2 -n2 -J sweep -o %a.out --wrap \
        "srun -n2 $RUN --quiet --name lr-\$SLURM_ARRAY_TASK_ID -- sleep 0.4")
      $BOOK list --format json | value 'sorted((r["name"], r["tags"]["slurm.array"] == "'$id'",
        r["tags"]["slurm.task"]) for r in book["runs"])'
      $BOOK experiment list --format json | value '[(g["kind"], g["name"] == "'$id'", g["runs"], g["done"])
        for g in book["groups"]]'
      $BOOK experiment show --array $id --format json | value '[(r["runs"], r["done"]) for r in book["rows"]]'
      """#)
    #expect(
      told == """
        [('lr-0', True, '0'), ('lr-1', True, '1'), ('lr-2', True, '2')]
        [('slurm.array', True, 3, 3)]
        [(3, 3)]

        """)
  }

  @Test func `ranks end as they would without us, and none waits for another`() throws {
    let told = try play(
      #"""
      cat > rank.sh <<'END'
      case $SLURM_PROCID in
        0) echo $PPID > wrapper; exit 0 ;;
        1) kill -TERM $$ ;;
        2) for _ in $(seq 100); do kill -0 $(cat wrapper 2>/dev/null || echo $$) 2>/dev/null || break; sleep 0.05; done
           kill -0 $(cat wrapper) 2>/dev/null && echo waits || echo "gone before"; exit 4 ;;
      esac
      END
      srun -Q -n3 -K0 sh rank.sh >/dev/null; bare=$?; rm wrapper
      srun -Q -n3 -K0 $RUN --quiet -- sh rank.sh; echo $(($? - bare))
      $BOOK list --format json | value '[(r["signal"], r["exit_code"], [w for w in r["warnings"] if "Rank" in w])
        for r in book["runs"]]'
      """#)
    #expect(
      told == """
        gone before
        0
        [(15, None, ['Ranks 1, 2 did not end well.'])]

        """)
  }

  @Test func `a prolog and an epilog of tasks meter a step whose command knows nothing of it`()
    throws
  {
    let told = try play(
      #"""
      printf '#!/bin/sh\nexec %s slurm task-prolog --name prolog\n' "$BOOK" > begin
      printf '#!/bin/sh\nexec %s slurm task-epilog\n' "$BOOK" > end
      chmod +x begin end
      srun -J plain -n4 --task-prolog=$PWD/begin --task-epilog=$PWD/end sh -c '
        python3 burn.py 0.5; [ -S "$JOULEBOOK_SOCKET" ] && echo $JOULEBOOK_RUN_ID > id-$SLURM_PROCID'
      sort -u id-? | wc -l
      $BOOK show last --format json > receipt
      python3 - <<'END'
      import json
      receipt = json.load(open('receipt'))
      print(receipt['name'], receipt['tags']['launch.ranks'], receipt['exit_code'], receipt['signal'])
      cpu = sum(float(open(f'cpu-plain-{rank}').read()) for rank in range(4))
      part = receipt['cpu_seconds'] / cpu
      print('counts its ranks' if 0.8 < part < 1.5 else part)
      END
      srun -Q -n2 --task-prolog=$PWD/begin --task-epilog=$PWD/end $RUN --quiet --name inner -- true
      $BOOK list --format json > list
      value 'sorted((r["name"], "launch.ranks" in r["tags"]) for r in book["runs"])' < list
      $BOOK check >/dev/null && echo balanced
      """#)
    #expect(
      told == """
        1
        prolog 4 None None
        counts its ranks
        [('inner', False), ('inner', False), ('prolog', True), ('prolog', True)]
        balanced

        """)
  }

  @Test func `steps of a job are parts of one launch, and a batch script's run does not hide them`()
    throws
  {
    let told = try play(
      #"""
      cat > job <<END
      #!/bin/sh
      srun -n2 $RUN --quiet --name train -- sleep 0.4
      srun -n1 $RUN --quiet --name test -- true
      END
      id=$(sbatch --wait --parsable -n2 -o job.out --wrap "$RUN --quiet --name all -- sh job")
      $BOOK show $id --format json | value 'book["launch"] == "slurm-loop-'$id'", book["nodes"], book["ranks"], [
        (p["name"], p["tags"].get("slurm.step")) for p in book["parts"]], book["exit_code"]'
      $BOOK list --format json | value 'abs(sum(r["energy_joules"] for r in book["runs"]) - book["energy_joules"]) < 1e-6'
      $BOOK list | grep -c "^slurm-loop-$id .* exit 0"
      """#)
    #expect(
      told == """
        (True, 1, 2, [('all', None), ('train', '0'), ('test', '1')], 0)
        True
        1

        """)
  }

  @Test func `what the page shows works`() throws {
    let lines = DocumentedExamples.of(page: "Docs/Slurm.md", "")
    #expect(lines.count > 8)
    let told = try play(
      "joulebook() { $BOOK \"$@\"; }\n"
        + "mkdir path; printf '#!/bin/sh\\nexec %s \"$@\"\\n' \"$BOOK\" > path/joulebook; chmod +x path/joulebook\n"
        + "PATH=$PWD/path:$PATH; export PATH; echo 'print(1)' > train.py\n"
        + lines.map {
          "{ \($0); } >out 2>err || { echo 'fails: \($0.replacingOccurrences(of: "'", with: "\""))'; cat err; }"
        }
        .joined(separator: "\n")
        + "\n$BOOK list --all --format json | value 'len(book[\"runs\"])'\n")
    #expect(told == "6\n")
  }

  @Test func `what is printed for Slurm's files is complete, and nothing is written`() throws {
    let box = try CommandBox()
    let told = try box.run(["slurm", "install"])
    #expect(told.status == 0 && told.errors == "")
    for word in [
      "TaskProlog=", "TaskEpilog=", "slurm task-prolog", "srun joulebook run", "Prolog=", "Epilog=",
    ] {
      #expect(told.output.contains(word), Comment(rawValue: word))
    }
    #expect(try box.files().isEmpty)
    let typed = try box.run(["slurm", "task-prolog"])
    #expect(typed.status == 64 && typed.errors.contains("This is no task of Slurm."))
  }
}
