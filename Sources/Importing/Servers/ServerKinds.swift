package import Accounting

/// Every kind of inference server: one line per part. The first that knows a page reads it.
package enum ServerKinds {
  package static let all: [any ServerKind] = [
    VLLMServer(),
    SGLangServer(),
    TGIServer(),
    LlamaCppServer(),
    TensorRTServer(),
    TritonServer(),
    LiteLLMServer(),
  ]

  package static func named(_ name: String) throws(Problem) -> any ServerKind {
    if let kind = all.first(where: { $0.name == name }) { return kind }
    throw Problem(
      "There is no kind of server `\(name)`.",
      why: "There are \(all.map(\.name).joined(separator: ", ")).",
      fix: "Run `joulebook serve-watch --servers`, or name the counters: see Docs/ServeWatch.md.",
      exit: .usage)
  }

  package static func recognised(_ page: PrometheusText) -> (any ServerKind)? {
    all.first { $0.recognises(page) }
  }
}
