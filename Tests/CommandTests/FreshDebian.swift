import Foundation
import JoulebookTesting
import Testing

/// A Debian of the smallest variant in a folder, in which commands are run as its root.
struct FreshDebian {
  private let box: CommandBox
  private let root: String

  static let isRoot = geteuid() == 0
  static let hasTool = FileManager.default.isExecutableFile(atPath: "/usr/sbin/debootstrap")
  static let hasLintian = FileManager.default.isExecutableFile(atPath: "/usr/bin/lintian")
  static var hasPackages: Bool { !package.isEmpty && !tarball.isEmpty }
  static var package: String { newest("joulebook_", ".deb") }
  static var tarball: String { newest("joulebook-", ".tar.gz") }

  private static let mirror =
    ProcessInfo.processInfo.environment["JOULEBOOK_DEBIAN_MIRROR"] ?? "http://deb.debian.org/debian"

  /// The version of this system, for whose C library the program was built.
  private static let suite: String = {
    let text = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VERSION_CODENAME=") }
    return line.map { String($0.dropFirst(17)) } ?? "stable"
  }()

  static let hasMirror: Bool = {
    guard let box = try? CommandBox() else { return false }
    let address = "\(mirror)/dists/\(suite)/Release"
    let told = try? box.shell(
      "/usr/lib/apt/apt-helper download-file '\(address)' '\(box.folder)/release' && echo reached")
    return told?.hasSuffix("reached\n") == true
  }()

  private static func newest(_ beginning: String, _ end: String) -> String {
    let folder = ManualTests.root.path + "/.build-release/packages"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let name = names.filter { $0.hasPrefix(beginning) && $0.hasSuffix(end) }.sorted().last
    return name.map { "\(folder)/\($0)" } ?? ""
  }

  static func version() throws -> String {
    try CommandBox().shell("dpkg-deb --field '\(package)' Version").trimmingCharacters(
      in: .whitespacesAndNewlines)
  }

  /// Made once and kept below `.build`, with the lists of packages as they are today.
  private static let pristine: Result<String, any Error> = Result {
    let place = ManualTests.root.path + "/.build/fresh-debian"
    let told = try CommandBox().shell(
      """
      export PATH=$PATH:/usr/sbin:/sbin
      mkdir -p '\(place)' && cd '\(place)' || exit
      test -e '\(suite).made' || {
        rm -rf '\(suite)'
        debootstrap --variant=minbase '\(suite)' '\(suite)' '\(mirror)' > log 2>&1 || tail -5 log
      }
      chroot '\(suite)' apt-get update > log 2>&1 && touch '\(suite).made' || tail -5 log
      """)
    try #require(told.isEmpty, "\(told)")
    return "\(place)/\(suite)"
  }

  init(in box: CommandBox) throws {
    self.box = box
    root = box.folder + "/root"
    let pristine = try Self.pristine.get()
    let told = try box.shell(
      "cp --archive '\(pristine)' '\(root)' && mkdir '\(root)/carried' && echo copied")
    try #require(told == "copied\n")
  }

  func carry(_ file: String, as name: String) throws {
    try FileManager.default.copyItem(atPath: file, toPath: "\(root)/carried/\(name)")
  }

  /// Runs a script as root of that Debian, which sees processes of its own only.
  func run(_ script: String) throws -> Outcome {
    try script.write(toFile: root + "/carried/script", atomically: true, encoding: .utf8)
    return try Script.plain(
      """
      unshare --mount --pid --fork --kill-child sh -c '
        mount -t proc proc "$0/proc" && exec chroot "$0" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
          DEBIAN_FRONTEND=noninteractive HOME=/ http_proxy="$http_proxy" sh /carried/script' '\(root)' 2>&1
      """)
  }

  /// What a script prints that has to work.
  @discardableResult
  func must(_ script: String) throws -> String {
    let told = try run(script)
    try #require(told.status == 0, "\(script)\n\(told)")
    return told.text
  }
}
