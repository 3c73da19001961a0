//! Something to write: notes, reasons, a time, a name. What was written is kept when the form is closed.

use crate::app::action::{Action, DialogAction};
use crate::app::effect::Effect;
use crate::app::input::{Input, Lines};
use crate::app::key::Key;
use crate::app::keymap::Context;
use crate::app::say::Say;
use crate::app::screen::{At, Go, Part, Reply};
use crate::app::settings::SavedView;
use crate::domain::board::BoardAct;
use crate::domain::event::RecheckResult;
use crate::domain::ids::{OrderId, OrderNo, PersonRef, UserId, VerdictId};
use crate::domain::life::CallResult;
use crate::domain::stats::{Period, Question};
use crate::domain::worktime;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

/// What a form is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// Put an order back.
    PutBack(OrderId),
    /// Ask a supervisor.
    Ask(OrderId),
    /// Answer as a supervisor.
    Answer(OrderId),
    /// Put an order aside.
    Snooze(OrderId),
    /// Take a claim away.
    TakeBack(OrderId),
    /// Change a priority.
    Prioritise(OrderId),
    /// Save the list under a name.
    SaveView(Box<SavedView>),
    /// Count other days.
    Days(Box<Question>),
    /// Draw approvals of a period (and one person) for a re-check.
    Draw(Period, Option<UserId>),
    /// What was said in a call.
    CallNote(OrderId, PersonRef),
    /// When to call again somebody who was not reached.
    CallAgain(OrderId, PersonRef),
    /// The customer gives up.
    Abandon(OrderId),
    /// Tell the result of a re-check.
    Recheck(VerdictId, RecheckResult),
    /// Tell how a curtain was sent.
    CurtainSent(OrderId),
}

impl Purpose {
    /// The key of the title.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::PutBack(_) => "form.put_back",
            Self::Ask(_) => "form.ask",
            Self::Answer(_) => "form.answer",
            Self::Snooze(_) => "form.snooze",
            Self::TakeBack(_) => "form.take_back",
            Self::Prioritise(_) => "form.prioritise",
            Self::SaveView(_) => "form.save_view",
            Self::Days(_) => "form.days",
            Self::Draw(..) => "form.draw",
            Self::CallNote(..) => "form.call_note",
            Self::CallAgain(..) => "form.call_again",
            Self::Abandon(_) => "form.abandon",
            Self::Recheck(_, RecheckResult::Upheld) => "form.upheld",
            Self::Recheck(_, RecheckResult::Overlooked) => "form.overlooked",
            Self::CurtainSent(_) => "form.curtain",
        }
    }

    fn fields(&self) -> Vec<Field> {
        let note = || Field { label: "form.note", hint: "form.note_hint", input: Input::many_lines() };
        let line = |label, hint| Field { label, hint, input: Input::one_line() };
        match self {
            Self::PutBack(_) | Self::Ask(_) | Self::Answer(_) => vec![note()],
            Self::CallNote(..) => vec![note()],
            Self::CallAgain(..) => vec![
                line("form.when", "form.until_hint"),
                Field { label: "form.note", hint: "form.optional", input: Input::many_lines() },
            ],
            Self::TakeBack(_) | Self::Abandon(_) => {
                vec![Field { label: "form.reason", hint: "form.note_hint", input: Input::many_lines() }]
            }
            Self::Snooze(_) => vec![line("form.until", "form.until_hint"), note()],
            Self::Prioritise(_) => vec![
                line("form.priority", "form.priority_hint"),
                Field { label: "form.reason", hint: "form.note_hint", input: Input::many_lines() },
            ],
            Self::SaveView(_) => vec![line("form.name", "form.name_hint")],
            Self::Days(_) => {
                vec![line("form.from", "form.from_hint"), line("form.to", "form.to_hint")]
            }
            Self::Draw(..) => vec![line("form.how_many", "form.how_many_hint")],
            Self::Recheck(_, RecheckResult::Upheld) => {
                vec![Field { label: "form.note", hint: "form.optional", input: Input::many_lines() }]
            }
            Self::Recheck(_, RecheckResult::Overlooked) => vec![note()],
            Self::CurtainSent(_) => {
                vec![line("form.courier", "form.courier_hint"), line("form.parcel", "form.parcel_hint")]
            }
        }
    }
}

/// An input with its label.
#[derive(Debug, Clone)]
pub struct Field {
    /// The key of its label.
    pub label: &'static str,
    /// The key of what stands in it while it is empty.
    pub hint: &'static str,
    /// The input.
    pub input: Input,
}

