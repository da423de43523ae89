import Accounting
import Quantities
import Testing

@Suite struct BalanceTests {
  @Test(arguments: AttributionPolicy.allCases)
  func `a sound run balances`(policy: AttributionPolicy) {
    #expect(Balance(of: [Entries.entry(policy: policy)]).rows.isEmpty)
  }

  @Test func `the totals of a machine say where its energy went`() throws {
    let total = try #require(Balance(of: [Entries.entry()]).machines.first)
    #expect(isClose(total.energy.joules, 1000))
    #expect(isClose(total.booked.joules, 540))
    #expect(isClose(total.idle.joules, 100))
    #expect(isClose(total.own.joules, 9))
    #expect(isClose(total.unexplained.joules, 351))
    #expect(total.overlapSeconds == 0)
  }

  @Test(arguments: 0..<9)
  func `a total that its spans do not give is found`(index: Int) {
    let fields: [WritableKeyPath<Tally, Double>] = [
      \.energy, \.slackBelow, \.slackAbove, \.run, \.own, \.idle, \.runSeconds, \.ownSeconds,
      \.seconds,
    ]
    var entry = Entries.entry()
    entry.run.devices[0].total[keyPath: fields[index]] += 1
    #expect(Balance(of: [entry]).rows.contains { $0.rule == .spans })
  }

  @Test func `a span that was altered is found`() {
    var entry = Entries.entry()
    entry.run.spans[2].tallies[0].energy *= 1.01
    #expect(Balance(of: [entry]).rows.map(\.rule) == [.spans])
  }

  @Test func `a span that is not a number is found`() {
    var entry = Entries.entry()
    entry.run.spans[2].tallies[0].energy = .nan
    #expect(Balance(of: [entry]).rows.contains { $0.rule == .spans })
  }

  @Test func `spans that overlap are found`() {
    var entry = Entries.entry()
    entry.run.spans[2].start -= 1
    #expect(Balance(of: [entry]).rows.map(\.rule) == [.spans])
  }

  @Test func `a counter that gives another energy is found`() {
    var entry = Entries.entry()
    entry.run.devices[0].counter?.wraps = 2
    #expect(Balance(of: [entry]).rows.map(\.rule) == [.counter])
  }

  @Test func `one count of a counter is within its resolution`() {
    var entry = Entries.entry()
    entry.run.devices[0].counter?.closing += 1
    #expect(Balance(of: [entry]).rows.isEmpty)
  }

  @Test func `an idle power above what was drawn leaves a negative pool`() {
    var entry = Entries.entry()
    entry.run.devices[0].idlePower = Estimate(exactly: .watts(150))
    #expect(Balance(of: [entry]).rows.contains { $0.rule == .pools })
  }

  @Test func `two runs that share a machine count its energy once`() throws {
    let a = Entries.entry(id: "a", share: 0.5)
    let b = Entries.entry(id: "b", after: 4, share: 0.4)
    let balance = Balance(of: [b, a])
    let total = try #require(balance.machines.first)
    #expect(balance.rows.isEmpty)
    #expect(isClose(total.overlapSeconds, 6))
    #expect(isClose(total.energy.joules, 1400))
    #expect(isClose(total.idle.joules, 140))
    #expect(isClose(total.booked.joules, 450 + 360))
  }

  @Test func `two runs that fill a machine balance whichever started first`() {
    for shift in [-3.3, 3.3] {
      let a = Entries.entry(id: "a", share: 0.59)
      let b = Entries.entry(id: "b", after: shift, share: 0.39)
      #expect(Balance(of: [a, b]).rows.isEmpty)
    }
  }

  @Test func `two whole-machine runs at once book joules twice`() {
    let a = Entries.entry(id: "a", policy: .wholeMachine)
    let b = Entries.entry(id: "b", after: 5, policy: .wholeMachine)
    let rows = Balance(of: [a, b]).rows
    #expect(rows.map(\.rule) == [.once])
    #expect(rows.first?.runs == ["a", "b"])
  }

  @Test func `whole-machine runs one after the other balance`() {
    let a = Entries.entry(id: "a", policy: .wholeMachine)
    let b = Entries.entry(id: "b", after: 10, policy: .wholeMachine)
    #expect(Balance(of: [a, b]).rows.isEmpty)
  }

  @Test func `two runs that claim more use than there was book joules twice`() {
    let a = Entries.entry(id: "a", share: 0.7)
    let b = Entries.entry(id: "b", share: 0.7)
    #expect(Balance(of: [a, b]).rows.map(\.rule) == [.once])
  }

  @Test func `two runs that saw different energies are found`() {
    let a = Entries.entry(id: "a", share: 0.2)
    let b = Entries.entry(id: "b", share: 0.2, scale: 1.1)
    #expect(Balance(of: [a, b]).rows.map(\.rule) == [.views])
  }

  @Test func `a run inside another is booked once, with the other`() throws {
    let outer = Entries.entry(id: "a", share: 0.95)
    var inner = Entries.entry(id: "b", share: 0.95)
    inner.run.parent = "a"
    let balance = Balance(of: [outer, inner])
    let total = try #require(balance.machines.first)
    #expect(balance.rows.isEmpty)
    #expect(isClose(total.booked.joules, 950 - 95))
  }

  @Test func `runs of two machines do not meet`() {
    let a = Entries.entry(id: "a", policy: .wholeMachine)
    var b = Entries.entry(id: "b", policy: .wholeMachine)
    b.run.machine = "other"
    let balance = Balance(of: [a, b])
    #expect(balance.rows.isEmpty)
    #expect(balance.machines.map(\.machine) == ["m", "other"])
  }

  @Test func `hundreds of runs at once are checked`() {
    let entries = (0..<300).map {
      Entries.entry(id: "\($0)", after: 0.01 * Double($0), share: 0.003)
    }
    #expect(Balance(of: entries).rows.isEmpty)
  }
}
