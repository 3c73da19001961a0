//! Search: one box, from the first character typed on.
//!
//! Entity, people, sites and domains are found by any part, as far as lists show it; an order number by its beginning
//! or end. SQLite's own trigram index finds nothing below three characters, and two-character names are the normal
//! case, so the index holds pieces of one and two characters; what it offers is compared with the whole term before
//! it counts.
//!
//! Numbers of documents and phones are another matter: found by any part, they would be told digit by digit. They are
//! found whole or by exactly their last four places, and only where the search reaches for them ([`Reach`]). Index and
//! compared text have nothing but a hash of each of the two, so that no part of a number compares with anything. The
//! hash has no key: the order itself lies in the same file.

pub(super) mod rebuild;

use super::{Result, Tx};
use crate::domain::ids::OrderId;
use crate::domain::mask::without_personal;
use crate::domain::order::Order;
use crate::domain::sought::{self, NumberOf, Sought, SoughtForm};
use rusqlite::params;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Lengths of the pieces kept of the end and the beginning of an order number.
const ENDS: [usize; 4] = [1, 2, 4, 6];
const BEGINNINGS: [usize; 7] = [1, 2, 4, 6, 8, 10, 12];
/// More pieces than this narrow no further; the comparison does the rest.
const MOST_PIECES: usize = 12;
/// Stands before an order number in the compared text.
const BEGIN: char = '\u{1}';
/// Stands before and after the hash of a number in the compared text.
const NUMBER: char = '\u{2}';
/// Stands after every other value in the compared text.
const END: char = '\n';

/// How far a search reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Order numbers, names, sites, domains.
    Text,
    /// Numbers of documents and phones too: by a person who signed in, once it is on record.
    Numbers,
}

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doc {
    /// Names and domains, each ended by a line feed.
    pub words: String,
    /// Order number, and hashes of the numbers.
    pub tails: String,
    pieces: BTreeSet<String>,
}

/// A search term, ready for the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Expression for the index.
    pub index: String,
    /// Part of a name or domain.
    pub part: String,
    /// End of the order number.
    pub end: String,
    /// Beginning of the order number.
    pub beginning: String,
    /// Hashes of a number, as they stand in the compared text.
    pub numbers: Vec<String>,
}

/// Case and blanks at the ends don't count; a line can't be searched across.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase().replace(|letter: char| letter.is_control(), "")
}

fn piece(mark: char, letters: &[char]) -> String {
    let mut text = String::from(mark);
    for letter in letters {
        let _ = write!(text, "{:x}x", u32::from(*letter));
    }
    text
}

