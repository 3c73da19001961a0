//! Packages for the bureau: whole or not at all, and each order leaves once, whatever happens meanwhile.

use super::support::{Place, approve, catalog, minutes, monday, order_with_files, reviewer, text};
use beian::domain::ids::OrderId;
use beian::domain::order::Order;
use beian::domain::people::Role;
use beian::outgoing::package::Manifest;
use beian::work::package::{Wrong, verify};
use beian::work::tick::tick;
use beian::work::{Desk, Home};
use chrono::Duration;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const HOME: &str = "BEIAN_TEST_TICKER_HOME";
const ORDERS: usize = 40;
const KILLS: usize = 60;

fn package(at: usize) -> Value {
    let mut package = order_with_files(&format!("UC-{at:03}"));
    package["profile"] = json!("ucloud");
    package["account"]["id"] = json!(format!("u{at}"));
    package["entity"]["certificate"]["number"] = json!(format!("9144030000000{at:05}"));
    package["sites"][0]["domains"][0]["name"] = json!(format!("sample-{at}.cn"));
    package
}

/// A home with so many approved orders, whose packages are due at minute 60.
fn approved(count: usize) -> (Place, Vec<OrderId>) {
    let packages: Vec<Value> = (0..count).map(package).collect();
    let place = Place::with(&packages);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let ids = (0..count).map(|at| {
        let id = desk.store.order_id(&format!("UC-{at:03}").as_str().into()).unwrap();
        approve(&mut desk, chu, id, minutes(1));
        id
    });
    let ids = ids.collect();
    (place, ids)
}

fn folders(place: &Place) -> Vec<PathBuf> {
    let Ok(list) = fs::read_dir(place.home().handover()) else { return Vec::new() };
    let all = list.map(|entry| entry.unwrap().path());
    let whole = |path: &PathBuf| !path.file_name().unwrap().to_string_lossy().starts_with(".new-");
    all.filter(whole).collect()
}

fn only_folder(place: &Place) -> PathBuf {
    let all = folders(place);
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].clone()
}

#[test]
fn a_package_holds_the_effective_order_and_every_file() {
    let (place, ids) = approved(1);
    let mut desk = place.desk();
    tick(&mut desk, minutes(60)).unwrap();
    let folder = only_folder(&place);
    let found = verify(&folder).unwrap();
    assert!(found.is_sound(), "{found:?}");
    let left = desk.store.state(ids[0]).unwrap().life.handed_over.unwrap();
    assert_eq!(folder.file_name().unwrap().to_string_lossy(), left.package);
    assert_eq!(found.digest.as_deref(), Some(left.digest.as_str()));
    let manifest: Manifest = found.manifest.unwrap();
    assert_eq!(
        (manifest.order_no.as_str(), manifest.revision, manifest.bureau.as_str()),
        ("UC-000", 1, "guangdong")
    );
    assert_eq!(manifest.handed_over_ms, minutes(60));
    let names: Vec<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["order.json", "01-entity_certificate-entity.pdf", "02-id_document-p1.pdf"]);
    let order: Order = serde_json::from_slice(&fs::read(folder.join("order.json")).unwrap()).unwrap();
    assert_eq!(order.order_no.as_str(), "UC-000");
    assert_eq!(order.attachments[1].path, "02-id_document-p1.pdf");
    place.must_be_sound();

    // A package that was lost is written again, the same to the byte.
    fs::remove_dir_all(&folder).unwrap();
    let doctor = text(&place.run(&["doctor"]));
    assert!(doctor.contains("UC-000") && doctor.contains("package write"), "{doctor}");
    assert!(place.run(&["package", "write", "UC-000"]).status.success());
    place.must_be_sound();
}

