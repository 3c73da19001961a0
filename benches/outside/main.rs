//! The desk measured from outside: in a PTY, with a terminal parser of its own that waits for the cell it
//! expects. `cargo bench --bench outside`; a home of one's own can be named with `BEIAN_BENCH_HOME` (its
//! account `chu` must have the demo passphrase).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a measurement that meets something unexpected has failed"
)]

mod greatest;

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

const ROWS: u16 = 45;
const COLUMNS: u16 = 160;
const PATIENCE: Duration = Duration::from_secs(20);
const STARTS: usize = 15;
const KEYS: usize = 400;

struct Seen {
    screen: vt100::Parser,
    bytes: u64,
    at: Instant,
}

struct Desk {
    seen: Arc<(Mutex<Seen>, Condvar)>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn portable_pty::MasterPty + Send>,
    started: Instant,
}

impl Desk {
    fn open(home: &Path) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_beian"));
        command.args(["--lang", "zh", "--home"]);
        command.arg(home);
        command.env("TERM", "xterm-256color");
        for name in ["TMUX", "DISPLAY", "NO_COLOR", "SSH_TTY", "SSH_CONNECTION"] {
            command.env_remove(name);
        }
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut from = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let screen = vt100::Parser::new(ROWS.try_into().unwrap(), COLUMNS.try_into().unwrap(), 0);
        let seen = Arc::new((Mutex::new(Seen { screen, bytes: 0, at: started }), Condvar::new()));
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = [0; 64 * 1024];
            while let Ok(read) = from.read(&mut buffer) {
                if read == 0 {
                    return;
                }
                let mut seen = shared.0.lock().unwrap();
                seen.screen.process(&buffer[..read]);
                seen.bytes += read as u64;
                seen.at = Instant::now();
                shared.1.notify_all();
            }
        });
        Self { seen, keys, child, _master: pair.master, started }
    }

    fn press(&mut self, text: &str) -> Instant {
        let at = Instant::now();
        self.keys.write_all(text.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        at
    }

    /// Waits until the screen shows what is expected; returns when it did.
    fn wait(&self, what: &str, expected: impl Fn(&vt100::Screen) -> bool) -> Instant {
        let end = Instant::now() + PATIENCE;
        let mut seen = self.seen.0.lock().unwrap();
        while !expected(seen.screen.screen()) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "never saw {what}:\n{}", seen.screen.screen().contents());
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
        seen.at
    }

    fn bytes(&self) -> u64 {
        self.seen.0.lock().unwrap().bytes
    }

    /// Waits until something was written after so many bytes; tells when, and nothing where the key changes nothing.
    fn drawn_after(&self, bytes: u64) -> Option<Instant> {
        let end = Instant::now() + PATIENCE / 20;
        let mut seen = self.seen.0.lock().unwrap();
        while seen.bytes == bytes {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
        Some(seen.at)
    }

    /// Waits until nothing more is written for a while.
    fn settle(&self) {
        let mut bytes = self.bytes();
        loop {
            std::thread::sleep(greatest::QUIET);
            match self.bytes() {
                same if same == bytes => return,
                more => bytes = more,
            }
        }
    }

    fn sign_in(&mut self, name: &str, passphrase: &str) -> Duration {
        self.wait("the sign-in", |screen| screen.contents().contains("口令"));
        self.press(&format!("{name}\t"));
        self.press(passphrase);
        self.wait("the passphrase", |screen| {
            screen.contents().contains("**********") || screen.contents().contains("••••••••••")
        });
        let pressed = self.press("\r");
        self.wait("rows", |screen| row(screen).is_some()) - pressed
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The line with the cursor of the list.
fn row(screen: &vt100::Screen) -> Option<u16> {
    (0..ROWS).find(|row| screen.cell(*row, 0).is_some_and(|cell| cell.contents() == ">"))
}

fn figures(name: &str, mut times: Vec<Duration>, goal: &str) {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "{name:<34} p50 {:>7.2} ms  p99 {:>7.2} ms  max {:>7.2} ms  goal {goal}",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

fn home() -> (PathBuf, Option<tempfile::TempDir>) {
    if let Some(home) = std::env::var_os("BEIAN_BENCH_HOME") {
        return (home.into(), None);
    }
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    let made = Command::new(env!("CARGO_BIN_EXE_beian"))
        .arg("--home")
        .arg(&home)
        .args(["demo", "--no-desk"])
        .output();
    assert!(made.unwrap().status.success());
    (home, Some(dir))
}

fn main() {
    let (home, _kept) = home();
    let mut starts = Vec::new();
    let mut rows = Vec::new();
    for _ in 0..STARTS {
        let mut desk = Desk::open(&home);
        let shown = desk.wait("the sign-in", |screen| screen.contents().contains("口令"));
        starts.push(shown - desk.started);
        rows.push(desk.sign_in("chu", "beian-demo"));
    }
    figures("start to sign-in", starts, "60 ms");
    figures("accepted passphrase to rows", rows, "60 ms");
    let mut desk = Desk::open(&home);
    desk.sign_in("chu", "beian-demo");
    keys(&mut desk);
    idle(&mut desk);
    greatest::measure();
}

/// Moves the cursor down and up inside the page, so that nothing scrolls.
fn keys(desk: &mut Desk) {
    let mut times = Vec::new();
    let mut written = Vec::new();
    for press in 0..KEYS {
        let before = desk.seen.0.lock().map(|seen| row(seen.screen.screen())).unwrap().unwrap();
        let (key, expected) = if press % 20 < 10 { ("j", before + 1) } else { ("k", before - 1) };
        let bytes = desk.bytes();
        let pressed = desk.press(key);
        let shown = desk.wait("the cursor", |screen| row(screen) == Some(expected));
        times.push(shown - pressed);
        // What belongs to the same frame follows at once.
        std::thread::sleep(Duration::from_millis(15));
        written.push(desk.bytes() - bytes);
    }
    figures("key to cell", times, "8 ms p99");
    written.sort_unstable();
    println!(
        "{:<34} p50 {} B  max {} B  goal 4096 B",
        "written per key",
        written[KEYS / 2],
        written[KEYS - 1]
    );
}

/// What the system tells of the desk's process.
#[cfg(target_os = "linux")]
fn status(desk: &Desk, key: &str) -> Option<String> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", desk.child.process_id()?)).ok()?;
    status.lines().find(|line| line.starts_with(key)).map(str::to_owned)
}

#[cfg(target_os = "linux")]
fn idle(desk: &mut Desk) {
    let pid = desk.child.process_id().unwrap();
    std::thread::sleep(Duration::from_secs(8));
    let ticks = || -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    };
    for key in ["VmRSS", "RssAnon", "RssFile"] {
        if let Some(line) = status(desk, key) {
            println!("idle memory {line}  goal 40 MiB in all");
        }
    }
    let (before, bytes) = (ticks(), desk.bytes());
    std::thread::sleep(Duration::from_secs(5));
    println!("idle CPU over 5 s: {} ticks, {} B written  goal 0", ticks() - before, desk.bytes() - bytes);
}

#[cfg(not(target_os = "linux"))]
fn idle(_: &mut Desk) {
    println!("idle memory and CPU are read from /proc alone");
}
