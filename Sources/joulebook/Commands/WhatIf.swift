import ArgumentParser
import JoulebookKit

struct WhatIf: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whatif",
    abstract:
      "Show what a finished run would have been elsewhere, at another time, on other hardware.",
    discussion: examples(
      ("joulebook whatif last --region FR", "in France"),
      ("joulebook whatif last --start=-6h", "six hours earlier"),
      ("joulebook whatif last --on 4xh100", "on four H100")))

  @Argument(help: runHelp) var reference = "last"
  @Option(help: "Country, state, grid zone or cloud region.") var region: String?
  @Option(
    parsing: .unconditional,
    help: "Start: a moment, or a shift such as +6h or -6h (write --start=-6h).")
  var start: String?
  @Option(help: ArgumentHelp("Other hardware: 8xh100, 16x, h100.", valueName: "hardware"))
  var on: String?
  @Option(help: "Power limit of each device: 250W.") var powerCap: String?
  @Option(parsing: .unconditional, help: "Power usage effectiveness.") var pue: String?
  @Option(help: "Intensity of the electricity, instead of the place's own: \"120 g/kWh\".")
  var intensity: String?
  @OptionGroup var output: FormatOption

  func run() throws {
    var request = WhatIfRequest()
    request.run = reference
    request.region = region
    request.start = start
    request.hardware = on
    request.powerCap = powerCap
    request.pue = pue
    request.intensity = intensity
    try Console().print(Joulebook.ofProcess.whatIf(request), as: output.format)
  }
}
