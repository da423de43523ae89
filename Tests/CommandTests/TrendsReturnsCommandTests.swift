import Foundation
import JoulebookTesting
import Testing

/// `joulebook trends returns`, as a person or a script calls it.
@Suite struct TrendsReturnsCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  private func run(_ text: String) throws -> CommandBox.Result {
    try box.run(["trends", "returns"] + text.split(separator: " ").map(String.init))
  }

  private func json(_ text: String) throws -> [String: Any] {
    let result = try run(text + " --format json")
    #expect(result.status == 0, "\(result.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  static let documented = DocumentedExamples.of(
    page: "Docs/Returns.md", "joulebook trends returns")

  @Test(arguments: documented)
  func `documented examples run`(line: String) throws {
    let outcome = try DocumentedExamples.outcome(of: line, home: box.folder)
    #expect(outcome.status == 0, "\(line)\n\(outcome.text)")
    #expect(outcome.text.split(separator: "\n").count > 2)
  }

  @Test func `the page has examples`() { #expect(Self.documented.count >= 16) }

  @Test func `runs of the ledger are set against their energy by their tags`() throws {
    for (seconds, accuracy) in [("0.1", "0.70"), ("0.4", "0.80"), ("0.9", "0.85")] {
      let run = try box.run(["run", "--quiet", "--", "sleep", seconds])
      #expect(run.status == 0 || run.status == 2, "\(run.errors)")
      #expect(try box.run(["tag", "last", "metric.accuracy=\(accuracy)"]).status == 0)
    }
    let answer = try json("")
    let points = try #require(answer["points"] as? [[String: Any]])
    #expect(points.count == 3)
    #expect(Set(points.compactMap { $0["quality"] as? Double }) == [0.70, 0.80, 0.85])
    #expect(answer["measure"] as? String == "energy")
    let quality = try #require(answer["quality"] as? [String: Any])
    #expect(quality["perfect"] as? Double == 1 && quality["higher_is_better"] as? Bool == true)
  }

  @Test func `protocols are not mixed`() throws {
    let result = try run("--set imagenet")
    #expect(result.status == 64)
    #expect(result.errors.contains("5 protocols"))
    #expect(
      result.errors.contains("ResNet-50 is 76.13 by torchvision-v1 and 80.858 by torchvision-v2"))
    #expect(result.errors.contains("--protocol torchvision-v1"))
  }

  @Test(arguments: [
    ("", "No run of the ledger carries a metric"),
    ("nothing.csv", "Cannot read `nothing.csv`"),
    ("--set mnist", "There is no set `mnist`"),
    ("--set imagenet --family lenet", "no family or model `lenet`"),
    ("--set checkpoints --protocol x", "No point was evaluated by `x`"),
    ("--set checkpoints --against hope", "Quality cannot be set against `hope`"),
    ("--set checkpoints --worth much", "Cannot understand `much` (--worth)"),
    ("--set checkpoints --worth 5EUR", "Cannot set `5EUR` (--worth)"),
    ("--set checkpoints --carbon-price 100/t", "changes nothing alone"),
    ("--set checkpoints --step 0", "`--step` is not above zero"),
    ("--set checkpoints --perfect best", "Cannot understand `best` (--perfect)"),
    ("--set checkpoints --format pdf", "Cannot write returns as `pdf`"),
    ("--family resnet", "`--family` chooses from a set"),
    ("--law besiroglu-2024", "Neither a budget nor a loss is given"),
    ("--budget 10MWh --target-loss 2", "A budget and a loss are both given"),
    ("--budget 10MWh", "depends on the hardware"), ("--budget 10m", "Cannot understand `10m`"),
    ("--budget 1e21FLOP --law chin", "The law `chin` has no coefficient E"),
    ("--budget 1e21FLOP --law refit-245", "only some"),
    ("--target-loss 0", "There is no loss of 0"),
    ("--budget 1e21FLOP --set imagenet", "Points and a law of loss are both asked for"),
    ("--device h100", "`--device` goes with a law of loss"),
  ])
  func `mistakes are explained`(flags: String, message: String) throws {
    let result = try run(flags)
    #expect(result.status == 64, "\(flags)")
    #expect(result.errors.contains(message), "\(flags): \(result.errors)")
    #expect(result.errors.contains("Next:") && result.output.isEmpty)
  }

  @Test(arguments: [
    ("energy_kwh,quality\n1,70\n2,3 points\n", "line 3"),
    ("energy_kg,quality\n1,70\n", "`energy_kg` is no column that is known"),
    (
      "energy_wh,energy_kwh,quality\n1,1,70\n",
      "two columns of energy: `energy_wh` and `energy_kwh`"
    ),
    ("name,energy,quality\na,1,70\nb,2 kWh,71\n", "no unit in a; kWh in b"),
    ("name,energy,quality\na,1,70\nb,2,71\n", "The column `energy` of"),
    ("name,energy_kwh,quality\na,5 kg,70\n", "`kg` is no unit of it"),
    ("name,cost_eur,quality\na,5,70\nb,7 USD,71\n", "EUR in a; USD in b"),
    ("name,compute_gmac,quality\na,5,70\nb,7 epochs,71\n", "GMAC in a; epochs in b"),
    ("name,quality\na,70\n", "no column of energy, emissions, cost or compute"),
    ("name,energy_kwh\na,1\n", "no column `quality`"),
    ("energy_kwh,quality\n1\n", "1 cells and the header 2"),
    ("energy_kwh,quality\n1,70\n", "There is one point"),
    ("energy_kwh,accuracy\n1,70\n2,0.72\n4,75\n", "below 1 in row 3"),
  ])
  func `dirt in a table is told with its place`(table: String, message: String) throws {
    try table.write(toFile: box.folder + "/t.csv", atomically: true, encoding: .utf8)
    let result = try run("\(box.folder)/t.csv")
    #expect(result.status == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  @Test func `cells with units of their own are converted, and named`() throws {
    let table = """
      name,energy_kwh,emissions_kg,compute_gmac,quality
      tiny,1200 Wh,0.4,1,70
      small,2.6,950 g,4 GFLOP,74
      medium,5.1kWh,1.87,6,78
      large,18 MJ,2 kg,0.02 TFLOP,79

      """
    try table.write(toFile: box.folder + "/t.csv", atomically: true, encoding: .utf8)
    let answer = try json("\(box.folder)/t.csv")
    let points = try #require(answer["points"] as? [[String: Any]])
    func amounts(_ key: String) -> [String: Double] {
      Dictionary(
        points.compactMap { point in
          (point["name"] as? String).flatMap { name in
            (point["amounts"] as? [String: Double])?[key].map { (name, ($0 * 1e9).rounded() / 1e9) }
          }
        }
      ) { first, _ in first }
    }
    #expect(amounts("energy") == ["tiny": 1.2, "small": 2.6, "medium": 5.1, "large": 5])
    #expect(amounts("emissions") == ["tiny": 0.4, "small": 0.95, "medium": 1.87, "large": 2])
    #expect(amounts("compute") == ["tiny": 1, "small": 2, "medium": 6, "large": 10])
    #expect(
      (answer["warnings"] as? [String])?.contains(
        "Units differ in the column `energy_kwh`, and all are kWh here: Wh in tiny; kWh in small, medium; MJ in large."
      ) == true)
  }

  @Test func `a heading may have another unit`() throws {
    try "energy_Wh,emissions_t,quality\n1200,0.001,70\n2600,0.002,71\n".write(
      toFile: box.folder + "/t.csv", atomically: true, encoding: .utf8)
    let points = try #require(try json("\(box.folder)/t.csv")["points"] as? [[String: Any]])
    let amounts = points.compactMap { $0["amounts"] as? [String: Double] }
    #expect(amounts.compactMap { $0["energy"] } == [1.2, 2.6])
    #expect(amounts.compactMap { $0["emissions"] } == [1, 2])
  }

  @Test func `a budget in FLOP and the same in PF-days are one`() throws {
    let flop = try json("--budget 8.64e21FLOP")
    let days = try json("--budget 100PF-days")
    #expect(flop["budget_flop"] as? Double == 8.64e21 && days["budget_flop"] as? Double == 8.64e21)
    let kaplan = try #require((days["laws"] as? [[String: Any]])?.last)
    #expect(kaplan["name"] as? String == "kaplan-2020")
    #expect(abs((kaplan["petaflop_s_days"] as? Double ?? 0) - 100) < 1e-9)
    // exp(0.05 × ln 3.1e6)
    #expect(abs((kaplan["loss"] as? Double ?? 0) - 2.1114) < 0.0005)
  }

  @Test func `a budget in energy leads back to that energy`() throws {
    let answer = try json("--budget 10MWh --device h100 --region FR")
    let laws = try #require(answer["laws"] as? [[String: Any]])
    #expect(
      laws.compactMap { $0["name"] as? String } == [
        "besiroglu-2024", "hoffmann-2022", "kaplan-2020",
      ])
    for law in laws {
      #expect(abs((law["facility_energy_joules"] as? Double ?? 0) / 3.6e10 - 1) < 1e-9)
    }
    let target = try json(
      "--target-loss \(laws[0]["loss"] as? Double ?? 0) --device h100 --region FR")
    let same = try #require((target["laws"] as? [[String: Any]])?.first)
    #expect(abs((same["facility_energy_joules"] as? Double ?? 0) / 3.6e10 - 1) < 1e-6)
  }

  @Test func `a loss below the floor is out of reach, and that is an answer`() throws {
    let result = try run("--target-loss 1.7")
    #expect(result.status == 0)
    #expect(
      result.output.hasPrefix(
        "No compute reaches a loss of 1.7: 1.817 is the floor of besiroglu-2024."))
  }

  @Test(arguments: [
    ("1,3.0\n2,3.1\n5,3.3\n9,3.4\n20,3.5\n40,3.55\n", "Loss got worse with more energy."),
    ("1,3\n2,3\n5,3\n9,3\n20,3\n", "No clear return of loss on energy."),
    ("1,3.0\n2,2.8\n", "Taking 0.01 off the loss cost 0.0500 kWh."),
  ])
  func `what was found stands first, bad news too`(rows: String, finding: String) throws {
    try ("energy_kwh,loss\n" + rows).write(
      toFile: box.folder + "/t.csv", atomically: true, encoding: .utf8)
    let result = try run("\(box.folder)/t.csv")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix(finding), "\(result.output)")
    let picture = try run("\(box.folder)/t.csv --format svg")
    #expect(picture.status == 0 && picture.output.contains(finding.dropLast()))
  }
}
