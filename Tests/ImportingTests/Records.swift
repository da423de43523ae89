import Foundation

@testable import Importing

/// Records as the tools write them, made by hand from their documentation.
enum Records {
  static let sacct = """
    JobID|JobName|State|ExitCode|Start|End|ElapsedRaw|AllocTRES|NodeList
    101|train|COMPLETED|0:0|2024-03-01T10:00:00|2024-03-01T12:00:00|7200|cpu=8,gres/gpu=2,mem=64G,node=1|gpu01
    101.batch|batch|COMPLETED|0:0|2024-03-01T10:00:00|2024-03-01T12:00:00|7200|cpu=8,mem=64G,node=1|gpu01
    102_7|sweep|FAILED|1:0|2024-03-01T12:00:00|2024-03-01T12:30:00|1800|cpu=4,gres/gpu=1,gres/gpu:a100=1|gpu02
    103|queue|CANCELLED by 1000|0:0|None|2024-03-01T12:30:00|0||None assigned
    104|wall|TIMEOUT|0:0|2024-03-02T00:00:00|2024-03-03T00:00:00|86400|cpu=16,mem=8G|cpu01
    """

  static let nvidiaSmi = """
    timestamp, uuid, power.draw [W]
    2024/03/01 10:00:00.000, GPU-aaaa, 100.00 W
    2024/03/01 10:00:00.000, GPU-bbbb, 50.00 W
    2024/03/01 10:00:10.000, GPU-aaaa, 200.00 W
    2024/03/01 10:00:10.000, GPU-bbbb, 50.00 W
    2024/03/01 10:00:20.000, GPU-aaaa, 100.00 W
    2024/03/01 10:00:20.000, GPU-bbbb, 50.00 W
    """

  static let scalars = """
    Wall time,Step,Value
    1709287200.0,1,0.9
    1709287260.0,2,0.6
    1709287320.0,3,0.5
    """

  static let bill = """
    lineItem/UsageStartDate,lineItem/UsageEndDate,lineItem/UsageAmount,lineItem/LineItemType,product/instanceType,product/region,lineItem/ResourceId,pricing/unit,lineItem/UnblendedCost
    2024-03-01T10:00:00Z,2024-03-01T11:00:00Z,1,Usage,p3.2xlarge,us-east-1,i-1,Hrs,3.06
    2024-03-01T11:00:00Z,2024-03-01T12:00:00Z,0.5,Usage,p3.2xlarge,us-east-1,i-1,Hrs,1.53
    2024-03-02T11:00:00Z,2024-03-02T12:00:00Z,2,Usage,p3.2xlarge,us-east-1,i-1,Hrs,6.12
    2024-03-01T10:00:00Z,2024-03-31T00:00:00Z,1,Tax,,us-east-1,,,0.50
    2024-03-01T10:00:00Z,2024-03-01T11:00:00Z,40,Usage,,us-east-1,vol-1,GB-Mo,0.10
    """

  static let log = """
    starting up
    2024-03-01 10:00:00,000 epoch 1 loss 0.9
    2024-03-01 10:01:00,000 epoch 2 loss 0.6
    2024-03-01 10:02:00,000 epoch 3 loss 0.5
    """

  static let pattern = #"(?<time>\S+ \S+) epoch (?<epoch>\d+) loss (?<loss>[0-9.]+)"#

  static func file(_ name: String, _ text: String) -> ImportFile {
    ImportFile(path: "runs/lr-1/\(name)", bytes: Data(text.utf8))
  }

  static var tensorBoard: ImportFile {
    ImportFile(
      path: "runs/lr-1/events.out.tfevents.1709287200.node-3.17.0",
      bytes: EventFile.of([
        EventFile.version(wall: 1_709_287_200),
        EventFile.scalar(wall: 1_709_287_260, step: 1, "loss", 0.5),
        EventFile.scalar(wall: 1_709_287_320, step: 2, "loss", 0.25),
      ]))
  }
}

/// Writes TensorBoard's files field by field (event.proto, summary.proto), so that what is read is not what was written
/// by the same code.
enum EventFile {
  static func of(_ events: [[UInt8]]) -> Data {
    Data(
      events.flatMap { event -> [UInt8] in
        let length = bytes(UInt64(event.count), 8)
        return length + bytes(UInt64(masked(length)), 4) + event
          + bytes(UInt64(masked(event)), 4)
      })
  }

  static func version(wall: Double) -> [UInt8] {
    time(wall) + [0x1A, 13] + Array("brain.Event:2".utf8)
  }

  static func scalar(wall: Double, step: UInt8, _ tag: String, _ value: Float) -> [UInt8] {
    let name = Array(tag.utf8)
    let inner =
      [0x0A, UInt8(name.count)] + name + [0x15] + bytes(UInt64(value.bitPattern), 4)
    let summary = [0x0A, UInt8(inner.count)] + inner
    return time(wall) + [0x10, step] + [0x2A, UInt8(summary.count)] + summary
  }

  private static func time(_ wall: Double) -> [UInt8] { [0x09] + bytes(wall.bitPattern, 8) }

  static func bytes(_ number: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64($0 * 8)) }
  }

  /// Bit by bit; RFC 3720, B.4 has values to check it with.
  static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
    }
    return ~crc
  }

  private static func masked(_ bytes: [UInt8]) -> UInt32 {
    let crc = crc(bytes)
    return (crc >> 15 | crc << 17) &+ 0xA282_EAD8
  }
}
