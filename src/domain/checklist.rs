//! A reviewer's answers and the reasons that he gathers.

use super::ids::{ReasonCode, RuleCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// What an item is about: `order`, `entity`, `person:p1`, `site:s1`, `domain:s1/0`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectRef {
    /// The order as a whole.
    Order,
    /// The entity.
    Entity,
    /// A person by his id.
    Person(String),
    /// A site by its id.
    Site(String),
    /// A domain by its site's id and its place there.
    Domain(String, usize),
}

impl fmt::Display for SubjectRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order => f.write_str("order"),
            Self::Entity => f.write_str("entity"),
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Site(id) => write!(f, "site:{id}"),
            Self::Domain(site, at) => write!(f, "domain:{site}/{at}"),
        }
    }
}

impl FromStr for SubjectRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || {
            format!("'{text}' is no subject; use order, entity, person:<id>, site:<id> or domain:<site>/<n>")
        };
        match text.split_once(':') {
            None if text == "order" => Ok(Self::Order),
            None if text == "entity" => Ok(Self::Entity),
            Some(("person", id)) if !id.is_empty() => Ok(Self::Person(id.to_owned())),
            Some(("site", id)) if !id.is_empty() => Ok(Self::Site(id.to_owned())),
            Some(("domain", rest)) => {
                let (site, at) = rest.rsplit_once('/').ok_or_else(wrong)?;
                Ok(Self::Domain(site.to_owned(), at.parse().map_err(|_| wrong())?))
            }
            _ => Err(wrong()),
        }
    }
}

/// An item of a checklist: a rule and what it is about, written `E001@entity`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey {
    /// The rule.
    pub rule: RuleCode,
    /// What it is about.
    pub subject: SubjectRef,
}

impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.rule, self.subject)
    }
}

impl FromStr for ItemKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (rule, subject) =
            text.split_once('@').ok_or_else(|| format!("'{text}' is no item; use RULE@subject"))?;
        Ok(Self { rule: rule.into(), subject: subject.parse()? })
    }
}

impl Serialize for SubjectRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SubjectRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Serialize for ItemKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ItemKey {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A reviewer's answer to one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It holds.
    Pass,
    /// It does not hold.
    Fault,
    /// It does not apply to this order.
    NotApplicable,
}

/// An answer with its note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemAnswer {
    /// The answer.
    pub answer: Answer,
    /// A word why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// All answers of one review.
pub type Answers = BTreeMap<ItemKey, ItemAnswer>;

/// Whether an approval waits for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// An approval waits for its answer, and a fault stops it.
    Mandatory,
    /// Shown; the reviewer decides.
    Optional,
}

/// An item as the guards see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Rule and subject.
    pub key: ItemKey,
    /// Whether an approval waits for it.
    pub need: Need,
}

/// A reason for a rejection, as the reviewer took it into the tray.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChosenReason {
    /// Code of the reason, of a rule, or [`ChosenReason::FREE`].
    pub code: ReasonCode,
    /// The item that it explains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemKey>,
    /// Field it is about, as shown to the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The fault, in Chinese.
    pub text: String,
    /// How to mend it, in Chinese.
    #[serde(default)]
    pub mend: String,
}

impl ChosenReason {
    /// Code of a reason in the reviewer's own words.
    pub const FREE: &'static str = "FREE";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_key_reads_back_what_it_writes() {
        for text in ["E001@entity", "V001@site:s1", "H001@person:p2", "D006@domain:s1/0", "F012@order"] {
            assert_eq!(text.parse::<ItemKey>().unwrap().to_string(), text);
        }
        assert!("E001".parse::<ItemKey>().is_err());
        assert!("E001@nobody".parse::<ItemKey>().is_err());
        assert!("D006@domain:s1/x".parse::<ItemKey>().is_err());
    }
}
