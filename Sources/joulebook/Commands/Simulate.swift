import Accounting
import ArgumentParser
import Foundation
import JoulebookTesting
import Quantities

/// `joulebook simulate`: a machine with sensors, made of files, whose true energy is known.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Simulate a machine whose true energy is known.",
    discussion: """
      joulebook simulate /tmp/machine --scenario server -- joulebook run -- python3 train.py
      joulebook simulate /tmp/machine --scenario square-1hz --seconds 60

      Writes /sys, /proc and a stand-in for NVIDIA's library into DIR and keeps their counters \
      moving. Programs see that machine when JOULEBOOK_SYSROOT is DIR and JOULEBOOK_NVML is \
      DIR/libnvidia-ml.so.1; COMMAND runs with both set, and its exit code is passed on. What \
      each device truly drew is printed at the end, and kept in DIR/truth.json meanwhile.
      """)

  @Argument(help: "Folder for the machine: new, empty, or of an earlier simulation.")
  var directory: String?

  @Option(help: "Which machine; see --list.")
  var scenario = "server"

  @Flag(help: "List the scenarios.")
  var list = false

  @Option(help: "End after so many seconds.")
  var seconds: Double?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Print what was drawn in a window of the simulation in DIR.",
      discussion: "FROM and TO are seconds since its start, or RFC 3339 times.",
      valueName: "from to"))
  var truth: [String] = []

  @Option(help: "How to print the truth: text or json.")
  var format: Format = .text

  @Argument(parsing: .postTerminator, help: "Command to run on the simulated machine.")
  var command: [String] = []

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  func run() throws {
    do {
      try perform()
    } catch let problem as Problem {
      SimulationPrinter.say("joulebook: \(problem.what) \(problem.why)\n  → \(problem.fix)")
      throw ExitCode(problem.exit.rawValue)
    }
  }

  private func perform() throws {
    if list { return SimulationPrinter.printScenarios() }
    guard let directory else {
      throw Problem(
        "No folder named.", why: "The simulated machine is made of files in a folder of its own.",
        fix: "joulebook simulate /tmp/machine --scenario \(scenario)", exit: .usage)
    }
    if !truth.isEmpty { return try printTruth(in: directory) }
    guard let scenario = Scenarios.named(scenario) else {
      throw Problem(
        "There is no scenario `\(scenario)`.",
        why: "The scenarios are: " + Scenarios.all.map(\.name).joined(separator: ", ") + ".",
        fix: "joulebook simulate --list", exit: .usage)
    }
    if let seconds, !(seconds > 0) {
      throw Problem(
        "A simulation cannot last \(seconds) s.", why: "--seconds takes a number above zero.",
        fix: "Leave --seconds out to simulate until Ctrl-C.", exit: .usage)
    }
    let folder = try SimulationFolder(claiming: directory)
    let show = SimulationRunner(folder: folder, seconds: seconds, command: command)
    let (truth, code) = try show.run(scenario)
    let text = try SimulationPrinter.text(truth, format)
    // A command's output stays its own.
    if command.isEmpty { print(text) } else { SimulationPrinter.say(text) }
    if code != 0 { throw ExitCode(code) }
  }

  private func printTruth(in directory: String) throws {
    let record = try SimulationFolder(existing: directory).load()
    let window = truth.compactMap { text in
      Double(text) ?? Timestamp(text).map { ($0 - record.started).seconds }
    }
    guard truth.count == 2, window.count == 2, window[0] <= window[1], window[0] >= 0 else {
      throw Problem(
        "`--truth \(truth.joined(separator: " "))` is not a window of the simulation.",
        why: "It takes two moments in order, in seconds since its start or as RFC 3339 times; "
          + "it started at \(record.started).",
        fix: "joulebook simulate \(directory) --truth 0 10", exit: .usage)
    }
    print(try SimulationPrinter.text(record.truth(from: window[0], to: window[1]), format))
  }
}

/// What `simulate` prints.
enum SimulationPrinter {
  static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

  static func printScenarios() {
    let width = Scenarios.all.map(\.name.count).max() ?? 0
    for scenario in Scenarios.all {
      print(scenario.name.padding(toLength: width + 2, withPad: " ", startingAt: 0), terminator: "")
      print(scenario.summary)
    }
  }

  static func text(_ truth: Simulation.Truth, _ format: Simulate.Format) throws -> String {
    switch format {
    case .json: return try SimulationFolder.json(truth)
    case .text:
      var lines = [
        "\(truth.scenario): what it truly drew from \(number(truth.from)) s to \(number(truth.to)) s"
      ]
      let width = max(7, truth.devices.map(\.device.count).max() ?? 0)
      func line(_ name: String, _ energy: Double, _ note: String = "") -> String {
        let padding = String(repeating: " ", count: width - name.count)
        return "  \(name)\(padding)  \(number(energy)) J\(note)"
      }
      lines += truth.devices.map {
        line($0.device, $0.energy, $0.counted ? "" : "  (seen elsewhere too, not added)")
      }
      lines.append(line("machine", truth.energy))
      return lines.joined(separator: "\n")
    }
  }

  private static func number(_ value: Double) -> String { String(format: "%.3f", value) }
}
