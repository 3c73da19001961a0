//! The orders behind a figure.

use super::table::first_shown;
use super::words::{moment, name};
use crate::app::mouse::Target;
use crate::app::say::Say;
use crate::app::screen::queue::{tab_text, type_text};
use crate::app::screen::stats::{Orders, State};
use crate::domain::lang::Lang;
use crate::domain::view::{QueueRow, Tab};
use crate::ui::Paint;
use crate::ui::text::{columns, put, put_right, safe};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws a title and as many orders as fit, the selected one among them.
pub fn render(paint: &mut Paint, orders: &Orders, area: Rect, buf: &mut Buffer) {
    let (about, head) = &orders.title;
    let title = Say::Text(
        "stats.orders_of",
        vec![Say::Words(name(paint, about)), Say::Words(paint.text(head).to_owned())],
    );
    let said = match &orders.state {
        State::Loading => paint.text("stats.loading").to_owned(),
        State::Failed(why) => paint.say(&Say::with("stats.failed", why.clone())),
        State::Here if orders.rows.len() >= orders.limit => {
            format!("{}+  {}", orders.rows.len(), paint.text("stats.more"))
        }
        State::Here => orders.rows.len().to_string(),
    };
    let right = area.right().saturating_sub(1);
    let end = put_right(buf, right, area.y, area.width / 2, &said, paint.theme.dim);
    let room = end.saturating_sub(area.x + 2);
    put(buf, area.x + 1, area.y, room, &paint.say(&title), paint.theme.strong);
    let room = usize::from(area.height.saturating_sub(1)).max(1);
    let first = first_shown(orders.selected, room, orders.rows.len());
    let no = orders.rows.iter().map(|row| columns(&safe(row.no.as_str()))).max().unwrap_or(0).min(24);
    for ((at, row), y) in orders.rows.iter().enumerate().skip(first).take(room).zip(area.y + 1..) {
        let line = Rect { y, height: 1, ..area };
        let style = if at == orders.selected { paint.theme.selected } else { paint.theme.base };
        buf.set_style(line, style);
        order(paint, row, no, line, buf);
        paint.hit(line, Target::Choice(at));
    }
}

fn order(paint: &Paint, row: &QueueRow, no: u16, line: Rect, buf: &mut Buffer) {
    let lang = paint.lang();
    let province = paint.catalog.province(&row.province).map(|province| province.title.get(lang));
    let stage = paint.text(tab_text(Tab::Stage(row.stage)));
    let kind = paint.text(type_text(row.order_type));
    let since = moment(row.waiting_since);
    let base = paint.theme.base;
    put(buf, line.x + 1, line.y, no, &safe(row.no.as_str()), base);
    let mut x = line.x + 2 + no;
    let widths = match lang {
        Lang::Zh => [10, 8, 8],
        Lang::En => [20, 13, 12],
    };
    for (text, width) in [stage, kind, province.unwrap_or_default()].into_iter().zip(widths) {
        put(buf, x, line.y, width, text, base);
        x += width + 1;
    }
    let right = line.right().saturating_sub(1);
    let end = if x + 40 < right { put_right(buf, right, line.y, 12, &since, paint.theme.dim) } else { right };
    put(buf, x, line.y, end.saturating_sub(x + 1), &safe(&row.entity), base);
}
