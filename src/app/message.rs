//! What the app hears: keys, and what the workers answer. Each comes with the time to [`App::update`].
//!
//! [`App::update`]: super::App::update

use super::effect::Secret;
use super::key::Key;
use super::mouse::Mouse;
use super::settings::{Backdrop, HomeRules, SavedView, Session};
use crate::domain::board::{BoardRow, List};
use crate::domain::ids::{OrderId, OrderNo, Sha256, UserId, VerdictId};
use crate::domain::lang::Bilingual;
use crate::domain::people::Staff;
use crate::domain::stage::Stage;
use crate::domain::stats::{Question, Recheck, Report};
use crate::domain::verdict::VerdictKind;
use crate::domain::view::{OrderView, Page, QueueRow, TabCounts};
use chrono::{DateTime, Utc};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A key that was pressed by itself.
    Key(Key),
    /// A key that came together with others: a text that was pasted without brackets, keys typed ahead, the
    /// rest of a broken sequence. It decides nothing.
    Amid(Key),
    /// The mouse, with what lies under it.
    Mouse(Mouse),
    /// The terminal has this size: columns, rows.
    Resized(u16, u16),
    /// The terminal told of its own ground.
    Backdrop(Backdrop),
    /// Text was pasted.
    Paste(String),
    /// The moment of [`super::effect::Effect::WakeAt`] has come.
    Tick,
    /// Somebody changed the store: claims, verdicts, imports.
    StoreChanged,
    /// The sign-in or unlock was right.
    SignedIn(Box<Session>),
    /// The sign-in or unlock was not accepted.
    SignInRefused(WaitingRefusal),
    /// The search for a number is on record: the next pages of this search find it.
    NumberSearched(Secret),
    /// A page of the queue.
    Page(PageAnswer),
    /// Counts of the tabs.
    Counts(TabCounts),
    /// An order to look at.
    Opened(Box<OrderView>),
    /// The answer to a claim, or to the renewal of one.
    Claimed(ClaimAnswer),
    /// No order waits for this person.
    NothingNext,
    /// The answer to a verdict.
    Decided(DecideAnswer),
    /// A verdict was taken back.
    Undone(UndoAnswer),
    /// The composed notice to the customer, in Chinese.
    Notice {
        /// The order.
        id: OrderId,
        /// The text.
        text: String,
    },
    /// A field in the clear, after the reveal went on record.
    Revealed {
        /// The order.
        id: OrderId,
        /// The field.
        field: String,
        /// Its value (unsafe text).
        value: String,
    },
    /// Text went to the clipboard.
    Copied(CopiedTo),
    /// The answer of a look-up command (unsafe text).
    LookedUp {
        /// The field.
        field: String,
        /// What the command printed.
        text: String,
    },
    /// A picture is ready to draw; the driver keeps its pixels.
    PreviewReady(PreviewAnswer),
    /// The draft is safe.
    DraftSaved(OrderId),
    /// Verdicts that this person can still undo, newest first.
    Undoable(Vec<UndoableVerdict>),
    /// The figures of a period.
    Stats(Box<StatsAnswer>),
    /// The orders behind a figure.
    Figure(FigureAnswer),
    /// The approvals that wait for a re-check.
    Rechecks(Vec<Recheck>),
    /// A list of the board.
    Board(BoardAnswer),
    /// Everybody who works here.
    Staff(Vec<Staff>),
    /// This person's saved lists.
    Views(Vec<SavedView>),
    /// So many notices to customers can't be delivered, until a person has looked.
    FailedNotices(usize),
    /// Notices wait since they can't leave now; one sentence with the cause.
    NoticesHeld(String),
    /// The account is no longer the one that signed in: the desk is locked, and says why.
    Closed(Closing),
    /// What holds for the home has changed.
    HomeRules(Box<HomeRules>),
    /// So many second words wait for this person, more than before.
    WordsAsked(usize),
    /// Something was done; the sentence tells what.
    Done(String),
    /// Something was refused; one sentence with the way out.
    Refused(String),
    /// A worker failed; one sentence.
    WorkerFailed(String),
}

/// Why a desk was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Whose account; another person's desk is not meant.
    pub user: UserId,
    /// One sentence.
    pub why: Bilingual,
}

/// Why a sign-in failed, and how long the next try has to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRefusal {
    /// One sentence.
    pub sentence: String,
    /// When the next try may come.
    pub wait_until: Option<DateTime<Utc>>,
}

/// A page, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct PageAnswer {
    /// The generation of its request; older ones are stale.
    pub generation: u64,
    /// The page, or one sentence.
    pub result: Result<Page, String>,
}

/// The figures of a period, or why there are none.
#[derive(Debug, Clone, PartialEq)]
pub struct StatsAnswer {
    /// The generation of its wish; 0 = asked from a form.
    pub generation: u64,
    /// What was asked.
    pub question: Question,
    /// The answer, or one sentence.
    pub result: Result<Box<Report>, String>,
}

/// The orders behind a figure, or why there are none.
#[derive(Debug, Clone, PartialEq)]
pub struct FigureAnswer {
    /// The generation of its wish.
    pub generation: u64,
    /// The orders, or one sentence.
    pub result: Result<Vec<QueueRow>, String>,
}

/// A list of the board, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardAnswer {
    /// Which.
    pub list: List,
    /// Its lines, or one sentence.
    pub result: Result<Vec<BoardRow>, String>,
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimAnswer {
    /// The order.
    pub id: OrderId,
    /// Until when it is held, or why it is not.
    pub result: Result<DateTime<Utc>, String>,
}

/// What became of a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideAnswer {
    /// The order.
    pub id: OrderId,
    /// Its order number.
    pub no: OrderNo,
    /// The result.
    pub result: Result<DecisionDone, DecisionFailure>,
}

/// A verdict that is durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionDone {
    /// Its id.
    pub verdict_id: VerdictId,
    /// Approve or reject.
    pub kind: VerdictKind,
    /// Where the order went.
    pub to_stage: Stage,
}

/// A verdict that is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionFailure {
    /// One sentence.
    pub sentence: String,
    /// What is known of it.
    pub outcome: Outcome,
}

/// What is known of a verdict that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was written.
    NotDone,
    /// It can have become durable; nothing else may happen to the order until its id was read again.
    Unknown,
}

/// What became of an undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoAnswer {
    /// The verdict.
    pub verdict_id: VerdictId,
    /// The stage to which the order came back, or one sentence.
    pub result: Result<Stage, String>,
}

/// How a text was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopiedTo {
    /// To the clipboard of this machine.
    Clipboard,
    /// Sent to the terminal, which may or may not take it.
    Terminal,
    /// The home's settings turn the clipboard off.
    TurnedOff,
}

/// Where a preview is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PreviewSlot {
    /// The only picture, or the left of two.
    Left,
    /// The right of two.
    Right,
}

/// What became of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewAnswer {
    /// Its file.
    pub sha256: Sha256,
    /// Where it belongs.
    pub slot: PreviewSlot,
    /// The generation of its request; older ones are stale.
    pub generation: u64,
    /// Ready, or why there is no picture.
    pub result: Result<(), String>,
}

/// A verdict that can still be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoableVerdict {
    /// Its id.
    pub verdict_id: VerdictId,
    /// Its order.
    pub order: OrderId,
    /// Its order number.
    pub no: OrderNo,
    /// Entity (unsafe text).
    pub entity: String,
    /// Approve or reject.
    pub kind: VerdictKind,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Until when it can be undone.
    pub until: DateTime<Utc>,
    /// Why it can't be undone any more, such as a hand-over to the bureau.
    pub closed: Option<String>,
}
