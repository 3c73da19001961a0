//! Provider profiles: data/profiles/*.toml.

use crate::domain::ids::ProfileId;
use crate::domain::order::{AttachmentKind, OrderType, PhotoMethod};
use crate::domain::stage::{Flow, Stage};
use crate::domain::worktime::ServiceHours;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What differs between providers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name, equal to the file's.
    pub id: ProfileId,
    /// The provider as the customer knows it, in Chinese and English.
    pub provider: Bilingual,
    /// One line on what it is.
    pub about: Bilingual,
    /// Where its facts stand: document and chapter.
    pub source: Vec<String>,
    /// Stages in order.
    pub stages: Flow,
    /// Service hours on working days.
    pub hours: ServiceHours,
    /// Why the hours are what they are, where the source does not say.
    #[serde(default)]
    pub hours_note: Option<Bilingual>,
    /// Working days allowed for a stage (1.5 = one day and a half).
    pub sla_days: BTreeMap<Stage, f64>,
    /// Text that the provider's curtain shows.
    #[serde(default)]
    pub curtain_text: Option<String>,
    /// Photo methods that are open.
    #[serde(default)]
    pub photo_methods: Vec<PhotoMethod>,
    /// What the verification stage waits for, by attachment kind.
    #[serde(default)]
    pub verification: Vec<VerificationSlot>,
    /// Documents asked for before first review, in the order of the evidence pane.
    #[serde(default)]
    pub first_review_documents: Vec<AttachmentKind>,
}

/// A slot that the verification stage waits for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerificationSlot {
    /// The document.
    pub kind: AttachmentKind,
    /// Once for each.
    pub per: SlotOwner,
    /// A paper original, whose receipt staff log by hand.
    #[serde(default)]
    pub paper: Option<PaperOriginal>,
    /// Order types that need it; empty = all.
    #[serde(default)]
    pub order_types: Vec<OrderType>,
}

/// How a paper original reaches the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperOriginal {
    /// By mail or at the office; staff log its receipt.
    Logged,
}

/// Whose a slot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotOwner {
    /// One for the order.
    Order,
    /// One for each site manager.
    Manager,
    /// One for each site.
    Site,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// The text in `lang`.
    pub fn get(&self, lang: super::Lang) -> &str {
        match lang {
            super::Lang::Zh => &self.zh,
            super::Lang::En => &self.en,
        }
    }
}
