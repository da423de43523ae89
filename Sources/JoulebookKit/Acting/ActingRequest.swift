package import Accounting
import Quantities

/// What `joulebook run` was asked to do besides metering, as typed. Nil was not asked for.
package struct ActingRequest: Sendable {
  /// `clean`: wait for the planned start.
  package var when: String?
  /// A span from now on or a time: `18h`, `2026-11-25T06:00:00Z`.
  package var deadline: String?
  package var maxWait: String?
  package var duration: String?
  /// Run whose duration is taken: a reference.
  package var like: String?
  /// `auto`, or an intensity in g/kWh.
  package var pauseWhenDirty: String?
  package var checkpointCommand: String?
  package var budget: String?
  package var onBudget: Acting.Budget.Action?
  /// `run` or `project`.
  package var budgetFor: String?
  package var grace: String?
  package var stopSignal: String?
  /// `250`, `gpu=250`, `cpu=120`; several.
  package var powerCaps: [String] = []
  /// `print` or `submit`.
  package var slurm: String?

  package init() {}
}

/// The same once understood.
struct ActingOrder: Sendable {
  var waits = false
  /// By when the work must be done.
  var deadline: Timestamp?
  /// How long waiting and pauses may take together.
  var maxWait: Duration
  var duration: Duration?
  var pause: PauseRule?
  var checkpointCommand: String?
  var budget: BudgetLimit?
  var onBudget = Acting.Budget.Action.warn
  var isBudgetOfProject = false
  var grace = Duration.seconds(30)
  var stopSignal: Int32
  var caps: [PowerCapOrder] = []

  enum PauseRule: Hashable, Sendable {
    case threshold(CarbonIntensity)
    /// Planned: the cleanest slots that leave time to finish.
    case auto
  }

  /// Whether the process needs to look after the run while it goes on.
  var watches: Bool { pause != nil || budget != nil }
  /// Whether intensities are asked for.
  var needsIntensity: Bool { waits || pause != nil }

  /// Without a deadline or a longest wait.
  static let usualMaxWait = Duration.seconds(12 * 3600)
}

struct PowerCapOrder: Hashable, Sendable {
  /// Nil for GPUs where there are any, else CPU packages.
  var component: Component?
  var power: Power
}
