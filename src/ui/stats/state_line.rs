//! What is asked, and what has become of it.

use super::words::slice;
use crate::app::say::Say;
use crate::app::screen::stats::{State, Stats};
use crate::domain::stats::{Period, Slice};
use crate::ui::Paint;
use crate::ui::text::{put, put_right, safe};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws it.
pub fn render(paint: &Paint, state: &Stats, area: Rect, buf: &mut Buffer) {
    let (said, style) = match &state.state {
        State::Loading => (paint.text("stats.loading").to_owned(), paint.theme.warn),
        State::Failed(why) => (paint.say(&Say::with("stats.failed", why.clone())), paint.theme.bad),
        State::Here => (String::new(), paint.theme.dim),
    };
    let right = put_right(buf, area.right().saturating_sub(1), area.y, area.width / 2, &said, style);
    let mut x = area.x + 1;
    for (at, chip) in chips(paint, state).iter().enumerate() {
        let style = if at == 0 { paint.theme.strong } else { paint.theme.key };
        x = put(buf, x, area.y, right.saturating_sub(x + 1), chip, style) + 2;
    }
}

fn chips(paint: &Paint, state: &Stats) -> Vec<String> {
    let question = &state.question;
    let (from, to) = question.period.days(paint.app.now());
    let days = if from == to { from.to_string() } else { format!("{from} - {to}") };
    let mut chips = vec![match question.period {
        Period::Custom { .. } => days,
        named => format!("{}  {days}", paint.text(period_text(named))),
    }];
    let mut add =
        |part: Option<Slice>| chips.extend(part.map(|part| format!("[{}]", slice(paint, &part, ""))));
    add(question.province.clone().map(Slice::Province));
    add(question.order_type.map(Slice::Type));
    add(question.profile.clone().map(Slice::Profile));
    let person = state.report.as_ref().and_then(|report| report.person.as_ref());
    chips.extend(person.map(|name| format!("[{}]", safe(name))));
    chips
}

/// The key of a period's name.
const fn period_text(period: Period) -> &'static str {
    match period {
        Period::Today => "stats.period.today",
        Period::Days7 => "stats.period.7d",
        Period::Days30 => "stats.period.30d",
        Period::Quarter => "stats.period.quarter",
        Period::Year => "stats.period.year",
        Period::Custom { .. } => "stats.period.custom",
    }
}
