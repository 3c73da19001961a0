//! The lists of what is waited for outside the reviews: SMS codes, curtains, appointments, calls, notices.

use super::countersign::{Alone, WordState};
use super::ids::{OrderId, OrderNo, PersonRef};
use super::life::{AppointmentEnd, CallResult, Medium, SmsOutcome};
use super::order::PhotoMethod;
use super::permission::Deed;
use super::stage::Stage;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A list of the board.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// Who must verify by SMS, the least time first.
    #[default]
    Sms,
    /// Curtains to pack.
    Curtains,
    /// Appointments at photo points and offices.
    Appointments,
    /// Customers to call again.
    Calls,
    /// Notices that can't be delivered, or that staff must pass on by phone.
    Notices,
    /// What waits for a second supervisor's word.
    Words,
}

impl List {
    /// The lists from left to right.
    pub const ALL: [Self; 6] =
        [Self::Sms, Self::Curtains, Self::Appointments, Self::Calls, Self::Notices, Self::Words];

    /// The key of its title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Sms => "board.sms",
            Self::Curtains => "board.curtains",
            Self::Appointments => "board.appointments",
            Self::Calls => "board.calls",
            Self::Notices => "board.notices",
            Self::Words => "board.words",
        }
    }
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoardRow {
    /// The order; none = it is about the home.
    pub order: Option<OrderId>,
    /// Its number.
    pub no: OrderNo,
    /// Its stage.
    pub stage: Option<Stage>,
    /// Its entity (unsafe text).
    pub entity: String,
    /// Since or until when: what the list is sorted by.
    pub at: DateTime<Utc>,
    /// What is waited for.
    pub what: Waits,
}

/// What is waited for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "waits_for")]
pub enum Waits {
    /// A person's SMS verification; `at` is when the codes lapse.
    Sms {
        /// Who.
        person: PersonRef,
        /// His name (unsafe text).
        name: String,
        /// When the last code was sent.
        sent: Option<DateTime<Utc>>,
        /// When he verified.
        verified: Option<DateTime<Utc>>,
        /// Tries that he has left.
        left: u32,
        /// When the bureau sends his code again by itself.
        resend_at: Option<DateTime<Utc>>,
    },
    /// A curtain; `at` is when it goes out.
    Curtain {
        /// Who receives it (unsafe text).
        recipient: String,
        /// Curtains that the account had before.
        had: u32,
    },
    /// A visit; `at` is its time.
    Appointment {
        /// Who comes.
        person: PersonRef,
        /// His name (unsafe text).
        name: String,
        /// Photo point, or signing on site.
        method: PhotoMethod,
        /// Where (unsafe text).
        place: String,
    },
    /// A call; `at` is when it is due.
    Call {
        /// Whom.
        person: PersonRef,
        /// His name (unsafe text).
        name: String,
    },
    /// A notice; `at` is when it was made.
    Notice {
        /// Its number in the outbox.
        notice: i64,
        /// What it is about, as `data/notices.toml` names it.
        kind: String,
        /// By which way.
        medium: Medium,
        /// To whom (unsafe text).
        name: String,
        /// What the other side said (unsafe text); none = staff pass it on.
        error: Option<String>,
    },
    /// A second supervisor's word; `at` is when it lapses.
    Word {
        /// Its number.
        word: i64,
        /// What would be done.
        alone: Alone,
        /// Who asks.
        asked_by: String,
        /// Why (unsafe text).
        why: String,
        /// Whether it was given already, and waits for its deed.
        state: WordState,
    },
}

/// What staff do about a line.
#[derive(Debug, Clone, PartialEq)]
pub enum BoardAct {
    /// The bureau told something about a person's SMS verification.
    Sms(OrderId, PersonRef, SmsOutcome),
    /// The customer is reminded that his codes lapse.
    Remind(OrderId),
    /// A curtain was sent: courier and number.
    CurtainSent(OrderId, String, String),
    /// An appointment ended.
    Appointment(OrderId, PersonRef, AppointmentEnd),
    /// A call was made; one that was not answered is due again.
    Called(OrderId, PersonRef, CallResult),
    /// A notice that failed is tried again.
    Retry(i64),
    /// A notice is taken off the list: withdrawn, or passed on by phone.
    Settle(i64, Medium),
    /// A second word is given, or refused.
    Countersign(i64, WordState),
}

impl BoardAct {
    /// What the table of who may do what calls it.
    pub const fn deed(&self) -> Deed {
        match self {
            Self::Sms(..) => Deed::Result,
            Self::Remind(_) => Deed::Remind,
            Self::CurtainSent(..) => Deed::SendCurtain,
            Self::Appointment(..) => Deed::Appoint,
            Self::Called(..) | Self::Settle(_, Medium::Phone) => Deed::Call,
            Self::Retry(_) => Deed::NoticeRetry,
            Self::Settle(..) => Deed::NoticeWithdraw,
            Self::Countersign(..) => Deed::Countersign,
        }
    }
}