/// A form.
#[derive(Debug)]
pub struct Form {
    /// What it is for.
    pub purpose: Purpose,
    /// About which order.
    pub about: Option<OrderNo>,
    /// Its inputs.
    pub fields: Vec<Field>,
    /// The input with the caret.
    pub focus: usize,
    /// Why it was not taken.
    pub problem: Option<Say>,
}

impl Form {
    /// An empty form.
    pub fn new(purpose: Purpose, about: Option<OrderNo>) -> Self {
        let fields = purpose.fields();
        Self { purpose, about, fields, focus: 0, problem: None }
    }

    fn text(&self, at: usize) -> String {
        self.fields.get(at).map(|field| field.input.text().trim().to_owned()).unwrap_or_default()
    }

    fn texts(&self) -> Vec<String> {
        self.fields.iter().map(|field| field.input.text().to_owned()).collect()
    }

    /// The text of an input that must not be empty.
    fn needed(&self, at: usize) -> Result<String, (usize, Say)> {
        let text = self.text(at);
        if text.is_empty() { Err((at, Say::text("why.empty"))) } else { Ok(text) }
    }

    /// The effect, or the input that is wrong and why.
    fn effect(&self, at: &At) -> Result<Effect, (usize, Say)> {
        Ok(match &self.purpose {
            Purpose::PutBack(id) => Effect::PutBack(*id, self.needed(0)?),
            Purpose::Ask(id) => Effect::Ask(*id, self.needed(0)?),
            Purpose::Answer(id) => Effect::Answer(*id, self.needed(0)?),
            Purpose::TakeBack(id) => Effect::TakeBack { id: *id, reason: self.needed(0)? },
            Purpose::Abandon(id) => Effect::Abandon(*id, self.needed(0)?),
            Purpose::CallNote(id, person) => self.call((*id, person), None, self.needed(0)?),
            Purpose::CallAgain(id, person) => {
                let again_at = time(&self.needed(0)?, at.now).ok_or((0, Say::text("why.no_time")))?;
                self.call((*id, person), Some(again_at), self.text(1))
            }
            Purpose::Snooze(id) => {
                let until = time(&self.needed(0)?, at.now).ok_or((0, Say::text("why.no_time")))?;
                Effect::Snooze { id: *id, until, note: self.needed(1)? }
            }
            Purpose::Prioritise(id) => {
                let priority = self.needed(0)?.parse().map_err(|_| (0, Say::text("why.no_number")))?;
                Effect::Prioritise { id: *id, priority, reason: self.needed(1)? }
            }
            Purpose::Days(question) => Effect::LoadStats { question: self.days(question)?, generation: 0 },
            Purpose::Draw(period, person) => {
                let n = self.needed(0)?.parse().map_err(|_| (0, Say::text("why.no_number")))?;
                Effect::DrawSample { n, period: *period, person: *person }
            }
            Purpose::Recheck(verdict, result) => {
                let note = match result {
                    RecheckResult::Upheld => self.text(0),
                    RecheckResult::Overlooked => self.needed(0)?,
                };
                Effect::Recheck { verdict: verdict.clone(), result: *result, note }
            }
            Purpose::CurtainSent(id) => {
                Effect::Board(BoardAct::CurtainSent(*id, self.needed(0)?, self.needed(1)?))
            }
            Purpose::SaveView(view) => {
                Effect::SaveView(SavedView { name: self.needed(0)?, ..(**view).clone() })
            }
        })
    }

    /// A call; whoever is called again was not reached.
    fn call(
        &self,
        (id, person): (OrderId, &PersonRef),
        again_at: Option<DateTime<Utc>>,
        note: String,
    ) -> Effect {
        let result = if again_at.is_some() { CallResult::NotReached } else { CallResult::Reached };
        Effect::LogCall { id, person: person.clone(), result, note, again_at }
    }

    /// The question about the days that were typed; one alone stands for itself.
    fn days(&self, question: &Question) -> Result<Box<Question>, (usize, Say)> {
        let day = |at: usize, text: String| -> Result<NaiveDate, (usize, Say)> {
            text.parse().map_err(|_| (at, Say::text("why.no_day")))
        };
        let from = day(0, self.needed(0)?)?;
        let last = self.text(1);
        let to = if last.is_empty() { from } else { day(1, last)? };
        if to < from {
            return Err((1, Say::text("why.no_day")));
        }
        Ok(Box::new(Question { period: Period::Custom { from, to }, ..question.clone() }))
    }

    fn submit(&mut self, at: &At) -> Reply {
        match self.effect(at) {
            Ok(effect) => Reply::effect(effect).then(Go::FormSent),
            Err((wrong, why)) => {
                self.focus = wrong;
                self.problem = Some(why);
                Reply::none()
            }
        }
    }

