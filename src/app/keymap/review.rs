//! Keys of the review: moving and answering in lower case, verdicts in capitals.

use super::{Binding, Hint};
use crate::app::action::{Action, DialogAction, actions};
use crate::app::key::Key::{self, *};

actions!(
    /// What can be asked for in the review.
    ReviewAction {
        /// Approves, and goes on.
        Approve = "approve",
        /// Approves, and stays.
        ApproveStay = "approve_stay",
        /// Shows the notice of a rejection.
        Reject = "reject",
        /// A supervisor approves over an open guard.
        Override = "override",
        /// Rejects as the notice says, and goes on.
        SendReject = "send_reject",
        /// Approves in spite of what the question says, and goes on.
        SendApprove = "send_approve",
        /// Sends the verdict that is shown, and stays.
        SendStay = "send_stay",
        /// Edits the notice.
        NoticeEdit = "notice_edit",
        /// Copies the text that is shown.
        NoticeCopy = "notice_copy",
        /// Composes the notice again.
        NoticeAnew = "notice_anew",
        /// The item holds.
        Pass = "pass",
        /// The item does not hold.
        Fault = "fault",
        /// The item does not apply.
        NotApplicable = "not_applicable",
        /// No answer yet.
        Unanswer = "unanswer",
        /// The next item without an answer.
        NextOpen = "next_open",
        /// Where the item points at, or what the row is about.
        GoTo = "go_to",
        /// Why the item is asked.
        Explain = "explain",
        /// A note to the item, or the reason's words.
        Edit = "edit",
        /// A reason in own words.
        FreeReason = "free_reason",
        /// A reason from the list.
        ReasonList = "reason_list",
        /// The tray of reasons.
        Tray = "tray",
        /// Removes a reason.
        RemoveReason = "remove_reason",
        /// A reason further up.
        ReasonUp = "reason_up",
        /// A reason further down.
        ReasonDown = "reason_down",
        /// A note for the second reviewer.
        Memo = "memo",
        /// The next pane.
        NextPane = "next_pane",
        /// The pane before.
        LastPane = "last_pane",
        /// Down in the pane.
        Down = "review_down",
        /// Up in the pane.
        Up = "review_up",
        /// A page down.
        PageDown = "review_page_down",
        /// A page up.
        PageUp = "review_page_up",
        /// The first row.
        Top = "review_top",
        /// The last row.
        Bottom = "review_bottom",
        /// Two pictures beside each other.
        SideBySide = "side_by_side",
        /// The file as the left picture.
        ShowLeft = "show_left",
        /// The file as the right picture.
        ShowRight = "show_right",
        /// The evidence over the whole screen.
        Zoom = "zoom",
        /// The file in the outside viewer.
        OpenOutside = "open_outside",
        /// The field in the clear.
        Reveal = "reveal",
        /// Copies the field.
        Copy = "copy",
        /// Looks the field up.
        LookUp = "look_up",
        /// Takes the order.
        Claim = "review_claim",
        /// Puts the order back.
        PutBack = "review_put_back",
        /// Asks a supervisor.
        Ask = "review_ask",
        /// Answers as a supervisor.
        Answer = "review_answer",
        /// All that happened.
        History = "review_history",
        /// Leaves the order and takes the next.
        NextOrder = "leave_for_next",
        /// Puts a call to the customer on record.
        Call = "call",
        /// The customer gives up.
        Abandon = "abandon",
        /// Logs the paper original under the cursor.
        LogPaper = "log_paper",
        /// Writes the provider's part of the verification sheet.
        WriteSheet = "write_sheet",
        /// The next finding.
        NextFinding = "next_finding",
        /// The finding before.
        LastFinding = "last_finding",
        /// From finding to field or file, to reason, and back.
        Jump = "jump",
        /// Takes a suggested reason into the tray.
        TakeReason = "take_reason",
        /// Takes all of them.
        TakeReasons = "take_reasons",
        /// A supervisor overrules a finding.
        Overrule = "overrule",
        /// Takes the mend over that a finding offers.
        TakeFix = "take_fix",
        /// Mends a field by hand.
        Amend = "amend",
        /// Documents that the order needs.
        Materials = "materials",
        /// What comes after a verdict.
        AutoAdvance = "auto_advance",
        /// Loads the order again, and asks what became of a verdict.
        Reload = "review_reload",
        /// The first reason on offer.
        Reason1 = "reason_1",
        /// The second.
        Reason2 = "reason_2",
        /// The third.
        Reason3 = "reason_3",
        /// The fourth.
        Reason4 = "reason_4",
        /// The fifth.
        Reason5 = "reason_5",
        /// The sixth.
        Reason6 = "reason_6",
        /// The seventh.
        Reason7 = "reason_7",
        /// The eighth.
        Reason8 = "reason_8",
        /// The ninth.
        Reason9 = "reason_9",
    }
);

