import GRDB

/// The tables of a ledger and how they came to be. A migration that shipped is never edited.
enum SQLiteSchema {
  static let version = 5

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: entries, tags, tombstones, idle power") { db in
      try db.execute(
        sql: """
          PRAGMA application_id = \(SQLiteHeader.applicationID);
          PRAGMA user_version = 1;

          -- `json` and `spans` are the entry, `checksum` is over both; the other columns repeat
          -- what is searched for. Energies are not among them: they are views, computed on read.
          CREATE TABLE entry (
            id TEXT PRIMARY KEY NOT NULL,
            started INTEGER NOT NULL,   -- nanoseconds since 1970-01-01T00:00:00Z
            ended INTEGER NOT NULL,
            project TEXT NOT NULL,
            name TEXT NOT NULL,
            machine TEXT NOT NULL,
            json TEXT NOT NULL,
            spans BLOB NOT NULL,        -- little-endian Float64
            checksum INTEGER NOT NULL   -- FNV-1a, 64 bits
          );
          CREATE INDEX entry_by_start ON entry (started);
          CREATE INDEX entry_by_project ON entry (project, started);
          CREATE INDEX entry_by_name ON entry (name, started);

          CREATE TABLE tag (
            entry TEXT NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (entry, key)
          ) WITHOUT ROWID;
          CREATE INDEX tag_by_value ON tag (key, value);

          CREATE TABLE tombstone (
            id TEXT PRIMARY KEY NOT NULL,
            removed INTEGER NOT NULL,
            reason TEXT NOT NULL
          ) WITHOUT ROWID;

          CREATE TABLE idle_power (
            machine TEXT NOT NULL,
            device TEXT NOT NULL,
            sensor TEXT NOT NULL,
            watts REAL NOT NULL,
            low REAL NOT NULL,
            high REAL NOT NULL,
            evidence TEXT NOT NULL,
            seen INTEGER NOT NULL,
            PRIMARY KEY (machine, device, sensor)
          ) WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("2: what runs come to") { db in
      try db.execute(
        sql: """
          PRAGMA user_version = 2;

          -- Where runs took place, each once: factor, PUE, origin.
          CREATE TABLE site (
            number INTEGER PRIMARY KEY,
            json TEXT NOT NULL UNIQUE
          );

          -- What an entry comes to, for sums over very many: worked out from the entry in the transaction that
          -- writes it, and compared with it by `check`. Joules and seconds; emissions are a view and not here.
          CREATE TABLE summary (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE REFERENCES entry (id) ON DELETE CASCADE,
            started INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            project TEXT NOT NULL,
            name TEXT NOT NULL,
            machine TEXT NOT NULL,
            parent TEXT,
            site INTEGER NOT NULL REFERENCES site (number),
            ending INTEGER NOT NULL,  -- 0 done, 1 failed, 2 killed, 3 unknown
            seconds REAL,             -- no REAL is required: a NaN is stored as NULL
            device_seconds REAL,
            joules REAL,
            joules_low REAL,
            joules_high REAL,
            metered REAL,
            attributed REAL,
            modelled REAL,
            assumed REAL,
            own REAL,
            idle REAL,
            unexplained REAL
          );
          CREATE INDEX summary_by_parent ON summary (parent) WHERE parent IS NOT NULL;

          -- Metrics of runs: the final value, and step, seconds and value of each point as little-endian Float64.
          CREATE TABLE metric (
            name TEXT NOT NULL,
            run INTEGER NOT NULL REFERENCES summary (number) ON DELETE CASCADE,
            last REAL NOT NULL,
            points BLOB NOT NULL,
            PRIMARY KEY (name, run)
          ) WITHOUT ROWID;
          CREATE INDEX metric_by_run ON metric (run);
          """)
      try SQLiteSummaries.writeAll(in: db)
    }
    migrator.registerMigration("3: runs in any order, and by words") { db in
      try db.execute(
        sql: """
          PRAGMA user_version = 3;

          -- One index for each order in which runs are listed (`SQLPageOrder`).
          CREATE INDEX summary_by_start ON summary (started);
          CREATE INDEX summary_by_seconds ON summary (ifnull(seconds, -1.0));
          CREATE INDEX summary_by_joules ON summary (ifnull(joules, -1.0));
          CREATE INDEX summary_by_name ON summary (name);
          CREATE INDEX summary_by_project ON summary (project, started);

          \(SQLiteSearch.words)
          """)
      try SQLiteSearch.writeAll(in: db)
    }
    migrator.registerMigration("4: words by their letters, runs by how they ended") { db in
      try db.execute(
        sql: """
          PRAGMA user_version = 4;

          CREATE INDEX summary_by_ending ON summary (ending, started);

          \(SQLiteSearch.index)
          """)
    }
    migrator.registerMigration("5: tables of runs") { db in
      try db.execute(
        sql: """
          PRAGMA user_version = 5;

          -- Very many runs of a few kinds (`RunTable`): what a kind has in common as JSON, what differs as packed rows.
          CREATE TABLE run_table (
            number INTEGER PRIMARY KEY,
            first INTEGER NOT NULL,     -- the earliest start, the latest start, the latest end
            last INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            count INTEGER NOT NULL,
            kinds TEXT NOT NULL,        -- entries without what differs
            sites TEXT NOT NULL,        -- numbers of the kinds' sites
            titles TEXT NOT NULL,
            keys BLOB NOT NULL,         -- little-endian UInt64, one for each row
            rows BLOB NOT NULL,
            gone BLOB NOT NULL,         -- a bit for each row that was taken out
            checksum INTEGER NOT NULL   -- of kinds, titles, keys and rows
          );
          CREATE INDEX run_table_by_start ON run_table (first, last);
          """)
    }
    return migrator
  }
}
