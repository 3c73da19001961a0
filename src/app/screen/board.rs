//! The board: what is waited for outside the reviews, in six lists.

use super::{At, Go, Part, Reply};
use crate::app::action::{Action, BoardAction};
use crate::app::effect::Effect;
use crate::app::keymap::Context;
use crate::app::message::{BoardAnswer, Message};
use crate::app::mouse::{Gesture, Mouse, Target};
use crate::app::popup::{Form, Popup, Purpose, moved};
use crate::app::say::Say;
use crate::domain::board::{BoardAct, BoardRow, List, Waits};
use crate::domain::countersign::WordState;
use crate::domain::lang::{Bilingual, Lang};
use crate::domain::life::{AppointmentEnd, CallResult, SmsOutcome};
use crate::domain::permission::{Deed, Hold, Where};
use chrono::{DateTime, TimeDelta, Utc};

/// Rows that title, tabs, headings and footer take.
const CHROME: u16 = 5;
/// How often the time left is drawn anew.
const MINUTE: TimeDelta = TimeDelta::minutes(1);

/// What has become of the last question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum State {
    /// Under way.
    #[default]
    Loading,
    /// The list is here.
    Here,
    /// It failed; one sentence.
    Failed(String),
}

/// The state of this screen.
#[derive(Debug, Default)]
pub struct Board {
    /// The list that is shown.
    pub list: List,
    /// Its lines; the last ones stay while new ones are on their way.
    pub rows: Vec<BoardRow>,
    /// The line under the cursor.
    pub selected: usize,
    /// What has become of the last question.
    pub state: State,
    /// A deed that is asked back about: the same key again, on the same line, does it.
    pub armed: Option<(BoardAction, BoardAct)>,
}

impl Board {
    fn ask(&mut self) -> Reply {
        Reply::effect(Effect::LoadBoard(self.list))
    }

    fn row(&self) -> Option<&BoardRow> {
        self.rows.get(self.selected)
    }

    fn step(&mut self, by: isize) -> Reply {
        self.selected = moved(self.selected, by, self.rows.len());
        Reply::none()
    }

    fn show(&mut self, list: List) -> Reply {
        if list == self.list {
            return Reply::none();
        }
        *self = Self { list, ..Self::default() };
        self.ask()
    }

    fn turn(&mut self, by: usize) -> Reply {
        let place = List::ALL.iter().position(|list| *list == self.list).unwrap_or(0);
        let next = List::ALL.get((place + by) % List::ALL.len()).copied();
        next.map_or_else(Reply::none, |list| self.show(list))
    }

    /// What a key does to the line under the cursor; none = nothing.
    fn deed(&self, action: BoardAction) -> Option<BoardAct> {
        let row = self.row()?;
        if let Some(deed) = by_number(action, &row.what) {
            return Some(deed);
        }
        let order = row.order?;
        Some(match (action, &row.what) {
            (BoardAction::Good, Waits::Sms { person, verified: None, .. }) => {
                BoardAct::Sms(order, person.clone(), SmsOutcome::Verified)
            }
            (BoardAction::Bad, Waits::Sms { person, verified: None, .. }) => {
                BoardAct::Sms(order, person.clone(), SmsOutcome::Wrong)
            }
            (BoardAction::Send, Waits::Sms { verified: None, .. }) => BoardAct::Remind(order),
            (BoardAction::Good, Waits::Appointment { person, .. }) => {
                BoardAct::Appointment(order, person.clone(), AppointmentEnd::Kept)
            }
            (BoardAction::Bad, Waits::Appointment { person, .. }) => {
                BoardAct::Appointment(order, person.clone(), AppointmentEnd::Missed)
            }
            (BoardAction::Drop, Waits::Appointment { person, .. }) => {
                BoardAct::Appointment(order, person.clone(), AppointmentEnd::Cancelled)
            }
            (BoardAction::Good, Waits::Call { person, .. }) => {
                BoardAct::Called(order, person.clone(), CallResult::Reached)
            }
            (BoardAction::Bad, Waits::Call { person, .. }) => {
                BoardAct::Called(order, person.clone(), CallResult::NotReached)
            }
            _ => return None,
        })
    }

