import Bookkeeping
import Foundation
import JoulebookTesting
import Testing

@Suite struct LedgerStoreTests {
  @Test(arguments: LedgerStores.all.keys.sorted())
  func `every store keeps the contract`(name: String) throws {
    let folder = try TemporaryFolder()
    let make = try #require(LedgerStores.all[name])
    let violations = LedgerStoreContract.violations {
      make(LedgerLocation(path: folder.file(UUID().uuidString)))
    }
    #expect(violations == [])
  }

  @Test func `the standard store is listed`() {
    #expect(LedgerStores.all[LedgerStores.standard] != nil)
  }
}

/// A folder that goes away with its last user.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "books-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Names of everything in the folder, sorted.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  func file(_ name: String) -> String { path + "/" + name }
}
