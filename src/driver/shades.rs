//! How many colours the terminal has, and what is known of its ground before it answers.

use crate::app::settings::{Backdrop, Shades, Tones};

/// Terminals of many colours, by the beginning of their name.
const MANY: [&str; 9] =
    ["xterm-kitty", "kitty", "alacritty", "foot", "wezterm", "ghostty", "xterm-ghostty", "contour", "rio"];

/// What the environment tells.
pub fn shades(variable: impl Fn(&str) -> Option<String>) -> Shades {
    let of = |name: &str| variable(name).unwrap_or_default();
    let tones = tones(&of("TERM"), &of("COLORTERM"), &of("TERM_PROGRAM"), &of("XTERM_VERSION"));
    Shades { tones, backdrop: ground(&of("COLORFGBG")) }
}

/// Whether the terminal can be asked for its ground; consoles without windows can't.
pub fn answers(term: &str) -> bool {
    !matches!(term, "" | "dumb" | "linux" | "cons25" | "ansi") && !term.starts_with("vt")
}

fn tones(term: &str, colorterm: &str, program: &str, xterm: &str) -> Tones {
    let many = matches!(colorterm, "truecolor" | "24bit")
        || term.contains("256color")
        || term.contains("direct")
        // It has 256 whatever its name says, and gives its version to what runs in it, at first hand.
        || term == "xterm" && !xterm.is_empty()
        || MANY.iter().any(|name| term.starts_with(name))
        || matches!(program, "iTerm.app" | "Apple_Terminal" | "vscode" | "WezTerm" | "ghostty");
    match term {
        _ if many => Tones::Many,
        _ if term.contains("16color") || term.starts_with("aixterm") => Tones::Sixteen,
        _ => Tones::Eight,
    }
}

/// `COLORFGBG` ends with the number of the ground among the sixteen colours.
fn ground(fgbg: &str) -> Backdrop {
    match fgbg.rsplit(';').next().and_then(|number| number.parse::<u8>().ok()) {
        Some(7 | 15) => Backdrop::Light,
        Some(0..=6 | 8) => Backdrop::Dark,
        _ => Backdrop::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_tells_colours_and_ground() {
        use Backdrop::{Dark, Light, Unknown};
        for (term, colorterm, xterm, fgbg, tones, backdrop) in [
            ("xterm", "", "XTERM(379)", "", Tones::Many, Unknown),
            ("screen", "", "XTERM(379)", "", Tones::Eight, Unknown),
            ("xterm-256color", "", "", "", Tones::Many, Unknown),
            ("tmux-256color", "", "", "15;0", Tones::Many, Dark),
            ("xterm", "truecolor", "", "", Tones::Many, Unknown),
            ("xterm-kitty", "", "", "", Tones::Many, Unknown),
            ("rxvt-unicode-256color", "", "", "0;default;15", Tones::Many, Light),
            ("rxvt-16color", "", "", "0;7", Tones::Sixteen, Light),
            ("xterm", "", "", "", Tones::Eight, Unknown),
            ("linux", "", "", "", Tones::Eight, Unknown),
            ("screen", "", "", "7;default", Tones::Eight, Unknown),
            ("", "", "", "", Tones::Eight, Unknown),
        ] {
            let found = shades(|name| {
                let value = match name {
                    "TERM" => term,
                    "COLORTERM" => colorterm,
                    "XTERM_VERSION" => xterm,
                    "COLORFGBG" => fgbg,
                    _ => return None,
                };
                Some(value.to_owned())
            });
            assert_eq!(found, Shades { tones, backdrop }, "{term} {colorterm} {fgbg}");
        }
        assert!(
            answers("xterm") && answers("screen.xterm-256color") && !answers("linux") && !answers("vt220")
        );
    }
}
