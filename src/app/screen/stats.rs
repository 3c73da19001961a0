//! The statistics: a period, tables, and the orders behind each figure; for supervisors also re-checks.

mod table;
#[cfg(test)]
pub(crate) mod tests;

pub use table::{Cell, Name, Opens, Row, Table, Value, View, table};

use super::{At, Go, Part, Reply};
use crate::app::action::{Action, StatsAction};
use crate::app::effect::Effect;
use crate::app::keymap::Context;
use crate::app::message::Message;
use crate::app::mouse::{Gesture, Mouse, Target};
use crate::app::popup::{Form, Popup, Purpose, moved};
use crate::app::say::Say;
use crate::domain::event::RecheckResult;
use crate::domain::permission::{Deed, Hold};
use crate::domain::stats::{Period, Question, Recheck, Report, Slice};
use crate::domain::view::QueueRow;

/// Lines of the screen that are not rows: title, tabs, state, header, footer.
const CHROME: u16 = 5;
/// Orders of a list at first; each time its end is reached, four times as many are asked for.
const FIRST_ROWS: usize = 200;

/// What a load has come to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum State {
    /// It is on its way.
    #[default]
    Loading,
    /// It is here.
    Here,
    /// It failed, with a sentence.
    Failed(String),
}

/// The orders behind a figure.
#[derive(Debug)]
pub struct Orders {
    /// The row's name and the key of the column's heading.
    pub title: (Name, &'static str),
    /// What was opened.
    pub opens: (crate::domain::stats::Figure, Option<Slice>),
    /// The orders.
    pub rows: Vec<QueueRow>,
    /// The row under the cursor.
    pub selected: usize,
    /// How many were asked for.
    pub limit: usize,
    /// Whether they are here.
    pub state: State,
}

/// The state of this screen.
#[derive(Debug, Default)]
pub struct Stats {
    /// What is asked.
    pub question: Question,
    /// Which table is shown.
    pub view: View,
    /// The row and the figure under the cursor.
    pub cursor: (usize, usize),
    /// The answer; the last one stays while a new one is on its way.
    pub report: Option<Box<Report>>,
    /// What has become of the last question.
    pub state: State,
    /// Approvals that wait for a re-check.
    pub rechecks: Vec<Recheck>,
    /// The orders behind a figure, while they are looked at.
    pub orders: Option<Orders>,
    generation: u64,
}

impl Stats {
    /// The views that this person has.
    pub fn views(at: &At) -> &'static [View] {
        if at.may(Deed::Figures) && at.may(Deed::Recheck) { &View::ALL } else { &View::OWN }
    }

    /// The table that is shown; none before the first answer.
    pub fn table(&self) -> Option<Table> {
        if self.view == View::Rechecks {
            return Some(table(self.view, &Report::default(), &self.rechecks));
        }
        self.report.as_ref().map(|report| table(self.view, report, &self.rechecks))
    }

    fn ask(&mut self) -> Reply {
        self.generation += 1;
        self.state = State::Loading;
        let question = Box::new(self.question.clone());
        Reply::effect(Effect::LoadStats { question, generation: self.generation })
    }

    fn ask_orders(&mut self) -> Reply {
        self.generation += 1;
        let generation = self.generation;
        let Some(orders) = &mut self.orders else { return Reply::none() };
        orders.state = State::Loading;
        let question = Box::new(self.question.clone());
        let (figure, slice) = orders.opens.clone();
        Reply::effect(Effect::LoadFigure { question, figure, slice, limit: orders.limit, generation })
    }

    fn row(&self) -> Option<Row> {
        self.table()?.rows.into_iter().nth(self.cursor.0)
    }

    fn recheck(&self) -> Option<&Recheck> {
        (self.view == View::Rechecks).then(|| self.rechecks.get(self.cursor.0)).flatten()
    }

    fn show(&mut self, view: View) -> Reply {
        self.view = view;
        self.cursor = (0, 0);
        if view == View::Rechecks { Reply::effect(Effect::LoadRechecks) } else { Reply::none() }
    }

    fn turn(&mut self, by: usize, at: &At) -> Reply {
        let views = Self::views(at);
        let place = views.iter().position(|view| *view == self.view).unwrap_or(0);
        views.get((place + by) % views.len()).map_or_else(Reply::none, |view| self.show(*view))
    }

