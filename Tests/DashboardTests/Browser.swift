import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

/// A headless Chromium, driven by its driver over WebDriver (W3C); closed with the value that holds it.
final class Browser: Sendable {
  /// True where Debian's chromium-driver is installed: tests in a browser are skipped by name else.
  static let isInstalled =
    ["/usr/bin/chromedriver"].contains { FileManager.default.isExecutableFile(atPath: $0) }

  private let session: String

  /// - Parameters:
  ///   - width: of the window's content, in CSS pixels.
  ///   - isDark: what the visitor prefers.
  ///   - hasScript: false for a visitor who has switched scripts off.
  init(width: Int = 1200, height: Int = 900, isDark: Bool = false, hasScript: Bool = true)
    async throws
  {
    let arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    let capabilities: [String: Any] = [
      "capabilities": [
        "alwaysMatch": [
          "browserName": "chrome", "goog:chromeOptions": ["args": arguments],
          "goog:loggingPrefs": ["browser": "ALL"],
        ]
      ]
    ]
    let value = try await Self.send("POST", "/session", capabilities)
    session = "/session/" + (try #require((value as? [String: Any])?["sessionId"] as? String))
    try await devTools(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
    try await devTools(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]]])
    if !hasScript {
      try await devTools("Emulation.setScriptExecutionDisabled", ["value": true])
    }
  }

  deinit {
    let session = session
    Task { _ = try? await Self.send("DELETE", session, nil) }
  }

  func open(_ address: String) async throws {
    try await Self.send("POST", session + "/url", ["url": address])
  }

  /// What a script answers, as JSON: text, number, list.
  @discardableResult
  func run(_ script: String) async throws -> Any {
    try await Self.send("POST", session + "/execute/sync", ["script": script, "args": [Any]()])
  }

  func text(_ selector: String) async throws -> String {
    let id = try await element(selector)
    return try await Self.send("GET", "\(session)/element/\(id)/text", nil) as? String ?? ""
  }

  /// Texts of all elements that fit.
  func texts(_ selector: String) async throws -> [String] {
    let found =
      try await Self.send(
        "POST", session + "/elements", ["using": "css selector", "value": selector]) as? [Any] ?? []
    var texts: [String] = []
    for case let element as [String: String] in found {
      guard let id = element.values.first else { continue }
      texts.append(
        try await Self.send("GET", "\(session)/element/\(id)/text", nil) as? String ?? "")
    }
    return texts
  }

  func click(_ selector: String) async throws {
    let id = try await element(selector)
    try await Self.send("POST", "\(session)/element/\(id)/click", [String: Any]())
  }

  /// Types into an element, as a person at the keyboard would.
  func type(_ text: String, into selector: String) async throws {
    let id = try await element(selector)
    try await Self.send("POST", "\(session)/element/\(id)/value", ["text": text])
  }

  /// Presses the mouse at one place, moves it to another and lets go; in CSS pixels of the window.
  func drag(from: (x: Int, y: Int), to: (x: Int, y: Int)) async throws {
    func move(_ place: (x: Int, y: Int), _ time: Int) -> [String: Any] {
      ["type": "pointerMove", "duration": time, "x": place.x, "y": place.y, "origin": "viewport"]
    }
    let actions: [[String: Any]] = [
      move(from, 0), ["type": "pointerDown", "button": 0],
      move(((from.x + to.x) / 2, (from.y + to.y) / 2), 30), move(to, 30),
      ["type": "pointerUp", "button": 0],
    ]
    try await Self.send(
      "POST", session + "/actions",
      [
        "actions": [
          [
            "type": "pointer", "id": "mouse", "parameters": ["pointerType": "mouse"],
            "actions": actions,
          ] as [String: Any]
        ]
      ])
  }

  /// Presses a key without a field: `\u{E004}` is the tabulator.
  func press(_ key: String) async throws {
    let actions: [[String: Any]] = [
      ["type": "keyDown", "value": key], ["type": "keyUp", "value": key],
    ]
    try await Self.send(
      "POST", session + "/actions",
      ["actions": [["type": "key", "id": "keys", "actions": actions] as [String: Any]]])
  }

  /// Waits until a script's answer is true; false when it was not within half a minute. A page that is being left
  /// cannot answer; the one that comes can.
  func waits(until script: String) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
      if (try? await run("return Boolean(\(script))")) as? Bool == true { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }

  /// What the page complained of since the last call.
  func complaints() async throws -> [String] {
    let lines =
      try await Self.send("POST", session + "/se/log", ["type": "browser"]) as? [Any] ?? []
    return lines.compactMap { line in
      guard let line = line as? [String: Any], let level = line["level"] as? String,
        level == "SEVERE" || level == "WARNING"
      else { return nil }
      return line["message"] as? String
    }
  }

  /// The whole page as PNG.
  func picture() async throws -> Data {
    let value =
      try await devTools("Page.captureScreenshot", ["captureBeyondViewport": true])
      as? [String: Any]
    let text = try #require(value?["data"] as? String)
    return try #require(Data(base64Encoded: text))
  }

  @discardableResult
  func devTools(_ command: String, _ parameters: [String: Any]) async throws -> Any {
    try await Self.send(
      "POST", session + "/goog/cdp/execute", ["cmd": command, "params": parameters])
  }

  private func element(_ selector: String) async throws -> String {
    let value =
      try await Self.send(
        "POST", session + "/element", ["using": "css selector", "value": selector])
      as? [String: String]
    return try #require(value?.values.first, "no element \(selector)")
  }

  @discardableResult
  private static func send(_ method: String, _ path: String, _ body: [String: Any]?) async throws
    -> Any
  {
    var request = HTTPClientRequest(url: try await Driver.shared.address + path)
    request.method = .RAW(value: method)
    if let body {
      request.body = .bytes(ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: body)))
      request.headers.add(name: "content-type", value: "application/json")
    }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    let bytes = try await response.body.collect(upTo: 1 << 28)
    let answer =
      try JSONSerialization.jsonObject(
        with: Data(bytes.readableBytesView), options: [.fragmentsAllowed])
      as? [String: Any]
    guard response.status.code == 200 else {
      throw BrowserError(message: "\(answer?["value"] ?? response.status)")
    }
    return answer?["value"] ?? NSNull()
  }
}

struct BrowserError: Error, CustomStringConvertible {
  let message: String
  var description: String { message }
}

/// One driver for all tests; it ends with the process, and takes its browsers with it.
private actor Driver {
  static let shared = Driver()
  private var started: Task<String, any Error>?

  var address: String {
    get async throws {
      if let started { return try await started.value }
      let task = Task { try await Self.start() }
      started = task
      return try await task.value
    }
  }

  private static func start() async throws -> String {
    let output = FileManager.default.temporaryDirectory.appending(path: "driver-\(UUID())").path
    try Data().write(to: URL(fileURLWithPath: output))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    // Watches its parent: when the tests are gone, driver and browsers go, whatever signals they block.
    process.arguments = [
      "-c",
      """
      chromedriver --port=0 & driver=$!
      while kill -0 \(ProcessInfo.processInfo.processIdentifier) 2>/dev/null; do sleep 0.5; done
      pkill -9 -P $driver; kill -9 $driver
      rm -f '\(output)'
      """,
    ]
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    for _ in 0..<500 {
      let said = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
      if let port = said.firstMatch(of: /started successfully on port (\d+)/) {
        return "http://127.0.0.1:\(port.1)"
      }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw BrowserError(message: "chromedriver did not start")
  }
}
