import Foundation
import Testing

/// A run is suspended while the electricity is dirty, and goes on in time.
@Suite struct ActingDirtTests {
  private func play(_ script: String) throws -> String {
    try Script.measured(
      ActingWaitTests.tools + #"""
        DIRT="$RUN --interval 100ms --receipt r"
        suspended() { for _ in $(seq 400); do grep -q 'Paused' err && return; sleep 0.05; done; echo no pause; cat err; touch done; exit 99; }
        pauses() { python3 -c 'import json; a = json.load(open("r"))["acting"]; print(len(a["pauses"]), '"$1"' <= a["paused_seconds"] <= '"$2"' or a["pauses"])'; }

        """# + script
    ).text
  }

  @Test(arguments: ["300", "auto"])
  func `it is suspended until the clean slot begins`(_ rule: String) throws {
    let told = try play(
      #"""
      grid 4 500 100 100 100 100
      $DIRT --pause-when-dirty \#(rule) --deadline 15m --duration 4m -- sh tree.sh 2>err & p=$!
      suspended; still; until grep -q 'The run goes on' err; do sleep 0.05; done
      python3 -c 'import time; print(-0.1 < time.time() - int(open("boundary").read()) < 2.5)'
      still; touch done; wait $p; echo $?; pauses 1 6
      """#)
    #expect(told == "still\nTrue\nbusy\njob done\n0\n1 True\n")
  }

  @Test func `it goes on in time for its deadline however dirty it is`() throws {
    let told = try play(
      #"""
      grid 200 500 500 500 500
      begun=$(date +%s%N)
      $DIRT --pause-when-dirty 300 --deadline 4s --duration 2s -- python3 -c '
      import time
      end = time.process_time() + 1
      while time.process_time() < end: pass
      print("job done")' 2>err; echo $?
      [ $(( ($(date +%s%N) - begun) / 1000000 )) -lt 5500 ] && echo in time; pauses 0.4 4
      """#)
    #expect(told == "job done\n0\nin time\n1 True\n")
  }

  @Test func `a longest wait limits pauses`() throws {
    let told = try play(
      #"""
      grid 200 500 500 500 500
      $DIRT --pause-when-dirty 300 --max-wait 2s --duration 1m -- sh -c 'sleep 1; echo job done' 2>err; echo $?
      pauses 0.4 2.4
      """#)
    #expect(told == "job done\n0\n1 True\n")
  }

  @Test func `it goes on when the provider is lost, by the last answer`() throws {
    let told = try play(
      #"""
      grid 4 500 100 100 100
      $DIRT --pause-when-dirty 300 --deadline 15m --duration 4m -- sh tree.sh 2>err & p=$!
      suspended; rm series; until grep -q 'The run goes on' err; do sleep 0.05; done; touch done; wait $p; echo $?; pauses 1 6
      """#)
    #expect(told == "job done\n0\n1 True\n")
  }

  @Test func `a budget of emissions goes by the intensity of the time`() throws {
    let told = try play(
      #"""
      grid 200 900 900
      $METER --receipt r --budget 4mgCO2e --on-budget stop -- sleep 30 2>/dev/null; echo $?
      field r acting budget basis
      """#)
    #expect(told.hasPrefix("3\nEnergy × PUE × the intensity of the time"))
  }
}
