import Accounting
import Estimating
import Foundation
import Yams

/// A file of estimates: YAML or JSON with `items`, each an `estimate` and its parameters, and `defaults` for all.
struct EstimateFile {
  let items: [EstimateItem]

  /// More is a data set, not a specification.
  private static let mostBytes = 4 << 20

  init(path: String, standardInput: Bool = false) throws(Problem) {
    let shown = standardInput ? "standard input" : path
    let text = try Self.text(path, standardInput: standardInput, shown: shown)
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw Problem(
        "Cannot read the estimates of `\(shown)`\(Self.line(of: error)).",
        why: "It is not valid YAML or JSON: \(error).",
        fix: "Correct it; JSON is YAML too.", exit: .usage)
    } catch {
      throw Problem(
        "Cannot read the estimates of `\(shown)`.", why: "\(error)", fix: "Correct the file.",
        exit: .usage)
    }
    guard let node else {
      throw Problem(
        "There are no estimates in `\(shown)`.", why: "It is empty.",
        fix: "Write a list of items, each with `estimate: hardware` and its parameters.",
        exit: .usage)
    }
    let root = node.mapping
    var defaults: [String: Given] = [:]
    if let root, let node = root["defaults"] {
      defaults = try Self.given(node, file: shown, besides: [])
    }
    for (key, _) in root ?? [:]
    where !["items", "defaults"].contains(key.string ?? "") && root?["items"] != nil {
      throw Self.wrong(
        "`\(key.string ?? "")` is unknown", file: shown, node: key,
        fix: "A file has `defaults` and `items`.")
    }
    let list = root?["items"]?.sequence.map(Array.init) ?? node.sequence.map(Array.init) ?? [node]
    var items: [EstimateItem] = []
    for (index, node) in list.enumerated() {
      guard let mapping = node.mapping, let kind = mapping["estimate"]?.string else {
        throw Self.wrong(
          "item \(index + 1) names no estimate", file: shown, node: node,
          fix: "Begin it with `estimate: hardware`.")
      }
      let own = try Self.given(node, file: shown, besides: ["estimate", "name"])
      items.append(
        EstimateItem(
          kind: kind, name: mapping["name"]?.string ?? "\(kind) \(index + 1)",
          given: defaults.merging(own) { $1 }))
    }
    self.items = items
  }

  private static func text(
    _ path: String, standardInput: Bool, shown: String
  ) throws(Problem) -> String {
    let handle = standardInput ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
    guard let handle, let data = try? handle.read(upToCount: mostBytes + 1) ?? Data() else {
      throw Problem(
        "Cannot read `\(shown)`.", why: "There is no such file, or it is not readable.",
        fix: "Give the path of a YAML or JSON file, or `-`.", exit: .usage)
    }
    guard data.count <= mostBytes, let text = String(data: data, encoding: .utf8) else {
      throw Problem(
        "Cannot read `\(shown)`.", why: "It is no UTF-8 text of at most 4 MiB.",
        fix: "Save it as UTF-8, or part it.", exit: .usage)
    }
    return text
  }

  private static func given(
    _ node: Node, file: String, besides names: Set<String>
  ) throws(Problem) -> [String: Given] {
    guard let mapping = node.mapping else {
      throw wrong("something is no mapping", file: file, node: node, fix: "Write `name: value`.")
    }
    var given: [String: Given] = [:]
    for (key, value) in mapping {
      guard let name = key.string, !names.contains(name) else { continue }
      let origin = "\(file):\(key.mark?.line ?? 0)"
      if let text = value.scalar?.string {
        given[name] = Given(text, origin: origin)
      } else if let list = value.sequence {
        let values = list.compactMap { $0.scalar?.string }
        given[name] = Given("[\(values.joined(separator: ","))]", origin: origin)
      } else {
        throw wrong(
          "`\(name)` is no single value", file: file, node: value, fix: "Write `\(name): value`.")
      }
    }
    return given
  }

  private static func wrong(_ what: String, file: String, node: Node, fix: String) -> Problem {
    Problem(
      "Cannot use `\(file)`, line \(node.mark?.line ?? 0).", why: "There, \(what).", fix: fix,
      exit: .usage)
  }

  private static func line(of error: YamlError) -> String {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      ", line \(mark.line)"
    case _: ""
    }
  }
}
