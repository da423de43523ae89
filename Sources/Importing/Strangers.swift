/// Files that look like records and are none: what they are, so that nobody has to guess why nothing came of them.
package enum Strangers {
  package struct Kind: Sendable {
    /// What the file is: `a table of carbon intensities`.
    package let what: String
    /// What to do with it, a sentence.
    package let fix: String
    let knows: @Sendable (_ headings: Set<String>, _ file: ImportFile) -> Bool
  }

  /// The first that knows a file says what it is.
  package static let all: [Kind] = [
    Kind(
      what: "a series of carbon intensities",
      fix:
        "Use it as such: `joulebook intensity ZONE --file FILE`; see Docs/Intensity.md."
    ) { headings, _ in
      headings.contains { $0.hasPrefix("carbon intensity") || $0.hasPrefix("carbon_intensity") }
        || headings.contains("avg_ci")
    },
    Kind(
      what: "a table of processor loads and powers, no run",
      fix: "Nothing is to be taken from it: its rows are averages of a test without a job."
    ) { headings, _ in headings.isSuperset(of: ["load_type", "rapl_power"]) },
    Kind(
      what: "a summary of powers by power limit, no run",
      fix: "Import the windows that it was made from."
    ) { headings, _ in headings.isSuperset(of: ["power_limit", "average_power"]) },
    Kind(
      what: "a list of training settings and results, without times and powers",
      fix: "Import the logs of those runs."
    ) { headings, _ in headings.isSuperset(of: ["learning_rate", "target_metric"]) },
    Kind(
      what: "a list of runs and their results, made from logs of power",
      fix: "Import the logs themselves."
    ) { headings, _ in
      headings.isSuperset(of: ["file", "benchmark", "hardware"])
    },
    Kind(
      what: "a log of nvidia-smi without power.draw",
      fix: "Log the power too: --query-gpu=timestamp,uuid,power.draw."
    ) { headings, _ in
      headings.contains("timestamp") && headings.contains { $0.hasPrefix("utilization.gpu") }
        && !headings.contains { $0.hasPrefix("power.draw") }
    },
    Kind(
      what: "a list of files", fix: "Import the files that it names."
    ) { headings, _ in
      headings.contains("file")
        && (headings.contains("licence") || headings.contains("data_rows")
          || headings.contains("sha256"))
    },
    Kind(
      what: "a list of headings by release", fix: "Import the files that have them."
    ) { headings, _ in headings.isSuperset(of: ["layout", "fields"]) },
  ]

  package static func kind(of file: ImportFile) -> Kind? {
    let first = file.beginning.prefix { $0 != "\n" && $0 != "\r\n" }
    let headings = Set(
      first.split(separator: ",").map { cell in
        String(cell.lowercased().drop { $0 == " " || $0 == "\"" || $0 == "\u{FEFF}" })
      })
    return all.first { $0.knows(headings, file) }
  }
}
