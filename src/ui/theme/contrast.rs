//! How well letters read on a ground: the contrast of WCAG 2.

use super::Theme;
use crate::app::settings::{Backdrop, Shades, ThemeName, Tones};
use ratatui::style::{Color, Modifier, Style};

/// Red, green and blue.
pub(super) type Rgb = (u8, u8, u8);

/// So much contrast text needs (level AA).
pub(super) const ENOUGH: f64 = 4.5;

/// The sixteen colours as xterm has them; everybody may set others.
pub(super) const XTERM: [Rgb; 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// The colours of a terminal's palette by their number.
pub(super) fn indexed(number: u8, sixteen: &[Rgb; 16]) -> Rgb {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let step = |number: u8| STEPS.get(usize::from(number)).copied().unwrap_or(255);
    match number {
        0..=15 => sixteen.get(usize::from(number)).copied().unwrap_or_default(),
        16..=231 => {
            let number = number - 16;
            (step(number / 36), step(number / 6 % 6), step(number % 6))
        }
        232..=255 => {
            let grey = 8 + 10 * (number - 232);
            (grey, grey, grey)
        }
    }
}

/// Relative luminance.
fn luminance((red, green, blue): Rgb) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// Contrast of two colours, 1 to 21.
pub(super) fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Which of the two palettes reads on a terminal's own ground.
pub fn backdrop(ground: (u8, u8, u8), tones: Tones) -> Backdrop {
    let reads = |backdrop| {
        let theme = Theme::of(ThemeName::Auto, Shades { tones, backdrop });
        let inks = [theme.dim, theme.key, theme.good, theme.bad, theme.warn, theme.border];
        inks.into_iter().all(|style| read_on(style, ground))
    };
    match () {
        () if reads(Backdrop::Dark) => Backdrop::Dark,
        () if reads(Backdrop::Light) => Backdrop::Light,
        () => Backdrop::Unknown,
    }
}

/// Many terminals show bold letters of the first eight colours in the bright colour of that place, and black becomes
/// a grey: where that would not read, the letters are underlined instead of bold.
pub(super) fn bold(style: Style) -> Style {
    let bright = match style.fg {
        Some(Color::Indexed(number @ 0..8)) => number + 8,
        _ => return style.add_modifier(Modifier::BOLD),
    };
    let reads = match style.bg {
        Some(Color::Indexed(ground)) => contrast(indexed(bright, &XTERM), indexed(ground, &XTERM)) >= ENOUGH,
        // `backdrop` asked whether it reads on the terminal's own ground.
        _ => true,
    };
    style.add_modifier(if reads { Modifier::BOLD } else { Modifier::UNDERLINED })
}

/// Letters without a colour are the terminal's own, which its owner chose for this ground.
fn read_on(style: Style, ground: Rgb) -> bool {
    let colour = |colour, own| match colour {
        Some(Color::Indexed(number)) => indexed(number, &XTERM),
        _ => own,
    };
    let bright = match style.fg {
        Some(Color::Indexed(number @ 0..8)) if style.add_modifier.contains(Modifier::BOLD) => {
            Some(Color::Indexed(number + 8))
        }
        other => other,
    };
    let reads = |fg| contrast(colour(fg, ground), colour(style.bg, ground)) >= ENOUGH;
    style.fg == Some(Color::Reset) || reads(style.fg) && reads(bright)
}

/// The nearest of the few colours that a terminal has.
pub fn nearest(wanted: (u8, u8, u8), tones: Tones) -> u8 {
    let far = |one: &Rgb| {
        let part = |one: u8, wanted: u8| i32::from(one.abs_diff(wanted)).pow(2);
        part(one.0, wanted.0) + part(one.1, wanted.1) + part(one.2, wanted.2)
    };
    let few = XTERM.iter().take(count(tones)).enumerate();
    few.min_by_key(|(_, one)| far(one)).and_then(|(at, _)| u8::try_from(at).ok()).unwrap_or_default()
}

/// A colour's number where there are only so many.
pub fn narrowed(colour: u8, tones: Tones) -> u8 {
    match usize::from(colour) {
        number if number < count(tones) => colour,
        8..16 => colour - 8,
        _ => nearest(indexed(colour, &XTERM), tones),
    }
}

/// How many of the sixteen a terminal has.
const fn count(tones: Tones) -> usize {
    match tones {
        Tones::Many | Tones::Sixteen => 16,
        Tones::Eight => 8,
    }
}
