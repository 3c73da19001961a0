//! Every style reads: on black, on white, and on what terminals have by default.

use super::contrast::{ENOUGH, Rgb, XTERM, contrast, indexed};
use super::*;

/// Grounds with the letters that stand on them by default.
const GROUNDS: [(&str, Rgb, Rgb); 9] = [
    ("black", (0, 0, 0), (255, 255, 255)),
    ("white", (255, 255, 255), (0, 0, 0)),
    ("xterm's black", (0, 0, 0), (229, 229, 229)),
    ("Windows Terminal's", (12, 12, 12), (204, 204, 204)),
    ("the editor's dark grey", (30, 30, 30), (212, 212, 212)),
    ("GNOME's dark grey", (36, 31, 49), (255, 255, 255)),
    ("Ubuntu's", (48, 10, 36), (255, 255, 255)),
    ("GNOME's light", (246, 245, 244), (23, 20, 33)),
    ("a grey in the middle", (128, 128, 128), (0, 0, 0)),
];

const VGA: [Rgb; 16] = [
    (0, 0, 0),
    (170, 0, 0),
    (0, 170, 0),
    (170, 85, 0),
    (0, 0, 170),
    (170, 0, 170),
    (0, 170, 170),
    (170, 170, 170),
    (85, 85, 85),
    (255, 85, 85),
    (85, 255, 85),
    (255, 255, 85),
    (85, 85, 255),
    (255, 85, 255),
    (85, 255, 255),
    (255, 255, 255),
];

const PUTTY: [Rgb; 16] = [
    (0, 0, 0),
    (187, 0, 0),
    (0, 187, 0),
    (187, 187, 0),
    (0, 0, 187),
    (187, 0, 187),
    (0, 187, 187),
    (187, 187, 187),
    (85, 85, 85),
    (255, 85, 85),
    (85, 255, 85),
    (255, 255, 85),
    (85, 85, 255),
    (255, 85, 255),
    (85, 255, 255),
    (255, 255, 255),
];

const TONES: [Tones; 3] = [Tones::Many, Tones::Sixteen, Tones::Eight];
const NAMES: [ThemeName; 4] = [ThemeName::Auto, ThemeName::Dark, ThemeName::Light, ThemeName::Plain];

/// Every style that the desk draws with: by itself, on the bar, and on the row under the cursor.
fn styles(theme: &Theme) -> Vec<(String, Style)> {
    let inks = [
        ("base", theme.base),
        ("dim", theme.dim),
        ("strong", theme.strong),
        ("key", theme.key),
        ("good", theme.good),
        ("bad", theme.bad),
        ("warn", theme.warn),
        ("border", theme.border),
        ("nothing", Style::new()),
    ];
    let grounds = [("", theme.base), (" on the bar", theme.bar), (" on the selected row", theme.selected)];
    let over = |(name, ink): (&str, Style)| {
        grounds.map(|(on, ground)| (format!("{name}{on}"), theme.over(ground, ink)))
    };
    let mut all: Vec<_> = inks.into_iter().flat_map(over).collect();
    all.extend(inks.into_iter().take(8).map(|(name, ink)| (name.to_owned(), ink)));
    all.extend([("selected".to_owned(), theme.selected), ("bar".to_owned(), theme.bar)]);
    all
}

/// What it looks like: letters and ground, as it is and as terminals show it that make bold letters bright ones.
fn seen(style: Style, ground: Rgb, letters: Rgb, sixteen: &[Rgb; 16]) -> [(Rgb, Rgb); 2] {
    let colour = |colour, own| match colour {
        None | Some(Color::Reset) => own,
        Some(Color::Indexed(number)) => indexed(number, sixteen),
        Some(other) => panic!("{other:?} is no colour of a palette"),
    };
    let bright = match style.fg {
        Some(Color::Indexed(number @ 0..8)) if style.add_modifier.contains(Modifier::BOLD) => {
            Some(Color::Indexed(number + 8))
        }
        other => other,
    };
    [style.fg, bright].map(|fg| {
        let (fg, bg) = (colour(fg, letters), colour(style.bg, ground));
        if style.add_modifier.contains(Modifier::REVERSED) { (bg, fg) } else { (fg, bg) }
    })
}

#[test]
fn every_style_reads_on_every_ground() {
    let mut faults = Vec::new();
    for (at, ground, letters) in GROUNDS {
        for (name, tones) in NAMES.into_iter().flat_map(|name| TONES.map(|tones| (name, tones))) {
            for known in [Backdrop::Unknown, backdrop(ground, tones)] {
                let theme = Theme::of(name, Shades { tones, backdrop: known });
                for (style, look) in styles(&theme) {
                    for sixteen in [&XTERM, &VGA, &PUTTY] {
                        for (fg, bg) in seen(look, ground, letters, sixteen) {
                            let found = contrast(fg, bg);
                            if found < ENOUGH {
                                faults
                                    .push(format!("{name:?} {tones:?} {known:?}, {at}: {style} {found:.2}"));
                            }
                        }
                    }
                }
            }
        }
    }
    faults.dedup();
    assert!(faults.is_empty(), "{} styles don't read:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_style_that_sets_one_colour_sets_both() {
    for (name, tones) in NAMES.into_iter().flat_map(|name| TONES.map(|tones| (name, tones))) {
        for backdrop in [Backdrop::Unknown, Backdrop::Dark, Backdrop::Light] {
            let theme = Theme::of(name, Shades { tones, backdrop });
            for (style, look) in styles(&theme) {
                assert_eq!(look.fg.is_some(), look.bg.is_some(), "{name:?} {tones:?} {backdrop:?}: {style}");
                assert!(!look.add_modifier.contains(Modifier::DIM), "how dim is dim, nobody knows");
            }
        }
    }
}

#[test]
fn few_colours_are_enough_where_there_are_few() {
    for (tones, last) in [(Tones::Sixteen, 15), (Tones::Eight, 7)] {
        for (name, backdrop) in NAMES
            .into_iter()
            .flat_map(|name| [Backdrop::Unknown, Backdrop::Dark, Backdrop::Light].map(|known| (name, known)))
        {
            for (style, look) in styles(&Theme::of(name, Shades { tones, backdrop })) {
                for colour in [look.fg, look.bg] {
                    let few = !matches!(colour, Some(Color::Indexed(number)) if number > last);
                    assert!(few, "{name:?} {tones:?}: {style} is {colour:?}");
                }
            }
        }
    }
}

#[test]
fn the_terminals_ground_decides_only_where_the_colours_read_on_it() {
    for (ground, wanted) in [
        ((0, 0, 0), Backdrop::Dark),
        ((30, 30, 30), Backdrop::Dark),
        ((48, 10, 36), Backdrop::Dark),
        ((0, 43, 54), Backdrop::Dark),
        ((255, 255, 255), Backdrop::Light),
        ((253, 246, 227), Backdrop::Light),
        ((128, 128, 128), Backdrop::Unknown),
    ] {
        assert_eq!(backdrop(ground, Tones::Many), wanted, "{ground:?}");
    }
}
