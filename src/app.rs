//! The desk's state, pure: message → update → effects. No frame, no I/O, no clock.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod action;
pub mod effect;
pub mod input;
pub mod key;
pub mod keymap;
pub mod message;
pub mod mouse;
pub mod popup;
pub mod say;
pub mod screen;
pub mod settings;

mod alone;
mod flow;
mod hear;

#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;

pub use hear::stage_text;

use crate::catalog::Catalog;
use crate::domain::ids::OrderId;
use crate::domain::lang::Lang;
use crate::domain::view::TabCounts;
use action::{Action, GlobalAction};
use chrono::{DateTime, TimeDelta, Utc};
use effect::Effect;
use key::Key;
use keymap::Context;
use message::Message;
use mouse::{Mouse, Target};
use popup::{Kept, Popup};
use say::Say;
use screen::{At, Part, Screen};
use settings::{Session, Settings, Shades};

/// The smallest terminal in which the desk is drawn.
pub const SMALLEST: (u16, u16) = (60, 16);
/// How long a sentence stays in the corner.
const TOAST_SECONDS: i64 = 6;
/// A sentence is read after this long.
const TOAST_READ: TimeDelta = TimeDelta::milliseconds(1200);

/// A screen and what lies over it.
#[derive(Debug)]
pub struct Layer {
    /// The screen.
    pub screen: Screen,
    /// The popup over it.
    pub popup: Option<Popup>,
}

/// A sentence in the corner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// What it says.
    pub say: Say,
    /// When it goes.
    pub until: DateTime<Utc>,
    /// Since when it is shown.
    pub since: DateTime<Utc>,
}

/// The times that the app minds.
#[derive(Debug, Clone, Copy)]
struct Times {
    now: DateTime<Utc>,
    last_input: DateTime<Utc>,
    wake: Option<DateTime<Utc>>,
}

/// The desk.
#[derive(Debug)]
pub struct App {
    /// What is shown.
    pub top: Layer,
    /// What waits beneath, the nearest last.
    pub beneath: Vec<Layer>,
    /// Who sits here.
    pub session: Option<Session>,
    /// Language and colours in force.
    pub settings: Settings,
    /// What is known of the terminal's colours.
    pub shades: Shades,
    /// Counts of the tabs.
    pub counts: TabCounts,
    /// Notices to customers that can't be delivered.
    pub failed_notices: usize,
    /// Sentences in the corner, the newest last.
    pub toasts: Vec<Toast>,
    /// Columns and rows.
    pub size: (u16, u16),
    kept: Kept,
    /// The order that was put back or asked about last, which is not the next at once.
    left: Option<OrderId>,
    times: Times,
}

impl App {
    /// A desk at which nobody sits yet.
    pub fn new(settings: Settings, now: DateTime<Utc>) -> Self {
        Self {
            top: Layer { screen: Screen::SignIn(Default::default()), popup: None },
            beneath: Vec::new(),
            session: None,
            settings,
            shades: Shades::default(),
            counts: TabCounts::default(),
            failed_notices: 0,
            toasts: Vec::new(),
            size: (80, 24),
            kept: Kept::default(),
            left: None,
            times: Times { now, last_input: now, wake: None },
        }
    }

    /// Takes one message at `now` and tells what is to be done.
    pub fn update(&mut self, message: Message, now: DateTime<Utc>, catalog: &Catalog) -> Vec<Effect> {
        self.times.now = now;
        self.toasts.retain(|toast| toast.until > now);
        let mut effects = Vec::new();
        match message {
            Message::Key(key) => {
                self.touched();
                self.key(key, catalog, &mut effects);
            }
            Message::Amid(key) => {
                self.touched();
                self.key_amid(key, catalog, &mut effects);
            }
            Message::Paste(text) => {
                self.times.last_input = now;
                if self.is_blind() {
                    return effects;
                }
                let (part, at) = self.facing(catalog);
                let reply = part.pasted(&text, &at);
                self.follow(reply, catalog, &mut effects);
            }
            Message::Mouse(mouse) => {
                self.times.last_input = now;
                self.mouse(mouse, catalog, &mut effects);
            }
            Message::Resized(columns, rows) => {
                self.size = (columns, rows);
                self.tell_all(&message, catalog, &mut effects);
            }
            Message::Backdrop(backdrop) => self.shades.backdrop = backdrop,
            Message::Tick => {
                self.times.wake = None;
                self.lock_if_idle(catalog, &mut effects);
                self.tell_all(&message, catalog, &mut effects);
            }
            other => self.hear(other, catalog, &mut effects),
        }
        self.mind_left(&mut effects);
        self.set_timer(catalog, &mut effects);
        effects
    }

