/// All checks of `joulebook self-test`, in the order in which they are shown.
package enum SelfChecks {
  package static let all: [any SelfCheck] = [
    ProgramCheck(),
    SettingsCheck(),
    ClockCheck(),
    SensorCheck(),
    MeteringCheck(),
    LedgerCheck(),
    ConservationCheck(),
    CatalogueCheck(),
    DiskCheck(),
    ManualCheck(),
    CompletionCheck(),
  ]
}
