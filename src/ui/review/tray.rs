//! The tray of reasons.

use super::pane::{self, Line, Title};
use crate::app::screen::review::Review;
use crate::app::screen::review::layout::Pane;
use crate::domain::text::visible;
use crate::ui::Paint;
use crate::ui::text::{put, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws it.
pub fn render(paint: &mut Paint, state: &Review, area: Rect, buf: &mut Buffer) {
    let count = state.work.reasons.len();
    let title = Title {
        pane: Pane::Tray,
        text: paint.text("review.tray"),
        right: if count == 0 { String::new() } else { count.to_string() },
    };
    let inner = pane::frame(paint, state, &title, area, buf);
    if inner.height == 0 {
        return;
    }
    if count == 0 {
        let text = paint.text("review.tray_empty");
        put(buf, inner.x + 1, inner.y, inner.width.saturating_sub(2), text, paint.theme.dim);
        return;
    }
    let mut lines = Vec::new();
    for (at, reason) in state.work.reasons.iter().enumerate() {
        let field = reason.field.as_deref().filter(|field| !field.is_empty());
        let field = field.map(|field| format!("【{}】", visible(field))).unwrap_or_default();
        let text = format!("{field}{}", visible(&reason.text.replace('\n', " ")));
        for (n, text) in wrap(&text, inner.width.saturating_sub(5)).into_iter().take(2).enumerate() {
            let line = Line::of(at);
            let number = format!("{}.", at + 1);
            let line = if n == 0 { line.with(1, number, paint.theme.dim) } else { line };
            lines.push(line.with(4, text, paint.theme.base));
        }
    }
    pane::lines(paint, state, Pane::Tray, &lines, inner, buf);
}
