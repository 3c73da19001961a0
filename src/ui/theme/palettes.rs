//! Colours of the themes, for as many as a terminal has. `tests.rs` computes that all of them read.

use super::Inks;
use crate::app::settings::Tones;
use ratatui::style::{Color, Modifier, Style};

/// Colours by what they mean.
pub(super) struct Palette {
    /// Behind everything.
    pub(super) ground: Color,
    pub(super) text: Color,
    pub(super) dim: Color,
    pub(super) accent: Color,
    pub(super) line: Color,
    pub(super) selected: Style,
    pub(super) bar: Style,
    pub(super) good: Style,
    pub(super) bad: Style,
    pub(super) warn: Style,
    pub(super) inks: Inks,
}

const fn n(number: u8) -> Color {
    Color::Indexed(number)
}

fn pair(letters: u8, ground: u8) -> Style {
    Style::new().fg(n(letters)).bg(n(ground))
}

fn strong(letters: u8, ground: u8) -> Style {
    pair(letters, ground).add_modifier(Modifier::BOLD)
}

impl Palette {
    /// On a dark ground of its own.
    pub(super) fn dark(tones: Tones) -> Self {
        match tones {
            Tones::Many => Self {
                ground: n(234),
                text: n(252),
                dim: n(248),
                accent: n(110),
                line: n(248),
                selected: strong(255, 237),
                bar: pair(252, 236),
                good: pair(114, 234),
                bad: strong(210, 234),
                warn: pair(179, 234),
                inks: Inks::Everywhere,
            },
            Tones::Sixteen => Self {
                ground: n(0),
                text: n(15),
                dim: n(7),
                accent: n(14),
                line: n(7),
                selected: pair(0, 7),
                bar: pair(0, 6),
                good: pair(10, 0),
                bad: strong(9, 0),
                warn: pair(11, 0),
                inks: Inks::OnBase,
            },
            Tones::Eight => Self {
                ground: n(0),
                text: n(7),
                dim: n(7),
                accent: n(6),
                line: n(7),
                selected: pair(0, 7),
                bar: pair(0, 6),
                good: pair(2, 0),
                // Red reads on no ground of the eight; its sign and its own ground say it.
                bad: pair(0, 7),
                warn: pair(6, 0),
                inks: Inks::OnBase,
            },
        }
    }

    /// On a light ground of its own.
    pub(super) fn light(tones: Tones) -> Self {
        match tones {
            Tones::Many => Self {
                ground: n(231),
                text: n(234),
                dim: n(239),
                accent: n(25),
                line: n(240),
                selected: strong(16, 253),
                bar: pair(234, 254),
                good: pair(22, 231),
                bad: strong(124, 231),
                warn: pair(58, 231),
                inks: Inks::Everywhere,
            },
            Tones::Sixteen => Self {
                ground: n(15),
                text: n(0),
                dim: n(0),
                accent: n(4),
                line: n(0),
                selected: strong(15, 4),
                bar: pair(0, 6),
                good: pair(0, 10),
                bad: strong(15, 1),
                warn: pair(5, 15),
                inks: Inks::OnBase,
            },
            Tones::Eight => Self {
                ground: n(7),
                text: n(0),
                dim: n(0),
                accent: n(4),
                line: n(0),
                selected: strong(7, 4),
                bar: pair(0, 6),
                good: pair(0, 2),
                bad: pair(7, 0),
                warn: pair(4, 7),
                inks: Inks::OnBase,
            },
        }
    }

    /// On the terminal's own ground, in its own letters: where it is known that these read there.
    pub(super) fn on_the_terminals(self) -> Self {
        let ground = Some(self.ground);
        let own = |style: Style| if style.bg == ground { style.bg(Color::Reset) } else { style };
        Self {
            good: own(self.good),
            bad: own(self.bad),
            warn: own(self.warn),
            ground: Color::Reset,
            text: Color::Reset,
            ..self
        }
    }
}

/// What is at fault, and what wants care, in letters that bring their own ground.
pub(super) fn signs(tones: Tones) -> (Option<Style>, Option<Style>) {
    match tones {
        Tones::Many => (Some(strong(231, 124)), Some(pair(16, 179))),
        Tones::Sixteen => (Some(strong(15, 1)), Some(pair(0, 11))),
        Tones::Eight => (None, None),
    }
}
