//! The help: every key that counts on the screen beneath.

use super::Paint;
use super::popup::window;
use super::text::{columns, put};
use crate::app::keymap::Binding;
use crate::app::popup::Help;
use crate::app::say::Say;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A line of the help.
enum Line {
    Title(String),
    Key(&'static Binding),
    Empty,
}

/// Draws it, in two columns where there is room.
pub fn render(paint: &mut Paint, state: &Help, area: Rect, buf: &mut Buffer) {
    let mut lines = Vec::new();
    for (context, bindings) in state.sections() {
        if !lines.is_empty() {
            lines.push(Line::Empty);
        }
        lines.push(Line::Title(paint.text(context.title()).to_owned()));
        lines.extend(bindings.iter().map(Line::Key));
    }
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let inner = window(paint, (60, height), paint.text("help.title"), area, buf);
    let room = usize::from(inner.height.saturating_sub(2));
    let first = state.scroll.min(lines.len().saturating_sub(room));
    for (y, line) in (inner.y..).zip(lines.iter().skip(first).take(room)) {
        draw(paint, line, Rect { y, height: 1, ..inner }, buf);
    }
    let note = paint.text("help.disabled");
    put(buf, inner.x, inner.bottom().saturating_sub(1), inner.width, note, paint.theme.dim);
}

fn draw(paint: &Paint, line: &Line, area: Rect, buf: &mut Buffer) {
    match line {
        Line::Empty => {}
        Line::Title(title) => {
            put(buf, area.x, area.y, area.width, title, paint.theme.strong);
        }
        Line::Key(binding) => {
            let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            let (key_style, style) = paint.key_style(binding.action);
            let keys = keys.join(" ");
            let x = area.x + 2 + 18u16.max(columns(&keys) + 1);
            put(buf, area.x + 2, area.y, area.width, &keys, key_style);
            let room = area.right().saturating_sub(x);
            put(buf, x, area.y, room, &paint.say(&Say::Action(binding.action)), style);
        }
    }
}
