//! The slots of an order: which documents it needs, why, and what of them is here.

use super::ids::RuleCode;
use super::lang::Bilingual;
use super::order::AttachmentKind;
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
    /// Why it is needed, or why not.
    pub why: Bilingual,
    /// The files that fill it, as places in the list of the order's files.
    #[serde(default)]
    pub files: Vec<usize>,
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
    /// Whether it is needed hangs on a fact that nobody supplied.
    Unknown,
    /// Not needed.
    NotNeeded,
}
