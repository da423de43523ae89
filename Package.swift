// swift-tools-version: 6.2
import PackageDescription

// Targets in reading order. Each names what it may import, nothing more; `scripts/check` builds
// with `--explicit-target-dependency-import-check error`, so a sideways import fails.
let package = Package(
  name: "joulebook",
  products: [
    .executable(name: "joulebook", targets: ["joulebook"]),
    .library(name: "JoulebookKit", targets: ["JoulebookKit"]),
    .library(name: "joulebook-nvml-stub", type: .dynamic, targets: ["CNVMLStub"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    // Pure: values and rules. No file, network, process, clock or environment.
    .target(
      name: "Quantities",
      dependencies: [.product(name: "RealModule", package: "swift-numerics")]),
    .target(
      name: "Accounting",
      dependencies: ["Quantities", .product(name: "RealModule", package: "swift-numerics")]),
    .target(
      name: "Estimating",
      dependencies: [
        "Quantities", "Accounting", .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .target(name: "Planning", dependencies: ["Quantities", "Accounting"]),
    .target(
      name: "Forecasting",
      dependencies: [
        "Quantities", "Accounting", .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .target(
      name: "Reporting",
      dependencies: [
        "Quantities", "Accounting", .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .target(
      name: "Auditing",
      dependencies: [
        "Quantities", "Accounting", .product(name: "RealModule", package: "swift-numerics"),
      ]),

    // Edges: each touches one part of the world.
    .target(name: "CLinux"),
    .target(name: "CNVML"),
    .target(name: "CReferenceData", exclude: ["tables"]),
    .target(name: "Metering", dependencies: ["Quantities", "Accounting", "CLinux", "CNVML"]),
    .target(
      name: "ReferenceData", dependencies: ["Quantities", "Accounting", "CReferenceData"]),
    .target(
      name: "GridIntensity",
      dependencies: [
        "Quantities", "Accounting",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .target(
      name: "Bookkeeping",
      dependencies: [
        "Quantities", "Accounting", .product(name: "GRDB", package: "GRDB.swift"),
      ]),

    .target(name: "CDigest"),
    .target(name: "Importing", dependencies: ["Quantities", "Accounting", "CDigest"]),

    // The façade and the faces.
    .target(
      name: "JoulebookKit",
      dependencies: [
        "Quantities", "Accounting", "Estimating", "Auditing", "Planning", "Forecasting",
        "Reporting", "Metering", "ReferenceData", "GridIntensity",
        "Bookkeeping", "Importing", .product(name: "TOMLKit", package: "TOMLKit"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "CDashboardAssets", exclude: ["assets"]),
    .target(
      name: "Dashboard",
      dependencies: [
        "Quantities", "Accounting", "Estimating", "Reporting", "JoulebookKit", "CDashboardAssets",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    .executableTarget(
      name: "joulebook",
      dependencies: [
        "Quantities", "Accounting", "Estimating", "Reporting", "JoulebookKit", "JoulebookTesting",
        "Dashboard",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .executableTarget(
      name: "EstimateSpeed",
      dependencies: ["Quantities", "Accounting", "Estimating", "JoulebookKit"],
      path: "Benchmarks/Estimates"),
    .executableTarget(
      name: "PlanSpeed", dependencies: ["Quantities", "Planning"], path: "Benchmarks/Plans"),

    // Fixtures, simulated machines and contract suites, for us and for people who add parts.
    .target(name: "CNVMLStub", dependencies: ["CNVML"]),
    .target(
      name: "JoulebookTesting",
      dependencies: [
        "Quantities", "Accounting", "Estimating", "Reporting", "Metering", "Bookkeeping",
        "GridIntensity", "Importing",
      ]),

    .testTarget(name: "QuantitiesTests", dependencies: ["Quantities"]),
    .testTarget(name: "AccountingTests", dependencies: ["Quantities", "Accounting"]),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "Quantities", "Accounting", "Reporting", "JoulebookTesting",
        .product(name: "Yams", package: "Yams"),
      ], exclude: ["Goldens"]),
    .testTarget(
      name: "EstimatingTests",
      dependencies: ["Quantities", "Accounting", "Estimating", "JoulebookTesting"]),
    .testTarget(
      name: "AuditingTests",
      dependencies: [
        "Quantities", "Accounting", "Auditing", "Reporting", "ReferenceData", "JoulebookKit",
      ], exclude: ["Claims"]),
    .testTarget(
      name: "MeteringTests",
      dependencies: ["Quantities", "Accounting", "Metering", "JoulebookTesting", "CNVMLStub"]),
    .testTarget(
      name: "ReferenceDataTests",
      dependencies: ["Quantities", "Accounting", "CReferenceData", "ReferenceData"]),
    .testTarget(
      name: "PlanningTests", dependencies: ["Quantities", "Accounting", "Planning"]),
    .testTarget(
      name: "ForecastingTests", dependencies: ["Quantities", "Accounting", "Forecasting"]),
    .testTarget(
      name: "GridIntensityTests",
      dependencies: [
        "Quantities", "Accounting", "GridIntensity", "JoulebookTesting",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .testTarget(
      name: "BookkeepingTests",
      dependencies: ["Quantities", "Accounting", "Bookkeeping", "JoulebookTesting"]),
    .testTarget(
      name: "ImportingTests",
      dependencies: ["Quantities", "Accounting", "Importing", "JoulebookTesting"],
      exclude: ["Goldens", "Records"]),
    .testTarget(
      name: "JoulebookKitTests",
      dependencies: [
        "Quantities", "Accounting", "Estimating", "Reporting", "Metering", "ReferenceData",
        "Bookkeeping", "Importing",
        "JoulebookKit", "JoulebookTesting",
      ], exclude: ["Fixtures", "Goldens"]),
    .testTarget(
      name: "DashboardTests",
      dependencies: [
        "Quantities", "Accounting", "Reporting", "JoulebookKit", "Dashboard", "JoulebookTesting",
        "CommandTesting", "joulebook",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    // The built program in a home of its own, for the tests that run it.
    .target(name: "CommandTesting", path: "Tests/CommandTesting"),
    .testTarget(
      name: "CommandTests", dependencies: ["JoulebookTesting", "CommandTesting", "joulebook"]),
    .testTarget(name: "ClientTests", dependencies: ["CommandTesting", "joulebook"]),
    .testTarget(name: "ArchitectureTests"),
  ]
)

let swiftTargets = package.targets.filter {
  !$0.name.hasPrefix("C") || $0.name.hasPrefix("Command")
}
for target in swiftTargets {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
}
for target in package.targets
where target.name.hasPrefix("C") && !target.name.hasPrefix("Command") && target.type == .regular {
  target.cSettings = [.define("_GNU_SOURCE")]
}
