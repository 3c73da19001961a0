//! The board: six lists in tabs, one line for each thing that is waited for.

use super::text::{fit, put, put_right, safe};
use super::{Paint, strip};
use crate::app::mouse::Target;
use crate::app::say::Say;
use crate::app::screen::board::{Board, State};
use crate::app::screen::queue::span;
use crate::domain::board::{BoardRow, List, Waits};
use crate::domain::countersign::WordState;
use crate::domain::worktime::shanghai;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns of the time and of the order number.
const WHEN: u16 = 16;
const NO: u16 = 14;
/// The entity is left out where it would get fewer columns.
const ENTITY: u16 = 10;
/// Less time than this is marked.
const SOON_HOURS: i64 = 6;

/// Draws it between title and footer.
pub fn render(paint: &mut Paint, state: &Board, area: Rect, buf: &mut Buffer) {
    tabs(paint, state.list, Rect { height: 1, ..area }, buf);
    let body = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    if state.rows.is_empty() {
        let words = match &state.state {
            State::Loading => paint.text("board.loading").to_owned(),
            State::Failed(why) => paint.say(&Say::Words(why.clone())),
            State::Here => paint.text(empty(state.list)).to_owned(),
        };
        put(buf, body.x + 1, body.y + 1, body.width, &words, paint.theme.dim);
        return;
    }
    head(paint, state.list, body, buf);
    let room = usize::from(body.height.saturating_sub(1)).max(1);
    let first = super::stats::first_shown(state.selected, room, state.rows.len());
    for ((at, row), y) in state.rows.iter().enumerate().skip(first).take(room).zip(body.y + 1..) {
        let line = Rect { y, height: 1, ..body };
        let style = if at == state.selected { paint.theme.selected } else { paint.theme.base };
        buf.set_style(line, style);
        draw(paint, row, line, style, buf);
        paint.hit(line, Target::Choice(at));
    }
}

const fn empty(list: List) -> &'static str {
    match list {
        List::Sms => "board.no_sms",
        List::Curtains => "board.no_curtains",
        List::Appointments => "board.no_appointments",
        List::Calls => "board.no_calls",
        List::Notices => "board.no_notices",
        List::Words => "board.no_words",
    }
}

fn tabs(paint: &mut Paint, shown: List, area: Rect, buf: &mut Buffer) {
    let place = List::ALL.iter().position(|list| *list == shown).unwrap_or(0);
    let tab = |(list, pane): (&List, u8)| {
        let name = paint.text(list.title());
        let (label, style) = if *list == shown {
            (format!("[{name}]"), paint.theme.selected)
        } else {
            (format!(" {name} "), paint.theme.base)
        };
        strip::Tab { label, style, target: Target::Pane { pane, line: 0 } }
    };
    let tabs: Vec<strip::Tab> = List::ALL.iter().zip(0..).map(tab).collect();
    strip::render(paint, &tabs, place, area, buf);
}

fn head(paint: &Paint, list: List, area: Rect, buf: &mut Buffer) {
    let when = match list {
        List::Sms => "board.time_left",
        List::Curtains => "board.goes_out",
        List::Appointments => "board.when",
        List::Calls => "board.due",
        List::Notices => "board.made",
        List::Words => "board.until",
    };
    let dim = paint.theme.dim;
    put(buf, area.x + 1, area.y, WHEN, paint.text(when), dim);
    put(buf, area.x + 1 + WHEN, area.y, NO, paint.text("board.order"), dim);
    put(buf, area.x + 1 + WHEN + NO, area.y, area.width, paint.text("board.what"), dim);
}