/// What stands for a number: the piece of the index.
fn number_piece(form: SoughtForm, key: &str) -> String {
    let form = match form {
        SoughtForm::LastFour => "4",
        SoughtForm::Whole => "w",
    };
    let hash = Sha256::digest(format!("{form}{key}").as_bytes());
    let mut text = String::from('n');
    for byte in hash.iter().take(8) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The same as it is compared.
fn number_tail(piece: &str) -> String {
    format!("{NUMBER}{piece}{NUMBER}")
}

impl Doc {
    /// The compared text of an order. Of names no more is compared than lists show.
    pub fn of(order: &Order) -> Self {
        let names = std::iter::once(&order.entity.name)
            .chain(order.people.iter().map(|person| &person.name))
            .chain(order.sites.iter().map(|site| &site.name));
        let names: Vec<String> = names.map(|name| without_personal(name)).collect();
        let domains = order.sites.iter().flat_map(|site| &site.domains).map(|domain| domain.name.as_str());
        let words = names.iter().map(String::as_str).chain(domains);
        Self::new(order.order_no.as_str(), words, sought::numbers(order).into_iter())
    }

    /// The compared text of an order number, names with domains, and numbers.
    pub fn new<'a>(
        no: &str,
        names: impl Iterator<Item = &'a str>,
        numbers: impl Iterator<Item = (NumberOf, &'a str)>,
    ) -> Self {
        let mut doc = Self { words: String::new(), tails: String::new(), pieces: BTreeSet::new() };
        let names: BTreeSet<String> = names.map(fold).filter(|name| !name.is_empty()).collect();
        for name in names {
            let letters: Vec<char> = name.chars().collect();
            doc.pieces.extend(letters.windows(1).chain(letters.windows(2)).map(|part| piece('g', part)));
            doc.words.push_str(&name);
            doc.words.push(END);
        }
        doc.add_order_no(&fold(no));
        doc.add_numbers(numbers);
        doc
    }

    fn add_order_no(&mut self, no: &str) {
        let letters: Vec<char> = no.chars().collect();
        let ends = ENDS
            .iter()
            .filter_map(|length| letters.len().checked_sub(*length))
            .filter_map(|at| letters.get(at..));
        self.pieces.extend(ends.map(|part| piece('e', part)));
        let beginnings = BEGINNINGS.iter().filter_map(|length| letters.get(..*length));
        self.pieces.extend(beginnings.map(|part| piece('b', part)));
        self.tails.push(BEGIN);
        self.tails.push_str(no);
        self.tails.push(END);
    }

    fn add_numbers<'a>(&mut self, numbers: impl Iterator<Item = (NumberOf, &'a str)>) {
        let mut hashes = BTreeSet::new();
        for (of, number) in numbers {
            let key = match of {
                NumberOf::Document => sought::document_key(number),
                NumberOf::Phone => sought::phone_number_key(number),
            };
            // What is shorter than the last four places is no number.
            let Some(tail) = sought::last_four(&key) else { continue };
            hashes.insert(number_piece(SoughtForm::LastFour, &tail));
            hashes.insert(number_piece(SoughtForm::Whole, &key));
        }
        hashes.iter().for_each(|piece| self.tails.push_str(&number_tail(piece)));
        self.pieces.extend(hashes);
    }

    /// The pieces as the index takes them.
    pub fn index_text(&self) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            text.push_str(piece);
            text.push(' ');
        }
        text
    }
}

/// A term from what was typed; none where nothing is left to search for.
pub fn term(typed: &str, reach: Reach) -> Option<Term> {
    let folded = fold(typed);
    let letters: Vec<char> = folded.chars().collect();
    let longest = |lengths: &[usize]| lengths.iter().rev().copied().find(|length| *length <= letters.len());
    let end = letters.get(letters.len() - longest(&ENDS)?..)?;
    let beginning = letters.get(..longest(&BEGINNINGS)?)?;
    let mut parts: Vec<String> = match letters.as_slice() {
        [one] => vec![piece('g', &[*one])],
        many => telling(many).map(|two| piece('g', two)).collect(),
    };
    parts.sort_unstable();
    parts.dedup();
    parts.truncate(MOST_PIECES);
    let parts: Vec<String> = parts.into_iter().map(|part| format!("\"{part}\"")).collect();
    let sought = sought::sought(typed).filter(|_| reach == Reach::Numbers);
    let numbers: Vec<String> = sought.iter().flat_map(number_pieces).collect();
    let mut index =
        format!("({}) OR \"{}\" OR \"{}\"", parts.join(" AND "), piece('e', end), piece('b', beginning));
    for piece in &numbers {
        let _ = write!(index, " OR \"{piece}\"");
    }
    Some(Term {
        index,
        part: folded.clone(),
        end: format!("{folded}{END}"),
        beginning: format!("{BEGIN}{folded}"),
        numbers: numbers.iter().map(|piece| number_tail(piece)).collect(),
    })
}

