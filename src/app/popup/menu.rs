//! Something to choose from a list, narrowed by typing.

use super::{FilterBox, Popup, moved};
use crate::app::action::{Action, DialogAction};
use crate::app::effect::Effect;
use crate::app::input::Input;
use crate::app::key::Key;
use crate::app::keymap::{self, Context};
use crate::app::mouse::{Gesture, Mouse, Target};
use crate::app::say::Say;
use crate::app::screen::{At, Go, Part, Reply};
use crate::app::settings::SavedView;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::people::Staff;
use crate::domain::stage::Stage;
use crate::domain::view::Filter;

/// What a line stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Pick {
    /// An action of the screen beneath.
    Do(Action),
    /// Part of the filter; the filter opens again.
    Filter(Box<Filter>),
    /// A saved view.
    List(Box<SavedView>),
    /// Orders for somebody, or for everybody again.
    Assign(Vec<OrderId>, Option<UserId>),
    /// Something to be done.
    Effect(Box<Effect>),
    /// Nothing.
    Nothing,
}

/// A line.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it says (may be unsafe text).
    pub label: Say,
    /// What stands at its right.
    pub detail: Say,
    /// What it stands for.
    pub pick: Pick,
    /// Why it can't be chosen now.
    pub disabled: Option<Say>,
}

impl Item {
    /// A line that can be chosen.
    pub fn new(label: Say, pick: Pick) -> Self {
        Self { label, detail: Say::Words(String::new()), pick, disabled: None }
    }
}

/// A list.
#[derive(Debug)]
pub struct Menu {
    /// The key of its title.
    pub title: &'static str,
    /// Its lines.
    pub items: Vec<Item>,
    /// What narrows it.
    pub narrow: Input,
    /// The line under the cursor, among those shown.
    pub selected: usize,
    /// The filter from which it was opened, and to which closing leads back.
    beneath: Option<FilterBox>,
}

impl Menu {
    /// A list with a title.
    pub fn new(title: &'static str, items: Vec<Item>) -> Self {
        Self { title, items, narrow: Input::one_line(), selected: 0, beneath: None }
    }

    /// The values of a part of the filter.
    pub fn values(title: &'static str, items: Vec<Item>, filter: FilterBox) -> Self {
        Self { beneath: Some(filter), ..Self::new(title, items) }
    }

    /// Every action of a context, with its key.
    pub fn palette(context: Context, disabled: impl Fn(Action) -> Option<Say>) -> Self {
        let bindings = context.tables().into_iter().flat_map(|table| table.bindings());
        let items = bindings
            .map(|binding| Item {
                label: Say::Action(binding.action),
                detail: Say::Words(binding.keys.first().map(Key::to_string).unwrap_or_default()),
                pick: Pick::Do(binding.action),
                disabled: disabled(binding.action),
            })
            .filter(|item| {
                !matches!(item.pick, Pick::Do(Action::Global(keymap::global::GlobalAction::Palette)))
            })
            .collect();
        Self::new("menu.palette", items)
    }

    /// The saved views.
    pub fn views(views: &[SavedView]) -> Self {
        let item = |view: &SavedView| {
            let mut item = Item::new(Say::Words(view.name.clone()), Pick::List(Box::new(view.clone())));
            item.detail = Say::text(crate::app::screen::queue::tab_text(view.tab));
            item
        };
        Self::new("menu.views", views.iter().map(item).collect())
    }

    /// Everybody who may decide in all these stages, to whom the orders in them can be given.
    pub fn assign(ids: &[OrderId], stages: &[Stage], staff: &[Staff]) -> Self {
        let everybody = Item::new(Say::text("menu.everybody"), Pick::Assign(ids.to_vec(), None));
        let may = |person: &&Staff| stages.iter().all(|stage| person.may_decide(*stage));
        let people = staff.iter().filter(may).map(|person| {
            let mut item =
                Item::new(Say::Words(person.name.clone()), Pick::Assign(ids.to_vec(), Some(person.id)));
            item.detail = Say::Roles(person.roles.iter().copied().collect());
            item
        });
        Self::new("menu.assign", people.chain([everybody]).collect())
    }

