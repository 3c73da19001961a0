//! What narrows the queue; every change counts at once.

use super::menu::{Item, Menu, Pick};
use super::{Popup, moved};
use crate::app::action::{Action, DialogAction};
use crate::app::keymap::Context;
use crate::app::mouse::{Gesture, Mouse, Target};
use crate::app::say::Say;
use crate::app::screen::{self, At, Go, Reply};
use crate::domain::order::OrderType;
use crate::domain::view::{Blocking, Filter, Overdue, ReturnedBefore};

/// A part of the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Province.
    Province,
    /// Order type.
    OrderType,
    /// Nature.
    Nature,
    /// Profile.
    Profile,
    /// What this person holds or was given.
    Mine,
    /// Past its due time.
    Overdue,
    /// Returned at least once.
    Returned,
    /// The rules found what stops an approval.
    Blocking,
}

impl Part {
    /// From top to bottom.
    pub const ALL: [Self; 8] = [
        Self::Province,
        Self::OrderType,
        Self::Nature,
        Self::Profile,
        Self::Mine,
        Self::Overdue,
        Self::Returned,
        Self::Blocking,
    ];

    /// The key of its name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Province => "filter.province",
            Self::OrderType => "filter.order_type",
            Self::Nature => "filter.nature",
            Self::Profile => "filter.profile",
            Self::Mine => "filter.mine",
            Self::Overdue => "filter.overdue",
            Self::Returned => "filter.returned",
            Self::Blocking => "filter.blocking",
        }
    }

    /// Every filter that this part can have, no value first, all else as it is.
    fn values(self, filter: &Filter, at: &At) -> Vec<(Say, Filter)> {
        let mut values = vec![(Say::text("filter.any"), self.without(filter))];
        let lang = at.settings.lang;
        let mut add = |say: Say, change: &dyn Fn(&mut Filter)| {
            let mut changed = filter.clone();
            change(&mut changed);
            values.push((say, changed));
        };
        match self {
            Self::Province => at.catalog.provinces.iter().for_each(|row| {
                let name = Say::Words(row.title.get(lang).to_owned());
                add(name, &|changed| changed.province = Some(row.id.clone()));
            }),
            Self::Nature => at.catalog.natures.iter().for_each(|row| {
                let name = Say::Words(row.title.get(lang).to_owned());
                add(name, &|changed| changed.nature = Some(row.id.clone()));
            }),
            Self::Profile => at.catalog.profiles.keys().for_each(|id| {
                add(Say::Words(id.to_string()), &|changed| changed.profile = Some(id.clone()));
            }),
            Self::OrderType => OrderType::ALL.into_iter().for_each(|kind| {
                add(Say::text(screen::queue::type_text(kind)), &|changed| changed.order_type = Some(kind));
            }),
            Self::Mine => {
                let me = at.staff().map(|staff| staff.id);
                add(Say::text("filter.yes"), &|changed| changed.holder = me);
            }
            Self::Overdue => {
                add(Say::text("filter.yes"), &|changed| changed.overdue = Some(Overdue::Overdue));
            }
            Self::Returned => add(Say::text("filter.yes"), &|changed| {
                changed.returned_before = Some(ReturnedBefore::Returned);
            }),
            Self::Blocking => {
                add(Say::text("filter.yes"), &|changed| changed.blocking = Some(Blocking::Blocking));
            }
        }
        values
    }

    /// The filter without this part.
    pub fn without(self, filter: &Filter) -> Filter {
        let mut filter = filter.clone();
        match self {
            Self::Province => filter.province = None,
            Self::OrderType => filter.order_type = None,
            Self::Nature => filter.nature = None,
            Self::Profile => filter.profile = None,
            Self::Mine => filter.holder = None,
            Self::Overdue => filter.overdue = None,
            Self::Returned => filter.returned_before = None,
            Self::Blocking => filter.blocking = None,
        }
        filter
    }

    /// What the filter says about this part.
    pub fn says(self, filter: &Filter, at: &At) -> Say {
        self.values(filter, at)
            .into_iter()
            .skip(1)
            .find(|(_, value)| value == filter)
            .map_or(Say::text("filter.any"), |(say, _)| say)
    }

    /// True where this part narrows.
    pub fn narrows(self, filter: &Filter) -> bool {
        self.without(filter) != *filter
    }
}

/// The popup.
#[derive(Debug, Clone)]
pub struct FilterBox {
    /// The filter as it is in force.
    pub filter: Filter,
    /// The part under the cursor.
    pub selected: usize,
}

impl FilterBox {
    /// Begins with the filter in force.
    pub fn new(filter: Filter) -> Self {
        let selected = Part::ALL.into_iter().position(|part| part.narrows(&filter)).unwrap_or(0);
        Self { filter, selected }
    }

    fn part(&self) -> Part {
        Part::ALL.get(self.selected).copied().unwrap_or(Part::Province)
    }

    fn set(&mut self, filter: Filter) -> Reply {
        self.filter = filter.clone();
        Reply::go(Go::Narrow(filter))
    }

    /// The value before or after the present one.
    fn step(&mut self, by: isize, at: &At) -> Reply {
        let values = self.part().values(&self.filter, at);
        let now = values.iter().skip(1).position(|(_, value)| *value == self.filter).map_or(0, |at| at + 1);
        let len = isize::try_from(values.len()).unwrap_or(1);
        let next = (isize::try_from(now).unwrap_or(0) + by).rem_euclid(len);
        match values.into_iter().nth(usize::try_from(next).unwrap_or(0)) {
            Some((_, filter)) => self.set(filter),
            None => Reply::none(),
        }
    }

    /// A part with two values turns over; the others open their list.
    fn choose(&mut self, at: &At) -> Reply {
        let values = self.part().values(&self.filter, at);
        if values.len() <= 2 {
            return self.step(1, at);
        }
        let items =
            values.into_iter().map(|(say, filter)| Item::new(say, Pick::Filter(Box::new(filter)))).collect();
        Reply::go(Go::Popup(Box::new(Popup::Menu(Menu::values(self.part().title(), items, self.clone())))))
    }
}

impl screen::Part for FilterBox {
    fn context(&self) -> Context {
        Context::Filter
    }

    fn disabled(&self, _action: Action, _at: &At) -> Option<Say> {
        None
    }

    fn act(&mut self, action: Action, at: &At) -> Reply {
        match action {
            Action::Dialog(DialogAction::Up) => self.selected = moved(self.selected, -1, Part::ALL.len()),
            Action::Dialog(DialogAction::Down) => self.selected = moved(self.selected, 1, Part::ALL.len()),
            Action::Dialog(DialogAction::Less) => return self.step(-1, at),
            Action::Dialog(DialogAction::More) => return self.step(1, at),
            Action::Dialog(DialogAction::Choose) => return self.choose(at),
            Action::Dialog(DialogAction::Clear) => {
                let without = self.part().without(&self.filter);
                return self.set(without);
            }
            Action::Dialog(DialogAction::Close) => return Reply::go(Go::ClosePopup),
            _ => {}
        }
        Reply::none()
    }

    fn mouse(&mut self, mouse: Mouse, at: &At) -> Reply {
        match (mouse.gesture, mouse.target) {
            (Gesture::WheelUp, _) => self.act(Action::Dialog(DialogAction::Up), at),
            (Gesture::WheelDown, _) => self.act(Action::Dialog(DialogAction::Down), at),
            (_, Some(Target::Choice(line))) => {
                self.selected = moved(line, 0, Part::ALL.len());
                self.choose(at)
            }
            _ => Reply::none(),
        }
    }
}
