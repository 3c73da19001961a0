//! What keys, clicks and the palette ask for. Each part of the desk declares its own actions beside its
//! keys, in `keymap/`.

pub use super::keymap::board::BoardAction;
pub use super::keymap::call::CallAction;
pub use super::keymap::dialog::DialogAction;
pub use super::keymap::global::GlobalAction;
pub use super::keymap::history::HistoryAction;
pub use super::keymap::queue::QueueAction;
pub use super::keymap::review::ReviewAction;
pub use super::keymap::stats::StatsAction;

/// Declares the actions of one part: an enum with all its values, and the slug of each, which is the
/// key of its text (`action.<slug>`).
macro_rules! actions {
    ($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $slug:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$about])* $variant,)*
        }

        impl $name {
            /// Every action of this part.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name; `action.<slug>` is the key of its text.
            pub const fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug,)*
                }
            }
        }
    };
}
pub(crate) use actions;

/// Any action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Possible on every screen.
    Global(GlobalAction),
    /// Of a popup, a form or the sign-in.
    Dialog(DialogAction),
    /// Of the queue.
    Queue(QueueAction),
    /// Of the review.
    Review(ReviewAction),
    /// Of the statistics.
    Stats(StatsAction),
    /// Of the log of calls.
    Call(CallAction),
    /// Of an order's history.
    History(HistoryAction),
    /// Of the board.
    Board(BoardAction),
}

impl Action {
    /// Its name; `action.<slug>` is the key of its text.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Global(action) => action.slug(),
            Self::Dialog(action) => action.slug(),
            Self::Queue(action) => action.slug(),
            Self::Review(action) => action.slug(),
            Self::Stats(action) => action.slug(),
            Self::Call(action) => action.slug(),
            Self::History(action) => action.slug(),
            Self::Board(action) => action.slug(),
        }
    }

    /// Every action.
    pub fn all() -> impl Iterator<Item = Self> {
        let global = GlobalAction::ALL.iter().copied().map(Self::Global);
        let dialog = DialogAction::ALL.iter().copied().map(Self::Dialog);
        let queue = QueueAction::ALL.iter().copied().map(Self::Queue);
        let review = ReviewAction::ALL.iter().copied().map(Self::Review);
        let stats = StatsAction::ALL.iter().copied().map(Self::Stats);
        let history = HistoryAction::ALL.iter().copied().map(Self::History);
        let board = BoardAction::ALL.iter().copied().map(Self::Board);
        let call = CallAction::ALL.iter().copied().map(Self::Call);
        let screens = global.chain(dialog).chain(queue).chain(review).chain(stats);
        screens.chain(call).chain(history).chain(board)
    }
}
