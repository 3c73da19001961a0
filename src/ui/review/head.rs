//! What the order is, whose it is now, how far the review has come.

use crate::app::mouse::Target;
use crate::app::say::Say;
use crate::app::screen::queue::type_text;
use crate::app::screen::queue::{Due, Urgency};
use crate::app::screen::review::layout::Pane;
use crate::app::screen::review::send::Sending;
use crate::app::screen::review::{Review, findings, guard, rows};
use crate::app::settings::Advance;
use crate::app::stage_text;
use crate::domain::worktime::shanghai;
use crate::ui::Paint;
use crate::ui::text::{columns, put, put_right};
use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the two rows of the head.
pub fn render(paint: &mut Paint, state: &Review, area: Rect, buf: &mut Buffer) {
    if area.height < 2 {
        return;
    }
    let due = due(paint, state);
    let left = put_right(buf, area.right() - 1, area.y, area.width / 2, &due.0, due.1);
    put(buf, area.x + 1, area.y, left.saturating_sub(area.x + 3), &what(paint, state), paint.theme.base);
    let progress = progress(paint, state);
    let left = put_right(buf, area.right() - 1, area.y + 1, area.width / 2, &progress, paint.theme.dim);
    let left = counts(paint, state, Rect { width: left.saturating_sub(area.x), ..area }, buf);
    let (words, style) = status(paint, state);
    put(buf, area.x + 1, area.y + 1, left.saturating_sub(area.x + 3), &words, style);
}

/// Type, nature, province, provider, stage and revision.
fn what(paint: &Paint, state: &Review) -> String {
    let row = &state.view.row;
    let lang = paint.lang();
    let catalog = paint.catalog;
    let nature = catalog.nature(&row.nature).map_or(row.nature.as_str(), |nature| nature.title.get(lang));
    let province = catalog.province(&row.province);
    let province = province.map_or(row.province.as_str(), |province| province.title.get(lang));
    let profile = catalog.profile(&row.profile);
    let provider = profile.map_or(row.profile.as_str(), |profile| profile.provider.get(lang));
    let revision = paint.say(&Say::with("review.revision", row.revision.to_string()));
    let stage = paint.text(stage_text(row.stage));
    [stage, &revision, paint.text(type_text(row.order_type)), nature, province, provider].join("  ")
}

fn due(paint: &Paint, state: &Review) -> (String, Style) {
    let Some(due_at) = state.view.row.due_at else { return (waiting(paint, state), paint.theme.dim) };
    let words = paint.say(&Say::with("queue.due_at", shanghai(due_at).format("%m-%d %H:%M").to_string()));
    let due = Due::at(due_at, paint.app.now());
    let style = match due.urgency {
        Urgency::Overdue => paint.theme.bad,
        Urgency::Soon => paint.theme.warn,
        Urgency::Later => paint.theme.dim,
    };
    let year = shanghai(due_at).year();
    let missing = match paint.catalog.calendar.knows(year) {
        true => String::new(),
        false => format!("  {}", paint.say(&Say::with("review.no_calendar", year.to_string()))),
    };
    (format!("{words}  {}{missing}", due.short()), style)
}

/// How long the customer may still leave the order alone.
fn waiting(paint: &Paint, state: &Review) -> String {
    let waiting = state.view.customer.waiting.as_ref();
    waiting.map(|waiting| paint.say(&rows::waiting(waiting))).unwrap_or_default()
}

fn progress(paint: &Paint, state: &Review) -> String {
    if state.items(paint.catalog).is_empty() {
        return String::new();
    }
    let open = state.answered(paint.catalog).open;
    match open {
        0 => paint.text("review.none_open").to_owned(),
        open => paint.say(&Say::with("review.open", open.to_string())),
    }
}

/// How many findings of each weight stand, to the left of the progress; gives where they begin.
fn counts(paint: &Paint, state: &Review, area: Rect, buf: &mut Buffer) -> u16 {
    let mut left = area.right();
    let counts = state.finding_list().counts();
    let counted: Vec<_> = findings::counted(counts).collect();
    for (group, count) in counted.into_iter().rev() {
        let text = format!("{count}{} {}", group.sign(), paint.text(group.word()));
        let style = super::findings::style(paint.theme, group);
        left = put_right(buf, left.saturating_sub(2), area.y + 1, area.width, &text, style);
    }
    left
}

/// Why nothing can be changed, or until when the order is this person's.
fn status(paint: &Paint, state: &Review) -> (String, Style) {
    let theme = paint.theme;
    match &state.sending {
        Sending::Deciding(..) => return (paint.text("review.saving").to_owned(), theme.warn),
        Sending::Unknown(_, _, why) => {
            let text = format!("! {}  {}", paint.text("review.unknown"), crate::ui::text::safe(why));
            return (text, theme.bad);
        }
        Sending::Idle => {}
    }
    if let Some(lost) = &state.known.lost {
        return (format!("! {}", paint.say(lost)), theme.warn);
    }
    if let Some(why) = guard::read_only(state, &paint.at()) {
        return (paint.say(&why), theme.warn);
    }
    if let Some(draft) = state.known.earlier.as_ref() {
        return (paint.say(&Say::with("review.earlier", draft.revision.to_string())), theme.warn);
    }
    let until =
        state.view.row.holder.as_ref().map(|holder| shanghai(holder.until).format("%H:%M").to_string());
    let mut words = paint.say(&Say::with("review.held", until.unwrap_or_default()));
    if paint.app.settings.advance == Advance::Stay {
        words = format!("{words}  {}", paint.text("review.stays"));
    }
    (words, theme.dim)
}

/// The panes that there are, where not all of them fit.
pub fn tabs(paint: &mut Paint, state: &Review, area: Rect, buf: &mut Buffer) {
    let mut x = area.x + 1;
    let shown = |pane: &Pane| *pane != Pane::Findings || !state.view.findings.is_empty();
    for pane in Pane::ALL.into_iter().filter(shown) {
        let name = match pane {
            Pane::Order => "review.order",
            Pane::Evidence => "review.evidence",
            Pane::Findings => "review.findings",
            Pane::Checklist => "review.checklist",
            Pane::Tray => "review.tray",
        };
        let count = match pane {
            Pane::Order => String::new(),
            Pane::Evidence => format!(" {}", state.view.attachments.len()),
            Pane::Checklist => {
                format!(" {}/{}", state.answered(paint.catalog).done, state.items(paint.catalog).len())
            }
            Pane::Findings => format!(" {}", state.view.findings.len()),
            Pane::Tray => match state.suggested(paint.catalog) {
                0 => format!(" {}", state.work.reasons.len()),
                suggested => format!(" {}+{suggested}", state.work.reasons.len()),
            },
        };
        let text = format!("{}{count}", paint.text(name));
        let here = state.panes.focus == pane;
        let text = if here { format!("[{text}]") } else { format!(" {text} ") };
        let style = if here { paint.theme.key } else { paint.theme.dim };
        let width = columns(&text);
        put(buf, x, area.y, area.right().saturating_sub(x), &text, style);
        let line = state.panes.cursor(pane);
        paint.hit(Rect { x, width, height: 1, ..area }, Target::Pane { pane: pane.number(), line });
        x += width + 1;
    }
}