use ReviewAction as R;

/// What decides. Enter never does.
pub const VERDICTS: &[R] =
    &[R::Approve, R::ApproveStay, R::Reject, R::Override, R::SendReject, R::SendApprove, R::SendStay];

/// The reasons on offer, by their number keys.
pub const NUMBERED: &[R] = &[
    R::Reason1,
    R::Reason2,
    R::Reason3,
    R::Reason4,
    R::Reason5,
    R::Reason6,
    R::Reason7,
    R::Reason8,
    R::Reason9,
];

const fn bind(keys: &'static [Key], action: ReviewAction, hint: Hint) -> Binding {
    Binding { keys, action: Action::Review(action), hint }
}

const fn dialog(keys: &'static [Key], action: DialogAction, hint: Hint) -> Binding {
    Binding { keys, action: Action::Dialog(action), hint }
}

/// The three panes.
pub const REVIEW: &[Binding] = &[
    bind(&[Char('p')], R::Pass, Hint::Footer(1)),
    bind(&[Char('f')], R::Fault, Hint::Footer(2)),
    bind(&[Char('n')], R::NotApplicable, Hint::Footer(3)),
    bind(&[Char('A')], R::Approve, Hint::Footer(4)),
    bind(&[Char('R')], R::Reject, Hint::Footer(5)),
    bind(&[Char('c')], R::Claim, Hint::Footer(0)),
    bind(&[Char(' ')], R::NextOpen, Hint::Footer(10)),
    bind(&[Tab, Char('l'), Right], R::NextPane, Hint::Footer(7)),
    bind(&[BackTab, Char('h'), Left], R::LastPane, Hint::Help),
    bind(&[Char('r')], R::FreeReason, Hint::Footer(12)),
    bind(&[Char('/')], R::ReasonList, Hint::Footer(13)),
    bind(&[Char('x')], R::Explain, Hint::Footer(14)),
    bind(&[Enter], R::GoTo, Hint::Footer(15)),
    bind(&[Char('v')], R::Reveal, Hint::Footer(16)),
    bind(&[Char('s')], R::SideBySide, Hint::Footer(17)),
    bind(&[Char('z')], R::Zoom, Hint::Footer(18)),
    bind(&[Char('e')], R::Edit, Hint::Footer(19)),
    bind(&[Char('m')], R::Memo, Hint::Footer(20)),
    bind(&[Char('t')], R::Tray, Hint::Footer(21)),
    bind(&[Char('b')], R::PutBack, Hint::Footer(22)),
    bind(&[Char('a')], R::Ask, Hint::Footer(23)),
    bind(&[Char('i')], R::History, Hint::Footer(24)),
    bind(&[Char(';')], R::NextFinding, Hint::Footer(6)),
    bind(&[Char(',')], R::LastFinding, Hint::Help),
    bind(&[Char('\'')], R::Jump, Hint::Footer(8)),
    bind(&[Char('T')], R::TakeReason, Hint::Help),
    bind(&[Char('G')], R::TakeReasons, Hint::Footer(9)),
    bind(&[Char('Y')], R::Overrule, Hint::Help),
    bind(&[Char('F')], R::TakeFix, Hint::Help),
    bind(&[Char('E')], R::Amend, Hint::Help),
    bind(&[Char('M')], R::Materials, Hint::Footer(25)),
    bind(&[Char('S')], R::ApproveStay, Hint::Help),
    bind(&[Char('O')], R::Override, Hint::Help),
    bind(&[Char('N')], R::NextOrder, Hint::Help),
    bind(&[Backspace], R::Unanswer, Hint::Help),
    bind(&[Char('d'), Delete], R::RemoveReason, Hint::Help),
    bind(&[Char('-')], R::ReasonUp, Hint::Help),
    bind(&[Char('='), Char('+')], R::ReasonDown, Hint::Help),
    bind(&[Char('j'), Down], R::Down, Hint::Help),
    bind(&[Char('k'), Up], R::Up, Hint::Help),
    bind(&[PageDown], R::PageDown, Hint::Help),
    bind(&[PageUp], R::PageUp, Hint::Help),
    bind(&[Char('g'), Home], R::Top, Hint::Help),
    bind(&[End], R::Bottom, Hint::Help),
    bind(&[Char('[')], R::ShowLeft, Hint::Help),
    bind(&[Char(']')], R::ShowRight, Hint::Help),
    bind(&[Char('o')], R::OpenOutside, Hint::Help),
    bind(&[Char('y')], R::Copy, Hint::Help),
    bind(&[Char('w')], R::LookUp, Hint::Help),
    bind(&[Char('.')], R::Answer, Hint::Help),
    bind(&[Char('L')], R::LogPaper, Hint::Help),
    bind(&[Char('C')], R::Call, Hint::Help),
    bind(&[Char('X')], R::Abandon, Hint::Help),
    bind(&[Char('W')], R::WriteSheet, Hint::Help),
    bind(&[F(6)], R::AutoAdvance, Hint::Help),
    bind(&[F(5)], R::Reload, Hint::Help),
    bind(&[Char('1')], R::Reason1, Hint::Help),
    bind(&[Char('2')], R::Reason2, Hint::Help),
    bind(&[Char('3')], R::Reason3, Hint::Help),
    bind(&[Char('4')], R::Reason4, Hint::Help),
    bind(&[Char('5')], R::Reason5, Hint::Help),
    bind(&[Char('6')], R::Reason6, Hint::Help),
    bind(&[Char('7')], R::Reason7, Hint::Help),
    bind(&[Char('8')], R::Reason8, Hint::Help),
    bind(&[Char('9')], R::Reason9, Hint::Help),
];

