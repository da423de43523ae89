public import Quantities

/// How a zone's forecasts would have done: each made from what was known at its time, and scored on what came.
///
/// Errors are of hourly means, in g CO2e/kWh.
public struct BacktestReport: Hashable, Sendable, Encodable {
  public let zone: String
  /// The span that was forecast; nothing in it was learnt from before it had passed.
  public let from: Timestamp
  public let to: Timestamp
  /// Mean intensity over the span.
  public let mean: Double
  /// Forecasts that were scored, one every `everyHours`.
  public let issues: Int
  public let everyHours: Int
  /// Days between one fitting and the next.
  public let refitDays: Int
  /// How the first forecast was made, as a sentence.
  public let method: String
  public let horizons: [Horizon]
  /// Nil where no window was known in full.
  public let saving: Saving?

  enum CodingKeys: String, CodingKey {
    case zone, from, to, issues, method, horizons, saving
    case mean = "mean_g_per_kwh"
    case everyHours = "every_hours"
    case refitDays = "refit_days"
  }

  public init(
    zone: String, from: Timestamp, to: Timestamp, mean: Double, issues: Int, everyHours: Int,
    refitDays: Int, method: String, horizons: [Horizon], saving: Saving?
  ) {
    self.zone = zone
    self.from = from
    self.to = to
    self.mean = mean
    self.issues = issues
    self.everyHours = everyHours
    self.refitDays = refitDays
    self.method = method
    self.horizons = horizons
    self.saving = saving
  }

  /// Errors up to a horizon, and of its last hour alone.
  public struct Horizon: Hashable, Sendable, Encodable {
    public let hours: Int
    /// Over all leads from one hour to the horizon.
    public let through: Scores
    /// Of the hour that lies exactly so far ahead.
    public let exactly: Scores

    public init(hours: Int, through: Scores, exactly: Scores) {
      self.hours = hours
      self.through = through
      self.exactly = exactly
    }
  }

  /// Mean absolute errors of our forecast and of the plain ones, over the same hours.
  public struct Scores: Hashable, Sendable, Encodable {
    public let hours: Int
    public let forecast: Double
    /// The last known value goes on.
    public let persistence: Double
    /// The same hour of the latest known day.
    public let yesterday: Double
    /// The same hour of the latest known week.
    public let lastWeek: Double
    /// The mean of the month's same hour in earlier years; nil where there are none.
    public let climatology: Double?
    /// Share of hours inside the 80 % interval, and its mean width.
    public let coverage: Double
    public let width: Double

    enum CodingKeys: String, CodingKey {
      case hours, coverage
      case forecast = "forecast_error_g_per_kwh"
      case persistence = "persistence_error_g_per_kwh"
      case yesterday = "yesterday_error_g_per_kwh"
      case lastWeek = "last_week_error_g_per_kwh"
      case climatology = "climatology_error_g_per_kwh"
      case width = "interval_width_g_per_kwh"
    }

    public init(
      hours: Int, forecast: Double, persistence: Double, yesterday: Double, lastWeek: Double,
      climatology: Double?, coverage: Double, width: Double
    ) {
      self.hours = hours
      self.forecast = forecast
      self.persistence = persistence
      self.yesterday = yesterday
      self.lastWeek = lastWeek
      self.climatology = climatology
      self.coverage = coverage
      self.width = width
    }

    /// Whether our forecast errs less than persistence and than last week.
    public var isBest: Bool { forecast < persistence && forecast < lastWeek }
  }

  /// A job that may start at any hour of a window: planned on a forecast, scored on what came. g CO2e/kWh.
  public struct Saving: Hashable, Sendable, Encodable {
    public let jobHours: Int
    public let windowHours: Int
    /// Windows, one for each forecast that was issued.
    public let releases: Int
    /// Mean intensity of the job started at once, at the best hour, and at the hour that the forecast chose.
    public let now: Double
    public let oracle: Double
    public let forecast: Double
    /// At the hour that last week's same hours would have chosen.
    public let lastWeek: Double
    /// Share of releases after which the chosen hour was worse than starting at once.
    public let worse: Double
    /// The forecast's part of the best saving where the job is planned anew each hour until it starts; nil where forecasts were
    /// made less often.
    public let keptAnew: Double?

    enum CodingKeys: String, CodingKey {
      case releases, worse, kept
      case now = "now_g_per_kwh"
      case oracle = "oracle_g_per_kwh"
      case forecast = "forecast_g_per_kwh"
      case jobHours = "job_hours"
      case windowHours = "window_hours"
      case lastWeek = "last_week_g_per_kwh"
      case oracleSaving = "oracle_saving"
      case forecastSaving = "forecast_saving"
      case keptLastWeek = "kept_last_week"
      case keptAnew = "kept_planning_anew"
      case regret = "regret_g_per_kwh"
    }

    public init(
      jobHours: Int, windowHours: Int, releases: Int, now: Double, oracle: Double,
      forecast: Double, lastWeek: Double, worse: Double, keptAnew: Double? = nil
    ) {
      self.jobHours = jobHours
      self.windowHours = windowHours
      self.releases = releases
      self.now = now
      self.oracle = oracle
      self.forecast = forecast
      self.lastWeek = lastWeek
      self.worse = worse
      self.keptAnew = keptAnew
    }

    /// What perfect knowledge of the window saves, as a share of starting at once.
    public var oracleSaving: Double { now > 0 ? 1 - oracle / now : 0 }
    public var forecastSaving: Double { now > 0 ? 1 - forecast / now : 0 }
    /// The forecast's part of what perfect knowledge saves; nil where waiting saves nothing.
    public var kept: Double? { now > oracle ? (now - forecast) / (now - oracle) : nil }
    public var keptLastWeek: Double? { now > oracle ? (now - lastWeek) / (now - oracle) : nil }
    /// What not knowing the window costs.
    public var regret: Double { forecast - oracle }

    public func encode(to encoder: any Encoder) throws {
      var keys = encoder.container(keyedBy: CodingKeys.self)
      try keys.encode(jobHours, forKey: .jobHours)
      try keys.encode(windowHours, forKey: .windowHours)
      try keys.encode(releases, forKey: .releases)
      try keys.encode(now, forKey: .now)
      try keys.encode(oracle, forKey: .oracle)
      try keys.encode(forecast, forKey: .forecast)
      try keys.encode(lastWeek, forKey: .lastWeek)
      try keys.encode(worse, forKey: .worse)
      try keys.encode(oracleSaving, forKey: .oracleSaving)
      try keys.encode(forecastSaving, forKey: .forecastSaving)
      try keys.encode(regret, forKey: .regret)
      try keys.encodeIfPresent(kept, forKey: .kept)
      try keys.encodeIfPresent(keptLastWeek, forKey: .keptLastWeek)
      try keys.encodeIfPresent(keptAnew, forKey: .keptAnew)
    }
  }
}
