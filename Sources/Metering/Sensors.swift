/// Every sensor, in the order of trust. A device is read by the first that offers it.
package enum Sensors {
  package static let local: [any Sensor] = []
  package static let drivers: [any Sensor] = []
  package static func survey(_ machine: Machine, only: [any Sensor]) -> Survey { Survey() }
  package static func models(_ machine: Machine, besides: [any Probe]) -> [any Probe] { [] }
}
