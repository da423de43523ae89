import AsyncHTTPClient
import CommandTesting
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// The built `joulebook serve` on the ledger of a box, at a free port; ended with the value that holds it.
final class Served: Sendable {
  let box: CommandBox
  let address: String
  private let process: Process

  /// - Parameters:
  ///   - box: the home whose ledger is served.
  ///   - arguments: besides `serve --port 0`.
  init(_ box: CommandBox, _ arguments: [String] = []) async throws {
    self.box = box
    let output = box.folder + "/out-serve-\(UUID().uuidString)"
    process = try box.start(["serve", "--port", "0"] + arguments, output: output)
    var found: String?
    for _ in 0..<400 where found == nil {
      let said = (try? String(contentsOfFile: output + ".err", encoding: .utf8)) ?? ""
      found = said.firstMatch(of: /(https?:\/\/\S+:\d+)\/ until/).map { String($0.1) }
      if found == nil {
        guard process.isRunning else { break }
        try await Task.sleep(for: .milliseconds(20))
      }
    }
    address = try #require(
      found, "\((try? String(contentsOfFile: output + ".err", encoding: .utf8)) ?? "")")
  }

  deinit { if process.isRunning { process.terminate() } }

  /// Ends the server at once, as a crash would.
  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Shows redirections as they come.
  private static let client = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))

  /// Asks the server to end, and waits until it has.
  func terminate() {
    process.terminate()
    process.waitUntilExit()
  }

  var isRunning: Bool { process.isRunning }

  struct Answer {
    let status: UInt
    let headers: [String: String]
    let text: String
  }

  func get(_ path: String, _ headers: [String: String] = [:]) async throws -> Answer {
    try await ask("GET", path, headers)
  }

  func ask(
    _ method: String, _ path: String, _ headers: [String: String] = [:], body: String? = nil
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: address + path)
    request.method = .RAW(value: method)
    for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await Self.client.execute(request, timeout: .seconds(30))
    let bytes = try await response.body.collect(upTo: 1 << 26)
    let pairs = response.headers.map { ($0.name.lowercased(), $0.value) }
    return Answer(
      status: response.status.code,
      headers: Dictionary(pairs, uniquingKeysWith: { $0 + ", " + $1 }),
      text: String(buffer: bytes))
  }
}
