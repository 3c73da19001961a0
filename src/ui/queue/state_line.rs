//! The line above the table: search, filter in force, sort, and what the list is doing.

use crate::app::action::{Action, QueueAction};
use crate::app::mouse::Target;
use crate::app::popup::FilterPart;
use crate::app::say::Say;
use crate::app::screen::queue::{Focus, Queue, sort_text};
use crate::domain::view::Filter;
use crate::ui::text::{columns, put, put_right};
use crate::ui::{Paint, input};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws it.
pub fn render(paint: &mut Paint, state: &Queue, area: Rect, buf: &mut Buffer) {
    let right = right_end(paint, state, area, buf);
    let mut x = search(paint, state, area, buf);
    for part in FilterPart::ALL.into_iter().filter(|part| part.narrows(&state.what.filter)) {
        let text = chip(paint, part, &state.what.filter);
        if x + columns(&text) + 1 > right {
            break;
        }
        let end = put(buf, x, area.y, u16::MAX, &text, paint.theme.warn);
        let place = Rect { x, y: area.y, width: end.saturating_sub(x), height: 1 };
        paint.hit(place, Target::Do(Action::Queue(QueueAction::Filter)));
        x = end + 1;
    }
}

/// A part of the filter: `省份=广东`, or its name alone where it has no value of its own.
fn chip(paint: &Paint, part: FilterPart, filter: &Filter) -> String {
    let title = paint.text(part.title());
    match part {
        FilterPart::Mine | FilterPart::Overdue | FilterPart::Returned | FilterPart::Blocking => {
            format!("[{title}]")
        }
        _ => format!("[{title}={}]", paint.say(&part.says(filter, &paint.at()))),
    }
}

/// The search box: while it is typed in, and while it narrows.
fn search(paint: &mut Paint, state: &Queue, area: Rect, buf: &mut Buffer) -> u16 {
    let typing = state.focus != Focus::List;
    let x = area.x + 1;
    if !typing && state.search.is_empty() {
        return x;
    }
    let style = if typing { paint.theme.key } else { paint.theme.warn };
    let start = put(buf, x, area.y, u16::MAX, "/ ", style);
    let width = if typing { area.width / 2 } else { (columns(state.search.text()) + 1).min(area.width / 3) };
    let place = Rect { x: start, y: area.y, width, height: 1 };
    if state.search.is_empty() {
        put(buf, place.x, place.y, place.width, paint.text("queue.search_hint"), paint.theme.dim);
    }
    let style = match state.focus {
        Focus::Search => paint.theme.base,
        Focus::Anew => paint.theme.selected,
        Focus::List => paint.theme.warn,
    };
    let caret = input::draw(&state.search, place, buf, style);
    if typing {
        paint.caret = Some(caret);
        // What is typed is short, and the rest of the box is free.
        if state.unlooked().is_some() {
            let from = place.x + columns(state.search.text()) + 2;
            let room = place.right().saturating_sub(from);
            put(buf, from, place.y, room, paint.text("queue.number_hint"), paint.theme.dim);
        }
    }
    paint.hit(place, Target::Do(Action::Queue(QueueAction::Search)));
    place.right() + 2
}

/// Whether rows are on their way, marks, sort, and where the cursor stands.
fn right_end(paint: &mut Paint, state: &Queue, area: Rect, buf: &mut Buffer) -> u16 {
    let mut words = Vec::new();
    if state.list.is_loading() && !state.list.rows.is_empty() {
        words.push(paint.text("queue.searching").to_owned());
    }
    if !state.marked.is_empty() {
        words.push(paint.say(&Say::with("queue.marked", state.marked.len().to_string())));
    }
    let before = words.len();
    words.extend(position(paint, state));
    // In a narrow line the sort gives way to what changes.
    let sort = paint.say(&Say::Text("queue.sorted", vec![Say::text(sort_text(state.what.sorted()))]));
    let others: u16 = words.iter().map(|word| columns(word) + 3).sum();
    if others + columns(&sort) < area.width / 2 {
        words.insert(before, sort);
    }
    if let Some(last) = words.last_mut() {
        last.push(' ');
    }
    put_right(buf, area.right(), area.y, area.width / 2, &words.join("   "), paint.theme.dim)
}

/// The place of the cursor among all rows: `5/128`, or `5/100+` where nobody has counted them; none where
/// the rows before are not here.
fn position(paint: &Paint, state: &Queue) -> Option<String> {
    let (list, what) = (&state.list, &state.what);
    if list.rows.is_empty() || list.more_before.is_some() {
        return None;
    }
    let (place, here) = (list.place() + 1, list.rows.len());
    let counted = paint.app.counts.of(what.listed());
    Some(match list.more_after {
        None => format!("{place}/{here}"),
        Some(_) if what.filter.is_empty() && counted > here as u64 => format!("{place}/{counted}"),
        Some(_) => format!("{place}/{here}+"),
    })
}
