/// A part of a machine that draws power of its own.
public enum Component: String, Codable, CaseIterable, Sendable {
  case cpu, memory, gpu
  /// A whole board or platform, where nothing finer is known.
  case system
  case other
}