/// The pieces that tell one row from another: those that nearly every company has cost the most and leave nothing
/// out, so they are asked for only where there is nothing else. What is found is compared whole in any case.
fn telling(letters: &[char]) -> impl Iterator<Item = &[char]> {
    const EVERYWHERE: [[char; 2]; 3] = [['有', '限'], ['限', '公'], ['公', '司']];
    let tells = |two: &[char]| !EVERYWHERE.iter().any(|common| common.as_slice() == two);
    let enough = letters.windows(2).filter(|two| tells(two)).count() > 1;
    letters.windows(2).filter(move |two| !enough || tells(two))
}

fn number_pieces(sought: &Sought) -> impl Iterator<Item = String> {
    sought.keys.iter().map(|key| number_piece(sought.form, key))
}

impl Term {
    /// What a row must fulfil: the condition, and its values in their order.
    pub(super) fn condition(self) -> (String, Vec<String>) {
        let more = " OR instr(tails, ?) > 0".repeat(self.numbers.len());
        let sql = format!(
            "search MATCH ? AND (instr(words, ?) > 0 OR instr(tails, ?) > 0 OR instr(tails, ?) > 0{more})"
        );
        let mut values = vec![self.index, self.part, self.end, self.beginning];
        values.extend(self.numbers);
        (sql, values)
    }

    /// Whether a plain comparison finds it.
    #[cfg(test)]
    fn is_in(&self, doc: &Doc) -> bool {
        doc.words.contains(&self.part)
            || [&self.end, &self.beginning]
                .into_iter()
                .chain(&self.numbers)
                .any(|text| doc.tails.contains(text))
    }
}

