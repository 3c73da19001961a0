//! Which lines of a pane are seen: laid out from the cursor on, both ways, as far as the screen reaches.

use super::Line;
use std::collections::VecDeque;

/// The lines on the screen.
#[derive(Debug, Default)]
pub struct Window {
    /// From the top.
    pub lines: Vec<Line>,
    /// There are lines above.
    pub above: bool,
    /// There are lines below.
    pub below: bool,
}

/// The lines that `room` rows of the screen show of `count` rows: the cursor's whole and with two lines to spare, its
/// heading with it. No more than a screen and a line each way is laid out.
pub fn window(cursor: usize, count: usize, room: usize, mut lay: impl FnMut(usize) -> Vec<Line>) -> Window {
    let own = if cursor < count { lay(cursor) } else { Vec::new() };
    let is_own = |line: &Line| line.row == Some(cursor);
    // A cursor on nothing shows the top.
    let Some(first) = own.iter().position(is_own) else {
        return cut(downwards(Vec::new(), 0..count, room, &mut lay), 0, room);
    };
    let after = own.iter().rposition(is_own).unwrap_or(first) + 1;
    let above = upwards(cursor, room, first, &mut lay);
    let (at, end) = (above.len() + first, above.len() + after);
    let known: Vec<Line> = above.into_iter().chain(own).collect();
    let lines = downwards(known, cursor + 1..count, end + room, &mut lay);
    let spare = 2.min(room / 4);
    let last = lines.len().saturating_sub(room);
    let low = (end + spare).saturating_sub(room).min(last);
    cut(lines, low.min(at), room)
}

/// The lines above a row, from the last of them to more than `room` with the `own` ones of its heading.
fn upwards(row: usize, room: usize, own: usize, lay: &mut impl FnMut(usize) -> Vec<Line>) -> VecDeque<Line> {
    let mut lines = VecDeque::new();
    for row in (0..row).rev() {
        if lines.len() + own > room {
            break;
        }
        for line in lay(row).into_iter().rev() {
            lines.push_front(line);
        }
    }
    lines
}

/// Lines, and those of the rows after them, to more than `enough`.
fn downwards(
    mut lines: Vec<Line>,
    rows: std::ops::Range<usize>,
    enough: usize,
    lay: &mut impl FnMut(usize) -> Vec<Line>,
) -> Vec<Line> {
    for row in rows {
        if lines.len() > enough {
            break;
        }
        lines.extend(lay(row));
    }
    lines
}

fn cut(lines: Vec<Line>, top: usize, room: usize) -> Window {
    let below = lines.len() > top + room;
    Window { lines: lines.into_iter().skip(top).take(room).collect(), above: top > 0, below }
}

#[cfg(test)]
mod tests;
