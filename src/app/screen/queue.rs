//! The queue: tabs by stage, one endless list, search, filter, and what can be done with its rows.

mod due;
mod guard;
mod list;
mod part;
mod words;

pub use due::{Due, Urgency, span};
pub use list::{List, State, What};
pub use words::{sort_text, tab_text, type_text};

use super::history::History;
use super::{At, Go, Reply, Screen};
use crate::app::action::QueueAction;
use crate::app::effect::{Effect, Secret};
use crate::app::input::Input;
use crate::app::popup::{FilterBox, Form, Popup, Purpose};
use crate::app::settings::SavedView;
use crate::domain::ids::OrderId;
use crate::domain::people::Staff;
use crate::domain::sought::sought;
use crate::domain::stage::Stage;
use crate::domain::view::{Filter, QueueRow, Sort, Tab};
use std::collections::BTreeMap;

/// Lines of the screen that are not rows: title, tabs, state, header, rule, two of detail, footer.
const CHROME: u16 = 8;

/// Whether letters go to the search box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// They are keys.
    #[default]
    List,
    /// They are text.
    Search,
    /// The first of them takes the place of the text of the search before.
    Anew,
}

/// A list that is on its way and opens a popup when it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    /// Staff, to give these orders to, and the stages in which these stand.
    Staff(Vec<OrderId>, Vec<Stage>),
    /// Saved views.
    Views,
}

/// The queue.
#[derive(Debug)]
pub struct Queue {
    /// Tab, filter and sort.
    pub what: What,
    /// The search text.
    pub search: Input,
    /// Where letters go.
    pub focus: Focus,
    /// The rows.
    pub list: List,
    /// Marked rows, and the stage of each.
    pub marked: BTreeMap<OrderId, Stage>,
    /// Orders that were given away, until the answer comes.
    giving: Vec<OrderId>,
    wanted: Option<Wanted>,
    /// The search that was looked for among numbers too; it is on record.
    looked: Option<String>,
}

impl Queue {
    /// The queue as this person begins his day: the first stage in which he decides.
    pub fn new(staff: &Staff) -> Self {
        let tab = staff.stages().first().map_or(Tab::All, |stage| Tab::Stage(*stage));
        Self {
            what: What { tab, filter: Filter::default(), sort: Sort::default() },
            search: Input::one_line(),
            focus: Focus::List,
            list: List::new(),
            marked: BTreeMap::new(),
            giving: Vec::new(),
            wanted: None,
            looked: None,
        }
    }

    /// Rows that fit on the screen.
    pub fn height(at: &At) -> usize {
        usize::from(at.size.1.saturating_sub(CHROME).max(1))
    }

    /// Narrows the list.
    pub fn narrow(&mut self, filter: Filter, at: &At) -> Reply {
        self.what.filter = filter;
        Reply::effect(self.list.anew(&self.what, at.now))
    }

    /// Shows a saved list, or the orders behind a figure.
    pub fn show_list(&mut self, view: SavedView, at: &At) -> Reply {
        self.search = Input::one_line().with(view.filter.search.as_deref().unwrap_or_default());
        self.what = What { tab: view.tab, filter: view.filter, sort: view.sort };
        self.focus = Focus::List;
        self.list.clear();
        Reply::effect(self.list.anew(&self.what, at.now))
    }

    /// Marks nothing any more.
    pub fn unmark(&mut self) -> Reply {
        self.marked.clear();
        Reply::none()
    }

    /// Orders are on their way to somebody; their marks go when that is done.
    pub fn gives(&mut self, ids: Vec<OrderId>) -> Reply {
        self.giving = ids;
        Reply::none()
    }

    /// The marked rows, or else the selected one, each with its stage.
    fn chosen(&self) -> Vec<(OrderId, Stage)> {
        if self.marked.is_empty() {
            self.list.row().map(|row| (row.id, row.stage)).into_iter().collect()
        } else {
            self.marked.iter().map(|(id, stage)| (*id, *stage)).collect()
        }
    }

    fn show_tab(&mut self, tab: Tab, at: &At) -> Reply {
        // A search looks through all orders; turning to a tab ends it.
        let searching = self.what.filter.search.take().is_some();
        if tab == self.what.tab && !searching {
            return Reply::none();
        }
        self.search.take();
        self.what.tab = tab;
        self.marked.clear();
        self.list.clear();
        Reply::effect(self.list.anew(&self.what, at.now))
    }

    fn turn_tab(&mut self, by: usize, at: &At) -> Reply {
        let place = Tab::ALL.iter().position(|tab| *tab == self.what.tab).unwrap_or(0);
        match Tab::ALL.get((place + by) % Tab::ALL.len()) {
            Some(tab) => self.show_tab(*tab, at),
            None => Reply::none(),
        }
    }

    fn sort(&mut self, at: &At) -> Reply {
        let place = Sort::ALL.iter().position(|sort| *sort == self.what.sort).unwrap_or(0);
        self.what.sort = Sort::ALL.get((place + 1) % Sort::ALL.len()).copied().unwrap_or_default();
        Reply::effect(self.list.anew(&self.what, at.now))
    }

    /// The search text counts from its first letter on.
    fn searched(&mut self, at: &At) -> Reply {
        let text = self.search.text().trim();
        let search = (!text.is_empty()).then(|| text.to_owned());
        if search == self.what.filter.search {
            return Reply::none();
        }
        self.what.filter.search = search;
        self.looked = None;
        Reply::effect(self.list.anew(&self.what, at.now))
    }

    /// The search, where it is a number that was not looked for yet: only Enter does that, since it goes on
    /// record, and every number begins like others.
    pub fn unlooked(&self) -> Option<&str> {
        let search = self.what.filter.search.as_deref().filter(|typed| sought(typed).is_some())?;
        (self.looked.as_deref() != Some(search)).then_some(search)
    }

