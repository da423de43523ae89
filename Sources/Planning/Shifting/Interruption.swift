extension SlotProblem {
  /// The best slots of a job that may pause, exactly. Nil where it does not fit.
  ///
  /// Free interruption of a job that draws the same in each slot: the `n` cleanest slots. Else dynamic programming
  /// over slot, slots done and whether the job runs, in `O(slots × slots of the job)`.
  public func interruptible() -> Choice? {
    guard !profile.isEmpty, profile.count <= intensities.count else { return nil }
    let isFree = resumeEnergy == 0 && pausedEnergy == 0 && waitingEnergy == 0
    if isFree, minimumStretch == 1, profile.allSatisfy({ $0 == profile[0] }) { return selection() }
    return StretchSearch(self).best()
  }

  /// The cleanest slots, the earliest of equals.
  private func selection() -> Choice? {
    let open = intensities.indices.filter(isAllowed)
    guard open.count >= profile.count else { return nil }
    let chosen = open.sorted { (intensities[$0], $0) < (intensities[$1], $1) }
      .prefix(profile.count).sorted()
    return Choice(
      grams: chosen.reduce(0) { $0 + profile[0] * intensities[$1] },
      stretches: Self.stretches(of: chosen))
  }

  static func stretches(of slots: [Int]) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for slot in slots {
      if let last = stretches.last, last.upperBound == slot {
        stretches[stretches.count - 1] = last.lowerBound..<slot + 1
      } else {
        stretches.append(slot..<slot + 1)
      }
    }
    return stretches
  }
}

/// Dynamic programming over (slot, slots of the job done, running or not).
///
/// `paused[j]` is the least that has been emitted with `j` slots done and the job at rest, `running[j]` with the job
/// running in the slot just gone. A stretch begins with all of its minimum length at once: what that emits is the
/// difference of two sums along the diagonal of slot and slots done.
private struct StretchSearch {
  private let problem: SlotProblem
  private let slots: Int
  private let needed: Int
  private let stretch: Int

  init(_ problem: SlotProblem) {
    self.problem = problem
    slots = problem.intensities.count
    needed = problem.profile.count
    stretch = min(problem.minimumStretch, needed)
  }

  func best() -> SlotProblem.Choice? {
    let width = needed + 1
    // By slot and slots done: 1 where `paused` came from running, 2 where `running` began a stretch.
    var marks = [UInt8](repeating: 0, count: slots * width)
    // paused, running, sums along the diagonals; then what sums and paused were up to a stretch ago.
    var table = [Double](repeating: .infinity, count: (3 + 2 * stretch) * width)
    table.replaceSubrange(
      2 * width..<(3 + stretch) * width, with: repeatElement(0, count: (1 + stretch) * width))
    table[0] = 0
    problem.profile.withUnsafeBufferPointer { profile in
      marks.withUnsafeMutableBufferPointer { marks in
        table.withUnsafeMutableBufferPointer { table in
          if let table = table.baseAddress, let marks = marks.baseAddress {
            if stretch == 1 {
              fill(table, marks, profile, width)
            } else {
              fillByStretches(table, marks, profile, width)
            }
          }
        }
      }
    }
    let isRunning = table[width + needed] < table[needed]
    let grams = isRunning ? table[width + needed] : table[needed]
    return grams.isFinite ? traced(grams, isRunning, marks) : nil
  }

