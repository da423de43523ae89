import Accounting
import Quantities
import Testing

@Suite struct AttributionTests {
  @Test(arguments: AttributionPolicy.allCases, Device.Sharing.allCases)
  func `the pools add up to what the device drew`(
    policy: AttributionPolicy, sharing: Device.Sharing
  ) {
    let record = Records.record(sharing: sharing, reserved: 0.25)
    let share = Attribution(record, policy: policy)
    #expect(isClose(share.total.joules, record.total.energy))
    let sum = share.run.value + share.own + share.idle + share.unexplained
    #expect(isClose(sum.joules, record.total.energy))
  }

  @Test(arguments: AttributionPolicy.allCases)
  func `folding tallies changes no share`(policy: AttributionPolicy) {
    let tallies = (1...50).map { Records.tally(scale: Double($0), share: 0.01 * Double($0)) }
    let shares = tallies.map { Attribution(Records.record($0), policy: policy) }
    let folded = Attribution(
      Records.record(tallies.reduce(into: Tally()) { $0 += $1 }), policy: policy)
    #expect(isClose(folded.run.value.joules, shares.map(\.run.value.joules).reduce(0, +)))
    #expect(isClose(folded.own.joules, shares.map(\.own.joules).reduce(0, +)))
    #expect(isClose(folded.idle.joules, shares.map(\.idle.joules).reduce(0, +)))
    #expect(isClose(folded.unexplained.joules, shares.map(\.unexplained.joules).reduce(0, +)))
  }

  @Test(arguments: AttributionPolicy.allCases)
  func `the range holds the best value`(policy: AttributionPolicy) {
    let share = Attribution(
      Records.record(accuracy: Device.Accuracy(low: 0.9, high: 1.2)), policy: policy)
    #expect(share.run.low <= share.run.value && share.run.value <= share.run.high)
    #expect(share.run.low < share.run.high)
  }

  @Test func `by use, the run books what it drew above idle`() {
    let share = Attribution(Records.record(), policy: .byUse)
    #expect(isClose(share.run.value.joules, 600 - 10 * 6))
    #expect(isClose(share.own.joules, 10 - 10 * 0.1))
    #expect(isClose(share.idle.joules, 100))
    #expect(isClose(share.unexplained.joules, 1000 - 540 - 9 - 100))
  }

  @Test func `by reservation, the run books its part, idle or not`() {
    let share = Attribution(Records.record(reserved: 0.25), policy: .byReservation)
    #expect(share.run.value == .joules(250))
  }

  @Test func `of a whole machine, the run books everything but Joulebook`() {
    let share = Attribution(Records.record(), policy: .wholeMachine)
    #expect(isClose(share.run.value.joules, 1000 - 9))
    #expect(share.idle == .zero)
  }

  @Test func `a device whose users are told apart has no idle power taken off`() {
    let share = Attribution(Records.record(sharing: .deviceProcesses), policy: .byUse)
    #expect(share.run.value == .joules(600))
    #expect(share.idle == .zero)
  }

  @Test func `a share of a metered device is attributed`() {
    #expect(Attribution(Records.record(), policy: .byUse).evidence == .attributed)
  }

  @Test func `an exclusive metered device stays metered`() {
    var record = Records.record()
    record.exclusive = true
    #expect(Attribution(record, policy: .byUse).evidence == .metered)
  }

  @Test func `a part of a metered device set aside is attributed`() {
    let half = Attribution(Records.record(reserved: 0.5), policy: .byReservation)
    #expect(half.evidence == .attributed)
    let whole = Attribution(Records.record(reserved: 1), policy: .byReservation)
    #expect(whole.evidence == .metered)
  }
}

/// Records with round numbers: 1 kJ in 10 s, of which 60 % of the use is the run's.
enum Records {
  static func tally(scale: Double = 1, share: Double = 0.6) -> Tally {
    var tally = Tally()
    tally.energy = 1000 * scale
    tally.slackBelow = 1 * scale
    tally.slackAbove = 2 * scale
    tally.run = 1000 * share * scale
    tally.own = 10 * scale
    tally.runSeconds = 10 * share * scale
    tally.ownSeconds = 0.1 * scale
    tally.seconds = 10 * scale
    return tally
  }

  static func record(
    _ total: Tally = tally(), sharing: Device.Sharing = .cpuTime, reserved: Double = 0.25,
    accuracy: Device.Accuracy = .exact
  ) -> Run.DeviceRecord {
    Run.DeviceRecord(
      device: Device(
        component: .cpu, name: "package-0", sensor: "rapl", evidence: .metered, sharing: sharing,
        accuracy: accuracy),
      total: total, idlePower: Estimate(.watts(10), low: .watts(9), high: .watts(12)),
      idleEvidence: .metered, idleOrigin: "seen", reserved: reserved, shareNote: "by CPU time",
      exclusive: false, counter: nil)
  }
}

func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1) }
