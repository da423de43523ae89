import Foundation
import Testing

/// What a script printed and how it ended.
struct Outcome: Equatable, CustomStringConvertible {
  var output: Data
  var status: Int32

  var text: String { String(decoding: output, as: UTF8.self) }
  var description: String { "status \(status)\n\(text)" }
}

/// Runs shell scripts in which `$RUN` stands before the command under test: nothing, or Joulebook.
enum Script {
  /// The same script bare and under Joulebook. Standard error is for the script to redirect.
  static func bareAndMeasured(_ script: String, pty steps: String? = nil) throws -> (
    Outcome, Outcome
  ) {
    let quiet = "\(JoulebookBinary.path) run --quiet"
    return (try run(script, prefix: "", pty: steps), try run(script, prefix: quiet, pty: steps))
  }

  static func measured(_ script: String, pty steps: String? = nil) throws -> Outcome {
    try run(script, prefix: "\(JoulebookBinary.path) run", pty: steps)
  }

  static func plain(_ script: String) throws -> Outcome { try run(script, prefix: "") }

  private static func run(_ script: String, prefix: String, pty steps: String? = nil) throws
    -> Outcome
  {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("joulebook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(script.utf8).write(to: folder.appendingPathComponent(".script"))
    let arguments =
      steps.map { ["python3", "-c", terminal, script, $0] } ?? ["bash", folder.path + "/.script"]
    // Other tests have files open at this moment, and not all of them close on exec.
    let begin = """
      cd '\(folder.path)'
      for file in /proc/$$/fd/*; do
        number=${file##*/}
        test "$number" -le 2 || eval "exec $number>&-"
      done
      exec "$@" > .output 2> /dev/null < /dev/null
      """
    let additions = [
      "RUN": prefix, "XDG_DATA_HOME": folder.path + "/data",
      "XDG_CONFIG_HOME": folder.path + "/config",
    ]
    let status = try spawn(["/bin/bash", "-c", begin, "bash"] + arguments, adding: additions)
    let output = try Data(contentsOf: folder.appendingPathComponent(".output"))
    return Outcome(output: output, status: status)
  }

  /// As a shell at a terminal would start it: no signal blocked or ignored. Foundation's `Process` hands
  /// on the mask of whatever thread it is called from.
  private static func spawn(_ arguments: [String], adding additions: [String: String]) throws
    -> Int32
  {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
    let environment = ProcessInfo.processInfo.environment.merging(additions) { $1 }
    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let failure = posix_spawn(&pid, arguments[0], nil, &attributes, &argv, &envp)
    try #require(failure == 0)
    var status: Int32 = 0
    let deadline = ContinuousClock.now + .seconds(60)
    while waitpid(pid, &status, WNOHANG) == 0 {
      if ContinuousClock.now > deadline {
        kill(-pid, SIGKILL)
        Issue.record("The script did not end within a minute.")
        waitpid(pid, &status, 0)
        break
      }
      usleep(5_000)
    }
    return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
  }

  /// Plays a person at a terminal. Steps, one a line: `expect TEXT`, `send TEXT` with Python's escapes,
  /// `size ROWS COLUMNS`. What the script writes to the file `result` is printed, so that a prompt or
  /// an echo in between makes no difference.
  private static let terminal = #"""
    import fcntl, os, pty, select, struct, sys, termios, time
    script, steps = sys.argv[1], sys.argv[2]
    def size(fd, rows, columns):
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
    pid, fd = pty.fork()
    if pid == 0:
        size(0, 24, 80)
        open('script', 'w').write(script)
        if 'interactive' in steps.split('\n')[0]:
            os.environ['PS1'] = 'prompt> '
            os.execvp('bash', ['bash', '--norc', '--noprofile', '-i'])
        os.execvp('bash', ['bash', '-c', 'exec ' + script])
    seen, deadline = b'', time.monotonic() + 30
    def more(wait):
        global seen
        if not select.select([fd], [], [], wait)[0]: return True
        try: data = os.read(fd, 65536)
        except OSError: return False
        seen += data
        return bool(data)
    for step in steps.split('\n'):
        verb, _, rest = step.partition(' ')
        rest = rest.encode().decode('unicode_escape').encode('latin-1')
        if verb == 'expect':
            while rest not in seen:
                if time.monotonic() > deadline or not more(0.05):
                    if rest in seen: break
                    print('missing', rest, 'in', seen); os.killpg(pid, 9); sys.exit(99)
            seen = seen[seen.index(rest) + len(rest):]
        elif verb == 'send': os.write(fd, rest)
        elif verb == 'size': size(fd, *map(int, rest.split()))
    while more(0.05) and time.monotonic() < deadline:
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT): break
    if time.monotonic() > deadline: print('hangs after', seen); os.killpg(pid, 9)
    status = os.waitpid(pid, 0)[1]
    if os.path.exists('result'): print(open('result').read(), end='')
    print('exit', os.WEXITSTATUS(status)) if os.WIFEXITED(status) else print('signal', os.WTERMSIG(status))
    """#
}
