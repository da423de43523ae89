import Foundation
import Importing

/// Records of further tools: files that the tools wrote themselves (`Records/`, see its README), and texts made by hand from the
/// documented forms where a tool needs hardware that is seldom there.
enum FormatSamples {
  static let date = "2024-03-01T10:00:00"

  static func stored(_ path: String) -> ImportFile {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Records/\(path)")
    return ImportFile(path: path, bytes: (try? Data(contentsOf: url)) ?? Data())
  }

  static func file(_ path: String, _ text: String) -> ImportFile {
    ImportFile(path: path, bytes: Data(text.utf8))
  }

  /// One set of files for each importer, which it takes whole.
  static let whole: [String: [ImportFile]] = [
    "eco2ai": [stored("eco2ai/emission.csv")],
    "impact-tracker": [stored("impacttracker/data.json")],
    "zeus": [stored("zeus/windows.csv")],
    "perun": [stored("perun/train.json")],
    "mlperf": [file("result_0/node_0.txt", node), file("results/result_0.txt", result)],
    "mlflow": [
      stored("mlflow/system/gpu_0_power_usage_watts"),
      stored("mlflow/system/gpu_1_power_usage_watts"),
    ],
    "wandb": [file("run-1/wandb-events.jsonl", events)],
    "perf": [file("energy/perf.txt", perf)],
    "turbostat": [file("energy/turbostat.txt", turbostat)],
    "powerstat": [file("energy/powerstat.txt", powerstat)],
    "prometheus": [file("scrapes/dcgm.txt", scrapes)],
  ]

  /// All files that one importer and no other is to know, with its name.
  static let known: [(importer: String, file: ImportFile)] =
    whole.sorted { $0.key < $1.key }.flatMap { name, files in files.map { (name, $0) } } + [
      ("zeus", stored("zeus/nested.csv")), ("zeus", stored("zeus/power.csv")),
      ("zeus", file("zeus/monitor.csv", milliwatts)),
      ("perun", stored("perun/train-hdf5.json")),
      ("perun", ImportFile(path: "perun/train.hdf5", bytes: Data([0x89, 0x48, 0x44, 0x46, 0x0D]))),
      ("prometheus", stored("prometheus/range.json")),
      ("prometheus", stored("prometheus/range.txt")),
      ("prometheus", stored("prometheus/dump.txt")),
      ("prometheus", file("scrapes/kepler.txt", keplerPods)),
      ("mlperf", file("power/spl.txt", daemon)), ("mlperf", file("power/nodes.csv", table)),
      ("mlflow", file("mlflow/history.json", history)),
      ("mlflow", file("mlflow/history.csv", historyTable)),
      ("wandb", file("wandb/events.csv", eventsTable)), ("wandb", file("wandb/chart.csv", chart)),
      ("perf", file("energy/interval.txt", perfInterval)),
      ("perf", file("energy/interval.csv", perfCells)),
      ("perf", file("energy/interval.json", perfObjects)),
      ("turbostat", file("energy/joules.txt", turbostatJoules)),
      ("impact-tracker", file("impacttracker/info.pkl", "pickle")),
    ]

  // MARK: By hand, from documented forms

  /// Zeus's C++ monitor, which is stopped in the middle of its last line.
  static let milliwatts = """
    Time,Power
    2022-08-01 10:00:00.000000,60000
    2022-08-01 10:00:01.000000,260000
    2022-08-01 10:00:02.000000,260000
    2022-08-01 10:0
    """

  static let node = """
    :::MLLOG {"namespace": "", "time_ms": 1709287195000, "event_type": "INTERVAL_START", "key": "power_measurement_start", "value": null, "metadata": {"file": "p.py", "lineno": 174}}
    :::MLLOG {"namespace": "", "time_ms": 1709287195000, "event_type": "POINT_IN_TIME", "key": "conversion_eff", "value": 0.96, "metadata": {"measurement_type": "AC"}}
    :::MLLOG {"namespace": "", "time_ms": 1709287198000, "event_type": "POINT_IN_TIME", "key": "power_reading", "value": 2000.0, "metadata": {"host": "node_0"}}
    :::MLLOG {"namespace": "", "time_ms": 1709287200000, "event_type": "POINT_IN_TIME", "key": "power_reading", "value": 6000.0, "metadata": {"host": "node_0"}}
    :::MLLOG {"namespace": "", "time_ms": 1709287202000, "event_type": "POINT_IN_TIME", "key": "power_reading", "value": 7000.0, "metadata": {"host": "node_0"}}
    :::MLLOG {"namespace": "", "time_ms": 1709287204000, "event_type": "POINT_IN_TIME", "key": "power_reading", "value": 7000.0, "metadata": {"host": "node_0"}}
    :::MLLOG {"namespace": "", "time_ms": 1709287206000, "event_type": "POINT_IN_TIME", "key": "power_reading", "value": 3000.0, "metadata": {"host": "node_0"}}
    :::MLLOG {"namespace": "", "time_ms": 1709287195000, "event_type": "INTERVAL_END", "key": "power_measurement_stop", "value": null, "metadata": ""}

    """

