//! Documents: data/materials.toml. What a rule row of family M says of where a document is asked for, this
//! file completes: whose it is, what the need hangs on, and the sentences that tell why.

use super::rule::{Bilingual, Case};
use crate::domain::ids::RuleCode;
use crate::domain::order::{AttachmentKind, OrderType};
use serde::Deserialize;

/// Sentences of the list of documents: data/material_texts.toml.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentTexts {
    /// Why a document is not needed where its rule does not apply.
    pub refused: Refused,
    /// Why a document comes later, or was due in the verification stage.
    pub verification: Verification,
}

/// Sentences for documents whose rule does not apply; `{provider}` and `{province}` are the order's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Refused {
    /// The profile does not ask for it.
    pub profile: Bilingual,
    /// Other natures need it.
    pub nature: Bilingual,
    /// Other provinces ask for it.
    pub province: Bilingual,
    /// Other order types need it.
    pub order_type: Bilingual,
    /// It is not asked for any more, or not yet.
    pub day: Bilingual,
    /// The order has nobody and nothing whose it would be.
    pub nobody: Bilingual,
    /// The change leaves alone what it shows.
    pub untouched: Bilingual,
    /// A change does not say what it changes.
    pub change_unsaid: Bilingual,
}

/// Sentences for the documents of the verification stage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Verification {
    /// A file.
    pub file: Bilingual,
    /// A paper original.
    pub paper: Bilingual,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its rule.
    pub code: RuleCode,
    /// What it is.
    pub kind: AttachmentKind,
    /// Once for each.
    pub per: Per,
    /// One file that is filed under the entity, or under nobody, serves all of them.
    #[serde(default)]
    pub shared: bool,
    /// How many sides it has.
    #[serde(default)]
    pub sides: Sides,
    /// Parts of a filing whose change asks for it; none = every change does.
    #[serde(default)]
    pub touches: Vec<Touch>,
    /// What the need hangs on; the first that holds is the one. None = only the verification stage asks for it.
    #[serde(default)]
    pub needed: Vec<Needed>,
    /// Why it is not needed, where nothing of that holds.
    pub not_needed: Bilingual,
}

/// Whose a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// The principal's.
    Principal,
    /// Each site manager's.
    Manager,
    /// Each site manager's who is not the principal.
    OtherManager,
    /// Principal's and site managers', each once.
    Person,
    /// The entity's.
    Entity,
    /// Each site's.
    Site,
    /// Each site's that has a domain.
    SiteWithDomain,
    /// The order's.
    Order,
}

/// How many sides a document has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    /// Any picture will do.
    #[default]
    Any,
    /// As many as the person's certificate.
    ByCertificate,
}

/// A part of a filing that a change touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Touch {
    /// The entity, or its principal.
    Entity,
    /// A site, or its manager.
    Site,
    /// A domain.
    Domain,
}

/// One case in which a document is needed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needed {
    /// Where.
    #[serde(default, rename = "in")]
    pub case: Case,
    /// For which orders; none = for all that its rule names.
    #[serde(default)]
    pub order_types: Vec<OrderType>,
    /// What it hangs on.
    #[serde(default, rename = "if")]
    pub premise: Premise,
    /// Why it is needed.
    pub why: Bilingual,
    /// Why not, where it does not hold; none = the document's own sentence.
    #[serde(default)]
    pub otherwise: Option<Bilingual>,
    /// What is not known, where it hangs on a fact that nobody supplied.
    #[serde(default)]
    pub open: Option<Bilingual>,
}

/// What the need of a document hangs on. The provinces' part stands in data/provinces.toml.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Premise {
    /// Nothing more.
    #[default]
    Always,
    /// The profile lists it among the documents before first review.
    Uploaded,
    /// The profile checks identity before submission, in place of a photo.
    IdentityCheck,
    /// The province asks for the domain's certificate.
    ProvinceDomainCertificate,
    /// The province asks for a plan when an entity is filed for the first time.
    ProvinceFirstFilingPlan,
    /// The entity has so many sites or domains that the province asks for a plan.
    ProvinceManyDomains,
    /// The person's ID card is of another province, and this one asks for a residence permit.
    ProvinceOutsider,
    /// The province asks for a commitment.
    ProvinceCommitment,
    /// The person is not the legal representative, and the province asks for a letter.
    ProvinceLetter,
    /// A prior approval was chosen.
    ApprovalChosen,
    /// Key words of a trade that needs a prior approval, without one.
    ApprovalWords,
    /// The person is younger than 18 on the day of submission.
    Under18,
}
