import Accounting

/// The user's settings can be understood.
struct SettingsCheck: SelfCheck {
  let name = "settings"
  let summary = "settings of files and variables"

  func perform(on bench: SelfTestBench) throws(Problem) -> SelfCheckResult {
    let settings = try Settings.resolve(
      flags: SettingsFlags(), environment: bench.joulebook.environment,
      directory: bench.joulebook.directory)
    return .passed(
      settings.files.isEmpty
        ? "There is no settings file here; what is built in holds."
        : "Read from \(settings.files.joined(separator: " and ")).")
  }
}
