//! What the app wants done. The driver gives each to a worker, which answers with a message.

use super::message::PreviewSlot;
use super::settings::{SavedView, Settings};
use crate::domain::board::{BoardAct, List};
use crate::domain::checklist::{ChosenReason, ItemKey};
use crate::domain::event::{RecheckResult, Viewing};
use crate::domain::ids::{OrderId, PersonRef, RuleCode, Sha256, UserId, VerdictId};
use crate::domain::life::CallResult;
use crate::domain::order::AttachmentKind;
use crate::domain::stage::Stage;
use crate::domain::stats::{Figure, Period, Question, Slice};
use crate::domain::verdict::{Decision, VerdictKind};
use crate::domain::view::{Draft, PageRequest};
use chrono::{DateTime, Utc};
use std::fmt;

/// A wish. Those without an own answer are answered with `Done`, `Refused` or `StoreChanged`.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Sign in. Answered by `SignedIn` or `SignInRefused`.
    SignIn {
        /// Name.
        name: String,
        /// Passphrase.
        passphrase: Secret,
    },
    /// Unlock the screen of the same person. Answered as a sign-in.
    Unlock {
        /// Passphrase.
        passphrase: Secret,
    },
    /// Load a page; an older request need not be answered any more.
    LoadPage {
        /// Which.
        request: Box<PageRequest>,
        /// Comes back with the answer.
        generation: u64,
    },
    /// Put the search for a number on record, so that pages find it. Answered by `NumberSearched`.
    SearchNumber(Secret),
    /// Stop the running page query.
    CancelPage,
    /// Load the counts of the tabs.
    LoadCounts,
    /// Load an order to look at. Answered by `Opened`.
    OpenOrder(OrderId),
    /// Take an order. Answered by `Claimed`.
    Claim(OrderId),
    /// Take the most urgent order of these stages. Answered by `Claimed` or `NothingNext`.
    ClaimNext {
        /// Stages in which this person decides.
        stages: Vec<Stage>,
        /// Not this one again, which he has just left.
        after: Option<OrderId>,
    },
    /// Prolong a claim. Answered by `Claimed`.
    Renew(OrderId),
    /// Leave an order without a word.
    Release(OrderId),
    /// Put an order back, with a note.
    PutBack(OrderId, String),
    /// Ask a supervisor, with a note.
    Ask(OrderId, String),
    /// A supervisor answers.
    Answer(OrderId, String),
    /// Put an order aside.
    Snooze {
        /// The order.
        id: OrderId,
        /// Until when.
        until: DateTime<Utc>,
        /// Why.
        note: String,
    },
    /// Keep the unfinished review. Answered by `DraftSaved`.
    SaveDraft(OrderId, Box<Draft>),
    /// Keep the unfinished review of a desk that is closed from outside. Answered by nothing.
    KeepDraft(OrderId, Box<Draft>),
    /// Compose the notice to the customer. Answered by `Notice`.
    ComposeNotice {
        /// The order.
        id: OrderId,
        /// Approve or reject.
        kind: VerdictKind,
        /// Its reasons.
        reasons: Vec<ChosenReason>,
    },
    /// Decide. Answered by `Decided`; what comes next, the app asks for then.
    Decide {
        /// The order.
        id: OrderId,
        /// The decision.
        decision: Box<Decision>,
    },
    /// Take back an own verdict. Answered by `Undone`.
    Undo(VerdictId),
    /// Load the verdicts that can be undone. Answered by `Undoable`.
    LoadUndoable,
    /// Put a reveal on record, then show the field. Answered by `Revealed`.
    Reveal {
        /// The order.
        id: OrderId,
        /// The field, as a path into the order.
        field: String,
    },
    /// Copy a text. Answered by `Copied`.
    Copy(String),
    /// Run the configured command. Answered by `LookedUp`.
    LookUp {
        /// The field.
        field: String,
        /// Its value.
        value: String,
    },
    /// Open a file in the outside viewer.
    OpenOutside(Sha256),
    /// Put a look at an order on record. Never answered, unless it fails.
    Viewed {
        /// The order.
        id: OrderId,
        /// What of it.
        what: Viewing,
    },
    /// Prepare a picture for the screen; the newest request of a slot wins. Answered by `PreviewReady`.
    Preview {
        /// Its file.
        sha256: Sha256,
        /// Where it belongs.
        slot: PreviewSlot,
        /// Columns.
        cols: u16,
        /// Rows.
        rows: u16,
        /// How the camera was held (EXIF orientation, 1 to 8).
        orientation: Option<u16>,
        /// Comes back with the answer.
        generation: u64,
    },
    /// Give orders to somebody, or (none) to everybody again.
    Assign {
        /// The orders.
        ids: Vec<OrderId>,
        /// To whom.
        to: Option<UserId>,
    },
    /// Take a claim away.
    TakeBack {
        /// The order.
        id: OrderId,
        /// Why.
        reason: String,
    },
    /// Change a priority.
    Prioritise {
        /// The order.
        id: OrderId,
        /// The new priority.
        priority: i64,
        /// Why.
        reason: String,
    },
    /// A supervisor overrules a finding.
    Overrule {
        /// The order.
        id: OrderId,
        /// Rule and subject.
        item: ItemKey,
        /// Why.
        why: String,
    },
    /// Mend fields with the customer's consent.
    Amend {
        /// The order.
        id: OrderId,
        /// The fields.
        changes: Vec<Mend>,
    },
    /// Put a call to the customer on record.
    LogCall {
        /// The order.
        id: OrderId,
        /// Whom.
        person: PersonRef,
        /// With what result.
        result: CallResult,
        /// What was said.
        note: String,
        /// When to call again.
        again_at: Option<DateTime<Utc>>,
    },
    /// The customer gives the order up, for a reason.
    Abandon(OrderId, String),
    /// Write the provider's part of the verification sheets into the home.
    WriteSheet(OrderId),
    /// Log a paper original.
    LogPaper {
        /// The order.
        id: OrderId,
        /// The document.
        kind: AttachmentKind,
        /// Its owner.
        owner: String,
    },
    /// Count what happened in a period. Answered by `Stats`.
    LoadStats {
        /// What is asked.
        question: Box<Question>,
        /// Comes back with the answer.
        generation: u64,
    },
    /// Load the orders behind a figure. Answered by `Figure`.
    LoadFigure {
        /// What was asked.
        question: Box<Question>,
        /// The figure.
        figure: Figure,
        /// Only this part of it.
        slice: Option<Slice>,
        /// How many at most.
        limit: usize,
        /// Comes back with the answer.
        generation: u64,
    },
    /// Load the approvals that wait for a re-check. Answered by `Rechecks`.
    LoadRechecks,
    /// Draw approvals for a re-check.
    DrawSample {
        /// How many.
        n: usize,
        /// Of which period.
        period: Period,
        /// Of one person; none = of everybody else.
        person: Option<UserId>,
    },
    /// Record a re-check.
    Recheck {
        /// The verdict.
        verdict: VerdictId,
        /// Its result.
        result: RecheckResult,
        /// Why.
        note: String,
    },
    /// Load a list of the board. Answered by `Board`.
    LoadBoard(List),
    /// Do something about a line of the board.
    Board(BoardAct),
    /// Load everybody who works here. Answered by `Staff`.
    LoadStaff,
    /// Load this person's saved lists. Answered by `Views`.
    LoadViews,
    /// Save a list; one of the same name is replaced. Answered by `Views`.
    SaveView(SavedView),
    /// Delete a saved list by its name. Answered by `Views`.
    DeleteView(String),
    /// Keep a person's settings.
    SaveSettings(Settings),
    /// Wake the app with a `Tick` at this moment; a later wish replaces an earlier one.
    WakeAt(DateTime<Utc>),
    /// Sign out: release claims, forget the person.
    SignOut,
    /// Release claims and end.
    Quit,
}

/// A field as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// The field, as a path into the order.
    pub path: String,
    /// Its value; none = it is taken away.
    pub to: Option<String>,
    /// The rule whose finding led to it.
    pub rule: Option<RuleCode>,
}

/// A passphrase or a personal number on its way; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}
