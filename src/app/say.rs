//! A sentence of the desk that is put into words when it is drawn, so that it follows the language.

use super::action::Action;
use super::keymap;
use crate::catalog::Catalog;
use crate::domain::lang::{Bilingual, Lang};
use crate::domain::people::Role;

/// A sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Say {
    /// A text of the catalogue, with what stands for `{0}`, `{1}` …
    Text(&'static str, Vec<Say>),
    /// The name of an action.
    Action(Action),
    /// Names of roles.
    Roles(Vec<Role>),
    /// A text of the catalogue that stands in both languages.
    Both(Bilingual),
    /// Words as they are: a name, a number, a sentence of a worker (unsafe text).
    Words(String),
}

impl Say {
    /// A text without parts.
    pub const fn text(key: &'static str) -> Self {
        Self::Text(key, Vec::new())
    }

    /// A text with one part.
    pub fn with(key: &'static str, part: impl Into<String>) -> Self {
        Self::Text(key, vec![Self::Words(part.into())])
    }

    /// In words.
    pub fn words(&self, catalog: &Catalog, lang: Lang) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Both(both) => both.get(lang).to_owned(),
            Self::Action(action) => catalog.text(lang, &keymap::text_key(*action)).to_owned(),
            Self::Roles(roles) => {
                let names: Vec<&str> =
                    roles.iter().map(|role| catalog.text(lang, role_text(*role))).collect();
                names.join(" ")
            }
            Self::Text(key, parts) => {
                let mut words = catalog.text(lang, key).to_owned();
                for (at, part) in parts.iter().enumerate() {
                    words = words.replace(&format!("{{{at}}}"), &part.words(catalog, lang));
                }
                words
            }
        }
    }
}

impl From<String> for Say {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

/// The key of a role's name.
pub const fn role_text(role: Role) -> &'static str {
    match role {
        Role::First => "role.first",
        Role::Second => "role.second",
        Role::Supervisor => "role.supervisor",
    }
}
