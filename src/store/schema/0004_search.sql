-- Search: numbers are found whole or by exactly their last four. The index is made anew from the orders
-- (store/search/rebuild.rs): pieces of numbers can't be taken out of it.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5
  (t, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co S* P* M*'");

-- How often each person searched for numbers of late.
CREATE TABLE number_search (
  user_id INTEGER PRIMARY KEY REFERENCES user (id),
  heat    INTEGER NOT NULL,
  last    INTEGER NOT NULL
) STRICT;
