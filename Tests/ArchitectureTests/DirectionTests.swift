import Testing

/// An arrow points at what is depended upon: upwards, never sideways.
struct DirectionTests {
  /// What each target may import: its own modules, then those of other packages and the system.
  static let allowed: [String: (own: Set<String>, others: Set<String>)] = [
    "Quantities": ([], ["RealModule"]),
    "Accounting": (["Quantities"], ["RealModule"]),
    "Estimating": (["Quantities", "Accounting"], ["RealModule"]),
    "Reporting": (["Quantities", "Accounting"], ["RealModule"]),
    "Auditing": (["Quantities", "Accounting"], ["RealModule"]),
    "Planning": (["Quantities", "Accounting"], []),
    "Forecasting": (["Quantities", "Accounting"], ["RealModule"]),
    "GridIntensity": (
      ["Quantities", "Accounting"],
      [
        "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "Foundation", "FoundationEssentials",
        "Glibc", "Synchronization",
      ]
    ),
    "Metering": (["Quantities", "Accounting", "CLinux", "CNVML"], ["Glibc", "Synchronization"]),
    "ReferenceData": (
      ["Quantities", "Accounting", "CReferenceData"], ["Glibc", "Synchronization"]
    ),
    "Bookkeeping": (
      ["Quantities", "Accounting"],
      ["GRDB", "Foundation", "FoundationEssentials", "Glibc", "Synchronization"]
    ),
    "Importing": (
      ["Quantities", "Accounting", "CDigest"], ["Foundation", "FoundationEssentials", "Glibc"]
    ),
    "JoulebookKit": (
      [
        "Quantities", "Accounting", "Estimating", "Auditing", "Planning", "Forecasting",
        "Reporting", "Metering", "ReferenceData", "GridIntensity", "Bookkeeping", "Importing",
      ],
      ["TOMLKit", "Yams", "Foundation", "FoundationEssentials", "Glibc", "Synchronization"]
    ),
    "Dashboard": (
      ["Quantities", "Accounting", "Estimating", "Reporting", "JoulebookKit", "CDashboardAssets"],
      [
        "Hummingbird", "HummingbirdCore", "HTTPTypes", "HummingbirdTLS", "ServiceLifecycle",
        "Logging", "NIOCore", "NIOPosix",
        "NIOSSL", "Foundation", "FoundationEssentials", "Glibc", "Synchronization",
      ]
    ),
    "joulebook": (
      [
        "Quantities", "Accounting", "Estimating", "Reporting", "JoulebookKit", "JoulebookTesting",
        "Dashboard",
      ],
      [
        "ArgumentParser", "Dispatch", "Foundation", "FoundationEssentials", "Glibc",
        "Synchronization",
      ]
    ),
    "JoulebookTesting": (
      [
        "Quantities", "Accounting", "Estimating", "Reporting", "Metering", "Bookkeeping",
        "GridIntensity", "Importing",
      ],
      ["Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Testing"]
    ),
  ]

  static let pure = [
    "Quantities", "Accounting", "Estimating", "Auditing", "Planning", "Forecasting", "Reporting",
  ]
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
