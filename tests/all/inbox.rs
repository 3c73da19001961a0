//! The inbox: complete packages are taken once, whatever happens to the process.

use super::support::{Place, copy_folder, order, sample, text};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Nothing here takes that long; a test that waits longer has failed.
const LONG: Duration = Duration::from_secs(60);

fn inbox(place: &Place) -> PathBuf {
    let dir = place.path("inbox");
    fs::create_dir_all(&dir).unwrap();
    dir
}

/// Writes a package outside and renames it into the inbox.
fn drop_in(place: &Place, name: &str, package: &Value) {
    let outside = place.path(&format!("outside-{name}"));
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("order.json"), package.to_string()).unwrap();
    fs::rename(outside, inbox(place).join(name)).unwrap();
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn once(place: &Place) -> (Option<i32>, String) {
    let dir = inbox(place);
    let output = place.run(&["watch", dir.to_str().unwrap(), "--once"]);
    (output.status.code(), text(&output))
}

/// A watch that runs, with the lines that it prints.
struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    fn start(place: &Place, more: &[&str]) -> Self {
        let dir = inbox(place);
        let mut args = vec!["watch", dir.to_str().unwrap()];
        args.extend(more);
        let mut command = place.command(&args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = lines(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// Waits for a line that holds a text.
    fn hear(&self, wanted: &str) -> String {
        let deadline = Instant::now() + LONG;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left).unwrap_or_else(|_| panic!("never said '{wanted}'"));
            if line.contains(wanted) {
                return line;
            }
        }
    }

    fn signal(&mut self, signal: Signal) -> Option<i32> {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(from: ChildStdout) -> Receiver<String> {
    let (to, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if to.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

#[test]
fn what_is_there_is_taken_once_and_moved() {
    let place = Place::new();
    let dir = inbox(&place);
    drop_in(&place, "good", &order("I-1"));
    drop_in(&place, "bad", &json!({ "order_no": "I-2" }));
    fs::create_dir(dir.join("half")).unwrap();
    fs::write(dir.join("half").join("order.json"), super::support::order_with_files("I-9").to_string())
        .unwrap();
    fs::create_dir(dir.join("marked")).unwrap();
    fs::write(dir.join("marked").join("order.json"), order("I-3").to_string()).unwrap();
    fs::write(dir.join("marked").join(".done"), "").unwrap();
    fs::write(dir.join("later.zip.part"), "x").unwrap();
    fs::write(dir.join(".hidden"), "x").unwrap();
    fs::write(dir.join("lines.jsonl"), format!("{}\n", order("I-4"))).unwrap();
    let (code, said) = once(&place);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("3 taken") && said.contains("1 refused"), "{said}");
    assert!(said.contains("half is not complete yet"), "{said}");
    assert_eq!(names(&dir.join("taken")), ["good", "lines.jsonl", "marked"]);
    assert_eq!(names(&dir.join("refused")), ["bad", "bad.report.json"]);
    let report = fs::read_to_string(dir.join("refused").join("bad.report.json")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert!(report[0]["faults"][0]["sentence_zh"].is_string(), "{report}");
    assert_eq!(names(&dir), [".beian-watch.lock", ".hidden", "half", "later.zip.part", "refused", "taken"]);
    // The same name and content again: nothing is taken twice, and nothing is overwritten.
    drop_in(&place, "good", &order("I-1"));
    let (code, said) = once(&place);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("1 unchanged"), "{said}");
    assert_eq!(names(&dir.join("taken")), ["good", "good.2", "lines.jsonl", "marked"]);
    place.must_be_sound();
}

#[cfg(unix)]
#[test]
fn a_link_in_the_inbox_is_never_followed() {
    let place = Place::new();
    let dir = inbox(&place);
    std::os::unix::fs::symlink(sample("ICP-10201"), dir.join("link")).unwrap();
    let (code, said) = once(&place);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(names(&dir.join("refused")), ["link", "link.report.json"]);
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM orders"), 0);
}

#[test]
fn a_running_watch_takes_what_is_dropped_and_ends_cleanly() {
    let place = Place::new();
    drop_in(&place, "before", &order("I-1"));
    let mut watch = Running::start(&place, &[]);
    watch.hear("I-1");
    drop_in(&place, "after", &order("I-2"));
    watch.hear("I-2");
    // A folder that is filled in place waits for its mark.
    let slow = inbox(&place).join("slow");
    fs::create_dir(&slow).unwrap();
    let mut half = super::support::order_with_files("I-3");
    fs::write(slow.join("order.json"), half.to_string()).unwrap();
    drop_in(&place, "between", &order("I-4"));
    watch.hear("I-4");
    assert!(slow.exists(), "its files are not there yet");
    half["attachments"] = json!([]);
    fs::write(slow.join("order.json"), half.to_string()).unwrap();
    fs::write(slow.join(".done"), "").unwrap();
    watch.hear("I-3");
    // A second one keeps away.
    let again = place.run(&["watch", inbox(&place).to_str().unwrap(), "--once"]);
    assert!(text(&again).contains("another"), "{}", text(&again));
    assert_eq!(watch.signal(Signal::TERM), Some(0));
    assert_eq!(names(&inbox(&place).join("taken")), ["after", "before", "between", "slow"]);
    place.must_be_sound();
}

#[test]
fn a_watch_waits_while_the_database_is_busy() {
    let place = Place::new();
    let conn = rusqlite::Connection::open(place.home().database()).unwrap();
    conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut watch = Running::start(&place, &[]);
    watch.hear("watching");
    drop_in(&place, "one", &order("I-1"));
    conn.execute_batch("ROLLBACK").unwrap();
    watch.hear("I-1");
    assert_eq!(watch.signal(Signal::INT), Some(0));
    place.must_be_sound();
}

#[test]
fn the_watch_runs_the_clock_unless_it_is_told_not_to() {
    let place = Place::new();
    let mut package = order("I-1");
    package["profile"] = json!("ucloud");
    assert_eq!(place.import(&[package]).taken, 1);
    let mut desk = place.desk();
    let chu = super::support::reviewer(&mut desk, "chu", &[beian::domain::people::Role::First]);
    let id = desk.store.order_id(&"I-1".into()).unwrap();
    let yesterday = beian::work::now() - chrono::Duration::days(1);
    super::support::approve(&mut desk, chu, id, yesterday);
    let dir = inbox(&place);
    let off = place.run(&["watch", dir.to_str().unwrap(), "--once", "--no-tick"]);
    assert!(off.status.success());
    let left = |desk: &beian::work::Desk| desk.store.state(id).unwrap().life.handed_over.is_some();
    assert!(!left(&desk));
    assert_eq!(once(&place).0, Some(0));
    assert!(left(&desk), "the grace time of yesterday's verdict is over");
}

#[test]
fn a_watch_that_is_killed_again_and_again_loses_nothing_and_takes_nothing_twice() {
    const PACKAGES: usize = 120;
    let place = Place::new();
    let mut dice = StdRng::seed_from_u64(5);
    let mut dropped = 0;
    let mut kills = 0;
    while dropped < PACKAGES || kills < 30 {
        let mut watch = Running::start(&place, &["--no-tick"]);
        let until = (dropped + dice.random_range(1..8)).min(PACKAGES);
        while dropped < until {
            drop_in(&place, &format!("p{dropped:03}"), &order(&format!("K-{dropped:03}")));
            dropped += 1;
        }
        // Not to wait for anything: it is killed wherever it is.
        std::thread::sleep(Duration::from_micros(dice.random_range(0..120_000)));
        watch.child.kill().unwrap();
        watch.child.wait().unwrap();
        kills += 1;
    }
    copy_folder(&sample("ICP-10201"), &inbox(&place).join(".last"));
    fs::rename(inbox(&place).join(".last"), inbox(&place).join("last")).unwrap();
    let (code, said) = once(&place);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM orders"), PACKAGES as i64 + 1);
    let twice = "SELECT count(*) FROM (SELECT 1 FROM event WHERE kind = 'imported'
                 GROUP BY order_id HAVING count(*) > 1)";
    assert_eq!(place.ask::<i64>(twice), 0);
    let taken = names(&inbox(&place).join("taken"));
    assert_eq!(taken.len(), PACKAGES + 1, "{taken:?}");
    assert_eq!(names(&inbox(&place).join("refused")), Vec::<String>::new());
    place.must_be_sound();
}
