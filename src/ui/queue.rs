//! The queue: tabs with counts, what narrows the list, the table, and the selected order in full.

mod columns;
mod detail;
mod state_line;
mod table;
mod tabs;

use super::Paint;
use super::text::rule;
use crate::app::screen::queue::Queue;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws it between title and footer.
pub fn render(paint: &mut Paint, state: &Queue, area: Rect, buf: &mut Buffer) {
    let line = |y: u16| Rect { y, height: 1, ..area };
    tabs::render(paint, state.what.listed(), line(area.y), buf);
    state_line::render(paint, state, line(area.y + 1), buf);
    let rule_y = area.bottom().saturating_sub(3);
    let list = Rect { y: area.y + 2, height: rule_y.saturating_sub(area.y + 2), ..area };
    table::render(paint, state, list, buf);
    rule(buf, area, rule_y, paint.theme.lines.rule, paint.theme.border);
    if let Some(row) = state.list.row() {
        detail::render(paint, row, Rect { y: rule_y + 1, height: 2, ..area }, buf);
    }
}
