import CommandTesting
import Foundation
import Testing

@testable import Dashboard

/// A small ledger that answers programs: three runs of two projects, one of them failed, one removed.
struct APILedger {
  let served: Served
  var box: CommandBox { served.box }

  init(_ arguments: [String] = [], runs: Int = 3) async throws {
    let box = try CommandBox()
    for index in 0..<runs {
      _ = try box.run([
        "run", "--quiet", "--project", index < 2 ? "demo" : "other", "--name", "run-\(index)",
        "--tag", "sweep=lr", "--tag", "metric.accuracy=0.\(index + 5)", "--",
        index == 2 ? "false" : "true",
      ])
    }
    served = try await Served(box, arguments)
  }

  func get(
    _ path: String, _ headers: [String: String] = [:]
  ) async throws -> Served.Answer {
    try await served.get("/api/v1" + path, headers)
  }

  func send(
    _ method: String, _ path: String, _ body: String? = nil, type: String? = "application/json",
    headers: [String: String] = [:]
  ) async throws -> Served.Answer {
    var headers = headers
    headers["Content-Type"] = type
    return try await served.ask(method, "/api/v1" + path, headers, body: body)
  }

  func json(_ path: String) async throws -> JSONValue {
    try JSONValue.read(try await get(path).text.utf8)
  }

  /// Ids of all runs, the oldest first.
  func ids() async throws -> [String] {
    try await json("/runs?order=ascending")["runs"]?.items?.compactMap { $0["id"]?.text } ?? []
  }
}
