public import Accounting
import ReferenceData

/// Places and devices that a form may offer for `whatIf`; others can be typed.
public struct WhatIfChoices: Sendable {
  public let places: [(key: String, name: String)]
  public let devices: [String]
}

extension Joulebook {
  /// Places whose hours are known, and accelerators of the catalogue.
  public func whatIfChoices() throws(Problem) -> WhatIfChoices {
    let catalogue = try catalogue()
    return WhatIfChoices(
      places: catalogue.climatologyPlaces.map { key in (key, catalogue.place(key: key)?.name ?? key)
      },
      devices: try catalogue.entries("accelerators").map(\.key))
  }
}
