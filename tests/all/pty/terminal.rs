//! A pseudo-terminal with the program in it, and a screen that is waited for.
//!
//! Nothing here sleeps: every wait is for something on the screen, with a deadline. The raw bytes are kept,
//! but never searched for text, which the program writes in pieces.

use super::super::support::{SECRET, copy_folder};
use beian::work::demo::PASSPHRASE;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Condvar, LazyLock, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than the slowest machine needs while everything else runs beside it.
const DEADLINE: Duration = Duration::from_secs(40);
/// A screen that was not drawn on for so long stands.
const STANDS: Duration = Duration::from_millis(80);

struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
    ended: bool,
}

/// The program in a terminal.
pub struct Terminal {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
}

/// A key that is no character.
pub mod key {
    pub const ENTER: &str = "\r";
    pub const TAB: &str = "\t";
    pub const ESC: &str = "\x1b";
    pub const F2: &str = "\x1bOQ";
    pub const F3: &str = "\x1bOR";
    pub const CTRL_Q: &str = "\x11";
    pub const CTRL_L: &str = "\x0c";
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn some(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

impl Terminal {
    /// Opens the desk of a home, in English.
    pub fn open(home: &Path, columns: u16, rows: u16) -> Self {
        Self::open_with(home, (columns, rows), &[])
    }

    /// The same, with more in its environment.
    pub fn open_with(home: &Path, (columns, rows): (u16, u16), more: &[(&str, &str)]) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_beian"));
        command.env("BEIAN_HOME", home);
        command.env("BEIAN_LANG", "en");
        command.env("TERM", "xterm-256color");
        for name in [
            "TMUX",
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "NO_COLOR",
            "SSH_TTY",
            "SSH_CONNECTION",
            "BEIAN_PASSPHRASE",
        ] {
            command.env_remove(name);
        }
        for (name, value) in more {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let parser = vt100::Parser::new(some(rows), some(columns), 0);
        let seen = Arc::new((Mutex::new(Seen { parser, raw: Vec::new(), ended: false }), Condvar::new()));
        let reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let screen = Arc::clone(&seen);
        std::thread::spawn(move || follow(reader, &screen));
        Self { seen, master: pair.master, keys, child }
    }

    /// Presses keys, as a person does: once the screen stands.
    pub fn press(&mut self, keys: &str) {
        self.stand();
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until nothing was drawn for longer than a text of keys that came together goes on.
    fn stand(&self) {
        let (lock, changed) = &*self.seen;
        let deadline = Instant::now() + DEADLINE;
        let mut seen = lock.lock().unwrap();
        loop {
            let (next, waited) = changed.wait_timeout(seen, STANDS).unwrap();
            if waited.timed_out() || next.ended || Instant::now() > deadline {
                return;
            }
            seen = next;
        }
    }

    /// Waits until the screen is as wished, and returns it.
    pub fn until(&self, what: &str, wished: impl Fn(&str) -> bool) -> String {
        let (lock, changed) = &*self.seen;
        let deadline = Instant::now() + DEADLINE;
        let mut seen = lock.lock().unwrap();
        loop {
            let screen = seen.parser.screen().contents();
            if wished(&screen) {
                return screen;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !seen.ended, "waited in vain for {what}; the screen:\n{screen}");
            seen = changed.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until a text stands on the screen.
    pub fn see(&self, text: &str) -> String {
        self.until(text, |screen| screen.contains(text))
    }

    /// Waits until a text has gone from the screen.
    pub fn gone(&self, text: &str) -> String {
        self.until(&format!("the end of {text}"), |screen| !screen.contains(text))
    }

    /// Another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.seen.0.lock().unwrap().parser.screen_mut().set_size(some(rows), some(columns));
        self.master.resize(size(columns, rows)).unwrap();
    }

    /// Everything that the program wrote.
    pub fn raw(&self) -> Vec<u8> {
        self.seen.0.lock().unwrap().raw.clone()
    }

    /// Signs in somebody of the demo, and waits for the queue.
    pub fn sign_in(&mut self, name: &str) {
        self.sign_in_with(name, PASSPHRASE);
    }

    /// Signs in somebody of a home that the tests made.
    pub fn sign_in_here(&mut self, name: &str) {
        self.sign_in_with(name, SECRET);
    }

    fn sign_in_with(&mut self, name: &str, secret: &str) {
        self.see("Passphrase");
        self.press(&format!("{name}{}{secret}{}", key::TAB, key::ENTER));
        self.see("Sort: ");
    }

    /// Leaves the desk, over its question where it asks one.
    pub fn leave(mut self) {
        self.press(key::CTRL_Q);
        self.see("Leave the desk?");
        self.press("y");
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status:?}");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn follow(mut reader: Box<dyn Read + Send>, seen: &(Mutex<Seen>, Condvar)) {
    let mut bytes = [0; 65_536];
    loop {
        // A terminal without its program ends with an error on some systems, and with nothing on others.
        let count = reader.read(&mut bytes).unwrap_or(0);
        let mut now = seen.0.lock().unwrap_or_else(PoisonError::into_inner);
        now.parser.process(&bytes[..count]);
        now.raw.extend_from_slice(&bytes[..count]);
        now.ended = count == 0;
        seen.1.notify_all();
        if count == 0 {
            return;
        }
    }
}

static DEMO: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
    let output = command.arg("--home").arg(dir.path()).args(["demo", "--no-desk"]).output().unwrap();
    assert!(output.status.success(), "{}", super::super::support::text(&output));
    dir
});

/// A demo home of one's own.
pub fn demo() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy_folder(DEMO.path(), dir.path());
    dir
}

/// Runs a command on a home.
pub fn beian(home: &Path, user: &str, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
    command.args(["--lang", "en", "--user", user, "--home"]).arg(home).args(args);
    let output = command.env("BEIAN_PASSPHRASE", PASSPHRASE).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", super::super::support::text(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// Answers "holds" until no mandatory item is open; each key only after the one before has acted.
pub fn answer_all(desk: &mut Terminal) {
    for _ in 0..80 {
        let screen = desk.until("the count of open items", |screen| {
            screen.contains("mandatory open") || screen.contains("all mandatory answered")
        });
        if screen.contains("all mandatory answered") {
            return;
        }
        let checklist = right_pane(&screen);
        desk.press("p");
        desk.until("an answer", |now| right_pane(now) != checklist);
    }
    panic!("the checklist has no end");
}

/// What stands right of the last line between panes; pictures come and go left of it.
fn right_pane(screen: &str) -> String {
    screen.lines().filter_map(|line| line.rsplit_once('│')).map(|(_, pane)| format!("{pane}\n")).collect()
}

/// What stands behind a word of the top line: the order that is open.
pub fn order_on(screen: &str) -> String {
    let top = screen.lines().next().unwrap();
    top.split_whitespace().find(|word| word.starts_with("ICP-")).unwrap().to_owned()
}

/// Claims an order that no finding stops, from the queue; which one, the hour decides.
pub fn claim_one_that_nothing_blocks(desk: &mut Terminal, home: &Path) -> String {
    let queue: serde_json::Value = serde_json::from_str(&beian(home, "chu", &["queue", "--json"])).unwrap();
    let free = |row: &&serde_json::Value| {
        let found = &row["findings"];
        found["block"] == 0 && found["open"] == 0 && row["holder"].is_null()
    };
    let order = queue["rows"].as_array().unwrap().iter().find(free).expect("one that nothing blocks");
    let order = order["no"].as_str().unwrap().to_owned();
    desk.press("/");
    desk.press(&order);
    desk.press(key::ENTER);
    desk.until("that order alone", |screen| screen.matches("ICP-").count() < 4 && screen.contains(&order));
    desk.press(key::ENTER);
    desk.see("Looking only");
    desk.press("c");
    desk.see("yours until");
    order
}
