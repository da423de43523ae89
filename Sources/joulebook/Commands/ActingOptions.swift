public import Accounting
public import ArgumentParser
import JoulebookKit

extension Acting.Budget.Action: ExpressibleByArgument {}

/// When a run starts, pauses and ends, beyond what its command says.
struct ActingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Wait for the planned start: clean.", valueName: "clean"))
  var when: String?
  @Option(help: "By when it must be done: 18h, 2d, or an RFC 3339 time.") var deadline: String?
  @Option(
    help: "How long waiting and pauses may take together: a span or a time; 12h without a deadline."
  )
  var maxWait: String?
  @Option(help: "How long the job takes: 2h. Without it, as long as earlier runs of it.")
  var duration: String?
  @Option(help: ArgumentHelp("Take the duration of this run.", valueName: "run")) var like: String?
  @Option(
    help: ArgumentHelp(
      "Suspend the job while the grid is dirty: over so many g CO2e/kWh, or auto for a plan.",
      valueName: "g/kWh|auto"))
  var pauseWhenDirty: String?
  @Option(
    help: ArgumentHelp(
      "Run before a pause and after it, with JOULEBOOK_ACTION pause or resume.",
      valueName: "command"))
  var checkpointCommand: String?
  @Option(help: "What the run may use: 5kWh, 2kgCO2e or 10EUR.") var budget: String?
  @Option(help: "What to do when it is used up: warn, pause or stop.")
  var onBudget: Acting.Budget.Action?
  @Option(help: ArgumentHelp("Whose budget it is: run or project.", valueName: "scope"))
  var budgetFor: String?
  @Option(help: "Time to end after the stop signal, or for the checkpoint command; 30s.")
  var grace: String?
  @Option(help: ArgumentHelp("Signal that ends the command: TERM, INT …", valueName: "signal"))
  var stopSignal: String?
  @Option(
    name: .customLong("power-cap"), parsing: .singleValue,
    help: ArgumentHelp(
      "Limit each GPU, or each CPU package where there is none: 250, gpu=250, cpu=120. "
        + "May be given again.", valueName: "watts"))
  var powerCaps: [String] = []
  @Option(
    help: ArgumentHelp(
      "With --when clean: print the sbatch command that starts at the planned time, or submit it.",
      valueName: "print|submit"))
  var slurm: String?

  var request: ActingRequest {
    var request = ActingRequest()
    request.when = when
    request.deadline = deadline
    request.maxWait = maxWait
    request.duration = duration
    request.like = like
    request.pauseWhenDirty = pauseWhenDirty
    request.checkpointCommand = checkpointCommand
    request.budget = budget
    request.onBudget = onBudget
    request.budgetFor = budgetFor
    request.grace = grace
    request.stopSignal = stopSignal
    request.powerCaps = powerCaps
    request.slurm = slurm
    return request
  }
}
