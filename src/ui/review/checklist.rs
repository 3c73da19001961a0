//! The checklist, and the item under the cursor where the list itself is not seen.

use super::pane::{self, Line, Title};
use crate::app::say::Say;
use crate::app::screen::review::findings::Group;
use crate::app::screen::review::layout::Pane;
use crate::app::screen::review::{Review, files};
use crate::catalog::checklist::CheckItem;
use crate::catalog::paths;
use crate::domain::checklist::{Answer, Need, SubjectRef};
use crate::domain::text::{visible, visible_lines};
use crate::ui::Paint;
use crate::ui::text::{put, put_right, rule, wrap};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Where an item's text begins: cursor, sign, need.
const LEFT: u16 = 5;

/// Draws the list.
pub fn render(paint: &mut Paint, state: &Review, area: Rect, buf: &mut Buffer) {
    let items = state.items(paint.catalog);
    let title =
        Title { pane: Pane::Checklist, text: paint.text("review.checklist"), right: progress(paint, state) };
    let inner = pane::frame(paint, state, &title, area, buf);
    if items.is_empty() {
        let text = paint.text("review.no_checklist");
        put(buf, inner.x + 1, inner.y, inner.width.saturating_sub(2), text, paint.theme.dim);
        return;
    }
    pane::rows(paint, state, (Pane::Checklist, items.len()), inner, buf, |paint, at| {
        let Some(item) = items.at(paint.catalog, at) else { return Vec::new() };
        let before = at.checked_sub(1).and_then(|before| items.get(before)).map(|item| &item.key.subject);
        let mut lines = Vec::new();
        if before != Some(&item.key.subject) {
            if before.is_some() {
                lines.push(Line::plain());
            }
            lines.push(Line::plain().with(1, subject(paint, state, &item), paint.theme.strong));
        }
        lines.extend(item_lines(paint, state, at, &item, inner.width));
        lines
    });
}

fn progress(paint: &Paint, state: &Review) -> String {
    format!("{}/{}", state.answered(paint.catalog).done, state.items(paint.catalog).len())
}

/// The heading of a group: what it is about, and whose.
fn subject(paint: &Paint, state: &Review, item: &CheckItem) -> String {
    let key = match &item.key.subject {
        SubjectRef::Order => "subject.order",
        SubjectRef::Entity => "subject.entity",
        SubjectRef::Person(_) => match paths::person_of(&state.view.order, &item.key.subject) {
            Some(person) => paths::role_of(&state.view.order, person),
            None => "subject.person",
        },
        SubjectRef::Site(_) => "subject.site",
        SubjectRef::Domain(..) => "subject.domain",
    };
    match &item.label {
        Some(label) => format!("{} {}", paint.text(key), visible(&state.view.masks.hide(label))),
        None => paint.text(key).to_owned(),
    }
}

/// The sign of an answer and its style.
pub fn sign(theme: Theme, answer: Option<Answer>) -> (&'static str, Style) {
    match answer {
        Some(Answer::Pass) => ("✓", theme.good),
        Some(Answer::Fault) => ("✗", theme.bad),
        Some(Answer::NotApplicable) => ("-", theme.dim),
        None => (" ", theme.base),
    }
}

/// An item; under the cursor with its prescribed statement, and at fault with its reasons.
fn item_lines(paint: &Paint, state: &Review, at: usize, item: &CheckItem, width: u16) -> Vec<Line> {
    let theme = paint.theme;
    let answer = state.work.answer(&item.key);
    let (mark, mark_style) = sign(theme, answer);
    let need = match (item.need, answer) {
        (Need::Mandatory, None) => "*",
        _ => " ",
    };
    // A blank in a style that brings its own ground would be a mark.
    let need_style = if need == "*" { theme.warn } else { theme.base };
    let style = match answer {
        Some(Answer::Fault) => theme.bad,
        None => theme.base,
        Some(_) => theme.dim,
    };
    let room = width.saturating_sub(LEFT + 1);
    let title = wrap(item.rule.title.get(paint.lang()), room.saturating_sub(6));
    let mut lines: Vec<Line> = title
        .into_iter()
        .enumerate()
        .map(|(n, text)| {
            let line = Line::of(at);
            let line = match n {
                0 => line.with(1, mark, mark_style).with(3, need, need_style).with(
                    LEFT,
                    item.rule.code.to_string(),
                    theme.dim,
                ),
                _ => line,
            };
            line.with(LEFT + 6, text, style)
        })
        .collect();
    lines.extend(below(paint, state, at, item, room));
    lines
}

