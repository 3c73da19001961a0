//! What stands on the screen. `enum Screen` owns the state of the screen that is shown; those beneath
//! wait on a stack as they are.

pub mod board;
pub mod history;
pub mod lock;
pub mod queue;
pub mod review;
pub mod sign_in;
pub mod stats;

use super::action::Action;
use super::effect::Effect;
use super::key::Key;
use super::keymap::Context;
use super::message::Message;
use super::mouse::Mouse;
use super::popup::Popup;
use super::say::Say;
use super::settings::{SavedView, Session, Settings};
use crate::catalog::Catalog;
use crate::domain::ids::OrderId;
use crate::domain::lang::{Bilingual, Lang};
use crate::domain::people::Staff;
use crate::domain::permission::{Deed, Hold};
use crate::domain::stage::Stage;
use crate::domain::verdict::Refusal;
use crate::domain::view::Filter;
use chrono::{DateTime, Utc};

/// A screen with its state.
#[derive(Debug)]
pub enum Screen {
    /// Name and passphrase.
    SignIn(sign_in::SignIn),
    /// Locked; what was on the screen waits beneath.
    Lock(lock::Lock),
    /// The queue.
    Queue(Box<queue::Queue>),
    /// One order.
    Review(Box<review::Review>),
    /// Figures.
    Stats(Box<stats::Stats>),
    /// What happened to one order.
    History(Box<history::History>),
    /// What is waited for outside the reviews.
    Board(Box<board::Board>),
}

/// What a screen may know of the rest.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// What the field knows.
    pub catalog: &'a Catalog,
    /// Who sits here; none before the sign-in.
    pub session: Option<&'a Session>,
    /// Settings in force.
    pub settings: &'a Settings,
    /// Now.
    pub now: DateTime<Utc>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
}

impl At<'_> {
    /// Who sits here.
    pub fn staff(&self) -> Option<&Staff> {
        self.session.map(|session| &session.staff)
    }

    /// Why the table of who may do what has it for others, in the words of the transaction; none = it may be.
    pub fn refusal(&self, deed: Deed, stage: Option<Stage>, hold: Hold) -> Option<Refusal> {
        let session = self.session?;
        session.home.permissions.check(&session.staff, deed, stage, hold).err()
    }

    /// The same as a sentence.
    pub fn not_allowed(&self, deed: Deed, stage: Option<Stage>, hold: Hold) -> Option<Say> {
        self.refusal(deed, stage, hold).map(|why| told(&why))
    }

    /// True where the table lets this person do something about the home.
    pub fn may(&self, deed: Deed) -> bool {
        self.session.is_some() && self.refusal(deed, None, Hold::NotMine).is_none()
    }
}

/// A refusal of the transaction, as the desk says it.
pub fn told(why: &Refusal) -> Say {
    Say::Both(Bilingual::new(why.sentence(Lang::Zh), why.sentence(Lang::En)))
}

/// What a screen or popup answers.
#[derive(Debug, Default)]
pub struct Reply {
    /// What it wants done.
    pub effects: Vec<Effect>,
    /// Where it wants to go, in this order.
    pub go: Vec<Go>,
    /// What it says for a few seconds.
    pub say: Vec<Say>,
}

impl Reply {
    /// Nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// One effect.
    pub fn effect(effect: Effect) -> Self {
        Self { effects: vec![effect], ..Self::default() }
    }

    /// One way to go.
    pub fn go(go: Go) -> Self {
        Self { go: vec![go], ..Self::default() }
    }

    /// One sentence.
    pub fn say(say: Say) -> Self {
        Self { say: vec![say], ..Self::default() }
    }

    /// With one effect more.
    pub fn and(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }

    /// With one way more.
    pub fn then(mut self, go: Go) -> Self {
        self.go.push(go);
        self
    }
}

/// Where to go.
#[derive(Debug)]
pub enum Go {
    /// To the screen beneath.
    Back,
    /// To a screen above this one.
    To(Box<Screen>),
    /// To a screen in place of this one.
    Instead(Box<Screen>),
    /// A popup over this screen.
    Popup(Box<Popup>),
    /// No popup.
    ClosePopup,
    /// No form; its words are held until its wish is answered.
    FormSent,
    /// Another action, as if its key had been pressed.
    Do(Action),
    /// The queue, narrowed so.
    Narrow(Filter),
    /// The other setting for what comes after a verdict.
    TurnAdvance,
    /// The queue, which waits for these orders to be given away.
    Gives(Vec<OrderId>),
    /// The queue with this list; every figure of the statistics opens so.
    List(SavedView),
}

/// What every screen can do. The app calls it; nothing else does.
pub trait Part {
    /// Which keys count.
    fn context(&self) -> Context;

    /// Why an action of this screen is not possible now; none = it is.
    fn disabled(&self, action: Action, at: &At) -> Option<Say>;

    /// Hears that an action was refused: the cursor may go to what stands in its way.
    fn refused(&mut self, _action: Action, _at: &At) -> Reply {
        Reply::none()
    }

    /// Does an action that is not disabled.
    fn act(&mut self, action: Action, at: &At) -> Reply;

    /// Takes a key that has no binding, while text is typed.
    fn typed(&mut self, _key: Key, _at: &At) -> Reply {
        Reply::none()
    }

    /// Takes a pasted text.
    fn pasted(&mut self, _text: &str, _at: &At) -> Reply {
        Reply::none()
    }

    /// Takes a click or a turn of the wheel.
    fn mouse(&mut self, _mouse: Mouse, _at: &At) -> Reply {
        Reply::none()
    }

    /// Hears what the workers answer, shown or beneath.
    fn hear(&mut self, _message: &Message, _at: &At) -> Reply {
        Reply::none()
    }

    /// Takes a step back inside the screen, before the screen itself is left; none = there is none.
    fn step_back(&mut self, _at: &At) -> Option<Reply> {
        None
    }

    /// The next moment at which it wants a `Tick`: a renewal, a sign that changes.
    fn wake(&self, _at: &At) -> Option<DateTime<Utc>> {
        None
    }

    /// Comes to the top again, or for the first time.
    fn entered(&mut self, _at: &At) -> Reply {
        Reply::none()
    }

    /// The desk is closed from outside: what is being written is kept, once and for the last time.
    fn closing(&mut self, _at: &At) -> Option<Effect> {
        None
    }

    /// Leaves the top: what must not be lost is saved by an effect.
    fn left(&mut self, _at: &At) -> Reply {
        Reply::none()
    }
}

impl Screen {
    /// The screen as a part.
    pub fn part(&self) -> &dyn Part {
        match self {
            Self::SignIn(screen) => screen,
            Self::Lock(screen) => screen,
            Self::Queue(screen) => screen.as_ref(),
            Self::Review(screen) => screen.as_ref(),
            Self::Stats(screen) => screen.as_ref(),
            Self::History(screen) => screen.as_ref(),
            Self::Board(screen) => screen.as_ref(),
        }
    }

    /// The screen as a part that changes.
    pub fn part_mut(&mut self) -> &mut dyn Part {
        match self {
            Self::SignIn(screen) => screen,
            Self::Lock(screen) => screen,
            Self::Queue(screen) => screen.as_mut(),
            Self::Review(screen) => screen.as_mut(),
            Self::Stats(screen) => screen.as_mut(),
            Self::History(screen) => screen.as_mut(),
            Self::Board(screen) => screen.as_mut(),
        }
    }
}
