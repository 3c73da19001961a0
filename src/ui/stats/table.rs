//! A table of figures; the one under the cursor stands in brackets, and the room that is left shows bars.

use super::words::{name, value};
use crate::app::mouse::Target;
use crate::app::screen::stats::{State, Stats, Table, View};
use crate::ui::Paint;
use crate::ui::text::{columns, put, put_right};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The names of rows get no more columns than this while there are bars.
const NAMES: u16 = 40;
/// A bar shorter than this tells nothing.
const BARS: u16 = 8;

/// Where the columns lie.
struct Grid {
    names: u16,
    cells: Vec<u16>,
    bars: u16,
}

/// Draws headings and as many rows as fit, the one under the cursor among them.
pub fn render(paint: &mut Paint, state: &Stats, table: &Table, area: Rect, buf: &mut Buffer) {
    if table.rows.is_empty() {
        let words = match (state.view, &state.state) {
            (View::Rechecks, _) => paint.text("stats.no_rechecks"),
            (_, State::Loading) => "",
            _ => paint.text("stats.empty"),
        };
        put(buf, area.x + 1, area.y + 1, area.width, words, paint.theme.dim);
        return;
    }
    let names: Vec<String> = table.rows.iter().map(|row| name(paint, &row.name)).collect();
    let values: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| value(paint, &cell.value)).collect())
        .collect();
    let grid = grid(paint, table, &names, &values, area.width);
    heads(paint, table, &grid, area, buf);
    let room = usize::from(area.height.saturating_sub(1)).max(1);
    let (row, column) = state.cursor;
    let first = first_shown(row, room, table.rows.len());
    let most = table.rows.iter().map(|row| row.bar.0 + row.bar.1).max().unwrap_or(0);
    for ((at, of), y) in table.rows.iter().enumerate().skip(first).take(room).zip(area.y + 1..) {
        let line = Rect { y, height: 1, ..area };
        let cursor = (at == row).then_some(column);
        if cursor.is_some() {
            buf.set_style(line, paint.theme.selected);
        }
        let style = if cursor.is_some() { paint.theme.selected } else { paint.theme.base };
        put(buf, line.x + 1, y, grid.names, names.get(at).map_or("", String::as_str), style);
        let cells = values.get(at).map_or(&[][..], Vec::as_slice);
        let end = figures(paint, cells, &grid, cursor, line, buf);
        bar(paint, of.bar, most, Rect { x: end + 1, width: grid.bars, ..line }, buf);
        paint.hit(line, Target::Choice(at));
    }
}

/// The first row that is drawn: the cursor stays in the middle where there is more than fits.
pub fn first_shown(cursor: usize, room: usize, rows: usize) -> usize {
    cursor.saturating_sub(room / 2).min(rows.saturating_sub(room))
}

fn grid(paint: &Paint, table: &Table, names: &[String], values: &[Vec<String>], room: u16) -> Grid {
    let cells: Vec<u16> = table
        .heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            let widest = values.iter().filter_map(|row| row.get(at)).map(|text| columns(text)).max();
            columns(paint.text(head)).max(widest.unwrap_or(0)).min(18)
        })
        .collect();
    let used: u16 = cells.iter().map(|width| width + 2).sum();
    let left = room.saturating_sub(used + 2);
    let widest = names.iter().map(|text| columns(text)).max().unwrap_or(0);
    let has_bars = table.rows.iter().any(|row| row.bar != (0, 0));
    let wanted = if has_bars { widest.min(NAMES) } else { widest };
    let names = wanted.min(left);
    let bars = if has_bars { left - names } else { 0 };
    // Without bars the figures stand at the right end of their room.
    let names = if has_bars && bars >= BARS { names } else { left };
    Grid { names, cells, bars: if bars >= BARS { bars.saturating_sub(1) } else { 0 } }
}

fn heads(paint: &Paint, table: &Table, grid: &Grid, area: Rect, buf: &mut Buffer) {
    let mut x = area.x + 1 + grid.names;
    for (head, width) in table.heads.iter().zip(&grid.cells) {
        put_right(buf, x + 1 + width, area.y, *width, paint.text(head), paint.theme.dim);
        x += width + 2;
    }
}

fn figures(
    paint: &Paint,
    cells: &[String],
    grid: &Grid,
    cursor: Option<usize>,
    line: Rect,
    buf: &mut Buffer,
) -> u16 {
    let mut x = line.x + 1 + grid.names;
    let base = if cursor.is_some() { paint.theme.selected } else { paint.theme.base };
    for (at, (text, width)) in cells.iter().zip(&grid.cells).enumerate() {
        let begin = put_right(buf, x + 1 + width, line.y, *width, text, base);
        if cursor == Some(at) {
            put(buf, begin.saturating_sub(1), line.y, 1, "[", paint.theme.over(base, paint.theme.key));
            put(buf, x + 1 + width, line.y, 1, "]", paint.theme.over(base, paint.theme.key));
        }
        x += width + 2;
    }
    x
}

fn bar(paint: &Paint, (good, bad): (u64, u64), most: u64, area: Rect, buf: &mut Buffer) {
    if most == 0 || area.width == 0 {
        return;
    }
    let room = u64::from(area.width);
    let whole = ((good + bad) * room).div_ceil(most).min(room);
    let plain = if bad == 0 { whole } else { good * whole / (good + bad).max(1) };
    let [full, part] = paint.theme.lines.bar;
    let x = put(buf, area.x, area.y, area.width, &full.repeat(plain as usize), paint.theme.figure());
    let rest = (whole - plain) as usize;
    put(buf, x, area.y, area.right().saturating_sub(x), &part.repeat(rest), paint.theme.warn);
}
