/// Which cell of a row of `emissions.csv` is what.
///
/// Each release has its columns in an order of its own: 12 in two orders, 29, 30, 31, 32, 34 and 38, files of tasks beside
/// them; and files lose columns and move them. Columns are found by their headings; the orders of releases serve to read rows
/// that do not fit the headings above them.
struct CodeCarbonLayout {
  enum Column: Int, CaseIterable {
    case timestamp, project, run, experiment, task
    case duration, emissions, rate
    case cpuPower, gpuPower, ramPower, cpuEnergy, gpuEnergy, ramEnergy, energy
    case country, iso, region, onCloud, provider, cloudRegion
    case version, cpuModel, gpuCount, gpuModel, memory, tracking, pue
    /// Columns that are not taken, but show whether a row fits.
    case longitude, latitude

    static let names: [String: Column] = [
      "timestamp": .timestamp, "project_name": .project, "run_id": .run,
      "experiment_id": .experiment, "task_name": .task, "duration": .duration,
      "emissions": .emissions, "emissions_rate": .rate, "cpu_power": .cpuPower,
      "gpu_power": .gpuPower, "ram_power": .ramPower, "cpu_energy": .cpuEnergy,
      "gpu_energy": .gpuEnergy, "ram_energy": .ramEnergy, "energy_consumed": .energy,
      "country_name": .country, "country": .country, "country_iso_code": .iso, "region": .region,
      "on_cloud": .onCloud, "cloud_provider": .provider, "cloud_region": .cloudRegion,
      "codecarbon_version": .version, "cpu_model": .cpuModel, "gpu_count": .gpuCount,
      "gpu_model": .gpuModel, "ram_total_size": .memory, "tracking_mode": .tracking, "pue": .pue,
      "longitude": .longitude, "latitude": .latitude,
    ]
  }

  /// Place of each column by its raw value; -1 where there is none.
  private(set) var places = [Int](repeating: -1, count: Column.allCases.count)
  let count: Int

  init(_ headings: [String]) {
    count = headings.count
    for (index, heading) in headings.enumerated() {
      if let column = Column.names[heading], places[column.rawValue] < 0 {
        places[column.rawValue] = index
      }
    }
  }

  /// What no row can be without.
  var isSound: Bool {
    [Column.timestamp, .duration, .emissions, .energy].allSatisfy { places[$0.rawValue] >= 0 }
  }

  func place(_ column: Column) -> Int { places[column.rawValue] }

  /// The orders in which releases write a row: headings as of the first release that had them.
  static let releases: [[String]] = {
    let head = ["timestamp", "project_name", "run_id"]
    let powers = [
      "duration", "emissions", "emissions_rate", "cpu_power", "gpu_power", "ram_power",
      "cpu_energy", "gpu_energy", "ram_energy", "energy_consumed",
    ]
    let place = ["country_name", "country_iso_code", "region", "cloud_provider", "cloud_region"]
    let system = ["os", "python_version"]
    let parts = [
      "cpu_count", "cpu_model", "gpu_count", "gpu_model", "longitude", "latitude",
      "ram_total_size", "tracking_mode",
    ]
    let version = ["codecarbon_version"]
    let usage = [
      "cpu_utilization_percent", "gpu_utilization_percent", "ram_utilization_percent",
      "ram_used_gb",
    ]
    let old = [
      "project_name", "duration", "emissions", "energy_consumed", "country_name",
      "country_iso_code", "region", "on_cloud", "cloud_provider", "cloud_region",
    ]
    let withID = head + ["experiment_id"] + powers
    return [
      ["experiment_id", "timestamp"] + old,  // 0.0.9 to 0.1.0
      ["timestamp", "experiment_id"] + old,  // 1.0.0 to 1.2.0
      head + powers + place + system + parts + ["on_cloud"],  // 2.0.0
      head + powers + place + system + version + parts + ["on_cloud"],  // 2.2.0
      head + powers + place + system + version + parts + ["on_cloud", "pue"],  // 2.2.3
      withID + place + system + version + parts + ["on_cloud", "pue"],  // 2.7.0
      withID + ["water_consumed"] + place + system + version + parts
        + ["on_cloud", "pue", "wue"],  // 3.0.8
      withID + ["water_consumed"] + place + system + version + parts + usage
        + ["on_cloud", "pue", "wue"],  // 3.2.1
    ]
  }()

  /// Columns that 3.0.8 to 3.3.0 left out of an appended row where they had no value, so that all behind them moved
  /// (mlco2/codecarbon#1304). Those of one pair are both without a value or neither is.
  static let droppable: [[String]] = [
    ["region"], ["cloud_provider"], ["cloud_region"], ["gpu_count"], ["gpu_model"],
    ["gpu_count", "gpu_model"], ["longitude", "latitude"], ["longitude"], ["latitude"],
  ]
}
