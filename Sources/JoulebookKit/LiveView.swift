import Accounting
import Glibc
import Metering
import Quantities
import Reporting

/// The line on the terminal that shows what the run draws while it draws it.
///
/// Drawn on standard error, only when that is a terminal, we are in its foreground, and the command
/// has not put it into raw mode, as editors do. The cursor goes back to the line's beginning, so the
/// command's own output writes over it.
final class LiveView {
  private let isOn: Bool
  private var isShown = false
  private var lastDrawn: Int64 = 0

  init(isQuiet: Bool) { isOn = !isQuiet && isatty(2) == 1 }

  /// Time between two drawings; nil when there is nothing to draw on.
  var period: Duration? { isOn ? .seconds(1) : nil }

  /// The run as it stands; nil before the first span is over, when there is nothing to show but zeros
  /// that nobody measured.
  func entry(_ sampler: Sampler, _ header: RunHeader, start: Int64) -> Entry? {
    guard let state = sampler.latest else { return nil }
    return entry(state, header, start: start)
  }

  private func entry(_ state: Sampler.State, _ header: RunHeader, start: Int64) -> Entry? {
    guard state.snapshots.count > 1 else { return nil }
    let elapsed = Double(SystemClock.monotonic() - start) * 1e-9
    return RunAssembly(
      header: header.with(devices: state.devices, reserved: state.reserved),
      rows: state.snapshots.rows, gaps: [],
      footer: RunFooter(seconds: elapsed, exitCode: nil, signal: nil, warnings: [], twins: [])
    ).entry()
  }

  /// Draws once a second at most. `state` is what is being done to the run, empty for nothing.
  func draw(
    _ sampler: Sampler, _ header: RunHeader, start: Int64, state doing: String,
    ahead: @autoclosure () -> String
  ) {
    let now = SystemClock.monotonic()
    guard isOn, isOurs, now - lastDrawn > 900_000_000, let state = sampler.latest,
      let entry = entry(state, header, start: start)
    else { return }
    lastDrawn = now
    let elapsed = Double(now - start) * 1e-9
    let footprint = AccountingMethod().footprint(of: entry)
    let power = zip(state.devices, state.power).filter { $0.0.partOf == nil }
      .map { (component: $0.0.component, power: Power.watts($0.1)) }
    write(
      "\r\u{1B}[K" + (doing.isEmpty ? "" : doing + " │ ")
        + LiveLine.text(
          power: power, energy: footprint.energy.value, emissions: footprint.emissions.value,
          elapsed: elapsed, ahead: ahead(),
          width: max(20, width - (doing.isEmpty ? 0 : doing.count + 3))) + "\r")
    isShown = true
  }

  /// Takes the line away.
  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private var isOurs: Bool {
    var mode = termios()
    return tcgetpgrp(2) == getpgrp() && tcgetattr(2, &mode) == 0
      && mode.c_lflag & tcflag_t(ICANON) != 0
  }

  private var width: Int { SystemFacts.terminalColumns(2) ?? 80 }

  private func write(_ text: String) { _ = text.withCString { Glibc.write(2, $0, strlen($0)) } }
}
