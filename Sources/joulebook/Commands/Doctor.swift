import ArgumentParser
import JoulebookKit

struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Show what this machine can measure, and what to allow so that it can more.",
    discussion: examples(
      ("joulebook doctor", "sensors, their resolution, and commands that grant what is missing"),
      ("joulebook doctor --format json", "the same for a program"))
      + "\n\n"
        + """
        Ends with 0 when nothing is denied or broken, and with 2 when a device is there and cannot \
        be read.
        """)

  @OptionGroup var output: FormatOption

  func run() throws {
    try Console().print(Joulebook.ofProcess.doctor(), as: output.format)
  }
}
