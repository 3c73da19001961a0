//! Rule rows (data/rules/*.toml), rejection reasons (data/reasons.toml), and the checklists that are
//! selections of both.

pub use crate::domain::lang::Bilingual;
pub use crate::domain::rule::{Certainty, How, Weight};

use crate::domain::ids::{NatureId, ProfileId, ProvinceId, ReasonCode, RuleCode};
use crate::domain::order::{AttachmentKind, OrderType};
use crate::domain::stage::Stage;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

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
    /// Facts that it needs.
    #[serde(default)]
    pub needs: Vec<Fact>,
    /// Numbers that it compares with; the first whose case holds is the one.
    #[serde(default)]
    pub values: Vec<Dated>,
    /// Words that it looks for, in lower case.
    #[serde(default)]
    pub words: Vec<String>,
    /// The rule on the same lack that carries the reason; a finding of this one only points there.
    #[serde(default)]
    pub points_to: Option<RuleCode>,
    /// Field, as a path into the order with `*` for the subject: `entity.name`, `people.*.name`.
    #[serde(default)]
    pub field: Option<String>,
    /// Attachment kinds to look at.
    #[serde(default)]
    pub look_at: Vec<AttachmentKind>,
    /// A prescribed statement that the reviewer compares word by word.
    #[serde(default)]
    pub prescribed: Option<String>,
    /// What is not known, where a fact is missing that nobody supplied: an open item for the reviewer.
    #[serde(default)]
    pub open: Option<Bilingual>,
    /// What a reviewer looks up where that is not known; none = what is looked up everywhere.
    #[serde(default)]
    pub look_up: Option<Bilingual>,
    /// What staff read in place of the reason, where that says what is not the customer's to know.
    #[serde(default)]
    pub shown: Option<Bilingual>,
    /// Reason text for the customer's notice; `{name}` stands for a value of the finding.
    pub reason: Bilingual,
    /// How to mend it.
    pub mend: Bilingual,
}

/// A fact that a rule needs beside the order's own data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// The files' bytes, as far as their headers and metadata tell.
    Files,
    /// What a picture shows.
    Picture,
    /// Other orders of this home, and the registry of filings.
    Across,
    /// Where the order's SMS verification stands.
    Sms,
    /// Since when the order is with the bureau.
    Bureau,
}

impl Fact {
    /// True where nothing supplies this fact yet, so that its rules have a row and no function.
    pub const fn is_to_come(self) -> bool {
        matches!(self, Self::Picture)
    }
}

/// A number with where and when it holds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    /// The number.
    pub number: u32,
    /// Where and when.
    #[serde(default, rename = "in")]
    pub case: Case,
    /// How sure it is; none = as the rule.
    #[serde(default)]
    pub certainty: Option<Certainty>,
    /// Where it stands; none = in the rule's own source.
    #[serde(default)]
    pub source: Option<String>,
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
    /// Order types.
    pub order_types: Vec<OrderType>,
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
    /// The province; none = any.
    #[serde(default)]
    pub province: Option<ProvinceId>,
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
