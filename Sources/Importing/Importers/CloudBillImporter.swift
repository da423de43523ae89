import Accounting
import Quantities

/// Instance-hours of a cloud's bill: AWS cost and usage reports, or any CSV by columns that are named.
struct CloudBillImporter: Importer {
  let name = "bill"
  let summary =
    "instance-hours of a cloud bill as CSV: AWS cost and usage, or --column start=… hours=… instance=…"

  /// Headings by what we call them. The first are those of AWS's cost and usage reports, old and new.
  private static let usual: [String: [String]] = [
    "start": ["lineItem/UsageStartDate", "line_item_usage_start_date", "start"],
    "end": ["lineItem/UsageEndDate", "line_item_usage_end_date", "end"],
    "hours": ["lineItem/UsageAmount", "line_item_usage_amount", "hours"],
    "instance": ["product/instanceType", "product_instance_type", "instance"],
    "region": [
      "product/regionCode", "product/region", "product_region_code", "product_region", "region",
    ],
    "resource": ["lineItem/ResourceId", "line_item_resource_id", "resource"],
    "kind": ["lineItem/LineItemType", "line_item_line_item_type", "kind"],
    "unit": ["pricing/unit", "pricing_unit", "unit"],
    "cost": ["lineItem/UnblendedCost", "line_item_unblended_cost", "cost"],
    "provider": ["provider"],
  ]

  func recognises(_ file: ImportFile) -> Bool {
    let first = String(file.beginning.prefix { $0 != "\n" && $0 != "\r\n" })
    return first.contains("lineItem/UsageStartDate") || first.contains("line_item_usage_start_date")
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    for key in options.columns.keys where Self.usual[key] == nil {
      throw Problem(
        "There is no column `\(key)` to name.",
        why: "There are \(Self.usual.keys.sorted().joined(separator: ", ")).",
        fix: "Write for example `--column start=Date`.", exit: .usage)
    }
    var batch = ImportBatch()
    let time = try ImportTime(options)
    var uses: [Use: [Span]] = [:]
    for file in files { try read(file, time, options, &uses, &batch) }
    for (use, spans) in uses.sorted(by: { $0.key < $1.key }) {
      batch.works += Self.works(use, spans)
    }
    return batch
  }

  private struct Use: Hashable, Comparable {
    let provider: String
    let region: String
    let instance: String
    let resource: String
    static func < (a: Self, b: Self) -> Bool {
      (a.provider, a.region, a.instance, a.resource) < (
        b.provider, b.region, b.instance, b.resource
      )
    }
  }

  private struct Span {
    let start: Timestamp
    let end: Timestamp
    let hours: Double
    let cost: Double?
  }

  private func read(
    _ file: ImportFile, _ time: ImportTime, _ options: ImportOptions, _ uses: inout [Use: [Span]],
    _ batch: inout ImportBatch
  ) throws(Problem) {
    let rows = DelimitedLines(try file.text, delimiter: ",").rows
    guard let header = rows.first else { return }
    let headings = Headings(header.cells)
    func index(_ key: String) -> Int? {
      options.columns[key].map { headings.index($0) } ?? headings.index(Self.usual[key] ?? [])
    }
    guard let start = index("start"), let hours = index("hours"), let instance = index("instance")
    else {
      throw Problem(
        "Cannot read `\(file.path)` as a bill.",
        why: "Its first line names no start, hours or kind of instance that we know.",
        fix:
          "Say which they are: `--column start=Date --column hours=Hours --column instance=Type`.",
        exit: .usage)
    }
    let (end, kind, unit) = (index("end"), index("kind"), index("unit"))
    for row in rows.dropFirst() {
      batch.read += 1
      guard row.cells.count == header.cells.count else {
        batch.refuse(
          file, row.line, "it has \(row.cells.count) cells, the first line \(header.cells.count)")
        continue
      }
      func cell(_ index: Int?) -> String { index.map { row.cells[$0] } ?? "" }
      if let kind,
        !["Usage", "DiscountedUsage", "SavingsPlanCoveredUsage", ""].contains(cell(kind))
      {
        batch.leaveOut("rows that are no usage: taxes, fees, discounts")
        continue
      }
      if cell(instance).isEmpty || unit != nil && !Self.isHours(cell(unit)) {
        batch.leaveOut("rows of other things than instance-hours: storage, traffic")
        continue
      }
      guard let from = time.read(cell(start)) else {
        batch.refuse(file, row.line, "`\(cell(start))` is no time")
        continue
      }
      guard let amount = Double(cell(hours)), amount > 0, amount.isFinite else {
        batch.refuse(file, row.line, "`\(cell(hours))` is no number of hours")
        continue
      }
      if from.isLocal, !time.isGiven { batch.note(ImportTime.note) }
      let until = time.read(cell(end))?.moment ?? from.moment + .seconds(amount * 3600)
      guard until > from.moment else {
        batch.refuse(file, row.line, "it ends before it begins")
        continue
      }
      batch.taken += 1
      let use = Use(
        provider: cell(index("provider")).isEmpty ? "aws" : cell(index("provider")).lowercased(),
        region: cell(index("region")), instance: cell(instance), resource: cell(index("resource")))
      uses[use, default: []].append(
        Span(
          start: from.moment, end: until, hours: amount,
          cost: Double(cell(index("cost")))))
    }
  }

  private static func isHours(_ unit: String) -> Bool {
    ["hrs", "hours", "hour", "h"].contains(unit.lowercased())
  }

  /// Rows that follow one another are one work.
  private static func works(_ use: Use, _ spans: [Span]) -> [ImportedWork] {
    var works: [ImportedWork] = []
    var open: [Span] = []
    func close() {
      guard let first = open.first, let end = open.map(\.end).max() else { return }
      let hours = open.map(\.hours).reduce(0, +)
      let seconds = (end - first.start).seconds
      var work = ImportedWork(
        key: "bill \(use.provider) \(use.region) \(use.instance) \(use.resource) \(first.start)",
        name: use.resource.isEmpty ? use.instance : "\(use.instance) \(use.resource)",
        started: first.start, seconds: seconds,
        // More hours than the span has are several instances; fewer are one that did not run throughout.
        power: .instances(hours * 3600 / seconds, kind: use.instance))
      work.place = use.region.isEmpty ? nil : "\(use.provider)/\(use.region)"
      work.tags["cloud.instance"] = use.instance
      if !use.resource.isEmpty { work.tags["cloud.resource"] = use.resource }
      let costs = open.compactMap(\.cost)
      if !costs.isEmpty {
        work.tags["cloud.cost"] = "\((costs.reduce(0, +) * 1e6).rounded() / 1e6)"
      }
      works.append(work)
      open = []
    }
    for span in spans.sorted(by: { $0.start < $1.start }) {
      if let end = open.map(\.end).max(), span.start > end { close() }
      open.append(span)
    }
    close()
    return works
  }
}
