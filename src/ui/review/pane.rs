//! A pane: a title, and lines that belong to rows. The row under the cursor is always among those shown.

mod window;

use crate::app::mouse::Target;
use crate::app::screen::review::Review;
use crate::app::screen::review::layout::Pane;
use crate::ui::Paint;
use crate::ui::text::{columns, put, put_right, rule};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use window::{Window, window};

/// A line of a pane.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// The row that it belongs to; none = a heading.
    pub row: Option<usize>,
    /// Its pieces: column from the left, text, style.
    pub pieces: Vec<(u16, String, Style)>,
}

impl Line {
    /// A line of a row.
    pub fn of(row: usize) -> Self {
        Self { row: Some(row), pieces: Vec::new() }
    }

    /// A line of no row.
    pub fn plain() -> Self {
        Self::default()
    }

    /// With a piece more.
    pub fn with(mut self, x: u16, text: impl Into<String>, style: Style) -> Self {
        self.pieces.push((x, text.into(), style));
        self
    }
}

/// What a pane says above its lines.
pub struct Title<'a> {
    /// The pane.
    pub pane: Pane,
    /// At the left.
    pub text: &'a str,
    /// At the right.
    pub right: String,
}

/// Draws the frame of a pane and gives the area of its lines: a column for the cursor's sign, the text.
pub fn frame(paint: &mut Paint, state: &Review, title: &Title, area: Rect, buf: &mut Buffer) -> Rect {
    if area.height == 0 {
        return area;
    }
    let theme = paint.theme;
    let first = area.x == 0;
    if !first {
        for y in area.top()..area.bottom() {
            put(buf, area.x, y, 1, theme.lines.upright, theme.border);
        }
    }
    let inner =
        if first { area } else { Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area } };
    rule(buf, inner, area.y, theme.lines.rule, theme.border);
    let focused = state.panes.focus == title.pane;
    let style = if focused { theme.key } else { theme.dim };
    put(buf, inner.x + 1, area.y, inner.width.saturating_sub(2), &format!(" {} ", title.text), style);
    if !title.right.is_empty() {
        let text = format!(" {} ", title.right);
        put_right(buf, inner.right().saturating_sub(1), area.y, inner.width / 2, &text, style);
    }
    let number = title.pane.number();
    paint.hit(
        Rect { height: 1, ..inner },
        Target::Pane { pane: number, line: state.panes.cursor(title.pane) },
    );
    Rect { y: inner.y + 1, height: inner.height - 1, ..inner }
}

/// Draws the rows around the cursor's, so that it is in sight. `lay` makes the lines of a row; it is asked for those
/// rows alone that are near, however many there are.
pub fn rows(
    paint: &mut Paint,
    state: &Review,
    (pane, count): (Pane, usize),
    area: Rect,
    buf: &mut Buffer,
    lay: impl Fn(&Paint, usize) -> Vec<Line>,
) {
    let cursor = state.panes.cursor(pane);
    let focused = state.panes.focus == pane;
    let shown = window(cursor, count, usize::from(area.height), |row| lay(paint, row));
    let mut signed = false;
    for (y, line) in (area.y..area.bottom()).zip(&shown.lines) {
        let place = Rect { y, height: 1, ..area };
        let here = line.row == Some(cursor);
        if here && focused {
            buf.set_style(place, paint.theme.selected);
        }
        let ground = if here && focused { paint.theme.selected } else { paint.theme.base };
        draw_line(paint.theme, line, place, buf, ground);
        if here && !signed {
            put(buf, place.x, y, 1, ">", paint.theme.over(ground, paint.theme.key));
        }
        signed |= here;
        if let Some(row) = line.row {
            paint.hit(place, Target::Pane { pane: pane.number(), line: row });
        }
    }
    more(paint, &shown, area, buf);
}

fn draw_line(theme: Theme, line: &Line, place: Rect, buf: &mut Buffer, ground: Style) {
    for (x, text, style) in &line.pieces {
        let room = place.width.saturating_sub(*x);
        put(buf, place.x + x, place.y, room, text, theme.over(ground, *style));
    }
}

/// Says in the last column where there is more above or below.
fn more(paint: &Paint, shown: &Window, area: Rect, buf: &mut Buffer) {
    let x = area.right().saturating_sub(1);
    if shown.above {
        put(buf, x, area.y, 1, "^", paint.theme.dim);
    }
    if shown.below && area.height > 0 {
        put(buf, x, area.bottom() - 1, 1, "v", paint.theme.dim);
    }
}

/// The columns of a label: as wide as the widest, up to a third of the room.
pub fn label_width<'a>(labels: impl Iterator<Item = &'a str>, room: u16) -> u16 {
    labels.map(columns).max().unwrap_or_default().min(room / 3).max(4)
}
