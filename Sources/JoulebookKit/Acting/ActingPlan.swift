import Accounting
import Bookkeeping
import Metering
import Quantities

/// Gathers what acting needs before a run starts: durations from the ledger, what a project has used, power
/// limits.
struct ActingPlan {
  let order: ActingOrder
  let settings: Settings
  let ledger: Ledger
  let request: RunRequest
  let machine: Machine

  /// Whether emissions are watched by the hour.
  var watchesIntensity: Bool {
    if case .emissions = order.budget?.kind { true } else { false }
  }

  /// The flags that say where the run takes place, for the process that asks for intensities.
  var feedArguments: [String] {
    var arguments: [String] = []
    if let region = request.flags.region { arguments += ["--region", region] }
    if let tables = request.flags.tables { arguments += ["--tables", tables] }
    return arguments
  }

  /// How long the job takes: as given, like a run, or like earlier runs of the same name or command.
  func duration() throws(Problem) -> JobDuration {
    if let given = order.duration { return .given(given) }
    if let like = request.acting.like {
      let run = try ledger.entry(like).run
      return JobDuration(earlier: [run.seconds], origin: "as run \(run.id) took") ?? .fallback
    }
    // Reading a ledger that is locked or broken must not keep the job from running.
    let entries =
      (try? ledger.entries(
        LedgerQuery(limit: 500, order: .newestFirst, omitsSpans: true))) ?? []
    let program = request.command.first?.split(separator: "/").last.map(String.init)
    let name = settings.name?.value ?? program
    let alike = entries.filter {
      $0.run.exitCode == 0 && ($0.run.command == request.command || $0.run.name == name)
    }
    let same = alike.filter { $0.run.command == request.command }
    let chosen = (same.isEmpty ? alike : same).prefix(20)
    let kind = same.isEmpty ? "this name" : "this command"
    return JobDuration(
      earlier: chosen.map { $0.run.seconds - ($0.acting?.pausedSeconds ?? 0) },
      origin: chosen.count == 1
        ? "as the earlier run of \(kind) took"
        : "the median of \(chosen.count) earlier runs of \(kind)") ?? .fallback
  }

  /// The watch over the budget, with what the project has used where the budget is the project's.
  func watch() throws(Problem) -> BudgetWatch? {
    guard let limit = order.budget else { return nil }
    let price = settings.price?.value
    if case .money(let currency) = limit.kind {
      guard let price else {
        throw Problem(
          "A budget in \(currency) needs the price of electricity.", why: "None is set.",
          fix: "Give `--price 0.30\(currency)` or set price in joulebook.toml.", exit: .usage)
      }
      guard price.currency == currency else {
        throw Problem(
          "The budget is in \(currency) and the price in \(price.currency).",
          why: "Joulebook knows no exchange rates.", fix: "Give both in one currency.",
          exit: .usage)
      }
    }
    guard order.isBudgetOfProject else {
      return BudgetWatch(limit, action: order.onBudget, price: price)
    }
    let project = settings.project.value
    let earlier = try ledger.entries(LedgerQuery(project: project))
    let used = earlier.reduce(0.0) { sum, entry in
      // What another run booked as well counts once.
      guard !earlier.contains(where: { entry.run.isPart(of: $0.run) }) else { return sum }
      let footprint = AccountingMethod().footprint(of: entry)
      switch limit.kind {
      case .energy: return sum + footprint.facilityEnergy.value.joules
      case .emissions: return sum + footprint.emissions.value.grams
      case .money:
        return sum + footprint.facilityEnergy.value.kilowattHours * (price?.perKilowattHour ?? 0)
      }
    }
    guard used < limit.amount else {
      throw Problem(
        "The budget of \(limit.text) of project `\(project)` is used up: the command was not started.",
        why: "Its \(earlier.count) runs have used \((used / limit.amount * 100).text()) % of it.",
        fix: "Give more, or leave --budget-for project out.", exit: .overBudget)
    }
    return BudgetWatch(limit, action: order.onBudget, price: price, before: used)
  }

  /// Sets the power limits that were asked for; nil where none was.
  func limitPower(_ guardian: Guardian) throws(Problem) -> PowerCapHolder? {
    guard !order.caps.isEmpty else { return nil }
    let (devices, obstacles) = PowerCapDevice.survey(machine)
    var chosen: [(PowerCapDevice, Power)] = []
    for cap in order.caps {
      let component =
        cap.component
        ?? ((devices.map(\.component) + obstacles.map(\.component)).contains(.gpu) ? .gpu : .cpu)
      let matching = devices.filter { $0.component == component }
      let hindered = obstacles.filter { $0.component == component }
      guard hindered.isEmpty, !matching.isEmpty else {
        let why =
          hindered.isEmpty
          ? "No \(component == .gpu ? "GPU" : "CPU package") here has a driver that takes one."
          : hindered.map { "`\($0.device)`: \($0.reason)." }.joined(separator: " ")
        throw Problem(
          "Cannot limit the power of the \(component == .gpu ? "GPUs" : "CPU packages").", why: why,
          fix: "Run as a user who may change power limits, or leave --power-cap out.")
      }
      for device in matching {
        try check(cap.power, device)
        chosen.append((device, cap.power))
      }
    }
    return try PowerCapHolder(chosen, machine: machine, guardian: guardian)
  }

  private func check(_ power: Power, _ device: PowerCapDevice) throws(Problem) {
    func refusal(_ why: String, _ fix: String) -> Problem {
      Problem(
        "Cannot limit the power of `\(device.name)` to \(power.text()).", why: why, fix: fix,
        exit: .usage)
    }
    if let highest = device.highest, power > highest {
      throw refusal(
        "Its driver allows at most \(highest.text()).", "Give \(highest.text()) or less.")
    }
    if let lowest = device.lowest, power < lowest {
      throw refusal(
        "Its driver allows at least \(lowest.text()).", "Give \(lowest.text()) or more.")
    }
    if power > device.limit {
      throw refusal(
        "It is limited to \(device.limit.text()) already, and a cap raises nothing.",
        "Give \(device.limit.text()) or less.")
    }
  }
}
