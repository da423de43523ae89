import Accounting
import JoulebookKit
import Testing

struct ConfigurationTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Settings of the folder, with nothing of the real machine in them.
  func settings(
    _ project: String? = nil, environment: [String: String] = [:],
    flags: SettingsFlags = SettingsFlags(), in subfolder: String = "digits"
  ) throws -> Settings {
    let directory = folder.makeFolder(subfolder)
    if let project { try folder.write(project, to: "digits/joulebook.toml") }
    return try Settings.resolve(flags: flags, environment: environment, directory: directory)
  }

  func refusal(_ project: String) -> Problem? {
    #expect(throws: Problem.self) { try settings(project) }
  }

  @Test func `without any file every setting has its default`() throws {
    let settings = try settings()
    #expect(settings.interval == Sourced(.seconds(1), .builtIn))
    #expect(settings.policy == Sourced(.byUse, .builtIn))
    #expect(settings.region == nil)
    #expect(settings.pue == nil)
    #expect(settings.files == [])
  }

  @Test func `a setting remembers its file and line`() throws {
    let settings = try settings("# where\nregion = \"DE\"\n\npue = 1.2\n")
    let path = folder.path + "/digits/joulebook.toml"
    #expect(settings.region == Sourced("DE", .projectFile(path, line: 2)))
    #expect(settings.pue == Sourced(1.2, .projectFile(path, line: 4)))
  }

  @Test func `the file of a folder above counts`() throws {
    try folder.write("project = \"bert\"", to: "digits/joulebook.toml")
    #expect(try settings(in: "digits/a/b").project.value == "bert")
  }

  @Test func `the nearest file hides those above`() throws {
    try folder.write("region = \"DE\"", to: "digits/joulebook.toml")
    try folder.write("pue = 1.1", to: "digits/a/joulebook.toml")
    #expect(try settings(in: "digits/a").region == nil)
  }

  @Test func `a project without a name is called like its folder`() throws {
    #expect(try settings("pue = 1").project.value == "digits")
  }

  @Test func `flags go before the environment, the project and the user`() throws {
    try folder.write("region = \"FR\"\nstage = \"user\"\n", to: "xdg/joulebook/config.toml")
    let file = "region = \"DE\"\npue = 1.3\npolicy = \"whole-machine\""
    let environment = [
      "XDG_CONFIG_HOME": folder.path + "/xdg", "JOULEBOOK_PUE": "1.4",
      "JOULEBOOK_POLICY": "by-reservation",
    ]
    var flags = SettingsFlags()
    flags.policy = "by-use"
    let settings = try settings(file, environment: environment, flags: flags)
    #expect(settings.policy == Sourced(.byUse, .flag("--policy")))
    #expect(settings.pue == Sourced(1.4, .environment("JOULEBOOK_PUE")))
    #expect(settings.region?.value == "DE")
    #expect(settings.stage.value == "user")
  }

  @Test func `tags of all places add up`() throws {
    var flags = SettingsFlags()
    flags.tags = ["seed=3"]
    let settings = try settings(
      "[tags]\nteam = \"vision\"\nseed = 1\n", environment: ["JOULEBOOK_TAGS": "node=a,try=2"],
      flags: flags)
    #expect(settings.tagValues == ["team": "vision", "seed": "3", "node": "a", "try": "2"])
  }

  @Test(arguments: [
    ("interval = \"250ms\"", Duration.milliseconds(250)), ("interval = 2", .seconds(2)),
    ("interval = 0.5", .milliseconds(500)), ("interval = \"1m\"", .seconds(60)),
    ("interval = \"1ms\"", .milliseconds(1)),
  ])
  func `an interval is seconds, or a number with a unit`(line: String, span: Duration) throws {
    #expect(try settings(line).interval.value == span)
  }

  @Test(arguments: [
    "interval = 0", "interval = -1", "interval = \"0.5ms\"", "interval = \"2m\"",
    "interval = \"soon\"", "interval = nan", "pue = 0.9", "pue = -1", "pue = inf", "pue = \"high\"",
    "pue = 11", "policy = \"by-luck\"", "quiet = \"perhaps\"", "project = 3", "project = \"\"",
    "tags = 3", "region = [\"DE\"]", "cpu-counting = \"no\"",
  ])
  func `a value out of range is bad usage and names its line`(line: String) throws {
    let problem = try #require(refusal("# first\n\(line)\n"))
    #expect(problem.exit == .usage)
    #expect(problem.what.contains("joulebook.toml:2"))
  }

  @Test func `an unknown setting names the nearest`() throws {
    let problem = try #require(refusal("regoin = \"DE\""))
    #expect(problem.fix.contains("`region`"))
    #expect(problem.exit == .usage)
  }

  @Test(arguments: [
    "region = DE", "region = \"DE", "[tags", "= 3", "region = \"DE\"\nregion = \"FR\"",
    "\u{1}\u{2}\u{3}",
  ])
  func `malformed TOML names the file and the line`(text: String) throws {
    let problem = try #require(refusal(text))
    #expect(problem.exit == .usage)
    #expect(problem.what.contains("joulebook.toml"))
    #expect(problem.what.contains("line "))
  }

  @Test(arguments: [[0xFF, 0xFE, 0x00, 0x01], Array("pue = 1\n\u{0}stage = 3".utf8)])
  func `a file that is not text is refused`(bytes: [UInt8]) throws {
    try folder.write(bytes, to: "digits/joulebook.toml")
    let problem = #expect(throws: Problem.self) { try settings() }
    #expect(problem?.exit == .usage)
  }

  @Test func `a folder in the file's place is refused`() {
    _ = folder.makeFolder("digits/joulebook.toml")
    #expect(throws: Problem.self) { try settings() }
  }

  @Test func `a zero inside a key does not crash`() {
    #expect(throws: Problem.self) { try settings("\"a\\u0000b\" = 1") }
  }

  @Test(arguments: ["novalue", "=x", ""])
  func `a tag without a key is bad usage`(tag: String) {
    var flags = SettingsFlags()
    flags.tags = [tag]
    #expect(throws: Problem.self) { try settings(flags: flags) }
  }

  @Test func `a ledger named in a file lies beside that file`() throws {
    try folder.write("ledger = \"books/l.sqlite\"", to: "digits/joulebook.toml")
    #expect(
      try settings(in: "digits/a").ledgerPath?.value == folder.path + "/digits/books/l.sqlite")
  }

  @Test func `every setting has a flag and a variable of its own`() {
    #expect(Set(SettingKey.allCases.map(\.flag)).count == SettingKey.allCases.count)
    #expect(Set(SettingKey.allCases.map(\.variable)).count == SettingKey.allCases.count)
  }
}
