import Foundation

/// Unpacks gzip (RFC 1952) and its deflate blocks (RFC 1951).
struct Inflate {
  private let input: UnsafeBufferPointer<UInt8>
  private var next = 0
  private var held: UInt64 = 0
  private var bits = 0
  private var output: [UInt8] = []
  private let limit: Int

  private struct Damaged: Error {}

  /// Nil when it is no whole gzip file, or holds more than `limit` bytes.
  static func gzip(_ data: Data, limit: Int = 1 << 31) -> Data? {
    data.withUnsafeBytes { raw -> Data? in
      var inflate = Inflate(raw.bindMemory(to: UInt8.self), limit: limit)
      guard (try? inflate.members()) != nil else { return nil }
      return Data(inflate.output)
    }
  }

  private init(_ input: UnsafeBufferPointer<UInt8>, limit: Int) {
    self.input = input
    self.limit = limit
  }

  /// A file may hold several, one after another.
  private mutating func members() throws {
    repeat {
      try header()
      let start = output.count
      try blocks()
      bits = 0
      held = 0
      let sum = try little(4)
      let size = try little(4)
      guard size == UInt32(truncatingIfNeeded: output.count - start),
        sum == CRC32.of(output[start...])
      else { throw Damaged() }
    } while next + 18 <= input.count && input[next] == 0x1F
  }

  private mutating func header() throws {
    guard next + 10 <= input.count, input[next] == 0x1F, input[next + 1] == 0x8B,
      input[next + 2] == 8
    else { throw Damaged() }
    let flags = input[next + 3]
    next += 10
    if flags & 4 != 0 {
      let length = Int(try byte()) | Int(try byte()) << 8
      next += length
    }
    for flag in [UInt8(8), 16] where flags & flag != 0 {
      while try byte() != 0 {}
    }
    if flags & 2 != 0 { next += 2 }
  }

  private mutating func byte() throws -> UInt8 {
    guard next < input.count else { throw Damaged() }
    defer { next += 1 }
    return input[next]
  }

  private mutating func little(_ count: Int) throws -> UInt32 {
    var value: UInt32 = 0
    for index in 0..<count { value |= UInt32(try byte()) << (8 * UInt32(index)) }
    return value
  }

  private mutating func take(_ count: Int) throws -> Int {
    while bits < count {
      held |= UInt64(try byte()) << UInt64(bits)
      bits += 8
    }
    let value = Int(held & ((1 << UInt64(count)) - 1))
    held >>= UInt64(count)
    bits -= count
    return value
  }

  private mutating func blocks() throws {
    var isLast = false
    while !isLast {
      isLast = try take(1) == 1
      switch try take(2) {
      case 0: try stored()
      case 1: try compressed(Self.fixedLengths, Self.fixedDistances)
      case 2:
        let (lengths, distances) = try tables()
        try compressed(lengths, distances)
      case _: throw Damaged()
      }
    }
    // Whole bytes that were read ahead belong to what follows.
    next -= bits / 8
  }

  private mutating func stored() throws {
    next -= bits / 8
    (bits, held) = (0, 0)
    let length = Int(try byte()) | Int(try byte()) << 8
    let inverse = Int(try byte()) | Int(try byte()) << 8
    guard length ^ inverse == 0xFFFF, next + length <= input.count, output.count + length <= limit
    else { throw Damaged() }
    output.append(contentsOf: input[next..<next + length])
    next += length
  }

  private mutating func compressed(_ lengths: Huffman, _ distances: Huffman) throws {
    while true {
      let symbol = try lengths.next(&self)
      if symbol < 256 {
        output.append(UInt8(symbol))
      } else if symbol == 256 {
        return
      } else {
        guard symbol <= 285 else { throw Damaged() }
        let length = Self.lengthBases[symbol - 257] + (try take(Self.lengthBits[symbol - 257]))
        let code = try distances.next(&self)
        guard code < 30 else { throw Damaged() }
        let distance = Self.distanceBases[code] + (try take(Self.distanceBits[code]))
        guard distance <= output.count, output.count + length <= limit else { throw Damaged() }
        var from = output.count - distance
        for _ in 0..<length {
          output.append(output[from])
          from += 1
        }
      }
      if output.count > limit { throw Damaged() }
    }
  }

  private mutating func tables() throws -> (Huffman, Huffman) {
    let (literals, distances, codes) = (try take(5) + 257, try take(5) + 1, try take(4) + 4)
    var small = [Int](repeating: 0, count: 19)
    for index in 0..<codes { small[Self.order[index]] = try take(3) }
    let reader = Huffman(small)
    var lengths: [Int] = []
    while lengths.count < literals + distances {
      let symbol = try reader.next(&self)
      switch symbol {
      case 0..<16: lengths.append(symbol)
      case 16:
        guard let last = lengths.last else { throw Damaged() }
        lengths += [Int](repeating: last, count: 3 + (try take(2)))
      case 17: lengths += [Int](repeating: 0, count: 3 + (try take(3)))
      case _: lengths += [Int](repeating: 0, count: 11 + (try take(7)))
      }
    }
    guard lengths.count == literals + distances else { throw Damaged() }
    return (Huffman(Array(lengths[..<literals])), Huffman(Array(lengths[literals...])))
  }

  /// Codes by their length: how many there are of each, and their symbols in order.
  private struct Huffman {
    private var counts = [Int](repeating: 0, count: 16)
    private var symbols: [Int] = []

    init(_ lengths: [Int]) {
      for length in lengths { counts[length] += 1 }
      counts[0] = 0
      var starts = [Int](repeating: 0, count: 16)
      for length in 1..<15 { starts[length + 1] = starts[length] + counts[length] }
      symbols = [Int](repeating: 0, count: lengths.count)
      for (symbol, length) in lengths.enumerated() where length > 0 {
        symbols[starts[length]] = symbol
        starts[length] += 1
      }
    }

    func next(_ inflate: inout Inflate) throws -> Int {
      var (code, first, index) = (0, 0, 0)
      for length in 1...15 {
        code |= try inflate.take(1)
        let count = counts[length]
        if code - count < first {
          guard index + code - first < symbols.count else { throw Damaged() }
          return symbols[index + code - first]
        }
        index += count
        first = (first + count) << 1
        code <<= 1
      }
      throw Damaged()
    }
  }

  private static let order = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]
  private static let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let distanceBits = (0..<30).map { max(0, $0 / 2 - 1) }
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12_289, 16_385, 24_577,
  ]
  private static let fixedLengths = Huffman(
    [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112)
      + [Int](repeating: 7, count: 24) + [Int](repeating: 8, count: 8))
  private static let fixedDistances = Huffman([Int](repeating: 5, count: 30))
}

/// The checksum of gzip: CRC-32 of IEEE 802.3.
enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
    }
  }

  static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in
      table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ sum >> 8
    }
  }
}
