import RealModule

/// Operations of training and how well devices were used.
public enum TrainingCompute {
  /// N = 12·L·d² and the tables of tokens and places: four squares of attention and eight of the feed-forward part per
  /// layer, biases left out (Kaplan et al. 2020, table 1).
  public static func transformerParameters(
    layers: Double, width: Double, vocabulary: Double, context: Double
  ) -> Double {
    12 * layers * width * width + (vocabulary + context) * width
  }

  /// F = 6·N·D: two operations forward and four backward per parameter and token (Kaplan et al. 2020, section 2.1).
  public static func trainingFLOP(parameters: Double, tokens: Double) -> Double {
    6 * parameters * tokens
  }

  /// F = achieved FLOP/s × device-seconds (Patterson et al. 2021, table 4).
  public static func trainingFLOP(deviceSeconds: Double, achievedFLOPPerSecond: Double) -> Double {
    deviceSeconds * achievedFLOPPerSecond
  }

  /// F = days × devices × peak × utilisation; 0.33 is the rule of Amodei and Hernandez 2018, appendix.
  public static func trainingFLOP(
    days: Double, devices: Double, peakFLOPPerSecond: Double, utilisation: Double = 0.33
  ) -> Double {
    days * 86_400 * devices * peakFLOPPerSecond * utilisation
  }

  /// MFU = F ÷ (device-hours × 3600 × dense peak), of the whole run (Chowdhery et al. 2022, appendix B), 0…1.
  public static func modelFLOPUtilisation(
    flop: Double, deviceHours: Double, peakFLOPPerSecond: Double
  ) -> Double {
    flop / (deviceHours * 3600 * peakFLOPPerSecond)
  }
}
