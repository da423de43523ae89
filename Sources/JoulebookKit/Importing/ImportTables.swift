import Accounting
import Bookkeeping
import Importing
import Quantities

/// Books the rows of very large records as tables: what is kept of a run is a hundred bytes.
///
/// Rows that cannot be kept so are handed back as pieces of work like any others: those that a run of the same machine may
/// hold already.
struct ImportTables {
  private let maker: ImportMaker
  private let ledger: Ledger
  private let importer: String
  private let isDry: Bool
  private(set) var counts = (booked: 0, known: 0, removed: 0)
  /// Rows that are booked one by one.
  private(set) var single: [ImportedWork] = []
  private(set) var refused: [(path: String, line: Int, reason: String)] = []
  private(set) var notes: [String] = []
  private(set) var sum = ExperimentSum()
  private(set) var sites: [Int64: Site] = [:]
  private var siteNumbers: [Site: Int64] = [:]

  init(_ maker: ImportMaker, _ ledger: Ledger, importer: String, isDry: Bool) {
    self.maker = maker
    self.ledger = ledger
    self.importer = importer
    self.isDry = isDry
  }

  mutating func book(_ read: ImportedRows) throws(Problem) {
    var table = RunTable()
    table.titles = maker.title.map { [$0] } ?? read.titles
    let places = try kinds(read, &table)
    let busy = try Busy(read, ledger, importer: importer)
    table.rows.reserveCapacity(read.rows.count)
    for index in read.rows.indices {
      let row = read.rows[index]
      let started = row.started / 1_000_000 * 1_000_000
      guard case .table(let kind) = places[Int(row.kind)],
        !busy.meets(read.kinds[Int(row.kind)].host, started, row.seconds)
      else {
        if case .refused(let reason) = places[Int(row.kind)] {
          refused.append((read.kinds[Int(row.kind)].path, Int(row.line), reason))
        } else {
          single.append(read.work(index))
        }
        continue
      }
      table.rows.append(
        RunTable.Row(
          key: RunKey.hash(RowKey.text(row.key)), started: started, seconds: row.seconds,
          joules: row.joules, energy: row.energy, grams: row.grams, name: row.run, kind: kind,
          title: maker.title == nil ? row.title : 0, line: row.line))
    }
    for (row, outcome) in zip(table.rows, try ledger.book(table, isDry: isDry)) {
      switch outcome {
      case .booked:
        counts.booked += 1
        let kind = table.kinds[Int(row.kind)]
        sum.add(
          RunTable.summary(row, of: kind), number: Int64(counts.booked), site: number(kind.site),
          partOf: nil)
      case .known: counts.known += 1
      case .removed: counts.removed += 1
      }
    }
  }

  private enum Place {
    case table(Int32)
    case single
    case refused(String)
  }

  /// A kind of the table for each kind of row, made from its first row.
  private mutating func kinds(
    _ read: ImportedRows, _ table: inout RunTable
  ) throws(Problem) -> [Place] {
    var firsts = [Int?](repeating: nil, count: read.kinds.count)
    for index in read.rows.indices where firsts[Int(read.rows[index].kind)] == nil {
      firsts[Int(read.rows[index].kind)] = index
    }
    var places: [Place] = []
    for first in firsts {
      guard let first else {
        places.append(.single)
        continue
      }
      do throws(Problem) {
        let made = try maker.entry(read.work(first), importer: importer)
        for note in made.notes where !notes.contains(note) { notes.append(note) }
        places.append(table.add(made.entry).map { .table($0) } ?? .single)
      } catch {
        places.append(.refused("\(error.what) \(error.fix)"))
      }
    }
    return places
  }

  private mutating func number(_ site: Site) -> Int64 {
    if let number = siteNumbers[site] { return number }
    let number = Int64(siteNumbers.count + 1)
    siteNumbers[site] = number
    sites[number] = site
    return number
  }

  /// When runs of other origin were booked on the machine of these rows.
  private struct Busy {
    private var starts: [Int64] = []
    /// The latest end of all that started up to then.
    private var ends: [Int64] = []

    init(_ read: ImportedRows, _ ledger: Ledger, importer: String) throws(Problem) {
      let hosts = Set(read.kinds.flatMap { ImportOverlap.hosts($0.host) })
      guard !hosts.isEmpty, let first = read.rows.lazy.map(\.started).min(),
        let last = read.rows.lazy.map({ $0.started + Int64($0.seconds * 1e9) }).max()
      else { return }
      var query = LedgerQuery(until: Timestamp(nanoseconds: last), omitsSpans: true)
      query.endedAfter = Timestamp(nanoseconds: first)
      query.tables = .omitted
      let runs = try ledger.entries(query).map(\.run).filter { run in
        run.tags[ImportTags.source] != importer
          && !hosts.isDisjoint(with: ImportOverlap.hosts(run.host))
      }.sorted { $0.started < $1.started }
      for run in runs {
        starts.append(run.started.nanoseconds)
        ends.append(max(ends.last ?? .min, run.ended.nanoseconds))
      }
    }

    func meets(_ host: String, _ started: Int64, _ seconds: Double) -> Bool {
      guard !starts.isEmpty, !host.isEmpty else { return false }
      let ended = started + Int64((seconds * 1000).rounded()) * 1_000_000
      var (low, high) = (0, starts.count)
      while low < high {
        let middle = (low + high) / 2
        if starts[middle] < ended { low = middle + 1 } else { high = middle }
      }
      return low > 0 && ends[low - 1] > started
    }
  }
}
