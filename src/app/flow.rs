//! Ways between screens and popups, and what is possible on every screen.

use super::action::GlobalAction;
use super::effect::Effect;
use super::message::Closing;
use super::popup::{Help, Leave, Menu, Popup, Undo};
use super::say::Say;
use super::screen::{At, Go, Reply, Screen};
use super::screen::{board::Board, lock::Lock, sign_in::SignIn, stats::Stats};
use super::{App, Layer};
use crate::catalog::Catalog;

impl App {
    /// Does what a part answered.
    pub(super) fn follow(&mut self, reply: Reply, catalog: &Catalog, effects: &mut Vec<Effect>) {
        effects.extend(reply.effects);
        for say in reply.say {
            self.toast(say);
        }
        for go in reply.go {
            self.go(go, catalog, effects);
        }
    }

    fn go(&mut self, go: Go, catalog: &Catalog, effects: &mut Vec<Effect>) {
        match go {
            Go::Back => self.back(catalog, effects),
            Go::To(screen) => self.put(*screen, catalog, effects),
            Go::Instead(screen) => self.replace(*screen, catalog, effects),
            Go::Popup(popup) => self.show(*popup, catalog, effects),
            Go::ClosePopup => self.close_popup(),
            Go::FormSent => {
                if let Some(Popup::Form(form)) = self.top.popup.take() {
                    self.kept.sent(&form);
                }
            }
            Go::Do(action) => self.run(action, catalog, effects),
            Go::Narrow(filter) => {
                self.with_queue(catalog, effects, |queue, at| queue.narrow(filter.clone(), at))
            }
            Go::TurnAdvance => {
                self.settings.advance = self.settings.advance.other();
                self.save_settings(effects);
            }
            Go::Gives(ids) => self.with_queue(catalog, effects, |queue, _| queue.gives(ids.clone())),
            Go::List(view) => {
                while !matches!(self.top.screen, Screen::Queue(_)) && !self.beneath.is_empty() {
                    self.back(catalog, effects);
                }
                self.with_queue(catalog, effects, |queue, at| queue.show_list(view.clone(), at));
            }
        }
    }

    fn with_queue(
        &mut self,
        catalog: &Catalog,
        effects: &mut Vec<Effect>,
        change: impl Fn(&mut super::screen::queue::Queue, &At) -> Reply,
    ) {
        let at = At {
            catalog,
            session: self.session.as_ref(),
            settings: &self.settings,
            now: self.times.now,
            size: self.size,
        };
        let shown = self.beneath.iter_mut().chain([&mut self.top]);
        let queues = shown.filter_map(|layer| match &mut layer.screen {
            Screen::Queue(queue) => Some(queue),
            _ => None,
        });
        let replies: Vec<Reply> = queues.take(1).map(|queue| change(queue, &at)).collect();
        for reply in replies {
            self.follow(reply, catalog, effects);
        }
    }

    /// A screen above the one that is shown; a locked desk stays locked.
    pub(super) fn put(&mut self, screen: Screen, catalog: &Catalog, effects: &mut Vec<Effect>) {
        self.leave(catalog, effects);
        let layer = Layer { screen, popup: None };
        if matches!(self.top.screen, Screen::Lock(_)) {
            self.beneath.push(layer);
        } else {
            let below = std::mem::replace(&mut self.top, layer);
            self.beneath.push(below);
        }
        self.enter(catalog, effects);
    }

    /// A screen in place of the one that is shown, or that waits right under the lock.
    pub(super) fn replace(&mut self, screen: Screen, catalog: &Catalog, effects: &mut Vec<Effect>) {
        self.leave(catalog, effects);
        let layer = Layer { screen, popup: None };
        match (&self.top.screen, self.beneath.last_mut()) {
            (Screen::Lock(_), Some(under)) => *under = layer,
            _ => self.top = layer,
        }
        self.enter(catalog, effects);
    }

    /// First what is open on the screen itself, then the screen.
    fn step_back(&mut self, catalog: &Catalog, effects: &mut Vec<Effect>) {
        let (part, at) = self.facing(catalog);
        match part.step_back(&at) {
            Some(reply) => self.follow(reply, catalog, effects),
            None => self.back(catalog, effects),
        }
    }

    fn back(&mut self, catalog: &Catalog, effects: &mut Vec<Effect>) {
        if self.beneath.is_empty() {
            return self.ask_to_quit();
        }
        self.leave(catalog, effects);
        if let Some(under) = self.beneath.pop() {
            self.top = under;
        }
        self.enter(catalog, effects);
    }

    fn leave(&mut self, catalog: &Catalog, effects: &mut Vec<Effect>) {
        let at = At {
            catalog,
            session: self.session.as_ref(),
            settings: &self.settings,
            now: self.times.now,
            size: self.size,
        };
        let reply = self.top.screen.part_mut().left(&at);
        effects.extend(reply.effects);
    }

    pub(super) fn enter(&mut self, catalog: &Catalog, effects: &mut Vec<Effect>) {
        let at = At {
            catalog,
            session: self.session.as_ref(),
            settings: &self.settings,
            now: self.times.now,
            size: self.size,
        };
        let reply = self.top.screen.part_mut().entered(&at);
        self.follow(reply, catalog, effects);
    }

