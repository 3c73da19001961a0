//! Search: one box, from the first character typed on.
//!
//! Entity, people, sites and domains are found by any part; an order number by its beginning or end; a
//! mobile or ID number by its end. SQLite's own trigram index finds nothing below three characters, and
//! two-character names are the normal case, so the index holds pieces of one and two characters; what
//! it offers is compared with the whole term before it counts.

use super::{Result, Tx};
use crate::domain::ids::OrderId;
use crate::domain::order::Order;
use rusqlite::params;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Lengths of the pieces kept of ends and beginnings.
const ENDS: [usize; 4] = [1, 2, 4, 6];
const BEGINNINGS: [usize; 7] = [1, 2, 4, 6, 8, 10, 12];
/// More pieces than this narrow no further; the comparison does the rest.
const MOST_PIECES: usize = 12;
/// Stands before an order number in the compared text.
const BEGIN: char = '\u{1}';
/// Stands after every value in the compared text.
const END: char = '\n';

/// What is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doc {
    /// Names and domains, each ended by a line feed.
    pub words: String,
    /// Order number, mobiles and ID numbers, each ended by a line feed.
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
    /// End of a number.
    pub end: String,
    /// Beginning of the order number.
    pub beginning: String,
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

impl Doc {
    /// The compared text of an order.
    pub fn of(order: &Order) -> Self {
        let names = std::iter::once(&order.entity.name)
            .chain(order.people.iter().map(|person| &person.name))
            .chain(order.sites.iter().map(|site| &site.name))
            .chain(order.sites.iter().flat_map(|site| site.domains.iter().map(|domain| &domain.name)));
        let numbers = order.people.iter().flat_map(|person| [&person.mobile, &person.certificate.number]);
        Self::new(order.order_no.as_str(), names.map(String::as_str), numbers.map(String::as_str))
    }

    /// The compared text of an order number, names and numbers.
    pub fn new<'a>(
        no: &str,
        names: impl Iterator<Item = &'a str>,
        numbers: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut doc = Self { words: String::new(), tails: String::new(), pieces: BTreeSet::new() };
        let names: BTreeSet<String> = names.map(fold).filter(|name| !name.is_empty()).collect();
        for name in names {
            let letters: Vec<char> = name.chars().collect();
            doc.pieces.extend(letters.windows(1).chain(letters.windows(2)).map(|part| piece('g', part)));
            doc.words.push_str(&name);
            doc.words.push(END);
        }
        let no = fold(no);
        doc.add_number(&no, Some(BEGIN));
        let numbers: BTreeSet<String> = numbers.map(fold).filter(|number| !number.is_empty()).collect();
        for number in numbers {
            doc.add_number(&number, None);
        }
        let letters: Vec<char> = no.chars().collect();
        let beginnings = BEGINNINGS.iter().filter_map(|length| letters.get(..*length));
        doc.pieces.extend(beginnings.map(|part| piece('b', part)));
        doc
    }

    fn add_number(&mut self, number: &str, begin: Option<char>) {
        let letters: Vec<char> = number.chars().collect();
        let ends = ENDS
            .iter()
            .filter_map(|length| letters.len().checked_sub(*length))
            .filter_map(|at| letters.get(at..));
        self.pieces.extend(ends.map(|part| piece('e', part)));
        self.tails.extend(begin);
        self.tails.push_str(number);
        self.tails.push(END);
    }

    /// Whether a plain comparison finds the term.
    pub fn matches(&self, term: &str) -> bool {
        let term = fold(term);
        self.words.contains(&term)
            || self.tails.contains(&format!("{term}{END}"))
            || self.tails.contains(&format!("{BEGIN}{term}"))
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
pub fn term(typed: &str) -> Option<Term> {
    let folded = fold(typed);
    let letters: Vec<char> = folded.chars().collect();
    let longest = |lengths: &[usize]| lengths.iter().rev().copied().find(|length| *length <= letters.len());
    let end = letters.get(letters.len() - longest(&ENDS)?..)?;
    let beginning = letters.get(..longest(&BEGINNINGS)?)?;
    let mut parts: Vec<String> = match letters.as_slice() {
        [one] => vec![piece('g', &[*one])],
        many => many.windows(2).map(|two| piece('g', two)).collect(),
    };
    parts.sort_unstable();
    parts.dedup();
    parts.truncate(MOST_PIECES);
    let parts: Vec<String> = parts.into_iter().map(|part| format!("\"{part}\"")).collect();
    Some(Term {
        index: format!(
            "({}) OR \"{}\" OR \"{}\"",
            parts.join(" AND "),
            piece('e', end),
            piece('b', beginning)
        ),
        part: folded.clone(),
        end: format!("{folded}{END}"),
        beginning: format!("{BEGIN}{folded}"),
    })
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

    fn found(conn: &Connection, typed: &str) -> Vec<i64> {
        let Some(term) = term(typed) else { return Vec::new() };
        let mut statement = conn.prepare(include_str!("search/ids.sql")).unwrap();
        statement
            .query_map(params![term.index, term.part, term.end, term.beginning], |row| row.get(0))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap()
    }

    #[test]
    fn each_kind_of_field_is_found_its_own_way() {
        let conn = home();
        let doc = Doc::new(
            "UC2026-0042",
            ["北京紫荆网络有限公司", "欧阳秀英", "zijing.cn"].into_iter(),
            ["13800138000", "11010519491231002X"].into_iter(),
        );
        put(&conn, 1, &doc);
        for hit in [
            "京",
            "紫荆",
            "欧阳",
            "ZIJING",
            "jing.c",
            "uc2026",
            "0042",
            "8000",
            "13800138000",
            "002x",
            " 秀英 ",
        ] {
            assert_eq!(found(&conn, hit), [1], "{hit}");
        }
        for miss in ["荆紫", "1380013", "2026-00", "1949", "有限公司北"] {
            assert!(found(&conn, miss).is_empty(), "{miss}");
        }
        assert_eq!(term("  "), None);
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
                .map(|(name, number)| Doc::new(&number.repeat(2), [name.as_str()].into_iter(), [number.as_str()].into_iter()))
                .collect();
            for (id, doc) in docs.iter().enumerate() {
                put(&conn, id as i64, doc);
            }
            for text in &typed {
                let plain: Vec<i64> = (0..docs.len()).rev().filter(|id| docs[*id].matches(text)).map(|id| id as i64).collect();
                prop_assert_eq!(found(&conn, text), plain, "{}", text);
            }
        }
    }
}
