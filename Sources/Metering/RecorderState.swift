import Accounting
import Synchronization

extension Recorder {
  /// What other threads may look at.
  package struct Published: Sendable {
    package var snapshots: Snapshots
    package var gaps: [GapRecord] = []
    /// Gaps beyond what memory is set aside for.
    package var gapsLeftOut = 0
    /// Latest mean power by device, in watts.
    package var power: [Double]
  }

  /// Gaps from the `first`-th on.
  func gaps(from first: Int) -> ArraySlice<GapRecord> { published.withLock { $0.gaps[first...] } }

  var snapshots: Snapshots { published.withLock { $0.snapshots } }

  /// All that is known up to the last snapshot.
  package var state: Sampler.State { Handle(self).state }

  /// What other threads hold of a recorder: only what is behind its lock.
  ///
  /// `@unchecked` because `state` reads `published`, which is locked, and `devices`, which never
  /// changes; nothing else can be reached through it.
  struct Handle: @unchecked Sendable {
    private let recorder: Recorder
    init(_ recorder: Recorder) { self.recorder = recorder }

    var latest: Sampler.State {
      recorder.published.withLock {
        Sampler.State(
          devices: recorder.devices, reserved: recorder.reserved, snapshots: $0.snapshots.ends,
          power: $0.power)
      }
    }

    var state: Sampler.State {
      recorder.published.withLock {
        Sampler.State(
          devices: recorder.devices, reserved: recorder.reserved, snapshots: $0.snapshots,
          gaps: $0.gaps,
          gapsLeftOut: $0.gapsLeftOut, power: $0.power)
      }
    }
  }
}
