//! The sign-in, and the locked screen, on which nothing of the work is left.

use super::text::{columns, put, wrap};
use super::{Paint, frame, input};
use crate::app::input::Input;
use crate::app::say::Say;
use crate::app::screen::lock::Lock;
use crate::app::screen::sign_in::{Attempt, Focus, SignIn};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns of the block in the middle.
const WIDTH: u16 = 44;

/// Draws the sign-in.
pub fn render(paint: &mut Paint, state: &SignIn, area: Rect, buf: &mut Buffer) {
    let place = middle(area, 9);
    put(buf, place.x, place.y, place.width, paint.text("sign_in.title"), paint.theme.strong);
    let name = Rect { y: place.y + 2, height: 1, ..place };
    let passphrase = Rect { y: place.y + 4, height: 1, ..place };
    line(paint, (&state.name, "sign_in.name"), Shown::Clear, state.focus == Focus::Name, name, buf);
    let focused = state.focus == Focus::Passphrase;
    line(paint, (&state.passphrase, "sign_in.passphrase"), Shown::Hidden, focused, passphrase, buf);
    attempt(paint, &state.attempt, Rect { y: place.y + 6, height: 3, ..place }, buf);
    frame::footer(paint, Rect { y: area.bottom() - 1, height: 1, ..area }, buf);
}

/// Draws the locked screen.
pub fn render_lock(paint: &mut Paint, state: &Lock, area: Rect, buf: &mut Buffer) {
    let place = middle(area, 9);
    put(buf, place.x, place.y, place.width, paint.text("lock.title"), paint.theme.strong);
    let words = state.why.clone().unwrap_or_else(|| Say::with("lock.text", state.name.clone()));
    let words = paint.say(&words);
    let style = if state.why.is_some() { paint.theme.bad } else { paint.theme.dim };
    let lines = wrap(&words, place.width);
    for (y, text) in (place.y + 1..).zip(&lines) {
        put(buf, place.x, y, place.width, text, style);
    }
    let y = place.y + 2 + u16::try_from(lines.len()).unwrap_or(1);
    let input = (&state.passphrase, "sign_in.passphrase");
    line(paint, input, Shown::Hidden, true, Rect { y, height: 1, ..place }, buf);
    attempt(paint, &state.attempt, Rect { y: y + 2, height: 3, ..place }, buf);
    frame::footer(paint, Rect { y: area.bottom() - 1, height: 1, ..area }, buf);
}

/// Whether letters are shown.
#[derive(Clone, Copy)]
enum Shown {
    Clear,
    Hidden,
}

fn middle(area: Rect, height: u16) -> Rect {
    let width = WIDTH.min(area.width);
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + area.height.saturating_sub(height + 1) / 2,
        width,
        height,
    }
}

fn line(
    paint: &mut Paint,
    (input, label): (&Input, &'static str),
    shown: Shown,
    focused: bool,
    area: Rect,
    buf: &mut Buffer,
) {
    let label_width = columns(paint.text("sign_in.name")).max(columns(paint.text("sign_in.passphrase"))) + 2;
    let style = if focused { paint.theme.strong } else { paint.theme.dim };
    put(buf, area.x, area.y, label_width, paint.text(label), style);
    let mark = if focused { paint.theme.key } else { paint.theme.border };
    put(buf, area.x + label_width, area.y, 1, paint.theme.lines.upright, mark);
    let x = area.x + label_width + 2;
    let place = Rect { x, width: area.right().saturating_sub(x), ..area };
    let caret = match shown {
        Shown::Clear => input::draw(input, place, buf, paint.theme.base),
        Shown::Hidden => input::draw_hidden(input, place, buf, paint.theme.base),
    };
    if focused {
        paint.caret = Some(caret);
    }
}

fn attempt(paint: &Paint, attempt: &Attempt, area: Rect, buf: &mut Buffer) {
    let (mut words, style) = match attempt {
        Attempt::None => return,
        Attempt::Asking => (paint.text("sign_in.asking").to_owned(), paint.theme.dim),
        Attempt::Refused(sentence, _) => (paint.say(sentence), paint.theme.bad),
    };
    if let Some(seconds) = attempt.wait(paint.app.now()) {
        words = format!("{words}\n{}", paint.say(&Say::with("sign_in.wait", seconds.to_string())));
    }
    for (y, text) in (area.top()..area.bottom()).zip(wrap(&words, area.width)) {
        put(buf, area.x, y, area.width, &text, style);
    }
}
