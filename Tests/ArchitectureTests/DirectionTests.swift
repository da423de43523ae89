import Testing

/// An arrow points at what is depended upon: upwards, never sideways.
struct DirectionTests {
  /// What each target may import: its own modules, then those of other packages and the system.
  static let allowed: [String: (own: Set<String>, others: Set<String>)] = [
    "Quantities": ([], []),
    "Accounting": (["Quantities"], []),
    "Reporting": (["Quantities", "Accounting"], []),
    "Auditing": (["Quantities", "Accounting"], ["RealModule"]),
    "Metering": (["Quantities", "Accounting", "CLinux", "CNVML"], ["Glibc", "Synchronization"]),
    "ReferenceData": (["Quantities", "Accounting", "CReferenceData"], ["Glibc"]),
    "Bookkeeping": (
      ["Quantities", "Accounting"],
      ["GRDB", "Foundation", "FoundationEssentials", "Glibc", "Synchronization"]
    ),
    "JoulebookKit": (
      [
        "Quantities", "Accounting", "Reporting", "Auditing", "Metering", "ReferenceData",
        "Bookkeeping",
      ],
      ["TOMLKit", "Yams", "Foundation", "FoundationEssentials", "Glibc", "Synchronization"]
    ),
    "joulebook": (
      ["Quantities", "Accounting", "Reporting", "JoulebookKit", "JoulebookTesting"],
      ["ArgumentParser", "Foundation", "FoundationEssentials", "Glibc", "Synchronization"]
    ),
    "JoulebookTesting": (
      ["Quantities", "Accounting", "Metering", "Bookkeeping"],
      ["Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Testing"]
    ),
  ]

  static let pure = ["Quantities", "Accounting", "Reporting", "Auditing"]
  static let platform: Set<String> = [
    "Foundation", "FoundationEssentials", "FoundationNetworking", "Glibc", "Musl", "Darwin",
    "Dispatch",
  ]

  @Test(arguments: allowed.keys.sorted())
  func `a target imports only what its arrows point at`(target: String) throws {
    let allowed = try #require(Self.allowed[target])
    var wrong: [String] = []
    for file in Repository.files(in: "Sources/\(target)", ending: [".swift"]) {
      for module in try Repository.imports(file)
      where !allowed.own.contains(module) && !allowed.others.contains(module) {
        wrong.append("\(file) imports \(module)")
      }
    }
    #expect(wrong == [])
  }

  @Test(arguments: pure)
  func `a pure target imports neither Foundation nor a platform`(target: String) throws {
    var wrong: [String] = []
    for file in Repository.files(in: "Sources/\(target)", ending: [".swift"]) {
      let modules = try Repository.imports(file).filter(Self.platform.contains)
      if !modules.isEmpty { wrong.append("\(file) imports \(modules)") }
    }
    #expect(wrong == [])
  }

  @Test func `every Swift target has its arrows written down`() throws {
    let manifest = try Repository.text("Package.swift")
    let folders = Set(
      Repository.files(in: "Sources", ending: [".swift"])
        .compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) })
    #expect(folders.subtracting(Self.allowed.keys) == [])
    #expect(Self.allowed.keys.filter { !manifest.contains("name: \"\($0)\"") } == [])
  }
}