    /// The language in force.
    pub fn lang(&self) -> Lang {
        self.settings.lang
    }

    /// The time of the last message.
    pub fn now(&self) -> DateTime<Utc> {
        self.times.now
    }

    /// Which keys count now.
    pub fn context(&self) -> Context {
        match &self.top.popup {
            Some(popup) => popup.part().context(),
            None => self.top.screen.part().context(),
        }
    }

    /// What parts may know of the rest.
    pub fn at<'a>(&'a self, catalog: &'a Catalog) -> At<'a> {
        At {
            catalog,
            session: self.session.as_ref(),
            settings: &self.settings,
            now: self.times.now,
            size: self.size,
        }
    }

    /// Why an action is not possible now; none = it is.
    pub fn disabled(&self, action: Action, catalog: &Catalog) -> Option<Say> {
        let at = self.at(catalog);
        match action {
            Action::Global(action) => self.global_disabled(action),
            Action::Dialog(_) | Action::Call(_) => match &self.top.popup {
                Some(popup) => popup.part().disabled(action, &at),
                None => self.top.screen.part().disabled(action, &at),
            },
            _ => self.top.screen.part().disabled(action, &at),
        }
    }

    fn global_disabled(&self, action: GlobalAction) -> Option<Say> {
        let desk = self.session.is_some() && !matches!(self.top.screen, Screen::Lock(_) | Screen::SignIn(_));
        match action {
            GlobalAction::Language | GlobalAction::Theme | GlobalAction::Quit | GlobalAction::Help => None,
            _ if desk => None,
            _ => Some(Say::text("why.sign_in_first")),
        }
    }

