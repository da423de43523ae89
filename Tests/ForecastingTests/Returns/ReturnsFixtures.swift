import Accounting

/// Published series, as their tables print them.
enum PublishedReturns {
  static let accuracy = ReturnsQuality(
    name: "top-1 accuracy", unit: "%", isHigherBetter: true, perfect: 100, step: 1)
  static let loss = ReturnsQuality(
    name: "loss", unit: "nat/token", isHigherBetter: false, perfect: 0, step: 0.01)

  /// Torchvision's weights, its first recipe: model, 10⁹ multiply-accumulates, top-1 per cent.
  static let resNet = images([
    ("ResNet-18", "1.814", "69.758"), ("ResNet-34", "3.664", "73.314"),
    ("ResNet-50", "4.089", "76.130"), ("ResNet-101", "7.801", "77.374"),
    ("ResNet-152", "11.514", "78.312"),
  ])
  static let efficientNet = images([
    ("B0", "0.386", "77.692"), ("B1", "0.687", "78.642"), ("B2", "1.088", "80.608"),
    ("B3", "1.827", "82.008"), ("B4", "4.394", "83.384"), ("B5", "10.266", "83.444"),
    ("B6", "19.068", "84.008"), ("B7", "37.746", "84.122"),
  ])
  static let convNeXt = images([
    ("T", "4.456", "82.520"), ("S", "8.684", "83.616"), ("B", "15.355", "84.062"),
    ("L", "34.361", "84.414"),
  ])

  /// TeenyTinyLlama-460m: thousand steps, loss, kWh and kg so far.
  static let checkpoints = [
    ("100", "3.02", "9.40", "3.34"), ("200", "2.82", "18.82", "6.70"),
    ("300", "2.73", "28.59", "10.16"), ("400", "2.68", "38.20", "13.57"),
    ("500", "2.64", "48.04", "17.07"), ("600", "2.61", "57.74", "20.52"),
    ("700", "2.58", "67.32", "23.92"), ("800", "2.55", "76.84", "27.30"),
    ("900", "2.53", "86.40", "30.70"), ("1000", "2.50", "96.19", "34.18"),
    ("1100", "2.48", "106.06", "37.70"), ("1200", "2.46", "115.69", "41.11"),
  ].map { steps, loss, kWh, kg in
    ReturnsPoint(
      name: "\(steps)k",
      amounts: [
        .energy: PrintedNumber(printed: kWh) ?? PrintedNumber(.nan),
        .emissions: PrintedNumber(printed: kg) ?? PrintedNumber(.nan),
      ], quality: PrintedNumber(printed: loss) ?? PrintedNumber(.nan))
  }

  static func images(_ rows: [(String, String, String)], by evaluation: String = "torchvision-v1")
    -> [ReturnsPoint]
  {
    rows.map { name, macs, accuracy in
      ReturnsPoint(
        name: name, amounts: [.compute: PrintedNumber(printed: macs) ?? PrintedNumber(.nan)],
        quality: PrintedNumber(printed: accuracy) ?? PrintedNumber(.nan), evaluation: evaluation)
    }
  }

  /// Points with names `p0`, `p1` …, whose numbers were not rounded.
  static func points(_ pairs: [(Double, Double)]) -> [ReturnsPoint] {
    pairs.enumerated().map { index, pair in
      ReturnsPoint(
        name: "p\(index)", amounts: [.energy: PrintedNumber(pair.0)],
        quality: PrintedNumber(pair.1))
    }
  }
}
