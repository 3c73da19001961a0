//! A copy of the home is whole, or there is none.

use super::support::{Place, approve, cancellation, minutes, order_with_files, reviewer, text};
use beian::domain::people::Role;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};

fn restore(file: &Path, home: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
    command.arg("--lang").arg("en").arg("--home").arg(home).arg("restore").arg(file);
    command.output().unwrap()
}

fn doctor(home: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
    command.arg("--lang").arg("en").arg("--home").arg(home).arg("doctor").output().unwrap()
}

fn backup(place: &Place, name: &str) -> Output {
    place.run(&["backup", place.path(name).to_str().unwrap()])
}

#[test]
fn a_copy_taken_while_another_process_writes_is_one_moment_of_the_home() {
    let place = Place::with(&(0..60).map(cancellation).collect::<Vec<_>>());
    let chu = reviewer(&mut place.desk(), "chu", &[Role::First]);
    let stop = AtomicBool::new(false);
    let (before, during) = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut desk = place.desk();
            for number in 0..60 {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let id = desk.store.order_id(&format!("UC-{number:05}").as_str().into()).unwrap();
                approve(&mut desk, chu, id, minutes(number));
            }
        });
        let import = scope.spawn(|| {
            let packages = place.path("more");
            fs::create_dir_all(&packages).unwrap();
            let lines: Vec<String> = (100..160).map(|number| cancellation(number).to_string()).collect();
            fs::write(packages.join("orders.jsonl"), lines.join("\n")).unwrap();
            place.run(&["import", "--quiet", packages.to_str().unwrap()])
        });
        let before: i64 = place.ask("SELECT count(*) FROM event");
        let during: Vec<Output> = (0..4).map(|at| backup(&place, &format!("copy-{at}.zip"))).collect();
        stop.store(true, Ordering::Relaxed);
        assert!(import.join().unwrap().status.success());
        (before, during)
    });
    for (at, output) in during.iter().enumerate() {
        assert!(output.status.success(), "{}", text(output));
        let home = place.path(&format!("restored-{at}"));
        let output = restore(&place.path(&format!("copy-{at}.zip")), &home);
        assert!(output.status.success(), "{}", text(&output));
        let health = doctor(&home);
        assert!(health.status.success(), "{}", text(&health));
        let conn = rusqlite::Connection::open(home.join("beian.db")).unwrap();
        let events: i64 = conn.query_row("SELECT count(*) FROM event", [], |row| row.get(0)).unwrap();
        assert!(events > before, "what was there is in the copy");
    }
    place.must_be_sound();
}

#[test]
fn a_restored_home_holds_the_same_orders_files_and_log() {
    let place = Place::with(&[order_with_files("UC-A"), order_with_files("UC-B"), cancellation(1)]);
    let output = backup(&place, "copy.zip");
    assert!(text(&output).contains("copied 3 orders and 4 attachments"), "{}", text(&output));
    let last: String = place.ask("SELECT body FROM event ORDER BY id DESC LIMIT 1");
    assert!(last.contains("backed_up"), "{last}");
    let home = place.path("again");
    let output = restore(&place.path("copy.zip"), &home);
    assert!(text(&output).contains("restored 3 orders and 4 attachments"), "{}", text(&output));
    let health = text(&doctor(&home));
    assert!(health.contains("examined 3 orders and 4 attachments; nothing is at fault"), "{health}");
    let conn = rusqlite::Connection::open(home.join("beian.db")).unwrap();
    let last: String =
        conn.query_row("SELECT body FROM event ORDER BY id DESC LIMIT 1", [], |row| row.get(0)).unwrap();
    assert!(last.contains("restored"), "{last}");
}

#[test]
fn nothing_is_ever_replaced() {
    let place = Place::with(&[cancellation(1)]);
    assert!(backup(&place, "copy.zip").status.success());
    let before = fs::read(place.path("copy.zip")).unwrap();
    let again = backup(&place, "copy.zip");
    assert_eq!(again.status.code(), Some(1));
    assert!(text(&again).contains("is there already"), "{}", text(&again));
    assert_eq!(fs::read(place.path("copy.zip")).unwrap(), before);
    let over = restore(&place.path("copy.zip"), place.home().dir());
    assert_eq!(over.status.code(), Some(1));
    assert!(text(&over).contains("is not an empty folder"), "{}", text(&over));
    fs::create_dir(place.path("empty")).unwrap();
    assert!(restore(&place.path("copy.zip"), &place.path("empty")).status.success());
}

#[test]
fn a_cut_off_or_changed_copy_is_refused_and_leaves_nothing() {
    let place = Place::with(&[order_with_files("UC-A")]);
    assert!(backup(&place, "copy.zip").status.success());
    let whole = fs::read(place.path("copy.zip")).unwrap();
    let home = place.path("target/home");
    let target = place.path("bad.zip");
    let refused = |bytes: &[u8], what: &str| {
        fs::write(&target, bytes).unwrap();
        let output = restore(&target, &home);
        assert_eq!(output.status.code(), Some(1), "{what}: {}", text(&output));
        assert!(text(&output).contains("nothing was written"), "{what}: {}", text(&output));
        let left = fs::read_dir(place.path("target")).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{what} left something behind");
    };
    for cut in [0, 10, whole.len() / 3, whole.len() / 2, whole.len() - 300, whole.len() - 1] {
        refused(&whole[..cut], &format!("cut at {cut}"));
    }
    refused(b"not a zip at all", "rubbish");
    for (what, needle) in
        [("licence", &b"UC-A-licence.pdf\n%%EOF"[..]), ("log", b"home_made"), ("sums", b"  files/")]
    {
        let at = whole.windows(needle.len()).position(|part| part == needle).unwrap();
        let mut changed = whole.clone();
        changed[at + 3] ^= 0x01;
        refused(&changed, what);
    }
    let sound = restore(&place.path("copy.zip"), &home);
    assert!(sound.status.success(), "{}", text(&sound));
}

#[test]
fn a_flipped_bit_anywhere_is_refused_or_harmless() {
    let place = Place::with(&[order_with_files("UC-A")]);
    assert!(backup(&place, "copy.zip").status.success());
    let whole = fs::read(place.path("copy.zip")).unwrap();
    for round in 0..60 {
        let mut changed = whole.clone();
        let at = (round * 7919 + 13) * whole.len() / (60 * 7919 + 13);
        changed[at.min(whole.len() - 1 - round)] ^= 1 << (round % 8);
        let file = place.path("flipped.zip");
        fs::write(&file, &changed).unwrap();
        let home = place.path(&format!("flipped-{round}"));
        let known = beian::work::Home::new(&home);
        match beian::work::backup::restore(&file, &known, minutes(1), &mut |_| {}) {
            Err(_) => assert!(!home.exists(), "a refused copy left a home"),
            Ok(_) => {
                let health = doctor(&home);
                assert!(health.status.success(), "{}", text(&health));
            }
        }
    }
}

#[test]
fn a_damaged_attachment_is_left_out_and_named() {
    let place = Place::with(&[order_with_files("UC-A")]);
    let folder = fs::read_dir(place.home().files()).unwrap().next().unwrap().unwrap().path();
    let file = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    fs::write(&file, b"other").unwrap();
    let output = backup(&place, "copy.zip");
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    assert!(
        text(&output).contains(&format!("the attachment {name} is missing or damaged")),
        "{}",
        text(&output)
    );
    let home = place.path("again");
    assert!(restore(&place.path("copy.zip"), &home).status.success());
    assert!(text(&doctor(&home)).contains("the attachment is missing"));
}
