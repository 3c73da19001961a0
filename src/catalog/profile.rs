//! Provider profiles: data/profiles/*.toml.

mod life;
mod sense;

pub use life::{
    Addressee, BureauTime, ByProvince, NoticeRule, SmsRegion, SmsRules, SmsWindow, Verifies, Waiting,
};

pub use sense::faults;

use crate::domain::ids::{CertificateTypeId, ProfileId, ProvinceId, RuleCode};
pub use crate::domain::lang::Bilingual;
use crate::domain::order::{AttachmentKind, OrderType, PhotoMethod};
use crate::domain::stage::{Flow, Stage};
use crate::domain::worktime::{ServiceHours, TimeOfDay};
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
    /// The hour of a working day at which curtains go out.
    #[serde(default)]
    pub curtain_dispatch: Option<TimeOfDay>,
    /// Photo methods that are open.
    #[serde(default)]
    pub photo_methods: Vec<PhotoMethod>,
    /// Photo methods that are open to some orders only (H010).
    #[serde(default)]
    pub photo_limits: Vec<PhotoLimit>,
    /// What the verification stage waits for, by attachment kind.
    #[serde(default)]
    pub verification: Vec<VerificationSlot>,
    /// Documents asked for before first review, in the order of the evidence pane.
    #[serde(default)]
    pub first_review_documents: Vec<AttachmentKind>,
    /// The profile that this one is a copy of: rules that name it hold here too.
    #[serde(default)]
    pub based_on: Option<ProfileId>,
    /// Rules that are on here, whatever profiles their rows name.
    #[serde(default)]
    pub rules_on: Vec<RuleCode>,
    /// Rules that are off here.
    #[serde(default)]
    pub rules_off: Vec<RuleCode>,
    /// Whether its terms let staff mend a field with the customer's consent.
    #[serde(default)]
    pub assisted_amendment: AssistedAmendment,
    /// What the provider offers.
    #[serde(default)]
    pub offers: Offers,
    /// Certificates that people may file with (P013).
    #[serde(default)]
    pub person_certificates: PersonCertificates,
    /// The bureau's SMS verification, where the stages have one.
    #[serde(default)]
    pub sms: Option<SmsRules>,
    /// What happens to an order that waits for its customer.
    #[serde(default)]
    pub waiting: Waiting,
    /// How long the bureau takes.
    #[serde(default)]
    pub bureau: BureauTime,
    /// Free curtains of one account; none = no bound is known.
    #[serde(default)]
    pub curtains_per_account: Option<u32>,
    /// Places at which staff meet customers: photo points, offices.
    #[serde(default)]
    pub places: Vec<Bilingual>,
    /// Which events make a notice, to whom and by which way.
    #[serde(default)]
    pub notices: Vec<NoticeRule>,
}

/// Whether a provider's terms have assisted amendments (协助更改备案信息).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssistedAmendment {
    /// They do; each order still needs its customer's consent.
    #[default]
    Offered,
    /// They do not.
    Off,
}

/// What a provider offers its customers (A001, A004, A005). An empty list is not known: an open item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Offers {
    /// Public address ranges, such as `106.75.0.0/16`.
    pub ip_ranges: Vec<ipnet::IpNet>,
    /// Access modes.
    pub access_modes: Vec<String>,
    /// Places of its servers.
    pub places: Vec<String>,
}

/// Certificates that a profile takes for people. An empty list says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PersonCertificates {
    /// For everybody.
    pub people: Vec<CertificateTypeId>,
    /// Not for the site manager of an organisation.
    pub not_organisation_manager: Vec<CertificateTypeId>,
}

/// To which orders a photo method is open.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhotoLimit {
    /// The method.
    pub method: PhotoMethod,
    /// The provinces; empty = all.
    #[serde(default)]
    pub provinces: Vec<ProvinceId>,
    /// Certificates of the site managers; empty = any.
    #[serde(default)]
    pub manager_certificates: Vec<CertificateTypeId>,
    /// All sites of the order share one manager.
    #[serde(default)]
    pub one_manager: bool,
    /// Why, for the customer.
    pub why: Bilingual,
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
