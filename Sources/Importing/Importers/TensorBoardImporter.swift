import Accounting
import Foundation
import Quantities

/// Scalars of TensorBoard with their wall times, from event files.
struct TensorBoardImporter: Importer {
  let name = "tensorboard"
  let summary = "scalars with wall times: TensorBoard's files events.out.tfevents…"

  func recognises(_ file: ImportFile) -> Bool { file.name.contains("tfevents") }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    for file in files { read(file, options, &batch) }
    return batch
  }

  private func read(_ file: ImportFile, _ options: ImportOptions, _ batch: inout ImportBatch) {
    var scalars = ScalarLog()
    var first: Double?
    for (index, item) in RecordFile(file.bytes).items.enumerated() {
      batch.read += 1
      switch item {
      case .damaged(let reason): batch.refuse(file, index + 1, reason)
      case .record(let bytes):
        guard let event = ProtobufFields(bytes), let bits = event.number(1) else {
          batch.refuse(file, index + 1, "it is no event")
          continue
        }
        let wall = Double(bitPattern: bits)
        guard wall.isFinite, wall > 0, wall < 7.2e9 else {
          batch.refuse(file, index + 1, "its wall time is \(wall)")
          continue
        }
        first = min(first ?? wall, wall)
        let step = Double(Int64(bitPattern: event.number(2) ?? 0))
        let values = event.bytes(5).map(Self.scalars) ?? []
        if values.isEmpty {
          batch.leaveOut("events without a scalar: versions, graphs, images")
        } else {
          batch.taken += 1
        }
        for (tag, value) in values { scalars.add(tag, wall: wall, step: step, value: value) }
      }
    }
    let host = Self.host(file.name) ?? options.host ?? ""
    guard
      let work = scalars.work(
        key: "tensorboard \(first ?? 0) \(host)",
        name: file.folder.isEmpty ? file.name : file.folder,
        from: first)
    else {
      batch.note("\(file.path) has no scalars over a span of time.")
      return
    }
    var found = work
    found.host = host
    batch.works.append(found)
  }

  /// Fields of event.proto and summary.proto of TensorFlow: a value has a tag, and a float or a tensor of one number.
  private static func scalars(_ summary: ArraySlice<UInt8>) -> [(String, Double)] {
    (ProtobufFields(summary)?.all(1) ?? []).compactMap { bytes in
      guard let value = ProtobufFields(bytes), let tag = value.text(1) else { return nil }
      if let bits = value.number(2) {
        return (tag, Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
      }
      guard let tensor = value.bytes(8).flatMap({ ProtobufFields($0) }) else { return nil }
      return number(tensor).map { (tag, $0) }
    }
  }

  /// A tensor of one number: data type 1 is float, 2 double; in its content or in a list of its type.
  private static func number(_ tensor: ProtobufFields) -> Double? {
    func read(_ bytes: ArraySlice<UInt8>) -> UInt64 {
      bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    switch tensor.number(1) {
    case 1:
      if let bytes = tensor.bytes(4) ?? tensor.bytes(5), bytes.count == 4 {
        return Double(Float(bitPattern: UInt32(read(bytes))))
      }
      return tensor.number(5).map { Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0))) }
    case 2:
      if let bytes = tensor.bytes(4) ?? tensor.bytes(6), bytes.count == 8 {
        return Double(bitPattern: read(bytes))
      }
      return tensor.number(6).map { Double(bitPattern: $0) }
    case _: return nil
    }
  }

  /// `events.out.tfevents.1550000000.gpu-node-3.1234.0.v2`: time, host, process.
  private static func host(_ name: String) -> String? {
    guard let mark = name.range(of: "tfevents.") else { return nil }
    var parts = name[mark.upperBound...].split(separator: ".").dropFirst().map(String.init)
    if parts.last == "v2" { parts.removeLast() }
    while parts.count > 1, parts.last.map({ $0.allSatisfy(\.isNumber) }) == true {
      parts.removeLast()
    }
    return parts.isEmpty ? nil : parts.joined(separator: ".")
  }
}
