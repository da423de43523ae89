import Foundation
import JoulebookTesting
import Testing

/// What `make install`, `make tarball` and `make deb` put where. The program of the packages is a small
/// stand-in here; suites that end in `SlowTests` take the real one into a fresh Debian.
@Suite struct PackagingTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  private static let root = ManualTests.root.path
  private static func has(_ tool: String) -> Bool {
    ["/usr/bin/", "/bin/", "/usr/sbin/"].contains {
      FileManager.default.isExecutableFile(atPath: $0 + tool)
    }
  }
  private static let hasDpkg = has("dpkg-deb") && has("dpkg-shlibdeps")

  /// A folder `built` as `make docs` leaves one, with `program` in it.
  private func build(program: String = "/bin/true") throws {
    let told = try box.shell(
      """
      mkdir built && cp '\(program)' built/joulebook && chmod 755 built/joulebook
      echo stand-in > built/libjoulebook-nvml-stub.so
      '\(Self.root)/Scripts/docs' '\(JoulebookBinary.path)' built/docs && echo built
      """)
    try #require(told == "built\n")
  }

  private func shell(_ script: String) throws -> [String] {
    try box.shell(
      "export SOURCE_DATE_EPOCH=1795000000 COMPRESSION=none; PATH=$PATH:/usr/sbin\n"
        + "scripts='\(Self.root)/Scripts'\n" + script
    ).split(separator: "\n").map(String.init)
  }

  @Test func `the version has one place, which the program prints`() throws {
    let version = try shell("$scripts/version; '\(JoulebookBinary.path)' --version")
    #expect(version.count == 2 && Set(version).count == 1)
  }

  @Test(arguments: ["usual", "debian"])
  func `what is installed is taken away whole, and nothing else`(kind: String) throws {
    try build()
    let left = try shell(
      """
      "$scripts"/layout install built "$PWD/root" /usr \(kind)
      find root -type f | grep -c . > count
      touch root/usr/bin/mine root/usr/share/doc/joulebook/of-an-older-version
      "$scripts"/layout remove built "$PWD/root" /usr \(kind)
      test "$(cat count)" -gt 40 && find root -type f
      """)
    #expect(left == ["root/usr/bin/mine"])
  }

  @Test func `an installation passes its self-test without a note`() throws {
    try build(program: JoulebookBinary.path)
    let told = try shell(
      """
      "$scripts"/layout install built "" "$PWD/a prefix"
      HOME=$PWD PATH="$PWD/a prefix/bin:$PATH" SHELL=/bin/zsh joulebook self-test 2>&1
      grep ExecStart "a prefix/share/systemd/user/joulebook.service"
      """)
    #expect(told.dropLast().last?.hasPrefix("Everything works.") == true, "\(told)")
    #expect(told.last == "ExecStart=\"\(box.folder)/a prefix/bin/joulebook\" serve --port 4760")
  }

  @Test func `the tarball has one folder, root's files, and the same bytes each time`() throws {
    try build()
    let told = try shell(
      """
      first=$("$scripts"/tarball built one) && sleep 0.01 && touch built/joulebook
      second=$("$scripts"/tarball built two) && cmp $first $second && basename $first
      tar -tvzf $first | grep -vc ' 0/0 .* joulebook-[0-9.]*-linux-[a-z0-9_]*/'
      tar -xzf $first && cd joulebook-* && ls
      for file in bin/joulebook lib/udev/rules.d/70-joulebook-powercap.rules \
        share/man/man1/joulebook.1 share/systemd/user/joulebook.service \
        share/bash-completion/completions/joulebook share/zsh/site-functions/_joulebook \
        share/fish/vendor_completions.d/joulebook.fish share/doc/joulebook/Docs/Installing.md
      do test -s $file || echo "no $file"; done
      grep ExecStart share/systemd/user/joulebook.service
      """)
    let version = try shell("$scripts/version").first ?? ""
    #expect(told.first?.hasPrefix("joulebook-\(version)-linux-") == true, "\(told)")
    #expect(
      Array(told.dropFirst()) == [
        "0", "ATTRIBUTION.md", "LICENSE", "NOTICE", "README", "bin", "lib", "share",
        "ExecStart=\"%h/.local/bin/joulebook\" serve --port 4760",
      ])
  }

  @Test(.enabled(if: hasDpkg, "dpkg-deb or dpkg-shlibdeps is not installed"))
  func `the package says what it is and needs, and has the same bytes each time`() throws {
    try build()
    let told = try shell(
      """
      first=$("$scripts"/deb built one) && touch built/joulebook
      second=$("$scripts"/deb built two) && cmp $first $second && basename $first
      dpkg-deb --field $first Package Version Depends
      dpkg-deb --contents $first | grep -vc ' root/root '
      dpkg-deb --raw-extract $first all && cd all && md5sum --quiet --check DEBIAN/md5sums && echo sums hold
      find . -type f | wc -l; wc -l < DEBIAN/md5sums
      """)
    let version = try shell("$scripts/version").first ?? ""
    let architecture = try shell("dpkg --print-architecture").first ?? ""
    try #require(told.count == 8, "\(told)")
    #expect(told[0] == "joulebook_\(version)-1_\(architecture).deb")
    #expect(told[1] == "Package: joulebook" && told[2] == "Version: \(version)-1")
    #expect(told[3].hasPrefix("Depends: libc6 (>= ") && told[3].hasSuffix(", passwd"))
    #expect(told[4] == "0" && told[5] == "sums hold")
    // All but the four files of the package's own.
    #expect(Int(told[6]) == (Int(told[7]) ?? 0) + 4)
  }

  @Test(.enabled(if: hasDpkg, "dpkg-deb or dpkg-shlibdeps is not installed"))
  func `each file of the package is where Debian looks for it`() throws {
    try build()
    let places = try shell(
      "dpkg-deb --contents $(\"$scripts\"/deb built out) | grep -v '/$' | sed 's/.* \\././'"
    ).filter { !$0.contains("/Docs/") && !$0.contains("/Examples/") }
    #expect(
      places == [
        "./usr/bin/joulebook", "./usr/lib/joulebook/libjoulebook-nvml-stub.so",
        "./usr/lib/systemd/user/joulebook.service",
        "./usr/lib/udev/rules.d/70-joulebook-powercap.rules",
        "./usr/share/bash-completion/completions/joulebook",
        "./usr/share/doc/joulebook/ATTRIBUTION.md", "./usr/share/doc/joulebook/CONTRIBUTING.md",
        "./usr/share/doc/joulebook/NOTICE", "./usr/share/doc/joulebook/README.md",
        "./usr/share/doc/joulebook/STYLE.md",
        "./usr/share/doc/joulebook/changelog.Debian.gz",
        "./usr/share/doc/joulebook/changelog.gz", "./usr/share/doc/joulebook/copyright",
        "./usr/share/fish/vendor_completions.d/joulebook.fish",
        "./usr/share/lintian/overrides/joulebook", "./usr/share/man/man1/joulebook.1.gz",
        "./usr/share/zsh/vendor-completions/_joulebook",
      ])
  }

  @Test(.enabled(if: has("systemd-analyze"), "systemd-analyze is not installed"))
  func `systemd finds nothing wrong with the unit`() throws {
    try build(program: JoulebookBinary.path)
    let told = try shell(
      """
      "$scripts"/layout install built "" "$PWD/a prefix"
      export XDG_RUNTIME_DIR=$PWD HOME=$PWD MANPATH="$PWD/a prefix/share/man"
      systemd-analyze --user verify "a prefix"/share/systemd/user/joulebook.service 2>&1 | grep joulebook
      """)
    #expect(told == [])
  }

  @Test func `the command of the rule gives a group the reading, and nobody else`() throws {
    let told = try shell(
      """
      mkdir zone && echo 1 > zone/energy_uj && chmod 400 zone/energy_uj
      rule=$(grep -v '^#' "$scripts"/../Packaging/70-joulebook-powercap.rules)
      run=${rule#*RUN+=\\"} run=${run%\\"}
      run=$(echo "$run" | sed "s|/sys%p|$PWD/zone|g; s|chgrp joulebook|chgrp $(id -gn)|")
      eval "$run"; stat -c '%a %G' zone/energy_uj; id -gn
      """)
    try #require(told.count == 2)
    #expect(told[0] == "440 \(told[1])")
  }

  @Test(arguments: ["docs", "layout", "version", "epoch", "tarball", "deb"])
  func `a script is one that a plain shell can read`(name: String) throws {
    #expect(
      try shell("sh -n \"$scripts\"/\(name) && test -x \"$scripts\"/\(name) && echo good") == [
        "good"
      ])
  }
}
