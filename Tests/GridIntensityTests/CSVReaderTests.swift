import Accounting
import GridIntensity
import Quantities
import Testing

/// Files of intensity: what is read, what is mended with a note, what is refused by name.
struct CSVReaderTests {
  func read(_ text: String, _ options: CSVOptions = CSVOptions()) throws -> IntensityCSV.Result {
    try IntensityCSV.read(Array(text.utf8), path: "grid.csv", options: options)
  }

  func refusal(_ text: String, _ options: CSVOptions = CSVOptions()) -> Problem? {
    #expect(throws: Problem.self) { try read(text, options) }
  }

  static let ours = "datetime_utc,ci_direct_g_per_kwh,ci_lifecycle_g_per_kwh,estimated\n"
  static let bare = "time,g/kWh\n"

  @Test func `our own layout is read with the basis that is asked for`() throws {
    let text =
      Self.ours + "2021-01-01T00:00:00Z,449.07,526.77,0\n2021-01-01T01:00:00Z,455.08,533.4,1\n"
    let lifeCycle = try read(text)
    #expect(lifeCycle.series.values == [526.77, 533.4])
    #expect(lifeCycle.series.start == Timestamp("2021-01-01T00:00:00Z"))
    #expect(lifeCycle.series.slotSeconds == 3600)
    #expect(lifeCycle.notes == ["1 of 2 rows are marked as estimated."])
    let direct = try read(text, CSVOptions(basis: "direct"))
    #expect(direct.series.values == [449.07, 455.08])
    #expect(direct.series.basis == "direct")
  }

  static let headings = [
    "Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh (direct),Carbon intensity gCO₂eq/kWh (Life cycle),Carbon-free energy percentage (CFE%),Renewable energy percentage (RE%),Data source,Data estimated,Data estimation method",
    "Datetime (UTC),Country,Zone Name,Zone Id,Carbon Intensity gCO₂eq/kWh (direct),Carbon Intensity gCO₂eq/kWh (LCA),Low Carbon Percentage,Renewable Percentage,Data Source,Data Estimated,Data Estimation Method",
    "Datetime (UTC),Country,Zone Name,Zone Id,Carbon Intensity gCO2eq/kWh (direct),Carbon Intensity gCO2eq/kWh (LCA),Low Carbon Percentage,Renewable Percentage,Data Source,Data Estimated,CO2",
  ]

