//! What a profile says of the time after the reviews: SMS verification, waiting, bureau, notices.

use crate::domain::lang::Bilingual;
use crate::domain::life::Medium;
use crate::domain::notice::NoticeKind;
use crate::domain::order::OrderType;
use crate::domain::worktime::TimeOfDay;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The bureau's SMS verification.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsRules {
    /// Where it is asked for.
    #[serde(rename = "where")]
    pub region: SmsRegion,
    /// How long a code lives, by the day of hand-over; the last window that has begun holds.
    pub windows: Vec<SmsWindow>,
    /// The wrong ID number that fails the check: 5 = the fifth.
    pub tries: u32,
    /// Hours before the lapse at which the customer is warned; none = never.
    #[serde(default)]
    pub warn_hours: Option<u32>,
    /// The hour of the day after hand-over at which the bureau sends codes again by itself.
    #[serde(default)]
    pub resend_at: Option<TimeOfDay>,
    /// When the bureau sends codes, in words, for those who ask.
    #[serde(default)]
    pub resend: Option<Bilingual>,
    /// Who must verify, by order type; a type that is not named: nobody.
    pub persons: BTreeMap<OrderType, Vec<Verifies>>,
}

/// Where SMS verification is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmsRegion {
    /// In every province.
    Everywhere,
    /// In a province from its own first day on.
    ByProvince,
}

/// How long a code lives.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsWindow {
    /// First day of hand-over for which it holds; none = from the beginning.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Hours.
    pub hours: u32,
}

/// Who must verify by SMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verifies {
    /// The principal.
    Principal,
    /// Every site manager.
    SiteManagers,
    /// The principal, where the entity changes.
    PrincipalOfChangedEntity,
    /// The managers of the sites that change.
    ManagersOfChangedSites,
}

/// What happens to an order that its customer leaves alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Waiting {
    /// Calendar days of waiting after which he is reminded, each once.
    pub reminder_days: Vec<u32>,
    /// Calendar days of waiting after which the order is given up; none = never.
    pub expiry_days: Option<u32>,
    /// Where the numbers come from.
    pub source: Option<String>,
}

/// How long the bureau takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BureauTime {
    /// Working days after which an order is flagged, where the province has no estimate of its own.
    pub working_days: Option<u32>,
    /// Whether the estimates of the provinces are this provider's.
    pub by_province: ByProvince,
}

/// Whether a province's own estimate goes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ByProvince {
    /// It does.
    Yes,
    /// One number holds for all.
    #[default]
    No,
}

/// A notice that an event makes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeRule {
    /// The event, as `data/notices.toml` names it.
    pub event: NoticeKind,
    /// To whom.
    pub to: Vec<Addressee>,
    /// By which ways.
    pub by: Vec<Medium>,
}

/// To whom a notice goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addressee {
    /// The principal.
    Principal,
    /// Every site manager; where the order has none, the principal.
    SiteManagers,
    /// Who must still verify by SMS.
    Verifying,
}