    fn search_done(&mut self) -> Reply {
        self.focus = Focus::List;
        match self.unlooked() {
            Some(term) => Reply::effect(Effect::SearchNumber(Secret(term.to_owned()))),
            None => Reply::none(),
        }
    }

    /// The search is on record: the list comes anew with the numbers.
    fn numbers_open(&mut self, term: &str, at: &At) -> Option<Effect> {
        let shown = self.what.filter.search.as_deref() == Some(term);
        shown.then(|| {
            self.looked = Some(term.to_owned());
            self.list.anew(&self.what, at.now)
        })
    }

    fn clear_filter(&mut self, at: &At) -> Reply {
        self.search.take();
        self.narrow(Filter::default(), at)
    }

    fn step(&mut self, by: isize, at: &At) -> Reply {
        let effect = self.list.step(by, Self::height(at), &self.what, at.now);
        Reply { effects: effect.into_iter().collect(), ..Reply::default() }
    }

    fn mark(&mut self, at: &At) -> Reply {
        if let Some((id, stage)) = self.list.row().map(|row| (row.id, row.stage))
            && self.marked.remove(&id).is_none()
        {
            self.marked.insert(id, stage);
        }
        self.step(1, at)
    }

    fn moving(&mut self, action: QueueAction, at: &At) -> Option<Reply> {
        let page = isize::try_from(Self::height(at).saturating_sub(1)).unwrap_or(1);
        Some(match action {
            QueueAction::Down => self.step(1, at),
            QueueAction::Up => self.step(-1, at),
            QueueAction::PageDown => self.step(page, at),
            QueueAction::PageUp => self.step(-page, at),
            QueueAction::Top if self.list.more_before.is_some() => {
                self.list.clear();
                Reply::effect(self.list.anew(&self.what, at.now))
            }
            QueueAction::Top => self.step(isize::MIN / 2, at),
            QueueAction::Bottom if self.list.more_after.is_some() => {
                Reply::effect(self.list.last(&self.what, at.now))
            }
            QueueAction::Bottom => self.step(isize::MAX / 2, at),
            QueueAction::TabRight => self.turn_tab(1, at),
            QueueAction::TabLeft => self.turn_tab(Tab::ALL.len() - 1, at),
            _ => return None,
        })
    }

    fn listing(&mut self, action: QueueAction, at: &At) -> Option<Reply> {
        Some(match action {
            QueueAction::Search => {
                self.focus = if self.search.is_empty() { Focus::Search } else { Focus::Anew };
                Reply::none()
            }
            QueueAction::SearchDone => self.search_done(),
            QueueAction::SearchClear if self.focus == Focus::Anew => {
                self.focus = Focus::List;
                Reply::none()
            }
            QueueAction::SearchClear => {
                self.focus = Focus::List;
                self.search.take();
                self.searched(at)
            }
            QueueAction::Filter => popup(Popup::Filter(FilterBox::new(self.what.filter.clone()))),
            QueueAction::ClearFilter => self.clear_filter(at),
            QueueAction::Sort => self.sort(at),
            QueueAction::Views => {
                self.wanted = Some(Wanted::Views);
                Reply::effect(Effect::LoadViews)
            }
            QueueAction::SaveView => {
                let What { tab, filter, sort } = self.what.clone();
                let view = SavedView { name: String::new(), tab, filter, sort };
                popup(Popup::Form(Form::new(Purpose::SaveView(Box::new(view)), None)))
            }
            QueueAction::Reload => Reply::effect(self.list.anew(&self.what, at.now)).and(Effect::LoadCounts),
            _ => return None,
        })
    }

    /// What is done with the selected row.
    fn with_row(&mut self, action: QueueAction, row: &QueueRow) -> Reply {
        let form = |purpose| popup(Popup::Form(Form::new(purpose, Some(row.no.clone()))));
        match action {
            QueueAction::Open => Reply::effect(Effect::OpenOrder(row.id)),
            QueueAction::Claim => Reply::effect(Effect::Claim(row.id)),
            QueueAction::Snooze => form(Purpose::Snooze(row.id)),
            QueueAction::PutBack => form(Purpose::PutBack(row.id)),
            QueueAction::Ask => form(Purpose::Ask(row.id)),
            QueueAction::Answer => form(Purpose::Answer(row.id)),
            QueueAction::TakeBack => form(Purpose::TakeBack(row.id)),
            QueueAction::Prioritise => form(Purpose::Prioritise(row.id)),
            QueueAction::CopyNo => Reply::effect(Effect::Copy(row.no.to_string())),
            QueueAction::History => {
                let history = History::new(row.id, row.no.clone());
                Reply::effect(Effect::OpenOrder(row.id))
                    .then(Go::To(Box::new(Screen::History(history.into()))))
            }
            QueueAction::Assign => {
                let (ids, stages) = self.chosen().into_iter().unzip();
                self.wanted = Some(Wanted::Staff(ids, stages));
                Reply::effect(Effect::LoadStaff)
            }
            _ => Reply::none(),
        }
    }
}

fn popup(popup: Popup) -> Reply {
    Reply::go(Go::Popup(Box::new(popup)))
}

/// True where somebody else holds the row.
fn held_by_other<'a>(row: &'a QueueRow, at: &At) -> Option<&'a str> {
    let me = at.staff().map(|staff| staff.id);
    row.holder
        .as_ref()
        .filter(|holder| holder.until > at.now && Some(holder.id) != me)
        .map(|holder| holder.name.as_str())
}

/// True where a reviewer decides in the row's stage.
const fn in_review(row: &QueueRow) -> bool {
    matches!(row.stage, Stage::FirstReview | Stage::SecondReview)
}
