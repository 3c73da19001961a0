//! The one table of keys. Executor, footer, help, palette and the page of keys come from it; a key
//! that stands twice where both could be meant fails a test.

pub mod board;
pub mod call;
pub mod dialog;
pub mod global;
pub mod history;
pub mod queue;
pub mod review;
pub mod stats;

use super::action::Action;
use super::key::Key;
use crate::catalog::Catalog;
use crate::domain::lang::Lang;

/// Where keys are pressed. Each has its own table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// Everywhere at the desk.
    Global,
    /// Everywhere at the desk where no text is typed.
    Plain,
    /// The sign-in, and the locked screen.
    SignIn,
    /// The queue.
    Queue,
    /// The queue's search box.
    Search,
    /// A form with text inputs.
    Form,
    /// A list to choose from, narrowed by typing.
    Menu,
    /// The list of verdicts that can be undone.
    Undo,
    /// The filter.
    Filter,
    /// Help.
    Help,
    /// The log of calls.
    Call,
    /// The question before the end.
    Leave,
    /// The review.
    Review,
    /// A text input of the review.
    ReviewTyping,
    /// The notice before a rejection.
    ReviewNotice,
    /// The statistics.
    Stats,
    /// An order's history.
    History,
    /// The board.
    Board,
}

impl Context {
    /// The contexts in the order of the help.
    pub const ALL: [Self; 18] = [
        Self::Queue,
        Self::Search,
        Self::Review,
        Self::ReviewTyping,
        Self::ReviewNotice,
        Self::Stats,
        Self::Board,
        Self::History,
        Self::Global,
        Self::Plain,
        Self::Form,
        Self::Menu,
        Self::Undo,
        Self::Filter,
        Self::Help,
        Self::Call,
        Self::Leave,
        Self::SignIn,
    ];

    /// The key of its title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Global => "context.global",
            Self::Plain => "context.plain",
            Self::SignIn => "context.sign_in",
            Self::Queue => "context.queue",
            Self::Search => "context.search",
            Self::Form => "context.form",
            Self::Menu => "context.menu",
            Self::Undo => "context.undo",
            Self::Filter => "context.filter",
            Self::Help => "context.help",
            Self::Call => "context.call",
            Self::Leave => "context.leave",
            Self::Review => "context.review",
            Self::ReviewTyping => "context.review_typing",
            Self::ReviewNotice => "context.review_notice",
            Self::Stats => "context.stats",
            Self::History => "context.history",
            Self::Board => "context.board",
        }
    }

    /// True where letters are text.
    pub const fn is_typing(self) -> bool {
        matches!(self, Self::SignIn | Self::Search | Self::Form | Self::Menu | Self::ReviewTyping)
    }

    /// True where a popup lies over the screen, and its keys alone count.
    const fn is_popup(self) -> bool {
        matches!(
            self,
            Self::Form
                | Self::Menu
                | Self::Undo
                | Self::Filter
                | Self::Help
                | Self::Call
                | Self::Leave
                | Self::ReviewNotice
        )
    }

    /// The tables that count here, the nearest first.
    pub fn tables(self) -> Vec<Self> {
        match self {
            Self::Global | Self::Plain => vec![self],
            _ if self.is_popup() || self.is_typing() => vec![self, Self::Global],
            _ => vec![self, Self::Plain, Self::Global],
        }
    }

    /// Its own bindings.
    pub const fn bindings(self) -> &'static [Binding] {
        match self {
            Self::Global => global::GLOBAL,
            Self::Plain => global::PLAIN,
            Self::SignIn => dialog::SIGN_IN,
            Self::Queue => queue::QUEUE,
            Self::Search => queue::SEARCH,
            Self::Form => dialog::FORM,
            Self::Menu => dialog::MENU,
            Self::Undo => dialog::UNDO,
            Self::Filter => dialog::FILTER,
            Self::Help => dialog::HELP,
            Self::Call => call::CALL,
            Self::Leave => dialog::LEAVE,
            Self::Review => review::REVIEW,
            Self::ReviewTyping => review::TYPING,
            Self::ReviewNotice => review::NOTICE,
            Self::Stats => stats::STATS,
            Self::History => history::HISTORY,
            Self::Board => board::BOARD,
        }
    }
}

