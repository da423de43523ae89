import Accounting
import ArgumentParser
import Estimating
import JoulebookKit

struct Estimate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Work out what nobody metered: hardware, training, search, inference, life, api.",
    usage: "joulebook estimate KIND [--parameter value …] [options]",
    discussion: examples(
      ("joulebook estimate training --model gpt-3", "a published model"),
      ("joulebook estimate hardware --device h100 --hours 8", "devices"),
      ("joulebook estimate hardware --help", "what may be given"),
      ("joulebook estimate --spec sweep.yaml", "many at once"))
      + "\n\n"
      + Joulebook.estimators().map { "\($0.name): \($0.summary)" }.joined(separator: "\n\n"))

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp(
      "What to estimate, then its parameters as --name value. Besides: --spec FILE, --grid "
        + "name=a,b …, --sacct FILE, --from-project NAME, --explain [KEY], --equivalences, --seed N, "
        + "--draws N, --format text|json|csv|html.", valueName: "kind"))
  var arguments: [String] = []

  func run() throws {
    var reader = EstimateArguments(arguments)
    if reader.wantsHelp {
      guard reader.kind != nil else { return Console().show(Self.helpMessage(columns: 80) + "\n") }
      Console().show(try EstimateHelp.text(reader.kind))
      return
    }
    var request = try reader.request()
    let joulebook = Joulebook.ofProcess
    if let project = request.project {
      try request.take(try joulebook.searchHistory(project: project))
    }
    if let path = request.sacct { try request.take(try joulebook.searchHistory(sacct: path)) }
    let items =
      try request.file.map { try joulebook.estimateItems(file: $0) }
      ?? [EstimateItem(kind: reader.kind ?? "", given: request.given)]
    if let grid = request.grid {
      guard items.count == 1 else {
        throw Problem(
          "A grid needs one estimate.", why: "The file has \(items.count) items.",
          fix: "Give the grid with one estimate.", exit: .usage)
      }
      let answer = try joulebook.estimate(items[0], grid: grid, options: request.options)
      if request.isCSV {
        Console().show(answer.csv)
      } else {
        try Console().print(answer, as: request.format)
      }
      return
    }
    if request.isHTML, request.options.explains == nil {
      request.options.explains = "emissions_grams"
    }
    let answer = try joulebook.estimate(items, options: request.options)
    if request.isHTML {
      Console().show(answer.html)
    } else if request.isCSV {
      Console().show(answer.csv)
    } else {
      try Console().print(answer, as: request.format)
    }
  }
}

/// The arguments of `estimate`: its own options, and the parameters of an estimator.
struct EstimateArguments {
  var kind: String?
  var rest: [String]

  init(_ arguments: [String]) {
    // `joulebook estimate --spec FILE` has no kind.
    let hasKind = arguments.first.map { !$0.hasPrefix("-") } ?? false
    kind = hasKind ? arguments.first : nil
    rest = hasKind ? Array(arguments.dropFirst()) : arguments
  }

  struct Request {
    var given: [String: Given] = [:]
    var grid: EstimateGrid?
    var file: String?
    var options = EstimateOptions()
    var format = AnswerFormat.text
    var isCSV = false
    var isHTML = false
    var project: String?
    var sacct: String?

    /// Takes what a history tells; what is given besides would contradict it.
    mutating func take(_ history: [String: Given]) throws(Problem) {
      for (name, value) in history {
        guard given[name] == nil else {
          throw Problem(
            "`\(name)` is given twice.", why: "\(value.origin) tells it already.",
            fix: "Leave `--\(name)` out.", exit: .usage)
        }
        given[name] = value
      }
    }
  }

  var wantsHelp: Bool { rest.contains("--help") || rest.contains("-h") }

  mutating func request() throws(Problem) -> Request {
    var request = Request()
    var axes: [String] = []
    var parameters: [String] = []
    var left = rest[...]
    while let argument = left.popFirst() {
      let (name, inline) = Self.parts(argument)
      func value() throws(Problem) -> String {
        if let inline { return inline }
        guard let next = left.popFirst() else { throw Self.missing(name) }
        return next
      }
      switch name {
      case "--spec": request.file = try value()
      case "--format":
        let text = try value()
        request.isCSV = text == "csv"
        request.isHTML = text == "html"
        guard let format = AnswerFormat(rawValue: ["csv", "html"].contains(text) ? "text" : text)
        else {
          throw Problem(
            "Cannot write an estimate as `\(text)`.", why: "It can be text, json, csv or html.",
            fix: "Write `--format json`.", exit: .usage)
        }
        request.format = format
      case "--seed": request.options.seed = UInt64(try Self.whole(name, try value(), 0...Int.max))
      case "--draws": request.options.draws = try Self.whole(name, try value(), 16...1_048_576)
      case "--from-project": request.project = try value()
      case "--sacct": request.sacct = try value()
      case "--equivalences": request.options.showsEquivalences = true
      case "--explain":
        let isKey = left.first.map { !$0.hasPrefix("--") } ?? false
        request.options.explains = inline ?? (isKey ? left.popFirst() ?? "" : "emissions_grams")
      case "--grid":
        if let inline { axes.append(inline) }
        while let next = left.first, next.contains("="), !next.hasPrefix("--") {
          axes.append(next)
          left = left.dropFirst()
        }
        if axes.isEmpty { throw Self.missing(name) }
      case _:
        parameters.append(argument)
        if argument.hasPrefix("--"), inline == nil, let next = left.first, !next.hasPrefix("--") {
          parameters.append(next)
          left = left.dropFirst()
        }
      }
    }
    request.given = try EstimateItem.given(parameters)
    request.grid = axes.isEmpty ? nil : try EstimateGrid(axes)
    if request.file != nil, kind != nil || !request.given.isEmpty {
      throw Problem(
        "A file of estimates stands alone.", why: "Its items name their own kinds and parameters.",
        fix: "Put what is to hold for all items under `defaults`.", exit: .usage)
    }
    if request.file == nil, kind == nil {
      throw Problem(
        "Nothing is named to estimate.",
        why: "It can be \(Joulebook.estimators().map(\.name).joined(separator: ", ")).",
        fix: "Write `joulebook estimate hardware --help`.", exit: .usage)
    }
    return request
  }

  private static func parts(_ argument: String) -> (String, String?) {
    guard argument.hasPrefix("--"), let sign = argument.firstIndex(of: "=") else {
      return (argument, nil)
    }
    return (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
  }

  private static func whole(
    _ name: String, _ text: String, _ range: ClosedRange<Int>
  ) throws(Problem) -> Int {
    if let value = Int(text), range.contains(value) { return value }
    throw Problem(
      "Cannot use `\(name) \(text)`.",
      why: "It must be a whole number from \(range.lowerBound) on.",
      fix: "Write `\(name) 1024`.", exit: .usage)
  }

  private static func missing(_ name: String) -> Problem {
    Problem(
      "`\(name)` has no value.", why: "It takes one.", fix: "Write `\(name) VALUE`.", exit: .usage)
  }
}
