import Glibc

/// What a run claims of its machine beyond its use, told to the other Joulebooks of the machine while it goes on.
///
/// Two runs that each book the whole machine would book it twice. So each writes down from when to when it claims
/// which part, in a folder that every user of the machine can write; at its end it reads what the others claimed.
package final class MachineClaim {
  /// Parts of the machine, 0…1.
  package struct Parts: Hashable, Codable, Sendable {
    package var cpu: Double
    package var memory: Double
    package var gpu: Double

    package init(cpu: Double, memory: Double, gpu: Double) {
      self.cpu = cpu
      self.memory = memory
      self.gpu = gpu
    }
  }

  /// What another run claimed; nanoseconds on the monotonic clock.
  package struct Other: Hashable, Codable, Sendable {
    package let run: String
    package let start: Int64
    /// Now, for one that goes on.
    package let end: Int64
    package let parts: Parts

    package init(run: String, start: Int64, end: Int64, parts: Parts) {
      self.run = run
      self.start = start
      self.end = end
      self.parts = parts
    }
  }

  private let folder: String
  private let machine: String
  private let run: String
  private let start: Int64
  private let parts: Parts
  private let file: Int32

  /// Claims from `start` on. Nil where the folder takes no file: then nobody can be told.
  package init?(
    machine: String, run: String, start: Int64, parts: Parts, folder: String = sharedFolder
  ) {
    guard Self.prepare(folder) else { return nil }
    let path = "\(folder)/\(machine)-\(run)"
    file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    (self.folder, self.machine, self.run) = (folder, machine, run)
    (self.start, self.parts) = (start, parts)
    guard file >= 0 else { return nil }
    // Others are to read it whatever the mask.
    fchmod(file, 0o644)
    flock(file, LOCK_EX | LOCK_NB)
    write(end: 0)
    sweep()
  }

  /// Where all users of a machine meet: a folder that anybody may write, as its mode says and not as our rights are.
  package static var sharedFolder: String {
    var status = stat()
    let isOpen =
      stat("/run/lock", &status) == 0 && status.st_mode & 0o1002 == 0o1002
    return (isOpen ? "/run/lock" : "/tmp") + "/joulebook-claims"
  }

  /// Ends the claim and gives what others claimed meanwhile, in order of start.
  package func end(at end: Int64) -> [Other] {
    write(end: max(end, start + 1))
    let others = Self.read(folder, machine: machine, now: end)
      .filter { $0.claim.run != run && $0.claim.start < end && $0.claim.end > start }
    close(file)
    return others.map(\.claim).sorted { ($0.start, $0.run) < ($1.start, $1.run) }
  }

  /// The claim that nothing became of.
  package func cancel() {
    unlink("\(folder)/\(machine)-\(run)")
    close(file)
  }

  // MARK: - Files

  /// The end has a fixed width, so that nobody reads half of it.
  private func write(end: Int64) {
    let digits = String(end)
    let padded = String(repeating: "0", count: max(0, 20 - digits.count)) + digits
    let line = "1 \(padded) \(start) \(parts.cpu) \(parts.memory) \(parts.gpu) \(run)\n"
    _ = line.withCString { pwrite(file, $0, strlen($0), 0) }
  }

  private static func read(
    _ folder: String, machine: String, now: Int64
  ) -> [(path: String, claim: Other, isLive: Bool)] {
    FileText.names(in: folder).filter { $0.hasPrefix(machine + "-") }.compactMap { name in
      let path = "\(folder)/\(name)"
      guard let text = FileText.text(path) else { return nil }
      let fields = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
      guard fields.count == 7, fields[0] == "1", let end = Int64(fields[1]),
        let start = Int64(fields[2]), let cpu = Double(fields[3]), let memory = Double(fields[4]),
        let gpu = Double(fields[5])
      else { return nil }
      let isLive = end == 0 && isHeld(path)
      let claim = Other(
        run: String(fields[6]), start: start, end: end == 0 ? now : end,
        parts: Parts(
          cpu: min(max(cpu, 0), 1), memory: min(max(memory, 0), 1), gpu: min(max(gpu, 0), 1)))
      return (path, claim, isLive)
    }
  }

  private static func isHeld(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return false }
    defer { close(file) }
    return flock(file, LOCK_SH | LOCK_NB) != 0
  }

  /// Takes away claims that ended before any began that goes on. What a killed Joulebook left counts until then.
  private func sweep() {
    let all = Self.read(folder, machine: machine, now: start)
    let first = all.filter(\.isLive).map(\.claim.start).min() ?? start
    for one in all where !one.isLive && one.claim.end <= min(first, start) { unlink(one.path) }
  }

  private static func prepare(_ folder: String) -> Bool {
    if mkdir(folder, 0o777) == 0 { chmod(folder, 0o1777) }
    var status = stat()
    return lstat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      && (status.st_mode & 0o1000 != 0 || status.st_uid == getuid())
  }
}
