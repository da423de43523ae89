import Accounting
import Foundation
import Testing

@testable import Metering

@Suite struct MarkTailTests {
  private func finder(_ text: String, begins: Bool = false) throws -> MarkPattern.Finder {
    try #require(MarkPattern.Finder(try MarkPattern(text, begins: begins)))
  }

  @Test func `numbered and named groups give i and n`() throws {
    let numbered = try finder(#"epoch (\d+)/(\d+)"#).mark(in: "12:03 epoch 3/90 loss 0.1", at: 5)
    #expect(numbered?.epoch == 3 && numbered?.of == 90 && numbered?.at == 5)
    let named = try finder(#"of (?<n>\d+): (?<i>\d+)"#).mark(in: "of 90: 3", at: 5)
    #expect(named?.epoch == 3 && named?.of == 90)
    #expect(try finder(#"epoch (\d+)/(\d+)"#).mark(in: "nothing", at: 5) == nil)
    #expect(try finder(#"epoch (\w+)/(\w+)"#).mark(in: "epoch a/b", at: 5) == nil)
    #expect(try finder(#"(\d+)/(\d+)"#, begins: true).mark(in: "1/3", at: 0)?.state == .begin)
  }

  @Test(arguments: ["(", "epoch", #"epoch (\d+)"#])
  func `a pattern without two groups is refused by name`(text: String) {
    let problem = #expect(throws: Problem.self) { try MarkPattern(text, begins: false) }
    #expect(problem?.exit == .usage)
  }

  private func write(_ text: String, to path: String, appending: Bool = true) throws {
    if appending, let file = FileHandle(forWritingAtPath: path) {
      file.seekToEndOfFile()
      file.write(Data(text.utf8))
      try file.close()
    } else {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
  }

  @Test func `a log is read from the run's start on, line by line, and anew when it is cut`() throws
  {
    let path =
      FileManager.default.temporaryDirectory.path + "/tail-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try write("1/9 of an earlier run\n", to: path)
    let pattern = try MarkPattern(#"(\d+)/(\d+)"#, begins: false)
    var reader = MarkTail.Reader(MarkTail(path: path, pattern: pattern))
    defer { reader.close() }
    #expect(reader.read(at: 1).isEmpty)
    try write("2/9\n3/", to: path)
    #expect(reader.read(at: 2).map(\.epoch) == [2])
    try write("9\r4/9\r\n\(String(repeating: "x", count: 9000))\n5/9\n", to: path)
    #expect(reader.read(at: 3).map(\.epoch) == [3, 4, 5])
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.truncate(atOffset: 0)
    try file.close()
    try write("1/2\n", to: path)
    #expect(reader.read(at: 4).map(\.epoch) == [1])
  }

  @Test func `without a pattern the log holds lines of the protocol, and may come later`() throws {
    let path =
      FileManager.default.temporaryDirectory.path + "/tail-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var reader = MarkTail.Reader(MarkTail(path: path, pattern: nil))
    defer { reader.close() }
    #expect(reader.read(at: 1).isEmpty)
    try write("{\"epoch\": 1, \"of\": 4}\nnoise\n", to: path, appending: false)
    #expect(reader.read(at: 2).map(\.epoch) == [1])
  }
}
