use super::*;
use proptest::prelude::*;
use ratatui::style::Style;

/// A row: lines of a heading above it, and its own.
type Shape = (usize, usize);

fn laid(row: usize, (heading, own): Shape) -> Vec<Line> {
    let text = |line: Line, what: &str, n: usize| line.with(1, format!("{row} {what} {n}"), Style::new());
    let heading = (0..heading).map(|n| text(Line::plain(), "heading", n));
    let own = (0..own).map(|n| text(Line::of(row), "line", n));
    heading.chain(own).collect()
}

/// What a layout of everything shows: all lines, of which a window is cut.
fn in_full(cursor: usize, rows: &[Shape], room: usize) -> (Vec<String>, bool, bool) {
    let lines: Vec<Line> = rows.iter().enumerate().flat_map(|(row, shape)| laid(row, *shape)).collect();
    let is_own = |line: &Line| line.row == Some(cursor);
    let at = lines.iter().position(is_own).unwrap_or_default();
    let end = lines.iter().rposition(is_own).unwrap_or(at) + 1;
    let low = (end + 2.min(room / 4)).saturating_sub(room).min(lines.len().saturating_sub(room));
    let top = low.min(at);
    let shown = lines.iter().skip(top).take(room).map(said).collect();
    (shown, top > 0, top + room < lines.len())
}

fn said(line: &Line) -> String {
    line.pieces.iter().map(|(_, text, _)| text.as_str()).collect()
}

fn as_shown(window: &Window) -> (Vec<String>, bool, bool) {
    (window.lines.iter().map(said).collect(), window.above, window.below)
}

proptest! {
    #[test]
    fn a_window_shows_what_a_layout_of_everything_would_show_there(
        rows in prop::collection::vec((0_usize..3, 0_usize..5), 0..60),
        cursor in 0_usize..62,
        room in 0_usize..30,
    ) {
        let window = window(cursor, rows.len(), room, |row| laid(row, rows[row]));
        prop_assert_eq!(as_shown(&window), in_full(cursor, &rows, room));
    }
}

#[test]
fn wherever_the_cursor_is_no_more_than_a_screen_each_way_is_laid_out() {
    let (count, room) = (40_000, 40);
    for cursor in [0, 1, 39, 20_000, 39_960, 39_999] {
        let mut asked = 0;
        let window = window(cursor, count, room, |row| {
            asked += 1;
            laid(row, (0, 1))
        });
        assert_eq!(window.lines.len(), room);
        assert!(asked <= 2 * room + 4, "{asked} rows at {cursor}");
    }
}
