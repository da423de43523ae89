import Accounting

/// Every sensor, in the order of trust. A device is read by the first that offers it.
package enum Sensors {
  /// Sensors behind files and system calls: surveyed in milliseconds.
  package static let local: [any Sensor] = [
    RAPLPowercapSensor(),
    RAPLPerfSensor(),
    GraceSensor(),
    AMDGPUSensor(),
    IntelGPUSensor(),
    HwmonSensor(),
  ]

  /// Sensors behind a vendor's library, which may take a second to wake up.
  package static let drivers: [any Sensor] = [
    NVMLSensor()
  ]

  /// In place of both, where a trace is named.
  package static let replays: [any Sensor] = [
    ReplaySensor()
  ]

  /// What stands in for a component that no sensor reads.
  package static let models: [any Sensor] = [
    CPUModelSensor(),
    MemoryModelSensor(),
    GPUModelSensor(),
  ]

  package static let all: [any Sensor] = replays + local + drivers + models
}
