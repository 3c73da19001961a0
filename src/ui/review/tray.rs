//! The tray of reasons.

use super::pane::{self, Line, Title};
use crate::app::say::Say;
use crate::app::screen::review::Review;
use crate::app::screen::review::layout::Pane;
use crate::domain::checklist::ChosenReason;
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
    let suggested = state.suggested(paint.catalog);
    let title = Title {
        pane: Pane::Tray,
        text: paint.text("review.tray"),
        right: match (count, suggested) {
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
    if count + suggested == 0 {
        let text = paint.text("review.tray_empty");
        put(buf, inner.x + 1, inner.y, inner.width.saturating_sub(2), text, paint.theme.dim);
        return;
    }
    let room = inner.width.saturating_sub(5);
    pane::rows(paint, state, (Pane::Tray, count + suggested), inner, buf, |paint, at| {
        match state.work.reasons.get(at) {
            Some(reason) => taken(paint, state, (at, reason), room),
            None => {
                let reason = state.suggestion(paint.catalog, at - count);
                reason.map(|reason| offered(paint, state, (at, &reason), room)).unwrap_or_default()
            }
        }
    });
}

/// What a reason is about, and what it says.
fn said(state: &Review, reason: &ChosenReason) -> String {
    let field = reason.field.as_deref().filter(|field| !field.is_empty());
    let field = field.map(|field| format!("【{}】", visible(field))).unwrap_or_default();
    format!("{field}{}", visible(&state.view.masks.hide(&reason.text.replace('\n', " "))))
}

/// A reason in the tray, and below it that it is told late.
fn taken(paint: &Paint, state: &Review, (at, reason): (usize, &ChosenReason), room: u16) -> Vec<Line> {
    let theme = paint.theme;
    let mut lines: Vec<Line> = Vec::new();
    for (n, text) in wrap(&said(state, reason), room).into_iter().take(2).enumerate() {
        let line = Line::of(at);
        let line = if n == 0 { line.with(1, format!("{}.", at + 1), theme.dim) } else { line };
        lines.push(line.with(4, text, theme.base));
    }
    if let Some(since) = state.since(paint.catalog, reason) {
        let text = ours(paint, state, since);
        lines.push(Line::of(at).with(4, fit(&text, room).into_owned(), theme.warn));
    }
    lines
}

/// A suggestion in a line; under the cursor in two.
fn offered(paint: &Paint, state: &Review, (at, reason): (usize, &ChosenReason), room: u16) -> Vec<Line> {
    let dim = paint.theme.dim;
    let mark = if state.is_again(reason) { "review.again" } else { "review.suggestion" };
    let text = format!("{}{}", paint.text(mark), said(state, reason));
    let here = state.panes.focus == Pane::Tray && state.panes.cursor(Pane::Tray) == at;
    let shown = if here { wrap(&text, room) } else { vec![fit(&text, room).into_owned()] };
    let lines = shown.into_iter().take(2).enumerate();
    lines
        .map(|(n, text)| {
            let line = Line::of(at);
            let line = if n == 0 { line.with(1, "[ ]", dim) } else { line };
            line.with(5, text, dim)
        })
        .collect()
}
