//! Top-level domains that the ministry approved (D002): data/tlds.toml.

use super::cell::within;
use super::rule::Certainty;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeSet;

/// The lists together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tlds {
    /// Whether a name that no list has is refused, or merely not known to be approved.
    #[serde(default)]
    pub complete: bool,
    /// The lists.
    #[serde(default, rename = "list")]
    pub lists: Vec<TldList>,
}

/// Names from one source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TldList {
    /// Slug, for replacing the list.
    pub id: String,
    /// What it says of its names.
    pub standing: TldStanding,
    /// Where it was found.
    pub source: Vec<String>,
    /// Day of the source, where it has one.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// How sure it is.
    pub certainty: Certainty,
    /// First day of submission on which it holds.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day of submission on which it holds.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Names without their dot, in Chinese or Latin letters.
    pub names: BTreeSet<String>,
}

/// What a list says of its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TldStanding {
    /// The ministry approved them.
    Approved,
    /// It did not, or no more.
    Refused,
}

/// What the lists say of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TldAnswer<'a> {
    /// Approved, by that list.
    Approved(&'a TldList),
    /// Refused, by that list.
    Refused(&'a TldList),
    /// On no list, and the lists are complete.
    NotApproved,
    /// On no list, and they don't claim to be complete: the reviewer looks it up.
    Unknown,
}

impl Tlds {
    /// Adds the lists of another file; a list replaces the one of the same id.
    pub fn extend(&mut self, other: Self) {
        self.complete |= other.complete;
        for list in other.lists {
            self.lists.retain(|known| known.id != list.id);
            self.lists.push(list);
        }
    }

    /// What the lists say of a top-level domain (`com`, `网址`, `xn--ses554g`) on a day of submission. A
    /// refusal counts before an approval.
    pub fn answer(&self, tld: &str, day: NaiveDate) -> TldAnswer<'_> {
        let name = plain(tld);
        let on = |standing| {
            self.lists.iter().find(|list| {
                list.standing == standing
                    && list.holds(day)
                    && (list.names.contains(&name) || list.names.iter().any(|one| is_spelled(one, &name)))
            })
        };
        if let Some(list) = on(TldStanding::Refused) {
            return TldAnswer::Refused(list);
        }
        match on(TldStanding::Approved) {
            Some(list) => TldAnswer::Approved(list),
            None if self.complete => TldAnswer::NotApproved,
            None => TldAnswer::Unknown,
        }
    }
}

impl TldList {
    fn holds(&self, day: NaiveDate) -> bool {
        within(day, self.valid_from, self.valid_to)
    }
}

/// True where a list's own spelling stands for a plain name.
fn is_spelled(one: &str, name: &str) -> bool {
    let is_usual = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    match one.as_bytes() {
        [b'x', b'n', b'-', b'-', ..] => plain(one) == name,
        // Spelled as it is compared already.
        usual if usual.iter().copied().all(is_usual) => one == name,
        _ => plain(one) == name,
    }
}

/// One spelling for all: without dot, in lower case, Chinese letters as letters.
fn plain(tld: &str) -> String {
    let lower = tld.trim().trim_matches('.').to_lowercase();
    if lower.starts_with("xn--") { idna::domain_to_unicode(&lower).0 } else { lower }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    fn today() -> NaiveDate {
        "2026-06-01".parse().unwrap()
    }

    #[test]
    fn names_are_found_in_every_spelling() {
        let tlds = Catalog::embedded().unwrap().tlds;
        for name in ["com", ".CN", "网址", "xn--ses554g", "top", "中国", "XN--FIQS8S"] {
            assert!(matches!(tlds.answer(name, today()), TldAnswer::Approved(_)), "{name}");
        }
        for name in ["io", "org", "example", "", "xn--"] {
            assert_eq!(tlds.answer(name, today()), TldAnswer::Unknown, "{name}");
        }
    }

    #[test]
    fn two_sources_make_it_sure() {
        let tlds = Catalog::embedded().unwrap().tlds;
        let certainty = |name| match tlds.answer(name, today()) {
            TldAnswer::Approved(list) => Some(list.certainty),
            _ => None,
        };
        assert_eq!(certainty("com"), Some(Certainty::Sure));
        assert_eq!(certainty("游戏"), Some(Certainty::Sure));
        assert_eq!(certainty("cyou"), Some(Certainty::One));
        let mut seen = BTreeSet::new();
        for name in tlds.lists.iter().flat_map(|list| &list.names) {
            assert!(seen.insert(name), "{name} stands on two lists");
        }
    }

    #[test]
    fn an_own_list_adds_and_refuses() {
        let mut tlds = Catalog::embedded().unwrap().tlds;
        let own = "complete = true\n[[list]]\nid = 'own'\nstanding = 'refused'\nsource = ['ministry']\n\
                   certainty = 'sure'\nvalid_from = '2026-05-01'\nnames = ['cc']\n";
        tlds.extend(toml::from_str(own).unwrap());
        assert!(matches!(tlds.answer("cc", today()), TldAnswer::Refused(_)));
        assert!(matches!(tlds.answer("cc", "2026-04-30".parse().unwrap()), TldAnswer::Approved(_)));
        assert_eq!(tlds.answer("io", today()), TldAnswer::NotApproved);
    }
}
