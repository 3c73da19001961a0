//! What lies over the panes of a review: texts being written, the list of reasons, the notice, a page
//! to read.

use super::mend::Mending;
use crate::app::input::Input;
use crate::app::key::Key;
use crate::app::popup::moved;
use crate::app::say::Say;
use crate::catalog::Catalog;
use crate::catalog::rule::Reason;
use crate::domain::checklist::{Answer, ItemKey};
use crate::domain::ids::RuleCode;
use crate::domain::lang::Lang;
use crate::domain::stage::Stage;

/// What lies over the panes.
#[derive(Debug)]
pub enum Dialog {
    /// A text is written.
    Typing(Typing),
    /// A reason is chosen from the list.
    List(ReasonList),
    /// The notice of a rejection.
    Notice(Notice),
    /// An approval that needs a second word.
    Confirm(Confirm),
    /// A rule's own mend of a field, before it is taken over.
    Fix(Fixing),
    /// A page to read.
    Page(Page),
}

/// What a text is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// The note to an item.
    ItemNote(ItemKey),
    /// A reason in own words, about this field as the customer reads it.
    FreeReason(Option<String>),
    /// Another wording of a reason in the tray.
    EditReason(usize),
    /// The note for the second reviewer.
    Memo,
    /// Why a supervisor goes on over an open guard.
    Override,
    /// Why an answer is given against what the program shows.
    Word(ItemKey, Answer),
    /// Why a supervisor overrules a finding.
    Overrule(ItemKey),
    /// A field as it should be.
    Amend(Box<Mending>),
}

impl Purpose {
    /// What a begun text is kept under.
    pub fn slug(&self) -> String {
        match self {
            Self::ItemNote(key) => format!("note:{key}"),
            Self::FreeReason(_) => "reason".to_owned(),
            Self::EditReason(at) => format!("edit:{at}"),
            Self::Memo => "memo".to_owned(),
            Self::Override => "override".to_owned(),
            Self::Word(key, _) => format!("word:{key}"),
            Self::Overrule(key) => format!("overrule:{key}"),
            Self::Amend(mending) => format!("amend:{}", mending.path),
        }
    }

    /// The key of the title.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::ItemNote(_) => "review.note",
            Self::FreeReason(_) => "review.free_reason",
            Self::EditReason(_) => "review.edit_reason",
            Self::Memo => "review.memo",
            Self::Override => "review.override",
            Self::Word(..) => "review.word",
            Self::Overrule(_) => "review.overrule",
            Self::Amend(_) => "review.amend",
        }
    }

    fn labels(&self) -> Vec<&'static str> {
        match self {
            Self::FreeReason(_) | Self::EditReason(_) => vec!["review.reason_text", "review.reason_mend"],
            Self::Amend(mending) => mending.labels(),
            Self::ItemNote(_) | Self::Memo | Self::Override | Self::Word(..) | Self::Overrule(_) => {
                vec!["review.text"]
            }
        }
    }
}

/// Between the inputs of a begun text.
const BETWEEN: char = '\u{1e}';

/// A text being written.
#[derive(Debug)]
pub struct Typing {
    /// What it is for.
    pub purpose: Purpose,
    /// Its inputs, each with the key of its label.
    pub inputs: Vec<(&'static str, Input)>,
    /// The input with the caret.
    pub focus: usize,
    /// Why it was not taken.
    pub problem: Option<Say>,
}

impl Typing {
    /// With the texts that stood there, or that were begun.
    pub fn new(purpose: Purpose, texts: &[&str], begun: Option<&String>) -> Self {
        let begun: Option<Vec<&str>> = begun.map(|text| text.split(BETWEEN).collect());
        let texts = begun.as_deref().unwrap_or(texts);
        let inputs = purpose.labels().into_iter().enumerate();
        let inputs = inputs
            .map(|(at, label)| (label, Input::many_lines().with(texts.get(at).copied().unwrap_or_default())))
            .collect();
        Self { purpose, inputs, focus: 0, problem: None }
    }

    /// The input with the caret.
    pub fn input(&mut self) -> Option<&mut Input> {
        self.inputs.get_mut(self.focus).map(|(_, input)| input)
    }

    /// The text of an input.
    pub fn text(&self, at: usize) -> String {
        self.inputs.get(at).map(|(_, input)| input.text().trim().to_owned()).unwrap_or_default()
    }

