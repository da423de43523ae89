import Accounting
import Bookkeeping
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
  /// SHA-256 of files by their path.
  private let originals: [String: String]
  private let sites = Gathered<[String: SiteFinder.Found]>([:])

  init(
    _ request: ImportRequest, settings: Settings, version: String, year: Int,
    originals: [String: String]
  ) throws(Problem) {
    self.originals = originals
    self.request = request
    self.settings = settings
    self.version = version
    power = ImportPower(request, catalogue: settings.catalogue, year: year)
    finder = SiteFinder(catalogue: settings.catalogue)
  }

  func entry(
    _ work: ImportedWork, importer: String
  ) throws(Problem) -> (entry: Entry, notes: [String]) {
    let started = Self.started(work)
    let id = Self.id(work)
    let found = try power.find(work, id: id)
    let site = try site(work)
    let host = work.host
    let run = Run(
      id: id, name: request.name ?? work.name,
      project: settings.project.value, stage: request.stage ?? "run",
      tags: tags(work, importer),
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
    var reported = work.reported
    reported?.file = hash(work)
    entry.reported = reported
    if !work.marks.isEmpty {
      var progress = RunProgress()
      progress.marks = work.marks
      progress.received = work.marks.count
      entry.progress = progress
    }
    return (entry, site.warnings)
  }

  /// Key of the narrowest place that the catalogue knows by the record's names: `US-OR` for oregon in the USA.
  private func place(_ name: String, _ area: String?) -> String? {
    let catalogue = settings.catalogue
    guard let place = catalogue.place(key: name) ?? (try? catalogue.place(named: name)) else {
      return nil
    }
    if let area, let part = try? catalogue.place(named: area), part.key.hasPrefix(place.key + "-") {
      return part.key
    }
    return place.key
  }

  /// What every run is called; nil where each has a name of its own.
  var title: String? { request.name }

  /// To the millisecond, as it is written everywhere.
  static func started(_ work: ImportedWork) -> Timestamp {
    Timestamp(nanoseconds: work.started.nanoseconds / 1_000_000 * 1_000_000)
  }

  /// The same of the same record.
  static func id(_ work: ImportedWork) -> String {
    RunKey.id(RunKey.hash(work.key), at: started(work))
  }

  private func tags(_ work: ImportedWork, _ importer: String) -> [String: String] {
    var tags = work.tags.merging(request.tags) { $1 }
    tags[ImportTags.source] = importer
    if let hash = hash(work) { tags[ImportTags.file] = hash }
    return tags
  }

  /// Of the original; of several, with commas. Nil where nobody says which they are.
  private func hash(_ work: ImportedWork) -> String? {
    let hashes = Set(work.sources.compactMap { originals[$0] }).sorted()
    return hashes.isEmpty || hashes.count > 8 ? nil : hashes.joined(separator: ",")
  }

  /// What is given goes before what the record says; this machine's own place says nothing of past work.
  private func site(_ work: ImportedWork) throws(Problem) -> SiteFinder.Found {
    let year = work.started.year
    let key = "\(work.place ?? "") \(work.area ?? "") \(year)"
    if let found = sites.value[key] { return found }
    var region = settings.region
    if region == nil, let place = work.place.flatMap({ place($0, work.area) }) {
      region = Sourced(place, .flag("the record"))
    }
    let found = try finder.find(region: region, pue: settings.pue, hints: SiteHints(), year: year)
    sites.value[key] = found
    return found
  }
}