    fn turn(&mut self, by: usize) {
        self.focus = (self.focus + by) % self.fields.len().max(1);
    }
}

impl Part for Form {
    fn context(&self) -> Context {
        Context::Form
    }

    fn disabled(&self, action: Action, _at: &At) -> Option<Say> {
        let lines = self.fields.get(self.focus).map(|field| field.input.lines());
        let idle = match action {
            Action::Dialog(DialogAction::NextField | DialogAction::LastField) => self.fields.len() < 2,
            Action::Dialog(DialogAction::LineBreak) => lines == Some(Lines::One),
            _ => false,
        };
        idle.then(|| Say::text("why.not_here"))
    }

    fn act(&mut self, action: Action, at: &At) -> Reply {
        match action {
            Action::Dialog(DialogAction::Submit) => return self.submit(at),
            Action::Dialog(DialogAction::Close) => return Reply::go(Go::ClosePopup),
            Action::Dialog(DialogAction::NextField) => self.turn(1),
            Action::Dialog(DialogAction::LastField) => self.turn(self.fields.len().saturating_sub(1)),
            Action::Dialog(DialogAction::LineBreak) => return self.typed(Key::LineBreak, at),
            _ => {}
        }
        Reply::none()
    }

    fn typed(&mut self, key: Key, _at: &At) -> Reply {
        self.problem = None;
        if let Some(field) = self.fields.get_mut(self.focus) {
            field.input.key(key);
        }
        Reply::none()
    }

    fn pasted(&mut self, text: &str, _at: &At) -> Reply {
        if let Some(field) = self.fields.get_mut(self.focus) {
            field.input.insert(text);
        }
        Reply::none()
    }
}

/// A moment as people write it: `30m`, `2h`, `1d`, `14:30`, `11-23 09:00`, Beijing time. None where it is
/// no moment, or one that has passed.
pub fn time(text: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let here = worktime::shanghai(now);
    let text: String = text
        .chars()
        .map(|typed| match Key::Char(typed).folded() {
            Key::Char(letter) => letter,
            _ => typed,
        })
        .collect();
    let number = |unit: char| text.strip_suffix(unit).and_then(|digits| digits.parse::<i64>().ok());
    let until = if let Some(minutes) = number('m') {
        here.checked_add_signed(TimeDelta::try_minutes(minutes)?)?
    } else if let Some(hours) = number('h') {
        here.checked_add_signed(TimeDelta::try_hours(hours)?)?
    } else if let Some(days) = number('d') {
        here.checked_add_signed(TimeDelta::try_days(days)?)?
    } else if let Ok(clock) = NaiveTime::parse_from_str(&text, "%H:%M") {
        let today = here.date().and_time(clock);
        if today > here { today } else { today + TimeDelta::days(1) }
    } else {
        let year = here.format("%Y-").to_string();
        NaiveDateTime::parse_from_str(&format!("{year}{text}"), "%Y-%m-%d %H:%M")
            .or_else(|_| NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M"))
            .ok()?
    };
    (until > here).then(|| (until - TimeDelta::hours(8)).and_utc())
}

/// Texts of forms that were closed before they were sent, or whose wish was refused.
#[derive(Debug, Default)]
pub struct Kept {
    texts: Vec<Written>,
    sent: Option<Written>,
}

/// What was written, and what for.
type Written = (Purpose, Vec<String>);

impl Kept {
    /// Keeps what was written.
    pub fn keep(&mut self, form: &Form) {
        self.texts.retain(|(purpose, _)| *purpose != form.purpose);
        let texts = form.texts();
        if texts.iter().any(|text| !text.is_empty()) {
            self.texts.push((form.purpose.clone(), texts));
        }
    }

    /// Holds what was sent until its answer comes.
    pub fn sent(&mut self, form: &Form) {
        self.texts.retain(|(purpose, _)| *purpose != form.purpose);
        self.sent = Some((form.purpose.clone(), form.texts()));
    }

    /// The wish was refused: its words come back with the next form of its kind.
    pub fn refused(&mut self) {
        self.texts.extend(self.sent.take());
    }

    /// The wish was done.
    pub fn done(&mut self) {
        self.sent = None;
    }

    /// Brings back what was written.
    pub fn restore(&mut self, form: &mut Form) {
        if let Some((_, texts)) = self.texts.iter().find(|(purpose, _)| *purpose == form.purpose) {
            for (field, text) in form.fields.iter_mut().zip(texts) {
                field.input = std::mem::take(&mut field.input).with(text);
            }
        }
    }
}
