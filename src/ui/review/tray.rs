//! The tray of reasons.

use super::pane::{self, Line, Title};
use crate::app::say::Say;
use crate::app::screen::review::Review;
use crate::app::screen::review::layout::Pane;
use crate::domain::text::visible;
use crate::ui::Paint;
use crate::ui::text::{fit, put, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// That a fault was there before, and is told only now.
pub(super) fn ours(paint: &Paint, state: &Review, since: u32) -> String {
    let now = state.view.order.revision.to_string();
    paint.say(&Say::Text("review.ours", vec![Say::Words(now), Say::Words(since.to_string())]))
}

/// Draws it.
pub fn render(paint: &mut Paint, state: &Review, area: Rect, buf: &mut Buffer) {
    let count = state.work.reasons.len();
    let suggested = state.suggestions(paint.catalog);
    let title = Title {
        pane: Pane::Tray,
        text: paint.text("review.tray"),
        right: match (count, suggested.len()) {
            (0, 0) => String::new(),
            (count, 0) => count.to_string(),
            (count, more) => {
                format!("{count}  {}", paint.say(&Say::with("review.suggested", more.to_string())))
            }
        },
    };
    let inner = pane::frame(paint, state, &title, area, buf);
    if inner.height == 0 {
        return;
    }
    if count + suggested.len() == 0 {
        let text = paint.text("review.tray_empty");
        put(buf, inner.x + 1, inner.y, inner.width.saturating_sub(2), text, paint.theme.dim);
        return;
    }
    let mut lines = Vec::new();
    let mark = paint.text("review.suggestion");
    let again = paint.text("review.again");
    for (at, reason) in state.work.reasons.iter().chain(&suggested).enumerate() {
        let taken = at < count;
        let field = reason.field.as_deref().filter(|field| !field.is_empty());
        let field = field.map(|field| format!("【{}】", visible(field))).unwrap_or_default();
        let mark = match (taken, state.is_again(reason)) {
            (true, _) => "",
            (false, true) => again,
            (false, false) => mark,
        };
        let text =
            format!("{mark}{field}{}", visible(&state.view.masks.hide(&reason.text.replace('\n', " "))));
        let here = state.panes.focus == Pane::Tray && state.panes.cursor(Pane::Tray) == at;
        let most = if taken || here { 2 } else { 1 };
        let style = if taken { paint.theme.base } else { paint.theme.dim };
        let room = inner.width.saturating_sub(5);
        let shown = if most == 1 { vec![fit(&text, room).into_owned()] } else { wrap(&text, room) };
        for (n, text) in shown.into_iter().take(most).enumerate() {
            let line = Line::of(at);
            let number = if taken { format!("{}.", at + 1) } else { "[ ]".to_owned() };
            let line = if n == 0 { line.with(1, number, paint.theme.dim) } else { line };
            lines.push(line.with(if taken { 4 } else { 5 }, text, style));
        }
        if let Some(since) = state.since(paint.catalog, reason).filter(|_| taken) {
            let text = ours(paint, state, since);
            lines.push(Line::of(at).with(4, fit(&text, room).into_owned(), paint.theme.warn));
        }
    }
    pane::lines(paint, state, Pane::Tray, &lines, inner, buf);
}
