//! What lies over the panes of a review.

use super::explain;
use crate::app::mouse::Target;
use crate::app::say::Say;
use crate::app::screen::review::Review;
use crate::app::screen::review::dialog::{
    Confirm, Dialog, Fixing, Notice, Page, Purpose, ReasonList, Typing,
};
use crate::catalog::paths;
use crate::domain::text::{visible, visible_lines};
use crate::ui::menu::sign;
use crate::ui::popup::{scrolled, window};
use crate::ui::text::{fit, put, wrap};
use crate::ui::{Paint, input};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns of a text.
pub const WIDTH: u16 = 72;

/// Draws it.
pub fn render(paint: &mut Paint, state: &Review, open: &Dialog, area: Rect, buf: &mut Buffer) {
    match open {
        Dialog::Typing(typing) => text_box(paint, state, typing, area, buf),
        Dialog::List(list) => reasons(paint, state, list, area, buf),
        Dialog::Notice(dialog) => notice(paint, state, dialog, area, buf),
        Dialog::Confirm(dialog) => confirm(paint, dialog, area, buf),
        Dialog::Fix(fixing) => fix(paint, state, fixing, area, buf),
        Dialog::Page(page) => read(paint, state, page, area, buf),
    }
}

fn text_box(paint: &mut Paint, state: &Review, typing: &Typing, area: Rect, buf: &mut Buffer) {
    let heights: Vec<u16> =
        typing.inputs.iter().map(|(_, one)| input::height(one, WIDTH).clamp(2, 7)).collect();
    let height = heights.iter().map(|height| height + 2).sum();
    let mut title = paint.text(typing.purpose.title()).to_owned();
    if let Some(about) = about(paint, state, &typing.purpose) {
        title = format!("{title}  {}", visible(&about));
    }
    let inner = window(paint, (WIDTH, height), &fit(&title, WIDTH - 4), area, buf);
    let mut y = inner.y;
    for (at, ((label, one), height)) in typing.inputs.iter().zip(heights).enumerate() {
        let focused = at == typing.focus;
        let style = if focused { paint.theme.strong } else { paint.theme.dim };
        let x = put(buf, inner.x, y, inner.width, paint.text(label), style);
        if let Some(problem) = typing.problem.as_ref().filter(|_| focused) {
            let room = inner.right().saturating_sub(x + 2);
            put(buf, x + 2, y, room, &format!("! {}", paint.say(problem)), paint.theme.bad);
        }
        let height = height.min(inner.bottom().saturating_sub(y + 1));
        let place = Rect { x: inner.x + 2, y: y + 1, width: inner.width.saturating_sub(2), height };
        let mark = if focused { paint.theme.key } else { paint.theme.border };
        for line in place.top()..place.bottom() {
            put(buf, inner.x, line, 1, paint.theme.lines.upright, mark);
        }
        let caret = input::draw(one, place, buf, paint.theme.base);
        if focused {
            paint.caret = Some(caret);
        }
        y += height + 2;
    }
}

/// What a text is about.
fn about(paint: &Paint, state: &Review, purpose: &Purpose) -> Option<String> {
    let lang = paint.lang();
    match purpose {
        Purpose::FreeReason(field) => field.clone(),
        Purpose::Amend(mending) => Some(paths::named(paint.catalog, lang, &state.view.order, &mending.path)),
        Purpose::Word(key, _) | Purpose::Overrule(key) => {
            let title = paint.catalog.rule(&key.rule).map(|rule| rule.title.get(lang));
            Some(format!("{} {}", key.rule, title.unwrap_or_default()))
        }
        _ => None,
    }
}

/// Before and after of a mend on offer.
fn fix(paint: &mut Paint, state: &Review, fixing: &Fixing, area: Rect, buf: &mut Buffer) {
    let theme = paint.theme;
    let field = paths::named(paint.catalog, paint.lang(), &state.view.order, &fixing.path);
    let nothing = paint.text("value.nothing");
    let mut lines: Vec<(String, Style)> = vec![(visible(&field).into_owned(), theme.dim)];
    let before = format!("- {}", visible(fixing.before.as_deref().unwrap_or(nothing)));
    lines.extend(wrap(&before, WIDTH).into_iter().map(|line| (line, theme.dim)));
    let after = format!("+ {}", visible(&fixing.to));
    lines.extend(wrap(&after, WIDTH).into_iter().map(|line| (line, theme.warn)));
    lines.push((String::new(), theme.base));
    let hint = wrap(paint.text("review.fix_hint"), WIDTH);
    lines.extend(hint.into_iter().map(|line| (line, theme.strong)));
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let title = format!("{}  {}", paint.text("review.fix"), fixing.rule);
    let inner = window(paint, (WIDTH, height), &title, area, buf);
    for (y, (line, style)) in (inner.y..inner.bottom()).zip(&lines) {
        put(buf, inner.x, y, inner.width, line, *style);
    }
}

