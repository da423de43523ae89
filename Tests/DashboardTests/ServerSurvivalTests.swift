import Accounting
import CommandTesting
import Foundation
import JoulebookTesting
import Testing

/// Whatever happens to the server, the ledger and the runs are unhurt.
@Suite struct ServerSurvivalTests {
  private let page = ["accept": "text/html"]

  @Test func `a server that is killed while it writes takes nothing of the ledger with it`()
    async throws
  {
    let box = try RunPagesTests.box()
    let before = try box.run(["list", "--format", "json"]).output
    let served = try await Served(box, ["--allow-writes"])
    let id = "20261124-140000-aaaaaa"
    let text = try await served.get("/runs/\(id)", page).text
    let key = try #require(text.firstMatch(of: /name="key" value="([^"]+)"/)).1
    let form = ["content-type": "application/x-www-form-urlencoded"]
    // Visitors read and write while it dies.
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<20 {
        group.addTask {
          _ = try? await served.ask(
            "POST", "/runs/\(id)/tags", form, body: "key=\(key)&tag=n\(number)%3D1")
        }
        group.addTask { _ = try? await served.get("/runs", page) }
      }
      group.addTask {
        try? await Task.sleep(for: .milliseconds(60))
        served.kill()
      }
    }
    #expect(try box.run(["check"]).status == 0)
    // Runs and figures are as they were; tags may have come to one of them.
    func figures(_ text: String) -> [String] {
      text.matches(of: /"(?:id|energy_joules|emissions_grams)" : [^,\n]*/).map { String($0.0) }
    }
    #expect(figures(try box.run(["list", "--format", "json"]).output) == figures(before))
    // The next one serves.
    let again = try await Served(box)
    #expect(try await again.get("/runs", page).text.contains("aaaaaa"))
  }

  @Test func `two servers of one ledger show the same, and what one writes the other shows`()
    async throws
  {
    let box = try RunPagesTests.box()
    let (first, second) = (try await Served(box, ["--allow-writes"]), try await Served(box))
    let id = "20261124-140000-aaaaaa"
    #expect(
      try await first.get("/runs", page).text == second.get("/runs", page).text)
    let text = try await first.get("/runs/\(id)", page).text
    let key = try #require(text.firstMatch(of: /name="key" value="([^"]+)"/)).1
    _ = try await first.ask(
      "POST", "/runs/\(id)/tags", ["content-type": "application/x-www-form-urlencoded"],
      body: "key=\(key)&tag=seen%3Dyes")
    #expect(try await second.get("/runs/\(id)", page).text.contains("seen=yes"))
    #expect(try box.run(["run", "--quiet", "--name", "fresh", "--", "true"]).status == 0)
    for served in [first, second] {
      #expect(try await served.get("/", page).text.contains("fresh"))
    }
  }

  @Test(.enabled(if: Self.mayMount, "no volume may be mounted here"))
  func `on a full disk pages are read, a write is refused with its reason, and nothing is lost`()
    throws
  {
    let box = try CommandBox()
    let script = #"""
      import os, re, subprocess, sys, urllib.error, urllib.parse, urllib.request
      book, home = sys.argv[1], sys.argv[2]
      serve = subprocess.Popen([book, "serve", "--port", "0", "--allow-writes"], stderr=subprocess.PIPE, text=True)
      base = re.search(r"http://\S+:\d+", serve.stderr.readline()).group(0)
      def get(path, data=None):
          request = urllib.request.Request(base + path, data, {"accept": "text/html"})
          try: answer = urllib.request.urlopen(request, timeout=20)
          except urllib.error.HTTPError as error: answer = error
          return answer.status, answer.read().decode()
      status, page = get("/runs")
      run = re.search(r'href="(/runs/[0-9][^"]*)"', page).group(1)
      key = re.search(r'name="key" value="([^"]+)"', get(run)[1]).group(1)
      filler = os.open(home + "/filler", os.O_WRONLY | os.O_CREAT)
      try:
          while True: os.write(filler, b"x" * 1024)
      except OSError: pass
      print("read", get("/runs")[0], get("/")[0], get(run)[0])
      big = urllib.parse.urlencode({"key": key, "tag": "note=" + "x" * 60000}).encode()
      status, text = get(run + "/tags", big)
      print("write", status >= 400, "Cannot" in text)
      print("read", get("/runs")[0])
      serve.kill(); serve.wait()
      """#
    try Data(script.utf8).write(to: URL(fileURLWithPath: box.folder + "/play.py"))
    let output = try box.shell(
      """
      export HOME=\(box.folder) XDG_DATA_HOME=\(box.folder)/data BOOK=\(JoulebookBinary.path)
      mkdir -p $XDG_DATA_HOME
      unshare -m sh -c '
        mount -t tmpfs none /var/tmp
        mount -t tmpfs -o size=1m none $XDG_DATA_HOME
        $BOOK run --quiet --name first -- true
        python3 play.py $BOOK $XDG_DATA_HOME
        rm $XDG_DATA_HOME/filler
        $BOOK check > checked; echo check $?
        $BOOK list | grep -c first
      '
      """)
    #expect(output == "read 200 200 200\nwrite True True\nread 200\ncheck 0\n1\n")
  }

  static let mayMount: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["unshare", "-m", "true"]
    process.standardError = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()
}
