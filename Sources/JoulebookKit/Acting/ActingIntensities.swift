import Accounting
import Metering
import Quantities

extension Joulebook {
  /// Intensities of the run's place.
  func actingIntensities(
    from: Timestamp, to: Timestamp, flags: SettingsFlags
  ) throws(Problem) -> IntensitySeries {
    throw Problem("No intensities are set up.", why: "There is no provider.", fix: "Set one up.")
  }
}