/// Below an item: its note; under the cursor the prescribed statement, and at fault the reasons.
fn below(paint: &Paint, state: &Review, at: usize, item: &CheckItem, room: u16) -> Vec<Line> {
    let theme = paint.theme;
    let mut lines = Vec::new();
    let more = |text: &str, style: Style| -> Vec<Line> {
        wrap(text, room.saturating_sub(6))
            .into_iter()
            .map(|line| Line::of(at).with(LEFT + 6, line, style))
            .collect()
    };
    let comeback = state.view.comeback.as_ref();
    if comeback.is_some_and(|comeback| comeback.failed_before(&item.key)) {
        lines.extend(more(paint.text("review.failed_before"), theme.warn));
    }
    if let Some(note) = state.work.note(&item.key) {
        let note = visible_lines(&state.view.masks.hide(note)).into_owned();
        lines.extend(more(&format!("{} {note}", paint.text("review.note_mark")), theme.base));
    }
    lines.extend(evidence(paint, state, at, item, room));
    if state.panes.cursor(Pane::Checklist) == at {
        let absent = files::absent(&state.view, &item.rule.look_at);
        if !absent.is_empty() {
            let names: Vec<&str> = absent.iter().map(|kind| paint.text(kind.slug())).collect();
            let names = names.join(paint.lang().pick("、", ", "));
            lines.extend(more(&paint.say(&Say::with("review.absent", names)), theme.warn));
        }
        if let Some(text) = &item.rule.prescribed {
            lines.extend(more(&format!("{} {text}", paint.text("review.prescribed")), theme.warn));
        }
        lines.extend(compared(paint, state, at, room));
        if state.work.answer(&item.key) == Some(Answer::Fault) {
            if let Some(since) = comeback.and_then(|comeback| comeback.item_since(&item.key)) {
                lines.extend(more(&super::tray::ours(paint, state, since), theme.warn));
            }
            lines.extend(offers(paint, state, at, room));
        }
    }
    lines
}

/// In second review, what the order says where the sheet or the photo is compared with it.
fn compared(paint: &Paint, state: &Review, at: usize, room: u16) -> Vec<Line> {
    let mut lines = Vec::new();
    for field in state.compared(paint.catalog) {
        let label = paths::label(paint.catalog, paint.lang(), &field.path);
        let value = match field.hidden(&state.view) {
            Some(_) => field.shown(&state.view, state.clear(&field.path)),
            None => paths::words(paint.catalog, paint.lang(), &state.view.order, &field.path, &field.raw),
        };
        let text = format!("{label}  {}", visible(&value));
        for (n, text) in wrap(&text, room.saturating_sub(6)).into_iter().enumerate() {
            let line = Line::of(at);
            let line = if n == 0 { line.with(LEFT + 4, "=", paint.theme.key) } else { line };
            lines.push(line.with(LEFT + 6, text, paint.theme.strong));
        }
    }
    lines
}

/// What the rules show for an item: under the cursor in full, else in a line.
fn evidence(paint: &Paint, state: &Review, at: usize, item: &CheckItem, room: u16) -> Vec<Line> {
    let all = state.findings_of(&item.key).into_iter();
    let shown: Vec<_> = all.filter(|one| one.group != Group::Pointer).collect();
    if shown.is_empty() {
        return Vec::new();
    }
    let here = state.panes.cursor(Pane::Checklist) == at;
    let words = state.wording(paint.catalog, paint.lang());
    let mut lines = Vec::new();
    for one in shown {
        let style = super::findings::style(paint.theme, one.group);
        let text = words.of(one.finding).what;
        let wrapped = wrap(&visible(&text), room.saturating_sub(6));
        for (n, text) in wrapped.into_iter().take(if here { 4 } else { 1 }).enumerate() {
            let line = Line::of(at);
            let line = if n == 0 { line.with(LEFT + 4, one.group.sign(), style) } else { line };
            lines.push(line.with(LEFT + 6, text, style));
        }
    }
    lines
}

