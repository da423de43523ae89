import Foundation
import Importing

@testable import Importing

/// Records as the tools write them, made by hand from their documented forms.
enum RecordSamples {
  static let sacct = """
    JobID|JobName|State|ExitCode|Start|End|ElapsedRaw|AllocTRES|NodeList
    100|train|COMPLETED|0:0|2024-03-01T10:00:00|2024-03-01T12:00:00|7200|cpu=8,gres/gpu=2,mem=32G|gpu01
    100.batch|batch|COMPLETED|0:0|2024-03-01T10:00:00|2024-03-01T12:00:00|7200|cpu=8|gpu01
    101_3|sweep|FAILED|1:0|2024-03-01T13:00:00|2024-03-01T13:30:00|1800|cpu=8,gres/gpu:a100=1|gpu02
    102|late|CANCELLED by 1000|0:15|2024-03-01T14:00:00|2024-03-01T14:10:00|600|cpu=4|gpu03
    103|queued|CANCELLED|0:0|Unknown|Unknown|0||None assigned

    """
  static let smi = """
    timestamp, uuid, power.draw [W]
    2024/03/01 10:00:00.000, GPU-aaaa, 60.00 W
    2024/03/01 10:00:00.000, GPU-bbbb, 50.00 W
    2024/03/01 10:00:01.000, GPU-aaaa, 260.00 W
    2024/03/01 10:00:01.000, GPU-bbbb, 50.00 W
    2024/03/01 10:00:02.000, GPU-aaaa, 260.00 W
    2024/03/01 10:00:02.000, GPU-bbbb, 50.00 W

    """
  static let scalars = """
    Wall time,Step,Value
    1709287200.0,0,2.5
    1709287260.5,10,1.5
    1709287320.0,20,1.25

    """
  static let bill = """
    lineItem/UsageStartDate,lineItem/UsageEndDate,lineItem/UsageAmount,lineItem/LineItemType,lineItem/ResourceId,product/instanceType,product/region,pricing/unit,lineItem/UnblendedCost
    2024-03-01T10:00:00Z,2024-03-01T11:00:00Z,1,Usage,i-1,p3.2xlarge,us-east-1,Hrs,3.06
    2024-03-01T11:00:00Z,2024-03-01T12:00:00Z,1,Usage,i-1,p3.2xlarge,us-east-1,Hrs,3.06
    2024-03-01T11:00:00Z,2024-03-01T12:00:00Z,5,Usage,vol-1,,us-east-1,GB-Mo,0.5
    2024-03-01T11:00:00Z,2024-03-01T12:00:00Z,1,Tax,,,us-east-1,,0.2

    """
  static let log = """
    starting up
    2024-03-01 10:00:00 epoch 1 loss 2.5
    2024-03-01 10:10:00 epoch 2 loss 1.5
    a warning
    2024-03-01 10:20:00 epoch 3 loss 1.25

    """
  static let pattern = #"(?<time>\S+ \S+) epoch (?<epoch>\d+) loss (?<loss>[0-9.]+)"#

  /// An event file of TensorFlow: records of protobuf, each scalar a `simple_value`.
  static func events(_ scalars: [(wall: Double, step: Int, tag: String, value: Float)]) -> Data {
    var file = record(event(wall: scalars.first?.wall ?? 1, fields: [0x1A, 3] + Array("v:2".utf8)))
    for scalar in scalars {
      var value: [UInt8] = [0x0A, UInt8(scalar.tag.utf8.count)] + Array(scalar.tag.utf8)
      value += [0x15] + bytes(of: scalar.value.bitPattern)
      let summary: [UInt8] = [0x0A, UInt8(value.count)] + value
      file += record(
        event(
          wall: scalar.wall,
          fields: [0x10, UInt8(scalar.step), 0x2A, UInt8(summary.count)] + summary))
    }
    return file
  }

  private static func event(wall: Double, fields: [UInt8]) -> [UInt8] {
    [0x09] + bytes(of: wall.bitPattern) + fields
  }

  private static func record(_ data: [UInt8]) -> Data {
    let length = bytes(of: UInt64(data.count))
    return Data(
      length + bytes(of: CRC32C.masked(length[...])) + data + bytes(of: CRC32C.masked(data[...])))
  }

  private static func bytes<Number: FixedWidthInteger>(of number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
