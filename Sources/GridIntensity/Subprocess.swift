import Accounting
import Glibc

/// Runs a program to its end, with a limit on its time and its output. Its process group is killed when it passes
/// either.
enum Subprocess {
  struct Result {
    let status: Int32
    let output: [UInt8]
    let errors: [UInt8]

    /// The first line that it wrote to standard error.
    var errorLine: String {
      let text = String(decoding: errors.prefix { $0 != 0x0A }, as: UTF8.self)
      return text.isEmpty ? "nothing, and ended with \(status)." : text
    }
  }

  /// - Parameters:
  ///   - command: program, looked for in the `PATH` of `environment`, and its arguments.
  ///   - limit: bytes of output.
  static func run(
    _ command: [String], environment: [String: String], limit: Int, patience: Duration
  ) throws(Problem) -> Result {
    guard let name = command.first else {
      throw Problem(
        "There is no command to run.", why: "It is empty.", fix: "Name a program.", exit: .usage)
    }
    let program = try find(name, environment: environment)
    let (outputRead, outputWrite) = try pipe(name)
    let (errorsRead, errorsWrite) = try pipe(name)
    defer {
      close(outputRead)
      close(errorsRead)
    }
    let process = spawn(
      program, command, environment: environment, output: outputWrite, errors: errorsWrite)
    close(outputWrite)
    close(errorsWrite)
    switch process {
    case .failure(let reason):
      throw Problem(
        "Cannot start `\(name)`.", why: "The system says: \(reason.text).",
        fix: "Check the command; try it in a terminal.")
    case .success(let pid):
      let ended = collect(
        pid, output: outputRead, errors: errorsRead, limit: limit, patience: patience)
      switch ended {
      case .success(let result): return result
      case .failure(let reason):
        throw Problem(
          "`\(name)` was stopped.", why: reason.text,
          fix: "Make it faster or shorter; try it in a terminal.")
      }
    }
  }

  struct Reason: Error { let text: String }

  private static func find(
    _ name: String, environment: [String: String]
  ) throws(Problem) -> String {
    if name.contains("/") { return name }
    for folder in (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":") {
      let path = "\(folder)/\(name)"
      if access(path, X_OK) == 0 { return path }
    }
    throw Problem(
      "There is no program `\(name)`.", why: "It is in no folder of PATH.",
      fix: "Install it, or name it with its path.")
  }

  private static func pipe(_ name: String) throws(Problem) -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0,
      ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 })
    else {
      throw Problem(
        "Cannot start `\(name)`.", why: "The system says: \(String(cString: strerror(errno))).",
        fix: "Close some programs and try again.")
    }
    return (ends[0], ends[1])
  }

  /// In a process group of its own, with no signal blocked or ignored.
  private static func spawn(
    _ program: String, _ command: [String], environment: [String: String], output: Int32,
    errors: Int32
  ) -> Swift.Result<pid_t, Reason> {
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
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    var argv = command.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let failure = posix_spawn(&pid, program, &actions, &attributes, &argv, &envp)
    return failure == 0 ? .success(pid) : .failure(Reason(text: String(cString: strerror(failure))))
  }

  private static func collect(
    _ pid: pid_t, output: Int32, errors: Int32, limit: Int, patience: Duration
  ) -> Swift.Result<Result, Reason> {
    let clock = ContinuousClock()
    let deadline = clock.now + patience
    var collected: [[UInt8]] = [[], []]
    var files = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var reason: Reason?
    while reason == nil, files.contains(where: { $0.fd >= 0 }) {
      let left = clock.now.duration(to: deadline).components
      let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
      guard milliseconds > 0 else {
        reason = Reason(text: "It had not ended after \(patience.components.seconds) s.")
        break
      }
      guard poll(&files, nfds_t(files.count), Int32(clamping: milliseconds)) > 0 else { continue }
      for index in files.indices where files[index].revents != 0 {
        let count = Glibc.read(files[index].fd, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 {
          files[index].fd = -1
        } else if index == 0 || collected[1].count < 8192 {
          collected[index] += buffer[..<count]
        }
      }
      if collected[0].count > limit {
        reason = Reason(text: "It wrote more than \(limit) bytes.")
      }
    }
    var status: Int32 = 0
    while reason == nil {
      let ended = waitpid(pid, &status, WNOHANG)
      if ended == pid { break }
      if ended < 0, errno != EINTR { break }
      if clock.now > deadline {
        reason = Reason(text: "It had not ended after \(patience.components.seconds) s.")
      }
      usleep(1000)
    }
    if let reason {
      kill(-pid, SIGKILL)
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      return .failure(reason)
    }
    let code = status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    return .success(Result(status: code, output: collected[0], errors: collected[1]))
  }
}