#[test]
fn every_change_of_a_package_is_found() {
    let (place, _) = approved(1);
    tick(&mut place.desk(), minutes(60)).unwrap();
    let folder = only_folder(&place);
    let photo = folder.join("02-id_document-p1.pdf");
    type Harm = fn(&Path, &Path);
    let harms: [(Harm, Wrong); 5] = [
        (|_, photo| fs::write(photo, "x").unwrap(), Wrong::Changed),
        (|_, photo| fs::remove_file(photo).unwrap(), Wrong::Missing),
        (|folder, _| fs::write(folder.join("more.txt"), "x").unwrap(), Wrong::Extra),
        (|folder, _| fs::write(folder.join("manifest.json"), "{").unwrap(), Wrong::Manifest),
        (|folder, _| fs::remove_file(folder.join("manifest.json")).unwrap(), Wrong::Manifest),
    ];
    let whole = place.path("whole");
    super::support::copy_folder(&folder, &whole);
    for (harm, wrong) in harms {
        fs::remove_dir_all(&folder).unwrap();
        super::support::copy_folder(&whole, &folder);
        assert!(place.run(&["package", "verify", folder.to_str().unwrap()]).status.success());
        harm(&folder, &photo);
        let found = verify(&folder).unwrap();
        assert_eq!(found.differences.iter().map(|one| one.wrong).collect::<Vec<_>>(), [wrong]);
        let output = place.run(&["package", "verify", "--json", folder.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told[0]["sound"], false);
        assert!(!place.run(&["doctor"]).status.success());
    }
}

#[test]
fn an_order_whose_file_is_missing_waits_and_leaves_once_it_is_back() {
    let (place, ids) = approved(1);
    let mut desk = place.desk();
    let attachment = desk.store.attachments(ids[0], 1).unwrap()[0].facts.sha256.clone();
    let path = desk.files.path(&attachment).unwrap();
    let bytes = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    let ticked = tick(&mut desk, minutes(60)).unwrap();
    assert_eq!((ticked.handed_over, ticked.failed.len()), (0, 1));
    assert!(ticked.failed[0].1.contains("01-entity_certificate-entity.pdf"), "{:?}", ticked.failed);
    assert!(fs::read_dir(place.home().handover()).unwrap().next().is_none(), "nothing is left behind");
    assert!(desk.store.state(ids[0]).unwrap().life.handed_over.is_none());
    fs::write(&path, bytes).unwrap();
    assert_eq!(tick(&mut desk, minutes(61)).unwrap().handed_over, 0, "it is tried again in a while");
    assert_eq!(tick(&mut desk, minutes(70)).unwrap().handed_over, 1);
    place.must_be_sound();
}

#[test]
fn a_package_that_was_cut_off_before_its_event_is_taken_up() {
    let (place, ids) = approved(1);
    let mut desk = place.desk();
    desk.store.set_commit(Box::new(move |conn| {
        let wrote: i64 =
            conn.query_row("SELECT count(*) FROM event WHERE kind = 'handed_over'", [], |row| row.get(0))?;
        if wrote > 0 {
            // Nothing became durable: as if the program had been killed.
            return Err(rusqlite::Error::SqliteFailure(
                rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_FSYNC),
                None,
            ));
        }
        conn.execute_batch("COMMIT")
    }));
    let ticked = tick(&mut desk, minutes(60)).unwrap();
    assert_eq!((ticked.handed_over, ticked.failed.len()), (0, 1));
    drop(desk);
    let folder = only_folder(&place);
    assert!(verify(&folder).unwrap().is_sound());
    let mut desk = place.desk();
    assert_eq!(tick(&mut desk, minutes(90)).unwrap().handed_over, 1);
    let left = desk.store.state(ids[0]).unwrap().life.handed_over.unwrap();
    assert_eq!((only_folder(&place), left.at), (folder, minutes(60)), "the time is that of the manifest");
    place.must_be_sound();
}

#[test]
fn another_folder_in_its_place_stops_the_hand_over() {
    let (place, ids) = approved(1);
    let mut desk = place.desk();
    tick(&mut desk, minutes(5)).unwrap();
    let verdict = desk.store.state(ids[0]).unwrap().last_verdict.unwrap();
    let name = beian::outgoing::package::folder_name(&"UC-000".into(), 1, Some(&verdict));
    let folder = place.home().handover().join(name);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("order.json"), "{}").unwrap();
    let ticked = tick(&mut desk, minutes(60)).unwrap();
    assert_eq!((ticked.handed_over, ticked.failed.len()), (0, 1));
    assert!(ticked.failed[0].1.contains("package verify"), "{:?}", ticked.failed);
}

/// A ticker as a process of its own: it does all that is due, again and again.
fn ticker(place: &Place, file_limit: Option<u64>) -> Child {
    let program = std::env::current_exe().unwrap();
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
    command.args(["--exact", "all::handover::a_ticker", "--ignored", "--nocapture"]);
    command.env(HOME, place.home().dir()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().unwrap()
}

#[test]
#[ignore = "runs as a process of other tests"]
fn a_ticker() {
    let Ok(home) = std::env::var(HOME) else { return };
    let mut desk = Desk::open(Home::new(home), catalog()).unwrap();
    let ticked = tick(&mut desk, monday() + Duration::hours(2)).unwrap();
    assert!(ticked.failed.is_empty(), "{:?}", ticked.failed);
}

#[test]
fn kills_in_the_middle_leave_no_half_package_and_hand_nothing_over_twice() {
    let (place, ids) = approved(ORDERS);
    let mut dice = StdRng::seed_from_u64(5);
    let mut killed = 0;
    for _ in 0..KILLS {
        let (mut one, mut other) = (ticker(&place, None), ticker(&place, None));
        std::thread::sleep(std::time::Duration::from_micros(dice.random_range(20_000..120_000)));
        for child in [&mut one, &mut other] {
            killed += usize::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
        }
        for folder in folders(&place) {
            assert!(verify(&folder).unwrap().is_sound(), "{}", folder.display());
        }
    }
    assert!(killed > 10, "only {killed} were killed at work");
    assert!(ticker(&place, None).wait().unwrap().success());
    assert_eq!(folders(&place).len(), ORDERS, "one package an order");
    let left = "SELECT count(*) FROM event WHERE kind = 'handed_over'";
    assert_eq!(place.ask::<i64>(left), ORDERS as i64, "each once");
    let desk = place.desk();
    assert!(ids.iter().all(|id| desk.store.state(*id).unwrap().life.handed_over.is_some()));
    place.must_be_sound();
}

#[test]
fn on_a_full_disk_nothing_half_remains_and_with_room_all_leave() {
    let (place, ids) = approved(3);
    // Smaller than any order's JSON, so that every package fails.
    let output = ticker(&place, Some(1024)).wait().unwrap();
    assert!(!output.success());
    assert!(folders(&place).is_empty());
    let desk = place.desk();
    assert!(ids.iter().all(|id| desk.store.state(*id).unwrap().life.handed_over.is_none()));
    drop(desk);
    place.must_be_sound();
    let ticked = tick(&mut place.desk(), monday() + Duration::hours(3)).unwrap();
    assert_eq!((ticked.handed_over, ticked.failed.len()), (3, 0));
    place.must_be_sound();
}