  static let result = """
    0: :::MLLOG {"namespace": "", "time_ms": 1709287190000, "event_type": "POINT_IN_TIME", "key": "submission_benchmark", "value": "bert", "metadata": {}}
    0: :::MLLOG {"namespace": "", "time_ms": 1709287200000, "event_type": "INTERVAL_START", "key": "run_start", "value": null, "metadata": {}}
    0: :::MLLOG {"namespace": "", "time_ms": 1709287203000, "event_type": "POINT_IN_TIME", "key": "eval_accuracy", "value": 0.71, "metadata": {"epoch_num": 2}}
    0: :::MLLOG {"namespace": "", "time_ms": 1709287205000, "event_type": "INTERVAL_END", "key": "run_stop", "value": null, "metadata": {"status": "success"}}
    Epoch 2 done

    """

  static let daemon = """
    Time,03-01-2024 09:50:00.000,Watts,110.000000,Volts,230.000000,Amps,0.500000,PF,0.900000,Mark,2024-03-01_ranging
    Time,03-01-2024 10:00:00.000,Watts,120.000000,Volts,230.000000,Amps,0.500000,PF,0.900000,Mark,2024-03-01_testing,Ch1,Watts,70.0,Volts,230.0,Amps,0.3,PF,0.9,Ch2,Watts,50.0,Volts,230.0,Amps,0.2,PF,0.9
    Time,03-01-2024 10:00:01.000,Watts,220.000000,Volts,230.000000,Amps,0.900000,PF,0.900000,Mark,2024-03-01_testing,Ch1,Watts,120.0,Volts,230.0,Amps,0.5,PF,0.9,Ch2,Watts,100.0,Volts,230.0,Amps,0.4,PF,0.9
    Time,03-01-2024 10:00:02.000,Watts,-1.000000,Volts,-1.0,Amps,-1.0,PF,-1.0,Mark,2024-03-01_testing
    Time,03-01-2024 10:00:03.000,Watts,220.000000,Volts,230.000000,Amps,0.900000,PF,0.900000,Mark,2024-03-01_testing

    """

  static let table = """
    time_ms,node,watts
    1709287200000,node_1,1000
    1709287200000,node_2,1000
    1709287202000,node_1,3000
    1709287202000,node_2,3000
    1709305200000,sw_0,700
    1709305202000,sw_0,700

    """

  static let history = """
    {"metrics": [{"key": "system/gpu_0_power_usage_watts", "value": 60.0, "timestamp": 1709287200000, "step": 0},
     {"key": "system/gpu_0_power_usage_watts", "value": 260.0, "timestamp": 1709287210000, "step": 1},
     {"key": "system/gpu_0_utilization_percentage", "value": 97.0, "timestamp": 1709287210000, "step": 1},
     {"key": "system/gpu_0_power_usage_watts", "value": "NaN", "timestamp": 1709287220000, "step": 2}]}
    """

  static let historyTable = """
    key,run_id,step,timestamp,value
    system/gpu_0_power_usage_watts,a1,0,1709287200000,60.0
    system/gpu_0_power_usage_watts,a1,1,1709287210000,260.0
    system/gpu_0_power_usage_watts,b2,0,1709287200000,50.0
    system/gpu_0_power_usage_watts,b2,1,1709287210000,50.0

    """

  static let events = """
    {"system.cpu": 12.5, "system.gpu.0.powerWatts": 60.0, "system.gpu.process.0.powerWatts": 60.0, "_wandb": true, "_timestamp": 1709287200.5, "_runtime": 1.2}
    {"system.cpu": 14.1, "_wandb": true, "_timestamp": 1709287207.0, "_runtime": 7.7}
    {"system.cpu": 13.5, "system.gpu.0.powerWatts": 260.0, "system.gpu.process.0.powerWatts": 260.0, "_wandb": true, "_timestamp": 1709287215.5, "_runtime": 16.2}
    {"system.cpu": 13.5, "system.gpu.0.powerWatts": 100.0, "system.gpu.process.0.powerWatts": 100.0, "_wandb": true, "_timestamp": 1709287230.5, "_runtime": 31.2}

    """

