import Accounting
import Quantities
import Testing

@Suite struct DerivationTests {
  @Test(arguments: AttributionPolicy.allCases)
  func `the root is the footprint's emissions`(policy: AttributionPolicy) {
    let entry = Entries.entry(policy: policy)
    let root = Derivation(of: entry)
    let emissions = AccountingMethod().footprint(of: entry).emissions
    #expect(root.value == emissions.value.grams)
    #expect(root.low == emissions.low.grams && root.high == emissions.high.grams)
  }

  @Test func `the devices add up to the energy of the run`() throws {
    let energy = try #require(node("IT energy of the run"))
    #expect(isClose(energy.inputs.map(\.value).reduce(0, +), energy.value))
  }

  @Test func `a device's share follows from its inputs`() throws {
    let device = try #require(node("package-0"))
    let inputs = Dictionary(uniqueKeysWithValues: device.inputs.map { ($0.label, $0.value) })
    let use = try #require(inputs["energy in use"])
    let idle = try #require(inputs["idle power"])
    let time = try #require(inputs["time in use"])
    #expect(isClose(use - idle * time, device.value))
  }

  @Test func `the device's energy ends in raw counter values`() throws {
    let energy = try #require(node("device energy"))
    #expect(energy.formula == "(500 − 9000 + 1 × 9500) × energy per count")
    #expect(energy.inputs.first?.value == 500)
    #expect(energy.value == 1000)
  }

  @Test func `the carbon intensity names its source`() {
    #expect(node("carbon intensity")?.citation?.id == "s")
  }

  @Test func `the parts of the range add up to one`() {
    let parts = ["IT energy of the run", "PUE", "carbon intensity"].compactMap {
      node($0)?.rangePart
    }
    #expect(parts.count == 3)
    #expect(isClose(parts.reduce(0, +), 1))
  }

  @Test func `gaps are part of the derivation`() {
    var entry = Entries.entry()
    entry.run.gaps = [
      Gap(device: "package-0", reason: .reset, start: 1, end: 2, note: "The counter fell.")
    ]
    #expect(Derivation(of: entry).inputs.contains { $0.label == "gap of package-0" })
  }

  private func node(_ label: String, in root: Derivation? = nil) -> Derivation? {
    let root = root ?? Derivation(of: Entries.entry())
    if root.label == label { return root }
    return root.inputs.lazy.compactMap { node(label, in: $0) }.first
  }
}
