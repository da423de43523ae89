import Foundation

/// The built `joulebook`, which lies beside the test bundle, and scripts that run with and without it.
public enum JoulebookBinary {
  public static var path: String {
    let bundle =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let beside = URL(fileURLWithPath: bundle).deletingLastPathComponent()
    let own = beside.appendingPathComponent("joulebook").path
    if FileManager.default.isExecutableFile(atPath: own) { return own }
    // The runner may be a helper of the toolchain: then its argument names the bundle.
    for argument in CommandLine.arguments where argument.contains(".xctest") {
      let folder = URL(fileURLWithPath: argument).deletingLastPathComponent()
      return folder.appendingPathComponent("joulebook").path
    }
    return own
  }
}
