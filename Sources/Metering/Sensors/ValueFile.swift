import CLinux
import Glibc
import Quantities

/// One whole number in a file of `/sys`, kept open and read in place: no allocation, no text.
final class ValueFile {
  private let descriptor: Int32
  private let path: UnsafeMutablePointer<CChar>?
  private let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: ValueFile.capacity)
  /// Longer than any 64-bit number with its sign and newline.
  private static let capacity = 32

  init(_ path: String, on machine: Machine) throws(ReadFailure) {
    guard machine.allowsReading(path) else { throw .denied }
    let file = clinux_open_quietly(path)
    guard file >= 0 else { throw ReadFailure(errno: errno) }
    descriptor = file
    self.path = strdup(path)
  }

  deinit {
    close(descriptor)
    free(path)
    buffer.deallocate()
  }

  /// The number that the file shows now.
  func value() throws(ReadFailure) -> UInt64 {
    let count = pread(descriptor, buffer, Self.capacity, 0)
    guard count >= 0 else { throw ReadFailure(errno: errno) }
    var value: UInt64 = 0
    var index = 0
    while index < count, buffer[index] >= 0x30, buffer[index] <= 0x39 {
      let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = tens.addingReportingOverflow(UInt64(buffer[index] - 0x30))
      guard !tooLarge, !overflows else { throw .failed(ERANGE) }
      value = sum
      index += 1
    }
    if index > 0 { return value }
    // A file without a number is a device that went away or one that has nothing to say.
    if let path, access(path, F_OK) != 0 { throw .vanished }
    throw .failed(EIO)
  }
}

extension Machine {
  /// Whether these paths are a tree that was made or mounted for us, not the kernel's own.
  package var hasOwnRoot: Bool { sys != "/sys" }

  /// Root may open anything, so a simulated machine says "denied" by a file without any read bit.
  func allowsReading(_ path: String) -> Bool {
    guard hasOwnRoot else { return true }
    var status = stat()
    guard stat(path, &status) == 0 else { return true }
    return status.st_mode & (S_IRUSR | S_IRGRP | S_IROTH) != 0
  }

  /// A small file's text, with the same rule about read bits as its counters.
  func text(_ path: String) -> String? { allowsReading(path) ? FileText.text(path) : nil }

  /// A small file's whole number.
  func number(_ path: String) -> UInt64? { text(path).flatMap { UInt64($0) } }
}
