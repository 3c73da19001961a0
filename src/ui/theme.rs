//! Colours and lines. Colour never says anything alone: a sign, a word or a bracket says it too.

use crate::app::settings::ThemeName;
use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

/// Styles by what they mean.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// Plain text.
    pub base: Style,
    /// What matters less.
    pub dim: Style,
    /// Headings.
    pub strong: Style,
    /// A key.
    pub key: Style,
    /// The row under the cursor.
    pub selected: Style,
    /// The title line and the footer.
    pub bar: Style,
    /// Passed, approved.
    pub good: Style,
    /// At fault, overdue, refused.
    pub bad: Style,
    /// Soon, careful.
    pub warn: Style,
    /// Lines of a popup.
    pub border: Style,
    /// Shapes of lines.
    pub lines: Lines,
}

/// Shapes of lines.
#[derive(Debug, Clone, Copy)]
pub struct Lines {
    /// Borders of popups.
    pub border: border::Set<'static>,
    /// A level rule.
    pub rule: &'static str,
    /// An upright rule.
    pub upright: &'static str,
    /// A bar, and the part of it that went wrong.
    pub bar: [&'static str; 2],
    /// A column of a chart by its height, from nothing to full.
    pub steps: &'static [&'static str],
}

const BOX: Lines = Lines {
    border: border::PLAIN,
    rule: "─",
    upright: "│",
    bar: ["█", "▒"],
    steps: &[" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
};
const ASCII: Lines = Lines {
    border: border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    },
    rule: "-",
    upright: "|",
    bar: ["#", "x"],
    steps: &[" ", "#"],
};

/// Colours of a theme, from the 256 that nearly every terminal has.
struct Palette {
    dim: u8,
    accent: u8,
    selected: u8,
    bar: u8,
    good: u8,
    bad: u8,
    warn: u8,
    line: u8,
}

const DARK: Palette =
    Palette { dim: 245, accent: 110, selected: 238, bar: 235, good: 114, bad: 210, warn: 179, line: 241 };
const LIGHT: Palette =
    Palette { dim: 242, accent: 25, selected: 252, bar: 254, good: 28, bad: 160, warn: 94, line: 247 };

impl Theme {
    /// The theme of this name.
    pub fn of(name: ThemeName) -> Self {
        match name {
            ThemeName::Dark => Self::coloured(&DARK),
            ThemeName::Light => Self::coloured(&LIGHT),
            ThemeName::Plain => Self::plain(),
        }
    }

    fn coloured(palette: &Palette) -> Self {
        let fg = |colour| Style::new().fg(Color::Indexed(colour));
        let bold = Style::new().add_modifier(Modifier::BOLD);
        Self {
            base: Style::new(),
            dim: fg(palette.dim),
            strong: bold,
            key: fg(palette.accent).add_modifier(Modifier::BOLD),
            selected: bold.bg(Color::Indexed(palette.selected)),
            bar: Style::new().bg(Color::Indexed(palette.bar)),
            good: fg(palette.good),
            bad: fg(palette.bad).add_modifier(Modifier::BOLD),
            warn: fg(palette.warn),
            border: fg(palette.line),
            lines: BOX,
        }
    }

    /// Without a colour, and in lines that every terminal shows one column wide.
    fn plain() -> Self {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        Self {
            base: Style::new(),
            dim: Style::new().add_modifier(Modifier::DIM),
            strong: bold,
            key: bold,
            selected: Style::new().add_modifier(Modifier::REVERSED),
            bar: Style::new(),
            good: Style::new(),
            bad: bold,
            warn: Style::new().add_modifier(Modifier::UNDERLINED),
            border: Style::new(),
            lines: ASCII,
        }
    }
}
