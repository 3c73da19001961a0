//! What happens to an order besides its reviews: hand-over, SMS verification, bureau, reminders, curtains,
//! appointments, calls. The events carry these records, and [`Life`] is their fold.

use super::ids::{PersonRef, Sha256, SiteRef};
use super::lang::Lang;
use super::order::PhotoMethod;
use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What stands of an order's life in its present stage: a fold of its events, part of the order's state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Life {
    /// The hand-over to the bureau, once the package is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<HandOver>,
    /// The SMS verification that runs, or that ran before the bureau.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms: Option<SmsCheck>,
    /// Reminders to the customer in this stage.
    #[serde(skip_serializing_if = "is_zero")]
    pub reminders: u32,
    /// When the customer is to be called again.
    #[serde(with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    pub call_again_at: Option<DateTime<Utc>>,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// A package that left for the bureau.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// When.
    #[serde(with = "ts_milliseconds")]
    pub at: DateTime<Utc>,
    /// Name of the package's folder.
    pub package: String,
    /// Hash of its manifest.
    pub digest: Sha256,
}

/// The SMS verification of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmsCheck {
    /// When the codes lapse.
    #[serde(with = "ts_milliseconds")]
    pub lapses_at: DateTime<Utc>,
    /// The wrong try that fails a person's check.
    pub tries: u32,
    /// Who must verify.
    pub persons: Vec<SmsPerson>,
    /// The customer was warned that the codes lapse soon.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub warned: bool,
}

/// One person's SMS verification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmsPerson {
    /// Who.
    pub person: PersonRef,
    /// When the last code was sent.
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    pub sent: Option<DateTime<Utc>>,
    /// When he verified.
    #[serde(default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    pub verified: Option<DateTime<Utc>>,
    /// Wrong tries.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub wrong: u32,
}

impl SmsCheck {
    /// A check that begins.
    pub fn new(persons: &[PersonRef], tries: u32, lapses_at: DateTime<Utc>) -> Self {
        let persons = persons.iter().map(|person| SmsPerson {
            person: person.clone(),
            sent: None,
            verified: None,
            wrong: 0,
        });
        Self { lapses_at, tries, persons: persons.collect(), warned: false }
    }

    /// The check of one person.
    pub fn of(&self, person: &PersonRef) -> Option<&SmsPerson> {
        self.persons.iter().find(|one| one.person == *person)
    }

    pub(super) fn of_mut(&mut self, person: &PersonRef) -> Option<&mut SmsPerson> {
        self.persons.iter_mut().find(|one| one.person == *person)
    }

    /// True where everybody verified.
    pub fn passed(&self) -> bool {
        self.persons.iter().all(|one| one.verified.is_some())
    }

    /// The first person with as many wrong tries as fail the check.
    pub fn failed(&self) -> Option<&SmsPerson> {
        self.persons.iter().find(|one| one.verified.is_none() && one.wrong >= self.tries)
    }

    /// Tries that a person has left.
    pub fn left(&self, person: &SmsPerson) -> u32 {
        self.tries.saturating_sub(person.wrong)
    }
}

/// How a try of the SMS verification ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SmsOutcome {
    /// The bureau sent a code.
    Sent,
    /// The person verified.
    Verified,
    /// A wrong ID number.
    Wrong,
}

/// Why an order came back after its reviews.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnCause {
    /// The window of the SMS verification passed.
    SmsLapsed,
    /// Too many wrong ID numbers by one person.
    SmsFailed {
        /// Who.
        person: PersonRef,
    },
    /// The bureau returned it.
    Bureau,
}

/// A filing number that the bureau gave to a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteNumber {
    /// The site.
    pub site: SiteRef,
    /// Its number, such as `京ICP备12345678号-1`.
    pub number: String,
}

/// Whether a filing password came with the result; it is never part of the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordKept {
    /// None came.
    #[default]
    No,
    /// It is kept, encrypted.
    Encrypted,
}

/// What a customer was reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminder {
    /// That the order waits for him.
    Waiting,
    /// That his SMS codes lapse soon.
    SmsLapse,
}

/// A curtain on its way to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Courier (unsafe text).
    pub courier: String,
    /// Its number (unsafe text).
    pub number: String,
}

/// An appointment at a photo point, or for signing on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// Who comes.
    pub person: PersonRef,
    /// Photo point, or signing on site.
    pub method: PhotoMethod,
    /// Where (unsafe text).
    pub place: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How an appointment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentEnd {
    /// He came.
    Kept,
    /// He did not come.
    Missed,
    /// It was called off.
    Cancelled,
}

impl AppointmentEnd {
    /// The name in the database and on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The end with this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        [Self::Kept, Self::Missed, Self::Cancelled].into_iter().find(|end| end.slug() == slug)
    }
}

/// How a call to the customer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallResult {
    /// He was reached.
    Reached,
    /// He was not.
    NotReached,
}

/// A way in which a notice reaches the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// E-mail.
    Email,
    /// Text message.
    Text,
    /// Staff call him.
    Phone,
}

impl Medium {
    /// The name in files and in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Text => "text",
            Self::Phone => "phone",
        }
    }

    /// The medium with this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        [Self::Email, Self::Text, Self::Phone].into_iter().find(|medium| medium.slug() == slug)
    }

    /// Its name for people.
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Email, Lang::Zh) => "邮件",
            (Self::Text, Lang::Zh) => "短信",
            (Self::Phone, Lang::Zh) => "电话",
            (Self::Email, Lang::En) => "e-mail",
            (Self::Text, Lang::En) => "text message",
            (Self::Phone, Lang::En) => "phone",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_passes_with_everybody_and_fails_with_the_last_wrong_try() {
        let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let mut check = SmsCheck::new(&["p1".into(), "p2".into()], 5, at);
        assert!(!check.passed() && check.failed().is_none());
        check.of_mut(&"p1".into()).unwrap().wrong = 4;
        assert!(check.failed().is_none());
        assert_eq!(check.left(check.of(&"p1".into()).unwrap()), 1);
        check.of_mut(&"p1".into()).unwrap().wrong = 5;
        assert_eq!(check.failed().unwrap().person.as_str(), "p1");
        for person in &mut check.persons {
            person.verified = Some(at);
        }
        assert!(check.passed() && check.failed().is_none());
    }
}
