import CDashboardAssets
import Foundation
import Hummingbird
import Reporting

/// The files that pages ask for: they are in the binary, so no path on disk is ever looked at.
enum Assets {
  static let prefix = "/assets/"

  /// The address of an asset. It changes with the content, so that browsers may keep it for ever.
  static func address(_ name: String) -> String {
    "\(prefix)\(name)?v=\(all[name]?.version ?? "0")"
  }

  static func add(to router: Router<DashboardContext>) {
    router.get("\(prefix):name") { _, context in
      guard let name = context.parameters.get("name"), let asset = all[name] else {
        throw Refusal.missing
      }
      return Response(
        status: .ok,
        headers: [
          .contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable",
        ], body: .init(byteBuffer: asset.bytes))
    }
  }

  /// The text of a file that the server itself reads.
  static func text(_ name: String) -> String {
    all[name].map { String(buffer: $0.bytes) } ?? ""
  }

  private struct Asset {
    let type: String
    let bytes: ByteBuffer
    let version: String

    init(name: String, bytes: [UInt8]) {
      type =
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
      self.bytes = ByteBuffer(bytes: bytes)
      // FNV-1a: a name for the content, not a secret.
      let hash = bytes.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
        ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
      }
      version = String(hash, radix: 36)
    }
  }

  private static let all: [String: Asset] = {
    var all: [String: Asset] = [:]
    for index in 0..<dashboard_asset_count() {
      let asset = dashboard_asset_at(index)
      guard let name = asset.name.map({ String(cString: $0) }) else { continue }
      var bytes = Array(UnsafeBufferPointer(start: asset.bytes, count: Int(asset.count)))
      // Charts stand in pages without a style of their own, which the browser is told not to take.
      if name == "style.css" { bytes += Array(ChartStylesheet.text.utf8) }
      all[name] = Asset(name: name, bytes: bytes)
    }
    return all
  }()
}

extension String {
  var removingPercentEncodingOrSame: String { removingPercentEncoding ?? self }
}
