import Foundation
import Testing

/// Rules of the house that a compiler does not know.
struct HouseTests {
  static let written = [".swift", ".c", ".h", ".py", ".md", ".sh", ".toml", ".tsv"]
  static let folders = [
    "Sources", "Tests", "Scripts", "Docs", "Examples", "Benchmarks", "Clients",
  ]

  static var files: [String] { folders.flatMap { Repository.files(in: $0, ending: written) } }

  @Test func `no source file is longer than 400 lines`() throws {
    var long: [String] = []
    for file in Repository.files(in: "Sources", ending: [".swift", ".c", ".h"])
      + Repository.files(in: "Tests", ending: [".swift"])
    {
      let lines = try Repository.text(file).split(
        separator: "\n", omittingEmptySubsequences: false
      ).count
      if lines > 401 { long.append("\(file): \(lines)") }
    }
    #expect(long == [])
  }

  @Test func `no path of somebody's machine stands in the product`() throws {
    // Pieced together, so that this file does not hold them itself.
    let foreign = ["/wor" + "k/", "/ho" + "me/runner", "/Use" + "rs/", "/roo" + "t/"]
    var found: [String] = []
    for file in Self.files + ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile"] {
      let text = try Repository.text(file)
      for path in foreign where text.contains(path) { found.append("\(file): \(path)") }
    }
    #expect(found == [])
  }

  @Test func `nothing is forced`() throws {
    var found: [String] = []
    for file in Repository.files(in: "Sources", ending: [".swift"]) {
      for (index, line) in try Repository.text(file).split(
        separator: "\n", omittingEmptySubsequences: false
      ).enumerated() where line.contains("try! ") || line.contains("fatalError(") {
        found.append("\(file):\(index + 1)")
      }
    }
    #expect(found == [])
  }

  @Test func `every link between pages leads somewhere`() throws {
    let pages =
      Repository.files(in: "Docs", ending: [".md"]) + [
        "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
      ]
    var broken: [String] = []
    for page in pages {
      let text = try Repository.text(page)
      let folder = Repository.root.appendingPathComponent(page).deletingLastPathComponent()
      for link in text.matches(of: /\]\(([^)#\s]+)[^)]*\)/).map({ String($0.output.1) })
      where !link.contains("://") && !link.hasPrefix("mailto:") {
        let target = folder.appendingPathComponent(link).standardizedFileURL.path
        if !FileManager.default.fileExists(atPath: target) { broken.append("\(page) → \(link)") }
      }
    }
    #expect(broken == [])
  }
}
