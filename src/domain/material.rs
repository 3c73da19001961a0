//! The slots of an order: which documents it needs, why, and what of them is here.

use super::ids::RuleCode;
use super::lang::Bilingual;
use super::order::AttachmentKind;
use super::rule::Certainty;
use serde::{Deserialize, Serialize};

/// A slot: one document, for one owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// Its row in materials: M001 to M017.
    pub code: RuleCode,
    /// The document.
    pub kind: AttachmentKind,
    /// Whose: `entity`, `order`, or the id of a person or site.
    pub owner: String,
    /// Whether it is here.
    pub state: MaterialState,
    /// What is the matter with what is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrong: Option<Wrong>,
    /// How sure it is that it is needed.
    #[serde(default = "sure")]
    pub certainty: Certainty,
    /// Why it is needed, or why not.
    pub why: Bilingual,
    /// The files that fill it, as places in the list of the order's files.
    #[serde(default)]
    pub files: Vec<usize>,
}

const fn sure() -> Certainty {
    Certainty::Sure
}

/// Whether a slot is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaterialState {
    /// Needed, and here.
    Filled,
    /// Needed, and not here.
    Missing,
    /// A file is here, but of the wrong owner or side, unreadable, or a placeholder.
    Doubtful,
    /// Needed in a later stage.
    Later,
    /// Whether it is needed, or filled, hangs on a fact that nobody supplied.
    Unknown,
    /// Not needed.
    NotNeeded,
}

/// What is the matter with a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// The file is filed under somebody who needs none, or under nobody.
    Owner,
    /// One side of two.
    OneSide,
    /// One file that does not say which side of two it shows.
    SideUnsaid,
    /// No file can be read.
    Unreadable,
    /// Something stands in for what does not exist yet.
    Placeholder,
    /// The identity check that takes its place was not passed.
    NotPassed,
}
