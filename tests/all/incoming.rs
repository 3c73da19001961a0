//! Whatever comes in: what nobody here made ends in an answer, in bounded memory, and takes nothing with it from
//! outside its own folder.

use super::support::{Place, order, order_with_files, text};
use beian::work::retention::{preview, retain};
use rustix::fs::{CWD, Mode, mkfifoat};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Nothing here takes that long; what does has hung.
const LONG: Duration = Duration::from_secs(120);
/// Memory that a run may map: its code, its stacks, the bounds of a package.
const MOST_MEMORY: &str = "700000";

/// Runs the program with bounded memory, and ends it where it hangs.
fn bounded(place: &Place, args: &[&str]) -> Output {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("ulimit -v {MOST_MEMORY}; exec \"$0\" \"$@\""));
    command.arg(env!("CARGO_BIN_EXE_beian")).args(args);
    command.env("BEIAN_HOME", place.home().dir()).env("BEIAN_LANG", "en");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (id, start) = (Pid::from_child(&child), Instant::now());
    let mut pipes = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let read = |pipe: &mut dyn std::io::Read| {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        bytes
    };
    let ended = std::thread::spawn(move || {
        while child.try_wait().unwrap().is_none() && start.elapsed() < LONG {
            std::thread::sleep(Duration::from_millis(20));
        }
        if child.try_wait().unwrap().is_none() {
            kill_process(id, Signal::KILL).unwrap();
        }
        child.wait().unwrap()
    });
    let errors = std::thread::spawn(move || read(&mut pipes.1));
    let stdout = read(&mut pipes.0);
    let output = Output { stdout, stderr: errors.join().unwrap(), status: ended.join().unwrap() };
    assert!(output.status.code().is_some(), "it hung or fell: {args:?}\n{}", text(&output));
    output
}

fn file(path: PathBuf, bytes: impl AsRef<[u8]>) -> PathBuf {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

/// Every byte that lies below a folder.
fn all_bytes(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => bytes.extend(all_bytes(&entry.path())),
            kind if kind.is_file() => bytes.extend(fs::read(entry.path()).unwrap()),
            _ => {}
        }
    }
    bytes
}

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

