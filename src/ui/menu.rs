//! Lists to choose from, and the list of verdicts that can be undone.

use super::Paint;
use super::popup::{scrolled, window};
use super::text::{columns, put, put_right, safe};
use crate::app::message::UndoableVerdict;
use crate::app::mouse::Target;
use crate::app::popup::{Menu, Undo};
use crate::app::say::Say;
use crate::app::screen::queue::span;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws a list with what narrows it.
pub fn render(paint: &mut Paint, state: &Menu, area: Rect, buf: &mut Buffer) {
    let shown = state.shown(&paint.at());
    let widest =
        state.items.iter().map(|item| columns(&paint.say(&item.label)) + columns(&paint.say(&item.detail)));
    let width = widest.max().unwrap_or(0).max(34) + 4;
    let height = u16::try_from(state.items.len().max(1)).unwrap_or(u16::MAX).saturating_add(2).min(20);
    let inner = window(paint, (width, height), paint.text(state.title), area, buf);
    put(buf, inner.x, inner.y, 2, "/ ", paint.theme.key);
    let typing = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), height: 1, ..inner };
    paint.caret = Some(super::input::draw(&state.narrow, typing, buf, paint.theme.base));
    let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    if shown.is_empty() {
        let none = if state.items.is_empty() { "menu.no_views" } else { "menu.none" };
        put(buf, list.x, list.y, list.width, paint.text(none), paint.theme.dim);
    }
    let first = scrolled(state.selected, list.height, shown.len());
    let lines = shown.iter().enumerate().skip(first).take(usize::from(list.height));
    for (y, (line, index)) in (list.y..).zip(lines) {
        let Some(item) = state.items.get(*index) else { continue };
        let row = Rect { y, height: 1, ..list };
        let style = if item.disabled.is_some() { paint.theme.dim } else { paint.theme.base };
        let at_cursor = line == state.selected;
        let style = if at_cursor { paint.theme.over(paint.theme.selected, style) } else { style };
        buf.set_style(row, style);
        let label = paint.say(&item.label);
        let detail = paint.say(&item.detail);
        let left = put_right(buf, row.right(), y, row.width / 2, &detail, style);
        put(buf, row.x, y, left.saturating_sub(row.x + 1), &format!("{} {label}", sign(at_cursor)), style);
        paint.hit(row, Target::Choice(line));
    }
}

/// The sign of the line under the cursor.
pub const fn sign(at_cursor: bool) -> &'static str {
    if at_cursor { ">" } else { " " }
}

/// Draws the list of verdicts.
pub fn render_undo(paint: &mut Paint, state: &Undo, area: Rect, buf: &mut Buffer) {
    let rows = state.rows.as_deref().unwrap_or_default();
    let height = u16::try_from(rows.len().max(1)).unwrap_or(u16::MAX).min(14);
    let inner = window(paint, (70, height), paint.text("undo.title"), area, buf);
    if rows.is_empty() {
        let text = if state.rows.is_some() { "undo.none" } else { "queue.loading" };
        put(buf, inner.x, inner.y, inner.width, paint.text(text), paint.theme.dim);
    }
    let first = scrolled(state.selected, inner.height, rows.len());
    let lines = rows.iter().enumerate().skip(first).take(usize::from(inner.height));
    for (y, (line, row)) in (inner.y..).zip(lines) {
        let place = Rect { y, height: 1, ..inner };
        let (left, open) = left(paint, row);
        let style = if open { paint.theme.base } else { paint.theme.dim };
        let at_cursor = line == state.selected;
        let style = if at_cursor { paint.theme.over(paint.theme.selected, style) } else { style };
        buf.set_style(place, style);
        let kind = match row.kind {
            crate::domain::verdict::VerdictKind::Approve => paint.text("verdict.approve"),
            crate::domain::verdict::VerdictKind::Reject => paint.text("verdict.reject"),
        };
        let text = format!("{} {kind}  {}  {}", sign(at_cursor), row.no, safe(&row.entity));
        let right = put_right(buf, place.right(), y, place.width / 2, &left, style);
        put(buf, place.x, y, right.saturating_sub(place.x + 1), &text, style);
        paint.hit(place, Target::Choice(line));
    }
}

/// How long a verdict can still be undone, or why not.
fn left(paint: &Paint, row: &UndoableVerdict) -> (String, bool) {
    if let Some(why) = &row.closed {
        return (safe(why).into_owned(), false);
    }
    let left = row.until - paint.app.now();
    if left <= chrono::TimeDelta::zero() {
        (paint.text("undo.over").to_owned(), false)
    } else {
        (paint.say(&Say::with("undo.left", span(left))), true)
    }
}
