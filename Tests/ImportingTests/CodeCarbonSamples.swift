import Foundation

@testable import Importing

/// Rows as releases of CodeCarbon write them.
enum CodeCarbonSamples {
  static let headings =
    "timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,water_consumed,country_name,country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_count,cpu_model,gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,cpu_utilization_percent,gpu_utilization_percent,ram_utilization_percent,ram_used_gb,on_cloud,pue,wue"

  /// A second at 100 W: 36 J, of which the CPU has 20, the GPU 10 and memory 6 in each 0.36 s.
  static func cells(
    _ number: Int, change: (inout [String: String]) -> Void = { _ in }
  ) -> [String: String] {
    var cells = [
      "timestamp": String(format: "2024-05-02T11:%02d:%02d", number / 60 % 60, number % 60),
      "project_name": "train", "run_id": String(format: "0a578547-1d6b-4e2f-be0c-%012d", number),
      "experiment_id": "5b0fa12a-3dd7-45bb-9766-cc326314d9f1", "duration": "36.0",
      "emissions": "5e-05", "emissions_rate": "\(5e-05 / 36)", "cpu_power": "55.0",
      "gpu_power": "30.0", "ram_power": "15.0", "cpu_energy": "0.00055", "gpu_energy": "0.0003",
      "ram_energy": "0.00015", "energy_consumed": "0.001", "water_consumed": "0.0",
      "country_name": "France", "country_iso_code": "FRA", "region": "île-de-france",
      "cloud_provider": "", "cloud_region": "", "os": "Linux-6.1", "python_version": "3.11.7",
      "codecarbon_version": "3.3.0", "cpu_count": "8", "cpu_model": "\"AMD, EPYC\"",
      "gpu_count": "1", "gpu_model": "1 x NVIDIA A100", "longitude": "2.35", "latitude": "48.85",
      "ram_total_size": "40.0", "tracking_mode": "machine", "cpu_utilization_percent": "10.0",
      "gpu_utilization_percent": "5.0", "ram_utilization_percent": "2.0", "ram_used_gb": "1.0",
      "on_cloud": "N", "pue": "1.0", "wue": "0.0",
    ]
    change(&cells)
    return cells
  }

  static func row(
    _ number: Int, in headings: String = headings, without dropped: Set<String> = [],
    change: (inout [String: String]) -> Void = { _ in }
  ) -> String {
    let cells = cells(number, change: change)
    return headings.split(separator: ",").map(String.init).filter { !dropped.contains($0) }
      .map { cells[$0] ?? "" }.joined(separator: ",")
  }

  static func file(_ rows: [String], headings: String = headings, name: String = "emissions.csv")
    -> ImportFile
  {
    ImportFile(
      path: "logs/" + name,
      bytes: Data(([headings] + rows).joined(separator: "\n").utf8) + Data("\n".utf8))
  }

  static func read(
    _ files: [ImportFile], _ change: (inout ImportOptions) -> Void = { _ in }
  ) throws -> ImportBatch {
    var options = ImportOptions()
    change(&options)
    return try CodeCarbonImporter().read(files, options)
  }
}