    fn step(&mut self, by: isize) -> Reply {
        if let Some(orders) = &mut self.orders {
            orders.selected = moved(orders.selected, by, orders.rows.len());
            let at_end = orders.selected + 1 == orders.rows.len() && by > 0;
            if at_end && orders.rows.len() == orders.limit && orders.state == State::Here {
                orders.limit *= 4;
                return self.ask_orders();
            }
            return Reply::none();
        }
        let rows = self.table().map_or(0, |table| table.rows.len());
        self.cursor.0 = moved(self.cursor.0, by, rows);
        Reply::none()
    }

    fn aside(&mut self, by: isize) -> Reply {
        let cells = self.table().map_or(0, |table| table.heads.len());
        self.cursor.1 = moved(self.cursor.1, by, cells);
        Reply::none()
    }

    fn open(&mut self) -> Reply {
        if let Some(orders) = &self.orders {
            let row = orders.rows.get(orders.selected);
            return row.map_or_else(Reply::none, |row| Reply::effect(Effect::OpenOrder(row.id)));
        }
        let Some(table) = self.table() else { return Reply::none() };
        let (row, column) = self.cursor;
        let Some(row) = table.rows.get(row) else { return Reply::none() };
        let head = table.heads.get(column).copied().unwrap_or_default();
        match row.cells.get(column).and_then(|cell| cell.opens.clone()) {
            Some(Opens::Order(id)) => Reply::effect(Effect::OpenOrder(id)),
            Some(Opens::List(figure, slice)) => {
                self.orders = Some(Orders {
                    title: (row.name.clone(), head),
                    opens: (figure, slice),
                    rows: Vec::new(),
                    selected: 0,
                    limit: FIRST_ROWS,
                    state: State::Loading,
                });
                self.ask_orders()
            }
            None => Reply::none(),
        }
    }

    /// The next or last of the periods that have a name; any days give way to the first.
    fn period(&mut self, by: usize) -> Reply {
        let place = Period::NAMED.iter().position(|period| *period == self.question.period);
        let next = place.map_or(0, |place| (place + by) % Period::NAMED.len());
        self.question.period = Period::NAMED.get(next).copied().unwrap_or_default();
        self.orders = None;
        self.ask()
    }

    fn narrow(&mut self) -> Reply {
        let Some(Row { name: Name::Slice(slice, _), .. }) = self.row() else { return Reply::none() };
        match slice {
            Slice::Day(day) => self.question.period = Period::Custom { from: day, to: day },
            Slice::Person(id) => self.question.person = Some(id),
            Slice::Province(id) => self.question.province = Some(id),
            Slice::Type(kind) => self.question.order_type = Some(kind),
            Slice::Profile(id) => self.question.profile = Some(id),
            Slice::Hour(_) | Slice::Stage(_) => return Reply::none(),
        }
        self.cursor = (0, 0);
        self.ask()
    }

    fn moving(&mut self, action: StatsAction, at: &At) -> Option<Reply> {
        let page = isize::try_from(at.size.1.saturating_sub(CHROME)).unwrap_or(1);
        Some(match action {
            StatsAction::Down => self.step(1),
            StatsAction::Up => self.step(-1),
            StatsAction::PageDown => self.step(page),
            StatsAction::PageUp => self.step(-page),
            StatsAction::Right => self.aside(1),
            StatsAction::Left => self.aside(-1),
            StatsAction::NextView => self.turn(1, at),
            StatsAction::LastView => self.turn(Self::views(at).len() - 1, at),
            _ => return None,
        })
    }

    fn judge(&self, result: RecheckResult) -> Reply {
        match self.recheck() {
            Some(one) => form(Purpose::Recheck(one.verdict.clone(), result), Some(one.row.no.clone())),
            None => Reply::none(),
        }
    }

    fn why_not(&self, action: StatsAction, at: &At) -> Option<&'static str> {
        let listed = self.orders.is_some();
        match action {
            StatsAction::NextView | StatsAction::LastView | StatsAction::Right | StatsAction::Left
                if listed =>
            {
                Some("why.stats_list")
            }
            StatsAction::Narrow if listed || !self.can_narrow(at) => Some("why.stats_narrow"),
            StatsAction::Widen if self.question == self.wide() => Some("why.stats_wide"),
            StatsAction::Upheld | StatsAction::Overlooked if self.recheck().is_none() => {
                Some("why.no_recheck")
            }
            _ => None,
        }
    }

    fn can_narrow(&self, at: &At) -> bool {
        match self.row().map(|row| row.name) {
            Some(Name::Slice(Slice::Person(_), _)) => at.may(Deed::Figures),
            Some(Name::Slice(Slice::Hour(_) | Slice::Stage(_), _)) => false,
            Some(Name::Slice(..)) => true,
            _ => false,
        }
    }

    fn wide(&self) -> Question {
        Question { period: self.question.period, ..Question::default() }
    }
}

