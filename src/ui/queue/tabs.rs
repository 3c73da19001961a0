//! The tabs with their counts. The one that is shown stands in brackets.

use crate::app::mouse::Target;
use crate::app::screen::queue::tab_text;
use crate::domain::stage::Stage;
use crate::domain::view::Tab;
use crate::ui::Paint;
use crate::ui::text::{columns, put};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws as many tabs as fit, the shown one among them.
pub fn render(paint: &mut Paint, shown: Tab, area: Rect, buf: &mut Buffer) {
    let labels: Vec<String> = Tab::ALL.into_iter().map(|tab| label(paint, tab, shown)).collect();
    let place = Tab::ALL.into_iter().position(|tab| tab == shown).unwrap_or(0);
    let mut first = 0;
    let width =
        |from: usize| -> u16 { labels.iter().take(place + 1).skip(from).map(|label| columns(label)).sum() };
    while first < place && width(first) + 2 > area.width {
        first += 1;
    }
    let mut x = area.x;
    if first > 0 {
        x = put(buf, x, area.y, 1, "<", paint.theme.dim);
    }
    for (tab, label) in Tab::ALL.into_iter().zip(&labels).skip(first) {
        if x + columns(label) > area.right() {
            put(buf, area.right() - 1, area.y, 1, ">", paint.theme.dim);
            break;
        }
        let count = paint.app.counts.of(tab);
        let style = match (tab == shown, count) {
            (true, _) => paint.theme.selected,
            (false, 0) => paint.theme.dim,
            (false, _) => paint.theme.base,
        };
        let end = put(buf, x, area.y, u16::MAX, label, style);
        paint.hit(Rect { x, y: area.y, width: end.saturating_sub(x), height: 1 }, Target::Tab(tab));
        x = end;
    }
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
        Tab::Stage(Stage::FirstReview) => "stage.first_review.short",
        Tab::Stage(Stage::Verification) => "stage.verification.short",
        Tab::Stage(Stage::SecondReview) => "stage.second_review.short",
        Tab::Stage(Stage::Sms) => "stage.sms.short",
        Tab::Stage(Stage::Bureau) => "stage.bureau.short",
        Tab::Stage(Stage::Filed) => "stage.filed.short",
        Tab::Stage(Stage::Returned) => "stage.returned.short",
        Tab::Stage(Stage::Abandoned) => "stage.abandoned.short",
        other => tab_text(other),
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
