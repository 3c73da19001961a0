//! The selected order in full, below the table: what a narrow table had to leave out.

use crate::app::say::Say;
use crate::app::screen::queue::type_text;
use crate::app::screen::review::findings::counted;
use crate::domain::view::QueueRow;
use crate::domain::worktime::shanghai;
use crate::ui::Paint;
use crate::ui::text::{put, safe};
use chrono::{DateTime, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws two lines.
pub fn render(paint: &Paint, row: &QueueRow, area: Rect, buf: &mut Buffer) {
    let room = area.width.saturating_sub(2);
    let x = put(buf, area.x + 1, area.y, room, &safe(&row.entity), paint.theme.strong);
    let about = about(paint, row).join("  ");
    put(buf, x + 2, area.y, area.right().saturating_sub(x + 3), &about, paint.theme.base);
    let times = times(paint, row).join("   ");
    put(buf, area.x + 1, area.y + 1, room, &times, paint.theme.dim);
}

fn about(paint: &Paint, row: &QueueRow) -> Vec<String> {
    let lang = paint.lang();
    let mut words = vec![paint.text(type_text(row.order_type)).to_owned()];
    words.extend(paint.catalog.nature(&row.nature).map(|nature| nature.title.get(lang).to_owned()));
    words.extend(paint.catalog.province(&row.province).map(|province| province.title.get(lang).to_owned()));
    words.push(row.profile.to_string());
    if !row.sites.is_empty() {
        words.push(safe(&row.sites).into_owned());
    }
    words
}

fn times(paint: &Paint, row: &QueueRow) -> Vec<String> {
    let said = |key, part: String| paint.say(&Say::with(key, part));
    let mut words = Vec::new();
    if let Some(question) = &row.asked {
        words.push(said("queue.asked", question.clone()));
    }
    let found: Vec<String> = counted(row.findings)
        .map(|(group, count)| format!("{count}{} {}", group.sign(), paint.text(group.word())))
        .collect();
    if !found.is_empty() {
        words.push(found.join("  "));
    }
    words.extend(row.due_at.map(|due| said("queue.due_at", moment(due))));
    words.push(said("queue.since", moment(row.waiting_since)));
    if row.returned_count > 0 {
        words.push(said("queue.returned", row.returned_count.to_string()));
    }
    if row.priority != 0 {
        words.push(said("queue.priority", row.priority.to_string()));
    }
    let now = paint.app.now();
    let snoozed = row.snoozed_until.filter(|until| *until > now);
    words.extend(snoozed.map(|until| said("queue.snoozed", moment(until))));
    let held = row.holder.as_ref().filter(|holder| holder.until > now);
    words.extend(held.map(|holder| said("queue.holds", holder.name.clone())));
    words
}

/// A moment in Beijing time.
fn moment(at: DateTime<Utc>) -> String {
    shanghai(at).format("%m-%d %H:%M").to_string()
}
