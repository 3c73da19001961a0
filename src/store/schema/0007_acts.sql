-- Who may do what, and what asks for a second word.

-- Rises with everything that ends what was signed in before.
ALTER TABLE user ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER user_epoch AFTER UPDATE OF disabled, hash, roles ON user
  WHEN old.disabled <> new.disabled OR old.hash <> new.hash OR old.roles <> new.roles
BEGIN
  UPDATE user SET epoch = epoch + 1 WHERE id = new.id;
END;

CREATE TABLE second_word (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id    INTEGER REFERENCES orders (id),
  about       TEXT    NOT NULL,
  why         TEXT    NOT NULL,
  asked_by    INTEGER NOT NULL REFERENCES user (id),
  asked_at    INTEGER NOT NULL,
  until       INTEGER NOT NULL,
  state       TEXT    NOT NULL,
  answered_by INTEGER REFERENCES user (id),
  note        TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX second_word_asker ON second_word (asked_by, until);
CREATE INDEX second_word_open ON second_word (until) WHERE state IN ('asked', 'given');
