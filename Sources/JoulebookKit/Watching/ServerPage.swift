import Accounting
import Foundation
import GridIntensity
import Importing
import Metering
import Synchronization

/// Asks a server for its counters, and waits for the answer.
struct ServerPage: Sendable {
  let request: WatchRequest

  enum Answer: Sendable {
    case counts(ServerCounts, kind: String)
    /// It answers, but with nothing that we can read.
    case foreign(String)
    /// It does not answer.
    case nothing(String)
  }

  /// On a thread of its own. Not to be called from a task of Swift concurrency.
  func ask() -> Answer {
    switch bytes(request.url) {
    case .failure(let problem):
      // A refusal comes from a server that is there.
      guard problem.why.contains("answers 404") || problem.why.contains("answers 40") else {
        return .nothing(Self.plain(problem.why))
      }
      return .foreign(isOllama ? Self.ollama : problem.why)
    case .success(let bytes):
      let page = PrometheusText(Self.unquoted(bytes))
      guard let kind = request.kind ?? ServerKinds.recognised(page), kind.recognises(page) else {
        if isOllama { return .foreign(Self.ollama) }
        return .foreign(
          page.samples.isEmpty
            ? "Its answer is no page of metrics in the format of Prometheus."
            : "No name on its page is one of \(request.kind?.name ?? "a server that we know").")
      }
      return .counts(kind.read(page), kind: kind.name)
    }
  }

  /// What the network's layers call it says little to a person.
  private static func plain(_ why: String) -> String {
    let isRefused = ["NIOConnectionError", "Connection refused", "ECONNREFUSED"].contains {
      why.contains($0)
    }
    return isRefused ? "Nobody answers there." : why
  }

  private static let ollama =
    "It is Ollama, which has no metrics. Put a proxy with metrics before it (LiteLLM), or share the run over its "
    + "log afterwards: `joulebook serve-watch --log FILE --run RUN`."

  private var isOllama: Bool {
    guard case .success(let bytes) = bytes(request.root) else { return false }
    return String(decoding: bytes.prefix(64), as: UTF8.self).contains("Ollama is running")
  }

  /// llama.cpp sent its page as a text in JSON for a while (its issue 17384).
  static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.first == UInt8(ascii: "\""),
      let text = try? JSONDecoder().decode(String.self, from: Data(bytes))
    else { return bytes }
    return Array(text.utf8)
  }

  private func bytes(_ url: String) -> Result<[UInt8], Problem> {
    let page = WebPage(
      url, token: request.token, patience: .seconds(max(1, min(5, request.interval * 2))),
      clock: { SystemClock.wall() })
    let handed = Handed()
    Task.detached {
      do throws(Problem) {
        handed.put(.success(try await page.bytes()))
      } catch {
        handed.put(.failure(error))
      }
    }
    return handed.wait()
  }

  /// Carries what a task found to the thread that waits for it.
  private final class Handed: Sendable {
    private let box = Mutex<Result<[UInt8], Problem>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    func put(_ value: Result<[UInt8], Problem>) {
      box.withLock { $0 = value }
      done.signal()
    }

    func wait() -> Result<[UInt8], Problem> {
      done.wait()
      return box.withLock { $0 }
        ?? .failure(
          Problem("No answer came.", why: "A task ended without one.", fix: "Report this."))
    }
  }
}
