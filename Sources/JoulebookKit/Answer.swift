public import Accounting
public import Reporting

/// What a verb answers: one value, printed as text for people or as JSON for programs.
public protocol Answer: Encodable, Sendable {
  /// Ends in a line break.
  func text(style: TextStyle) -> String
  /// How the process ends that asked.
  var exit: ExitStatus { get }
}

extension Answer {
  public var exit: ExitStatus { .done }
}

/// The form of an answer.
public enum AnswerFormat: String, CaseIterable, Sendable {
  case text, json

  /// The answer in this form; colours only enter text.
  public func render(_ answer: some Answer, style: TextStyle = .plain) throws(Problem) -> String {
    switch self {
    case .text: answer.text(style: style)
    case .json: try JSON.text(answer)
    }
  }
}
