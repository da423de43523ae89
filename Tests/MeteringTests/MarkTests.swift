import Accounting
import Foundation
import Glibc
import Testing

@testable import Metering

@Suite struct MarkTests {
  private func read(_ text: String) throws -> Mark { try MarkLine.read(Array(text.utf8), at: 2) }

  private func refusal(_ text: String) -> MarkLine.Refusal? {
    do throws(MarkLine.Refusal) {
      _ = try MarkLine.read(Array(text.utf8), at: 2)
      return nil
    } catch { return error }
  }

  @Test func `every key of the protocol is read`() throws {
    let mark = try read(#"{"epoch": 3, "of": 90, "loss": 0.12, "metric": {"accuracy": 0.91}}"#)
    #expect(mark.at == 2 && mark.epoch == 3 && mark.of == 90)
    #expect(mark.metrics == ["loss": 0.12, "accuracy": 0.91])
    #expect(try read(#"{"step": 1e3, "of": 2000, "tokens": 4096}"#).tokens == 4096)
    #expect(try read(#"{"requests": 10}"#).requests == 10)
    let stage = try read(#"{"v": 1, "stage": "valid\"\u00e9\n", "state": "begin"}"#)
    #expect(stage.stage == "valid\"é " && stage.state == .begin)
  }

  @Test func `unknown keys with numbers are metrics and others are left out`() throws {
    let mark = try read(
      #"{"epoch": 1, "lr": 0.5, "who": "me", "list": [1, {"a": null}], "on": true}"#)
    #expect(mark.metrics == ["lr": 0.5])
    #expect(try read(#"{"epoch": 1, "loss": NaN}"#).metrics == nil)
  }

  @Test func `a job cannot say when its mark was received`() throws {
    let mark = try read(#"{"epoch": 1, "at": 99}"#)
    #expect(mark.at == 2)
  }

  @Test func `a mark may be of some seconds ago, and of no moment before the run`() throws {
    #expect(try read(#"{"ago": 0.5, "stage": "idle"}"#).at == 1.5)
    #expect(try read(#"{"stage": "idle", "ago": 99}"#).at == 0)
    #expect(refusal(#"{"ago": -1, "epoch": 1}"#) == .malformed)
    #expect(refusal(#"{"ago": 1}"#) == .empty)
  }

  @Test func `nonsense is refused with its reason`() {
    for text in [
      "", "garbage", "{", "[1]", "{\"epoch\"}", "{\"epoch\":}", "{\"epoch\": \"a\"}", "{} x",
    ] {
      #expect(refusal(text) == .malformed, "\(text)")
    }
    #expect(refusal("{}") == .empty)
    #expect(refusal(#"{"state": "begin"}"#) == .empty)
    #expect(refusal(#"{"v": 2, "epoch": 1}"#) == .version)
    let deep = String(repeating: "[", count: 2000)
    #expect(refusal("{\"a\": \(deep)") == .malformed)
  }

  @Test func `random bytes never trap`() {
    var state: UInt64 = 1
    let pieces = Array(#"{}[]",:\u0 1.e-"epochstage"NnTf"#.utf8)
    for _ in 0..<20_000 {
      var line: [UInt8] = [123]
      for _ in 0..<Int(state >> 60) + 4 {
        state = state &* 6_364_136_223_846_793_005 &+ 1
        line.append(pieces[Int(state >> 33) % pieces.count])
      }
      _ = try? MarkLine.read(line, at: 0)
    }
  }

  @Test func `a mark written to the journal is read back the same`() throws {
    var mark = try read(
      #"{"epoch": 3, "of": 90, "stage": "a\"\\b", "state": "end", "tokens": 7, "x": 0.1}"#)
    mark.at = 1234.5678
    mark.requests = 3
    let again = try MarkLine.read(Array(mark.line.utf8), at: 0, isOurs: true)
    #expect(again == mark)
  }

  @Test func `many marks are thinned evenly, and the newest and all sums stay`() throws {
    var book = MarkBook()
    for step in 1...100_000 {
      var mark = Mark(at: Double(step))
      mark.step = Double(step)
      mark.tokens = 2
      book.take(mark)
    }
    let marks = book.marks
    #expect(book.received == 100_000)
    #expect((512...1025).contains(marks.count))
    #expect(marks.last?.step == 100_000 && marks.last?.tokens == 200_000)
    let gaps = Set(zip(marks, marks.dropFirst().dropLast()).map { $1.at - $0.at })
    #expect(gaps.count == 1, "\(gaps)")
    #expect(book.drain().count < 8000)
  }

  @Test func `stages are never thinned and those beyond the limit are counted`() {
    var book = MarkBook()
    for index in 0..<1100 {
      var mark = Mark(at: Double(index))
      mark.stage = "s"
      book.take(mark)
    }
    #expect(book.marks.count == 1024)
    #expect(book.dropped == ["too many stages": 76])
  }

  @Test func `the journal keeps marks, and a damaged one is told`() throws {
    let path = "/tmp/joulebook-mark-test-\(UInt64.random(in: 0 ... .max))"
    let journal = try Journal(path: path, header: [1], devices: 1)
    defer { unlink(path) }
    var mark = Mark(at: 1.5)
    mark.epoch = 2
    mark.of = 4
    journal.append(mark: Array(mark.line.utf8))
    let snapshots = Snapshots(devices: 1)
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(JournalContents(bytes).marks == [mark])
    bytes[bytes.count - 3] ^= 1
    #expect(JournalContents(bytes).marks == [] && JournalContents(bytes).torn > 0)
    journal.compact(snapshots, marks: [Array(mark.line.utf8)])
    bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(JournalContents(bytes).marks == [mark])
    #expect(JournalContents(bytes).damaged == 0 && JournalContents(bytes).torn == 0)
  }

  // MARK: - The socket

  private func connect(_ path: String) throws -> Int32 {
    let socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let code = withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(code == 0)
    return socket
  }

  private func send(_ text: String, to socket: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  private func listener(_ environment: [String: String] = [:]) throws -> MarkListener {
    let listener = try #require(
      MarkListener(id: "t\(UInt64.random(in: 0 ... .max))", environment: environment))
    listener.begin(start: SystemClock.monotonic())
    return listener
  }

  @Test func `the socket is private and goes with the run`() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/marks-\(getpid())"
    mkdir(folder, 0o700)
    defer { rmdir(folder) }
    let listener = try listener(["XDG_RUNTIME_DIR": folder])
    #expect(listener.path.hasPrefix(folder + "/joulebook/"))
    var status = stat()
    #expect(stat(listener.path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(stat(folder + "/joulebook", &status) == 0 && status.st_mode & 0o777 == 0o700)
    listener.finish()
    #expect(FileText.names(in: folder).isEmpty)
  }

  @Test func `files of others in the socket's folder stay`() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/shared-\(getpid())"
    try FileManager.default.createDirectory(
      atPath: folder + "/joulebook", withIntermediateDirectories: true)
    chmod(folder + "/joulebook", 0o700)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // The ledger's own folder, where XDG_DATA_HOME and XDG_RUNTIME_DIR are one.
    try "books".write(
      toFile: folder + "/joulebook/ledger.sqlite", atomically: true, encoding: .utf8)
    try listener(["XDG_RUNTIME_DIR": folder]).finish()
    #expect(FileText.names(in: folder + "/joulebook") == ["ledger.sqlite"])
  }

  @Test func `a folder of somebody else is not used`() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/open-\(getpid())"
    mkdir(folder, 0o700)
    mkdir(folder + "/joulebook", 0o777)
    chmod(folder + "/joulebook", 0o777)
    defer {
      rmdir(folder + "/joulebook")
      rmdir(folder)
    }
    let listener = try listener(["XDG_RUNTIME_DIR": folder])
    #expect(listener.path.hasPrefix("/tmp/"))
    listener.finish()
  }

  @Test func `marks of many connections arrive, and what is cut off or too long is counted`() throws
  {
    let listener = try listener()
    let sockets = try (0..<50).map { _ in try connect(listener.path) }
    for (index, socket) in sockets.enumerated() {
      send("{\"step\": \(index), \"of\": 50}\n{\"st", to: socket)
    }
    send(
      "age\": \"x\"}\n" + String(repeating: "y", count: 20_000) + "\n{\"tokens\": 5}\n",
      to: sockets[0])
    for socket in sockets { close(socket) }
    listener.finish()
    #expect(listener.book.received == 52)
    #expect(listener.book.dropped == ["not a JSON object": 49, "too long": 1])
  }

  @Test func `connections beyond the limit are refused and counted`() throws {
    let listener = try listener()
    let sockets = try (0..<300).map { _ in try connect(listener.path) }
    for socket in sockets { send("{\"requests\": 1}\n", to: socket) }
    for socket in sockets { close(socket) }
    listener.finish()
    #expect(listener.book.received == 256)
    #expect(listener.book.dropped["too many connections"] == 44)
  }

  @Test func `a flood of marks does not hold the job up`() throws {
    let listener = try listener()
    let socket = try connect(listener.path)
    let lines = String(repeating: "{\"step\": 1, \"of\": 9}\n", count: 5_000)
    let begin = ContinuousClock.now
    for _ in 0..<60 { send(lines, to: socket) }
    let took = ContinuousClock.now - begin
    close(socket)
    listener.finish()
    let book = listener.book
    let seen = book.received + (book.dropped["too many at once"] ?? 0)
    // A chunk may end inside a line that is then dropped with it.
    #expect((299_000...301_000).contains(seen), "\(book.dropped)")
    #expect(took < .seconds(10))
  }
}
