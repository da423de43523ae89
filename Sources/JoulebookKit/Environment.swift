import Glibc

/// The process's own surroundings, read once at the edge.
package enum Environment {
  /// All environment variables.
  package static var variables: [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let pair = String(cString: text)
      if let equals = pair.firstIndex(of: "=") {
        variables[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
      }
      entry += 1
    }
    return variables
  }

  /// The working folder as an absolute path; `/` when it has been deleted.
  package static var workingFolder: String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  /// The file of the running program, links resolved; `/` where /proc is not mounted.
  package static var program: String {
    guard let path = realpath("/proc/self/exe", nil) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  /// Root of the sysfs tree, of a simulated machine where one is named.
  package static func sys(_ environment: [String: String]) -> String {
    guard let root = environment["JOULEBOOK_SYSROOT"], !root.isEmpty else { return "/sys" }
    return root + "/sys"
  }
}