/// The reasons on offer, with their number keys.
fn offers(paint: &Paint, state: &Review, at: usize, room: u16) -> Vec<Line> {
    let theme = paint.theme;
    let mut lines = Vec::new();
    for (n, reason) in state.offers(paint.catalog).iter().enumerate() {
        let taken = state.work.holds(reason);
        let (mark, style) = if taken { ("[x]", theme.strong) } else { ("[ ]", theme.base) };
        for (k, text) in wrap(&reason.text, room.saturating_sub(8)).into_iter().enumerate() {
            let line = Line::of(at);
            let line = match k {
                0 => line.with(LEFT, (n + 1).to_string(), theme.key).with(LEFT + 2, mark, style),
                _ => line,
            };
            lines.push(line.with(LEFT + 6, text, style));
        }
    }
    lines
}

/// The item under the cursor in a single row.
fn one_line(paint: &Paint, state: &Review, area: Rect, buf: &mut Buffer) {
    let Some(item) = state.item(paint.catalog).filter(|_| area.height == 1) else { return };
    let done = format!("{} {}", paint.text("review.checklist"), progress(paint, state));
    let left = put_right(buf, area.right() - 1, area.y, area.width / 2, &done, paint.theme.dim);
    let at = state.panes.cursor(Pane::Checklist);
    let lines = item_lines(paint, state, at, &item, area.width);
    put(buf, area.x, area.y, 1, ">", paint.theme.key);
    for (x, text, style) in lines.first().iter().flat_map(|line| &line.pieces) {
        put(buf, area.x + x, area.y, left.saturating_sub(area.x + x + 2), text, *style);
    }
}

/// What the rules hold against the field or file under the cursor.
fn found_here(paint: &Paint, state: &Review, width: u16) -> Vec<Line> {
    let Some(one) = state.finding_here(paint.catalog) else { return Vec::new() };
    let style = super::findings::style(paint.theme, one.group);
    let what = state.wording(paint.catalog, paint.lang()).of(one.finding).what;
    let lines = wrap(&visible(&what), width.saturating_sub(LEFT + 7)).into_iter().take(2).enumerate();
    lines
        .map(|(n, text)| {
            let line = Line::plain();
            let line = match n {
                0 => line.with(1, one.group.sign(), style).with(
                    LEFT,
                    one.finding.rule.to_string(),
                    paint.theme.dim,
                ),
                _ => line,
            };
            line.with(LEFT + 6, text, style)
        })
        .collect()
}

/// The item under the cursor in a strip at the foot of the screen, and as many of the next as fit.
pub fn strip(paint: &mut Paint, state: &Review, area: Rect, buf: &mut Buffer) {
    if area.height < 2 {
        return one_line(paint, state, area, buf);
    }
    let items = state.items(paint.catalog);
    rule(buf, area, area.y, paint.theme.lines.rule, paint.theme.border);
    let Some(item) = state.item(paint.catalog) else {
        put(buf, area.x + 1, area.y + 1, area.width, paint.text("review.no_checklist"), paint.theme.dim);
        return;
    };
    let about = format!(" {} ", subject(paint, state, &item));
    put(buf, area.x + 1, area.y, area.width / 2, &about, paint.theme.dim);
    let done = format!(" {} {} ", paint.text("review.checklist"), progress(paint, state));
    put_right(buf, area.right() - 1, area.y, area.width / 2, &done, paint.theme.dim);
    let at = state.panes.cursor(Pane::Checklist);
    let found = found_here(paint, state, area.width);
    let marked = if found.is_empty() { ">" } else { " " };
    let mut lines = found;
    lines.extend(item_lines(paint, state, at, &item, area.width));
    for next in at + 1..at + 4 {
        let item = items.at(paint.catalog, next);
        lines.extend(item.iter().flat_map(|item| item_lines(paint, state, next, item, area.width)));
    }
    let inner = Rect { y: area.y + 1, height: area.height - 1, ..area };
    put(buf, inner.x, inner.y, 1, marked, paint.theme.key);
    for (y, line) in (inner.y..inner.bottom()).zip(&lines) {
        for (x, text, style) in &line.pieces {
            put(buf, inner.x + x, y, inner.width.saturating_sub(*x), text, *style);
        }
    }
}