impl Tx<'_> {
    pub(super) fn index_order(&self, id: OrderId, order: &Order) -> Result<()> {
        let doc = Doc::of(order);
        self.conn
            .prepare_cached(include_str!("search/put_doc.sql"))?
            .execute(params![id.0, doc.words, doc.tails])?;
        self.conn.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([id.0])?;
        self.conn
            .prepare_cached("INSERT INTO search (rowid, t) VALUES (?1, ?2)")?
            .execute(params![id.0, doc.index_text()])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rusqlite::Connection;

    fn home() -> Connection {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("schema/0001_begin.sql")).unwrap();
        conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        conn
    }

    fn put(conn: &Connection, id: i64, doc: &Doc) {
        conn.execute(include_str!("search/put_doc.sql"), params![id, doc.words, doc.tails]).unwrap();
        conn.execute("INSERT INTO search (rowid, t) VALUES (?1, ?2)", params![id, doc.index_text()]).unwrap();
    }

    fn found(conn: &Connection, typed: &str, reach: Reach) -> Vec<i64> {
        let Some(term) = term(typed, reach) else { return Vec::new() };
        let (condition, values) = term.condition();
        let sql = format!(
            "SELECT search.rowid FROM search JOIN search_doc ON search_doc.order_id = search.rowid
             WHERE {condition} ORDER BY search.rowid DESC"
        );
        let mut statement = conn.prepare(&sql).unwrap();
        let rows = statement.query_map(rusqlite::params_from_iter(values), |row| row.get(0)).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    }

    const NUMBERS: [(NumberOf, &str); 3] = [
        (NumberOf::Phone, "+86 138-0013-8000"),
        (NumberOf::Document, "11010519491231002X"),
        (NumberOf::Phone, "086-010-80000206"),
    ];

    fn one() -> Connection {
        let conn = home();
        let names = ["北京紫荆网络有限公司", "欧阳秀英", "zijing.cn"];
        put(&conn, 1, &Doc::new("UC2026-0042", names.into_iter(), NUMBERS.into_iter()));
        conn
    }

    #[test]
    fn each_kind_of_field_is_found_its_own_way() {
        let conn = one();
        for hit in ["京", "紫荆", "欧阳", "ZIJING", "jing.c", "uc2026", "0042", "42", "026-0042", " 秀英 "]
        {
            assert_eq!(found(&conn, hit, Reach::Text), [1], "{hit}");
            assert_eq!(found(&conn, hit, Reach::Numbers), [1], "{hit}");
        }
        for miss in ["荆紫", "2026-00", "1949", "有限公司北"] {
            assert!(found(&conn, miss, Reach::Numbers).is_empty(), "{miss}");
        }
        assert_eq!(term("  ", Reach::Numbers), None);
    }

    #[test]
    fn a_number_is_found_whole_or_by_its_last_four_however_it_is_written() {
        let conn = one();
        for hit in [
            "8000",
            "８０００",
            "002x",
            "002X",
            "0206",
            "13800138000",
            "138 0013 8000",
            "+86 13800138000",
            "１３８－００１３－８０００",
            "110105 19491231 002x",
            "01080000206",
            "+86 10 8000 0206",
        ] {
            assert_eq!(found(&conn, hit, Reach::Numbers), [1], "{hit}");
            assert!(
                found(&conn, hit, Reach::Text).is_empty(),
                "{hit} was found without reaching for numbers"
            );
        }
    }

    #[test]
    fn no_part_of_a_number_finds_it() {
        let conn = one();
        for number in ["13800138000", "11010519491231002X", "01080000206"] {
            for from in 0..number.len() {
                for to in from + 1..=number.len() {
                    let part = &number[from..to];
                    let whole = part.len() == number.len();
                    let last_four = ["8000", "002X", "0206"].contains(&part);
                    let text = "uc2026-0042".ends_with(part) || "uc2026-0042".starts_with(part);
                    let right = if whole || last_four || text { vec![1] } else { Vec::new() };
                    assert_eq!(found(&conn, part, Reach::Numbers), right, "{part} of {number}");
                    assert_eq!(
                        found(&conn, part, Reach::Text).len(),
                        usize::from(text),
                        "{part} of {number}"
                    );
                }
            }
        }
    }

    #[test]
    fn index_and_compared_text_hold_no_number() {
        let conn = one();
        let kept: String =
            conn.query_row("SELECT words || tails FROM search_doc", [], |row| row.get(0)).unwrap();
        for number in ["13800138000", "8000", "002x", "1949", "0206"] {
            assert!(!kept.contains(number), "{number} in {kept}");
            let letters: Vec<char> = number.chars().collect();
            let pieces = Doc::new("A", std::iter::empty(), NUMBERS.into_iter()).index_text();
            assert!(!pieces.contains(&piece('e', &letters)), "{number}");
        }
    }

    #[test]
    fn of_names_no_more_is_compared_than_lists_show() {
        let text = include_str!("../../assets/examples/first_filing/order.json");
        let mut order: Order = serde_json::from_str(text).unwrap();
        order.sites[0].name = "热线13912345678".into();
        let doc = Doc::of(&order);
        assert!(doc.words.contains("热线139******78") && !doc.words.contains("12345"), "{}", doc.words);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn results_equal_a_plain_scan(
            names in prop::collection::vec("[京华信网]{1,6}", 1..12),
            numbers in prop::collection::vec("[12]{3,9}", 12),
            typed in prop::collection::vec("[京华信网]{1,5}|[12]{1,8}", 1..8),
        ) {
            let conn = home();
            let docs: Vec<Doc> = names.iter().zip(&numbers)
                .map(|(name, number)| {
                    let own = std::iter::once((NumberOf::Document, number.as_str()));
                    Doc::new(&number.repeat(2), [name.as_str()].into_iter(), own)
                })
                .collect();
            for (id, doc) in docs.iter().enumerate() {
                put(&conn, id as i64, doc);
            }
            for reach in [Reach::Text, Reach::Numbers] {
                for text in &typed {
                    let term = term(text, reach).unwrap();
                    let plain: Vec<i64> =
                        (0..docs.len()).rev().filter(|id| term.is_in(&docs[*id])).map(|id| id as i64).collect();
                    prop_assert_eq!(found(&conn, text, reach), plain, "{}", text);
                }
            }
        }
    }
}
