import Foundation
import Testing

/// A power limit holds while the run goes on and is given back however Joulebook ends.
@Suite struct ActingPowerCapTests {
  /// A machine made by hand: two CPU packages whose limits are files, and GPUs of the stub driver.
  static let tools =
    ActingBudgetTests.tools + #"""
      export JOULEBOOK_SYSROOT=$PWD/machine
      cap=$JOULEBOOK_SYSROOT/sys/class/powercap
      for n in 0 1; do
        mkdir -p $cap/intel-rapl:$n; cd $cap/intel-rapl:$n
        echo package-$n > name; echo 1 > enabled; echo 5000000 > energy_uj; echo 262143328850 > max_energy_range_uj
        echo long_term > constraint_0_name; echo 350000000 > constraint_0_max_power_uw
        echo 300000000 > constraint_0_power_limit_uw; cd - > /dev/null
      done
      limits() { cat $cap/intel-rapl:*/constraint_0_power_limit_uw | tr '\n' ' '; }
      gpus() {
        cp $(dirname $BOOK)/libjoulebook-nvml-stub.so $JOULEBOOK_SYSROOT/libnvidia-ml.so.1
        printf 'start 0\n' > $JOULEBOOK_SYSROOT/nvml.scenario
        for n in 0 1; do printf "gpu $n GPU-$n Some GPU\ninitial $n 1000\nlimit $n 700\nlimits $n 200 700\ncurve $n constant 300\n$1" |
          sed "s/ N/ $n/" >> $JOULEBOOK_SYSROOT/nvml.scenario; done
        : > $JOULEBOOK_SYSROOT/nvml.processes
      }
      gpulimits() { cat $JOULEBOOK_SYSROOT/nvml.limit.* 2>/dev/null | tr '\n' ' '; }

      """#

  private func play(_ script: String) throws -> String {
    try Script.measured(Self.tools + script).text
  }

  @Test func `a CPU cap holds during the run, is on the record and is given back`() throws {
    let told = try play(
      #"""
      export cap
      $RUN --power-cap 200 --receipt r -- sh -c 'cat $cap/intel-rapl:*/constraint_0_power_limit_uw' 2>/dev/null
      limits; echo; python3 -c 'import json
      for c in json.load(open("r"))["acting"]["power_caps"]: print(*[c[k] for k in sorted(c)])'
      """#)
    #expect(
      told == """
        200000000
        200000000
        300000000 300000000 
        300 cpu package-0 200
        300 cpu package-1 200

        """)
  }

  @Test func `a GPU cap comes first where there are GPUs and only those of the job get it`() throws
  {
    let told = try play(
      #"""
      gpus ''; export JOULEBOOK_SYSROOT
      CUDA_VISIBLE_DEVICES=1 $RUN --power-cap 250W -- sh -c 'cat $JOULEBOOK_SYSROOT/nvml.limit.1; ls $JOULEBOOK_SYSROOT | grep -c limit' 2>/dev/null
      gpulimits; limits; echo
      $RUN --power-cap gpu=400 --power-cap cpu=150 -- cat $JOULEBOOK_SYSROOT/nvml.limit.0 $cap/intel-rapl:0/constraint_0_power_limit_uw 2>/dev/null
      gpulimits; limits; echo
      """#)
    #expect(
      told == """
        250000
        1
        700000 300000000 300000000 
        400000
        150000000
        700000 700000 300000000 300000000 

        """)
  }

  @Test func `a cap is given back when Joulebook is killed`() throws {
    let told = try play(
      #"""
      gpus ''
      $RUN --power-cap gpu=300 --power-cap cpu=100 -- sh -c 'touch up; sleep 2; touch done' 2>/dev/null & p=$!
      ready up; gpulimits; limits; echo; kill -9 $p; wait $p 2>/dev/null
      for _ in $(seq 200); do case "$(gpulimits)$(limits)" in '700000 700000 300000000 300000000 ') break;; esac; sleep 0.05; done
      gpulimits; limits; echo; ready done; echo job done
      """#)
    #expect(
      told == """
        300000 300000 100000000 100000000 
        700000 700000 300000000 300000000 
        job done

        """)
  }

  @Test func `when the guardian is killed too, the next cap gives the old limits back`() throws {
    let told = try play(
      #"""
      $RUN --power-cap 100 -- sh -c 'touch up; sleep 1' 2>/dev/null & p=$!
      ready up; g=$(grep -l jb-guardian $(pgrep -P $p | sed 's|.*|/proc/&/comm|') | cut -d/ -f3)
      kill -9 $g; kill -9 $p; wait $p 2>/dev/null; limits
      $RUN --quiet --power-cap 200 -- true; limits
      """#)
    #expect(told == "100000000 100000000 300000000 300000000 ")
  }

  @Test func `one run at a time holds the power limits`() throws {
    let told = try play(
      #"""
      $RUN --quiet --power-cap 100 -- sh -c 'touch up; while [ ! -e over ]; do sleep 0.05; done' & p=$!
      ready up; $RUN --power-cap 50 -- echo ran 2>err; echo $?; grep -c 'Another run of Joulebook holds' err; limits; echo
      touch over; wait $p; limits
      """#)
    #expect(told == "1\n1\n100000000 100000000 \n300000000 300000000 ")
  }

  @Test func `a limit that somebody else has changed meanwhile stays as it is`() throws {
    let told = try play(
      #"""
      export cap
      $RUN --power-cap 200 -- sh -c 'echo 120000000 > $cap/intel-rapl:1/constraint_0_power_limit_uw' 2>err
      limits; echo; tr '\n' ' ' < err | grep -c 'Somebody else set the *power limit of .package-1'
      """#)
    #expect(told == "300000000 120000000 \n1\n")
  }

  static let refused = [
    ("gpus ''", "--power-cap 900", 64, "at most 700 W"),
    ("gpus ''", "--power-cap 100", 64, "at least 200 W"),
    ("true", "--power-cap 320", 64, "a cap raises nothing"),
    ("true", "--power-cap cpu=400", 64, "at most 350 W"),
    ("true", "--power-cap gpu=200", 1, "No GPU here"),
    ("gpus 'unsupported N cap-right\\n'", "--power-cap 300", 1, "only root may change it"),
    ("gpus 'unsupported N power-cap\\n'", "--power-cap 300", 1, "takes no power limit"),
    (
      "chmod 444 $cap/intel-rapl:0/constraint_0_power_limit_uw", "--power-cap 100", 1,
      "firmware locks"
    ),
    ("true", "--power-cap watt", 64, "must be watts"),
  ]

  @Test(arguments: refused)
  func `what the driver does not allow is refused by name and nothing is changed`(
    _ setting: String, _ flags: String, _ status: Int, _ why: String
  ) throws {
    let told = try play(
      #"""
      \#(setting); before=$(gpulimits; limits)
      $RUN \#(flags) -- echo ran 2>err; echo $?; tr '\n' ' ' < err | tr -s ' ' | grep -c '\#(why)'
      [ "$before" = "$(gpulimits; limits)" ] && echo unchanged
      """#)
    #expect(told == "\(status)\n1\nunchanged\n")
  }
}
