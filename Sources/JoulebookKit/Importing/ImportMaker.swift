import Accounting
import Importing
import Quantities
import ReferenceData

/// Makes an entry of past work. The same record gives the same entry, with the same id.
struct ImportMaker {
  private let request: ImportRequest
  private let settings: Settings
  private let power: ImportPower
  private let finder: SiteFinder
  private let version: String
  private let sites = Gathered<[String: SiteFinder.Found]>([:])

  init(
    _ request: ImportRequest, settings: Settings, version: String, year: Int
  ) throws(Problem) {
    self.request = request
    self.settings = settings
    self.version = version
    power = ImportPower(request, catalogue: settings.catalogue, year: year)
    finder = SiteFinder(catalogue: settings.catalogue)
  }

  func entry(
    _ work: ImportedWork, importer: String
  ) throws(Problem) -> (entry: Entry, notes: [String]) {
    // To the millisecond, as it is written everywhere.
    let started = Timestamp(nanoseconds: work.started.nanoseconds / 1_000_000 * 1_000_000)
    let found = try power.find(work)
    let site = try site(work)
    let host = work.host
    let run = Run(
      id: Self.id(work, at: started), name: request.name ?? work.name,
      project: settings.project.value, stage: request.stage ?? "run",
      tags: work.tags.merging(request.tags) { $1 }.merging([ImportTags.source: importer]) { $1 },
      command: [], started: started,
      ended: started + .milliseconds(Int64((work.seconds * 1000).rounded())), seconds: work.seconds,
      exitCode: work.exitCode, signal: work.signal, host: host,
      machine: host.isEmpty ? "imported \(importer)" : "imported \(host)", devices: found.devices,
      spans: found.spans,
      cpu: Run.CPUUse(
        run: 0, own: 0, machine: 0, capacity: 0, way: .processTree,
        blindSpot: "nobody counted CPU time: the run was taken in from a record"),
      gaps: found.gaps, warnings: work.warnings)
    var entry = Entry(run: run, policy: .wholeMachine, site: site.site, version: version)
    if !work.marks.isEmpty {
      var progress = RunProgress()
      progress.marks = work.marks
      progress.received = work.marks.count
      entry.progress = progress
    }
    return (entry, site.warnings)
  }

  /// What is given goes before what the record says; this machine's own place says nothing of past work.
  private func site(_ work: ImportedWork) throws(Problem) -> SiteFinder.Found {
    let year = work.started.year
    let key = "\(work.place ?? "") \(year)"
    if let found = sites.value[key] { return found }
    var region = settings.region
    if region == nil, let place = work.place, settings.catalogue.place(key: place) != nil {
      region = Sourced(place, .flag("the record"))
    }
    let found = try finder.find(region: region, pue: settings.pue, hints: SiteHints(), year: year)
    sites.value[key] = found
    return found
  }

  /// `20190301-120000-` and ten letters of the record's key: a re-import finds the same entry.
  private static func id(_ work: ImportedWork, at start: Timestamp) -> String {
    let digits = start.description.filter { $0.isASCII && $0.isNumber }
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a, 64 bit
    for byte in work.key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var suffix = ""
    for _ in 0..<10 {
      suffix.append(letters[Int(hash % UInt64(letters.count))])
      hash /= UInt64(letters.count)
    }
    return "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(6))-\(suffix)"
  }
}