    /// Nothing here can be undone: the first press names the line, the second does it.
    fn twice(
        &mut self,
        action: BoardAction,
        deed: BoardAct,
        armed: Option<(BoardAction, BoardAct)>,
    ) -> Reply {
        let wish = (action, deed);
        if armed.as_ref() == Some(&wish) {
            return Reply::effect(Effect::Board(wish.1));
        }
        if let Some(say) = self.row().and_then(|row| word_again(&row.what, action)) {
            self.armed = Some(wish);
            return Reply::say(say);
        }
        let line = self.row().map(|row| row.no.to_string()).unwrap_or_default();
        let name = self.row().map(|row| name_of(&row.what).to_owned()).unwrap_or_default();
        self.armed = Some(wish);
        let key = Say::Action(Action::Board(action));
        Reply::say(Say::Text("board.again", vec![Say::Words(line), Say::Words(name), key]))
    }

    /// Why the table of who may do what has it for others.
    fn not_allowed(&self, action: BoardAction, at: &At) -> Option<Say> {
        let deed = match self.deed(action) {
            Some(deed) => deed.deed(),
            None => self.curtain(action).map(|_| Deed::SendCurtain)?,
        };
        let stage = match deed.line().place {
            Where::Order => self.row()?.stage,
            Where::Home => None,
        };
        at.not_allowed(deed, stage, Hold::NotMine)
    }

    fn curtain(&self, action: BoardAction) -> Option<Reply> {
        let row = self.row().filter(|row| matches!(row.what, Waits::Curtain { .. }))?;
        let form = Form::new(Purpose::CurtainSent(row.order?), Some(row.no.clone()));
        (action == BoardAction::Send).then(|| Reply::go(Go::Popup(Box::new(Popup::Form(form)))))
    }
}

impl Part for Board {
    fn context(&self) -> Context {
        Context::Board
    }

    fn disabled(&self, action: Action, at: &At) -> Option<Say> {
        let Action::Board(action) = action else { return None };
        let idle = match action {
            BoardAction::Open => self.row().is_none_or(|row| row.order.is_none()),
            BoardAction::Good | BoardAction::Bad | BoardAction::Send | BoardAction::Drop => {
                self.deed(action).is_none() && self.curtain(action).is_none()
            }
            _ => false,
        };
        idle.then(|| Say::text("why.not_here")).or_else(|| self.not_allowed(action, at))
    }

    fn act(&mut self, action: Action, at: &At) -> Reply {
        let Action::Board(action) = action else { return Reply::none() };
        let armed = self.armed.take();
        let page = isize::try_from(at.size.1.saturating_sub(CHROME)).unwrap_or(1);
        match action {
            BoardAction::Down => self.step(1),
            BoardAction::Up => self.step(-1),
            BoardAction::PageDown => self.step(page),
            BoardAction::PageUp => self.step(-page),
            BoardAction::NextList => self.turn(1),
            BoardAction::LastList => self.turn(List::ALL.len() - 1),
            BoardAction::Open => {
                let order = self.row().and_then(|row| row.order);
                order.map_or_else(Reply::none, |order| Reply::effect(Effect::OpenOrder(order)))
            }
            BoardAction::Reload => self.ask(),
            BoardAction::Good | BoardAction::Bad | BoardAction::Send | BoardAction::Drop => {
                match self.deed(action) {
                    Some(deed) => self.twice(action, deed, armed),
                    None => self.curtain(action).unwrap_or_default(),
                }
            }
        }
    }