/// A note, a reason or the notice is typed, or the list of reasons is narrowed.
pub const TYPING: &[Binding] = &[
    dialog(&[Enter], DialogAction::Submit, Hint::Footer(1)),
    dialog(&[Tab], DialogAction::NextField, Hint::Footer(2)),
    dialog(&[BackTab], DialogAction::LastField, Hint::Help),
    dialog(&[LineBreak, Ctrl('j')], DialogAction::LineBreak, Hint::Footer(3)),
    dialog(&[Up], DialogAction::Up, Hint::Help),
    dialog(&[Down], DialogAction::Down, Hint::Help),
    dialog(&[PageUp], DialogAction::PageUp, Hint::Help),
    dialog(&[PageDown], DialogAction::PageDown, Hint::Help),
    dialog(&[Esc], DialogAction::Close, Hint::Footer(4)),
];

/// The notice before a rejection, the question before an unusual approval, a mend on offer, an explanation.
pub const NOTICE: &[Binding] = &[
    bind(&[Char('R')], R::SendReject, Hint::Footer(1)),
    bind(&[Char('A')], R::SendApprove, Hint::Footer(2)),
    bind(&[Char('S')], R::SendStay, Hint::Footer(3)),
    bind(&[Char('e')], R::NoticeEdit, Hint::Footer(4)),
    bind(&[Char('y')], R::NoticeCopy, Hint::Footer(5)),
    bind(&[Char('n')], R::NoticeAnew, Hint::Footer(6)),
    bind(&[Char('F')], R::TakeFix, Hint::Footer(0)),
    dialog(&[Char('j'), Down], DialogAction::Down, Hint::Help),
    dialog(&[Char('k'), Up], DialogAction::Up, Hint::Help),
    dialog(&[PageDown, Char(' ')], DialogAction::PageDown, Hint::Help),
    dialog(&[PageUp], DialogAction::PageUp, Hint::Help),
    dialog(&[Esc, Char('q'), Char('x')], DialogAction::Close, Hint::Footer(7)),
];
