import Accounting
import Quantities

/// A functional unit that the runs counted themselves: `--per requests` is as many requests as their jobs said.
enum CountedUnit {
  /// Nil where `per` has a number of its own, or names something that no job counts.
  static func of(_ per: String?, in statement: Statement) throws(Problem) -> FunctionalUnit? {
    guard let per, let thing = thing(per) else { return nil }
    var sum = 0.0
    for row in statement.runs {
      let counts = ServiceCount.all(of: row.entry.progress?.marks ?? [])
      guard let count = counts.first(where: { $0.thing == thing }) else {
        throw Problem(
          "The emissions cannot be set against \(per).",
          why: "Run \(row.entry.run.id) did not count them.",
          fix:
            "Give their number: `--per \"1000 \(per)\"`; or let the job count, see Docs/Marks.md.",
          exit: .usage)
      }
      sum += count.value
    }
    return sum > 0 ? FunctionalUnit(count: sum, name: words(thing)) : nil
  }

  /// `requests`, `output tokens`; one of them means the same.
  private static func thing(_ text: String) -> ServiceCount.Thing? {
    let plain = text.lowercased().filter { $0.isLetter }
    return ServiceCount.Thing.allCases.first { thing in
      let name = thing.rawValue.filter(\.isLetter)
      return plain == name || plain == String(name.dropLast())
    }
  }

  private static func words(_ thing: ServiceCount.Thing) -> String { thing.one + "s" }
}
