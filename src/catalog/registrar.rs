//! Registrars that the ministry approved (D003): data/registrars.toml.

use super::cell::within;
use super::words::Normal;
use chrono::NaiveDate;
use serde::Deserialize;

/// The list; empty as the program comes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registrars {
    /// Its rows.
    #[serde(default, rename = "registrar")]
    pub rows: Vec<Registrar>,
}

/// One registrar.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registrar {
    /// Its name, as the ministry's list has it.
    pub name: String,
    /// Other names that orders give it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Where it was found.
    pub source: String,
    /// First day of submission on which it is approved.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day of submission on which it is approved.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
}

/// What the list says of a registrar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistrarAnswer {
    /// It is approved.
    Approved,
    /// The list has others, not this one.
    NotOnList,
    /// There is no list.
    NoList,
}

impl Registrars {
    /// What the list says of a registrar on a day of submission; width, case, blanks and punctuation don't
    /// count.
    pub fn answer(&self, name: &str, day: NaiveDate) -> RegistrarAnswer {
        if self.rows.is_empty() {
            return RegistrarAnswer::NoList;
        }
        let is_it = |known: &String| known == name || Normal::letters_of(known).eq(Normal::letters_of(name));
        let holds = |row: &Registrar| {
            within(day, row.valid_from, row.valid_to) && (is_it(&row.name) || row.aliases.iter().any(is_it))
        };
        if self.rows.iter().any(holds) { RegistrarAnswer::Approved } else { RegistrarAnswer::NotOnList }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_comes_empty_and_a_deployment_fills_it() {
        let day: NaiveDate = "2026-06-01".parse().unwrap();
        let empty = crate::catalog::Catalog::embedded().unwrap().registrars;
        assert_eq!(empty.answer("北京样本域名服务有限公司", day), RegistrarAnswer::NoList);
        let own = "[[registrar]]\nname = '北京样本域名服务有限公司'\naliases = ['Sample Names (Beijing) Ltd.']\n\
                   source = 'ministry'\nvalid_from = '2026-01-01'\n";
        let list: Registrars = toml::from_str(own).unwrap();
        for (name, day, answer) in [
            ("北京样本域名服务有限公司", "2026-06-01", RegistrarAnswer::Approved),
            (" SAMPLE NAMES（BEIJING）LTD ", "2026-01-01", RegistrarAnswer::Approved),
            ("北京样本域名服务有限公司", "2025-12-31", RegistrarAnswer::NotOnList),
            ("成都示例数码科技有限公司", "2026-06-01", RegistrarAnswer::NotOnList),
        ] {
            assert_eq!(list.answer(name, day.parse().unwrap()), answer, "{name} {day}");
        }
    }

    #[test]
    fn a_folder_adds_rows_and_changes_them() {
        use crate::catalog::Catalog;
        use crate::catalog::layers::Layer;
        let layer = |text: &str| Layer {
            folder: "own".into(),
            files: vec![("registrars.toml".into(), text.to_owned())],
        };
        let first = layer("[[registrar]]\nname = '某某网络'\nsource = 'ministry'\n");
        let second = layer("[[registrar]]\nname = '某某网络'\nvalid_to = '2026-05-31'\n");
        let catalog = Catalog::layered(&[first, second]).unwrap();
        let answer = |day: &str| catalog.registrars.answer("某某网络", day.parse().unwrap());
        assert_eq!(answer("2026-05-31"), RegistrarAnswer::Approved);
        assert_eq!(answer("2026-06-01"), RegistrarAnswer::NotOnList);
    }
}
