//! The history of an order: when, who, what, the newest first.

use super::Paint;
use super::text::{put, rule, wrap};
use crate::app::mouse::Target;
use crate::app::say::Say;
use crate::app::screen::history::History;
use crate::app::stage_text;
use crate::catalog::history::sentence;
use crate::catalog::paths;
use crate::domain::event::Event;
use crate::domain::text::{visible, visible_lines};
use crate::domain::view::{HistoryLine, OrderView};
use crate::domain::worktime::shanghai;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns of the time, and of the name.
const WHEN: u16 = 17;
const WHO: u16 = 14;

/// Draws it between title and footer.
pub fn render(paint: &mut Paint, state: &History, area: Rect, buf: &mut Buffer) {
    let Some(view) = &state.view else {
        put(buf, area.x + 1, area.y, area.width, paint.text("history.loading"), paint.theme.dim);
        return;
    };
    head(paint, view, Rect { height: 2, ..area }, buf);
    let list = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    if view.history.is_empty() {
        put(buf, list.x + 1, list.y, list.width, paint.text("history.none"), paint.theme.dim);
    }
    let room = list.width.saturating_sub(WHEN + WHO + 3);
    let lines: Vec<(usize, usize, String)> = view
        .history
        .iter()
        .enumerate()
        .flat_map(|(at, line)| {
            let words = wrap(&what(paint, view, line), room);
            words.into_iter().enumerate().map(move |(n, text)| (at, n, text))
        })
        .collect();
    let end = lines.iter().rposition(|(at, ..)| *at == state.selected).unwrap_or_default() + 1;
    let first = end.saturating_sub(usize::from(list.height));
    for (y, (at, n, text)) in (list.y..list.bottom()).zip(lines.iter().skip(first)) {
        let row = Rect { y, height: 1, ..list };
        let here = *at == state.selected;
        let style = if here { paint.theme.selected } else { paint.theme.base };
        buf.set_style(row, style);
        if let Some(line) = view.history.get(*at).filter(|_| *n == 0) {
            when_and_who(paint, line, row, style, buf);
        }
        put(buf, row.x + WHEN + WHO + 2, y, room, text, style);
        paint.hit(row, Target::Choice(*at));
    }
}

fn head(paint: &Paint, view: &OrderView, area: Rect, buf: &mut Buffer) {
    let stage = paint.text(stage_text(view.row.stage));
    let revision = paint.say(&Say::with("review.revision", view.row.revision.to_string()));
    let mut text = format!("{stage}  {revision}  {}", visible(&view.row.entity));
    if view.waiting_notices > 0 {
        let waiting = Say::with("history.waiting_notices", view.waiting_notices.to_string());
        text.push_str(&format!("  {}", paint.say(&waiting)));
    }
    put(buf, area.x + 1, area.y, area.width, &text, paint.theme.base);
    rule(buf, area, area.y + 1, paint.theme.lines.rule, paint.theme.border);
}

fn when_and_who(paint: &Paint, line: &HistoryLine, row: Rect, style: Style, buf: &mut Buffer) {
    let when = shanghai(line.at).format("%Y-%m-%d %H:%M").to_string();
    put(buf, row.x + 1, row.y, WHEN, &when, paint.theme.over(style, paint.theme.dim));
    let who = line.who.as_deref().map_or(paint.text("history.program").into(), visible);
    put(buf, row.x + WHEN + 1, row.y, WHO - 1, &who, paint.theme.over(style, paint.theme.strong));
}

/// What happened; a revealed field by its name.
fn what(paint: &Paint, view: &OrderView, line: &HistoryLine) -> String {
    match &line.event {
        Event::Revealed { field } => {
            let name = paths::named(paint.catalog, paint.lang(), &view.order, field);
            format!("{}{}", paint.text("history.revealed"), visible(&name))
        }
        event => {
            visible_lines(&sentence(paint.catalog, &event.named(&view.order), paint.lang())).into_owned()
        }
    }
}
