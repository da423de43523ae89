import Accounting
import Foundation
import Quantities

/// Runs of perun, from the JSON that it writes or from its HDF5 file as JSON (`h5tojson` of the package h5json).
///
/// perun turns counters into powers in 32 bits, takes the first second's power twice and integrates that; the counters' own
/// readings are in the file as `alt_values` (perun 1.0.0, `processing.py`). Those are taken where they are, and perun's sum
/// is kept beside them.
struct PerunImporter: Importer {
  let name = "perun"
  let summary = "runs of perun: its JSON, or its HDF5 file by h5tojson"

  private static let magic: [UInt8] = [0x89, 0x48, 0x44, 0x46]

  func recognises(_ file: ImportFile) -> Bool {
    if file.bytes.starts(with: Self.magic) { return true }
    let start = file.beginning
    let first = start.filter { !$0.isWhitespace }.prefix(400)
    return first.hasPrefix("{\"id\":") && first.contains("\"type\":1,\"metadata\":{")
      || first.hasPrefix("{\"apiVersion\":") && start.contains("/nodes/")
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let time = try ImportTime(options)
    for file in files {
      guard !file.bytes.starts(with: Self.magic) else {
        batch.read += 1
        batch.refuse(
          file, 1, "it is HDF5 itself: h5tojson FILE > FILE.json, or perun export … json")
        continue
      }
      guard let json = JSONValue(file.bytes) else {
        batch.read += 1
        batch.refuse(file, 1, "it is no whole JSON document: it may have been cut")
        continue
      }
      guard let tree = json["apiVersion"] == nil ? PerunNode(json) : PerunNode(hdf5: json) else {
        batch.read += 1
        batch.refuse(file, 1, "it has no tree of perun's nodes")
        continue
      }
      read(tree, file, time, options, &batch)
    }
    return batch
  }

  /// An application has executions, each of them rounds, each of those hosts with groups of sensors.
  private func read(
    _ tree: PerunNode, _ file: ImportFile, _ time: ImportTime, _ options: ImportOptions,
    _ batch: inout ImportBatch
  ) {
    var number = 0
    for execution in tree.nodes.sorted(by: { $0.id < $1.id }) {
      let written = execution.metadata["execution_dt"] ?? execution.id
      let moment = time.read(written)
      var after = 0.0
      for round in execution.nodes.sorted(by: { $0.order < $1.order }) {
        let length = round.metrics["runtime"] ?? 0
        var parts: [ImportedDevice] = []
        var taken = 0
        for host in round.nodes {
          for group in host.nodes {
            for sensor in group.nodes {
              batch.read += 1
              number += 1
              guard moment != nil, length > 0 else {
                batch.refuse(
                  file, number,
                  moment == nil
                    ? "`\(written)` is no time" : "round \(round.id) has no runtime")
                continue
              }
              switch sensor.part(host: host.id, severalHosts: round.nodes.count > 1) {
              case .none:
                batch.leaveOut("sensors of other things than energy: use, clocks, traffic")
              case .some(.failure(let refused)): batch.refuse(file, number, refused.reason)
              case .some(.success(let part)):
                taken += 1
                parts.append(part)
              }
            }
          }
        }
        guard let moment, length > 0 else { continue }
        batch.taken += taken
        guard !parts.isEmpty else { continue }
        if moment.isLocal, !time.isGiven { batch.note(ImportTime.note) }
        batch.works.append(
          work(
            round, parts, tree, execution, start: moment.moment + .rounded(after), length, options))
        after += length
      }
    }
    if number == 0 { batch.note("\(file.path) has no sensors in it.") }
  }

  private func work(
    _ round: PerunNode, _ parts: [ImportedDevice], _ tree: PerunNode, _ execution: PerunNode,
    start: Timestamp, _ length: Double, _ options: ImportOptions
  ) -> ImportedWork {
    let seconds = max(length, parts.map(\.end).max() ?? 0)
    let hosts = round.nodes.map(\.id).joined(separator: ",")
    var work = ImportedWork(
      key: "perun \(tree.id) \(execution.id) \(round.id) \(hosts)", name: tree.id, started: start,
      seconds: seconds, power: .devices(parts))
    work.host = options.host ?? hosts
    work.tags["perun.execution"] = execution.id
    work.tags["perun.round"] = round.id
    if let sum = round.metrics["energy"] {
      work.tags["perun.energy_joules"] = "\(Float(sum))"
      let own = work.deviceJoules ?? 0
      if own > 0, abs(sum - own) > own * 1e-6 {
        work.warnings.append(
          "perun says \(Float(sum)) J, the readings in its file make \(Float(own)) J: perun takes the first interval's power twice."
        )
      }
    }
    if execution.nodes.count > 1 {
      work.warnings.append(
        "perun writes one time for all rounds; this round is taken to have begun where those before it ended."
      )
    }
    return work
  }
}

extension ImportedDevice {
  /// Seconds at which its record ends.
  fileprivate var end: Double {
    switch record {
    case .sum: 0
    case .counts(let counts): counts.last?.at ?? 0
    case .power(let points): points.last?.at ?? 0
    }
  }
}