    /// Opens a popup; what was written in one of its kind comes back.
    pub(super) fn show(&mut self, mut popup: Popup, catalog: &Catalog, effects: &mut Vec<Effect>) {
        if let Popup::Form(form) = &mut popup {
            self.kept.restore(form);
        }
        let entered = popup.part_mut().entered(&self.at(catalog));
        self.top.popup = Some(popup);
        self.follow(entered, catalog, effects);
    }

    fn close_popup(&mut self) {
        if let Some(Popup::Form(form)) = self.top.popup.take() {
            self.kept.keep(&form);
        }
    }

    fn ask_to_quit(&mut self) {
        self.top.popup = Some(Popup::Leave(Leave));
    }

    /// What is possible on every screen.
    pub(super) fn global(&mut self, action: GlobalAction, catalog: &Catalog, effects: &mut Vec<Effect>) {
        match action {
            GlobalAction::Help => self.top.popup = Some(Popup::Help(Help::new(self.context()))),
            GlobalAction::Palette => self.open_palette(catalog),
            GlobalAction::Language => {
                self.settings.lang = self.settings.lang.other();
                self.save_settings(effects);
            }
            GlobalAction::Theme => {
                self.settings.theme = self.settings.theme.next();
                self.save_settings(effects);
            }
            GlobalAction::Statistics if !matches!(self.top.screen, Screen::Stats(_)) => {
                self.put(Screen::Stats(Box::<Stats>::default()), catalog, effects);
            }
            GlobalAction::Board if !matches!(self.top.screen, Screen::Board(_)) => {
                self.put(Screen::Board(Box::<Board>::default()), catalog, effects);
            }
            GlobalAction::Statistics | GlobalAction::Board => {}
            GlobalAction::Lock => self.lock(catalog, effects),
            GlobalAction::SignOut => self.sign_out(catalog, effects),
            GlobalAction::UndoList => {
                self.top.popup = Some(Popup::Undo(Undo::default()));
                effects.push(Effect::LoadUndoable);
            }
            GlobalAction::Back => self.step_back(catalog, effects),
            GlobalAction::Quit => self.quit(effects),
        }
    }

    /// The first time it asks, the second time it goes.
    fn quit(&mut self, effects: &mut Vec<Effect>) {
        let asked = matches!(&self.top.popup, Some(Popup::Leave(_)));
        if self.session.is_none() || asked {
            effects.push(Effect::Quit);
        } else {
            if let Some(Popup::Form(form)) = &self.top.popup {
                self.kept.keep(form);
            }
            self.ask_to_quit();
        }
    }

    fn open_palette(&mut self, catalog: &Catalog) {
        let context = self.top.screen.part().context();
        let menu = Menu::palette(context, |action| self.disabled(action, catalog));
        self.top.popup = Some(Popup::Menu(menu));
    }

    fn save_settings(&mut self, effects: &mut Vec<Effect>) {
        if self.session.is_some() {
            effects.push(Effect::SaveSettings(self.settings.clone()));
        }
    }

    pub(super) fn lock_if_idle(&mut self, catalog: &Catalog, effects: &mut Vec<Effect>) {
        if self.lock_at().is_some_and(|moment| self.times.now >= moment) {
            self.lock(catalog, effects);
        }
    }

    fn lock(&mut self, catalog: &Catalog, effects: &mut Vec<Effect>) {
        if let Some(session) = &self.session {
            let lock = Lock::new(session.staff.name.clone());
            self.toasts.clear();
            self.put(Screen::Lock(lock), catalog, effects);
        }
    }

    /// The account is no longer the one that signed in: what is being written is kept, and the desk is locked.
    pub(super) fn close(&mut self, closing: &Closing, catalog: &Catalog, effects: &mut Vec<Effect>) {
        let Some(session) = &self.session else { return };
        if session.staff.id != closing.user {
            return;
        }
        let why = Say::Both(closing.why.clone());
        if let Screen::Lock(lock) = &mut self.top.screen {
            if lock.why.is_some() {
                return;
            }
            lock.why = Some(why);
            return self.keep_all(catalog, effects);
        }
        let lock = Lock { why: Some(why), ..Lock::new(session.staff.name.clone()) };
        self.keep_all(catalog, effects);
        self.toasts.clear();
        self.put(Screen::Lock(lock), catalog, effects);
    }

    fn keep_all(&mut self, catalog: &Catalog, effects: &mut Vec<Effect>) {
        let at = At {
            catalog,
            session: self.session.as_ref(),
            settings: &self.settings,
            now: self.times.now,
            size: self.size,
        };
        let layers = self.beneath.iter_mut().chain([&mut self.top]);
        effects.extend(layers.filter_map(|layer| layer.screen.part_mut().closing(&at)));
    }

    fn sign_out(&mut self, catalog: &Catalog, effects: &mut Vec<Effect>) {
        self.leave(catalog, effects);
        self.beneath.clear();
        self.session = None;
        self.toasts.clear();
        self.kept = Default::default();
        self.top = Layer { screen: Screen::SignIn(SignIn::default()), popup: None };
        effects.push(Effect::SignOut);
    }
}
