//! The review screen: head, panes, and what lies over them.

mod checklist;
mod dialog;
mod evidence;
mod explain;
mod findings;
mod head;
mod marks;
mod order;
mod pane;
mod tray;

#[cfg(test)]
mod tests;

use super::Paint;
use crate::app::screen::review::Review;
use crate::app::screen::review::layout::Area;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws it between title and footer.
pub fn render(paint: &mut Paint, state: &Review, area: Rect, buf: &mut Buffer) {
    let layout = state.layout(paint.app.size);
    let place = |part: Area| Rect { x: area.x + part.x, y: area.y + part.y, width: part.w, height: part.h };
    head::render(paint, state, place(layout.head), buf);
    if let Some(tabs) = layout.tabs {
        head::tabs(paint, state, place(tabs), buf);
    }
    if let Some(part) = layout.order {
        order::render(paint, state, place(part), buf);
    }
    if let Some(part) = layout.evidence {
        evidence::render(paint, state, part, area, buf);
    }
    if let Some(part) = layout.findings {
        findings::render(paint, state, place(part), buf);
    }
    if let Some(part) = layout.checklist {
        checklist::render(paint, state, place(part), buf);
    }
    if let Some(part) = layout.tray {
        tray::render(paint, state, place(part), buf);
    }
    if let Some(part) = layout.strip {
        checklist::strip(paint, state, place(part), buf);
    }
    if let Some(open) = &state.dialog {
        paint.hits.clear();
        paint.caret = None;
        dialog::render(paint, state, open, area, buf);
        super::frame::footer(paint, Rect { y: area.bottom(), height: 1, ..area }, buf);
    }
}
