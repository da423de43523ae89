package import Accounting
package import Quantities

/// What a ledger holds under an id.
package struct LedgerRecord: Hashable, Sendable {
  package let id: String
  package let content: Content

  package init(id: String, content: Content) {
    self.id = id
    self.content = content
  }

  package enum Content: Hashable, Sendable {
    /// An entry, and what is wrong with the way it is stored: it was altered after it was booked.
    case entry(Entry, damage: String?)
    /// An entry that can no longer be read, and why.
    case unreadable(String)
    case removed(Tombstone)
  }

  package var entry: Entry? {
    switch content {
    case .entry(let entry, _): entry
    case .unreadable, .removed: nil
    }
  }

  package var damage: String? {
    switch content {
    case .entry(_, let damage): damage
    case .unreadable(let reason): reason
    case .removed: nil
    }
  }
}

/// What stays of an entry that was removed, so that a leftover journal does not book it again.
package struct Tombstone: Hashable, Sendable {
  package let id: String
  package let removed: Timestamp
  package let reason: String

  package init(id: String, removed: Timestamp, reason: String) {
    self.id = id
    self.removed = removed
    self.reason = reason
  }
}