  /// Any stretch will do: a start needs nothing but the paused states of the slot before.
  private func fill(
    _ paused: UnsafeMutablePointer<Double>, _ allMarks: UnsafeMutablePointer<UInt8>,
    _ profile: UnsafeBufferPointer<Double>, _ width: Int
  ) {
    let running = paused + width
    for slot in 0..<slots {
      let intensity = problem.intensities[slot]
      let carbon = intensity.isFinite ? intensity : 0
      let isOpen = problem.isAllowed(slot)
      let resume = problem.resumeEnergy * carbon
      let marks = allMarks + slot * width
      let waiting = problem.waitingEnergy * carbon
      let resting = problem.pausedEnergy * carbon
      var done = min(needed, slot + 1)
      let least = max(0, needed - (slots - slot - 1))
      while done >= least {
        let wasRunning = running[done] < paused[done]
        let idle = done == 0 ? waiting : done == needed ? 0 : resting
        paused[done] = (wasRunning ? running[done] : paused[done]) + idle
        marks[done] = wasRunning ? 1 : 0
        if done > 0 {
          let grams = isOpen ? profile[done - 1] * carbon : .infinity
          let through = running[done - 1] + grams
          // Rows below are still those of the slot before.
          let begun = paused[done - 1] + (done > 1 ? resume : 0) + grams
          let begins = begun < through * (1 - 1e-14)
          running[done] = begins ? begun : through
          if begins { marks[done] |= 2 }
        }
        done -= 1
      }
    }
  }

  private func fillByStretches(
    _ paused: UnsafeMutablePointer<Double>, _ allMarks: UnsafeMutablePointer<UInt8>,
    _ profile: UnsafeBufferPointer<Double>, _ width: Int
  ) {
    let running = paused + width
    let sums = running + width
    let oldSums = sums + width
    let oldPaused = oldSums + stretch * width
    var open = 0
    for slot in 0..<slots {
      let intensity = problem.intensities[slot]
      let carbon = intensity.isFinite ? intensity : 0
      open = problem.isAllowed(slot) ? open + 1 : 0
      (oldSums + slot % stretch * width).update(from: sums, count: width)
      (oldPaused + slot % stretch * width).update(from: paused, count: width)
      let begin = slot - stretch + 1
      let canBegin = begin >= 0 && open >= stretch
      let resume = canBegin ? problem.resumeEnergy * problem.intensities[begin] : 0
      let back = (slot + 1) % stretch * width
      let marks = allMarks + slot * width
      let waiting = problem.waitingEnergy * carbon
      let resting = problem.pausedEnergy * carbon
      // No more than can have been done, and no less than lets the rest be done in time.
      var done = min(needed, slot + 1)
      let least = max(0, needed - (slots - slot - 1))
      while done >= least {
        let wasRunning = running[done] < paused[done]
        let idle = done == 0 ? waiting : done == needed ? 0 : resting
        paused[done] = (wasRunning ? running[done] : paused[done]) + idle
        marks[done] = wasRunning ? 1 : 0
        if done > 0 {
          let grams = profile[done - 1] * carbon
          sums[done] = sums[done - 1] + grams
          running[done] = open > 0 ? running[done - 1] + grams : .infinity
          if canBegin, done >= stretch {
            let before = done - stretch
            let begun =
              oldPaused[back + before] + (before > 0 ? resume : 0)
              + (sums[done] - oldSums[back + before])
            // What only rounding tells apart goes on.
            if begun < running[done] * (1 - 1e-14) {
              running[done] = begun
              marks[done] |= 2
            }
          }
        }
        done -= 1
      }
    }
  }

  /// Walks back from the end.
  private func traced(
    _ grams: Double, _ runsAtTheEnd: Bool, _ marks: [UInt8]
  ) -> SlotProblem.Choice {
    var chosen: [Int] = []
    var slot = slots - 1
    var done = needed
    var runs = runsAtTheEnd
    while slot >= 0, done > 0 {
      let mark = marks[slot * (needed + 1) + done]
      if !runs {
        runs = mark & 1 != 0
        slot -= 1
      } else if mark & 2 != 0 {
        chosen += (slot - stretch + 1...slot).reversed()
        done -= stretch
        slot -= stretch
        runs = false
      } else {
        chosen.append(slot)
        done -= 1
        slot -= 1
      }
    }
    return SlotProblem.Choice(
      grams: grams, stretches: SlotProblem.stretches(of: chosen.reversed()))
  }
}