    /// All of it, to be kept. A field as it should be stays out of the draft: it is the customer's data.
    pub fn begun(&self) -> Option<(String, String)> {
        if matches!(self.purpose, Purpose::Amend(_)) {
            return None;
        }
        Some((self.purpose.slug(), self.texts().join(&BETWEEN.to_string())))
    }

    /// The texts of all inputs.
    pub fn texts(&self) -> Vec<String> {
        self.inputs.iter().map(|(_, input)| input.text().to_owned()).collect()
    }

    /// The next input, or the one before.
    pub fn turn(&mut self, by: usize) {
        self.focus = (self.focus + by) % self.inputs.len().max(1);
    }
}

/// The list of canned reasons, narrowed by typing.
#[derive(Debug, Default)]
pub struct ReasonList {
    /// What narrows it.
    pub narrow: Input,
    /// The line under the cursor.
    pub selected: usize,
}

impl ReasonList {
    /// The reasons that are shown for a stage.
    pub fn shown<'a>(&self, catalog: &'a Catalog, stage: Stage, lang: Lang) -> Vec<&'a Reason> {
        let wanted = self.narrow.text().trim().to_lowercase();
        let holds = |text: &str| text.to_lowercase().contains(&wanted);
        catalog
            .reasons
            .iter()
            .filter(|reason| reason.stages.contains(&stage))
            .filter(|reason| {
                wanted.is_empty()
                    || holds(&reason.text.zh)
                    || holds(reason.text.get(lang))
                    || holds(reason.code.as_str())
            })
            .collect()
    }

    /// Moves the cursor.
    pub fn step(&mut self, by: isize, len: usize) {
        self.selected = moved(self.selected, by, len);
    }
}

/// The notice of a rejection.
#[derive(Debug, Default)]
pub struct Notice {
    /// Its text; none = it is being composed.
    pub text: Option<String>,
    /// It is being edited.
    pub editing: Option<Input>,
    /// First line that is shown.
    pub scroll: usize,
    /// The question before an edited text is given up; the same key again confirms.
    pub doubt: Option<Say>,
}

/// An approval that needs a second word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirm {
    /// What speaks against it.
    pub doubts: Vec<Say>,
    /// The supervisor's reason.
    pub override_reason: Option<String>,
    /// What comes after it.
    pub then: super::send::After,
}

/// A rule's own mend of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixing {
    /// The rule.
    pub rule: RuleCode,
    /// The field.
    pub path: String,
    /// Its value now (unsafe text).
    pub before: Option<String>,
    /// Its value after (unsafe text).
    pub to: String,
}

/// A page to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// Why an item is asked.
    Rule(ItemKey, usize),
    /// What a look-up command printed (unsafe text), about which field.
    Answer(String, String, usize),
}

impl Page {
    /// First line that is shown.
    pub const fn scroll(&self) -> usize {
        match self {
            Self::Rule(_, scroll) | Self::Answer(_, _, scroll) => *scroll,
        }
    }

    fn scroll_mut(&mut self) -> &mut usize {
        match self {
            Self::Rule(_, scroll) | Self::Answer(_, _, scroll) => scroll,
        }
    }
}

impl Dialog {
    /// True while text is typed.
    pub const fn is_typing(&self) -> bool {
        match self {
            Self::Typing(_) | Self::List(_) => true,
            Self::Notice(notice) => notice.editing.is_some(),
            Self::Confirm(_) | Self::Fix(_) | Self::Page(_) => false,
        }
    }

    /// The input with the caret.
    pub fn input(&mut self) -> Option<&mut Input> {
        match self {
            Self::Typing(typing) => typing.input(),
            Self::List(list) => Some(&mut list.narrow),
            Self::Notice(notice) => notice.editing.as_mut(),
            Self::Confirm(_) | Self::Fix(_) | Self::Page(_) => None,
        }
    }

    /// Takes a key of a text; true where it changed something.
    pub fn key(&mut self, key: Key) -> bool {
        let taken = self.input().is_some_and(|input| input.key(key));
        match self {
            Self::List(list) if taken => list.selected = 0,
            Self::Typing(typing) => typing.problem = None,
            _ => {}
        }
        taken
    }

    /// Scrolls what can be scrolled.
    pub fn scroll(&mut self, by: isize) {
        match self {
            Self::Notice(notice) => notice.scroll = notice.scroll.saturating_add_signed(by),
            Self::Page(page) => {
                let scroll = page.scroll_mut();
                *scroll = scroll.saturating_add_signed(by);
            }
            Self::Typing(_) | Self::List(_) | Self::Confirm(_) | Self::Fix(_) => {}
        }
    }
}
