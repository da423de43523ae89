/// How a machine's energy is shared between a run and everybody else. A view, computed on read.
public enum AttributionPolicy: String, Codable, CaseIterable, Sendable {
  /// The run books what its use drew above idle; idle is a pool of its own.
  case byUse = "by-use"
  /// The run books the part of each device that was set aside for it, idle or not.
  case byReservation = "by-reservation"
  /// The run books everything the machine drew while it ran.
  case wholeMachine = "whole-machine"
}
