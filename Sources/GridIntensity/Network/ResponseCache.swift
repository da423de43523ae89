import Accounting
import Foundation
import Quantities

/// Keeps answers of services on disk, one file each, written as a whole or not at all.
///
/// The first line of a file is its head as JSON, the rest is the body. What is torn, foreign or of another version
/// is as good as not there.
struct ResponseCache: Sendable {
  let folder: String

  struct Head: Codable, Hashable, Sendable {
    var version = 1
    /// The address without secrets.
    var address: String
    var fetched: Timestamp
    var freshUntil: Timestamp
    var etag: String?
    var lastModified: String?
    var bytes: Int
  }

  struct Entry: Sendable {
    let head: Head
    let body: [UInt8]
  }

  init(folder: String) { self.folder = folder }

  func entry(_ request: WebRequest) -> Entry? {
    guard let data = FileManager.default.contents(atPath: path(request)),
      let newline = data.firstIndex(of: 0x0A),
      let head = try? JSONDecoder().decode(Head.self, from: data[..<newline]), head.version == 1,
      head.address == request.publicAddress
    else { return nil }
    let body = Array(data[data.index(after: newline)...])
    return body.count == head.bytes ? Entry(head: head, body: body) : nil
  }

  /// Writes an answer. That nothing can be kept is no failure of the question.
  /// - Parameter isForecast: then the answer before is kept beside it, by the time when it was fetched, so that a
  ///   forecast can be held against what came.
  func store(_ head: Head, _ body: [UInt8], of request: WebRequest, isForecast: Bool) {
    guard !request.reveals(body) else { return }
    let path = path(request)
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    if isForecast, let old = entry(request), old.body != body {
      let seconds = old.head.fetched.nanoseconds / 1_000_000_000
      try? FileManager.default.moveItem(atPath: path, toPath: "\(path).\(seconds)")
      prune(path)
    }
    guard var data = try? JSONEncoder().encode(head) else { return }
    data.append(0x0A)
    data.append(contentsOf: body)
    // Another process may write the same file at the same time: each has a name of its own until it is whole.
    let own =
      "\(path).\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0 ... .max)).new"
    guard
      FileManager.default.createFile(
        atPath: own, contents: data, attributes: [.posixPermissions: 0o600])
    else { return }
    if rename(own, path) != 0 { unlink(own) }
  }

  /// Keeps the last sixty forecasts of a question.
  private func prune(_ path: String) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let old = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .filter { $0.hasPrefix(name + ".") && !$0.hasSuffix(".new") }.sorted()
    for extra in old.dropLast(60) { unlink("\(folder)/\(extra)") }
  }

  private func path(_ request: WebRequest) -> String {
    // FNV-1a with 64 bits: a name, no signature; the head holds the address in full.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in request.publicAddress.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return "\(folder)/\(request.provider)-\(String(hash, radix: 16)).answer"
  }
}
