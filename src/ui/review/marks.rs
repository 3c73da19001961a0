//! Letters of a value that stand out: in brackets, and in another style.

use super::pane::Line;
use crate::domain::text::visible;
use ratatui::style::Style;

/// Stand for the brackets while lines are broken; private letters, which no value keeps after the door for
/// outside text.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// A value (unsafe text) made safe, its ranges of characters between private brackets.
pub fn marked(value: &str, ranges: &[(usize, usize)]) -> String {
    let plain = |text: &str| visible(text).replace([OPEN, CLOSE], "?");
    let mut out = String::new();
    let mut run = String::new();
    let mut inside = false;
    for (at, letter) in value.chars().enumerate() {
        let now = ranges.iter().any(|(from, to)| (*from..*to).contains(&at));
        if now != inside {
            out.push_str(&plain(&run));
            run.clear();
            out.push(if now { OPEN } else { CLOSE });
            inside = now;
        }
        run.push(letter);
    }
    out.push_str(&plain(&run));
    if inside {
        out.push(CLOSE);
    }
    out
}

/// Lines with what stands between the private brackets in square ones, and in its own style.
pub fn split_marked(lines: Vec<Line>, style: Style) -> Vec<Line> {
    let mut inside = false;
    lines
        .into_iter()
        .map(|line| {
            let mut pieces = Vec::new();
            for (x, text, own) in line.pieces {
                let mut x = x;
                let mut run = String::new();
                let mut flush = |run: &mut String, inside: bool| {
                    let width = crate::ui::text::columns(run);
                    if !run.is_empty() {
                        pieces.push((x, std::mem::take(run), if inside { style } else { own }));
                    }
                    x += width;
                };
                for letter in text.chars() {
                    match letter {
                        OPEN => {
                            flush(&mut run, inside);
                            inside = true;
                            run.push('[');
                        }
                        CLOSE => {
                            run.push(']');
                            flush(&mut run, inside);
                            inside = false;
                        }
                        other => run.push(other),
                    }
                }
                flush(&mut run, inside);
            }
            Line { row: line.row, pieces }
        })
        .collect()
}

/// Lines whose first text begins with a sign in its own style.
pub fn styled_start(mut lines: Vec<Line>, left: u16, sign: &'static str, style: Style) -> Vec<Line> {
    let Some(first) = lines.first_mut() else { return lines };
    if let Some((x, text, own)) = first.pieces.iter_mut().find(|(x, _, _)| *x == left)
        && let Some(rest) = text.strip_prefix(sign)
    {
        let (rest, own, start) = (rest.to_owned(), *own, *x);
        sign.clone_into(text);
        let place = start + crate::ui::text::columns(sign);
        let at = first.pieces.iter().position(|(x, _, _)| *x == left).unwrap_or_default();
        if let Some(piece) = first.pieces.get_mut(at) {
            piece.2 = style;
        }
        first.pieces.insert(at + 1, (place, rest, own));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_letters_stand_in_brackets() {
        let base = Style::new();
        let bad = Style::new().fg(ratatui::style::Color::Red);
        let line = Line::of(0).with(4, marked("1101x", &[(1, 2), (4, 5)]), base);
        let shown = split_marked(vec![line], bad);
        let pieces: Vec<(u16, &str, Style)> =
            shown[0].pieces.iter().map(|(x, text, style)| (*x, text.as_str(), *style)).collect();
        assert_eq!(pieces, [(4, "1", base), (5, "[1]", bad), (8, "01", base), (10, "[x]", bad)]);
        assert_eq!(marked("a\u{202e}b", &[]), "a⟨U+202E⟩b");
    }
}
