import Accounting
import Foundation
import Quantities

/// What is known of a run when it begins: the journal's first record.
struct RunHeader: Codable, Sendable {
  var id: String
  var name: String
  var project: String
  var stage: String
  var tags: [String: String]
  var command: [String]
  var started: Timestamp
  var host: String
  var machine: String
  var policy: AttributionPolicy
  var site: Site
  var version: String
  /// The ledger that it is meant for: a journal in a shared folder is taken in by no other.
  var ledger: String
  /// CPU curve of the catalogue, for idle power.
  var cpuCurve: [Double]
  var cpuCurveSource: String
  var reservation: Reservation
  var way: Run.CPUCounting
  var blindSpot: String
  var warnings: [String]
  var devices: [Device] = []
  /// Part of each device that the environment grants the run, 0…1.
  var reserved: [Double] = []
  /// The run whose command started this one.
  var parent: String?
  /// What was done before the start.
  var acting: Acting?

  /// The same header once the devices are known.
  func with(devices: [Device], reserved: [Double]) -> RunHeader {
    var header = self
    header.devices = devices
    header.reserved = reserved
    return header
  }
}

/// What is known when it ends: the journal's last record, if the ledger did not take the run.
struct RunFooter: Codable, Sendable {
  var seconds: Double
  var exitCode: Int?
  var signal: Int?
  var warnings: [String]
  var twins: [[Int]]
  var acting: Acting?
  /// Others that claimed the same machine; nil where the policy claims nothing.
  var claims: ClaimShares?
}

/// What part of the machine was set aside for the run, 0…1.
struct Reservation: Codable, Hashable, Sendable {
  var cpu: Double
  var memory: Double
  /// One sentence: from what it was told.
  var origin: String
}

extension Encodable {
  /// The value as compact JSON, for a journal's records.
  var bytes: [UInt8] { (try? JSONEncoder().encode(self)).map(Array.init) ?? [] }
}
