//! A line of tabs: as many as fit, the shown one among them.

use super::Paint;
use super::text::{columns, put};
use crate::app::mouse::Target;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A tab of a line.
pub struct Tab {
    /// What it says.
    pub label: String,
    /// How.
    pub style: Style,
    /// What a click on it means.
    pub target: Target,
}

/// Draws the line, moved so far that the tab at `place` is seen; `<` and `>` tell of others.
pub fn render(paint: &mut Paint, tabs: &[Tab], place: usize, area: Rect, buf: &mut Buffer) {
    let width =
        |from: usize| -> u16 { tabs.iter().take(place + 1).skip(from).map(|tab| columns(&tab.label)).sum() };
    let mut first = 0;
    while first < place && width(first) + 2 > area.width {
        first += 1;
    }
    let mut x = area.x;
    if first > 0 {
        x = put(buf, x, area.y, 1, "<", paint.theme.dim);
    }
    for tab in tabs.iter().skip(first) {
        if x + columns(&tab.label) > area.right() {
            put(buf, area.right() - 1, area.y, 1, ">", paint.theme.dim);
            break;
        }
        let end = put(buf, x, area.y, u16::MAX, &tab.label, tab.style);
        paint.hit(Rect { x, y: area.y, width: end.saturating_sub(x), height: 1 }, tab.target);
        x = end;
    }
}
