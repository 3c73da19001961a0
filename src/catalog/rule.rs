//! Rule rows (data/rules/*.toml), rejection reasons (data/reasons.toml), and the checklists that are
//! selections of both.

use super::profile::Bilingual;
use crate::domain::ids::{NatureId, ProfileId, ProvinceId, ReasonCode, RuleCode};
use crate::domain::order::{AttachmentKind, OrderType};
use crate::domain::stage::Stage;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How a rule is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The program decides from the order's data.
    Auto,
    /// The program shows evidence, a person decides.
    Assist,
    /// A person looks; nothing to compute.
    Human,
}

/// What a fault does to an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Shown.
    Info,
    /// Shown; the reviewer decides.
    Warn,
    /// Stops an approval.
    Block,
}

/// How sure the rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// A source document, or two independent sources.
    Sure,
    /// One source.
    One,
    /// Sources disagree.
    Disputed,
}

/// What a rule looks at: one checklist item for each of them in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The order as a whole.
    Order,
    /// The entity.
    Entity,
    /// The principal.
    Principal,
    /// Each site manager, once.
    Manager,
    /// Principal and site managers, each once.
    Person,
    /// Each site or app.
    Site,
    /// Each domain.
    Domain,
}

/// A row of the rule registry.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable code.
    pub code: RuleCode,
    /// Name for people who type: kebab-case.
    pub slug: String,
    /// What is asked of the reviewer, in a line (a checklist item reads as a statement that holds).
    pub title: Bilingual,
    /// What it checks and why.
    pub what: Bilingual,
    /// How it is decided.
    pub how: How,
    /// Its weight.
    pub weight: Weight,
    /// How sure it is.
    pub certainty: Certainty,
    /// Document and chapter, or – for plain sense.
    pub source: Vec<String>,
    /// Stages in which it runs.
    pub stages: Vec<Stage>,
    /// What it looks at.
    pub subject: Subject,
    /// Where it applies; nothing = everywhere.
    #[serde(default)]
    pub when: When,
    /// Field, as a path into the order with `*` for the subject: `entity.name`, `people.*.name`.
    #[serde(default)]
    pub field: Option<String>,
    /// Attachment kinds to look at.
    #[serde(default)]
    pub look_at: Vec<AttachmentKind>,
    /// A prescribed statement that the reviewer compares word by word.
    #[serde(default)]
    pub prescribed: Option<String>,
    /// Reason text for the customer's notice.
    pub reason: Bilingual,
    /// How to mend it.
    pub mend: Bilingual,
}

/// Conditions of a rule. An empty list holds everywhere.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// Profiles.
    pub profiles: Vec<ProfileId>,
    /// Profiles in which it is off.
    pub not_profiles: Vec<ProfileId>,
    /// Natures; `organisation` stands for every nature but personal.
    pub natures: Vec<NatureId>,
    /// Provinces.
    pub provinces: Vec<ProvinceId>,
    /// Provinces in which it is off.
    pub not_provinces: Vec<ProvinceId>,
    /// Order types.
    pub order_types: Vec<OrderType>,
    /// First day of submission on which it holds.
    pub valid_from: Option<NaiveDate>,
    /// Last day of submission on which it holds.
    pub valid_to: Option<NaiveDate>,
    /// Profiles where its weight differs.
    pub weights: Vec<WeightIn>,
    /// Profiles where it runs in other stages.
    pub stage_in: Vec<StageIn>,
    /// Unrelated cases, of which one must hold; none = no further condition.
    pub any_of: Vec<Case>,
}

/// One case in which a rule applies. An empty list holds everywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Case {
    /// Profiles.
    pub profiles: Vec<ProfileId>,
    /// Natures; `organisation` as in [`When`].
    pub natures: Vec<NatureId>,
    /// Provinces.
    pub provinces: Vec<ProvinceId>,
    /// Provinces in which it is off.
    pub not_provinces: Vec<ProvinceId>,
    /// First day of submission on which it holds.
    pub valid_from: Option<NaiveDate>,
    /// Last day of submission on which it holds.
    pub valid_to: Option<NaiveDate>,
}

/// The stages of a rule in one profile, where they differ.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageIn {
    /// The profile.
    pub profile: ProfileId,
    /// The stages in which it runs there; empty = none.
    pub stages: Vec<Stage>,
}

/// A weight that differs in one profile or nature.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightIn {
    /// The profile; none = any.
    #[serde(default)]
    pub profile: Option<ProfileId>,
    /// The nature (`organisation` as in [`When`]); none = any.
    #[serde(default)]
    pub nature: Option<NatureId>,
    /// Its weight there.
    pub weight: Weight,
}

/// A canned rejection reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Stable code, such as `DOM-01`.
    pub code: ReasonCode,
    /// Stages in which it is offered.
    pub stages: Vec<Stage>,
    /// Rules whose fault it can explain; none = offered from the list only.
    #[serde(default)]
    pub rules: Vec<RuleCode>,
    /// Part of the form: `domain`, `site`, `entity`, `people`, `documents`, `sheet`, `photo`, `access`, `order`.
    pub part: String,
    /// The fault, for the notice.
    pub text: Bilingual,
    /// What the customer does about it.
    pub mend: Bilingual,
    /// Where it was found: letters of the practice catalogue, or a chapter.
    pub source: Vec<String>,
}