    /// The popup, or else the screen.
    fn facing<'a>(&'a mut self, catalog: &'a Catalog) -> (&'a mut dyn Part, At<'a>) {
        let at = At {
            catalog,
            session: self.session.as_ref(),
            settings: &self.settings,
            now: self.times.now,
            size: self.size,
        };
        match &mut self.top.popup {
            Some(popup) => (popup.part_mut(), at),
            None => (self.top.screen.part_mut(), at),
        }
    }

    /// Somebody pressed a key. What was read is taken away by it, so that it never outlives its cause.
    fn touched(&mut self) {
        let now = self.times.now;
        self.times.last_input = now;
        self.toasts.retain(|toast| toast.since + TOAST_READ > now);
    }

    /// Whether a key does something now that counts only where it was pressed by itself.
    pub fn needs_its_own_key(&self, key: Key) -> bool {
        let context = self.context();
        let is_text = context.is_typing() && matches!(key, Key::Char(_));
        !is_text && keymap::lookup(context, key).is_some_and(Action::needs_its_own_key)
    }

    /// A key among others: it writes and moves, but puts nothing on record. A text's Enter breaks the line.
    fn key_amid(&mut self, key: Key, catalog: &Catalog, effects: &mut Vec<Effect>) {
        let writing = matches!(self.context(), Context::Form | Context::ReviewTyping);
        if self.needs_its_own_key(key) {
            self.toast(Say::text("why.not_alone"));
        } else if writing && key == Key::Enter {
            self.key(Key::LineBreak, catalog, effects);
        } else {
            self.key(key, catalog, effects);
        }
    }

    /// Whether the terminal is too small for anything to be shown.
    const fn is_blind(&self) -> bool {
        self.size.0 < SMALLEST.0 || self.size.1 < SMALLEST.1
    }

    fn key(&mut self, key: Key, catalog: &Catalog, effects: &mut Vec<Effect>) {
        let context = self.context();
        let is_text = context.is_typing() && matches!(key, Key::Char(_));
        let found = keymap::lookup(context, key);
        // Nobody decides on a screen that shows nothing of it.
        let sees_to_the_desk = |action: &Action| {
            matches!(action, Action::Global(GlobalAction::Lock | GlobalAction::Quit | GlobalAction::Language))
        };
        if self.is_blind() && !found.as_ref().is_some_and(sees_to_the_desk) {
            return;
        }
        match found {
            Some(action) if !is_text => self.run(action, catalog, effects),
            _ => {
                let (part, at) = self.facing(catalog);
                let reply = part.typed(key, &at);
                self.follow(reply, catalog, effects);
            }
        }
    }

    fn mouse(&mut self, mouse: Mouse, catalog: &Catalog, effects: &mut Vec<Effect>) {
        if let (mouse::Gesture::Click, Some(Target::Do(action))) = (mouse.gesture, mouse.target) {
            return self.run(action, catalog, effects);
        }
        let (part, at) = self.facing(catalog);
        let reply = part.mouse(mouse, &at);
        self.follow(reply, catalog, effects);
    }

    /// Does an action, or says why not.
    fn run(&mut self, action: Action, catalog: &Catalog, effects: &mut Vec<Effect>) {
        if let Some(why) = self.disabled(action, catalog) {
            self.toast(why);
            let (part, at) = self.facing(catalog);
            let reply = part.refused(action, &at);
            return self.follow(reply, catalog, effects);
        }
        let reply = match action {
            Action::Global(action) => return self.global(action, catalog, effects),
            Action::Dialog(_) | Action::Call(_) => {
                let (part, at) = self.facing(catalog);
                part.act(action, &at)
            }
            _ => {
                let at = At {
                    catalog,
                    session: self.session.as_ref(),
                    settings: &self.settings,
                    now: self.times.now,
                    size: self.size,
                };
                self.top.screen.part_mut().act(action, &at)
            }
        };
        self.follow(reply, catalog, effects);
    }

    /// An order that this person has just given up does not come back to him as the very next.
    fn mind_left(&mut self, effects: &mut [Effect]) {
        for effect in effects {
            match effect {
                Effect::PutBack(id, _) | Effect::Ask(id, _) => self.left = Some(*id),
                Effect::ClaimNext { after, .. } => *after = after.or(self.left.take()),
                _ => {}
            }
        }
    }

    /// Says a sentence in the corner; the same one only once.
    pub fn toast(&mut self, say: Say) {
        self.toast_for(say, TOAST_SECONDS);
    }

    fn toast_for(&mut self, say: Say, seconds: i64) {
        let until = self.times.now + TimeDelta::seconds(seconds);
        self.toasts.retain(|toast| toast.say != say);
        self.toasts.push(Toast { say, until, since: self.times.now });
        let surplus = self.toasts.len().saturating_sub(4);
        self.toasts.drain(..surplus);
    }

    /// One timer for the next moment that is due.
    fn set_timer(&mut self, catalog: &Catalog, effects: &mut Vec<Effect>) {
        let at = self.at(catalog);
        let toast = self.toasts.iter().map(|toast| toast.until).min();
        let layers = self.beneath.iter().chain([&self.top]);
        let parts = layers.filter_map(|layer| layer.screen.part().wake(&at)).min();
        let next = [toast, parts, self.lock_at()].into_iter().flatten().min();
        if next != self.times.wake {
            self.times.wake = next;
            effects.extend(next.map(Effect::WakeAt));
        }
    }

    /// When the screen locks, if nobody touches it.
    fn lock_at(&self) -> Option<DateTime<Utc>> {
        let minutes = self.session.as_ref()?.home.lock_minutes;
        let locked = matches!(self.top.screen, Screen::Lock(_));
        (minutes > 0 && !locked).then(|| self.times.last_input + TimeDelta::minutes(minutes.into()))
    }
}
