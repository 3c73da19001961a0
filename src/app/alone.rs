//! Which actions count only where their key was pressed by itself: what puts something on record, into the tray
//! or out of one's hands, and what opens a text whose end does. A new action must be told here.

use super::action::*;

impl Action {
    /// Whether it is done only where its key came alone, never out of a burst of bytes.
    pub const fn needs_its_own_key(self) -> bool {
        match self {
            Self::Global(action) => {
                // Who goes back from an order gives it up.
                matches!(action, GlobalAction::Back | GlobalAction::SignOut | GlobalAction::Quit)
            }
            Self::History(_) => false,
            Self::Dialog(action) => dialog(action),
            Self::Queue(action) => queue(action),
            Self::Review(action) => review(action),
            Self::Stats(action) => {
                matches!(action, StatsAction::Draw | StatsAction::Upheld | StatsAction::Overlooked)
            }
            Self::Call(action) => !matches!(action, CallAction::OtherPerson),
            Self::Board(action) => {
                use BoardAction as B;
                matches!(action, B::Good | B::Bad | B::Send | B::Drop)
            }
        }
    }
}

const fn dialog(action: DialogAction) -> bool {
    use DialogAction as D;
    match action {
        D::Undo | D::Delete | D::Leave => true,
        D::Up | D::Down | D::PageUp | D::PageDown | D::NextField | D::LastField => false,
        D::Less | D::More | D::Clear | D::Choose | D::Submit | D::LineBreak | D::Close | D::Stay => false,
    }
}

const fn queue(action: QueueAction) -> bool {
    use QueueAction as Q;
    match action {
        Q::Next | Q::Claim | Q::Snooze | Q::PutBack | Q::Ask | Q::Answer => true,
        Q::Assign | Q::TakeBack | Q::Prioritise | Q::SaveView => true,
        Q::Down | Q::Up | Q::PageDown | Q::PageUp | Q::Top | Q::Bottom | Q::TabRight | Q::TabLeft => false,
        Q::Open | Q::Search | Q::SearchDone | Q::SearchClear | Q::Filter | Q::ClearFilter | Q::Sort => false,
        Q::Views | Q::History | Q::CopyNo | Q::Reload | Q::Mark => false,
    }
}

const fn review(action: ReviewAction) -> bool {
    use ReviewAction as R;
    match action {
        // Verdicts.
        R::Approve | R::ApproveStay | R::Reject | R::Override => true,
        R::SendReject | R::SendApprove | R::SendStay => true,
        // Reasons, and the words of a notice.
        R::FreeReason | R::ReasonList | R::RemoveReason | R::TakeReason | R::TakeReasons => true,
        R::Reason1 | R::Reason2 | R::Reason3 | R::Reason4 | R::Reason5 => true,
        R::Reason6 | R::Reason7 | R::Reason8 | R::Reason9 => true,
        R::Edit | R::NoticeEdit | R::NoticeAnew => true,
        // A fault brings back the reasons that it had.
        R::Fault => true,
        // What takes the order, or gives it up.
        R::Claim | R::PutBack | R::Ask | R::Answer | R::NextOrder | R::Abandon => true,
        // What else goes on record, or starts a program.
        R::Overrule | R::TakeFix | R::Amend | R::Memo | R::Reveal | R::LookUp => true,
        R::Call | R::LogPaper | R::WriteSheet | R::OpenOutside => true,
        // Other answers stay with the reviewer until the verdict.
        R::Pass | R::NotApplicable | R::Unanswer => false,
        R::NoticeCopy | R::NextOpen | R::GoTo | R::Explain | R::Tray | R::ReasonUp | R::ReasonDown => false,
        R::NextPane | R::LastPane | R::Down | R::Up | R::PageDown | R::PageUp | R::Top | R::Bottom => false,
        R::SideBySide | R::ShowLeft | R::ShowRight | R::Zoom | R::Copy | R::History => false,
        R::NextFinding | R::LastFinding | R::Jump | R::Materials | R::AutoAdvance | R::Reload => false,
    }
}
