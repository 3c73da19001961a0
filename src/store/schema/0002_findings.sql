-- What the rules found: counts beside the order, for the queue; the rest in a table of its own.
ALTER TABLE orders ADD COLUMN blocks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN warns  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN infos  INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN opens  INTEGER NOT NULL DEFAULT 0;
-- Part of the fold of the order's events.
ALTER TABLE orders ADD COLUMN overruled TEXT NOT NULL DEFAULT '[]';

CREATE INDEX orders_blocking_urgent  ON orders (stage, rank, due_key) WHERE blocks > 0;
CREATE INDEX orders_blocking_waiting ON orders (stage, waiting_since) WHERE blocks > 0;
CREATE INDEX orders_blocking_newest  ON orders (stage)                WHERE blocks > 0;

-- One row an order: what its rules found on a day, in a stage, by a catalogue and program. An empty day
-- means that something it looked at has changed since; a closed order has the last of all days.
CREATE TABLE finding (
  order_id    INTEGER PRIMARY KEY REFERENCES orders (id),
  revision    INTEGER NOT NULL,
  stage       TEXT    NOT NULL,
  day         TEXT    NOT NULL,
  fingerprint TEXT    NOT NULL,
  body        TEXT    NOT NULL
) STRICT;
CREATE INDEX finding_day ON finding (day, order_id);

-- By what orders find each other: certificate, mobile, email, server.
CREATE TABLE order_key (
  kind     TEXT    NOT NULL,
  key      TEXT    NOT NULL,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  PRIMARY KEY (kind, key, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_key_order ON order_key (order_id);

CREATE INDEX order_domain_order ON order_domain (order_id);

-- Fields that staff mended, in their order; the log has them too.
CREATE TABLE amendment (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  revision INTEGER NOT NULL,
  path     TEXT    NOT NULL,
  before   TEXT,
  after    TEXT,
  rule     TEXT,
  at       INTEGER NOT NULL,
  by       INTEGER NOT NULL REFERENCES user (id)
) STRICT;
CREATE INDEX amendment_order ON amendment (order_id, revision, id);

-- The registry of filings that were made elsewhere or earlier. The keys are the forms that are compared.
CREATE TABLE filing (
  id                 INTEGER PRIMARY KEY AUTOINCREMENT,
  identity           TEXT    NOT NULL UNIQUE,
  hash               TEXT    NOT NULL,
  source             TEXT    NOT NULL,
  imported_at        INTEGER NOT NULL,
  certificate_key    TEXT,
  certificate_number TEXT,
  entity_name        TEXT    NOT NULL,
  entity_number      TEXT,
  site_name          TEXT,
  site_number        TEXT,
  domain             TEXT,
  provider           TEXT,
  here               INTEGER CHECK (here IN (0, 1)),
  manager_name       TEXT,
  manager_mobile     TEXT
) STRICT;
CREATE INDEX filing_certificate ON filing (certificate_key) WHERE certificate_key IS NOT NULL;
CREATE INDEX filing_domain ON filing (domain) WHERE domain IS NOT NULL;
CREATE INDEX filing_entity_number ON filing (entity_number) WHERE entity_number IS NOT NULL;

INSERT OR IGNORE INTO order_key (kind, key, order_id)
SELECT 'certificate', replace(upper(trim(body ->> '$.entity.certificate.number')), ' ', ''), orders.id
FROM orders JOIN revision ON revision.order_id = orders.id AND revision.revision = orders.revision
WHERE trim(body ->> '$.entity.certificate.number') <> '';

INSERT OR IGNORE INTO order_key (kind, key, order_id)
SELECT 'mobile', replace(replace(replace(trim(person.value ->> '$.mobile'), ' ', ''), '-', ''), '+86', ''), orders.id
FROM orders JOIN revision ON revision.order_id = orders.id AND revision.revision = orders.revision,
     json_each(revision.body, '$.people') AS person
WHERE trim(person.value ->> '$.mobile') <> '';

INSERT OR IGNORE INTO order_key (kind, key, order_id)
SELECT 'email', lower(trim(person.value ->> '$.email')), orders.id
FROM orders JOIN revision ON revision.order_id = orders.id AND revision.revision = orders.revision,
     json_each(revision.body, '$.people') AS person
WHERE trim(person.value ->> '$.email') <> '';

INSERT OR IGNORE INTO order_key (kind, key, order_id)
SELECT 'server', trim(access.value ->> '$.server_id'), orders.id
FROM orders JOIN revision ON revision.order_id = orders.id AND revision.revision = orders.revision,
     json_each(revision.body, '$.access') AS access
WHERE trim(access.value ->> '$.server_id') <> '';

-- Open orders wait for their first run of the rules.
INSERT INTO finding (order_id, revision, stage, day, fingerprint, body)
SELECT id, revision, stage, '', '', '{}' FROM orders WHERE stage NOT IN ('filed', 'abandoned');
