//! The statistics: tabs, what is asked, and a table with charts; or the orders behind a figure.

mod chart;
mod orders;
mod state_line;
mod table;
mod words;

pub use table::first_shown;

use super::text::put;
use super::{Paint, strip};
use crate::app::mouse::Target;
use crate::app::screen::stats::{State, Stats, View};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of the overview's table.
const OVERVIEW: u16 = 36;

/// Draws it between title and footer.
pub fn render(paint: &mut Paint, state: &Stats, area: Rect, buf: &mut Buffer) {
    let line = |y: u16| Rect { y, height: 1, ..area };
    tabs(paint, state.view, line(area.y), buf);
    state_line::render(paint, state, line(area.y + 1), buf);
    let body = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    if let Some(orders) = &state.orders {
        return orders::render(paint, orders, body, buf);
    }
    let Some(shown) = state.table() else {
        let words = match &state.state {
            State::Failed(_) => paint.text("stats.failed_hint"),
            _ => paint.text("stats.loading"),
        };
        put(buf, body.x + 1, body.y + 1, body.width, words, paint.theme.dim);
        return;
    };
    if state.view == View::Overview {
        let right = Rect { x: body.x + OVERVIEW, width: body.width.saturating_sub(OVERVIEW), ..body };
        if let Some(report) = &state.report {
            chart::overview(paint, report, right, buf);
        }
        return table::render(paint, state, &shown, Rect { width: OVERVIEW - 1, ..body }, buf);
    }
    table::render(paint, state, &shown, body, buf);
}

/// The tables in a line; the one that is shown stands in brackets.
fn tabs(paint: &mut Paint, shown: View, area: Rect, buf: &mut Buffer) {
    let views = Stats::views(&paint.at());
    let place = views.iter().position(|view| *view == shown).unwrap_or(0);
    let tab = |(view, pane): (&View, u8)| {
        let name = paint.text(view.title());
        let (label, style) = if *view == shown {
            (format!("[{name}]"), paint.theme.selected)
        } else {
            (format!(" {name} "), paint.theme.base)
        };
        strip::Tab { label, style, target: Target::Pane { pane, line: 0 } }
    };
    let tabs: Vec<strip::Tab> = views.iter().zip(0..).map(tab).collect();
    strip::render(paint, &tabs, place, area, buf);
}