  static let eventsTable = """
    ,system.cpu,system.gpu.0.powerWatts,system.gpu.1.powerWatts,_timestamp,_runtime
    0,12.5,60.0,50.0,1709287200.5,1.2
    1,13.5,260.0,,1709287215.5,16.2
    2,13.5,260.0,50.0,1709287230.5,31.2
    3,13.5,broken,50.0,1709287245.5,46.2

    """

  static let chart = """
    "Relative Time (Process)","bright-moon-1 - system/gpu.0.powerWatts","bright-moon-1 - system/gpu.0.powerWatts__MIN","bright-moon-1 - system/gpu.0.powerWatts__MAX","dark-sea-2 - system/gpu.0.powerWatts","dark-sea-2 - system/gpu.0.powerWatts__MIN","dark-sea-2 - system/gpu.0.powerWatts__MAX"
    "0","60","55","65","100","90","110"
    "10","260","255","265","100","90","110"

    """

  static let perf = """
    # started on Fri Mar  1 10:00:00 2024


     Performance counter stats for 'system wide':

              1,234.56 Joules power/energy-pkg/
                123.45 Joules power/energy-cores/
                 98.70 Joules power/energy-ram/

          10.002345678 seconds time elapsed


    """

  static let perfInterval = """
    # started on Fri Mar  1 10:00:00 2024

    #           time socket cpus             counts unit events
         1.000146918 S0        1              60.54 Joules power/energy-pkg/
         1.000146918 S1        1              40.10 Joules power/energy-pkg/
         2.000578401 S0        1              61.87 Joules power/energy-pkg/
         2.000578401 S1        1      <not counted> Joules power/energy-pkg/
         3.000395009 S0        1              59.53 Joules power/energy-pkg/
         3.000395009 S1        1              80.20 Joules power/energy-pkg/

    """

  static let perfCells = """
    # started on Fri Mar  1 10:00:00 2024

         1.000150974,60.54,Joules,power/energy-pkg/,1000053,100.00,,
         1.000150974,8.20,Joules,power/energy-ram/,1000053,100.00,,
         2.000550419,61.90,Joules,power/energy-pkg/,1000053,100.00,,
         2.000550419,8.10,Joules,power/energy-ram/,1000053,100.00,,

    """

  static let perfObjects = """
    {"interval" : 1.000147819, "counter-value" : "60.540000", "unit" : "Joules", "event" : "power/energy-psys/", "event-runtime" : 1000053, "pcnt-running" : 100.00}
    {"interval" : 1.000147819, "counter-value" : "40.500000", "unit" : "Joules", "event" : "power/energy-pkg/", "event-runtime" : 1000053, "pcnt-running" : 100.00}
    {"interval" : 2.000362014, "counter-value" : "61.460000", "unit" : "Joules", "event" : "power/energy-psys/", "event-runtime" : 1000053, "pcnt-running" : 100.00}
    {"interval" : 2.000362014, "counter-value" : "<not supported>", "unit" : "Joules", "event" : "power/energy-pkg/", "event-runtime" : 0, "pcnt-running" : 0.00}

    """

  static let turbostat = """
    turbostat version 2022.10.04 - Len Brown <lenb@kernel.org>
    cpu0: MSR_PKG_POWER_INFO: 0x1e00000 (60 W TDP, RAPL 0 - 0 W, 0.000000 sec.)
    Time_Of_Day_Seconds\tPackage\tCore\tCPU\tAvg_MHz\tBusy%\tPkgWatt\tCorWatt\tRAMWatt
    1709287205.000000\t-\t-\t-\t1200\t40.00\t100.00\t70.00\t10.00
    1709287205.000000\t0\t0\t0\t1200\t40.00\t60.00\t40.00\t6.00
    1709287205.000000\t1\t0\t1\t1200\t40.00\t40.00\t30.00\t4.00
    1709287210.000000\t-\t-\t-\t2400\t80.00\t200.00\t160.00\t12.00
    1709287215.000000\t-\t-\t-\t2400\t80.00\t200.00\t160.00\t12.00

    """

  static let turbostatJoules = """
    10.002345 sec
    Avg_MHz\tBusy%\tPkg_J\tRAM_J
    1200\t40.00\t1000.50\t100.25

    """

