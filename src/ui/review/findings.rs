//! The list of findings: what the rules hold against the order, worst first.

use super::pane::{self, Line, Title};
use crate::app::say::Say;
use crate::app::screen::review::Review;
use crate::app::screen::review::findings::{Group, Shown, Wording};
use crate::app::screen::review::layout::Pane;
use crate::catalog::checklist::label;
use crate::catalog::paths;
use crate::domain::checklist::Answer;
use crate::domain::finding::Found;
use crate::domain::rule::How;
use crate::domain::text::visible;
use crate::ui::Paint;
use crate::ui::text::{fit, wrap};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Where the text of a finding begins: cursor, sign, what became of it, code.
const LEFT: u16 = 13;

/// The style of a finding.
pub fn style(theme: Theme, group: Group) -> Style {
    match group {
        Group::Block => theme.bad,
        Group::Warn => theme.warn,
        Group::Info => theme.base,
        Group::Open => theme.key,
        Group::Pointer => theme.dim,
        Group::Overruled => theme.dim.add_modifier(Modifier::CROSSED_OUT),
    }
}

/// Draws the list.
pub fn render(paint: &mut Paint, state: &Review, area: Rect, buf: &mut Buffer) {
    let (list, count) = (state.finding_list(), state.view.findings.len());
    let title = Title { pane: Pane::Findings, text: paint.text("review.findings"), right: count.to_string() };
    let inner = pane::frame(paint, state, &title, area, buf);
    pane::rows(paint, state, (Pane::Findings, count), inner, buf, |paint, at| {
        let Some(one) = state.finding_at(at) else { return Vec::new() };
        let mut lines = Vec::new();
        if at.checked_sub(1).and_then(|before| list.group(before)) != Some(one.group) {
            let text = format!("{} {}", paint.text(one.group.word()), list.in_group(one.group));
            lines.push(Line::plain().with(1, text, paint.theme.dim));
        }
        let words = state.wording(paint.catalog, paint.lang());
        lines.extend(finding(paint, state, (at, &one), &words, inner.width));
        lines
    });
}

/// A finding in a line; under the cursor all that it says.
fn finding(
    paint: &Paint,
    state: &Review,
    (at, one): (usize, &Shown),
    words: &Wording,
    width: u16,
) -> Vec<Line> {
    let style = style(paint.theme, one.group);
    let said = words.of(one.finding);
    let text = match label(&state.view.order, &one.finding.subject) {
        Some(name) if !said.what.contains(&name) => format!("{name}  {}", said.what),
        _ => said.what.clone(),
    };
    let text = visible(&text).into_owned();
    let room = width.saturating_sub(LEFT + 2);
    let here = state.panes.cursor(Pane::Findings) == at && state.panes.focus == Pane::Findings;
    let shown = if here { wrap(&text, room) } else { vec![fit(&text, room).into_owned()] };
    let (became, became_style) = became(paint, state, one);
    let mut lines: Vec<Line> = shown
        .into_iter()
        .take(5)
        .enumerate()
        .map(|(n, text)| {
            let line = Line::of(at);
            let line = match n {
                0 => line.with(1, one.group.sign(), style.remove_modifier(Modifier::CROSSED_OUT)).with(
                    3,
                    became,
                    became_style,
                ),
                _ => line,
            };
            let line =
                if n == 0 { line.with(7, one.finding.rule.to_string(), paint.theme.dim) } else { line };
            line.with(LEFT, text, style)
        })
        .collect();
    let word = one.overruled.map(|word| Say::with("finding.overruled_why", visible(&word.why).into_owned()));
    let carrier = one.finding.points_to.as_ref();
    let carrier = carrier.map(|rule| Say::with("finding.points_to", rule.to_string()));
    for say in [word, carrier].into_iter().flatten() {
        let text = paint.say(&say);
        lines.extend(below(at, &text, room, paint.theme.dim));
    }
    if here {
        lines.extend(more(paint, state, (at, one), &said.mend, room));
    }
    lines
}

fn below(at: usize, text: &str, room: u16, style: Style) -> Vec<Line> {
    wrap(text, room).into_iter().map(|line| Line::of(at).with(LEFT, line, style)).collect()
}

/// Where it stands, how it is mended, what can be taken over.
fn more(paint: &Paint, state: &Review, (at, one): (usize, &Shown), mend: &str, room: u16) -> Vec<Line> {
    let theme = paint.theme;
    let mut lines = Vec::new();
    if let Some(path) = &one.finding.path {
        let field = paths::named(paint.catalog, paint.lang(), &state.view.order, path);
        lines.extend(below(at, &visible(&field), room, theme.dim));
    }
    let place = state.view.findings.iter().position(|known| known == one.finding);
    let comeback = state.view.comeback.as_ref();
    if let Some(since) = place.and_then(|place| comeback?.finding_since(place)) {
        lines.extend(below(at, &super::tray::ours(paint, state, since), room, theme.warn));
    }
    if !mend.is_empty() && one.finding.is == Found::Fault {
        lines.extend(below(at, &visible(mend), room, theme.base));
    }
    if one.finding.fix.is_some() {
        lines.extend(below(at, paint.text("finding.fix"), room, theme.key));
    }
    lines
}

/// What became of it: its reason is in the tray, or its item was answered.
fn became(paint: &Paint, state: &Review, one: &Shown) -> (&'static str, Style) {
    let theme = paint.theme;
    if one.group == Group::Overruled || one.group == Group::Pointer {
        return ("", theme.dim);
    }
    if one.finding.how == How::Auto && one.finding.is == Found::Fault {
        let taken = state.is_taken(paint.catalog, one.finding);
        return match (taken, one.finding.is_blocking()) {
            (true, _) => ("[x]", theme.strong),
            (false, true) => ("[ ]", theme.base),
            (false, false) => ("", theme.base),
        };
    }
    match state.work.answer(&one.finding.item()) {
        Some(Answer::Pass) => (" ✓", theme.good),
        Some(Answer::Fault) => (" ✗", theme.bad),
        Some(Answer::NotApplicable) => (" -", theme.dim),
        None => (" *", theme.warn),
    }
}
