import Accounting
import ArgumentParser
import JoulebookKit

struct Tag: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag", abstract: "Set and take off tags of a run.",
    discussion: examples(
      ("joulebook tag last seed=1 model=bert", "set two tags"),
      ("joulebook tag last --remove seed", "take one off")))

  @Argument(help: runHelp) var reference: String
  @Argument(help: ArgumentHelp("Tags to set.", valueName: "key=value")) var tags: [String] = []
  @Option(help: ArgumentHelp("A tag to take off; may be repeated.", valueName: "key"))
  var remove: [String] = []
  @OptionGroup var output: FormatOption

  func run() throws {
    guard !tags.isEmpty || !remove.isEmpty else {
      throw Problem(
        "There is no tag to set or to take off.",
        why: "Neither `key=value` nor `--remove` is given.",
        fix: "Write `joulebook tag \(reference) seed=1`.", exit: .usage)
    }
    let answer = try Joulebook.ofProcess.tag(reference, set: tagPairs(tags), remove: Set(remove))
    try Console().print(answer, as: output.format)
  }
}