    fn mouse(&mut self, mouse: Mouse, _at: &At) -> Reply {
        match (mouse.gesture, mouse.target) {
            (Gesture::WheelDown, _) => self.step(3),
            (Gesture::WheelUp, _) => self.step(-3),
            (gesture, Some(Target::Choice(row))) => {
                self.selected = row;
                let order = self.row().and_then(|row| row.order);
                match order.filter(|_| gesture == Gesture::DoubleClick) {
                    Some(order) => Reply::effect(Effect::OpenOrder(order)),
                    None => self.step(0),
                }
            }
            (_, Some(Target::Pane { pane, .. })) => {
                let list = List::ALL.get(usize::from(pane)).copied();
                list.map_or_else(Reply::none, |list| self.show(list))
            }
            _ => Reply::none(),
        }
    }

    fn hear(&mut self, message: &Message, _at: &At) -> Reply {
        match message {
            Message::Board(BoardAnswer { list, result }) if *list == self.list => {
                match result {
                    Ok(rows) => {
                        let here = self.row().map(same_line);
                        let place = rows.iter().position(|row| Some(same_line(row)) == here);
                        // The cursor stays on its line, and on its place where the line is gone.
                        self.selected = place.unwrap_or(self.selected);
                        self.rows.clone_from(rows);
                        self.state = State::Here;
                    }
                    Err(sentence) => self.state = State::Failed(sentence.clone()),
                }
                self.step(0)
            }
            Message::StoreChanged => self.ask(),
            _ => Reply::none(),
        }
    }

    fn wake(&self, at: &At) -> Option<DateTime<Utc>> {
        // Time that is left is told in minutes.
        self.row().map(|_| at.now + MINUTE)
    }

    fn entered(&mut self, _at: &At) -> Reply {
        self.ask()
    }
}

/// What a key does to a line that has a number of its own.
fn by_number(action: BoardAction, what: &Waits) -> Option<BoardAct> {
    Some(match (action, what) {
        (BoardAction::Good, Waits::Word { word, state: WordState::Asked, .. }) => {
            BoardAct::Countersign(*word, WordState::Given)
        }
        (BoardAction::Bad, Waits::Word { word, state: WordState::Asked, .. }) => {
            BoardAct::Countersign(*word, WordState::Refused)
        }
        (BoardAction::Good, Waits::Notice { notice, error: Some(_), .. }) => BoardAct::Retry(*notice),
        (BoardAction::Good, Waits::Notice { notice, medium, error: None, .. })
        | (BoardAction::Drop, Waits::Notice { notice, medium, .. }) => BoardAct::Settle(*notice, *medium),
        _ => return None,
    })
}

/// Who stands in a line (unsafe text).
/// What a second word would be given for, or refused: nobody signs without having read it.
fn word_again(what: &Waits, action: BoardAction) -> Option<Say> {
    let Waits::Word { alone, asked_by, why, .. } = what else { return None };
    let key = if action == BoardAction::Good { "board.give_again" } else { "board.refuse_again" };
    let about = Bilingual { zh: alone.words(Lang::Zh), en: alone.words(Lang::En) };
    Some(Say::Text(key, vec![Say::Both(about), Say::Words(asked_by.clone()), Say::Words(why.clone())]))
}

fn name_of(what: &Waits) -> &str {
    match what {
        Waits::Sms { name, .. }
        | Waits::Appointment { name, .. }
        | Waits::Call { name, .. }
        | Waits::Notice { name, .. } => name,
        Waits::Curtain { recipient, .. } => recipient,
        Waits::Word { asked_by, .. } => asked_by,
    }
}

/// What makes a line the same after the list was loaded again.
fn same_line(row: &BoardRow) -> (i64, String) {
    let part = match &row.what {
        Waits::Sms { person, .. } | Waits::Appointment { person, .. } | Waits::Call { person, .. } => {
            person.to_string()
        }
        Waits::Curtain { .. } => String::new(),
        Waits::Notice { notice, .. } => notice.to_string(),
        Waits::Word { word, .. } => format!("word {word}"),
    };
    (row.order.map_or(0, |order| order.0), part)
}

#[cfg(test)]
#[path = "board/tests.rs"]
mod tests;
