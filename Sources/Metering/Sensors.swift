/// Every sensor, in the order of trust. A device is read by the first that offers it.
package enum Sensors {
  package static let all: [any Sensor] = []
}
