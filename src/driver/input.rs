//! What the terminal sends, as the app knows it.

use crate::app::key::Key;
use crate::app::message::Message;
use crate::app::mouse::{Gesture, Mouse};
use crate::ui::Hits;
use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use std::time::{Duration, Instant};

/// Two clicks within this time at one place are a double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// Reads events, and remembers the last click for double clicks.
#[derive(Debug, Default)]
pub struct Input {
    last_click: Option<(Instant, u16, u16)>,
}

impl Input {
    /// The message of an event; none where the desk has no use for it.
    pub fn message(&mut self, event: Event, hits: &Hits) -> Option<Message> {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self::key(key).map(Message::Key),
            Event::Mouse(mouse) => self.mouse(mouse, hits).map(Message::Mouse),
            Event::Paste(text) => Some(Message::Paste(text)),
            Event::Resize(columns, rows) => Some(Message::Resized(columns, rows)),
            Event::Key(_) | Event::FocusGained | Event::FocusLost => None,
        }
    }

    fn mouse(&mut self, event: MouseEvent, hits: &Hits) -> Option<Mouse> {
        let (column, row) = (event.column, event.row);
        let gesture = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => self.click(column, row),
            MouseEventKind::ScrollDown => Gesture::WheelDown,
            MouseEventKind::ScrollUp => Gesture::WheelUp,
            _ => return None,
        };
        Some(Mouse { gesture, target: hits.at(column, row) })
    }

    fn click(&mut self, column: u16, row: u16) -> Gesture {
        let now = Instant::now();
        let again = self.last_click.is_some_and(|(at, x, y)| (x, y) == (column, row) && now - at < DOUBLE);
        self.last_click = (!again).then_some((now, column, row));
        if again { Gesture::DoubleClick } else { Gesture::Click }
    }
}

/// A key as the app knows it.
fn key(event: KeyEvent) -> Option<Key> {
    let held = |modifier| event.modifiers.contains(modifier);
    Some(match event.code {
        KeyCode::Char(letter) if held(KeyModifiers::CONTROL) => Key::Ctrl(letter.to_ascii_lowercase()),
        KeyCode::Char(letter) if held(KeyModifiers::ALT) => Key::Alt(letter),
        KeyCode::Char(letter) => Key::Char(letter),
        KeyCode::Enter if held(KeyModifiers::ALT) || held(KeyModifiers::CONTROL) => Key::LineBreak,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab if held(KeyModifiers::SHIFT) => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(number) => Key::F(number),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_arrive_as_the_app_knows_them() {
        for (code, modifiers, expected) in [
            (KeyCode::Char('j'), KeyModifiers::NONE, Some(Key::Char('j'))),
            (KeyCode::Char('A'), KeyModifiers::SHIFT, Some(Key::Char('A'))),
            (KeyCode::Char('Q'), KeyModifiers::CONTROL, Some(Key::Ctrl('q'))),
            (KeyCode::Enter, KeyModifiers::ALT, Some(Key::LineBreak)),
            (KeyCode::Tab, KeyModifiers::SHIFT, Some(Key::BackTab)),
            (KeyCode::CapsLock, KeyModifiers::NONE, None),
        ] {
            assert_eq!(key(KeyEvent::new(code, modifiers)), expected);
        }
    }
}
