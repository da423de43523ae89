import Accounting
import Metering
import Quantities

/// What a run leaves to others that claim the same part of the machine at the same time.
///
/// While claims come to more than the whole, each is cut in proportion: together they book the whole once.
struct ClaimShares: Codable, Sendable {
  /// The run's start on the clock that claims are written in.
  let start: Int64
  let others: [MachineClaim.Other]

  /// Joules of a device that the run's own claim has and leaves to others.
  /// - Parameter claim: the run's part of the device, 0…1.
  func ceded(_ device: Device, claim: Double, spans: [Run.Span], at index: Int) -> Double {
    guard !others.isEmpty, claim > 0 else { return 0 }
    return spans.reduce(0.0) { sum, span in
      guard span.end > span.start, span.tallies.indices.contains(index) else { return sum }
      let power = span.tallies[index].energy / (span.end - span.start)
      return sum + power * claim * lost(device, claim: claim, from: span.start, to: span.end)
    }
  }

  /// Seconds of a stretch, weighted with the part of the claim that is cut in them.
  private func lost(_ device: Device, claim: Double, from: Double, to: Double) -> Double {
    let pieces = others.map { other in
      (
        start: max(from, Double(other.start - start) * 1e-9),
        end: min(to, Double(other.end - start) * 1e-9), part: part(other.parts, of: device)
      )
    }.filter { $0.end > $0.start }
    let cuts = Set(pieces.flatMap { [$0.start, $0.end] }).sorted()
    return zip(cuts, cuts.dropFirst()).reduce(0.0) { sum, cut in
      let all =
        claim + pieces.filter { $0.start <= cut.0 && $0.end >= cut.1 }.map(\.part).reduce(0, +)
      return all > 1 ? sum + (cut.1 - cut.0) * (1 - 1 / all) : sum
    }
  }

  private func part(_ parts: MachineClaim.Parts, of device: Device) -> Double {
    switch device.sharing {
    case .cpuTime: parts.cpu
    case .residentMemory: parts.memory
    case .deviceProcesses: parts.gpu
    }
  }

  /// One sentence for the receipt; nil when nobody else claimed anything.
  var warning: String? {
    guard !others.isEmpty else { return nil }
    let runs = others.count == 1 ? "1 other run" : "\(others.count) other runs"
    return "\(runs) claimed the same machine meanwhile: what both claimed is divided between them."
  }
}

extension RunHeader {
  /// Claims what the policy books from `start` on; nil where it books its use alone, which nobody else has, and where
  /// others cannot be told.
  func claim(
    on environment: [String: String], start: Int64
  ) -> (held: MachineClaim, start: Int64)? {
    claimed(environment).flatMap { parts in
      MachineClaim(machine: machine, run: id, start: start, parts: parts).map { ($0, start) }
    }
  }

  private func claimed(_ environment: [String: String]) -> MachineClaim.Parts? {
    switch policy {
    case .byUse: return nil
    case .wholeMachine: return MachineClaim.Parts(cpu: 1, memory: 1, gpu: 1)
    case .byReservation:
      // What a scheduler sets aside of GPUs it gives to nobody else.
      let isLimited = VisibleDevices.variables.contains { environment[$0]?.isEmpty == false }
      return MachineClaim.Parts(
        cpu: reservation.cpu, memory: reservation.memory, gpu: isLimited ? 0 : 1)
    }
  }
}
