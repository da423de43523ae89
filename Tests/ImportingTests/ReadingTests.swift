import Accounting
import Foundation
import Testing

@testable import Importing

/// How files are read: packed, hashed, cell by cell.
struct ReadingTests {
  @Test(arguments: [GzipSamples.dynamic, GzipSamples.fixed, GzipSamples.named])
  func `packed files are unpacked`(packed: Data) throws {
    let text = try #require(Inflate.gzip(packed))
    #expect(text.count == GzipSamples.count && ContentHash.of(text) == GzipSamples.sha256)
    #expect(Inflate.gzip(GzipSamples.stored(text)) == text)
    #expect(Inflate.gzip(packed + packed) == text + text)
    #expect(ImportFile(path: "a/emissions.csv.gz", bytes: packed).name == "emissions.csv")
  }

  @Test func `a packed file with a changed byte is refused, wherever it is`() {
    for offset in stride(from: 10, to: GzipSamples.dynamic.count, by: 7) {
      var damaged = GzipSamples.dynamic
      damaged[offset] ^= 0x55
      #expect(Inflate.gzip(damaged) == nil)
    }
    #expect(Inflate.gzip(GzipSamples.dynamic, limit: 100) == nil)
  }

  /// FIPS 180-4's examples (NIST, Secure Hash Standard, example computations).
  @Test(
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func `hashes are those of the standard, with the processor's instructions and without`(
    text: String, hash: String
  ) {
    #expect(ContentHash.of(Data(text.utf8)) == hash)
    var plain = ContentHash(isPlain: true)
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: 97) {
      bytes[start..<min(start + 97, bytes.count)].withUnsafeBytes { plain.add($0) }
    }
    #expect(plain.finish() == hash)
  }

  @Test(arguments: [
    "0", "-0.0", "1", "12.5", "4.723097019725376e-05", "1e22", "9007199254740993", "0.1",
    "123456789012345678901234567890", "5e-324", "1.7976931348623157e308", "-3.14159", "+2",
    "0.000000000000000000012345678901234567", "66.6E3",
  ])
  func `numbers are read to the last bit`(text: String) throws {
    let bytes = Array(text.utf8)
    let number = bytes.withUnsafeBufferPointer {
      CellScanner.Cell(start: $0.baseAddress!, count: $0.count).number
    }
    #expect(number?.bitPattern == Double(text)?.bitPattern)
  }

  @Test(arguments: [
    "", "-", ".", "1e", "1e+", "nan", "inf", "0x10", "1 2", "1,5", "1e999", "1.2.3",
  ])
  func `what is no number is none`(text: String) {
    let bytes = Array((text + " ").utf8)
    bytes.withUnsafeBufferPointer {
      #expect(CellScanner.Cell(start: $0.baseAddress!, count: text.utf8.count).number == nil)
    }
  }

  @Test func `text in UTF-16 is read like any other`() {
    let text = "timestamp, power.draw [W]\r\n"
    for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
      let mark: [UInt8] = encoding == .utf16LittleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]
      let file = ImportFile(
        path: "a.csv", bytes: Data(mark) + (text.data(using: encoding) ?? Data()))
      #expect(file.bytes == Data(text.utf8))
    }
  }

  @Test func `keys are told apart, and known again`() {
    var keys = KeySet()
    for isNew in [true, false] {
      for key in UInt64(0)..<5000 {
        let wasNew = keys.insert(key &* 0x9E37_79B9_7F4A_7C15)
        #expect(wasNew == isNew)
      }
    }
  }
}
