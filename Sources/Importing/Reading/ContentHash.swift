import CDigest
package import Foundation
import Glibc

/// SHA-256 of what was imported, by which an original is kept and named.
package struct ContentHash {
  private var state = joulebook_sha256()

  package init() { joulebook_sha256_begin(&state, 0) }

  init(isPlain: Bool) { joulebook_sha256_begin(&state, isPlain ? 1 : 0) }

  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
    joulebook_sha256_add(&state, base, bytes.count)
  }

  /// 64 digits; nothing may be added afterwards.
  package mutating func finish() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    joulebook_sha256_end(&state, &digest)
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  package static func of(_ data: Data) -> String {
    var hash = ContentHash()
    data.withUnsafeBytes { hash.add($0) }
    return hash.finish()
  }

  /// Of a file, read a piece at a time; nil when it cannot be read.
  package static func of(file path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var hash = ContentHash()
    let size = 1 << 20
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = Glibc.read(descriptor, buffer, size)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      guard count > 0 else { return hash.finish() }
      hash.add(UnsafeRawBufferPointer(start: buffer, count: count))
    }
  }
}

extension ContentHash {
  /// Copies what is left of one file to another; false where that failed.
  package static func copy(_ source: Int32, _ target: Int32) -> Bool {
    // In the kernel, and without copying where the file system can share blocks.
    while true {
      let count = joulebook_copy_range(source, target, 1 << 30)
      if count == 0 { return true }
      if count < 0 {
        if errno == EINTR { continue }
        break
      }
    }
    guard lseek(source, 0, SEEK_SET) == 0, ftruncate(target, 0) == 0,
      lseek(target, 0, SEEK_SET) == 0
    else { return false }
    let size = 1 << 20
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = Glibc.read(source, buffer, size)
      if count == 0 { return true }
      guard count > 0 else {
        if errno == EINTR { continue }
        return false
      }
      var done = 0
      while done < count {
        let written = Glibc.write(target, buffer + done, count - done)
        if written < 0 {
          if errno == EINTR { continue }
          return false
        }
        done += written
      }
    }
  }
}
