//! Names in tables that people bring: of columns, and of results (data/table_columns.toml, data/result_words.toml).

use super::{Broken, Catalog};
use crate::domain::bureau::ResultKind;
use crate::domain::lang::Bilingual;
use crate::domain::text::{half_width, is_hidden};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The column whose cells say nothing.
pub const IGNORED: &str = "ignored";

/// A column, with its names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableColumn {
    /// The table and the column: `registry.domain`.
    pub id: String,
    /// Its other names, the usual one first.
    pub names: Vec<String>,
    /// Where they were found.
    pub source: String,
}

impl TableColumn {
    fn split(&self) -> (&str, &str) {
        self.id.split_once('.').unwrap_or(("", &self.id))
    }
}

/// A kind of result, with its words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultWords {
    /// The result.
    pub id: ResultKind,
    /// Its words.
    pub words: Vec<String>,
    /// Where they were found.
    pub source: String,
}

/// A word as it is compared: half-width letters and digits, small. What stands in brackets may turn it round.
fn word(text: &str) -> String {
    let letters = text.chars().map(half_width).filter(|letter| !is_hidden(*letter));
    letters.filter(|letter| letter.is_alphanumeric() || *letter == '?').flat_map(char::to_lowercase).collect()
}

/// A name as it is compared: half-width letters and digits, small, without what stands in brackets.
fn key(name: &str) -> String {
    let mut depth = 0_u32;
    let mut key = String::new();
    for letter in name.chars().map(half_width).filter(|letter| !is_hidden(*letter)) {
        match letter {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' => depth = depth.saturating_sub(1),
            _ if depth == 0 && letter.is_alphanumeric() => key.extend(letter.to_lowercase()),
            _ => {}
        }
    }
    key
}

