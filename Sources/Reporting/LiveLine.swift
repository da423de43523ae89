public import Accounting
public import Quantities

/// One line that says what a run draws now and has drawn so far, for a terminal.
public enum LiveLine {
  /// `⚡ cpu 45.1 W · gpu 320 W │ 12.3 kJ · 1.23 g CO2e │ 0:42`, cut to `width` columns.
  public static func text(
    power: [(component: Component, power: Power)], energy: Energy, emissions: Emissions,
    elapsed: Double, ahead: String = "", width: Int
  ) -> String {
    let drawn = Component.allCases.compactMap { component -> String? in
      let parts = power.filter { $0.component == component }.map(\.power)
      return parts.isEmpty
        ? nil : "\(component.rawValue) \(parts.reduce(.zero, +).text())"
    }
    let sections = [
      drawn.joined(separator: " · "), "\(energy.text()) · \(emissions.text())",
      clock(elapsed), ahead,
    ]
    return String(
      sections.filter { !$0.isEmpty }.joined(separator: " │ ").prefix(max(width - 1, 10)))
  }

  /// `0:42`, `12:05`, `3:00:07`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(max(seconds, 0))
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let minutes = whole / 60 % 60
    return whole >= 3600
      ? "\(whole / 3600):\(two(minutes)):\(two(whole % 60))" : "\(minutes):\(two(whole % 60))"
  }
}
