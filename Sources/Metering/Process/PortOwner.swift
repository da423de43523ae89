import Glibc

/// Who listens on a TCP port of this machine.
package enum PortOwner {
  /// Numbers of the processes that hold the listening socket, the lowest first: a server and its workers share one.
  /// Empty where nobody listens there, or the owner is another user's.
  package static func processes(_ port: Int, proc: String = "/proc") -> [Int32] {
    let inodes = Set(
      ["tcp", "tcp6"].flatMap { table in
        listening(FileText.text("\(proc)/net/\(table)") ?? "", on: port)
      })
    guard !inodes.isEmpty else { return [] }
    let links = Set(inodes.map { "socket:[\($0)]" })
    return FileText.names(in: proc).compactMap { Int32($0) }.sorted().filter { process in
      FileText.names(in: "\(proc)/\(process)/fd").contains { name in
        link("\(proc)/\(process)/fd/\(name)").map(links.contains) ?? false
      }
    }
  }

  /// Inodes of sockets that listen on a port, by a table of the kernel (proc(5), `/proc/net/tcp`).
  static func listening(_ table: String, on port: Int) -> [Substring] {
    let hexadecimal = String(port, radix: 16, uppercase: true)
    let ending = ":" + String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
    return table.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      // The fourth word is the state; 0A is listening.
      guard words.count > 9, words[1].hasSuffix(ending), words[3] == "0A" else { return nil }
      return words[9]
    }
  }

  private static func link(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 128)
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