/// Where a key is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hint {
    /// In the footer, the smaller the further left, and in the help.
    Footer(u8),
    /// In the help only.
    Help,
}

/// Keys and what they do.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The keys; the first is shown.
    pub keys: &'static [Key],
    /// The action.
    pub action: Action,
    /// Where it is told.
    pub hint: Hint,
}

/// The action of a key in a context.
pub fn lookup(context: Context, key: Key) -> Option<Action> {
    let key = key.folded();
    context
        .tables()
        .into_iter()
        .flat_map(|table| table.bindings())
        .find(|binding| binding.keys.contains(&key))
        .map(|binding| binding.action)
}

/// What the footer tells in a context, the most important first.
pub fn footer(context: Context) -> Vec<&'static Binding> {
    let mut told: Vec<&'static Binding> = context
        .tables()
        .into_iter()
        .flat_map(|table| table.bindings())
        .filter(|binding| binding.hint != Hint::Help)
        .collect();
    told.sort_by_key(|binding| binding.hint);
    told
}

/// The first key of an action in a context.
pub fn key_of(context: Context, action: Action) -> Option<Key> {
    context
        .tables()
        .into_iter()
        .flat_map(|table| table.bindings())
        .find(|binding| binding.action == action)
        .and_then(|binding| binding.keys.first().copied())
}

/// The key of the text of an action.
pub fn text_key(action: Action) -> String {
    format!("action.{}", action.slug())
}

/// The table of keys as Markdown, for the pages.
pub fn markdown(catalog: &Catalog, lang: Lang) -> String {
    let mut out = String::new();
    for context in Context::ALL {
        if context.bindings().is_empty() {
            continue;
        }
        out.push_str(&format!("\n## {}\n\n", catalog.text(lang, context.title())));
        out.push_str(
            lang.pick("| 按键 | 作用 |\n| --- | --- |\n", "| Keys | What they do |\n| --- | --- |\n"),
        );
        for binding in context.bindings() {
            let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{key}`")).collect();
            let text = text_key(binding.action);
            out.push_str(&format!("| {} | {} |\n", keys.join(" "), catalog.text(lang, &text)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_key_means_two_things_at_once() {
        for context in Context::ALL {
            let mut seen = BTreeMap::new();
            for binding in context.tables().into_iter().flat_map(|table| table.bindings()) {
                for key in binding.keys {
                    if let Some(other) = seen.insert(*key, binding.action) {
                        panic!("{key} in {context:?} means {other:?} and {:?}", binding.action);
                    }
                }
            }
        }
    }

    #[test]
    fn keys_stand_in_the_table_as_they_are_looked_up() {
        for binding in Context::ALL.into_iter().flat_map(Context::bindings) {
            assert!(!binding.keys.is_empty(), "{:?}", binding.action);
            for key in binding.keys {
                assert_eq!(key.folded(), *key);
            }
        }
    }

    #[test]
    fn where_text_is_typed_no_letter_is_a_key() {
        for context in Context::ALL.into_iter().filter(|context| context.is_typing()) {
            for binding in context.tables().into_iter().flat_map(|table| table.bindings()) {
                assert!(!binding.keys.iter().any(|key| matches!(key, Key::Char(_))), "{context:?}");
            }
        }
    }

    #[test]
    fn every_action_has_its_text_and_a_key() {
        let catalog = Catalog::embedded().unwrap();
        let bound: Vec<Action> =
            Context::ALL.into_iter().flat_map(Context::bindings).map(|binding| binding.action).collect();
        let mut slugs = Vec::new();
        for action in Action::all() {
            let key = text_key(action);
            assert_ne!(catalog.text(Lang::Zh, &key), key, "data/texts/zh.toml lacks it");
            assert!(bound.contains(&action), "{action:?} has no key");
            assert!(!slugs.contains(&action.slug()), "{} stands twice", action.slug());
            slugs.push(action.slug());
        }
    }

    #[test]
    fn enter_decides_nothing() {
        for context in Context::ALL {
            if let Some(Action::Review(action)) = lookup(context, Key::Enter) {
                assert!(!review::VERDICTS.contains(&action));
            }
        }
    }
}
