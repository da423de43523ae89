import Foundation
import JoulebookTesting
import Testing

/// The packages that `make deb` and `make tarball` left, in a fresh Debian of their own. Each test begins with a
/// copy of that Debian.
@Suite(
  .serialized, .enabled(if: SlowTests.areWanted, Comment(rawValue: SlowTests.why)),
  .enabled(if: FreshDebian.isRoot, "it needs root, to change the root folder"),
  .enabled(if: FreshDebian.hasTool, "debootstrap is not installed: run `Scripts/setup packages`"),
  .enabled(if: FreshDebian.hasPackages, "there is no package: run `make deb tarball`"),
  .enabled(if: !SlowTests.areWanted || FreshDebian.hasMirror, "no mirror of Debian can be reached"))
struct PackageSlowTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  /// A copy of the fresh Debian with the package installed by apt and a user whose ledger has a run.
  private func installed() throws -> FreshDebian {
    let debian = try FreshDebian(in: box)
    try debian.carry(FreshDebian.package, as: "new.deb")
    try debian.must("apt-get install --yes --no-install-recommends /carried/new.deb")
    try debian.must("useradd --create-home ada")
    try debian.must("su ada -c 'joulebook run --quiet --name kept -- true'")
    return debian
  }

  private let ledger = "sha256sum /home/ada/.local/share/joulebook/ledger.sqlite"

  @Test func `the package installs by apt and passes its self-test for a user, without a note`()
    throws
  {
    let debian = try installed()
    let told = try debian.run("su ada -c 'joulebook self-test'")
    #expect(told.status == 0 && told.text.contains("Everything works."), "\(told)")
    let more = try debian.run(
      "getent group joulebook; zcat -t /usr/share/man/man1/joulebook.1.gz && dpkg --verify joulebook"
    )
    #expect(more.text.hasPrefix("joulebook:x:") && more.text.hasSuffix(":\n"), "\(more)")
    #expect(more.status == 0)
  }

  @Test func `the program serves its pages as a user of that Debian`() throws {
    let debian = try installed()
    let told = try debian.run(
      """
      cat > /carried/visit <<'VISIT'
      joulebook serve --port 4799 & server=$!
      for try in 1 2 3 4 5 6 7 8 9 10; do
        (exec 3<>/dev/tcp/127.0.0.1/4799) && break; sleep 0.3
      done
      exec 3<>/dev/tcp/127.0.0.1/4799
      printf 'GET /api/v1/runs HTTP/1.1\\r\\nHost: 127.0.0.1:4799\\r\\nConnection: close\\r\\n\\r\\n' >&3
      timeout 5 grep -ao kept <&3 | head -1; kill $server; wait $server
      VISIT
      su ada -c 'bash /carried/visit'
      """)
    #expect(told.text.contains("kept"), "\(told)")
  }

  @Test func `an upgrade changes the program, takes old files away and leaves the ledger`() throws {
    let debian = try FreshDebian(in: box)
    try debian.carry(FreshDebian.package, as: "new.deb")
    // The older version: another number, a file that is gone since, no group.
    try debian.must("apt-get install --yes --no-install-recommends libsqlite3-0 zlib1g")
    let built = box.folder + "/old"
    _ = try box.shell(
      """
      dpkg-deb --raw-extract '\(FreshDebian.package)' '\(built)'
      sed -i 's/^Version: .*/Version: 0.0.9-1/' '\(built)/DEBIAN/control'
      echo old > '\(built)/usr/share/doc/joulebook/gone-since'
      dpkg-deb -Znone --root-owner-group --build '\(built)' old.deb
      """)
    try debian.carry(box.folder + "/old.deb", as: "old.deb")
    try debian.must("dpkg --install /carried/old.deb && useradd --create-home ada")
    try debian.must("su ada -c 'joulebook run --quiet --name kept -- true'")
    try debian.must("usermod -aG joulebook ada")
    let before = try debian.must(ledger)
    try debian.must("apt-get install --yes --no-install-recommends /carried/new.deb")
    #expect(try debian.must(ledger) == before)
    let told = try debian.run(
      """
      dpkg-query --show --showformat '${Version} ${Status}\\n' joulebook
      ls /usr/share/doc/joulebook/gone-since 2>&1 | grep -c 'No such'
      id -nG ada; su ada -c 'joulebook list'
      """)
    let version = try FreshDebian.version()
    #expect(told.text.hasPrefix("\(version) install ok installed\n1\nada joulebook\n"), "\(told)")
    #expect(told.text.contains("kept"), "\(told)")
  }

  @Test(arguments: ["remove", "purge"])
  func `it goes without a trace, but for what users booked and the group`(way: String) throws {
    let debian = try installed()
    let before = try debian.must(ledger)
    let files = try debian.must("dpkg-query --listfiles joulebook | grep joulebook")
    try debian.must("apt-get \(way) --yes joulebook")
    #expect(try debian.must(ledger) == before)
    let told = try debian.run(
      """
      find / -xdev -path /proc -prune -o -path /carried -prune -o -path /home -prune \
        -o -path '/var/tmp/joulebook-*' -prune -o -path /var/log -prune -o -path '/var/cache/*' -prune -o -iname '*joulebook*' -print
      dpkg --status joulebook 2>/dev/null | grep Status
      getent group joulebook | cut -d: -f1
      """)
    #expect(files.split(separator: "\n").count > 20)
    #expect(told.text == "joulebook\n", "\(told)")
  }

  @Test func `it can be installed again after it was purged`() throws {
    let debian = try installed()
    try debian.must("apt-get purge --yes joulebook")
    try debian.must("apt-get install --yes --no-install-recommends /carried/new.deb")
    let told = try debian.run("su ada -c 'joulebook list'")
    #expect(told.text.contains("kept"), "\(told)")
  }

  @Test func `the tarball runs from any folder of a bare Debian`() throws {
    let debian = try FreshDebian(in: box)
    try debian.carry(FreshDebian.tarball, as: "joulebook.tar.gz")
    let told = try debian.run(
      """
      useradd --create-home ada && mkdir '/srv/a folder' && cd '/srv/a folder' || exit 1
      tar -xzf /carried/joulebook.tar.gz && cd joulebook-* || exit 1
      su ada -c 'PATH=$PWD/bin:$PATH SHELL= joulebook self-test'
      """)
    #expect(told.status == 0 && told.text.contains("Everything works."), "\(told)")
  }

  @Test(.enabled(if: FreshDebian.hasLintian, "lintian is not installed"))
  func `lintian finds nothing in the package`() throws {
    let told = try box.shell("lintian --allow-root '\(FreshDebian.package)' 2>&1; echo $?")
    #expect(told == "0\n")
  }
}
