-- Accounts, sign-in and what is told about it.

-- Every id under which a verdict was ever asked for, once: it stands for a verdict, or is void for good. The
-- unique index alone decides which, so that a verdict that was told as not saved can't appear later.
CREATE TABLE verdict_ids (
  id      TEXT NOT NULL PRIMARY KEY,
  void_at INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO verdict_ids (id) SELECT id FROM verdict ORDER BY id;
CREATE TRIGGER verdict_takes_its_id BEFORE INSERT ON verdict BEGIN
  INSERT INTO verdict_ids (id) VALUES (new.id);
END;
CREATE TRIGGER verdict_ids_never_changed BEFORE UPDATE ON verdict_ids BEGIN
  SELECT raise(ABORT, 'what became of a verdict never changes');
END;
CREATE TRIGGER verdict_ids_never_deleted BEFORE DELETE ON verdict_ids BEGIN
  SELECT raise(ABORT, 'what became of a verdict is never forgotten');
END;

-- Tries to sign in, by account and where they came from. The columns "failed" and "next_try_at" of the accounts,
-- which knew no source, are not read any more.
CREATE TABLE sign_in_try (
  -- An account; below zero what stands for the names that no account has.
  who         INTEGER NOT NULL,
  source      TEXT    NOT NULL,
  -- In a row; a try counts from before its passphrase is looked at.
  failed      INTEGER NOT NULL,
  -- Those of which the owner was not told yet, and since when.
  untold      INTEGER NOT NULL,
  since       INTEGER NOT NULL,
  last_at     INTEGER NOT NULL,
  next_try_at INTEGER NOT NULL,
  -- Whose passphrase is being looked at until then: one at a time.
  turn_until  INTEGER NOT NULL,
  PRIMARY KEY (who, source)
) STRICT, WITHOUT ROWID;

-- What a person is told at the next sign-in, once.
CREATE TABLE sign_in_notice (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES user (id),
  at      INTEGER NOT NULL,
  zh      TEXT    NOT NULL,
  en      TEXT    NOT NULL
) STRICT;
CREATE INDEX sign_in_notice_user ON sign_in_notice (user_id, id);
