/// A value and who set it.
package struct Sourced<Value: Sendable>: Sendable {
  package let value: Value
  package let origin: Origin

  package init(_ value: Value, _ origin: Origin) {
    self.value = value
    self.origin = origin
  }

  /// The same origin with another value.
  func map<Other: Sendable>(_ transform: (Value) -> Other) -> Sourced<Other> {
    Sourced<Other>(transform(value), origin)
  }
}

extension Sourced: Equatable where Value: Equatable {}

/// Where a setting was given, from the strongest to the weakest.
package enum Origin: Hashable, Sendable {
  case flag(String)
  case environment(String)
  /// `joulebook.toml` of the working folder or one above; the line is 0 when it is not known.
  case projectFile(String, line: Int)
  /// `config.toml` of the user.
  case userFile(String, line: Int)
  case builtIn

  /// `--region`, `JOULEBOOK_REGION`, `/home/ann/project/joulebook.toml:3`, `default`.
  package var text: String {
    switch self {
    case .flag(let name): name
    case .environment(let name): name
    case .projectFile(let path, let line), .userFile(let path, let line):
      line > 0 ? "\(path):\(line)" : path
    case .builtIn: "default"
    }
  }
}
