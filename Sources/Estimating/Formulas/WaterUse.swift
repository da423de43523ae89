/// Water of electricity: on site for cooling, off site at the power stations.
public enum WaterUse {
  /// W = E_IT · (WUE + PUE · EWIF), consumption (Li et al. 2025, equation 1).
  /// - Parameters:
  ///   - onSite: WUE, litres per kWh of IT energy, 0…2.
  ///   - offSite: EWIF, litres per kWh of electricity, 1…10.
  public static func litres(
    itKilowattHours: Double, pue: Double, onSite: Double, offSite: Double
  ) -> Double {
    itKilowattHours * (onSite + pue * offSite)
  }

  /// W = E_IT · PUE · (WUE + EWIF), as Morrison et al. 2025, section 3 write it: the part on site is too large by PUE.
  public static func litresByFacilityEnergy(
    itKilowattHours: Double, pue: Double, onSiteAndOffSite: Double
  ) -> Double {
    itKilowattHours * pue * onSiteAndOffSite
  }
}
