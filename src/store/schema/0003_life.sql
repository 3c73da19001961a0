-- The life of an order besides its reviews: hand-over, SMS verification, bureau, customer, notices.

-- Part of the fold of the order's events.
ALTER TABLE orders ADD COLUMN life TEXT NOT NULL DEFAULT '{}';
-- The next moment at which the clock does something to the order; made anew with every event.
ALTER TABLE orders ADD COLUMN wake_at INTEGER;
CREATE INDEX orders_wake ON orders (wake_at) WHERE wake_at IS NOT NULL;
ALTER TABLE orders ADD COLUMN call_at INTEGER GENERATED ALWAYS AS (life ->> '$.call_again_at') VIRTUAL;
CREATE INDEX orders_call ON orders (call_at) WHERE call_at IS NOT NULL;

-- Notices on their way out, and those that left. A row is made with its event; its verdict's undo withdraws it.
CREATE TABLE outbox (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id    INTEGER NOT NULL REFERENCES orders (id),
  event_id    INTEGER NOT NULL REFERENCES event (id),
  verdict     TEXT,
  kind        TEXT    NOT NULL,
  medium      TEXT    NOT NULL,
  person      TEXT    NOT NULL,
  address     TEXT    NOT NULL,
  subject     TEXT    NOT NULL,
  body        TEXT    NOT NULL,
  html        TEXT,
  message_id  TEXT    NOT NULL UNIQUE,
  created_at  INTEGER NOT NULL,
  -- waiting, sent, failed, withdrawn
  state       TEXT    NOT NULL DEFAULT 'waiting',
  -- When it may leave: the end of the grace time, then the next try.
  next_at     INTEGER NOT NULL,
  tries       INTEGER NOT NULL DEFAULT 0,
  ended_at    INTEGER,
  error       TEXT
) STRICT;
CREATE INDEX outbox_next ON outbox (next_at, id) WHERE state = 'waiting' AND medium <> 'phone';
-- What staff must tell by phone leaves by no machine.
CREATE INDEX outbox_calls ON outbox (next_at, id) WHERE state = 'waiting' AND medium = 'phone';
CREATE INDEX outbox_state ON outbox (state, id);
CREATE INDEX outbox_order ON outbox (order_id, id);
CREATE INDEX outbox_verdict ON outbox (verdict) WHERE verdict IS NOT NULL;

-- Curtains that customers asked for; a row is made when first review has passed.
CREATE TABLE curtain (
  order_id     INTEGER NOT NULL REFERENCES orders (id),
  revision     INTEGER NOT NULL,
  profile      TEXT    NOT NULL,
  account      TEXT    NOT NULL,
  requested_at INTEGER NOT NULL,
  dispatch_at  INTEGER NOT NULL,
  -- asked, sent, refused (the account had its own already), withdrawn
  state        TEXT    NOT NULL DEFAULT 'asked',
  courier      TEXT,
  number       TEXT,
  ended_at     INTEGER,
  by           INTEGER REFERENCES user (id),
  PRIMARY KEY (order_id, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX curtain_open ON curtain (dispatch_at, order_id) WHERE state IN ('asked', 'refused');
CREATE INDEX curtain_account ON curtain (profile, account, state);

-- Appointments at photo points and offices.
CREATE TABLE appointment (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  revision INTEGER NOT NULL,
  person   TEXT    NOT NULL,
  method   TEXT    NOT NULL,
  place    TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  made_at  INTEGER NOT NULL,
  made_by  INTEGER NOT NULL REFERENCES user (id),
  -- kept, missed, cancelled; cancelled by itself where the order went back or ended
  ended    TEXT,
  ended_at INTEGER
) STRICT;
CREATE INDEX appointment_open ON appointment (at) WHERE ended IS NULL;
CREATE INDEX appointment_order ON appointment (order_id, id);

-- Filing passwords, encrypted; never in the log.
CREATE TABLE secret (
  order_id INTEGER NOT NULL PRIMARY KEY REFERENCES orders (id),
  kept_at  INTEGER NOT NULL,
  sealed   BLOB    NOT NULL
) STRICT;

-- The board of the SMS verification, soonest lapse first.
CREATE INDEX orders_sms ON orders (due_at, id) WHERE stage = 'sms';

-- Rows of the bureau's results that were taken, so that the same row again changes nothing.
CREATE TABLE bureau_result (
  hash     TEXT    NOT NULL PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  -- When it happened at the bureau, and when it was taken here.
  at       INTEGER NOT NULL,
  taken_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Reasons of the bureau's returns, with who had passed the order: for the figures.
CREATE TABLE bureau_return (
  order_id   INTEGER NOT NULL REFERENCES orders (id),
  revision   INTEGER NOT NULL,
  position   INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  code       TEXT    NOT NULL,
  text       TEXT    NOT NULL,
  -- The checklist item that should have caught it, and its rule; none where the code leads to none.
  rule       TEXT,
  item       TEXT,
  first_by   INTEGER REFERENCES user (id),
  second_by  INTEGER REFERENCES user (id),
  province   TEXT    NOT NULL,
  order_type TEXT    NOT NULL,
  profile    TEXT    NOT NULL,
  PRIMARY KEY (order_id, revision, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX bureau_return_stats ON bureau_return (at, code, first_by, second_by, province, order_type, profile);

-- Files whose bytes were deleted by the retention policy: the row comes first, then the bytes go.
CREATE TABLE purged (
  sha256 TEXT    NOT NULL PRIMARY KEY,
  at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