fn reasons(paint: &mut Paint, state: &Review, list: &ReasonList, area: Rect, buf: &mut Buffer) {
    let shown = list.shown(paint.catalog, state.view.row.stage, paint.lang());
    let inner =
        window(paint, (92, area.height.saturating_sub(6)), paint.text("review.reason_list"), area, buf);
    put(buf, inner.x, inner.y, 2, "> ", paint.theme.key);
    let place = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), height: 1, ..inner };
    paint.caret = Some(input::draw(&list.narrow, place, buf, paint.theme.base));
    let rows = Rect { y: inner.y + 2, height: inner.height.saturating_sub(5), ..inner };
    if shown.is_empty() {
        put(buf, rows.x, rows.y, rows.width, paint.text("menu.none"), paint.theme.dim);
    }
    let first = scrolled(list.selected, rows.height, shown.len());
    let lines = shown.iter().enumerate().skip(first).take(usize::from(rows.height));
    for (y, (at, reason)) in (rows.y..).zip(lines) {
        let row = Rect { y, height: 1, ..rows };
        let here = at == list.selected;
        let style = if here { paint.theme.selected } else { paint.theme.base };
        buf.set_style(row, style);
        put(buf, row.x, y, 2, sign(here), paint.theme.over(style, paint.theme.key));
        let code = paint.theme.over(style, paint.theme.dim);
        let x = put(buf, row.x + 2, y, 9, reason.code.as_str(), code).max(row.x + 9) + 1;
        put(buf, x, y, row.right().saturating_sub(x), reason.text.get(paint.lang()), style);
        paint.hit(row, Target::Choice(at));
    }
    if let Some(reason) = shown.get(list.selected) {
        let mend = wrap(reason.mend.get(paint.lang()), inner.width);
        for (y, line) in (rows.bottom() + 1..inner.bottom()).zip(mend) {
            put(buf, inner.x, y, inner.width, &line, paint.theme.dim);
        }
    }
}

fn notice(paint: &mut Paint, state: &Review, dialog: &Notice, area: Rect, buf: &mut Buffer) {
    let size = (WIDTH, area.height.saturating_sub(5));
    let inner = window(paint, size, paint.text("review.notice"), area, buf);
    let text = Rect { height: inner.height.saturating_sub(2), ..inner };
    if let Some(editing) = &dialog.editing {
        paint.caret = Some(input::draw(editing, text, buf, paint.theme.base));
    } else if let Some(words) = &dialog.text {
        let lines = wrap(&visible_lines(words), text.width);
        scroll(paint, &lines, dialog.scroll, text, buf);
    } else {
        put(buf, text.x, text.y, text.width, paint.text("review.composing"), paint.theme.dim);
    }
    let (words, style) = under(paint, state, dialog);
    put(buf, inner.x, inner.bottom() - 1, inner.width, &words, style);
}

/// Under the notice: what it lacks, or how it goes on.
fn under(paint: &Paint, state: &Review, dialog: &Notice) -> (String, Style) {
    if dialog.editing.is_some() {
        return (paint.text("review.notice_editing").to_owned(), paint.theme.dim);
    }
    if let Some(doubt) = &dialog.doubt {
        return (format!("! {}", paint.say(doubt)), paint.theme.warn);
    }
    let text = dialog.text.as_deref().unwrap_or_default();
    let lacks = |reason: &&crate::domain::checklist::ChosenReason| {
        !text.contains(visible(reason.text.trim()).as_ref())
    };
    let missing = state.work.reasons.iter().filter(lacks).count();
    if dialog.text.is_some() && missing > 0 {
        return (paint.say(&Say::with("review.notice_lacks", missing.to_string())), paint.theme.warn);
    }
    (paint.text("review.notice_hint").to_owned(), paint.theme.warn)
}

fn scroll(paint: &Paint, lines: &[String], from: usize, area: Rect, buf: &mut Buffer) {
    let first = from.min(lines.len().saturating_sub(usize::from(area.height)));
    for (y, line) in (area.y..area.bottom()).zip(lines.iter().skip(first)) {
        put(buf, area.x, y, area.width, line, paint.theme.base);
    }
    if first + usize::from(area.height) < lines.len() {
        put(buf, area.right() - 1, area.bottom() - 1, 1, "v", paint.theme.dim);
    }
}

fn confirm(paint: &mut Paint, dialog: &Confirm, area: Rect, buf: &mut Buffer) {
    let mut lines: Vec<(String, Style)> = Vec::new();
    for doubt in &dialog.doubts {
        for line in wrap(&format!("! {}", paint.say(doubt)), WIDTH) {
            lines.push((line, paint.theme.warn));
        }
    }
    if let Some(reason) = &dialog.override_reason {
        lines.push((paint.text("review.override").to_owned(), paint.theme.dim));
        lines.extend(wrap(&visible_lines(reason), WIDTH).into_iter().map(|line| (line, paint.theme.base)));
    }
    lines.push((String::new(), paint.theme.base));
    lines.push((paint.text("review.confirm_hint").to_owned(), paint.theme.strong));
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let inner = window(paint, (WIDTH, height), paint.text("review.confirm"), area, buf);
    for (y, (line, style)) in (inner.y..inner.bottom()).zip(&lines) {
        put(buf, inner.x, y, inner.width, line, *style);
    }
}

fn read(paint: &mut Paint, state: &Review, page: &Page, area: Rect, buf: &mut Buffer) {
    let (title, lines) = match page {
        Page::Rule(key, _) => match paint.catalog.rule(&key.rule) {
            Some(rule) => (
                format!("{}  {}", rule.code, rule.title.get(paint.lang())),
                explain::lines(paint, state, key, rule),
            ),
            None => (key.to_string(), Vec::new()),
        },
        Page::Answer(field, text, _) => {
            let lines = text.lines().flat_map(|line| wrap(line, WIDTH)).map(|line| (line, paint.theme.base));
            (paths::label(paint.catalog, paint.lang(), field), lines.collect())
        }
    };
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(6));
    let inner = window(paint, (WIDTH, height), &fit(&title, WIDTH - 4), area, buf);
    let first = page.scroll().min(lines.len().saturating_sub(usize::from(inner.height)));
    for (y, (line, style)) in (inner.y..inner.bottom()).zip(lines.iter().skip(first)) {
        put(buf, inner.x, y, inner.width, line, *style);
    }
    if first + usize::from(inner.height) < lines.len() {
        put(buf, inner.right() - 1, inner.bottom() - 1, 1, "v", paint.theme.dim);
    }
}
