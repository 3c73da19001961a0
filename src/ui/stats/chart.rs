//! Columns by day and by hour.

use super::words::{grouped, slice};
use crate::app::say::Say;
use crate::domain::stats::{Point, Report};
use crate::ui::Paint;
use crate::ui::text::{put, put_right};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The charts of the overview: days above, hours below.
pub fn overview(paint: &Paint, report: &Report, area: Rect, buf: &mut Buffer) {
    if area.width < 16 || area.height < 8 {
        return;
    }
    let half = area.height / 2;
    let area = Rect { width: area.width - 1, ..area };
    points(paint, paint.text("stats.by_day"), &report.days, Rect { height: half, ..area }, buf);
    let below = Rect { y: area.y + half, height: area.height - half, ..area };
    points(paint, paint.text("stats.by_hour"), &report.hours, below, buf);
}

/// A title, columns, and the first and last name below them.
fn points(paint: &Paint, title: &str, points: &[Point], area: Rect, buf: &mut Buffer) {
    let values: Vec<u64> = points.iter().map(|point| point.approved + point.rejected).collect();
    let most = values.iter().max().copied().unwrap_or(0);
    put(buf, area.x, area.y, area.width, title, paint.theme.strong);
    let said = paint.say(&Say::with("stats.most", grouped(most)));
    put_right(buf, area.right(), area.y, area.width, &said, paint.theme.dim);
    let chart = Rect { y: area.y + 1, height: area.height.saturating_sub(3), ..area };
    let end = columns(paint, &values, chart, buf);
    let y = area.bottom().saturating_sub(2);
    let name = |point: Option<&Point>| point.map(|point| slice(paint, &point.slice, "")).unwrap_or_default();
    let left = put(buf, area.x, y, area.width, &name(points.first()), paint.theme.dim);
    let last = name(points.last());
    if points.len() > 1 && left + crate::ui::text::columns(&last) < area.right() {
        put_right(
            buf,
            end.max(left + 1 + crate::ui::text::columns(&last)),
            y,
            area.width,
            &last,
            paint.theme.dim,
        );
    }
}

/// Draws a column for each value, or for each few that have to share one; tells where they end.
fn columns(paint: &Paint, values: &[u64], area: Rect, buf: &mut Buffer) -> u16 {
    let room = usize::from(area.width.max(1));
    let share = values.len().div_ceil(room).max(1);
    let shared: Vec<u64> = values.chunks(share).map(|few| few.iter().sum()).collect();
    let wide = (room / shared.len().max(1)).clamp(1, 6) as u16;
    let most = shared.iter().max().copied().unwrap_or(0).max(1);
    let steps = paint.theme.lines.steps;
    let full = steps.len().saturating_sub(1).max(1) as u64;
    let mut x = area.x;
    for value in shared {
        let mut height = (value * u64::from(area.height) * full).div_ceil(most);
        for y in (area.top()..area.bottom()).rev() {
            let here = height.min(full);
            height -= here;
            let symbol = steps.get(here as usize).copied().unwrap_or_default();
            for cell in x..x + wide.saturating_sub(u16::from(wide > 1)).max(1) {
                put(buf, cell, y, 1, symbol, paint.theme.figure());
            }
        }
        x += wide;
    }
    x
}
