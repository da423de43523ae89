import Accounting
import GridIntensity

/// Who is asked how clean the electricity is, and what that needs. Nothing is asked unless a provider is set.
package struct IntensitySettings: Sendable {
  package var provider: Sourced<String>?
  /// Every other setting that was given, paths made absolute.
  package var others: [(key: SettingKey, value: Sourced<String>)]

  /// None.
  package init() { others = [] }

  init(_ reader: SettingReader) throws(Problem) {
    provider = try reader.text(.intensityProvider)
    if let provider {
      do {
        _ = try IntensityProviders.named(provider.value)
      } catch {
        throw Problem(
          "\(error.what.dropLast()) (\(provider.origin.text)).", why: error.why, fix: error.fix,
          exit: .usage)
      }
    }
    others = []
    for key in SettingKey.allCases where SettingKey.intensity.values.contains(key) {
      let value: Sourced<String>?
      switch key {
      case .intensityProvider: continue
      case .intensityFile, .intensityTokenFile: value = try reader.path(key)
      case _: value = try reader.text(key)
      }
      if let value { others.append((key, value)) }
    }
  }

  package subscript(key: SettingKey) -> String? {
    others.first { $0.key == key }?.value.value
  }

  /// - Parameter isHome: whether the place is the one that these settings are for; a zone that was set is not that of
  ///   another place.
  func configuration(isHome: Bool) -> IntensityConfiguration {
    IntensityConfiguration(
      zone: isHome ? self[.intensityZone] : nil, file: self[.intensityFile],
      csv: CSVOptions(
        column: self[.intensityColumn], timeColumn: self[.intensityTimeColumn],
        timeZone: self[.intensityTimeZone], unit: self[.intensityUnit]),
      command: self[.intensityCommand], tokenFile: self[.intensityTokenFile],
      baseURL: self[.intensityURL])
  }
}
