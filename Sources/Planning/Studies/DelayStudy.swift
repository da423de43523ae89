/// What delay saves over a year, by the rules of Dodge et al. 2022, section 5: each hour of the year is a release, the
/// job may finish a day later than it could have, and the saving is the mean over all releases.
public struct DelayStudy: Hashable, Sendable {
  /// A training run of that paper: how long it took (table 2), and what it saved (table 4).
  public struct Model: Hashable, Sendable {
    public let name: String
    public let hours: Double
    /// Per cent saved by a better start, and by pausing and going on.
    public let published: (start: Double, pause: Double)

    public static func == (a: Self, b: Self) -> Bool { a.name == b.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
  }

  public static let models = [
    Model(name: "BERT, fine-tuning", hours: 6, published: (14.5, 19.0)),
    Model(name: "BERT, pre-training", hours: 36, published: (3.4, 8.5)),
    Model(name: "6 B transformer", hours: 192, published: (0.5, 2.5)),
    Model(name: "DenseNet 121", hours: 0.3, published: (26.8, 27.7)),
    Model(name: "DenseNet 169", hours: 0.3, published: (26.4, 27.3)),
    Model(name: "DenseNet 201", hours: 0.4, published: (25.9, 27.1)),
    Model(name: "ViT Tiny", hours: 19, published: (5.6, 12.5)),
    Model(name: "ViT Small", hours: 19, published: (5.3, 12.3)),
    Model(name: "ViT Base", hours: 21, published: (4.2, 11.7)),
    Model(name: "ViT Large", hours: 90, published: (1.3, 4.7)),
    Model(name: "ViT Huge", hours: 216, published: (0.5, 2.4)),
  ]

  /// Hours that the finish may be put off.
  public static let slack = 24

  /// Parts saved, 0…1.
  public struct Saving: Hashable, Sendable {
    public let start: Double
    public let pause: Double

    public init(start: Double, pause: Double) {
      self.start = start
      self.pause = pause
    }
  }

  /// Mean saving over all releases of a series of hours.
  /// - Parameters:
  ///   - hours: length of the job; whole hours count, and at least one.
  ///   - values: g CO2e/kWh of each hour, all of them known and above zero.
  public static func saving(hours: Double, of values: [Double]) -> Saving? {
    let length = max(1, Int(hours.rounded()))
    let window = length + slack
    let starts = BestStarts.means(of: values, length: length, window: window)
    let pauses = BestStarts.cleanestMeans(of: values, length: length, window: window)
    let baseline = BestStarts.means(of: values, length: length, window: length)
    guard !starts.isEmpty, baseline.count >= starts.count else { return nil }
    var (start, pause) = (0.0, 0.0)
    for release in starts.indices {
      start += 1 - starts[release] / baseline[release]
      pause += 1 - pauses[release] / baseline[release]
    }
    return Saving(start: start / Double(starts.count), pause: pause / Double(starts.count))
  }

  /// Four hours that may start up to twenty hours late against starting at once, over all releases.
  public static func fourOfTwenty(_ values: [Double]) -> Double? {
    let best = BestStarts.means(of: values, length: 4, window: 24)
    let baseline = BestStarts.means(of: values, length: 4, window: 4)
    guard !best.isEmpty else { return nil }
    let sum = baseline.prefix(best.count).reduce(0, +)
    return sum > 0 ? 1 - best.reduce(0, +) / sum : nil
  }
}
