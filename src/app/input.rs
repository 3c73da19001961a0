//! A text input: letters as people see them, a caret, one line or several.

use super::key::Key;
use unicode_segmentation::UnicodeSegmentation;

/// How many lines an input takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lines {
    /// One; line breaks of a pasted text become spaces.
    #[default]
    One,
    /// Several.
    Many,
}

/// A text being written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Input {
    text: String,
    /// Byte offset, always between two letters as people see them.
    caret: usize,
    lines: Lines,
}

impl Input {
    /// An empty input of one line.
    pub fn one_line() -> Self {
        Self::default()
    }

    /// An empty input of several lines.
    pub fn many_lines() -> Self {
        Self { lines: Lines::Many, ..Self::default() }
    }

    /// With this text, the caret at its end.
    pub fn with(mut self, text: &str) -> Self {
        self.text = text.to_owned();
        self.caret = self.text.len();
        self
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text up to the caret.
    pub fn before_caret(&self) -> &str {
        self.text.get(..self.caret).unwrap_or_default()
    }

    /// The text from the caret on.
    pub fn after_caret(&self) -> &str {
        self.text.get(self.caret..).unwrap_or_default()
    }

    /// True where nothing is written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How many lines it takes.
    pub fn lines(&self) -> Lines {
        self.lines
    }

    /// Empties it and gives what stood there.
    pub fn take(&mut self) -> String {
        self.caret = 0;
        std::mem::take(&mut self.text)
    }

    /// Inserts a text at the caret. Control letters are dropped, line breaks kept where several lines go.
    pub fn insert(&mut self, text: &str) {
        let clean: String = text
            .replace("\r\n", "\n")
            .chars()
            .filter_map(|letter| match letter {
                '\n' | '\r' if self.lines == Lines::Many => Some('\n'),
                '\n' | '\r' | '\t' => Some(' '),
                letter if letter.is_control() => None,
                letter => Some(letter),
            })
            .collect();
        self.text.insert_str(self.caret, &clean);
        self.caret += clean.len();
    }

    /// Takes a key; true where the key is one of a text's.
    pub fn key(&mut self, key: Key) -> bool {
        match key {
            Key::Char(letter) => self.insert(letter.encode_utf8(&mut [0; 4])),
            Key::LineBreak => self.insert("\n"),
            Key::Backspace | Key::Ctrl('h') => self.delete_back_to(self.letter_before()),
            Key::Ctrl('w') => self.delete_back_to(self.word_before()),
            Key::Ctrl('u') => self.delete_back_to(self.line_start()),
            Key::Delete | Key::Ctrl('d') => {
                let to = self.letter_after();
                self.text.replace_range(self.caret..to, "");
            }
            Key::Left | Key::Ctrl('b') => self.caret = self.letter_before(),
            Key::Right | Key::Ctrl('f') => self.caret = self.letter_after(),
            Key::Alt('b') => self.caret = self.word_before(),
            Key::Home | Key::Ctrl('a') => self.caret = self.line_start(),
            Key::End | Key::Ctrl('e') => self.caret = self.line_end(),
            Key::Up if self.lines == Lines::Many => self.vertical(Key::Up),
            Key::Down if self.lines == Lines::Many => self.vertical(Key::Down),
            _ => return false,
        }
        true
    }

    fn delete_back_to(&mut self, start: usize) {
        self.text.replace_range(start..self.caret, "");
        self.caret = start;
    }

    fn letter_before(&self) -> usize {
        self.before_caret().grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn letter_after(&self) -> usize {
        self.caret + self.after_caret().graphemes(true).next().map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        self.before_caret().unicode_word_indices().next_back().map_or(0, |(at, _)| at)
    }

    fn line_start(&self) -> usize {
        self.before_caret().rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        self.after_caret().find('\n').map_or(self.text.len(), |at| self.caret + at)
    }

    /// Up or down a line, to the same letter of it.
    fn vertical(&mut self, key: Key) {
        let start = self.line_start();
        let column = self.text.get(start..self.caret).unwrap_or_default().graphemes(true).count();
        let target = match key {
            Key::Up if start > 0 => {
                self.text.get(..start - 1).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1)
            }
            Key::Down if self.line_end() < self.text.len() => self.line_end() + 1,
            _ => return,
        };
        let rest = self.text.get(target..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        self.caret = target + line.graphemes(true).take(column).map(str::len).sum::<usize>();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(mut input: Input, keys: &[Key]) -> String {
        keys.iter().for_each(|key| {
            input.key(*key);
        });
        format!("{}|{}", input.before_caret(), input.after_caret())
    }

    #[test]
    fn letters_go_as_people_see_them() {
        let start = || Input::one_line().with("北京e\u{301}👨‍👩‍👧");
        for (keys, result) in [
            (vec![Key::Backspace], "北京e\u{301}|"),
            (vec![Key::Backspace, Key::Backspace], "北京|"),
            (vec![Key::Left, Key::Left, Key::Char('市')], "北京市|e\u{301}👨‍👩‍👧"),
            (vec![Key::Home, Key::Delete], "|京e\u{301}👨‍👩‍👧"),
            (vec![Key::Ctrl('u')], "|"),
        ] {
            assert_eq!(typed(start(), &keys), result);
        }
    }

    #[test]
    fn several_lines_are_walked() {
        let start = || Input::many_lines().with("一二三\n四五");
        assert_eq!(typed(start(), &[Key::Up]), "一二|三\n四五");
        assert_eq!(typed(start(), &[Key::Up, Key::End, Key::Down]), "一二三\n四五|");
        assert_eq!(typed(start(), &[Key::LineBreak, Key::Char('六')]), "一二三\n四五\n六|");
        assert_eq!(typed(Input::one_line(), &[Key::LineBreak]), " |");
    }

    #[test]
    fn a_pasted_text_brings_no_controls() {
        let mut input = Input::one_line();
        input.insert("a\u{1b}[31m\r\nb\u{7}");
        assert_eq!(input.text(), "a[31m b");
    }
}
