//! Frames as text for tests: the screen, and below it every run that is styled.

use crate::app::App;
use crate::catalog::Catalog;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// The frame of a desk at its size.
pub fn frame(app: &App, catalog: &Catalog) -> String {
    let (columns, rows) = app.size;
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| drop(super::render(app, catalog, &super::Pictures::default(), frame))).unwrap();
    let buffer = terminal.backend().buffer();
    let mut out = String::new();
    for y in 0..rows {
        let line: String = cells(buffer, y).map(|(_, cell)| cell.symbol()).collect();
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push_str("--- styles\n");
    for y in 0..rows {
        out.push_str(&runs(buffer, y));
    }
    out
}

/// The cells of a line, without those that a wide letter covers.
fn cells(buffer: &Buffer, y: u16) -> impl Iterator<Item = (u16, &Cell)> {
    let mut covered = 0;
    (0..buffer.area.width).filter_map(move |x| {
        let cell = &buffer[(x, y)];
        if covered > 0 {
            covered -= 1;
            return None;
        }
        covered = cell.symbol().width().saturating_sub(1);
        Some((x, cell))
    })
}

/// The styled runs of a line: `4: 12-20 bold 110 "text"`.
fn runs(buffer: &Buffer, y: u16) -> String {
    let mut out = String::new();
    let mut run: Option<(u16, String, String)> = None;
    let mut end = |run: &mut Option<(u16, String, String)>| {
        if let Some((x, style, text)) = run.take()
            && !style.is_empty()
            && !text.trim().is_empty()
        {
            out.push_str(&format!("{y}:{x} {style} \"{}\"\n", text.trim_end()));
        }
    };
    for (x, cell) in cells(buffer, y) {
        let style = named(cell);
        if let Some((_, known, text)) = &mut run
            && *known == style
        {
            text.push_str(cell.symbol());
        } else {
            end(&mut run);
            run = Some((x, style, cell.symbol().to_owned()));
        }
    }
    end(&mut run);
    out
}

fn named(cell: &Cell) -> String {
    let mut words = Vec::new();
    let colour = |colour: Color, name: &str| match colour {
        Color::Reset => None,
        Color::Indexed(number) => Some(format!("{name}{number}")),
        other => Some(format!("{name}{other:?}")),
    };
    words.extend(colour(cell.fg, "fg"));
    words.extend(colour(cell.bg, "bg"));
    for (modifier, name) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::REVERSED, "reversed"),
        (Modifier::UNDERLINED, "underlined"),
    ] {
        if cell.modifier.contains(modifier) {
            words.push(name.to_owned());
        }
    }
    words.join(" ")
}
