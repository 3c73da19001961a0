//! The worker for what lies outside the home: clipboard, look-up commands, viewers.

use super::{Shared, Work};
use crate::app::effect::Effect;
use crate::app::message::{CopiedTo, Message};
use crate::domain::ids::Sha256;
use crate::store::Store;
use crate::store::files::Files;
use base64::Engine;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Key of the setting that names a command for a field.
pub const LOOKUPS: &str = "lookups";
/// Key of the setting that turns the clipboard off.
pub const CLIPBOARD: &str = "clipboard";
/// A look-up prints no more than this many characters.
const LONGEST: usize = 4000;

/// What a home says about clipboard and look-ups.
#[derive(Debug, Clone, Default)]
pub(super) struct Clipboard {
    pub off: bool,
    pub lookups: BTreeMap<String, String>,
}

/// The look-up commands of a home: field to command, in which `{}` stands for the value.
pub(super) fn lookups(store: &Store) -> BTreeMap<String, String> {
    store.setting(LOOKUPS).ok().flatten().unwrap_or_default()
}

pub(super) struct Outside {
    files: Files,
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
            Effect::OpenOutside(hash) => self.open(&hash),
            other => tracing::error!(?other, "an effect without a worker"),
        }
    }
}

impl Outside {
    pub(super) fn new(files: Files, gate: Store, shared: Arc<Shared>) -> Self {
        Self { files, gate, shared }
    }

    fn settings(&self) -> Clipboard {
        self.shared.clipboard.lock().map(|kept| kept.clone()).unwrap_or_default()
    }

    fn copy(&self, text: &str) {
        let to = if self.settings().off {
            CopiedTo::TurnedOff
        } else if arboard::Clipboard::new().and_then(|mut board| board.set_text(text)).is_ok() {
            CopiedTo::Clipboard
        } else {
            let sentence = self.shared.lang().pick("剪贴板不可用。", "the clipboard is not available");
            return self.shared.say(Message::Refused(sentence.into()));
        };
        self.shared.say(Message::Copied(to));
    }

    /// The value is one argument of its own, so that nothing in it is ever a command.
    fn look_up(&self, field: String, value: &str) {
        let lookups = self.settings().lookups;
        let Some(template) = lookups.get(&field) else {
            let sentence = self
                .shared
                .lang()
                .pick("该字段没有配置查询命令。", "no look-up command is set for this field");
            return self.shared.say(Message::Refused(sentence.into()));
        };
        // A value that looks like an option would be one to the command.
        if value.starts_with('-') {
            let sentence = self
                .shared
                .lang()
                .pick("以“-”开头的值不能查询。", "a value that begins with '-' is not looked up");
            return self.shared.say(Message::Refused(sentence.into()));
        }
        let mut words = template.split_whitespace();
        let program = words.next().unwrap_or_default();
        let arguments = words.map(|word| if word == "{}" { value } else { word });
        let ran = Command::new(program).args(arguments).stdin(Stdio::null()).output();
        let message = match ran {
            Ok(output) => {
                let text = String::from_utf8_lossy(&output.stdout);
                Message::LookedUp { field, text: text.chars().take(LONGEST).collect() }
            }
            Err(error) => Message::Refused(format!("{program}: {error}")),
        };
        self.shared.say(message);
    }

    fn open(&self, hash: &Sha256) {
        let Some(path) = self.files.path(hash) else { return };
        let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        let started = Command::new(program)
            .arg(&path)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        if let Err(error) = started {
            self.shared.say(Message::Refused(format!("{program}: {error} ({})", path.display())));
        }
    }
}

/// Where a copied text goes: over SSH, or without a display, the clipboard of this machine is nobody's, and
/// the terminal gets the text.
pub(super) fn terminal_takes_copies() -> bool {
    let set = |key: &&str| std::env::var_os(key).is_some_and(|value| !value.is_empty());
    let remote = ["SSH_CONNECTION", "SSH_TTY"].iter().any(set);
    let display = !cfg!(target_os = "linux") || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(set);
    remote || !display
}

/// Sends a text to the terminal's clipboard (OSC 52). Only the drawing thread may call this, between frames.
pub(super) fn send_to_terminal(text: &str) -> std::io::Result<()> {
    let code = base64::engine::general_purpose::STANDARD.encode(text);
    let mut stdout = std::io::stdout().lock();
    write!(stdout, "\x1b]52;c;{code}\x07")?;
    stdout.flush()
}
