/// Logs in the forms of their tools, shortened or made by hand.
enum PowerLogSamples {
  static let standard = """
    2026-11-23 01:08:04 - carbontracker version 2.3.1
    2026-11-23 01:08:04 - Only predicted and actual consumptions are multiplied by a PUE coefficient of 1.58 (Daniel Bizo, 2023, Uptime Institute Global Data Center Survey).
    2026-11-23 01:08:04 - The following components were found: GPU with device(s) NVIDIA A100 40GB. CPU with device(s) AMD EPYC 7742.
    2026-11-23 01:08:08 - Epoch 1:
    2026-11-23 01:08:08 - Duration: 0:00:04.00
    2026-11-23 01:08:08 - Average power usage (W) for gpu: 340.0
    2026-11-23 01:08:08 - Average power usage (W) for cpu: 67.5
    2026-11-23 01:08:12 - Epoch 2:
    2026-11-23 01:08:12 - Duration: 0:00:04.00
    2026-11-23 01:08:12 - Average power usage (W) for gpu: 340.0
    2026-11-23 01:08:12 - Average power usage (W) for cpu: 67.5
    2026-11-23 01:08:12 - Monitoring thread ended.

    """
  static let output = """
    2026-11-23 01:08:04 - CarbonTracker: The following components were found: GPU with device(s) NVIDIA A100 40GB. CPU with device(s) AMD EPYC 7742.
    2026-11-23 01:08:08 - CarbonTracker:\u{20}
    Predicted consumption for 10 epoch(s):
    \tTime:\t0:00:40
    \tEnergy:\t0.00715 kWh
    \tCO2eq:\t3.4412 g
    2026-11-23 01:08:12 - CarbonTracker:\u{20}
    Actual consumption for 2 epoch(s):
    \tTime:\t0:00:08
    \tEnergy:\t0.00143 kWh
    \tCO2eq:\t0.6882 g
    \tThis is equivalent to:
    \t0.0064 km travelled by car
    2026-11-23 01:08:12 - CarbonTracker: Finished monitoring.

    """
  static let gadget = """
    System Time,RDTSC,Elapsed Time (sec), CPU Utilization(%),Processor Power_0(Watt),Cumulative Processor Energy_0(Joules),Cumulative Processor Energy_0(mWh),IA Power_0(Watt),Cumulative IA Energy_0(Joules),Cumulative DRAM Energy_0(Joules)
    17:16:13:287, 476772626695925,    0.244,   81.000,   7.631,   1.863,   0.518,   4.928,   1.203,   0.381
    17:16:13:557, 476773197626369,    0.515,  124.000,   6.605,   3.649,   1.014,   3.974,   2.278,   0.774
    17:16:13:732, 476773565997598,    0.689,   86.000,   7.821,   5.013,   1.393,   5.064,   3.161,   1.094

    Total Elapsed Time (sec) = 0.689
    Cumulative Processor Energy_0 (Joules) = 5.013

    """
  static let powermetrics = """
    Machine model: MacBookAir10,1


    *** Sampled system activity (Fri Nov 10 12:37:08 2023 +0100) (100.00ms elapsed) ***

    E-Cluster Power: 105 mW
    ANE Power: 0 mW
    DRAM Power: 220 mW
    CPU Power: 947 mW
    GPU Power: 153 mW
    Package Power: 1473 mW

    *** Sampled system activity (Fri Nov 10 12:37:08 2023 +0100) (200.00ms elapsed) ***

    ANE Power: 0 mW
    DRAM Power: 162 mW
    CPU Power: 420 mW
    GPU Power: 67 mW

    """
  static let table = """
    timestamp,n1_watts,n2_watts,total_watts
    2026-05-05T19:14:51,2492,2579,5071
    2026-05-05T19:15:02,2503,2573,5076

    """
  static let strangers = [
    (
      "Datetime (UTC),Country,Zone Name,Zone Id,Carbon Intensity gCO₂eq/kWh (direct)\n",
      "carbon intensities"
    ),
    ("Time,Carbon Intensity\n2019-12-20 00:00:00,218.2\n", "carbon intensities"),
    (
      "timestamp,WND,SUN,WAT,avg_CI\n2022-01-01 00:00:00+00:00,107,12,11510,57.8\n",
      "carbon intensities"
    ),
    ("task_name,load_type,cpu_name,timestamp,cores_used,rapl_power\n", "processor loads"),
    ("dataset,network,power_limit,time_per_epoch,average_power\n", "power limit"),
    ("timestamp, memory.used [MiB], utilization.gpu [%]\n", "without power.draw"),
  ]
}
