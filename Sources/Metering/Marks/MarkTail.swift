package import Accounting
import Glibc

/// A log file that the job writes and that its progress is read from.
///
/// Only what is added after the run's start counts. A file that becomes shorter is read anew from its beginning.
package struct MarkTail: Sendable {
  package let path: String
  private let pattern: MarkPattern?
  private let isThere: Bool
  /// A pipe in place of a file; -1 for none.
  private let pipe: Int32

  /// - Parameter pattern: finds i and n in a line; nil where the lines are those of the socket.
  package init(path: String, pattern: MarkPattern?) {
    self.path = path
    self.pattern = pattern
    isThere = access(path, F_OK) == 0
    pipe = -1
  }

  /// The lines that pass through a copier of the command's output.
  package init(pipe: Int32, pattern: MarkPattern) {
    path = ""
    self.pattern = pattern
    isThere = false
    self.pipe = pipe
  }

  /// What reads it, on the thread that made it.
  struct Reader {
    private let path: String
    private let find: MarkPattern.Finder?
    private var file: Int32 = -1
    private var offset: off_t = 0
    private var line: [UInt8] = []
    private var isSkipping = false
    private var skipsOld: Bool
    private let isPipe: Bool

    init(_ tail: MarkTail) {
      path = tail.path
      find = tail.pattern.flatMap { MarkPattern.Finder($0) }
      skipsOld = tail.isThere
      isPipe = tail.pipe >= 0
      if isPipe { file = tail.pipe } else { open() }
    }

    private mutating func open() {
      file = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      if file >= 0, skipsOld { offset = lseek(file, 0, SEEK_END) }
      skipsOld = false
    }

    func close() { if file >= 0 { Glibc.close(file) } }

    /// Marks in what was added, up to a megabyte; lines that hold none are nothing.
    mutating func read(at moment: Double) -> [Mark] {
      if file < 0 { open() }
      guard file >= 0 else { return [] }
      var status = stat()
      if !isPipe, fstat(file, &status) == 0, status.st_size < offset { (offset, line) = (0, []) }
      var marks: [Mark] = []
      var chunk = [UInt8](repeating: 0, count: 65_536)
      for _ in 0..<16 {
        let count =
          isPipe
          ? Glibc.read(file, &chunk, chunk.count) : pread(file, &chunk, chunk.count, offset)
        guard count > 0 else { break }
        offset += off_t(count)
        for byte in chunk[..<count] {
          // Progress bars end their lines with a carriage return.
          guard byte == 10 || byte == 13 else {
            if line.count < 4096 { line.append(byte) } else { isSkipping = true }
            continue
          }
          if !isSkipping, !line.isEmpty, let mark = mark(moment) { marks.append(mark) }
          line.removeAll(keepingCapacity: true)
          isSkipping = false
        }
      }
      return marks
    }

    private func mark(_ moment: Double) -> Mark? {
      guard let find else { return try? MarkLine.read(line, at: moment) }
      return find.mark(in: String(decoding: line, as: UTF8.self), at: moment)
    }
  }
}

/// A pattern with a group for i and one for n, such as `epoch (\d+)/(\d+)`.
package struct MarkPattern: Sendable, Hashable {
  private let text: String
  /// The line is printed when step i begins: i − 1 are done.
  private let begins: Bool

  /// A problem for what is no pattern or has no group.
  package init(_ text: String, begins: Bool) throws(Problem) {
    self.text = text
    self.begins = begins
    let regex: Regex<AnyRegexOutput>
    do { regex = try Regex(text) } catch {
      throw Problem(
        "Cannot understand the pattern `\(text)`.", why: "\(error)",
        fix: #"Write for example `--progress-pattern 'epoch (\d+)/(\d+)'`."#, exit: .usage)
    }
    // The parts of an output that matched nothing still tell how many groups there are.
    guard (try? Regex("(?:\(text))|").firstMatch(in: "")?.output.count ?? 1) ?? 1 > 2 else {
      throw Problem(
        "The pattern `\(text)` has no groups for i and n.",
        why: "Progress is i of n: two groups in parentheses, or groups named i and n.",
        fix: #"Write for example `--progress-pattern 'epoch (?<i>\d+)/(?<n>\d+)'`."#, exit: .usage)
    }
    _ = regex
  }

  /// The pattern, compiled: for one thread.
  struct Finder {
    private let regex: Regex<AnyRegexOutput>
    private let begins: Bool

    init?(_ pattern: MarkPattern) {
      guard let regex = try? Regex(pattern.text) else { return nil }
      self.regex = regex
      begins = pattern.begins
    }

    func mark(in line: String, at moment: Double) -> Mark? {
      guard let match = try? regex.firstMatch(in: line) else { return nil }
      let named = (match["i"]?.substring, match["n"]?.substring)
      let places: (Substring?, Substring?) =
        named.0 != nil && named.1 != nil
        ? named
        : match.output.count > 2
          ? (match.output[1].substring, match.output[2].substring) : (nil, nil)
      guard let i = places.0.flatMap({ Double($0) }), let n = places.1.flatMap({ Double($0) }),
        i >= 0, n > 0
      else { return nil }
      var mark = Mark(at: moment)
      mark.epoch = i
      mark.of = n
      if begins { mark.state = .begin }
      return mark
    }
  }
}
