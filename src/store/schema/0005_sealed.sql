-- Secrets of packages – filing passwords, authorization codes – leave the stored packages: a mark stands in
-- their place, and what it stands for lies here under seal.
CREATE TABLE sealed (
  order_id INTEGER NOT NULL REFERENCES orders (id),
  mark     TEXT    NOT NULL,
  sealed   BLOB    NOT NULL,
  PRIMARY KEY (order_id, mark)
) STRICT, WITHOUT ROWID;

-- Revisions that came in before, and may hold secrets in the clear; done = their body has marks since.
CREATE TABLE resealed (
  revision_id INTEGER PRIMARY KEY REFERENCES revision (id),
  done        INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1))
) STRICT;
CREATE INDEX resealed_due ON resealed (revision_id) WHERE done = 0;
INSERT INTO resealed (revision_id)
SELECT id FROM revision
WHERE instr(body, '"password":') > 0 OR instr(body, '"authorization_code":') > 0 OR instr(body, '"changes":[{') > 0;

-- What is still to do after an upgrade, since it needs more than the database: due, sealed (the old pages wait to
-- be swept), done.
CREATE TABLE upgrade (
  name  TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO upgrade (name, state)
SELECT 'package_secrets', iif(EXISTS (SELECT 1 FROM resealed), 'due', 'done');

-- Looks at orders, for the figures of reading.
CREATE INDEX event_views ON event (at, actor, order_id, kind) WHERE kind = 'viewed';
