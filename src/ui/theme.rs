//! Colours and lines. Colour never says anything alone: a sign, a word or a bracket says it too.
//!
//! A style that sets a colour sets the one behind it, too, so that it reads whatever the terminal's own are. Only
//! where the terminal's ground is known do colours stand on it; where it isn't, nearly all is in its own two
//! colours, plain, bold or reversed.

mod contrast;
mod palettes;
#[cfg(test)]
mod tests;

pub use contrast::{backdrop, narrowed, nearest};

use crate::app::settings::{Backdrop, Shades, ThemeName, Tones};
use palettes::Palette;
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
    inks: Inks,
}

/// Whether coloured letters read on the bar and on the row under the cursor, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inks {
    Everywhere,
    OnBase,
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

impl Theme {
    /// The theme of this name, in a terminal with these colours.
    pub fn of(name: ThemeName, shades: Shades) -> Self {
        let Shades { tones, backdrop } = shades;
        match (name, backdrop) {
            (ThemeName::Plain, _) => Self::uncoloured(ASCII),
            (ThemeName::Dark, _) => Self::coloured(&Palette::dark(tones)),
            (ThemeName::Light, _) => Self::coloured(&Palette::light(tones)),
            (ThemeName::Auto, Backdrop::Dark) => Self::coloured(&Palette::dark(tones).on_the_terminals()),
            (ThemeName::Auto, Backdrop::Light) => Self::coloured(&Palette::light(tones).on_the_terminals()),
            (ThemeName::Auto, Backdrop::Unknown) => Self::either(tones),
        }
    }

    /// What columns and bars of a chart are painted with: a ground of its own would be the column upside down.
    pub fn figure(&self) -> Style {
        if self.good.bg == self.base.bg { self.good } else { self.base }
    }

    /// A style on the bar, or on the row under the cursor.
    pub fn over(&self, ground: Style, ink: Style) -> Style {
        let all = ground.add_modifier | ink.add_modifier;
        let mut style = Style { add_modifier: all - Modifier::BOLD, ..ground };
        if ink.bg.is_some() && ink.bg != self.base.bg {
            // Letters that bring their own ground keep it.
            (style.fg, style.bg) = (ink.fg, ink.bg);
            style = style.remove_modifier(Modifier::REVERSED);
        } else if self.inks == Inks::Everywhere || ground == self.base {
            style.fg = ink.fg.or(style.fg);
        }
        if all.contains(Modifier::BOLD) { contrast::bold(style) } else { style }
    }

    fn coloured(palette: &Palette) -> Self {
        let on_base = |colour| Style::new().fg(colour).bg(palette.ground);
        let base = on_base(palette.text);
        Self {
            base,
            dim: on_base(palette.dim),
            strong: contrast::bold(base),
            key: contrast::bold(on_base(palette.accent)),
            selected: palette.selected,
            bar: palette.bar,
            good: palette.good,
            bad: palette.bad,
            warn: palette.warn,
            border: on_base(palette.line),
            lines: BOX,
            inks: palette.inks,
        }
    }

    /// On a ground of which nothing is known: the terminal's own two colours, and letters that bring their ground.
    fn either(tones: Tones) -> Self {
        let own = Style::new().fg(Color::Reset).bg(Color::Reset);
        let (bad, warn) = palettes::signs(tones);
        let bold = own.add_modifier(Modifier::BOLD);
        Self {
            base: own,
            dim: own,
            strong: bold,
            key: bold,
            selected: own.add_modifier(Modifier::REVERSED),
            bar: own.add_modifier(Modifier::REVERSED),
            good: own,
            bad: bad.unwrap_or(bold),
            warn: warn.unwrap_or(own.add_modifier(Modifier::UNDERLINED)),
            border: own,
            lines: BOX,
            inks: Inks::OnBase,
        }
    }

    /// Without a colour, and in lines that every terminal shows one column wide.
    fn uncoloured(lines: Lines) -> Self {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        Self {
            base: Style::new(),
            dim: Style::new(),
            strong: bold,
            key: bold,
            selected: Style::new().add_modifier(Modifier::REVERSED),
            bar: Style::new(),
            good: Style::new(),
            bad: bold,
            warn: Style::new().add_modifier(Modifier::UNDERLINED),
            border: Style::new(),
            lines,
            inks: Inks::OnBase,
        }
    }
}