fn draw(paint: &Paint, row: &BoardRow, line: Rect, style: Style, buf: &mut Buffer) {
    let (when, urgent) = when(paint, row);
    let when = if urgent { format!("! {when}") } else { format!("  {when}") };
    let when_style = if urgent { paint.theme.over(style, paint.theme.bad) } else { style };
    put(buf, line.x + 1, line.y, WHEN - 1, &when, when_style);
    put(buf, line.x + 1 + WHEN, line.y, NO - 1, &safe(row.no.as_str()), style);
    let x = line.x + 1 + WHEN + NO;
    let room = line.right().saturating_sub(x + 1);
    let (words, note) = words(paint, row);
    let next = put(buf, x, line.y, room, &words, style);
    let mut end = next;
    if let Some((note, bad)) = note {
        let note_style = if bad { paint.theme.bad } else { paint.theme.dim };
        let rest = line.right().saturating_sub(next + 3);
        end = put(buf, next + 2, line.y, rest, &note, paint.theme.over(style, note_style));
    }
    // Whose it is can be read in the order, too: it gives way to what is waited for.
    let rest = line.right().saturating_sub(end + 3);
    if rest >= ENTITY {
        let entity = fit(&safe(&row.entity), rest.min(room / 2)).into_owned();
        put_right(buf, line.right() - 1, line.y, rest, &entity, paint.theme.over(style, paint.theme.dim));
    }
}

/// The time of a line, and whether it presses.
fn when(paint: &Paint, row: &BoardRow) -> (String, bool) {
    let now = paint.app.now();
    let clock = shanghai(row.at).format("%m-%d %H:%M").to_string();
    match &row.what {
        Waits::Sms { verified: Some(_), .. } => (clock, false),
        Waits::Sms { .. } if row.at <= now => (paint.text("board.lapsed").to_owned(), true),
        Waits::Sms { .. } => {
            let left = row.at - now;
            (span(left), left.num_hours() < SOON_HOURS)
        }
        Waits::Notice { .. } | Waits::Word { .. } => (clock, false),
        _ => (clock, row.at <= now),
    }
}

/// What is waited for, and a note that may be left out; true = it is a warning.
fn words(paint: &Paint, row: &BoardRow) -> (String, Option<(String, bool)>) {
    let text = |key| paint.text(key);
    match &row.what {
        Waits::Sms { name, sent, verified, left, resend_at, .. } => {
            let state = match (verified, sent) {
                (Some(_), _) => text("board.verified"),
                (None, Some(_)) => text("board.sent"),
                (None, None) => text("board.not_sent"),
            };
            let mut left = paint.say(&Say::with("board.tries_left", left.to_string()));
            if let Some(again) = resend_at {
                let again = shanghai(*again).format("%m-%d %H:%M").to_string();
                left.push_str("  ");
                left.push_str(&paint.say(&Say::with("board.resend", again)));
            }
            let note = verified.is_none().then(|| (left, row_presses(row)));
            (format!("{}  {state}", safe(name)), note)
        }
        Waits::Curtain { recipient, had } => {
            let had = (*had > 0).then(|| (paint.say(&Say::with("board.had_curtain", had.to_string())), true));
            (safe(recipient).into_owned(), had)
        }
        Waits::Appointment { name, method, place, .. } => {
            let method = paint.catalog.text(paint.lang(), method.text()).to_owned();
            (format!("{}  {method}", safe(name)), Some((safe(place).into_owned(), false)))
        }
        Waits::Call { name, .. } => (safe(name).into_owned(), None),
        Waits::Word { alone, asked_by, why, state, .. } => {
            let mut note = state.name(paint.lang()).to_owned();
            if !why.is_empty() {
                note.push_str("  ");
                note.push_str(&safe(why));
            }
            let alone = alone.words(paint.lang());
            (format!("{}  {}", safe(asked_by), safe(&alone)), Some((note, *state == WordState::Asked)))
        }
        Waits::Notice { kind, medium, name, error, .. } => {
            let what = paint.catalog.text(paint.lang(), &format!("notice.{kind}")).to_owned();
            let note = match error {
                Some(error) => (safe(error).into_owned(), true),
                None => (text("board.to_pass_on").to_owned(), false),
            };
            (format!("{what}  {} → {}", medium.name(paint.lang()), safe(name)), Some(note))
        }
    }
}

/// One try left is a warning.
const fn row_presses(row: &BoardRow) -> bool {
    matches!(row.what, Waits::Sms { left, .. } if left <= 1)
}