  @Test(arguments: headings)
  func `each generation of Electricity Maps' yearly exports is read`(heading: String) throws {
    let rows = """
      2024-01-01 00:00:00,Great Britain,Great Britain,GB,61.34,96.44,85.53,62.7,"a.com; b, c",false,
      2024-01-01 01:00:00,Great Britain,Great Britain,GB,59.96,94.21,85.85,63.32,a.com,true,X
      """
    let result = try read(heading + "\n" + rows)
    #expect(result.series.values == [96.44, 94.21])
    #expect(result.series.zone == "GB" && result.series.basis == "life-cycle")
    #expect(try read(heading + "\n" + rows, CSVOptions(basis: "direct")).series.values[0] == 61.34)
    #expect(
      refusal(heading + "\n" + rows, CSVOptions(zone: "DE"))?.why == "Its zone is `GB`.")
  }

  @Test(arguments: [
    ("g/kWh", 400.0), ("kg/MWh", 400), ("lbs/MWh", 181.436_948), ("gCO2eq_per_kWh", 400),
  ])
  func `the heading's unit counts`(unit: String, expected: Double) throws {
    let text = "time,intensity \(unit)\n2024-01-01T00:00Z,400\n2024-01-01T01:00Z,400\n"
    #expect(abs(try read(text).series.values[0] - expected) < 1e-9)
  }

  @Test func `a file in pounds per MWh whose heading has no unit is read with a stated one`() throws
  {
    let text = "time,moer\n2024-01-01T00:00Z,1000\n2024-01-01T00:05Z,900\n"
    let series = try read(text, CSVOptions(unit: "lb/MWh", signal: .marginal)).series
    #expect(abs(series.values[0] - 453.592_37) < 1e-9 && series.slotSeconds == 300)
    #expect(try read(text).notes.contains { $0.contains("names no unit") })
  }

  @Test(arguments: [300, 900, 1800, 3600, 86_400])
  func `steps of five minutes to a day are slots`(seconds: Int) throws {
    let start = try #require(Timestamp("2024-02-28T00:00:00Z"))
    let rows = (0..<300).map { index in
      "\((start + .seconds(index * seconds)).description),\(index)\n"
    }
    let series = try read(Self.bare + rows.joined()).series
    #expect(series.slotSeconds == seconds && series.count == 300 && series.gaps.isEmpty)
    #expect(series.values == (0..<300).map(Double.init))
  }

  @Test func `offsets are honoured, row by row`() throws {
    let text =
      Self.bare + "2024-01-01T01:00:00+01:00,1\n2024-01-01T06:30+0530,2\n2023-12-31T21:00-05,3\n"
    let series = try read(text).series
    #expect(series.start == Timestamp("2024-01-01T00:00:00Z"))
    #expect(series.values == [1, 2, 3])
  }

  @Test func `times without a zone are refused until one is stated`() throws {
    let text = Self.bare + "2024-07-01 00:00,1\n2024-07-01 01:00,2\n"
    let problem = try #require(refusal(text))
    #expect(problem.why.contains("Line 2") && problem.exit == .usage)
    let berlin = try read(text, CSVOptions(timeZone: "Europe/Berlin")).series
    #expect(berlin.start == Timestamp("2024-06-30T22:00:00Z"))
    let india = try read(text, CSVOptions(timeZone: "+05:30")).series
    #expect(india.start == Timestamp("2024-06-30T18:30:00Z"))
    #expect(refusal(text, CSVOptions(timeZone: "CST"))?.what == "Unknown time zone `CST`.")
  }

  @Test func `a heading that says UTC is a stated zone`() throws {
    let text = "Datetime (UTC),g/kWh\n2024-07-01 00:00,1\n2024-07-01 01:00,2\n"
    #expect(try read(text).series.start == Timestamp("2024-07-01T00:00:00Z"))
  }

  static func local(_ times: [String]) -> String {
    bare + times.enumerated().map { "2024-10-27 \($1),\($0)\n" }.joined()
  }

  @Test func `the hour that is shown twice in autumn becomes two hours`() throws {
    let text = Self.local(["01:00", "02:00", "02:00", "03:00"])
    let result = try read(text, CSVOptions(timeZone: "Europe/Berlin"))
    #expect(result.series.start == Timestamp("2024-10-26T23:00:00Z"))
    #expect(result.series.values == [0, 1, 2, 3])
    #expect(result.notes.contains { $0.contains("shown twice") })
  }

  @Test func `quarters of the hour that is shown twice are told apart too`() throws {
    let times =
      ["01:45"] + ["02:00", "02:15", "02:30", "02:45", "02:00", "02:15", "02:30", "02:45"] + [
        "03:00"
      ]
    let series = try read(Self.local(times), CSVOptions(timeZone: "Europe/Berlin")).series
    #expect(series.values == (0..<10).map(Double.init) && series.slotSeconds == 900)
  }

  @Test func `the hour that is shown twice in a file from new to old is taken backwards`() throws {
    let text = Self.local(["03:00", "02:00", "02:00", "01:00"])
    let series = try read(text, CSVOptions(timeZone: "Europe/Berlin")).series
    #expect(series.values == [3, 2, 1, 0])
  }

  @Test func `an hour that is shown twice but stands once is refused`() throws {
    let problem = refusal(
      Self.local(["01:00", "02:00", "03:00"]), CSVOptions(timeZone: "Europe/Berlin"))
    #expect(problem?.what == "2024-10-27T02:00 in grid.csv, line 3, means two moments.")
  }

  @Test func `an hour that no clock showed in spring is refused`() throws {
    let text = Self.bare + "2024-03-31 01:00,1\n2024-03-31 02:00,2\n2024-03-31 03:00,3\n"
    let problem = refusal(text, CSVOptions(timeZone: "Europe/Berlin"))
    #expect(problem?.what == "2024-03-31T02:00 in grid.csv, line 3, does not exist.")
    let skipped = Self.bare + "2024-03-31 01:00,1\n2024-03-31 03:00,2\n2024-03-31 04:00,3\n"
    let series = try read(skipped, CSVOptions(timeZone: "Europe/Berlin")).series
    #expect(series.values == [1, 2, 3])
  }

  @Test func `a leap day is a day, and one of a common year is refused`() throws {
    let text = Self.bare + "2024-02-28T23:00Z,1\n2024-02-29T00:00Z,2\n2024-02-29T01:00Z,3\n"
    #expect(try read(text).series.values == [1, 2, 3])
    let wrong = Self.bare + "2023-02-28T23:00Z,1\n2023-02-29T00:00Z,2\n"
    #expect(refusal(wrong)?.what == "Cannot read the time in grid.csv, line 3.")
    let hundred = Self.bare + "2100-02-28T23:00Z,1\n2100-02-29T00:00Z,2\n"
    #expect(refusal(hundred) != nil)
  }

  @Test func `missing rows and empty cells are gaps and are counted`() throws {
    let text =
      Self.bare
      + "2024-01-01T00:00Z,1\n2024-01-01T01:00Z,NaN\n2024-01-01T02:00Z,\n2024-01-01T03:00Z,4\n2024-01-01T07:00Z,8\n"
    let result = try read(text)
    #expect(result.series.gaps == [1..<3, 4..<7])
    #expect(
      result.notes.last
        == "5 of 8 slots are unknown (3 not in the file, 2 without a number), the first from "
        + "2024-01-01T01:00:00.000Z to 2024-01-01T03:00:00.000Z.")
  }

  @Test func `a repeated row counts once, and two values for one hour are refused by line`() throws
  {
    let rows = "2024-01-01T00:00Z,1\n2024-01-01T01:00Z,2\n"
    let result = try read(Self.bare + rows + "2024-01-01T01:00Z,2\n2024-01-01T02:00Z,3\n")
    #expect(result.series.values == [1, 2, 3])
    #expect(result.notes.contains { $0.hasPrefix("1 row repeats") })
    let problem = refusal(Self.bare + rows + "2024-01-01T01:00Z,7\n")
    #expect(problem?.why == "Line 3 says 2 and line 4 says 7 g/kWh.")
  }

  @Test func `rows out of order are sorted and said so`() throws {
    let result = try read(
      Self.bare + "2024-01-01T02:00Z,3\n2024-01-01T00:00Z,1\n2024-01-01T01:00Z,2\n")
    #expect(result.series.values == [1, 2, 3])
    #expect(result.notes.contains { $0.contains("sorted") })
  }

  @Test func `a file that changes its step is refused where it does`() throws {
    let hours = (0..<5).map { "2024-01-01T0\($0):00Z,1\n" }.joined()
    let problem = refusal(Self.bare + hours + "2024-01-01T04:15Z,1\n2024-01-01T04:30Z,1\n")
    #expect(problem?.what.contains("line 7") == true)
  }

  @Test func `dates with slashes are read once a day after the twelfth shows their order`() throws {
    let dayFirst =
      Self.bare.replacing("time", with: "time utc") + "12/01/2022 23:00,1\n13/01/2022 00:00,2\n"
    let result = try read(dayFirst)
    #expect(result.series.start == Timestamp("2022-01-12T23:00:00Z"))
    #expect(result.notes.contains { $0.contains("day first") })
    let monthFirst = "time utc,g/kWh\n1/12/2022 23:00,1\n1/13/2022 0:00,2\n"
    #expect(try read(monthFirst).series.start == Timestamp("2022-01-12T23:00:00Z"))
    #expect(
      refusal("time utc,g/kWh\n01/02/2022 00:00,1\n01/02/2022 01:00,2\n")?.what.contains(
        "day from month") == true)
  }

  @Test func `semicolons, decimal commas, quotes, a byte order mark and DOS line ends are read`()
    throws
  {
    let text =
      "\u{FEFF}\"time (UTC)\";\"g/kWh\"\r\n\"2024-01-01 00:00\";\"1,5\"\r\n\"2024-01-01 01:00\";2,25\r\n\r\n"
    #expect(try read(text).series.values == [1.5, 2.25])
  }

  @Test func `seconds and milliseconds of Unix are read`() throws {
    #expect(
      try read("timestamp,g/kWh\n1704067200,1\n1704070800,2\n").series.start
        == Timestamp("2024-01-01T00:00:00Z"))
    #expect(
      try read("timestamp,g/kWh\n1704067200000,1\n1704070800000,2\n").series.values == [1, 2])
  }

  @Test(arguments: ["", "\n\n", "time,g/kWh\n", "time,x\n2024-01-01T00:00Z,1\n", "a,g/kWh\n1,2\n"])
  func `a file without times or intensities is refused`(text: String) {
    #expect(refusal(text)?.exit == .usage)
  }

  @Test(arguments: [
    "soon,1", "2024-01-01T25:00Z,1", "2024-13-01T00:00Z,1", "2024-01-01T00:60Z,1",
    "2024-01-01T00:00+99,1", "2024-01-01T00:00Z,much", "2024-01-01T00:00Z,-3",
    "2024-01-01T00:00Z,90000",
    "20240101,1", "99999999999999999999,1",
  ])
  func `a cell that cannot be is refused with its line`(row: String) {
    let problem = refusal(Self.bare + "2024-01-01T01:00Z,1\n" + row + "\n2024-01-01T02:00Z,1\n")
    #expect(problem?.what.contains("line 3") == true)
  }

  @Test func `one wrong century does not fill the memory`() {
    #expect(
      refusal(Self.bare + "1924-01-01T00:00Z,1\n1924-01-01T00:05Z,1\n2024-01-01T00:00Z,1\n")?.what
        .contains("too far apart") == true)
  }

  @Test func `of several zones the one that is named is taken`() throws {
    let text =
      "zone,time,g/kWh\nDE,2024-01-01T00:00Z,1\nFR,2024-01-01T00:00Z,9\nDE,2024-01-01T01:00Z,2\nFR,2024-01-01T01:00Z,8\n"
    #expect(try read(text, CSVOptions(zone: "FR")).series.values == [9, 8])
    #expect(refusal(text)?.what == "grid.csv has more than one zone.")
  }
}
