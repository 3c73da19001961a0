//! In which form a terminal takes pictures. Nothing is asked of the terminal: an answer that comes late
//! would be read as keys. The environment and the size that the system knows tell enough; where they
//! don't, half blocks work everywhere, and the setting decides.

use crossterm::terminal::window_size;

/// Key of the home's setting: `auto`, `kitty`, `iterm2`, `sixel`, `halfblocks` or `off`.
pub const SETTING: &str = "images";

/// Pixels of a cell: width and height.
pub type Cell = (u32, u32);

/// Where the system does not tell it.
const USUAL: Cell = (10, 20);
/// Half blocks show two points a cell; a few more make the average better.
const HALF: Cell = (4, 8);

/// A form of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Kitty's graphics.
    Kitty(Cell),
    /// iTerm2's inline images.
    Iterm2(Cell),
    /// Sixel.
    Sixel(Cell),
    /// Two colours a cell.
    Halfblocks,
    /// None at all.
    Off,
}

/// What the environment says.
#[derive(Debug, Default)]
struct Terminal {
    term: String,
    program: String,
    kitty: Option<String>,
    multiplexer: Option<String>,
    remote: Option<String>,
}

impl Terminal {
    fn here() -> Self {
        let get = |key: &str| std::env::var(key).ok().filter(|value| !value.is_empty());
        Self {
            term: get("TERM").unwrap_or_default(),
            program: get("TERM_PROGRAM").or(get("LC_TERMINAL")).unwrap_or_default(),
            kitty: get("KITTY_WINDOW_ID"),
            multiplexer: get("TMUX").or(get("STY")),
            remote: get("SSH_CONNECTION").or(get("SSH_TTY")),
        }
    }
}

impl How {
    /// By the setting, or else by what the terminal seems to be.
    pub fn of(setting: Option<&str>) -> Self {
        match setting {
            Some("off") => Self::Off,
            Some("halfblocks") => Self::Halfblocks,
            Some("kitty") => Self::Kitty(cell()),
            Some("iterm2") => Self::Iterm2(cell()),
            Some("sixel") => Self::Sixel(cell()),
            _ => Self::seen(&Terminal::here(), cell),
        }
    }

    /// Pixels of a cell for this form.
    pub const fn cell(&self) -> Cell {
        match self {
            Self::Kitty(cell) | Self::Iterm2(cell) | Self::Sixel(cell) => *cell,
            Self::Halfblocks | Self::Off => HALF,
        }
    }

    /// Inside a multiplexer or over SSH pictures get lost or take long.
    fn seen(terminal: &Terminal, cell: impl Fn() -> Cell) -> Self {
        let Terminal { term, program, kitty, multiplexer, remote } = terminal;
        let inside = multiplexer.is_some() || term.starts_with("tmux") || term.starts_with("screen");
        if inside || remote.is_some() {
            return Self::Halfblocks;
        }
        if kitty.is_some() || term.contains("kitty") || term.contains("ghostty") || program == "ghostty" {
            return Self::Kitty(cell());
        }
        if ["iTerm", "WezTerm", "mintty"].iter().any(|name| program.contains(name)) {
            return Self::Iterm2(cell());
        }
        if ["foot", "mlterm", "contour", "yaft"].iter().any(|name| term.starts_with(name))
            || term.contains("sixel")
        {
            return Self::Sixel(cell());
        }
        Self::Halfblocks
    }
}

/// Pixels of a cell as the system knows them.
fn cell() -> Cell {
    match window_size() {
        Ok(size) if size.width > 0 && size.height > 0 && size.columns > 0 && size.rows > 0 => {
            let width = u32::from(size.width / size.columns);
            let height = u32::from(size.height / size.rows);
            (width.max(1), height.max(2))
        }
        _ => USUAL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_tells_the_form() {
        let here = |term: &str, program: &str| Terminal {
            term: term.into(),
            program: program.into(),
            ..Terminal::default()
        };
        let usual = || USUAL;
        for (terminal, how) in [
            (here("xterm-kitty", ""), How::Kitty(USUAL)),
            (here("xterm-256color", "WezTerm"), How::Iterm2(USUAL)),
            (here("foot", ""), How::Sixel(USUAL)),
            (here("xterm-256color", ""), How::Halfblocks),
            (here("tmux-256color", "iTerm.app"), How::Halfblocks),
            (Terminal { remote: Some("1".into()), ..here("xterm-kitty", "") }, How::Halfblocks),
            (Terminal { multiplexer: Some("1".into()), ..here("xterm-kitty", "") }, How::Halfblocks),
        ] {
            assert_eq!(How::seen(&terminal, usual), how, "{terminal:?}");
        }
    }
}
