import Accounting
import Quantities
import Testing

@testable import ReferenceData

struct CatalogueTests {
  let catalogue = Catalogue()

  @Test(arguments: [
    ("AMD EPYC 7742 64-Core Processor", 128, 225.0),
    ("Intel(R) Xeon(R) Platinum 8275CL CPU @ 3.00GHz", 48, 240),
    ("AMD Ryzen 7 5700X 8-Core Processor", 16, 65),
    ("12th Gen Intel(R) Core(TM) i7-12700H", 20, 45),
    ("AMD Ryzen Threadripper PRO 5995WX 64-Cores", 128, 280),
  ])
  func `a CPU is found under the name that the kernel prints`(
    name: String, threads: Int, watts: Double
  ) {
    #expect(
      catalogue.ratedPower(cpu: name, logicalProcessors: threads).power.value == .watts(watts))
  }

  @Test func `a virtual machine that sees half the threads has half the TDP`() {
    let rated = catalogue.ratedPower(cpu: "AMD EPYC 7742 64-Core Processor", logicalProcessors: 64)
    #expect(rated.power.value == .watts(112.5))
  }

  @Test func `half of the threads may still be the whole part`() {
    let rated = catalogue.ratedPower(cpu: "AMD EPYC 7742 64-Core Processor", logicalProcessors: 64)
    #expect(rated.power.high >= .watts(225))
  }

  @Test func `an unlisted server part draws no more than its threads can`() {
    let small = catalogue.ratedPower(
      cpu: "Intel(R) Xeon(R) CPU E5-2670 v3 @ 2.30GHz", logicalProcessors: 2)
    #expect(small.power.high < .watts(30))
  }

  @Test func `two sockets seen at once are not more than one`() {
    let rated = catalogue.ratedPower(cpu: "AMD EPYC 7742 64-Core Processor", logicalProcessors: 256)
    #expect(rated.power.value == .watts(225))
  }

  @Test(arguments: ["AMD EPYC", "AMD EPYC-Rome Processor", "Intel(R) Xeon(R) CPU @ 2.20GHz", ""])
  func `a name that tells no part gives a typical value with a wide range`(name: String) {
    let power = catalogue.ratedPower(cpu: name, logicalProcessors: 4).power
    #expect(power.high.watts / power.low.watts > 3)
  }

  @Test(arguments: [
    ("NVIDIA A100-SXM4-80GB", 400.0), ("NVIDIA A100 80GB PCIe", 300), ("NVIDIA H200", 700),
    ("NVIDIA H100 80GB HBM3", 700), ("NVIDIA H100 PCIe", 350), ("Tesla T4", 70),
    ("NVIDIA GeForce RTX 4090", 450), ("AMD Instinct MI300X", 750), ("NVIDIA L40S", 350),
    ("NVIDIA A100-PCIE-40GB", 250),
  ])
  func `an accelerator is found under the name that its driver prints`(
    name: String, watts: Double
  ) throws {
    let rated = try #require(catalogue.accelerator(named: name))
    #expect(rated.power.value == .watts(watts))
  }

  @Test(arguments: [
    "", "80", "NVIDIA", "Matrox G200eR2", "Cirrus Logic GD 5446",
    "NVIDIA GeForce RTX 9999 Laptop GPU",
    "NVIDIA RTX A6000 Mobile",
  ])
  func `an unknown accelerator is not guessed`(name: String) {
    #expect(catalogue.accelerator(named: name) == nil)
  }

  @Test(arguments: [
    "NVIDIA GeForce RTX 4090 Laptop GPU", "NVIDIA GeForce GTX 1660 Ti with Max-Q Design",
    "NVIDIA GeForce RTX 3050 Ti Laptop GPU",
  ])
  func `a notebook's part never has the watts of the card of its name`(name: String) throws {
    let card = name.split(separator: " ").prefix { $0 != "Laptop" && $0 != "with" }
    let notebook = try #require(catalogue.accelerator(named: name))
    if let desktop = catalogue.accelerator(named: card.joined(separator: " ")) {
      #expect(notebook.power.high.watts < desktop.power.value.watts)
    }
    #expect(notebook.power.low < notebook.power.high)
  }

  @Test func `a sister part that is not listed gets a wider range`() throws {
    let plain = try #require(catalogue.accelerator(named: "NVIDIA GeForce RTX 3090"))
    let sister = try #require(catalogue.accelerator(named: "NVIDIA GeForce RTX 3090 SUPER"))
    #expect(sister.power.high > plain.power.high)
  }

  @Test(arguments: [("Europe/Berlin", "DE"), ("US/Pacific", "US"), ("Asia/Calcutta", "IN")])
  func `a time zone belongs to a country`(zone: String, country: String) {
    #expect(catalogue.country(timeZone: zone) == country)
  }

  @Test(arguments: ["UTC", "Etc/UTC", "GMT", "Europe/Nowhere", ""])
  func `UTC says nothing about the place`(zone: String) {
    #expect(catalogue.country(timeZone: zone) == nil)
  }

  @Test func `a cloud is told by its mark`() {
    #expect(catalogue.cloud(vendorStrings: ["Amazon EC2", "t3.large"]) == "aws")
    #expect(catalogue.cloud(vendorStrings: ["Dell Inc."]) == nil)
  }

  @Test func `a cloud region has a country and a PUE`() throws {
    let region = try #require(catalogue.cloudRegion("aws", "eu-central-1"))
    #expect(region.place.country == "DE" && region.city.hasPrefix("Frankfurt"))
    #expect(region.pue != nil)
  }

  @Test func `a place nobody knows gets the widest PUE`() {
    #expect(catalogue.defaultPUE(cloud: "nowhere") == catalogue.defaultPUE(cloud: "unknown"))
  }

  @Test func `the models find what they ask for`() {
    let facts = catalogue.hardwareFacts
    #expect(facts.cpuCurve == [0.12, 0.32, 0.75, 1.02])
    #expect(facts.memoryPerGiB.value == .watts(0.375))
    #expect(facts.accelerator("Tesla T4") != nil)
  }
}
