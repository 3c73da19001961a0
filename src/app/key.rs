//! Keys as the desk knows them, apart from any terminal library.

use std::fmt;

/// A key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A letter, digit or sign, as typed.
    Char(char),
    /// Control and a lower-case letter.
    Ctrl(char),
    /// Alt and a letter.
    Alt(char),
    /// A function key.
    F(u8),
    /// Enter.
    Enter,
    /// Alt+Enter, or Ctrl+Enter where the terminal tells it: a line break in a text.
    LineBreak,
    /// Esc.
    Esc,
    /// Tab.
    Tab,
    /// Shift+Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

impl Key {
    /// The key as it stands in the key table: what an input method makes of a letter or a sign acts as
    /// the plain one. Text inputs take the key unfolded.
    pub fn folded(self) -> Self {
        match self {
            Self::Char(typed) => Self::Char(half_width(typed)),
            other => other,
        }
    }
}

/// The half-width letter or sign on the same key.
fn half_width(typed: char) -> char {
    match typed {
        '「' => '[',
        '」' => ']',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        other => crate::domain::text::half_width(other),
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Char(' ') => "Space",
            Self::Char(letter) => return write!(f, "{letter}"),
            Self::Ctrl(letter) => return write!(f, "^{}", letter.to_ascii_uppercase()),
            Self::Alt(letter) => return write!(f, "Alt+{letter}"),
            Self::F(number) => return write!(f, "F{number}"),
            Self::Enter => "Enter",
            Self::LineBreak => "Alt+Enter",
            Self::Esc => "Esc",
            Self::Tab => "Tab",
            Self::BackTab => "Shift+Tab",
            Self::Backspace => "Backspace",
            Self::Delete => "Del",
            Self::Up => "Up",
            Self::Down => "Down",
            Self::Left => "Left",
            Self::Right => "Right",
            Self::Home => "Home",
            Self::End => "End",
            Self::PageUp => "PgUp",
            Self::PageDown => "PgDn",
        };
        f.write_str(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_input_method_types_acts_as_its_key() {
        for (typed, key) in
            [('ｊ', 'j'), ('Ａ', 'A'), ('？', '?'), ('：', ':'), ('、', '/'), ('１', '1'), ('中', '中')]
        {
            assert_eq!(Key::Char(typed).folded(), Key::Char(key));
        }
    }
}
