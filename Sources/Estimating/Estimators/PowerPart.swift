import Accounting
import Quantities

/// The power of a device with its share of the machine around it.
enum PowerPart {
  static let parameters: [Parameter] = [
    Parameter("device", .word, "accelerator, by any name the catalogue knows"),
    .number("watts", "W", 0...100_000, "mean power of one device"),
    .number("tdp-share", "1", 0.01...1.5, "mean power over rated power"),
    .number("node-factor", "1", 1...4, "energy of the whole machine over that of its devices"),
  ]

  /// Watts of one device with its part of the node: given, or rated power × share × node factor.
  /// - Parameter use: `training` or `inference`, for the share where it is not given.
  static func watts(
    _ draft: inout Draft, device: DeviceFacts?, use: String
  ) throws(Problem) -> Model.Term {
    let alone: Model.Term
    if draft.has("watts") {
      alone = try draft.needed("watts", label: "power of a device", unit: "W")
    } else if let device {
      guard let board = device.boardWatts else {
        throw Problem(
          "The power of \(device.name) is not known.", why: "Its maker states none.",
          fix: "Give `--watts`, as metered or assumed.", exit: .usage)
      }
      let rated = draft.known("rated power of \(device.name)", board, unit: "W")
      let share = try draft.needed(
        "tdp-share", label: "mean over rated power", unit: "",
        otherwise: draft.facts.defaultValue("accelerator-power-\(use)"))
      alone = draft.model.product([rated, share], label: "power of a device", unit: "W")
    } else {
      throw draft.missing(["device", "watts"])
    }
    // Whoever gives watts may have metered the whole machine; then the factor is 1 and said so.
    let factor = try draft.needed(
      "node-factor", label: "whole machine over devices", unit: "",
      otherwise: draft.has("watts")
        ? KnownValue(
          .exact(1), evidence: .assumed, note: "the power that was given is taken as whole")
        : draft.facts.defaultValue("node-factor"))
    return draft.model.product([alone, factor], label: "power with its machine", unit: "W")
  }

  static func device(_ draft: inout Draft) throws(Problem) -> DeviceFacts? {
    guard let name = try draft.word("device") else { return nil }
    return try draft.facts.device(name)
  }
}