impl Catalog {
    /// The column of a table that has this name; [`IGNORED`] for one that says nothing.
    pub fn column<'c>(&self, table: &str, columns: &[&'c str], name: &str) -> Option<&'c str> {
        let name = key(name);
        if name.is_empty() {
            return None;
        }
        if let Some(own) = columns.iter().find(|column| key(column) == name) {
            return Some(own);
        }
        let has = |row: &&TableColumn| row.split().0 == table && row.names.iter().any(|one| key(one) == name);
        let (_, id) = self.table_columns.iter().find(has)?.split();
        if id == IGNORED { Some(IGNORED) } else { columns.iter().copied().find(|column| *column == id) }
    }

    /// The usual Chinese names of columns, in their order; a column without one has its own.
    pub fn column_names<'c>(&'c self, table: &str, columns: &[&'c str]) -> Vec<&'c str> {
        let name = |column: &&'c str| {
            let row = self.table_columns.iter().find(|row| row.split() == (table, *column));
            row.and_then(|row| row.names.first()).map_or(*column, String::as_str)
        };
        columns.iter().map(name).collect()
    }

    /// The result that these words tell.
    pub fn result_kind(&self, words: &str) -> Option<ResultKind> {
        let words = word(words);
        let own =
            ResultKind::ALL.into_iter().find(|kind| word(kind.slug()) == words || word(kind.zh()) == words);
        let is_its = |row: &&ResultWords| row.words.iter().any(|one| word(one) == words);
        own.or_else(|| self.result_words.iter().find(is_its).map(|row| row.id)).filter(|_| !words.is_empty())
    }

    /// Names that stand for two things.
    pub(super) fn names_in_tables(&self, faults: &mut Vec<Broken>) {
        let columns = self.table_columns.iter().flat_map(|row| {
            let table = row.split().0;
            row.names
                .iter()
                .map(move |name| (row.id.clone(), "table_columns.toml", format!("{table}.{}", key(name))))
        });
        let words = self.result_words.iter().flat_map(|row| {
            let id = row.id.slug();
            row.words.iter().map(move |name| (id.to_owned(), "result_words.toml", word(name)))
        });
        let mut known: BTreeMap<(&str, String), String> = BTreeMap::new();
        for (id, file, name) in columns.chain(words) {
            let first = known.entry((file, name.clone())).or_insert_with(|| id.clone());
            if *first != id {
                let what = Bilingual::new(
                    format!("“{name}”既是 {first}，又是 {id}"),
                    format!("'{name}' stands for both {first} and {id}"),
                );
                faults.push(self.broken(&id, file, what));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Layer;

    const REGISTRY: [&str; 2] = ["domain", "entity_name"];

    #[test]
    fn a_column_is_known_by_its_own_name_and_by_those_of_exports() {
        let catalog = Catalog::embedded().unwrap();
        for (name, column) in [
            ("domain", Some("domain")),
            (" Domain ", Some("domain")),
            ("\u{feff}entity_name", Some("entity_name")),
            ("Entity Name", Some("entity_name")),
            ("域名", Some("domain")),
            ("域 名：", Some("domain")),
            ("*主办单位名称（必填）", Some("entity_name")),
            ("网站域名", Some("domain")),
            ("序号", Some(IGNORED)),
            ("颜色", None),
            ("", None),
            ("（）", None),
            ("订单号", None),
        ] {
            assert_eq!(catalog.column("registry", &REGISTRY, name), column, "{name}");
        }
        assert_eq!(catalog.column_names("registry", &["domain", "x"]), ["域名", "x"]);
    }

    #[test]
    fn bureaus_words_are_known_in_any_writing() {
        use ResultKind::*;
        let catalog = Catalog::embedded().unwrap();
        for (words, kind) in [
            ("passed", Some(Passed)),
            ("PASSED", Some(Passed)),
            ("通过", Some(Passed)),
            ("审核通过", Some(Passed)),
            ("审核通过。", Some(Passed)),
            (" 审核　通过 ", Some(Passed)),
            ("【审核通过】", Some(Passed)),
            // What stands in brackets may turn a word round.
            ("（未）通过", Some(Returned)),
            ("【未】通过", Some(Returned)),
            ("通过（未）", None),
            ("通过(已撤销)", None),
            ("通过（待短信核验）", None),
            ("通过（初审）", None),
            ("通过？", None),
            ("[not] passed", None),
            ("passed (pending)", None),
            ("退回（撤销）", None),
            ("备案成功", Some(Passed)),
            ("管局审核通过", Some(Passed)),
            ("审核不通过", Some(Returned)),
            ("未通过", Some(Returned)),
            ("驳回", Some(Returned)),
            ("已退回", Some(Returned)),
            ("短信核验成功", Some(SmsVerified)),
            ("ｓｍｓ＿ｗｒｏｎｇ", Some(SmsWrong)),
            ("验证码已发送", Some(SmsSent)),
            ("不", None),
            ("通", None),
            ("审核通过了吗", None),
            ("失败", None),
            ("", None),
        ] {
            assert_eq!(catalog.result_kind(words), kind, "{words}");
        }
    }

    #[test]
    fn no_name_stands_for_two_things() {
        let layer =
            |name: &str, text: &str| Layer { folder: String::new(), files: vec![(name.into(), text.into())] };
        let own = layer("result_words.toml", "[[result]]\nid = \"passed\"\nwords = [\"办结\"]\n");
        let catalog = Catalog::layered(&[own]).unwrap();
        assert_eq!(catalog.result_kind("办结"), Some(ResultKind::Passed));
        for (name, text, wanted) in [
            ("result_words.toml", "[[result]]\nid = \"passed\"\nwords = [\"驳回\"]\n", "passed and returned"),
            (
                "table_columns.toml",
                "[[column]]\nid = \"registry.domain\"\nnames = [\"主体名称\"]\n",
                "registry.entity_name and registry.domain",
            ),
        ] {
            let faults = Catalog::examined(&[layer(name, text)]).unwrap_err();
            assert!(faults.iter().any(|fault| fault.to_string().contains(wanted)), "{faults:?}");
        }
    }
}
