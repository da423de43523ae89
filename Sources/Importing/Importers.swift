package import Accounting

/// The kinds of record that can be read: one line per part. The first that knows a file reads it.
package enum Importers {
  package static let all: [any Importer] = [
    CodeCarbonImporter(),
    TensorBoardImporter(),
    Eco2AIImporter(),
    ImpactTrackerImporter(),
    ZeusImporter(),
    PerunImporter(),
    MLPerfImporter(),
    MLflowImporter(),
    WandBImporter(),
    PerfImporter(),
    TurbostatImporter(),
    PowerstatImporter(),
    PrometheusImporter(),
    SacctImporter(),
    NvidiaSmiImporter(),
    CarbontrackerImporter(),
    PowerGadgetImporter(),
    PowermetricsImporter(),
    PowerTableImporter(),
    ScalarExportImporter(),
    CloudBillImporter(),
    TrainingLogImporter(),
  ]

  package static func named(_ name: String) throws(Problem) -> any Importer {
    guard let found = all.first(where: { $0.name == name }) else {
      throw Problem(
        "There is no importer `\(name)`.",
        why: "There are \(all.map { "`\($0.name)`" }.joined(separator: ", ")).",
        fix: "Write for example `--from sacct`.", exit: .usage)
    }
    return found
  }
}
