import Foundation
import Testing

/// Whatever happens to Joulebook, its files or the job: the job is unhurt, the loss is stated, and
/// nothing else is lost.
@Suite struct SurvivalTests {
  /// What a script left: `$RUN` meters, `$BOOK` is Joulebook itself, `ready FILE` waits for a file.
  private func play(_ script: String) throws -> String {
    try Script.measured(Self.tools + script).text
  }

  private static let tools = #"""
    BOOK=${RUN% run}
    JOURNALS=$XDG_DATA_HOME/joulebook/journals
    ready() { for _ in $(seq 600); do [ -e "$1" ] && return; sleep 0.05; done; echo "no $1"; exit 99; }
    field() { python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$@"; }

    """#

  /// A metered job that says when it runs and when it is done, killed with its meter half-way.
  private static let killed = #"""
    $RUN --interval 100ms -- sh -c 'touch begun; sleep 2.5; touch done' 2>/dev/null &
    ready begun
    sleep 1.5
    kill -9 $!

    """#

  @Test func `killing Joulebook leaves the job running and all but the last interval booked`()
    throws
  {
    let told = try play(
      Self.killed + #"""
        ready done && echo job done
        $BOOK list >/dev/null 2>told; grep -c 'Took in' told
        $BOOK show last --format json > r; field r warnings | grep -c 'ended before'
        python3 -c 'import json; s = json.load(open("r"))["duration_seconds"]; print(1.1 <= s <= 1.9 or s)'
        ls $JOURNALS | wc -l
        """#)
    #expect(told == "job done\n1\n1\nTrue\n0\n")
  }

  @Test func `killing the job is booked with its signal`() throws {
    let told = try play(
      #"""
      $RUN --receipt r -- sh -c 'kill -9 $$' 2>/dev/null; echo $?
      field r signal; field r exit_code
      """#)
    #expect(told == "137\n9\nNone\n")
  }

  @Test func `a torn journal is cut where it is whole and says so`() throws {
    let told = try play(
      Self.killed + #"""
        truncate -s -100 $JOURNALS/*.journal
        $BOOK list >/dev/null 2>&1
        $BOOK show last --format json > r; field r warnings | grep -c 'torn off'
        python3 -c 'import json; print(json.load(open("r"))["duration_seconds"] > 1)'
        """#)
    #expect(told == "1\nTrue\n")
  }

  @Test func `a flipped bit in a journal costs no energy and is told`() throws {
    let told = try play(
      Self.killed + #"""
        cp -r $XDG_DATA_HOME kept
        for tenth in 1 3 5 8; do
          rm -rf $XDG_DATA_HOME; cp -r kept $XDG_DATA_HOME
          python3 - $tenth $JOURNALS/*.journal <<'END'
        import sys
        data = bytearray(open(sys.argv[2], 'rb').read())
        data[len(data) * int(sys.argv[1]) // 10] ^= 4
        open(sys.argv[2], 'wb').write(data)
        END
          $BOOK list >/dev/null 2>&1
          $BOOK show last --format json > r; field r warnings | grep -c 'damaged in 1 places'
          python3 -c 'import json; print(json.load(open("r"))["duration_seconds"] > 1)'
          $BOOK check >/dev/null && echo balanced
        done
        """#)
    #expect(told == String(repeating: "1\nTrue\nbalanced\n", count: 4))
  }

  @Test func `a deleted journal loses nothing because the receipt comes from memory`() throws {
    let told = try play(
      #"""
      $RUN --interval 100ms --receipt r -- sh -c 'touch begun; sleep 1; echo job done' 2>/dev/null &
      ready begun; sleep 0.5; rm $JOURNALS/*.journal; wait
      field r warnings | grep -c 'journal was deleted'
      $BOOK list --format json | grep -c '"id"'
      """#)
    #expect(told == "job done\n1\n1\n")
  }

  @Test func `a locked ledger leaves the run in its journal for the next command`() throws {
    let told = try play(
      #"""
      $RUN --quiet -- true
      python3 - <<'END' &
      import os, sqlite3, time
      book = sqlite3.connect(os.environ['XDG_DATA_HOME'] + '/joulebook/ledger.sqlite', isolation_level=None)
      book.execute('BEGIN EXCLUSIVE'); open('locked', 'w'); time.sleep(3)
      END
      ready locked
      $RUN --name late -- echo job done 2>told; grep -c 'not in the ledger yet' told
      wait
      $BOOK list 2>told | grep -c late; grep -c 'Took in' told
      """#)
    #expect(told == "job done\n1\n1\n1\n")
  }

  @Test func `garbage in place of the ledger is left as it is and the run kept`() throws {
    let told = try play(
      #"""
      mkdir -p $XDG_DATA_HOME/joulebook; head -c 20000 /dev/urandom > $XDG_DATA_HOME/joulebook/ledger.sqlite
      sum=$(cksum < $XDG_DATA_HOME/joulebook/ledger.sqlite)
      $RUN -- echo job done 2>told; grep -c 'not in the ledger yet' told
      $BOOK list 2>/dev/null; [ $? != 0 ] && echo refused
      [ "$sum" = "$(cksum < $XDG_DATA_HOME/joulebook/ledger.sqlite)" ] && echo unchanged
      """#)
    #expect(told == "job done\n1\nrefused\nunchanged\n")
  }

  // Journals that find no room go to /var/tmp, where any Joulebook of this user takes them in: also one of another test, which
  // does not see these volumes. So each of these tests has a /var/tmp of its own.

  /// A volume of its own needs the right to mount one, which this process may not have.
  static let mayMount: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["unshare", "-m", "true"]
    process.standardError = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  @Test(.enabled(if: mayMount))
  func `a full disk hurts no job and the run waits in a journal elsewhere`() throws {
    let told = try play(
      #"""
      export RUN BOOK; mkdir -p $XDG_DATA_HOME
      unshare -m bash -c '
        mount -t tmpfs none /var/tmp
        mount -t tmpfs -o size=64k none $XDG_DATA_HOME
        dd if=/dev/zero of=$XDG_DATA_HOME/filler bs=1k 2>/dev/null
        $RUN --name full -- echo job done 2>told; grep -c "not in the ledger yet" told
        rm $XDG_DATA_HOME/filler; mount -o remount,size=4m none $XDG_DATA_HOME
        $BOOK list 2>told | grep -c full; grep -c "Took in" told
      '
      """#)
    #expect(told == "job done\n1\n1\n1\n")
  }

  @Test(.enabled(if: mayMount))
  func `a disk that fills up during the run costs nothing of it`() throws {
    let told = try play(
      #"""
      export RUN BOOK JOURNALS; mkdir -p $XDG_DATA_HOME
      unshare -m bash -c '
        mount -t tmpfs none /var/tmp
        mount -t tmpfs -o size=64k none $XDG_DATA_HOME
        $RUN --name filled -- sh -c "sleep 0.3
          dd if=/dev/zero of=$XDG_DATA_HOME/filler bs=1k 2>/dev/null; sleep 1.5; echo job done" 2>told
        grep -c "not in the ledger yet" told
        rm $XDG_DATA_HOME/filler; mount -o remount,size=4m none $XDG_DATA_HOME
        $BOOK list 2>told | grep -c "filled.*exit 0"; grep -c "Took in" told
        ls $JOURNALS | wc -l
      '
      """#)
    #expect(told == "job done\n1\n1\n1\n0\n")
  }

  @Test(.enabled(if: mayMount))
  func `a read-only home hurts no job and the run waits in a journal elsewhere`() throws {
    let told = try play(
      #"""
      export RUN BOOK; mkdir -p $XDG_DATA_HOME
      unshare -m bash -c '
        mount -t tmpfs none /var/tmp
        mount -t tmpfs -o ro none $XDG_DATA_HOME
        $RUN --name readonly -- echo job done 2>told; grep -c "not in the ledger yet" told
        mount -o remount,rw none $XDG_DATA_HOME
        $BOOK list 2>told | grep -c readonly; grep -c "Took in" told
      '
      """#)
    #expect(told == "job done\n1\n1\n1\n")
  }
}
