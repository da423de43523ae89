public import Accounting
import Glibc
import Metering
import Quantities
public import Reporting

extension Joulebook {
  /// Tries this installation as a new user would, in a few seconds. Nothing of the user's is changed.
  ///
  /// Signals are taken over for that time; call it from a process with one thread.
  public func selfTest(_ request: SelfTestRequest) throws(Problem) -> SelfTestReport {
    let signals = Signals.take()
    let started = SystemClock.monotonic()
    let folder = try SelfTestFolder(environment: environment)
    defer { folder.remove() }
    let notice = Notice(isQuiet: false)
    notice.show("Metering a load of \(SelfTestTrial.load.shortText()) s …")
    let trial: Result<SelfTestTrial, Problem>
    do throws(Problem) {
      trial = .success(
        try SelfTestTrial.perform(
          program: request.program, in: folder, environment: environment, signals: signals))
    } catch {
      trial = .failure(error)
    }
    let bench = SelfTestBench(joulebook: self, request: request, trial: trial)
    let rows = SelfChecks.all.map { check in
      notice.show("Checking: \(check.summary) …")
      return Self.row(check, bench)
    }
    notice.clear()
    return SelfTestReport(
      version: request.version, program: request.program,
      seconds: Double(SystemClock.monotonic() - started) * 1e-9, checks: rows)
  }

  /// The checks of a self-test, each with what it looks at.
  public static var selfChecks: [(name: String, summary: String)] {
    SelfChecks.all.map { ($0.name, $0.summary) }
  }

  static func row(_ check: any SelfCheck, _ bench: SelfTestBench) -> SelfTestReport.Row {
    let result: SelfCheckResult
    do throws(Problem) { result = try check.perform(on: bench) } catch { result = .failed(error) }
    return SelfTestReport.Row(
      check: check.name, outcome: result.outcome, found: result.found, next: result.next)
  }
}

extension SelfTestReport: Answer {
  public func text(style: TextStyle) -> String { SelfTestText(self, style: style).text }

  public var exit: ExitStatus {
    switch outcome {
    case .passed, .note: .done
    case .partly: .partlyMeasured
    case .untried, .failed: .failed
    }
  }
}
