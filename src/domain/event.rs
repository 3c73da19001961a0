//! What happens to an order, and the state that follows from it ([`apply`]).

mod fold;
#[cfg(test)]
mod tests;
mod viewing;

pub use fold::{BadEvent, OrderState, apply};
pub use viewing::Viewing;

use super::amendment::Amendment;
use super::checklist::{ChosenReason, ItemKey};
use super::countersign::{Alone, WordStep};
use super::ids::{PersonRef, Sha256, UserId, VerdictId};
use super::life::{
    Appointment, AppointmentEnd, CallResult, Medium, Parcel, PasswordKept, Reminder, ReturnCause, SiteNumber,
    SmsCheck, SmsOutcome,
};
use super::order::{AttachmentKind, Order};
use super::stage::Stage;
use super::verdict::VerdictKind;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An event of the log. Its JSON is stored and hashed; variants are added, never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// A revision came in.
    Imported {
        /// Revision.
        revision: u32,
        /// Hash of its content, attachments included.
        content: Sha256,
        /// Its scope against the revision before.
        #[serde(default)]
        scope: Option<Scope>,
        /// Since when it waits, where that lies before the import.
        #[serde(default)]
        since: Option<DateTime<Utc>>,
        /// When its stage is due.
        due_at: Option<DateTime<Utc>>,
    },
    /// Attachments of the verification stage came in.
    Supplemented {
        /// Hash of its content.
        content: Sha256,
        /// Number of files.
        files: usize,
    },
    /// All that the verification stage waits for is here.
    MaterialsComplete {
        /// When the next stage is due.
        due_at: Option<DateTime<Utc>>,
    },
    /// Staff logged a paper original.
    PaperReceived {
        /// Which document.
        kind: AttachmentKind,
        /// Whose: a site's id, or `order`.
        owner: String,
    },
    /// Somebody took the order.
    Claimed,
    /// Its holder put it back.
    PutBack {
        /// Why.
        note: String,
    },
    /// Its holder left it without a word (closed the desk, went to another order).
    Released,
    /// A supervisor took it back.
    TakenBack {
        /// From whom.
        from: UserId,
        /// Why.
        reason: String,
    },
    /// A supervisor gave it to somebody.
    Assigned {
        /// To whom; none = to everybody again.
        to: Option<UserId>,
        /// His name at that time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
    /// A verdict.
    Decided {
        /// Its id.
        verdict: VerdictId,
        /// Approve or reject.
        kind: VerdictKind,
        /// The stage in which it was made.
        stage: Stage,
        /// Its reasons.
        reasons: Vec<ChosenReason>,
        /// Overridden by a supervisor with this reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        override_reason: Option<String>,
        /// When the next stage is due.
        due_at: Option<DateTime<Utc>>,
    },
    /// A verdict was taken back by its author.
    Undone {
        /// Its id.
        verdict: VerdictId,
        /// The stage to which it leads back.
        back_to: Stage,
        /// Since when the order had waited there before the verdict.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<DateTime<Utc>>,
        /// When that stage is due.
        due_at: Option<DateTime<Utc>>,
        /// What a supervisor was asked there, and had not answered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asked: Option<String>,
    },
    /// A supervisor was asked.
    Asked {
        /// What.
        note: String,
    },
    /// The supervisor answered.
    Answered {
        /// What.
        note: String,
    },
    /// Put aside until a time.
    Snoozed {
        /// Until when.
        until: DateTime<Utc>,
        /// Why.
        note: String,
    },
    /// A supervisor changed its priority.
    Prioritised {
        /// New priority.
        priority: i64,
        /// Why.
        reason: String,
    },
    /// Personal data was shown in the clear.
    Revealed {
        /// Which field, never its value.
        field: String,
    },
    /// Somebody looked at the order: once an hour for each person and kind of look.
    Viewed {
        /// What they looked at.
        what: Viewing,
    },
    /// A note.
    Noted {
        /// Its text.
        note: String,
    },
    /// The customer gave up.
    GivenUp {
        /// Why.
        reason: String,
    },
    /// An approval was drawn for a re-check.
    RecheckDrawn {
        /// The verdict.
        verdict: VerdictId,
    },
    /// An approval was re-checked.
    Rechecked {
        /// The verdict.
        verdict: VerdictId,
        /// Whether it held.
        result: RecheckResult,
        /// Why.
        note: String,
    },
    /// A supervisor overruled an automatic finding.
    Overruled {
        /// Rule and subject.
        item: ItemKey,
        /// Why.
        why: String,
    },
    /// Staff mended fields with the customer's consent; the package itself stays as it came.
    Amended {
        /// Each field with its value before and after.
        changes: Vec<Amendment>,
    },
    /// The package for the bureau was written, and left the house.
    HandedOver {
        /// Name of its folder.
        package: String,
        /// Hash of its manifest.
        digest: Sha256,
        /// The SMS verification that begins; none where nobody must verify.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sms: Option<SmsCheck>,
        /// When the present stage is due.
        due_at: Option<DateTime<Utc>>,
    },
    /// The bureau's SMS verification told something about a person.
    SmsTried {
        /// Who.
        person: PersonRef,
        /// What.
        outcome: SmsOutcome,
    },
    /// Everybody who must verify has done so, or nobody must.
    SmsPassed {
        /// When the next stage is due.
        due_at: Option<DateTime<Utc>>,
    },
    /// The order came back after its reviews.
    Returned {
        /// From where.
        stage: Stage,
        /// Why.
        cause: ReturnCause,
        /// The bureau's reasons.
        #[serde(default)]
        reasons: Vec<ChosenReason>,
    },
    /// The bureau passed it.
    Filed {
        /// Filing number of the entity; none for a cancellation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        entity_number: Option<String>,
        /// Filing numbers of its sites.
        #[serde(default)]
        sites: Vec<SiteNumber>,
        /// Whether a password came with it.
        #[serde(default)]
        password: PasswordKept,
    },
    /// The customer was reminded.
    Reminded {
        /// Of what.
        what: Reminder,
        /// As how manieth reminder of this stage it counts, where earlier ones were passed over.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nth: Option<u32>,
    },
    /// The customer left the order alone for too long.
    Expired {
        /// Days that it had waited.
        days: u32,
    },
    /// A curtain was sent.
    CurtainSent {
        /// How.
        parcel: Parcel,
    },
    /// An appointment was made.
    Appointed {
        /// Which.
        appointment: Appointment,
    },
    /// An appointment ended.
    AppointmentEnded {
        /// Who was to come.
        person: PersonRef,
        /// How it ended.
        end: AppointmentEnd,
    },
    /// Staff called the customer.
    Called {
        /// Whom.
        person: PersonRef,
        /// With what result.
        result: CallResult,
        /// What was said.
        note: String,
        /// When to call again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again_at: Option<DateTime<Utc>>,
    },
    /// A notice left the house.
    NoticeSent {
        /// Its number in the outbox.
        notice: i64,
        /// What it was about.
        kind: String,
        /// By which way.
        medium: Medium,
        /// To whom.
        to: PersonRef,
    },
    /// A notice can't be delivered; a person must look.
    NoticeFailed {
        /// Its number in the outbox.
        notice: i64,
        /// What it was about.
        kind: String,
        /// By which way.
        medium: Medium,
        /// What the other side said (unsafe text).
        error: String,
    },
    /// Somebody took a notice back before it left.
    NoticeWithdrawn {
        /// Its number in the outbox.
        notice: i64,
        /// What it was about.
        kind: String,
        /// By which way.
        medium: Medium,
    },
    /// Somebody had a notice tried again that could not be delivered.
    NoticeRetried {
        /// Its number in the outbox.
        notice: i64,
        /// What it was about.
        kind: String,
        /// By which way.
        medium: Medium,
    },
    /// A second supervisor's word: asked for, given, refused, used, or gone without.
    SecondWord {
        /// What happened.
        step: WordStep,
        /// Number of the request; none where it went without.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        word: Option<i64>,
        /// About what.
        alone: Alone,
        /// What was said, or whose word was used.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// Files of a finished order were deleted, as the home's policy has it.
    Purged {
        /// Number of files.
        files: usize,
    },
    /// What an upgrade sealed, as it was found then: nothing older vouches for it. Never about an order.
    FoundAtUpgrade {
        /// The schema that asked for it.
        schema: i64,
        /// What was sealed.
        what: String,
        /// Rows that were.
        rows: u64,
        /// Digest over them.
        digest: Sha256,
    },
    /// Something about the home: people, settings, copies. Never about an order.
    Home {
        /// What, as a short slug: `user_added`, `user_disabled`, `passphrase_set`, `signed_in` …
        what: String,
        /// About what or whom.
        about: String,
    },
}

/// How wide a new revision is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Nothing but the second review's own documents.
    OnlySecondReview,
    /// Anything else.
    Wider,
}