fn form(purpose: Purpose, about: Option<crate::domain::ids::OrderNo>) -> Reply {
    Reply::go(Go::Popup(Box::new(Popup::Form(Form::new(purpose, about)))))
}

/// Why the table of who may do what has re-checks for others.
fn not_allowed(action: StatsAction, at: &At) -> Option<Say> {
    let rechecks = matches!(action, StatsAction::Draw | StatsAction::Upheld | StatsAction::Overlooked);
    if rechecks { at.not_allowed(Deed::Recheck, None, Hold::NotMine) } else { None }
}

impl Part for Stats {
    fn context(&self) -> Context {
        Context::Stats
    }

    fn disabled(&self, action: Action, at: &At) -> Option<Say> {
        match action {
            Action::Stats(action) => {
                self.why_not(action, at).map(Say::text).or_else(|| not_allowed(action, at))
            }
            _ => None,
        }
    }

    fn act(&mut self, action: Action, at: &At) -> Reply {
        let Action::Stats(action) = action else { return Reply::none() };
        if let Some(reply) = self.moving(action, at) {
            return reply;
        }
        match action {
            StatsAction::Open => self.open(),
            StatsAction::Longer => self.period(1),
            StatsAction::Shorter => self.period(Period::NAMED.len() - 1),
            StatsAction::Days => form(Purpose::Days(Box::new(self.question.clone())), None),
            StatsAction::Narrow => self.narrow(),
            StatsAction::Widen => {
                self.question = self.wide();
                self.ask()
            }
            StatsAction::Reload if self.orders.is_some() => self.ask_orders(),
            StatsAction::Reload if self.view == View::Rechecks => Reply::effect(Effect::LoadRechecks),
            StatsAction::Reload => self.ask(),
            StatsAction::Draw => form(Purpose::Draw(self.question.period, self.question.person), None),
            StatsAction::Upheld => self.judge(RecheckResult::Upheld),
            StatsAction::Overlooked => self.judge(RecheckResult::Overlooked),
            _ => Reply::none(),
        }
    }

    fn mouse(&mut self, mouse: Mouse, at: &At) -> Reply {
        match (mouse.gesture, mouse.target) {
            (Gesture::WheelDown, _) => self.step(3),
            (Gesture::WheelUp, _) => self.step(-3),
            (gesture, Some(Target::Choice(row))) => {
                let selected = match &mut self.orders {
                    Some(orders) => &mut orders.selected,
                    None => &mut self.cursor.0,
                };
                *selected = row;
                if gesture == Gesture::DoubleClick { self.open() } else { self.step(0) }
            }
            (_, Some(Target::Pane { pane, .. })) if self.orders.is_none() => {
                let view = Self::views(at).get(usize::from(pane)).copied();
                view.map_or_else(Reply::none, |view| self.show(view))
            }
            _ => Reply::none(),
        }
    }

    fn hear(&mut self, message: &Message, at: &At) -> Reply {
        match message {
            // Any days come from a form, which knows no generation.
            Message::Stats(answer) if answer.generation == self.generation || answer.generation == 0 => {
                self.question = answer.question.clone();
                match &answer.result {
                    Ok(report) => {
                        self.report = Some(report.clone());
                        self.state = State::Here;
                    }
                    Err(sentence) => self.state = State::Failed(sentence.clone()),
                }
                return self.step(0);
            }
            Message::Figure(answer) if answer.generation == self.generation => {
                if let Some(orders) = &mut self.orders {
                    match &answer.result {
                        Ok(rows) => {
                            orders.rows.clone_from(rows);
                            orders.state = State::Here;
                        }
                        Err(sentence) => orders.state = State::Failed(sentence.clone()),
                    }
                    return self.step(0);
                }
            }
            Message::Rechecks(rechecks) => {
                self.rechecks.clone_from(rechecks);
                return self.step(0);
            }
            Message::StoreChanged if self.view == View::Rechecks && at.may(Deed::Recheck) => {
                return Reply::effect(Effect::LoadRechecks);
            }
            _ => {}
        }
        Reply::none()
    }

    fn step_back(&mut self, _at: &At) -> Option<Reply> {
        self.orders.take().map(|_| Reply::none())
    }

    fn entered(&mut self, _at: &At) -> Reply {
        if self.report.is_some() { Reply::none() } else { self.ask() }
    }
}
