//! A reviewer as a process of his own, so that others can crowd around him and he can be killed.
//!
//! It is this test binary again, told by its environment what to do. Every verdict is printed only after
//! the desk said that it is saved.

use super::support::{Place, approval, catalog, clear, monday};
use beian::domain::ids::UserId;
use beian::domain::stage::Stage;
use beian::work::{Desk, Home, claim, decide};
use chrono::{DateTime, Duration, Utc};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};

const HOME: &str = "BEIAN_TEST_WORKER_HOME";
const USER: &str = "BEIAN_TEST_WORKER_USER";
const AT: &str = "BEIAN_TEST_WORKER_AT";

/// What a worker said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// It is at work.
    Ready,
    /// What became of a verdict that it had not heard of: true where it was saved.
    Told(String, bool),
    /// A verdict is saved: its id.
    Saved(String),
    /// It was refused, or the disk failed.
    Failed(String),
    /// Nothing is left to do.
    Done,
}

fn parse(line: &str) -> Option<Said> {
    let (word, rest) = line.split_once('|')?;
    Some(match word {
        "ready" => Said::Ready,
        "saved" => Said::Saved(rest.to_owned()),
        "told-saved" => Said::Told(rest.to_owned(), true),
        "told-lost" => Said::Told(rest.to_owned(), false),
        "failed" => Said::Failed(rest.to_owned()),
        "done" => Said::Done,
        _ => return None,
    })
}

/// A worker that runs.
pub struct Worker {
    pub child: Child,
    out: BufReader<ChildStdout>,
}

impl Worker {
    /// Starts a reviewer whose clock stands at `at`. With a limit, no file may grow beyond so many bytes.
    pub fn start(place: &Place, user: UserId, at: DateTime<Utc>, file_limit: Option<u64>) -> Self {
        let program = std::env::current_exe().unwrap();
        let args = ["--exact", "all::worker::a_reviewer", "--ignored", "--nocapture"];
        let mut command = match file_limit {
            None => Command::new(&program),
            Some(bytes) => {
                // In blocks of 512 bytes; a write beyond them fails as it does on a full disk.
                let mut shell = Command::new("sh");
                let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", bytes / 512);
                shell.arg("-c").arg(script).arg(&program);
                shell
            }
        };
        command.args(args).env(HOME, place.home().dir()).env(USER, user.to_string());
        command.env(AT, at.timestamp().to_string()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    /// The next thing that it says; none after its end. A line that was cut off was never said.
    pub fn hear(&mut self) -> Option<Said> {
        loop {
            let mut line = String::new();
            if self.out.read_line(&mut line).unwrap_or(0) == 0 {
                return None;
            }
            if let Some(said) = line.strip_suffix('\n').and_then(parse) {
                return Some(said);
            }
        }
    }

    /// Everything until its end.
    pub fn rest(mut self) -> Vec<Said> {
        let mut all = Vec::new();
        while let Some(said) = self.hear() {
            all.push(said);
        }
        self.child.wait().unwrap();
        all
    }
}

#[test]
#[ignore = "runs as a process of other tests"]
fn a_reviewer() {
    let Ok(home) = std::env::var(HOME) else { return };
    let number = |key: &str| std::env::var(key).unwrap().parse::<i64>().unwrap();
    let (user, at) = (UserId(number(USER)), number(AT) - monday().timestamp());
    let now = monday() + Duration::seconds(at);
    let mut desk = Desk::open(Home::new(home), catalog()).unwrap();
    // The harness has begun a line of its own.
    say("");
    for told in decide::settle_all(&mut desk, user, now).unwrap() {
        match told.outcome {
            decide::Outcome::Saved(done) => say(&format!("told-saved|{}", done.verdict_id)),
            decide::Outcome::NotSaved => say(&format!("told-lost|{}", told.order)),
        }
    }
    say("ready|");
    work(&mut desk, user, now);
}

fn work(desk: &mut Desk, user: UserId, now: DateTime<Utc>) {
    let stages = [Stage::SecondReview, Stage::FirstReview];
    loop {
        let order = match claim::claim_next(desk, user, &stages, None, now) {
            Ok(Some(order)) => order,
            Ok(None) => return say("done|"),
            Err(error) => return say(&format!("failed|{error}")),
        };
        clear(desk, order, now);
        let decision = approval(desk, order);
        match decide::decide(desk, user, order, &decision, now) {
            Ok(done) => say(&format!("saved|{}", done.verdict_id)),
            Err(error) => return say(&format!("failed|{error}")),
        }
    }
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}
