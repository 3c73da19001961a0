//! Forms, and the filter.

use super::menu::sign;
use super::popup::window;
use super::text::{columns, put};
use super::{Paint, input};
use crate::app::input::Lines;
use crate::app::mouse::Target;
use crate::app::popup::{FilterBox, FilterPart, Form};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of a form.
const WIDTH: u16 = 56;

/// Draws a form: labels above their inputs.
pub fn render(paint: &mut Paint, state: &Form, area: Rect, buf: &mut Buffer) {
    let heights: Vec<u16> = state
        .fields
        .iter()
        .map(|field| match field.input.lines() {
            Lines::One => 1,
            Lines::Many => input::height(&field.input, WIDTH).clamp(3, 8),
        })
        .collect();
    let height: u16 = heights.iter().map(|height| height + 2).sum();
    let mut title = paint.text(state.purpose.title()).to_owned();
    if let Some(no) = &state.about {
        title = format!("{title}  {no}");
    }
    let inner = window(paint, (WIDTH, height), &title, area, buf);
    let mut y = inner.y;
    for (at, (field, height)) in state.fields.iter().zip(heights).enumerate() {
        let focused = at == state.focus;
        let style = if focused { paint.theme.strong } else { paint.theme.dim };
        let x = put(buf, inner.x, y, inner.width, paint.text(field.label), style);
        if let Some(problem) = state.problem.as_ref().filter(|_| focused) {
            let room = inner.right().saturating_sub(x + 2);
            put(buf, x + 2, y, room, &format!("! {}", paint.say(problem)), paint.theme.bad);
        }
        let height = height.min(inner.bottom().saturating_sub(y + 1));
        let place = Rect { x: inner.x + 1, y: y + 1, width: inner.width.saturating_sub(1), height };
        if field.input.is_empty() {
            put(buf, place.x, place.y, place.width, paint.text(field.hint), paint.theme.dim);
        }
        for line in place.top()..place.bottom() {
            let mark = if focused { paint.theme.key } else { paint.theme.border };
            put(buf, inner.x, line, 1, paint.theme.lines.upright, mark);
        }
        let caret = input::draw(&field.input, place, buf, paint.theme.base);
        if focused {
            paint.caret = Some(caret);
        }
        y += height + 2;
    }
}

/// Draws the filter: parts and their values.
pub fn render_filter(paint: &mut Paint, state: &FilterBox, area: Rect, buf: &mut Buffer) {
    let height = u16::try_from(FilterPart::ALL.len()).unwrap_or(0);
    let inner = window(paint, (44, height), paint.text("filter.title"), area, buf);
    let titles = FilterPart::ALL.into_iter().map(|part| columns(paint.text(part.title())));
    let left = titles.max().unwrap_or(0) + 4;
    for (line, (part, y)) in FilterPart::ALL.into_iter().zip(inner.y..).enumerate() {
        let row = Rect { y, height: 1, ..inner };
        let at_cursor = line == state.selected;
        let narrows = part.narrows(&state.filter);
        let style = if narrows { paint.theme.strong } else { paint.theme.dim };
        let style = if at_cursor { paint.theme.over(paint.theme.selected, style) } else { style };
        buf.set_style(row, style);
        let value = paint.say(&part.says(&state.filter, &paint.at()));
        put(buf, row.x, y, left, &format!("{} {}", sign(at_cursor), paint.text(part.title())), style);
        put(buf, row.x + left, y, row.width.saturating_sub(left), &value, style);
        paint.hit(row, Target::Choice(line));
    }
}
