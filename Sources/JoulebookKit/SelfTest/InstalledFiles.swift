import Glibc
import Metering

/// Where the files that belong to a program are looked for: beside it, in the user's folders, in the system's.
package struct InstalledFiles: Sendable {
  /// The folder above the program's own: `/usr` for `/usr/bin/joulebook`.
  package let prefix: String
  /// The user's folder for data, by the XDG rules; nil where there is no home.
  private let data: String?
  private let config: String?
  private let system: [String]

  package init(program: String, environment: [String: String], system: [String]) {
    let parts = program.split(separator: "/").dropLast(2)
    prefix = "/" + parts.joined(separator: "/")
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    func folder(_ variable: String, _ usual: String) -> String? {
      if let given = environment[variable], given.hasPrefix("/") { return given }
      return home.map { $0 + usual }
    }
    data = folder("XDG_DATA_HOME", "/.local/share")
    config = folder("XDG_CONFIG_HOME", "/.config")
    self.system = system
  }

  /// The manual page, compressed or not; nil when there is none.
  package var manual: String? {
    shared.flatMap { ["\($0)/man/man1/joulebook.1", "\($0)/man/man1/joulebook.1.gz"] }
      .first { FileText.exists($0) }
  }

  /// The completion script that a shell finds first; nil when there is none.
  package func completion(for shell: String) -> String? {
    places(of: shell).first { FileText.exists($0) }
  }

  /// Where a user may put the script of a shell.
  package func ownPlace(for shell: String) -> String? { places(of: shell).first }

  private var shared: [String] {
    [data, "\(prefix)/share"].compactMap(\.self) + system.map { $0 + "/share" }
  }

  private func places(of shell: String) -> [String] {
    switch shell {
    case "bash": return shared.map { "\($0)/bash-completion/completions/joulebook" }
    case "zsh":
      return shared.flatMap {
        ["\($0)/zsh/site-functions/_joulebook", "\($0)/zsh/vendor-completions/_joulebook"]
      }
    case "fish":
      let own = config.map { ["\($0)/fish/completions/joulebook.fish"] } ?? []
      return own + shared.map { "\($0)/fish/vendor_completions.d/joulebook.fish" }
    default: return []
    }
  }
}
