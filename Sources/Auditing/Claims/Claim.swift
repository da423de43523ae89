package import Accounting
import Quantities

/// What somebody states about the energy, carbon or compute of one thing.
package struct Claim: Sendable {
  package var amounts: [Measure: Amount] = [:]
  package var words: [Topic: Statement] = [:]
  package var misfits: [Misfit] = []
  /// Parts of the energy, such as CPU, GPU and memory.
  package var components: [Part] = []
  /// Parts of a whole, as fractions of one.
  package var shares: [Part] = []
  package var mix: [Part] = []
  /// Running totals of energy, in order.
  package var series: [Amount] = []
  /// Power of a processor by its use, as fractions of one.
  package var powerCurve: [(use: Double, power: Amount)] = []
  package var stages: [Claim] = []
  package var rows: [Claim] = []
  /// What the document prints under the rows.
  package var total: [Measure: Amount] = [:]
  /// Claims that are set against each other.
  package var comparison: [Claim] = []
  /// The same quantity said again elsewhere.
  package var restated: [Restatement] = []
  package var equivalences: [Equivalence] = []
  package var growth: Growth?
  package var trackers: [Tracker] = []
  package var fit: Fit?
  package var constants: [Constant] = []
  package var products: [Product] = []
  /// Parameters that a tool was given, and those that it used.
  package var given: [Statement] = []
  package var used: [Statement] = []
  package var hasUsed = false
  /// Where the claim begins.
  package var place: AuditPlace

  package init(place: AuditPlace = AuditPlace(line: nil, field: "")) { self.place = place }

  package subscript(measure: Measure) -> Amount? {
    get { amounts[measure] }
    set { amounts[measure] = newValue }
  }

  package subscript(topic: Topic) -> String? { words[topic]?.text }

  package var name: String { self[.name] ?? self[.model] ?? "" }
  /// The model's name where one is given, else the claim's.
  package var modelName: String { self[.model] ?? self[.name] ?? "" }
  package var year: Int? { self[.year].flatMap { Int($0) } }

  /// True when a word is one of these, letter case aside.
  package func says(_ topic: Topic, _ choices: String...) -> Bool {
    self[topic].map { choices.contains($0.lowercased()) } ?? false
  }

  /// What rows and stages share with the claim around them, where they say nothing of their own.
  package mutating func handDown() {
    let measures: [Measure] = [.pue, .intensity]
    let topics: [Topic] = [
      .device, .place, .year, .powerSource, .boundary, .intensityMethod, .intensityScope, .kind,
    ]
    func filled(_ inner: Claim) -> Claim {
      var inner = inner
      for measure in measures { inner[measure] = inner[measure] ?? self[measure] }
      for topic in topics { inner.words[topic] = inner.words[topic] ?? words[topic] }
      return inner
    }
    rows = rows.map(filled)
    stages = stages.map(filled)
  }

  /// The claim itself and all that stand inside it.
  package var all: [Claim] {
    [self] + (stages + rows + comparison).flatMap(\.all)
  }

  package struct Part: Hashable, Sendable {
    package let name: String
    package let amount: Amount

    package init(_ name: String, _ amount: Amount) {
      self.name = name
      self.amount = amount
    }
  }

  package struct Restatement: Hashable, Sendable {
    package let measure: Measure
    package let amount: Amount
    /// `text`, `table`, `section 3`.
    package let location: String

    package init(_ measure: Measure, _ amount: Amount, location: String) {
      self.measure = measure
      self.amount = amount
      self.location = location
    }
  }

  /// A comparison with something of daily life: 315 flights of 900 kg.
  package struct Equivalence: Sendable {
    package let comparator: Statement
    package var each: Amount?
    package var source: String?
    package var year: Int?

    package init(comparator: Statement, each: Amount?, source: String?, year: Int?) {
      self.comparator = comparator
      self.each = each
      self.source = source
      self.year = year
    }
  }

  /// So many times within a period, doubling every so often.
  package struct Growth: Sendable {
    package let factor: Amount
    package let doubling: Amount
    package let period: Amount

    package init(factor: Amount, doubling: Amount, period: Amount) {
      self.factor = factor
      self.doubling = doubling
      self.period = period
    }
  }

  /// A record of one device over one span, in seconds of any clock.
  package struct Tracker: Hashable, Sendable {
    package let device: String
    /// The run that wrote it; empty when it is not said. Records of one run are running totals.
    package let run: String
    package let start: Double
    package let end: Double
    package let place: AuditPlace

    package init(
      device: String, run: String = "", start: Double, end: Double, place: AuditPlace
    ) {
      self.device = device
      self.run = run
      self.start = start
      self.end = end
      self.place = place
    }
  }

  /// A power law through points: its exponent is the slope of logarithms.
  package struct Fit: Sendable {
    package let points: [(x: Double, y: Double)]
    package let exponent: Amount?
    package let place: AuditPlace

    package init(points: [(x: Double, y: Double)], exponent: Amount?, place: AuditPlace) {
      self.points = points
      self.exponent = exponent
      self.place = place
    }
  }

  package struct Constant: Hashable, Sendable {
    package let name: String
    package let number: Double
    /// Empty when none is given.
    package let unit: String
    package let place: AuditPlace

    package init(name: String, number: Double, unit: String, place: AuditPlace) {
      self.name = name
      self.number = number
      self.unit = unit
      self.place = place
    }
  }

  /// A product stored beside its factors.
  package struct Product: Hashable, Sendable {
    package let name: String
    package let factors: [Double]
    package let product: Amount

    /// What the factors make.
    var made: Double { factors.reduce(1, *) }

    /// Stated over made; 1 where nothing is made.
    var ratio: Double { made == 0 ? 1 : product.value / made }

    /// `32768 × 0.018 = 589.824`.
    var text: String {
      "\(factors.map { $0.text(significant: 6).withoutFillingZeros }.joined(separator: " × ")) = "
        + made.text(significant: 6).withoutFillingZeros
    }

    package init(name: String, factors: [Double], product: Amount) {
      self.name = name
      self.factors = factors
      self.product = product
    }
  }
}

/// All claims of a file, and what of it was left unread.
package struct AuditDocument: Sendable {
  package let claims: [Claim]
  package let unread: [Statement]
  /// Every claim, those inside others too.
  package let all: [Claim]

  package init(claims: [Claim], unread: [Statement] = []) {
    self.claims = claims
    self.unread = unread
    all = claims.flatMap(\.all)
  }
}
