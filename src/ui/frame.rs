//! What surrounds every screen: title line, footer with the keys of the moment, sentences in the corner.

use super::Paint;
use super::text::{clear, columns, put, put_right, safe, wrap};
use crate::app::action::Action;
use crate::app::keymap::{self, Binding};
use crate::app::mouse::Target;
use crate::app::say::{Say, role_text};
use crate::app::screen::Screen;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws title and footer and gives what lies between.
pub fn render(paint: &mut Paint, area: Rect, buf: &mut Buffer) -> Rect {
    title(paint, Rect { height: 1, ..area }, buf);
    footer(paint, Rect { y: area.bottom() - 1, height: 1, ..area }, buf);
    Rect { y: area.y + 1, height: area.height - 2, ..area }
}

/// The program, the screen, and who sits here.
fn title(paint: &Paint, area: Rect, buf: &mut Buffer) {
    buf.set_style(area, paint.theme.bar);
    let style = paint.theme.over(paint.theme.bar, paint.theme.strong);
    let x = put(buf, area.x + 1, area.y, area.width, paint.text("frame.brand"), style);
    let about = about(paint);
    let staff = paint.app.session.as_ref().map(|session| &session.staff);
    let who = staff.map(|staff| {
        let roles: Vec<&str> = staff.roles.iter().map(|role| paint.text(role_text(*role))).collect();
        format!("{}  {} ", safe(&staff.name), roles.join(" "))
    });
    let who = who.unwrap_or_default();
    let dim = paint.theme.over(paint.theme.bar, paint.theme.dim);
    let right = put_right(buf, area.right(), area.y, area.width / 2, &who, dim);
    put(buf, x + 2, area.y, right.saturating_sub(x + 3), &about, paint.theme.bar);
}

fn about(paint: &Paint) -> String {
    match &paint.app.top.screen {
        Screen::Review(review) => {
            let row = &review.view.row;
            format!("{}  {}", row.no, safe(&row.entity))
        }
        Screen::History(history) => format!("{}  {}", paint.text("context.history"), history.no),
        Screen::Stats(_) => paint.text("context.stats").to_owned(),
        Screen::Board(_) => paint.text("context.board").to_owned(),
        Screen::Queue(_) if paint.app.failed_notices > 0 => {
            paint.say(&Say::with("frame.failed_notices", paint.app.failed_notices.to_string()))
        }
        _ => String::new(),
    }
}

/// Where one of these is why a key does nothing, the footer leaves it out.
const IDLE: [&str; 5] =
    ["why.not_here", "why.held_already", "why.no_findings", "why.no_suggestions", "why.no_materials"];

/// The keys of the moment, the most important first; `?` always stands at the right.
pub fn footer(paint: &mut Paint, area: Rect, buf: &mut Buffer) {
    buf.set_style(area, paint.theme.bar);
    let idle = IDLE.map(|key| Some(Say::text(key)));
    let hints = keymap::footer(paint.app.context()).into_iter();
    let hints = hints.filter(|hint| !idle.contains(&paint.app.disabled(hint.action, paint.catalog)));
    let (last, first): (Vec<&Binding>, Vec<&Binding>) =
        hints.partition(|binding| binding.hint >= keymap::Hint::Footer(90));
    let width: u16 = last.iter().map(|binding| hint_width(paint, binding)).sum();
    let mut x = area.right().saturating_sub(width);
    for binding in last {
        x = hint(paint, binding, x, area.y, buf);
    }
    let end = area.right().saturating_sub(width);
    let mut x = area.x;
    for binding in first {
        if x + hint_width(paint, binding) > end {
            break;
        }
        x = hint(paint, binding, x, area.y, buf);
    }
}

fn words(paint: &Paint, binding: &Binding) -> (String, String) {
    let key = binding.keys.first().map(ToString::to_string).unwrap_or_default();
    (key, short(paint, binding.action))
}

/// The short name of an action, where it has one.
fn short(paint: &Paint, action: Action) -> String {
    let key = format!("{}.short", keymap::text_key(action));
    match paint.catalog.text(paint.lang(), &key) {
        missing if missing == key => paint.say(&Say::Action(action)),
        text => text.to_owned(),
    }
}

fn hint_width(paint: &Paint, binding: &Binding) -> u16 {
    let (key, text) = words(paint, binding);
    columns(&key) + columns(&text) + 3
}

fn hint(paint: &mut Paint, binding: &Binding, x: u16, y: u16, buf: &mut Buffer) -> u16 {
    let (key, text) = words(paint, binding);
    let (key_style, style) = paint.key_style(binding.action);
    let bar = paint.theme.bar;
    let next = put(buf, x + 1, y, u16::MAX, &key, paint.theme.over(bar, key_style));
    let next = put(buf, next + 1, y, u16::MAX, &text, paint.theme.over(bar, style));
    paint.hit(Rect { x, y, width: next.saturating_sub(x), height: 1 }, Target::Do(binding.action));
    next + 1
}

/// Lines that a sentence may take.
const TOAST_LINES: usize = 3;

/// The newest sentence, on the footer and as many lines above it as it needs: no part of a key stays beside it.
pub fn toasts(paint: &mut Paint, area: Rect, buf: &mut Buffer) {
    let Some(toast) = paint.app.toasts.last() else { return };
    let lines = wrap(&paint.say(&toast.say), area.width.saturating_sub(2));
    let shown = lines.len().clamp(1, TOAST_LINES);
    let height = u16::try_from(shown).unwrap_or(1).min(area.height);
    let place = Rect { y: area.bottom().saturating_sub(height), height, ..area };
    clear(buf, place);
    buf.set_style(place, paint.theme.selected);
    for (y, words) in (place.y..place.bottom()).zip(&lines) {
        put(buf, place.x + 1, y, place.width.saturating_sub(2), words, paint.theme.selected);
    }
}
