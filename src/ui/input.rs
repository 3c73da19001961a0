//! A text input with its caret.

use super::text::{put, safe, width};
use crate::app::input::{Input, Lines};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

/// Lines as they stand in the box, and the caret among them.
struct Laid {
    lines: Vec<String>,
    caret: (usize, usize),
}

/// Draws an input and tells where its caret is.
pub fn draw(input: &Input, area: Rect, buf: &mut Buffer, style: Style) -> Position {
    let laid = match input.lines() {
        Lines::One => in_one_line(input, area.width),
        Lines::Many => in_many_lines(input, area.width),
    };
    let first = (laid.caret.1 + 1).saturating_sub(usize::from(area.height));
    let shown = laid.lines.iter().skip(first).take(usize::from(area.height));
    for (y, line) in (area.y..).zip(shown) {
        put(buf, area.x, y, area.width, line, style);
    }
    let x = area.x + u16::try_from(laid.caret.0).unwrap_or(0).min(area.width.saturating_sub(1));
    let y = area.y + u16::try_from(laid.caret.1 - first).unwrap_or(0);
    Position::new(x, y)
}

/// Draws dots in place of letters.
pub fn draw_hidden(input: &Input, area: Rect, buf: &mut Buffer, style: Style) -> Position {
    let letters = input.text().graphemes(true).count().min(usize::from(area.width.saturating_sub(1)));
    let x = put(buf, area.x, area.y, area.width, &"*".repeat(letters), style);
    Position::new(x, area.y)
}

/// The part of a long line in which the caret stands.
fn in_one_line(input: &Input, room: u16) -> Laid {
    let room = usize::from(room.max(2));
    let before: Vec<String> =
        input.before_caret().graphemes(true).map(|letter| safe(letter).into_owned()).collect();
    let mut start = before.len();
    let mut used = 1;
    while let Some(letter) = start.checked_sub(1).and_then(|at| before.get(at)) {
        used += width(letter);
        if used > room {
            break;
        }
        start -= 1;
    }
    let left: String = before.iter().skip(start).map(String::as_str).collect();
    let caret = width(&left);
    let mut line = left;
    let mut used = caret;
    for letter in input.after_caret().graphemes(true) {
        let letter = safe(letter);
        used += width(&letter);
        if used > room {
            break;
        }
        line.push_str(&letter);
    }
    Laid { lines: vec![line], caret: (caret, 0) }
}

/// All lines, broken where they are full.
fn in_many_lines(input: &Input, room: u16) -> Laid {
    let room = usize::from(room.max(2));
    let mut laid = Laid { lines: vec![String::new()], caret: (0, 0) };
    let mut column = 0;
    let mut add = |text: &str, lines: &mut Vec<String>| {
        for letter in text.graphemes(true) {
            let letter = if letter == "\n" { letter.into() } else { safe(letter) };
            if letter == "\n" || column + width(&letter) > room {
                lines.push(String::new());
                column = 0;
            }
            if letter != "\n"
                && let Some(line) = lines.last_mut()
            {
                line.push_str(&letter);
                column += width(&letter);
            }
        }
        column
    };
    let column_of_caret = add(input.before_caret(), &mut laid.lines);
    let caret_line = laid.lines.len() - 1;
    add(input.after_caret(), &mut laid.lines);
    laid.caret = if column_of_caret >= room { (room - 1, caret_line) } else { (column_of_caret, caret_line) };
    laid
}

/// Lines that an input needs in a box of this width.
pub fn height(input: &Input, room: u16) -> u16 {
    match input.lines() {
        Lines::One => 1,
        Lines::Many => u16::try_from(in_many_lines(input, room).lines.len()).unwrap_or(u16::MAX),
    }
}
