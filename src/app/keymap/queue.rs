//! Keys of the queue.

use super::{Binding, Hint};
use crate::app::action::{Action, actions};
use crate::app::key::Key::{self, *};

actions!(
    /// What can be asked for in the queue.
    QueueAction {
        /// One row down.
        Down = "row_down",
        /// One row up.
        Up = "row_up",
        /// A page down.
        PageDown = "page_down",
        /// A page up.
        PageUp = "page_up",
        /// The first row.
        Top = "top",
        /// The last row.
        Bottom = "bottom",
        /// The next tab.
        TabRight = "tab_right",
        /// The tab before.
        TabLeft = "tab_left",
        /// The most urgent order that this person may work on.
        Next = "next_order",
        /// Looks at an order without taking it.
        Open = "open",
        /// Takes an order and starts its review.
        Claim = "claim",
        /// The search box.
        Search = "search",
        /// Leaves the search box, the text stays.
        SearchDone = "search_done",
        /// Empties the search box and leaves it.
        SearchClear = "search_clear",
        /// The filter.
        Filter = "filter",
        /// No filter, no search.
        ClearFilter = "clear_filter",
        /// The next sort.
        Sort = "sort",
        /// The saved views.
        Views = "views",
        /// Saves tab, filter and sort under a name.
        SaveView = "save_view",
        /// Puts an order aside until a time.
        Snooze = "snooze",
        /// Puts an order back, with a note.
        PutBack = "put_back",
        /// Asks a supervisor, with a note.
        Ask = "ask",
        /// A supervisor answers.
        Answer = "answer",
        /// An order's history.
        History = "history",
        /// Copies the order number.
        CopyNo = "copy_no",
        /// Loads the list again.
        Reload = "reload",
        /// Marks a row, for giving away many at once.
        Mark = "mark",
        /// Gives the marked orders to somebody.
        Assign = "assign",
        /// Takes a claim away.
        TakeBack = "take_back",
        /// Changes the priority.
        Prioritise = "prioritise",
    }
);

const fn bind(keys: &'static [Key], action: QueueAction, hint: Hint) -> Binding {
    Binding { keys, action: Action::Queue(action), hint }
}

/// The list.
pub const QUEUE: &[Binding] = &[
    bind(&[Char('n')], QueueAction::Next, Hint::Footer(1)),
    bind(&[Char('c')], QueueAction::Claim, Hint::Footer(2)),
    bind(&[Enter, Char('o')], QueueAction::Open, Hint::Footer(3)),
    bind(&[Char('/')], QueueAction::Search, Hint::Footer(4)),
    bind(&[Char('f')], QueueAction::Filter, Hint::Footer(5)),
    bind(&[Char('s')], QueueAction::Sort, Hint::Footer(6)),
    bind(&[Char('v')], QueueAction::Views, Hint::Footer(7)),
    bind(&[Char('j'), Down], QueueAction::Down, Hint::Help),
    bind(&[Char('k'), Up], QueueAction::Up, Hint::Help),
    bind(&[PageDown], QueueAction::PageDown, Hint::Help),
    bind(&[PageUp], QueueAction::PageUp, Hint::Help),
    bind(&[Char('g'), Home], QueueAction::Top, Hint::Help),
    bind(&[Char('e'), End], QueueAction::Bottom, Hint::Help),
    bind(&[Char('l'), Right, Tab], QueueAction::TabRight, Hint::Help),
    bind(&[Char('h'), Left, BackTab], QueueAction::TabLeft, Hint::Help),
    bind(&[Char('x')], QueueAction::ClearFilter, Hint::Help),
    bind(&[Char('w')], QueueAction::SaveView, Hint::Help),
    bind(&[Char('z')], QueueAction::Snooze, Hint::Footer(10)),
    bind(&[Char('b')], QueueAction::PutBack, Hint::Footer(11)),
    bind(&[Char('a')], QueueAction::Ask, Hint::Footer(12)),
    bind(&[Char('i')], QueueAction::History, Hint::Footer(13)),
    bind(&[Char('y')], QueueAction::CopyNo, Hint::Help),
    bind(&[Char('r'), F(5)], QueueAction::Reload, Hint::Help),
    bind(&[Char('m'), Char(' ')], QueueAction::Mark, Hint::Help),
    bind(&[Char('d')], QueueAction::Assign, Hint::Footer(20)),
    bind(&[Char('t')], QueueAction::TakeBack, Hint::Footer(21)),
    bind(&[Char('p')], QueueAction::Prioritise, Hint::Footer(22)),
    bind(&[Char('.')], QueueAction::Answer, Hint::Footer(23)),
];

/// Its search box; the list moves along.
pub const SEARCH: &[Binding] = &[
    bind(&[Enter], QueueAction::SearchDone, Hint::Footer(1)),
    bind(&[Down], QueueAction::Down, Hint::Help),
    bind(&[Up], QueueAction::Up, Hint::Help),
    bind(&[PageDown], QueueAction::PageDown, Hint::Help),
    bind(&[PageUp], QueueAction::PageUp, Hint::Help),
    bind(&[Esc], QueueAction::SearchClear, Hint::Footer(2)),
];
