//! What lies over a screen: a window in its middle, with a title and its own keys below.

use super::text::{clear, columns, put};
use super::{Paint, form, help, menu};
use crate::app::action::Action;
use crate::app::keymap;
use crate::app::popup::{Calls, Popup};
use crate::app::say::Say;
use crate::domain::text::visible;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Widget};

/// Draws a popup, and its keys in the footer.
pub fn render(paint: &mut Paint, popup: &Popup, area: Rect, buf: &mut Buffer) {
    match popup {
        Popup::Help(state) => help::render(paint, state, area, buf),
        Popup::Menu(state) => menu::render(paint, state, area, buf),
        Popup::Form(state) => form::render(paint, state, area, buf),
        Popup::Undo(state) => menu::render_undo(paint, state, area, buf),
        Popup::Filter(state) => form::render_filter(paint, state, area, buf),
        Popup::Calls(state) => calls(paint, state, area, buf),
        Popup::Leave(_) => leave(paint, area, buf),
    }
    super::frame::footer(paint, Rect { y: area.bottom() - 1, height: 1, ..area }, buf);
}

/// The question before the end, with its two answers.
fn leave(paint: &mut Paint, area: Rect, buf: &mut Buffer) {
    let lines = ["leave.kept", "leave.yes", "leave.no"].map(|key| paint.text(key));
    let width = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
    let inner = window(paint, (width, 4), paint.text("leave.title"), area, buf);
    for (line, y) in lines.into_iter().zip([inner.y, inner.y + 2, inner.y + 3]) {
        let style = if y == inner.y { paint.theme.base } else { paint.theme.key };
        put(buf, inner.x, y, inner.width, line, style);
    }
}

/// Whom the call was made to, and each end that it can have with its key.
fn calls(paint: &mut Paint, state: &Calls, area: Rect, buf: &mut Buffer) {
    let whom = state.callee().map(|callee| format!("{}  {}", paint.text(callee.role), visible(&callee.name)));
    let whom = whom.unwrap_or_default();
    let lines: Vec<(String, String)> = keymap::call::CALL
        .iter()
        .filter(|binding| matches!(binding.action, Action::Call(_)))
        .map(|binding| {
            let key = binding.keys.first().map(ToString::to_string).unwrap_or_default();
            (key, paint.say(&Say::Action(binding.action)))
        })
        .collect();
    let widest = lines.iter().map(|(_, text)| columns(text) + 6).max().unwrap_or(0).max(columns(&whom));
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    let inner = window(paint, (widest, height), paint.text("context.call"), area, buf);
    put(buf, inner.x, inner.y, inner.width, &whom, paint.theme.strong);
    for ((key, text), y) in lines.iter().zip(inner.y + 2..inner.bottom()) {
        put(buf, inner.x, y, 5, key, paint.theme.key);
        put(buf, inner.x + 6, y, inner.width.saturating_sub(6), text, paint.theme.base);
    }
}

/// A window of at most this size in the middle of `area`; gives what lies inside its border.
pub fn window(paint: &Paint, size: (u16, u16), title: &str, area: Rect, buf: &mut Buffer) -> Rect {
    let width = size.0.saturating_add(4).min(area.width.saturating_sub(4));
    let height = size.1.saturating_add(2).min(area.height.saturating_sub(3));
    let place = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height.saturating_sub(height + 1)) / 2,
        width,
        height,
    };
    clear(buf, place);
    buf.set_style(place, paint.theme.base);
    let block = Block::bordered().border_set(paint.theme.lines.border).border_style(paint.theme.border);
    let inner = block.inner(place);
    block.render(place, buf);
    put(buf, place.x + 2, place.y, columns(title) + 2, &format!(" {title} "), paint.theme.strong);
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
}

/// The first line of a list of `len` so that line `at` is among `room` shown.
pub fn scrolled(at: usize, room: u16, len: usize) -> usize {
    let room = usize::from(room.max(1));
    (at + 1).saturating_sub(room).min(len.saturating_sub(room))
}
