//! Notices to the customer: what they tell of, and how far each is on its way.

use super::event::Event;
use super::ids::{EventId, OrderId, OrderNo, PersonRef, VerdictId};
use super::lang::Lang;
use super::life::{Medium, Reminder, ReturnCause};
use super::stage::Stage;
use super::verdict::VerdictKind;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a notice tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// First review passed.
    FirstReviewPassed,
    /// First review rejected.
    FirstReviewRejected,
    /// Second review passed.
    SecondReviewPassed,
    /// Second review rejected.
    SecondReviewRejected,
    /// A curtain is on its way.
    CurtainSent,
    /// The package left for the bureau.
    HandedOver,
    /// The SMS codes lapse soon.
    SmsWarning,
    /// The SMS codes lapsed.
    SmsLapsed,
    /// Too many wrong ID numbers.
    SmsFailed,
    /// The bureau passed it.
    Filed,
    /// The bureau returned it.
    BureauReturned,
    /// The order waits for its customer.
    Reminder,
    /// The order was given up, since its customer left it alone.
    Expired,
}

impl NoticeKind {
    /// Every kind, in the order of an order's life.
    pub const ALL: [Self; 13] = [
        Self::FirstReviewPassed,
        Self::FirstReviewRejected,
        Self::SecondReviewPassed,
        Self::SecondReviewRejected,
        Self::CurtainSent,
        Self::HandedOver,
        Self::SmsWarning,
        Self::SmsLapsed,
        Self::SmsFailed,
        Self::Filed,
        Self::BureauReturned,
        Self::Reminder,
        Self::Expired,
    ];

    /// The name in files and in the database; its text's key is `notice.` with it.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::FirstReviewPassed => "first_review_passed",
            Self::FirstReviewRejected => "first_review_rejected",
            Self::SecondReviewPassed => "second_review_passed",
            Self::SecondReviewRejected => "second_review_rejected",
            Self::CurtainSent => "curtain_sent",
            Self::HandedOver => "handed_over",
            Self::SmsWarning => "sms_warning",
            Self::SmsLapsed => "sms_lapsed",
            Self::SmsFailed => "sms_failed",
            Self::Filed => "filed",
            Self::BureauReturned => "bureau_returned",
            Self::Reminder => "reminder",
            Self::Expired => "expired",
        }
    }

    /// The kind with this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    /// What an event is told as; none where the customer is told nothing.
    pub const fn of(event: &Event) -> Option<Self> {
        Some(match event {
            Event::Decided { kind, stage: Stage::FirstReview, .. } => match kind {
                VerdictKind::Approve => Self::FirstReviewPassed,
                VerdictKind::Reject => Self::FirstReviewRejected,
            },
            Event::Decided { kind, .. } => match kind {
                VerdictKind::Approve => Self::SecondReviewPassed,
                VerdictKind::Reject => Self::SecondReviewRejected,
            },
            Event::CurtainSent { .. } => Self::CurtainSent,
            Event::HandedOver { .. } => Self::HandedOver,
            Event::Reminded { what: Reminder::SmsLapse, .. } => Self::SmsWarning,
            Event::Reminded { what: Reminder::Waiting, .. } => Self::Reminder,
            Event::Returned { cause, .. } => match cause {
                ReturnCause::SmsLapsed => Self::SmsLapsed,
                ReturnCause::SmsFailed { .. } => Self::SmsFailed,
                ReturnCause::Bureau => Self::BureauReturned,
            },
            Event::Filed { .. } => Self::Filed,
            Event::Expired { .. } => Self::Expired,
            _ => return None,
        })
    }

    /// True where it lists reasons, each with its mend.
    pub const fn has_reasons(self) -> bool {
        matches!(self, Self::FirstReviewRejected | Self::SecondReviewRejected | Self::BureauReturned)
    }
}

/// How far a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// It waits for the end of the grace time, for its next try, or for a call by staff.
    Waiting,
    /// It left the house, or the call was made.
    Sent,
    /// It can't be delivered; a person must look.
    Failed,
    /// It was taken back before it left.
    Withdrawn,
}

impl NoticeState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Sent, Self::Failed, Self::Withdrawn];

    /// The name in the database and on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }

    /// Its name for people.
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Waiting, Lang::Zh) => "待发",
            (Self::Sent, Lang::Zh) => "已发",
            (Self::Failed, Lang::Zh) => "失败",
            (Self::Withdrawn, Lang::Zh) => "已撤回",
            (state, Lang::En) => state.slug(),
        }
    }
}

/// What is written to one person by one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// What it tells of.
    pub kind: NoticeKind,
    /// By which way.
    pub medium: Medium,
    /// To whom, as the order names him.
    pub person: PersonRef,
    /// E-mail address or mobile number (unsafe text).
    pub address: String,
    /// Subject; of a text message, none.
    pub subject: String,
    /// The whole text.
    pub body: String,
    /// The same as HTML; of an e-mail alone.
    pub html: Option<String>,
    /// Stays the same over every try, so that who gets it twice can tell.
    pub message_id: String,
}

/// A row of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Its number.
    pub id: i64,
    /// The order.
    pub order: OrderId,
    /// Its number.
    pub no: OrderNo,
    /// The event that it tells of.
    pub event: EventId,
    /// The verdict whose undo withdraws it.
    pub verdict: Option<VerdictId>,
    /// What is written, and to whom.
    #[serde(flatten)]
    pub letter: Letter,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// How far it is.
    pub state: NoticeState,
    /// When it may leave, or be tried again.
    pub next_at: DateTime<Utc>,
    /// How often it was tried.
    pub tries: u32,
    /// When it was sent, failed or withdrawn.
    pub ended_at: Option<DateTime<Utc>>,
    /// What went wrong last (unsafe text).
    pub error: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slug_reads_back_as_its_kind_and_is_the_one_of_the_files() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::parse(kind.slug()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.slug());
        }
        for state in NoticeState::ALL {
            assert_eq!(NoticeState::parse(state.slug()), Some(state));
        }
    }

    #[test]
    fn only_some_events_are_told() {
        let sent = Event::Reminded { what: Reminder::SmsLapse, nth: None };
        assert_eq!(NoticeKind::of(&sent), Some(NoticeKind::SmsWarning));
        let returned = |cause| Event::Returned { stage: Stage::Sms, cause, reasons: Vec::new() };
        assert_eq!(NoticeKind::of(&returned(ReturnCause::SmsLapsed)), Some(NoticeKind::SmsLapsed));
        assert_eq!(NoticeKind::of(&returned(ReturnCause::Bureau)), Some(NoticeKind::BureauReturned));
        assert_eq!(NoticeKind::of(&Event::Claimed), None);
    }
}