    /// The lines that are shown, as places in `items`.
    pub fn shown(&self, at: &At) -> Vec<usize> {
        let wanted = self.narrow.text().trim().to_lowercase();
        let holds = |item: &Item| {
            let label = item.label.words(at.catalog, at.settings.lang).to_lowercase();
            let detail = item.detail.words(at.catalog, at.settings.lang).to_lowercase();
            let slug = match item.pick {
                Pick::Do(action) => action.slug(),
                _ => "",
            };
            wanted.is_empty() || label.contains(&wanted) || detail == wanted || slug.contains(&wanted)
        };
        (0..self.items.len()).filter(|index| self.items.get(*index).is_some_and(holds)).collect()
    }

    fn chosen(&self, at: &At) -> Option<&Item> {
        self.items.get(*self.shown(at).get(self.selected)?)
    }

    fn choose(&self, at: &At) -> Reply {
        let Some(item) = self.chosen(at) else { return Reply::none() };
        let closed = Reply::go(Go::ClosePopup);
        match item.pick.clone() {
            Pick::Nothing => closed,
            Pick::Do(action) => closed.then(Go::Do(action)),
            Pick::List(view) => closed.then(Go::List(*view)),
            Pick::Effect(effect) => closed.and(*effect),
            Pick::Assign(ids, to) => closed.and(Effect::Assign { ids: ids.clone(), to }).then(Go::Gives(ids)),
            Pick::Filter(filter) => closed
                .then(Go::Narrow((*filter).clone()))
                .then(Go::Popup(Box::new(Popup::Filter(FilterBox::new(*filter))))),
        }
    }

    /// Closes, back to where it was opened from.
    fn close(&mut self) -> Reply {
        let closed = Reply::go(Go::ClosePopup);
        match self.beneath.take() {
            Some(filter) => closed.then(Go::Popup(Box::new(Popup::Filter(filter)))),
            None => closed,
        }
    }

    /// Deletes a saved view; other lines stay.
    fn delete(&self, at: &At) -> Reply {
        match self.chosen(at).map(|item| &item.pick) {
            Some(Pick::List(view)) => {
                Reply::effect(Effect::DeleteView(view.name.clone())).then(Go::ClosePopup)
            }
            _ => Reply::none(),
        }
    }
}

impl Part for Menu {
    fn context(&self) -> Context {
        Context::Menu
    }

    fn disabled(&self, action: Action, at: &At) -> Option<Say> {
        match action {
            Action::Dialog(DialogAction::Choose) => self.chosen(at).and_then(|item| item.disabled.clone()),
            _ => None,
        }
    }

    fn act(&mut self, action: Action, at: &At) -> Reply {
        let len = self.shown(at).len();
        let by = match action {
            Action::Dialog(DialogAction::Up) => -1,
            Action::Dialog(DialogAction::Down) => 1,
            Action::Dialog(DialogAction::PageUp) => -10,
            Action::Dialog(DialogAction::PageDown) => 10,
            Action::Dialog(DialogAction::Choose) => return self.choose(at),
            Action::Dialog(DialogAction::Delete) => return self.delete(at),
            Action::Dialog(DialogAction::Close) => return self.close(),
            _ => 0,
        };
        self.selected = moved(self.selected, by, len);
        Reply::none()
    }

    fn typed(&mut self, key: Key, _at: &At) -> Reply {
        if self.narrow.key(key) {
            self.selected = 0;
        }
        Reply::none()
    }

    fn mouse(&mut self, mouse: Mouse, at: &At) -> Reply {
        match (mouse.gesture, mouse.target) {
            (Gesture::WheelUp, _) => self.act(Action::Dialog(DialogAction::Up), at),
            (Gesture::WheelDown, _) => self.act(Action::Dialog(DialogAction::Down), at),
            (_, Some(Target::Choice(line))) => {
                self.selected = moved(line, 0, self.shown(at).len());
                match self.disabled(Action::Dialog(DialogAction::Choose), at) {
                    Some(why) => Reply::say(why),
                    None => self.choose(at),
                }
            }
            _ => Reply::none(),
        }
    }
}
