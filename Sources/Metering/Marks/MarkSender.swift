import Glibc

/// Sends marks to a run's socket, as a job does: for what watches a job from beside it.
package final class MarkSender: Sendable {
  private let descriptor: Int32

  /// Nil where nobody listens there.
  package init?(path: String) {
    guard let descriptor = MarkSocket.connect(path) else { return nil }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The socket of a run that goes on; nil where none is found.
  package static func path(of id: String, environment: [String: String]) -> String? {
    MarkSocket.folders(environment).map { $0 + "/" + id }.first(where: FileText.exists)
  }

  /// False where the line did not go out whole: the run is over, or its listener does not keep up.
  package func send(_ line: String) -> Bool {
    let bytes = Array((line + "\n").utf8)
    let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
    return Glibc.send(descriptor, bytes, bytes.count, flags) == bytes.count
  }
}
