-- Times are milliseconds since 1970 in UTC. Slugs are those of the domain types.

CREATE TABLE setting (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT    NOT NULL UNIQUE COLLATE NOCASE,
  hash        TEXT    NOT NULL,
  roles       TEXT    NOT NULL,
  disabled    INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  failed      INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL DEFAULT 0,
  settings    TEXT    NOT NULL DEFAULT '{}',
  created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE orders (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  no              TEXT    NOT NULL UNIQUE,
  order_type      TEXT    NOT NULL,
  profile         TEXT    NOT NULL,
  nature          TEXT    NOT NULL,
  province        TEXT    NOT NULL,
  entity          TEXT    NOT NULL,
  entity_key      TEXT    NOT NULL,
  account         TEXT    NOT NULL,
  sites           TEXT    NOT NULL,
  site_count      INTEGER NOT NULL,
  -- The fold of the order's events; written with the event, never alone.
  stage           TEXT    NOT NULL,
  returned_from   TEXT,
  revision        INTEGER NOT NULL,
  waiting_since   INTEGER NOT NULL,
  due_at          INTEGER,
  passed_first_by INTEGER REFERENCES user (id),
  last_verdict    TEXT,
  returned_count  INTEGER NOT NULL,
  priority        INTEGER NOT NULL,
  assigned_to     INTEGER REFERENCES user (id),
  snoozed_until   INTEGER,
  asked           TEXT,
  -- Sort keys: urgent first is ascending. What is never due comes last, longest waiting first; were they
  -- all alike, a page among them would have to read through all that stand before it.
  rank            INTEGER NOT NULL GENERATED ALWAYS AS (-priority) STORED,
  due_key         INTEGER NOT NULL GENERATED ALWAYS AS (coalesce(due_at, 9000000000000000 + waiting_since)) STORED,
  -- The claim: a lease, not part of the fold.
  holder          INTEGER REFERENCES user (id),
  lease_until     INTEGER
) STRICT;

CREATE INDEX orders_urgent           ON orders (stage, rank, due_key);
CREATE INDEX orders_waiting          ON orders (stage, waiting_since);
CREATE INDEX orders_newest           ON orders (stage);
CREATE INDEX orders_all_urgent       ON orders (rank, due_key);
CREATE INDEX orders_all_waiting      ON orders (waiting_since);
CREATE INDEX orders_province_urgent  ON orders (stage, province, rank, due_key);
CREATE INDEX orders_province_waiting ON orders (stage, province, waiting_since);
CREATE INDEX orders_province_newest  ON orders (stage, province);
CREATE INDEX orders_type_urgent      ON orders (stage, order_type, rank, due_key);
CREATE INDEX orders_type_waiting     ON orders (stage, order_type, waiting_since);
CREATE INDEX orders_type_newest      ON orders (stage, order_type);
CREATE INDEX orders_nature_urgent    ON orders (stage, nature, rank, due_key);
CREATE INDEX orders_nature_waiting   ON orders (stage, nature, waiting_since);
CREATE INDEX orders_nature_newest    ON orders (stage, nature);
CREATE INDEX orders_profile_urgent   ON orders (stage, profile, rank, due_key);
CREATE INDEX orders_profile_waiting  ON orders (stage, profile, waiting_since);
CREATE INDEX orders_profile_newest   ON orders (stage, profile);
CREATE INDEX orders_returned_urgent  ON orders (stage, rank, due_key)  WHERE returned_count > 0;
CREATE INDEX orders_returned_waiting ON orders (stage, waiting_since)  WHERE returned_count > 0;
CREATE INDEX orders_returned_newest  ON orders (stage)                 WHERE returned_count > 0;
CREATE INDEX orders_due              ON orders (stage, due_key);
CREATE INDEX orders_holder           ON orders (holder)      WHERE holder IS NOT NULL;
CREATE INDEX orders_assigned         ON orders (assigned_to) WHERE assigned_to IS NOT NULL;
CREATE INDEX orders_asked            ON orders (rank, due_key) WHERE asked IS NOT NULL;
CREATE INDEX orders_entity           ON orders (entity_key);
CREATE INDEX orders_account          ON orders (account);

-- What each tab counts, kept by the triggers below.
CREATE TABLE tab_count (
  tab TEXT    NOT NULL PRIMARY KEY,
  n   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER orders_count_insert AFTER INSERT ON orders BEGIN
  INSERT INTO tab_count (tab, n) VALUES (new.stage, 1) ON CONFLICT (tab) DO UPDATE SET n = n + 1;
  INSERT INTO tab_count (tab, n) VALUES ('all', 1) ON CONFLICT (tab) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER orders_count_stage AFTER UPDATE OF stage ON orders WHEN old.stage <> new.stage BEGIN
  UPDATE tab_count SET n = n - 1 WHERE tab = old.stage;
  INSERT INTO tab_count (tab, n) VALUES (new.stage, 1) ON CONFLICT (tab) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER orders_count_asked AFTER UPDATE OF asked ON orders WHEN (old.asked IS NULL) <> (new.asked IS NULL) BEGIN
  INSERT INTO tab_count (tab, n) VALUES ('asked', iif(new.asked IS NULL, -1, 1))
    ON CONFLICT (tab) DO UPDATE SET n = n + iif(new.asked IS NULL, -1, 1);
END;
CREATE TRIGGER orders_never_deleted BEFORE DELETE ON orders BEGIN
  SELECT raise(ABORT, 'orders are never deleted');
END;

CREATE TABLE order_domain (
  domain   TEXT    NOT NULL,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  PRIMARY KEY (domain, order_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE revision (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id    INTEGER NOT NULL REFERENCES orders (id),
  revision    INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  province    TEXT    NOT NULL,
  order_type  TEXT    NOT NULL,
  profile     TEXT    NOT NULL,
  content     TEXT    NOT NULL,
  body        TEXT    NOT NULL,
  UNIQUE (order_id, revision)
) STRICT;
CREATE INDEX revision_stats ON revision (received_at, revision, province, order_type, profile, order_id);

CREATE TABLE supplement (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id    INTEGER NOT NULL REFERENCES orders (id),
  revision    INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  content     TEXT    NOT NULL,
  UNIQUE (order_id, revision, content)
) STRICT;

-- What each stored file tells; the bytes lie beside the database under their hash.
CREATE TABLE file (
  sha256 TEXT NOT NULL PRIMARY KEY,
  facts  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE attachment (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id      INTEGER NOT NULL REFERENCES orders (id),
  revision      INTEGER NOT NULL,
  supplement_id INTEGER REFERENCES supplement (id),
  given         TEXT    NOT NULL,
  sha256        TEXT    NOT NULL REFERENCES file (sha256)
) STRICT;
CREATE INDEX attachment_order ON attachment (order_id, revision);
CREATE INDEX attachment_file ON attachment (sha256);

CREATE TABLE paper (
  order_id INTEGER NOT NULL REFERENCES orders (id),
  revision INTEGER NOT NULL,
  kind     TEXT    NOT NULL,
  owner    TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  by       INTEGER NOT NULL REFERENCES user (id),
  PRIMARY KEY (order_id, revision, kind, owner)
) STRICT, WITHOUT ROWID;

-- The log: append-only, each row sealed with the hash of the one before.
CREATE TABLE event (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER REFERENCES orders (id),
  at       INTEGER NOT NULL,
  actor    INTEGER REFERENCES user (id),
  revision INTEGER,
  kind     TEXT    NOT NULL,
  body     TEXT    NOT NULL,
  hash     BLOB    NOT NULL
) STRICT;
CREATE INDEX event_order ON event (order_id, id);
CREATE INDEX event_people ON event (at, kind, actor, order_id)
  WHERE kind IN ('claimed', 'revealed', 'taken_back', 'put_back', 'undone', 'asked');
-- The same, to be counted by person; written so that a single kind is known to be among them.
CREATE INDEX event_counts ON event (kind, actor, at)
  WHERE kind = 'claimed' OR kind = 'revealed' OR kind = 'taken_back' OR kind = 'put_back' OR kind = 'undone' OR kind = 'asked';
CREATE TRIGGER event_never_changed BEFORE UPDATE ON event BEGIN
  SELECT raise(ABORT, 'the log is append-only');
END;
CREATE TRIGGER event_never_deleted BEFORE DELETE ON event BEGIN
  SELECT raise(ABORT, 'the log is append-only');
END;

CREATE TABLE verdict (
  id              TEXT    NOT NULL PRIMARY KEY,
  order_id        INTEGER NOT NULL REFERENCES orders (id),
  stage           TEXT    NOT NULL,
  revision        INTEGER NOT NULL,
  kind            TEXT    NOT NULL,
  by              INTEGER NOT NULL REFERENCES user (id),
  at              INTEGER NOT NULL,
  handling_ms     INTEGER NOT NULL,
  province        TEXT    NOT NULL,
  order_type      TEXT    NOT NULL,
  profile         TEXT    NOT NULL,
  answers         TEXT    NOT NULL,
  reasons         TEXT    NOT NULL,
  notice          TEXT,
  note            TEXT,
  override_reason TEXT,
  overridden      INTEGER NOT NULL GENERATED ALWAYS AS (override_reason IS NOT NULL) STORED,
  undone_at       INTEGER
) STRICT;
CREATE INDEX verdict_order ON verdict (order_id, at);
CREATE INDEX verdict_by ON verdict (by, at);
-- Statistics read these indexes alone, never the rows.
CREATE INDEX verdict_stats ON verdict
  (at, by, stage, kind, province, order_type, profile, handling_ms, revision, undone_at, overridden, order_id);

CREATE TABLE verdict_reason (
  verdict_id TEXT    NOT NULL REFERENCES verdict (id),
  position   INTEGER NOT NULL,
  order_id   INTEGER NOT NULL REFERENCES orders (id),
  code       TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  by         INTEGER NOT NULL REFERENCES user (id),
  stage      TEXT    NOT NULL,
  province   TEXT    NOT NULL,
  order_type TEXT    NOT NULL,
  profile    TEXT    NOT NULL,
  undone_at  INTEGER,
  PRIMARY KEY (verdict_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_reason_stats ON verdict_reason
  (at, code, by, stage, province, order_type, profile, undone_at, order_id);

CREATE TABLE recheck (
  verdict_id TEXT    NOT NULL PRIMARY KEY REFERENCES verdict (id),
  order_id   INTEGER NOT NULL REFERENCES orders (id),
  drawn_at   INTEGER NOT NULL,
  drawn_by   INTEGER NOT NULL REFERENCES user (id),
  done_at    INTEGER,
  done_by    INTEGER REFERENCES user (id),
  result     TEXT,
  note       TEXT
) STRICT;
CREATE INDEX recheck_drawn ON recheck (drawn_at);

CREATE TABLE draft (
  order_id   INTEGER NOT NULL REFERENCES orders (id),
  user_id    INTEGER NOT NULL REFERENCES user (id),
  body       TEXT    NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (order_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_user ON draft (user_id);

CREATE TABLE saved_view (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES user (id),
  name    TEXT    NOT NULL,
  body    TEXT    NOT NULL,
  UNIQUE (user_id, name)
) STRICT;

-- Search: what is compared, and an index of its one- and two-letter pieces.
CREATE TABLE search_doc (
  order_id INTEGER PRIMARY KEY REFERENCES orders (id),
  words    TEXT NOT NULL,
  tails    TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search USING fts5
  (t, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co S* P* M*'");
