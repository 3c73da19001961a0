//! The worker for what lies outside the home: clipboard, look-up commands, viewers.

mod copies;
mod viewer;

use super::{Shared, Work};
use crate::app::effect::Effect;
use crate::app::message::{CopiedTo, Message};
use crate::domain::ids::Sha256;
use crate::evidence::media;
use crate::outgoing::child::{self, Door};
use crate::store::Store;
use crate::store::files::Files;
use crate::work::WorkError;
use crate::work::host::{HostFile, filled};
use base64::Engine;
use copies::Copies;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use viewer::Screen;

/// Key of the setting that turns the clipboard off.
pub const CLIPBOARD: &str = "clipboard";
/// A look-up shows no more than this many characters.
const LONGEST: usize = 4000;
/// How long a look-up may run.
const LOOK_UP: Duration = Duration::from_secs(30);

/// What home and host allow.
#[derive(Debug, Clone, Default)]
pub(super) struct Allowed {
    pub clipboard_off: bool,
    pub host: HostFile,
}

pub(super) struct Outside {
    files: Files,
    copies: Copies,
    gate: Store,
    shared: Arc<Shared>,
}

impl Work for Outside {
    fn store(&self) -> &Store {
        &self.gate
    }

    fn run(&mut self, effect: Effect) {
        match effect {
            Effect::Copy(text) => self.copy(&text),
            Effect::LookUp { field, value } => self.look_up(field, &value),
            Effect::OpenOutside(hash) => {
                if let Err(error) = self.open(&hash) {
                    self.shared.say(Message::Refused(error.sentence(self.shared.lang()).into()));
                }
            }
            other => tracing::error!(?other, "an effect without a worker"),
        }
    }

    fn end(&mut self) {
        self.copies.clear();
    }
}

impl Outside {
    pub(super) fn new(files: Files, view: PathBuf, gate: Store, shared: Arc<Shared>) -> Self {
        Self { files, copies: Copies::new(view), gate, shared }
    }

    fn allowed(&self) -> Allowed {
        self.shared.clipboard.lock().map(|kept| kept.clone()).unwrap_or_default()
    }

    fn copy(&self, text: &str) {
        let to = if self.allowed().clipboard_off {
            CopiedTo::TurnedOff
        } else if arboard::Clipboard::new().and_then(|mut board| board.set_text(text)).is_ok() {
            CopiedTo::Clipboard
        } else {
            return self.refuse("剪贴板不可用。", "the clipboard is not available");
        };
        self.shared.say(Message::Copied(to));
    }

    fn refuse(&self, zh: &str, en: &str) {
        self.shared.say(Message::Refused(self.shared.lang().pick(zh, en).to_owned()));
    }

    /// The value is one argument of its own, so that nothing in it is ever a command.
    fn look_up(&self, field: String, value: &str) {
        let allowed = self.allowed();
        let Some(words) = allowed.host.lookups.get(&field) else {
            return self.refuse("该字段没有配置查询命令。", "no look-up command is set for this field");
        };
        // A value that looks like an option would be one to the command.
        if value.starts_with('-') {
            return self.refuse("以“-”开头的值不能查询。", "a value that begins with '-' is not looked up");
        }
        let words = filled(words, value);
        let (program, arguments) = words.split_first().map_or(("", &[][..]), |(one, rest)| (one, rest));
        let mut command = child::command(Door::LookUp, program, &[]);
        command.args(arguments);
        match child::printed(command, LOOK_UP, (LONGEST * 4) as u64) {
            Ok(Some(bytes)) => {
                let text = String::from_utf8_lossy(&bytes).chars().take(LONGEST).collect();
                self.shared.say(Message::LookedUp { field, text });
            }
            Ok(None) => self.refuse("查询超时，已终止。", "the look-up took too long and was ended"),
            Err(error) => self.shared.say(Message::Refused(format!("{program}: {error}"))),
        }
    }

    /// Shows a copy of a picture or a PDF in a program of its own.
    fn open(&mut self, hash: &Sha256) -> Result<(), WorkError> {
        let host = self.allowed().host;
        let words = viewer::words(host.viewer.as_deref(), Screen::of_this_process())?;
        let bytes = self.files.read(hash)?;
        let ending = viewer::ending(media(&bytes))?;
        let path = self.copies.put(hash, ending, &bytes)?;
        let words = filled(&words, &path.display().to_string());
        let (program, arguments) = words.split_first().map_or(("", &[][..]), |(one, rest)| (one, rest));
        let mut command = child::command(Door::Viewer, program, &[]);
        let started = command.args(arguments).spawn();
        child::forget(started.map_err(|error| WorkError::io(program, error))?);
        Ok(())
    }
}

/// Where a copied text goes: over SSH, or without a display, the clipboard of this machine is nobody's, and
/// the terminal gets the text.
pub(super) fn terminal_takes_copies() -> bool {
    Screen::of_this_process() != Screen::Here
}

/// Sends a text to the terminal's clipboard (OSC 52). Only the drawing thread may call this, between frames.
pub(super) fn send_to_terminal(text: &str) -> std::io::Result<()> {
    let code = base64::engine::general_purpose::STANDARD.encode(text);
    let mut stdout = std::io::stdout().lock();
    write!(stdout, "\x1b]52;c;{code}\x07")?;
    stdout.flush()
}
