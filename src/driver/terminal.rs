//! The terminal and its modes. Every mode that was set is put back: on the way out, on an error, and
//! when the drawing thread panics.

use super::narrow::Narrow;
use super::shades;
use crate::app::settings::Tones;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::{Frame, Terminal};
use std::io::{self, BufWriter, Stdout, Write};
use std::thread;

/// One write for a whole frame of a large terminal.
const BUFFER: usize = 256 * 1024;

/// GNU screen holds an Esc back until the next key for as long as a program reads the mouse.
fn takes_the_mouse(variable: impl Fn(&str) -> Option<String>) -> bool {
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let of_screen = is_set("STY") || variable("TERM").is_some_and(|term| term.starts_with("screen"));
    is_set("TMUX") || !of_screen
}

/// A terminal in the modes of the desk, until it is dropped.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Narrow<Stdout>>>>,
}

impl Screen {
    /// Sets the modes: raw, alternate screen, mouse, bracketed paste.
    ///
    /// # Errors
    /// Where the terminal refuses; what was set until then is put back.
    pub fn enter(tones: Tones) -> io::Result<Self> {
        hook();
        enable_raw_mode()?;
        let guard = Restore;
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        if takes_the_mouse(|name| std::env::var(name).ok()) {
            execute!(io::stdout(), EnableMouseCapture)?;
        }
        let backend =
            CrosstermBackend::new(BufWriter::with_capacity(BUFFER, Narrow::new(io::stdout(), tones)));
        let terminal = Terminal::new(backend)?;
        std::mem::forget(guard);
        Ok(Self { terminal })
    }

    /// Asks the terminal for the colour of its ground. Nothing waits for the answer, which comes as what is
    /// received, or never.
    ///
    /// # Errors
    /// Where the terminal can't be written.
    pub fn ask_for_its_ground(&mut self) -> io::Result<()> {
        let term = std::env::var("TERM").unwrap_or_default();
        if !shades::answers(&term) {
            return Ok(());
        }
        execute!(self.terminal.backend_mut(), Print("\x1b]11;?\x07"))
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// Where the terminal does not tell.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        self.terminal.size().map(|size| (size.width, size.height))
    }

    /// Draws one frame; only what changed is written, in one go.
    ///
    /// # Errors
    /// Where the terminal can't be written.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(render)?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        Write::flush(self.terminal.backend_mut())
    }

    /// Draws everything anew with the next frame: after another program had the terminal.
    ///
    /// # Errors
    /// Where the terminal can't be written.
    pub fn forget(&mut self) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), Clear(ClearType::All))?;
        self.terminal.current_buffer_mut().reset();
        self.terminal.swap_buffers();
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Puts the modes back if entering breaks off.
struct Restore;

impl Drop for Restore {
    fn drop(&mut self) {
        restore();
    }
}

/// Puts every mode back. A terminal that has gone can't be helped, so errors are let be.
fn restore() {
    let _ = execute!(
        io::stdout(),
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        DisableMouseCapture,
        ResetColor,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
}

/// A panic of the drawing thread restores the terminal before its words are printed; a worker's panic is
/// its own affair and becomes a message.
fn hook() {
    let drawing = thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if thread::current().id() == drawing {
            restore();
            before(info);
        }
    }));
}

#[cfg(test)]
mod mouse_tests {
    use super::*;

    #[test]
    fn screen_keeps_the_mouse_and_gives_each_esc_at_once() {
        for (set, wanted) in [
            (&[("TERM", "xterm-256color")][..], true),
            (&[("TERM", "screen-256color"), ("TMUX", "/tmp/x,1,0")], true),
            (&[("TERM", "tmux-256color"), ("TMUX", "/tmp/x,1,0")], true),
            (&[("TERM", "screen.xterm-256color"), ("STY", "1.pts")], false),
            (&[("TERM", "xterm"), ("STY", "1.pts")], false),
            (&[("TERM", "screen")], false),
        ] {
            let found = takes_the_mouse(|name| {
                set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            });
            assert_eq!(found, wanted, "{set:?}");
        }
    }
}
