//! A home that an earlier version made: it opens, comes up to date, and nothing of it is lost or rewritten.

use super::support::{Place, text};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::fs;
use std::io::Cursor;
use std::process::Stdio;
use std::time::Instant;

/// A home of schema 3: orders of five profiles in every stage, a draft, a verdict in its grace time, notices that
/// wait and that left, a filing password under seal, packages that were handed over or refused.
const HOME: &[u8] = include_bytes!("../fixtures/home-of-schema-3.zip");
/// What its `doctor` printed.
const HEAD: &str = "178-d7c7a9956d313e87495f4d8b40607eb7e7ce90d8613e6b40e06f6db5a5ed31ac";
/// The passphrase of its accounts.
const SECRET: &str = "beian-demo";

/// The home, unpacked.
pub fn old_home() -> Place {
    let place = Place::bare();
    let home = place.home();
    zip::ZipArchive::new(Cursor::new(HOME)).unwrap().extract(home.dir()).unwrap();
    #[cfg(unix)]
    for path in [home.dir().to_owned(), home.secret_key()] {
        use std::os::unix::fs::PermissionsExt;
        let mode = if path.is_dir() { 0o700 } else { 0o600 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    place
}

/// Every row of a query as one text.
fn rows(place: &Place, query: &str) -> String {
    place
        .ask::<Option<String>>(&format!("SELECT group_concat(line, char(10)) FROM ({query})"))
        .unwrap_or_default()
}

const STATES: &str =
    "SELECT no || ' ' || stage || ' ' || revision || ' ' || life AS line FROM orders ORDER BY id";
const EVENTS: &str =
    "SELECT id || ' ' || body || ' ' || hex(hash) AS line FROM event WHERE id <= 178 ORDER BY id";

#[test]
fn a_home_of_an_earlier_version_opens_and_is_sound() {
    let place = old_home();
    let (states, events) = (rows(&place, STATES), rows(&place, EVENTS));
    let doctor = place.run(&["doctor", "--since", HEAD]);
    assert!(doctor.status.success(), "{}", text(&doctor));
    place.must_be_sound();
    assert_eq!(rows(&place, STATES), states);
    assert_eq!(rows(&place, EVENTS), events, "old events are never rewritten");
}

#[test]
fn what_a_home_of_an_earlier_version_held_is_still_there() {
    let place = old_home();
    place.must_be_sound();
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM draft"), 1);
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM outbox WHERE state = 'waiting'"), 3);
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM verdict WHERE id IN ('v-old-1', 'v-ICP-10216')"), 2);
    let reveal = place
        .command(&["reveal", "ICP-10220", "--user", "zhu"])
        .env("BEIAN_PASSPHRASE", SECRET)
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&reveal.stdout).contains("Ab3456"), "{}", text(&reveal));
}

/// What stands after an upgrade, whatever moment it was made at and whatever key its marks were made with.
const AFTER: [&str; 4] = [
    STATES,
    EVENTS,
    "SELECT order_id || ' ' || revision || ' ' || length(body) AS line FROM revision ORDER BY order_id, revision",
    "SELECT order_id || ' ' || words || ' ' || tails AS line FROM search_doc ORDER BY order_id",
];

#[test]
fn an_upgrade_that_is_killed_anywhere_goes_on_and_comes_to_the_same_end() {
    let whole = old_home();
    let begun = Instant::now();
    assert!(whole.run(&["doctor", "--head"]).status.success());
    let took = begun.elapsed();
    whole.must_be_sound();

    let (mut dice, mut killed, mut part_way) = (StdRng::seed_from_u64(3), 0, 0);
    for _ in 0..30 {
        let place = old_home();
        // Until it is through: each time killed a little later, so that it gets on.
        for round in 1..=6_u32 {
            let mut child = place.command(&["doctor", "--head"]);
            let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(took.mul_f64(dice.random_range(0.0..0.3)) * round);
            killed += usize::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
            let schema: i64 = place.ask("PRAGMA user_version");
            part_way += usize::from((4..7).contains(&schema));
        }
        assert!(place.run(&["doctor", "--since", HEAD]).status.success());
        place.must_be_sound();
        for query in AFTER {
            assert_eq!(rows(&place, query), rows(&whole, query));
        }
        assert_eq!(place.ask::<i64>("SELECT count(*) FROM event WHERE body LIKE '%found_at_upgrade%'"), 1);
    }
    assert!(killed > 60 && part_way > 0, "{killed} were killed, {part_way} between two steps");
}
