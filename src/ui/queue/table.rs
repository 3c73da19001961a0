//! The rows of the queue.

use super::columns::{Column, Needs, layout};
use super::tabs::short_stage;
use crate::app::mouse::Target;
use crate::app::say::Say;
use crate::app::screen::queue::{Due, Queue, State, Urgency, span, type_text};
use crate::app::screen::review::findings::{Group, counted};
use crate::domain::view::QueueRow;
use crate::ui::Paint;
use crate::ui::text::{columns, put, put_right, safe, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws heading and rows, or what stands in their place.
pub fn render(paint: &mut Paint, state: &Queue, area: Rect, buf: &mut Buffer) {
    let height = usize::from(area.height.saturating_sub(1));
    let shown: Vec<&QueueRow> = state.list.rows.iter().skip(state.list.top).take(height).collect();
    let no = shown.iter().map(|row| columns(row.no.as_str())).max().unwrap_or(0).clamp(8, 20);
    let needs = Needs { tab: state.what.listed(), lang: paint.lang(), no };
    let columns = layout(area.width.saturating_sub(1), needs);
    heading(paint, &columns, area, buf);
    if shown.is_empty() || matches!(state.list.state, State::Failed(_)) {
        return nothing(paint, state, Rect { y: area.y + 1, height: area.height - 1, ..area }, buf);
    }
    let place = state.list.place();
    for (at, (row, y)) in shown.into_iter().zip(area.y + 1..).enumerate() {
        let line = Rect { y, height: 1, ..area };
        let selected = at + state.list.top == place;
        let marked = state.marked.contains_key(&row.id);
        if selected {
            buf.set_style(line, paint.theme.selected);
        }
        let base = if selected { paint.theme.selected } else { paint.theme.base };
        draw_row(paint, row, &columns, Look { base, selected, marked }, line, buf);
        paint.hit(line, Target::Order(row.id));
    }
}

/// How a row stands among the others.
#[derive(Clone, Copy)]
struct Look {
    base: Style,
    selected: bool,
    marked: bool,
}

fn heading(paint: &Paint, columns: &[(Column, u16)], area: Rect, buf: &mut Buffer) {
    let mut x = area.x;
    for (column, width) in columns {
        if let Some(title) = column.title() {
            cell(buf, (x, area.y, *width), *column, paint.text(title), paint.theme.dim);
        }
        x += width + 1;
    }
}

fn cell(buf: &mut Buffer, (x, y, width): (u16, u16, u16), column: Column, text: &str, style: Style) {
    if column.stands_right() {
        put_right(buf, x + width, y, width, text, style);
    } else {
        put(buf, x, y, width, text, style);
    }
}

fn draw_row(
    paint: &Paint,
    row: &QueueRow,
    columns: &[(Column, u16)],
    look: Look,
    area: Rect,
    buf: &mut Buffer,
) {
    let mut x = area.x;
    for (column, width) in columns {
        let (text, style) = content(paint, row, *column, look);
        cell(buf, (x, area.y, *width), *column, &text, paint.theme.over(look.base, style));
        x += width + 1;
    }
}

/// What a column says about a row, and how.
fn content(paint: &Paint, row: &QueueRow, column: Column, look: Look) -> (String, Style) {
    let (lang, now) = (paint.lang(), paint.app.now());
    let plain = |text: &str| (text.to_owned(), Style::new());
    let dim = |text: String| (text, paint.theme.dim);
    match column {
        Column::Sign => sign(paint, row, look),
        Column::No => plain(&safe(row.no.as_str())),
        Column::Type => plain(paint.text(type_text(row.order_type))),
        Column::Nature => {
            plain(paint.catalog.nature(&row.nature).map_or("", |nature| nature.title.get(lang)))
        }
        Column::Province => {
            plain(paint.catalog.province(&row.province).map_or("", |province| province.title.get(lang)))
        }
        Column::Entity => plain(&safe(&row.entity)),
        Column::Sites => plain(&safe(&row.sites)),
        Column::Revision if row.revision > 1 => (row.revision.to_string(), paint.theme.warn),
        Column::Revision => dim(row.revision.to_string()),
        Column::Stage => plain(paint.text(short_stage(row.stage))),
        Column::Waiting => dim(span(now - row.waiting_since)),
        Column::Due => match row.due_at.map(|due| Due::at(due, now)) {
            None => dim("-".to_owned()),
            Some(due) => (due.short(), urgent(paint, due.urgency)),
        },
        Column::Holder => holder(paint, row),
        Column::Findings => found(paint, row),
    }
}

/// Findings by weight, the worst in front: `2✗ 1! 3?`.
fn found(paint: &Paint, row: &QueueRow) -> (String, Style) {
    let shown = counted(row.findings).filter(|(group, _)| *group != Group::Info);
    let parts: Vec<(Group, u32)> = shown.collect();
    let text: Vec<String> = parts.iter().map(|(group, count)| format!("{count}{}", group.sign())).collect();
    let style = match parts.first() {
        Some((Group::Block, _)) => paint.theme.bad,
        Some((Group::Warn, _)) => paint.theme.warn,
        _ => paint.theme.dim,
    };
    (text.join(" "), style)
}

fn urgent(paint: &Paint, urgency: Urgency) -> Style {
    match urgency {
        Urgency::Overdue => paint.theme.bad,
        Urgency::Soon => paint.theme.warn,
        Urgency::Later => Style::new(),
    }
}

/// Two signs: cursor or mark, and what is special.
fn sign(paint: &Paint, row: &QueueRow, look: Look) -> (String, Style) {
    let first = match (look.marked, look.selected) {
        (true, _) => "*",
        (false, true) => ">",
        (false, false) => " ",
    };
    let snoozed = row.snoozed_until.is_some_and(|until| until > paint.app.now());
    let second = if row.asked.is_some() {
        "?"
    } else if row.priority > 0 {
        "^"
    } else if snoozed {
        "z"
    } else {
        " "
    };
    (format!("{first}{second}"), paint.theme.key)
}

/// Who holds it; who was given it, in brackets.
fn holder(paint: &Paint, row: &QueueRow) -> (String, Style) {
    let me = paint.app.session.as_ref().map(|session| session.staff.id);
    let held = row.holder.as_ref().filter(|holder| holder.until > paint.app.now());
    match (held, row.assigned_to) {
        (Some(holder), _) if Some(holder.id) == me => (paint.text("queue.me").to_owned(), paint.theme.good),
        (Some(holder), _) => (safe(&holder.name).into_owned(), paint.theme.dim),
        (None, Some(id)) if Some(id) == me => (format!("({})", paint.text("queue.me")), paint.theme.good),
        (None, Some(_)) => {
            let name = row.assigned_name.as_deref().unwrap_or_else(|| paint.text("queue.given"));
            (format!("({})", safe(name)), paint.theme.dim)
        }
        (None, None) => (String::new(), Style::new()),
    }
}

/// Loading, empty, nothing found, failed: what is so, and the way on.
fn nothing(paint: &Paint, state: &Queue, area: Rect, buf: &mut Buffer) {
    let (words, hint) = match &state.list.state {
        State::Loading => (paint.text("queue.loading").to_owned(), ""),
        State::Failed(why) => {
            (paint.say(&Say::with("queue.failed", why.clone())), paint.text("queue.failed_hint"))
        }
        State::Ready if state.what.filter.is_empty() => {
            (paint.text("queue.empty").to_owned(), paint.text("queue.empty_hint"))
        }
        State::Ready => {
            (paint.text("queue.nothing_found").to_owned(), paint.text("queue.nothing_found_hint"))
        }
    };
    let style = match state.list.state {
        State::Failed(_) => paint.theme.bad,
        _ => paint.theme.base,
    };
    let room = area.width.saturating_sub(8);
    let mut lines: Vec<(String, Style)> = wrap(&words, room).into_iter().map(|line| (line, style)).collect();
    lines.push((hint.to_owned(), paint.theme.dim));
    for ((line, style), y) in lines.into_iter().zip(area.y + area.height / 3..area.bottom()) {
        let x = area.x + area.width.saturating_sub(columns(&line)) / 2;
        put(buf, x, y, room, &line, style);
    }
}