  static let powerstat = """
    Running for 5.0 seconds (5 samples at 1.0 second intervals).
    Power measurements will start in 0 seconds time.

      Time    User  Nice   Sys  Idle    IO  Run Ctxt/s  IRQ/s  Watts
    23:59:58   1.0   0.0   0.5  98.5   0.0    1    500    300   5.00
    23:59:59   1.0   0.0   0.5  98.5   0.0    1    500    300   6.00
    00:00:00   1.0   0.0   0.5  98.5   0.0    1    500    300   7.00
    -------- ----- ----- ----- ----- ----- ---- ------ ------ ------
     Average   1.0   0.0   0.5  98.5   0.0  1.0  500.0  300.0   6.00
      StdDev   0.0   0.0   0.0   0.0   0.0  0.0    0.0    0.0   0.82
    -------- ----- ----- ----- ----- ----- ---- ------ ------ ------
    Summary:
    System:   6.00 Watts on average with standard deviation 0.82

    """

  static let powerstatDomains = """
    Running for 480.0 seconds (480 samples at 1.0 second intervals).
      Time    User  Nice   Sys  Idle    IO  Run Ctxt/s  IRQ/s  Watts   dram package-0   core   psys
    10:00:01   1.0   0.0   0.5  98.5   0.0    1    500    300  60.00   5.00     20.00  15.00  35.00
    10:00:02   1.0   0.0   0.5  98.5   0.0    1    500    300  60.00   5.00     20.00  15.00  35.00
    Note: power read from RAPL domains: dram, package-0, core, psys.

    """

  static let scrapes = """
    # 2024-03-01T10:00:00Z
    # HELP DCGM_FI_DEV_POWER_USAGE Power draw (in W).
    # TYPE DCGM_FI_DEV_POWER_USAGE gauge
    DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-aaaa",modelName="NVIDIA A100",GPU_I_ID="1",Hostname="node7"} 250.5
    DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-aaaa",modelName="NVIDIA A100",GPU_I_ID="2",Hostname="node7"} 250.5
    # TYPE DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION counter
    DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-aaaa",modelName="NVIDIA A100",GPU_I_ID="1",Hostname="node7"} 1000000
    DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-aaaa",modelName="NVIDIA A100",GPU_I_ID="2",Hostname="node7"} 1000000
    DCGM_FI_DEV_GPU_TEMP{gpu="0",UUID="GPU-aaaa",modelName="NVIDIA A100",Hostname="node7"} 43
    node_rapl_package_joules_total{index="0",path="/sys/class/powercap/intel-rapl:0",instance="node7:9100"} 262000.5
    node_rapl_dram_joules_total{index="0",path="/sys/class/powercap/intel-rapl:0:0",instance="node7:9100"} 100.25
    kepler_node_cpu_joules_total{zone="package",path="/sys/class/powercap/intel-rapl:0",node_name="node7"} 900
    scaph_host_energy_microjoules{instance="node7:8080"} 262100750000
    # 2024-03-01T10:00:10Z
    DCGM_FI_DEV_POWER_USAGE{gpu="0",UUID="GPU-aaaa",modelName="NVIDIA A100",GPU_I_ID="1",Hostname="node7"} 251.5
    DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-aaaa",modelName="NVIDIA A100",GPU_I_ID="1",Hostname="node7"} 3500000
    node_rapl_package_joules_total{index="0",path="/sys/class/powercap/intel-rapl:0",instance="node7:9100"} 800.5
    node_rapl_dram_joules_total{index="0",path="/sys/class/powercap/intel-rapl:0:0",instance="node7:9100"} 150.25
    kepler_node_cpu_joules_total{zone="package",path="/sys/class/powercap/intel-rapl:0",node_name="node7"} 1900
    scaph_host_energy_microjoules{instance="node7:8080"} 950750000

    """

  static let keplerPods = """
    # TYPE kepler_pod_cpu_joules_total counter
    kepler_pod_cpu_joules_total{node_name="node7",pod_namespace="shop",pod_name="web-1",zone="package",state="running"} 100 1709287200000
    kepler_pod_cpu_joules_total{node_name="node7",pod_namespace="shop",pod_name="web-1",zone="package",state="running"} 160.5 1709287260000
    kepler_pod_cpu_joules_total{node_name="node7",pod_namespace="shop",pod_name="db-0",zone="package",state="running"} 10 1709287200000
    kepler_pod_cpu_joules_total{node_name="node7",pod_namespace="shop",pod_name="db-0",zone="package",state="running"} 15 1709287260000
    kepler_process_cpu_joules_total{node_name="node7",pid="41",comm="nginx",zone="package"} 50 1709287200000
    kepler_process_cpu_joules_total{node_name="node7",pid="41",comm="nginx",zone="package"} 80 1709287260000

    """
}
