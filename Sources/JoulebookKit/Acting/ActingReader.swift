import Accounting
import Glibc
import Quantities

/// Understands what was asked for, or says what is wrong with it.
struct ActingReader {
  let now: Timestamp

  func order(_ request: ActingRequest) throws(Problem) -> ActingOrder {
    var order = ActingOrder(maxWait: ActingOrder.usualMaxWait, stopSignal: SIGTERM)
    if let when = request.when {
      guard when == "clean" else {
        throw Self.problem("--when", when, why: "It knows `clean` only.", example: "--when clean")
      }
      order.waits = true
    }
    if let text = request.deadline {
      order.deadline = try moment("--deadline", text)
      // The deadline alone says how long.
      order.maxWait = .seconds(10 * 365 * 86_400)
    }
    if let text = request.maxWait { order.maxWait = try moment("--max-wait", text) - now }
    if let text = request.duration { order.duration = try span("--duration", text) }
    order.pause = try request.pauseWhenDirty.map { text throws(Problem) in try pause(text) }
    order.checkpointCommand = request.checkpointCommand
    order.budget = try request.budget.map { text throws(Problem) in try BudgetLimit(text) }
    order.onBudget = request.onBudget ?? .warn
    if let scope = request.budgetFor {
      guard scope == "run" || scope == "project" else {
        throw Self.problem(
          "--budget-for", scope, why: "It is `run` or `project`.", example: "--budget-for project")
      }
      order.isBudgetOfProject = scope == "project"
    }
    if let text = request.grace { order.grace = try span("--grace", text) }
    if let text = request.stopSignal { order.stopSignal = try signal(text) }
    order.caps = try request.powerCaps.map { text throws(Problem) in try cap(text) }
    try check(order, request)
    return order
  }

  private func check(_ order: ActingOrder, _ request: ActingRequest) throws(Problem) {
    func needs(_ flag: String, _ other: String) -> Problem {
      Problem(
        "\(flag) means nothing without \(other).", why: "It says how that is done.",
        fix: "Give \(other) as well, or leave \(flag) out.", exit: .usage)
    }
    if request.budget == nil {
      for (flag, isGiven) in [
        ("--on-budget", request.onBudget != nil), ("--budget-for", request.budgetFor != nil),
        ("--grace", request.grace != nil), ("--stop-signal", request.stopSignal != nil),
      ] where isGiven {
        if flag == "--grace", request.checkpointCommand != nil { continue }
        throw needs(flag, "--budget")
      }
    }
    if request.checkpointCommand != nil, order.pause == nil, order.onBudget != .pause {
      throw needs("--checkpoint-command", "--pause-when-dirty")
    }
    if !order.waits, order.pause == nil {
      for (flag, value) in [
        ("--deadline", request.deadline), ("--max-wait", request.maxWait),
        ("--duration", request.duration), ("--like", request.like),
      ] where value != nil {
        throw needs(flag, "--when clean or --pause-when-dirty")
      }
    }
    if request.slurm != nil, !order.waits { throw needs("--slurm", "--when clean") }
    if let deadline = order.deadline, deadline <= now {
      throw Problem(
        "The deadline is over.", why: "It was \(deadline).", fix: "Give a later one.", exit: .usage)
    }
  }

  /// A span from now on, or a moment.
  private func moment(_ flag: String, _ text: String) throws(Problem) -> Timestamp {
    if let moment = Timestamp(text) { return moment }
    guard let seconds = Self.seconds(text), seconds > 0 else {
      throw Self.problem(
        flag, text, why: "It must be a time span (90m, 18h, 2d) or an RFC 3339 time.",
        example: "\(flag) 18h")
    }
    return now + .nanoseconds(Int64(seconds * 1e9))
  }

  private func span(_ flag: String, _ text: String) throws(Problem) -> Duration {
    guard let seconds = Self.seconds(text), seconds >= 0 else {
      throw Self.problem(
        flag, text, why: "It must be a time span: 30s, 90m, 2h, 1d.", example: "\(flag) 30s")
    }
    return .nanoseconds(Int64(seconds * 1e9))
  }

  private func pause(_ text: String) throws(Problem) -> ActingOrder.PauseRule {
    if text == "auto" { return .auto }
    let (number, unit) = AmountText.parts(text)
    guard let number, number > 0, ["", "g/kWh", "gCO2e/kWh", "g"].contains(unit) else {
      throw Self.problem(
        "--pause-when-dirty", text, why: "It must be `auto` or an intensity in g CO2e/kWh.",
        example: "--pause-when-dirty 400")
    }
    return .threshold(.gramsPerKilowattHour(number))
  }

  private func signal(_ text: String) throws(Problem) -> Int32 {
    let names: [String: Int32] = [
      "HUP": SIGHUP, "INT": SIGINT, "QUIT": SIGQUIT, "TERM": SIGTERM, "USR1": SIGUSR1,
      "USR2": SIGUSR2,
    ]
    let name = text.uppercased()
    let short = name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name
    guard let number = names[short] ?? Int32(short).flatMap({ (1...64).contains($0) ? $0 : nil })
    else {
      throw Self.problem(
        "--stop-signal", text,
        why: "It must be one of \(names.keys.sorted().joined(separator: ", ")) or a number.",
        example: "--stop-signal INT")
    }
    return number
  }

  private func cap(_ text: String) throws(Problem) -> PowerCapOrder {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    let component = parts.count == 2 ? Component(rawValue: parts[0]) : nil
    let (number, unit) = AmountText.parts(parts.last ?? "")
    guard let number, number > 0, unit.isEmpty || unit == "W" || unit == "kW",
      parts.count == 1 || component == .gpu || component == .cpu
    else {
      throw Self.problem(
        "--power-cap", text, why: "It must be watts for each device, of `gpu` or `cpu`.",
        example: "--power-cap gpu=250")
    }
    return PowerCapOrder(component: component, power: .watts(unit == "kW" ? number * 1000 : number))
  }

  /// `500ms`, `30s`, `90m`, `18h`, `2d`, `1h30m` in seconds, and a number alone as seconds.
  static func seconds(_ text: String) -> Double? {
    if let number = Double(text) { return number >= 0 ? number : nil }
    return try? FlagAmount.seconds(text, "", example: "")
  }

  private static func problem(
    _ flag: String, _ text: String, why: String, example: String
  ) -> Problem {
    Problem(
      "Cannot use \(flag) `\(text)`.", why: why, fix: "Write for example `\(example)`.",
      exit: .usage)
  }
}
