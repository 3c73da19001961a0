//! Text on the grid: measured as the buffer measures it, cut to a width, wrapped by the rules of Chinese.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Stands at the end of a text that was cut.
const CUT: &str = "~";

/// The one door for text that came from outside.
pub fn safe(text: &str) -> Cow<'_, str> {
    crate::domain::text::visible(text)
}

/// Columns that a text takes on the screen.
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// A number of columns as the grid counts them.
pub fn columns(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// The text cut to `room` columns, with a mark where something is missing.
pub fn fit(text: &str, room: u16) -> Cow<'_, str> {
    let room = usize::from(room);
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    let mut kept = String::new();
    let mut used = CUT.len();
    for letter in text.graphemes(true) {
        used += letter.width();
        if used > room {
            break;
        }
        kept.push_str(letter);
    }
    if room > 0 {
        kept.push_str(CUT);
    }
    Cow::Owned(kept)
}

/// Writes a text into `room` columns and tells the column after it. Whoever made it has filtered it already; the
/// grid does so again, as the second wall.
pub fn put(buf: &mut Buffer, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
    if !buf.area.contains((x, y).into()) {
        return x;
    }
    let room = room.min(buf.area.right().saturating_sub(x));
    buf.set_stringn(x, y, fit(&safe(text), room), usize::from(room), style).0
}

/// Writes a text that ends at column `right` (which it does not touch), and tells where it begins.
pub fn put_right(buf: &mut Buffer, right: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
    let text = safe(text);
    let x = right.saturating_sub(columns(&text).min(room));
    put(buf, x, y, right.saturating_sub(x), &text, style);
    x
}

/// The text in lines of at most `room` columns; a comma never begins a line.
pub fn wrap(text: &str, room: u16) -> Vec<String> {
    let room = usize::from(room.max(2));
    text.split('\n').flat_map(|line| textwrap::wrap(line, room)).map(Cow::into_owned).collect()
}

/// A level rule.
pub fn rule(buf: &mut Buffer, area: Rect, y: u16, line: &str, style: Style) {
    for x in area.left()..area.right() {
        if let Some(cell) = buf.cell_mut((x, y)) {
            cell.set_symbol(line).set_style(style);
        }
    }
}

/// Clears an area for what lies above. A wide letter that reaches into it from the left would swallow
/// its first column, so it goes.
pub fn clear(buf: &mut Buffer, area: Rect) {
    for y in area.top()..area.bottom() {
        if area.x > 0
            && let Some(cell) = buf.cell_mut((area.x - 1, y))
            && cell.symbol().width() > 1
        {
            cell.set_symbol(" ");
        }
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// A wide letter in the very last cell would reach past the screen.
pub fn mend_last_cell(buf: &mut Buffer) {
    if let Some(last) = buf.content.last_mut()
        && last.symbol().width() > 1
    {
        last.set_symbol(" ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_never_splits_a_letter() {
        for (text, room, result) in [
            ("北京紫荆", 8, "北京紫荆"),
            ("北京紫荆", 7, "北京紫~"),
            ("北京紫荆", 6, "北京~"),
            ("abc", 2, "a~"),
            ("abc", 0, ""),
        ] {
            assert_eq!(fit(text, room), result);
            assert!(width(&fit(text, room)) <= usize::from(room));
        }
    }

    #[test]
    fn the_grid_filters_what_nobody_filtered() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 60, 2));
        put(&mut buf, 0, 0, 60, "a\u{1b}[2J\u{202e}\u{200b}b", Style::new());
        put_right(&mut buf, 60, 1, 60, "\u{9b}\u{e0041}b", Style::new());
        let shown: String = buf.content.iter().map(|cell| cell.symbol()).collect();
        assert!(
            shown.starts_with("a⟨U+001B⟩[2J⟨U+202E⟩⟨U+200B⟩b") && shown.ends_with("⟨U+009B⟩⟨U+E0041⟩b"),
            "{shown}"
        );
    }

    #[test]
    fn no_line_begins_with_a_comma() {
        for line in wrap("主体名称须与营业执照一致，且不得含有特殊符号，与证件一致", 16)
        {
            assert!(!line.starts_with('，') && width(&line) <= 16, "{line}");
        }
    }
}