/// Result of a re-check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecheckResult {
    /// The approval was right.
    Upheld,
    /// Something was overlooked.
    Overlooked,
}

impl Event {
    /// The event's name, as in its JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Imported { .. } => "imported",
            Self::Supplemented { .. } => "supplemented",
            Self::MaterialsComplete { .. } => "materials_complete",
            Self::PaperReceived { .. } => "paper_received",
            Self::Claimed => "claimed",
            Self::PutBack { .. } => "put_back",
            Self::Released => "released",
            Self::TakenBack { .. } => "taken_back",
            Self::Assigned { .. } => "assigned",
            Self::Decided { .. } => "decided",
            Self::Undone { .. } => "undone",
            Self::Asked { .. } => "asked",
            Self::Answered { .. } => "answered",
            Self::Snoozed { .. } => "snoozed",
            Self::Prioritised { .. } => "prioritised",
            Self::Revealed { .. } => "revealed",
            Self::Viewed { .. } => "viewed",
            Self::Noted { .. } => "noted",
            Self::GivenUp { .. } => "given_up",
            Self::RecheckDrawn { .. } => "recheck_drawn",
            Self::Rechecked { .. } => "rechecked",
            Self::Overruled { .. } => "overruled",
            Self::Amended { .. } => "amended",
            Self::HandedOver { .. } => "handed_over",
            Self::SmsTried { .. } => "sms_tried",
            Self::SmsPassed { .. } => "sms_passed",
            Self::Returned { .. } => "returned",
            Self::Filed { .. } => "filed",
            Self::Reminded { .. } => "reminded",
            Self::Expired { .. } => "expired",
            Self::CurtainSent { .. } => "curtain_sent",
            Self::Appointed { .. } => "appointed",
            Self::AppointmentEnded { .. } => "appointment_ended",
            Self::Called { .. } => "called",
            Self::NoticeSent { .. } => "notice_sent",
            Self::NoticeFailed { .. } => "notice_failed",
            Self::NoticeWithdrawn { .. } => "notice_withdrawn",
            Self::NoticeRetried { .. } => "notice_retried",
            Self::SecondWord { .. } => "second_word",
            Self::Purged { .. } => "purged",
            Self::FoundAtUpgrade { .. } => "found_at_upgrade",
            Self::Home { .. } => "home",
        }
    }

    /// The event with people by their names, as `order` has them: for reading, never for the log.
    pub fn named(&self, order: &Order) -> Self {
        let mut event = self.clone();
        let person = match &mut event {
            Self::SmsTried { person, .. }
            | Self::AppointmentEnded { person, .. }
            | Self::Called { person, .. }
            | Self::NoticeSent { to: person, .. }
            | Self::Returned { cause: ReturnCause::SmsFailed { person }, .. } => Some(person),
            Self::Appointed { appointment } => Some(&mut appointment.person),
            _ => None,
        };
        if let Some(person) = person
            && let Some(known) = order.person(person)
        {
            *person = PersonRef(known.name.clone());
        }
        event
    }
}