/// A folder in which lies everything that a package is not: special files under every name that is looked for,
/// links out of it, archives and lines that are none.
fn hostile(place: &Place) -> PathBuf {
    let dir = place.path("hostile");
    let secret = file(place.path("outside/secret.txt"), "top-secret-of-the-host");
    let package = |name: &str| {
        file(dir.join(name).join("order.json"), order_with_files(name).to_string());
        dir.join(name)
    };
    for name in ["fifo.jsonl", "fifo.zip", "fifo.txt", "fifo-order/order.json", "fifo-in/x/order.json"] {
        fs::create_dir_all(dir.join(name).parent().unwrap()).unwrap();
        mkfifoat(CWD, dir.join(name), Mode::from_raw_mode(0o600)).unwrap();
    }
    for (name, target) in [
        ("a", secret.as_path()),
        ("a:1", Path::new("x")),
        ("zero.jsonl", Path::new("/dev/zero")),
        ("zero.zip", Path::new("/dev/zero")),
        ("link-order/order.json", &secret),
        ("folder", secret.parent().unwrap()),
        ("loop", Path::new("loop")),
    ] {
        fs::create_dir_all(dir.join(name).parent().unwrap()).unwrap();
        symlink(target, dir.join(name)).unwrap();
    }
    let files: Vec<String> = order_with_files("H")["attachments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["path"].as_str().unwrap().to_owned())
        .collect();
    let (first, second) = (&files[0], &files[1]);
    symlink(&secret, package("H").join(first)).unwrap();
    symlink("/dev/zero", package("H").join(second)).unwrap();
    symlink(secret.parent().unwrap(), package("H").join("more")).unwrap();
    drop(UnixListener::bind(dir.join("H/socket.jsonl")).unwrap());
    file(dir.join("deep/a/b/c/order.json"), "{}");
    file(dir.join("null.jsonl"), [0; 5000]);
    file(dir.join("empty.zip"), "");
    file(dir.join("text.zip"), "PK\u{3}\u{4} but no zip");
    let row = |path: &str| {
        let mut order = order_with_files("ROW-1");
        order["attachments"][0]["path"] = json!(path);
        order.to_string()
    };
    file(dir.join("rows.jsonl"), [row("H/order.json"), row("../outside/secret.txt"), row("a")].join("\n"));
    dir
}

#[test]
fn special_files_and_links_are_refused_and_nothing_from_outside_is_copied() {
    let place = Place::new();
    let dir = hostile(&place);
    let there = dir.to_str().unwrap();
    for args in [
        ["check", there].as_slice(),
        &["check", there, "--json"],
        &["import", there],
        &["import", there, "--json"],
        &["watch", there, "--once"],
    ] {
        let output = bounded(&place, args);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {}", text(&output));
        let all = [all_bytes(place.home().dir()), output.stdout, output.stderr].concat();
        assert!(!String::from_utf8_lossy(&all).contains("top-secret"), "{args:?}");
    }
    for name in ["fifo.jsonl", "fifo.zip", "zero.jsonl", "loop"] {
        let path = dir.join("refused").join(name);
        let output = bounded(&place, &["import", path.to_str().unwrap()]);
        assert_ne!(output.status.code(), Some(0), "{name}: {}", text(&output));
    }
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM orders"), 0);
    assert_eq!(count(&place.home().files()), 0);
    place.must_be_sound();
}

#[test]
fn a_line_without_end_is_refused_in_little_memory() {
    let place = Place::new();
    let path = place.path("x.jsonl");
    File::create(&path).unwrap().set_len(1500 << 20).unwrap();
    for command in ["check", "import"] {
        let output = bounded(&place, &[command, path.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output).contains("more than 4 MiB"), "{}", text(&output));
    }
    assert!(all_bytes(&place.home().quarantine()).len() < 1 << 20);
}

#[test]
fn thousands_of_bad_lines_have_one_report() {
    let place = Place::new();
    let path = file(place.path("bad.jsonl"), "{\"order_no\":\"N\"}\n".repeat(8000));
    let output = bounded(&place, &["import", path.to_str().unwrap(), "--quiet"]);
    assert!(text(&output).contains("8000 refused"), "{}", text(&output));
    assert_eq!(count(&place.home().quarantine()), 1);
    place.must_be_sound();
}

#[test]
fn a_refused_package_leaves_no_picture_behind() {
    let place = Place::with(&[order_with_files("N-1")]);
    let before = all_bytes(&place.home().files()).len();
    let folder = place.path("again");
    let mut other = order_with_files("N-1");
    other["remark"] = json!("other content");
    file(folder.join("order.json"), other.to_string());
    for attachment in other["attachments"].as_array().unwrap() {
        file(folder.join(attachment["path"].as_str().unwrap()), "another picture of somebody");
    }
    let output = bounded(&place, &["import", folder.to_str().unwrap()]);
    assert!(text(&output).contains("1 refused"), "{}", text(&output));
    assert_eq!(all_bytes(&place.home().files()).len(), before);
    let doctor = text(&place.run(&["doctor"]));
    assert!(doctor.contains("1 refused packages") && !doctor.contains("belong to no order"), "{doctor}");
}

#[test]
fn what_was_refused_and_files_without_an_order_go_by_retention() {
    let place = Place::new();
    let path = file(place.path("p/order.json"), "{}");
    bounded(&place, &["import", path.parent().unwrap().to_str().unwrap()]);
    let stray = file(place.home().files().join("ab").join("ab".repeat(32)), "a picture");
    let mut desk = place.desk();
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    let at = |days| chrono::Utc::now() + chrono::Duration::days(days);
    let soon = retain(&mut desk, zhu, at(0)).unwrap();
    assert_eq!((soon.refused, soon.strays, stray.exists()), (0, 0, true));
    let planned = preview(&desk, at(31)).unwrap();
    let done = retain(&mut desk, zhu, at(31)).unwrap();
    assert_eq!(((planned.refused, planned.strays), (done.refused, done.strays)), ((1, 1), (1, 1)));
    assert_eq!((count(&place.home().quarantine()), stray.exists()), (0, false));
}

/// Orders as lines, each of them taken.
fn lines(count: usize) -> String {
    (0..count).map(|at| format!("{}\n", order(&format!("S-{at}")))).collect()
}

#[test]
fn a_signal_ends_an_import_after_the_package_at_hand() {
    let place = Place::new();
    let path = file(place.path("many.jsonl"), lines(400));
    let inbox = place.path("inbox");
    for (args, signal, code) in [
        (vec!["import", path.to_str().unwrap()], Signal::TERM, 143),
        (vec!["watch", inbox.to_str().unwrap(), "--once"], Signal::INT, 130),
    ] {
        file(inbox.join("many.jsonl.part"), lines(400));
        fs::rename(inbox.join("many.jsonl.part"), inbox.join("many.jsonl")).unwrap();
        let mut child = place.command(&args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // The first package is in.
        said.find(|line| line.contains("S-0")).unwrap();
        kill_process(Pid::from_child(&child), signal).unwrap();
        let rest: Vec<String> = said.collect();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{rest:?}");
        assert!(rest.last().unwrap().contains("stopped as asked"), "{rest:?}");
        let orders = place.ask::<i64>("SELECT count(*) FROM orders");
        assert!((1..400).contains(&orders), "{orders}");
        place.must_be_sound();
    }
    assert!(inbox.join("many.jsonl").exists(), "what was not read to its end stays");
    let output = place.run(&["watch", inbox.to_str().unwrap(), "--once", "--quiet"]);
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM orders"), 400);
}

#[test]
fn an_upload_that_pauses_is_taken_once_it_is_whole() {
    let place = Place::new();
    let inbox = place.path("inbox");
    fs::create_dir_all(&inbox).unwrap();
    let text_of = lines(3);
    let (first, rest) = text_of.split_at(text_of.len() / 2);
    let mut upload = File::create(inbox.join("up.jsonl")).unwrap();
    upload.write_all(first.as_bytes()).unwrap();
    drop(upload);
    // Long enough ago to count as left alone.
    let before = std::time::SystemTime::now() - Duration::from_secs(60);
    let touched = File::options().append(true).open(inbox.join("up.jsonl")).unwrap();
    touched.set_modified(before).unwrap();
    drop(touched);
    // A change of times reads like a rename; writing in place does not.
    let mut upload = File::options().append(true).open(inbox.join("up.jsonl")).unwrap();
    upload.write_all(b" ").unwrap();
    let output = place.run(&["watch", inbox.to_str().unwrap(), "--once"]);
    assert!(inbox.join("up.jsonl").exists(), "{}", text(&output));
    assert!(text(&output).contains("up.jsonl is not whole yet"), "{}", text(&output));
    drop(upload);
    fs::write(inbox.join("up.jsonl"), format!("{first}{rest}")).unwrap();
    let output = place.run(&["watch", inbox.to_str().unwrap(), "--once"]);
    assert!(output.status.success() && text(&output).contains("3 taken"), "{}", text(&output));
}

/// The program as somebody whom the file modes bind, whoever runs the tests.
fn as_nobody(place: &Place, args: &[&str]) -> Command {
    if !rustix::process::getuid().is_root() {
        return place.command(args);
    }
    for path in [place.dir.path().to_path_buf(), place.home().dir().to_path_buf()] {
        let given = Command::new("chown").arg("-R").arg("65534:65534").arg(path).status().unwrap();
        assert!(given.success());
    }
    let plain = place.command(args);
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(plain.get_program());
    command.args(plain.get_args());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

#[test]
fn what_can_not_be_read_now_is_tried_again_and_not_refused() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let inbox = place.path("inbox");
    fs::create_dir_all(&inbox).unwrap();
    fs::write(place.path("a.jsonl"), lines(1)).unwrap();
    fs::rename(place.path("a.jsonl"), inbox.join("a.jsonl")).unwrap();
    fs::write(place.path("b.jsonl"), format!("{}\n", order("S-9"))).unwrap();
    fs::rename(place.path("b.jsonl"), inbox.join("b.jsonl")).unwrap();
    fs::set_permissions(inbox.join("a.jsonl"), fs::Permissions::from_mode(0o000)).unwrap();
    let args = ["watch", inbox.to_str().unwrap(), "--once"];
    let output = as_nobody(&place, &args).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("a.jsonl: found an error while reading"), "{}", text(&output));
    assert!(inbox.join("a.jsonl").exists() && inbox.join("taken/b.jsonl").exists());
    fs::set_permissions(inbox.join("a.jsonl"), fs::Permissions::from_mode(0o600)).unwrap();
    let output = as_nobody(&place, &args).output().unwrap();
    assert!(output.status.success() && text(&output).contains("1 taken"), "{}", text(&output));
    assert_eq!(count(&place.home().quarantine()), 0);
}

#[test]
fn a_report_of_many_refusals_lies_beside_the_package_and_its_bytes_lie_nowhere_else() {
    let place = Place::new();
    let inbox = place.path("inbox");
    file(place.path("rows.jsonl"), format!("{}\n{{}}\n{{\n", order("S-1")));
    fs::create_dir_all(&inbox).unwrap();
    fs::rename(place.path("rows.jsonl"), inbox.join("rows.jsonl")).unwrap();
    let output = place.run(&["watch", inbox.to_str().unwrap(), "--once"]);
    assert!(text(&output).contains("1 taken, 0 unchanged, 2 refused"), "{}", text(&output));
    let report = fs::read(inbox.join("refused/rows.jsonl.report.json")).unwrap();
    let report: Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(report.as_array().unwrap().len(), 2, "{report}");
    assert_eq!(count(&place.home().quarantine()), 0);
}
