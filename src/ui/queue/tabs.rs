//! The tabs with their counts. The one that is shown stands in brackets.

use crate::app::mouse::Target;
use crate::app::screen::queue::tab_text;
use crate::domain::stage::Stage;
use crate::domain::view::Tab;
use crate::ui::{Paint, strip};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws as many tabs as fit, the shown one among them.
pub fn render(paint: &mut Paint, shown: Tab, area: Rect, buf: &mut Buffer) {
    let tabs: Vec<strip::Tab> = Tab::ALL.into_iter().map(|tab| entry(paint, tab, shown)).collect();
    let place = Tab::ALL.into_iter().position(|tab| tab == shown).unwrap_or(0);
    strip::render(paint, &tabs, place, area, buf);
}

fn entry(paint: &Paint, tab: Tab, shown: Tab) -> strip::Tab {
    let style = match (tab == shown, paint.app.counts.of(tab)) {
        (true, _) => paint.theme.selected,
        (false, 0) => paint.theme.dim,
        (false, _) => paint.theme.base,
    };
    strip::Tab { label: label(paint, tab, shown), style, target: Target::Tab(tab) }
}

fn label(paint: &Paint, tab: Tab, shown: Tab) -> String {
    let name = paint.text(short(tab));
    let name = match paint.app.counts.of(tab) {
        0 => name.to_owned(),
        some => format!("{name} {}", count(some)),
    };
    if tab == shown { format!("[{name}]") } else { format!(" {name} ") }
}

/// Short names, since ten of them stand in a line.
const fn short(tab: Tab) -> &'static str {
    match tab {
        Tab::Stage(stage) => short_stage(stage),
        other => tab_text(other),
    }
}

/// The key of a stage's short name.
pub const fn short_stage(stage: Stage) -> &'static str {
    match stage {
        Stage::FirstReview => "stage.first_review.short",
        Stage::Verification => "stage.verification.short",
        Stage::SecondReview => "stage.second_review.short",
        Stage::Sms => "stage.sms.short",
        Stage::Bureau => "stage.bureau.short",
        Stage::Filed => "stage.filed.short",
        Stage::Returned => "stage.returned.short",
        Stage::Abandoned => "stage.abandoned.short",
    }
}

/// A count in at most five columns.
fn count(count: u64) -> String {
    match count {
        0..=9_999 => count.to_string(),
        10_000..=999_999 => format!("{}k", count / 1_000),
        _ => format!("{}M", count / 1_000_000),
    }
}
