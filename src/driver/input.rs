//! What the terminal sent, as the app knows it.

use super::bytes::{Pointer, Received, Solo};
use crate::app::key::Key;
use crate::app::message::Message;
use crate::app::mouse::{Gesture, Mouse};
use crate::ui::Hits;
use std::time::{Duration, Instant};

/// Two clicks within this time at one place are a double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// Whether a key does something that counts only where the key was pressed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It does.
    Heavy,
    /// It does not.
    Light,
}

/// Keeps the last click, for double clicks, and a key of which it is not known yet whether it came by itself.
#[derive(Debug, Default)]
pub struct Input {
    last_click: Option<(Instant, u16, u16)>,
    waiting: Option<Key>,
}

impl Input {
    /// The message of what was received; none where the desk has no use for it, or must wait for more.
    pub fn message(
        &mut self,
        received: Received,
        weight: impl Fn(Key) -> Weight,
        hits: &Hits,
    ) -> Option<Message> {
        match received {
            Received::Key(key, solo) => self.key(key, solo, weight),
            Received::Stood => self.waiting.take().map(Message::Key),
            Received::Joined => self.waiting.take().map(Message::Amid),
            Received::Pointer(what, column, row) => Some(Message::Mouse(self.mouse(what, column, row, hits))),
            Received::Paste(text) => Some(Message::Paste(text)),
            Received::Ground(_) => None,
            Received::Resized(columns, rows) => Some(Message::Resized(columns, rows)),
        }
    }

    fn key(&mut self, key: Key, solo: Solo, weight: impl Fn(Key) -> Weight) -> Option<Message> {
        let waits = match solo {
            Solo::Alone => weight(key) == Weight::Heavy,
            // A text that ends with Enter is sent; one that goes on after it has a line break there.
            Solo::Last => key == Key::Enter,
            Solo::Amid => false,
        };
        if waits {
            self.waiting = Some(key);
            return None;
        }
        Some(if solo == Solo::Alone { Message::Key(key) } else { Message::Amid(key) })
    }

    fn mouse(&mut self, what: Pointer, column: u16, row: u16, hits: &Hits) -> Mouse {
        let gesture = match what {
            Pointer::Press => self.click(column, row),
            Pointer::WheelDown => Gesture::WheelDown,
            Pointer::WheelUp => Gesture::WheelUp,
        };
        Mouse { gesture, target: hits.at(column, row) }
    }

    fn click(&mut self, column: u16, row: u16) -> Gesture {
        let now = Instant::now();
        let again = self.last_click.is_some_and(|(at, x, y)| (x, y) == (column, row) && now - at < DOUBLE);
        self.last_click = (!again).then_some((now, column, row));
        if again { Gesture::DoubleClick } else { Gesture::Click }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::driver::bytes::Received::*;

    #[test]
    fn a_key_that_weighs_waits_until_it_is_known_how_it_came() {
        let capital = |key| {
            if matches!(key, crate::app::key::Key::Char('A'..='Z')) { Weight::Heavy } else { Weight::Light }
        };
        let (big, small, enter) =
            (crate::app::key::Key::Char('A'), crate::app::key::Key::Char('j'), crate::app::key::Key::Enter);
        for (received, messages) in [
            (vec![Key(small, Solo::Alone), Stood], vec![Message::Key(small)]),
            (vec![Key(big, Solo::Alone)], vec![]),
            (vec![Key(big, Solo::Alone), Stood], vec![Message::Key(big)]),
            (
                vec![Key(big, Solo::Alone), Joined, Key(small, Solo::Last)],
                vec![Message::Amid(big), Message::Amid(small)],
            ),
            (
                vec![Key(big, Solo::Amid), Key(enter, Solo::Amid)],
                vec![Message::Amid(big), Message::Amid(enter)],
            ),
            (vec![Key(big, Solo::Last), Stood], vec![Message::Amid(big)]),
            (vec![Key(enter, Solo::Last), Stood], vec![Message::Key(enter)]),
            (vec![Key(enter, Solo::Last), Joined], vec![Message::Amid(enter)]),
        ] {
            let mut input = Input::default();
            let heard = received.iter().cloned();
            let heard: Vec<Message> =
                heard.filter_map(|one| input.message(one, capital, &Hits::default())).collect();
            assert_eq!(heard, messages, "{received:?}");
        }
    }
}
