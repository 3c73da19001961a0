//! What the bureau answers: rows of its results, and what is kept of an order that it returned.

use super::checklist::{Answer, ItemKey};
use super::ids::{OrderNo, PersonRef, ReasonCode, RuleCode, Sha256};
use super::life::SmsOutcome;
use super::stage::Stage;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A text that never shows itself: the filing password.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes a text in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for sealing it and for a reveal that is on record.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What a row is about; also its name in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultKind {
    /// A code was sent to a person.
    SmsSent,
    /// A person verified.
    SmsVerified,
    /// A person gave a wrong ID number.
    SmsWrong,
    /// The bureau passed the order.
    Passed,
    /// The bureau returned it.
    Returned,
}

impl ResultKind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::SmsSent, Self::SmsVerified, Self::SmsWrong, Self::Passed, Self::Returned];

    /// The name in files and on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::SmsSent => "sms_sent",
            Self::SmsVerified => "sms_verified",
            Self::SmsWrong => "sms_wrong",
            Self::Passed => "passed",
            Self::Returned => "returned",
        }
    }

    /// The name that a Chinese table may carry.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::SmsSent => "短信已发送",
            Self::SmsVerified => "短信核验通过",
            Self::SmsWrong => "短信核验错误",
            Self::Passed => "通过",
            Self::Returned => "退回",
        }
    }

    /// The kind with this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == text || kind.zh() == text)
    }
}

/// A site's filing number as a row gives it: the site by its id in the order, by one of its domains or an address
/// there; nothing for the only site of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedNumber {
    /// Site id, domain or address.
    #[serde(default)]
    pub site: String,
    /// The number.
    pub number: String,
}

/// A reason of the bureau as a row gives it: a code, words, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GivenReason {
    /// Code of a reason or of a rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<ReasonCode>,
    /// The checklist item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemKey>,
    /// The bureau's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mend: Option<String>,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// Something about a person's SMS verification: his id in the order, his name or his mobile number.
    Sms(SmsOutcome, String),
    /// The bureau passed the order.
    Passed {
        /// The entity's filing number.
        entity_number: Option<String>,
        /// Those of its sites.
        sites: Vec<NamedNumber>,
        /// The filing password.
        password: Option<Secret>,
    },
    /// The bureau returned it.
    Returned {
        /// Why.
        reasons: Vec<GivenReason>,
    },
}

/// One row of the bureau's results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    /// The order.
    pub order_no: OrderNo,
    /// When it happened at the bureau.
    pub at: DateTime<Utc>,
    /// What.
    pub news: News,
}

/// What is hashed of a row, in a fixed order. A password is hashed as being there alone: its hash could be
/// tried out.
#[derive(Serialize)]
struct Canonical<'a> {
    order_no: &'a OrderNo,
    at: i64,
    kind: ResultKind,
    person: Option<&'a str>,
    entity_number: Option<&'a str>,
    sites: &'a [NamedNumber],
    has_password: bool,
    reasons: &'a [GivenReason],
}

impl ResultRow {
    /// What it is about.
    pub const fn kind(&self) -> ResultKind {
        match &self.news {
            News::Sms(SmsOutcome::Sent, _) => ResultKind::SmsSent,
            News::Sms(SmsOutcome::Verified, _) => ResultKind::SmsVerified,
            News::Sms(SmsOutcome::Wrong, _) => ResultKind::SmsWrong,
            News::Passed { .. } => ResultKind::Passed,
            News::Returned { .. } => ResultKind::Returned,
        }
    }

    /// By which the same row is known again, whatever file and format it comes in.
    pub fn hash(&self) -> Sha256 {
        let mut row = Canonical {
            order_no: &self.order_no,
            at: self.at.timestamp_millis(),
            kind: self.kind(),
            person: None,
            entity_number: None,
            sites: &[],
            has_password: false,
            reasons: &[],
        };
        match &self.news {
            News::Sms(_, person) => row.person = Some(person),
            News::Passed { entity_number, sites, password } => {
                row.entity_number = entity_number.as_deref();
                row.sites = sites;
                row.has_password = password.is_some();
            }
            News::Returned { reasons } => row.reasons = reasons,
        }
        // A record of texts and numbers always has a JSON form.
        Sha256::of(serde_json::to_string(&row).unwrap_or_default().as_bytes())
    }
}

/// A reason of a bureau's return, with the checklist item that should have caught it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReturnReason {
    /// Code of the reason.
    pub code: ReasonCode,
    /// What the bureau said (unsafe text).
    pub text: String,
    /// The rule that should have caught it.
    pub rule: Option<RuleCode>,
    /// The item that should have caught it.
    pub item: Option<ItemKey>,
}

/// Who had passed an order that the bureau returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PassedBy {
    /// The stage that he passed.
    pub stage: Stage,
    /// Who.
    pub name: String,
    /// What he had answered to the items that should have caught it.
    pub answers: Vec<(ItemKey, Option<Answer>)>,
}

/// A bureau's return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BureauReturn {
    /// The revision that came back.
    pub revision: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reasons: Vec<ReturnReason>,
    /// Who had passed it, stage by stage.
    pub passed_by: Vec<PassedBy>,
}

/// A person whose SMS verification runs, for the board.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SmsRow {
    /// The order.
    pub order: super::ids::OrderId,
    /// Its number.
    pub no: OrderNo,
    /// Its entity (unsafe text).
    pub entity: String,
    /// Its province.
    pub province: super::ids::ProvinceId,
    /// Its profile.
    pub profile: super::ids::ProfileId,
    /// Revision.
    pub revision: u32,
    /// Who must verify, as the order names him.
    pub person: PersonRef,
    /// His name, masked (unsafe text).
    pub name: String,
    /// When the last code was sent.
    pub sent: Option<DateTime<Utc>>,
    /// When he verified.
    pub verified: Option<DateTime<Utc>>,
    /// Wrong tries that he has left.
    pub left: u32,
    /// When his codes lapse.
    pub lapses_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(news: News) -> ResultRow {
        ResultRow { order_no: "A".into(), at: DateTime::from_timestamp(1_790_000_000, 0).unwrap(), news }
    }

    fn passed(password: Option<&str>) -> ResultRow {
        let password = password.map(Secret::new);
        row(News::Passed { entity_number: Some("京ICP备12345678号".into()), sites: Vec::new(), password })
    }

    #[test]
    fn a_row_is_known_again_and_its_hash_says_nothing_of_the_password() {
        assert_eq!(passed(Some("geheim")).hash(), passed(Some("654321")).hash());
        assert_ne!(passed(None).hash(), passed(Some("geheim")).hash());
        let sms = |outcome| row(News::Sms(outcome, "p1".into()));
        assert_ne!(sms(SmsOutcome::Sent).hash(), sms(SmsOutcome::Wrong).hash());
        let later = ResultRow { at: DateTime::from_timestamp(1_790_000_001, 0).unwrap(), ..passed(None) };
        assert_ne!(later.hash(), passed(None).hash());
        assert!(!format!("{:?}", passed(Some("geheim"))).contains("geheim"));
    }

    #[test]
    fn a_kind_has_one_name_in_each_language() {
        for kind in ResultKind::ALL {
            assert_eq!(ResultKind::parse(kind.slug()), Some(kind));
            assert_eq!(ResultKind::parse(kind.zh()), Some(kind));
        }
    }
}
