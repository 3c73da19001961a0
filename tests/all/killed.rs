//! A process that is killed loses nothing that it acknowledged.

use super::support::{Place, cancellation, minutes, monday, reviewer, sample, text};
use super::worker::{Said, Worker};
use beian::domain::ids::UserId;
use beian::domain::people::Role;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

const ORDERS: usize = 1_500;
const LANES: usize = 2;
const KILLS: usize = 100;

/// Starts a reviewer again and again and kills him while he decides; returns what he acknowledged.
fn lane(place: &Place, user: UserId, seed: u64) -> (BTreeSet<String>, usize) {
    let mut dice = StdRng::seed_from_u64(seed);
    let (mut acknowledged, mut at_work) = (BTreeSet::new(), 0);
    for round in 0..KILLS {
        // The other lane's leases must not lapse meanwhile; his own order he takes up again.
        let now = monday() + chrono::Duration::seconds(round as i64);
        let mut worker = Worker::start(place, user, now, None);
        while let Some(said) = worker.hear() {
            match said {
                Said::Told(id, true) => drop(acknowledged.insert(id)),
                Said::Ready => break,
                _ => {}
            }
        }
        std::thread::sleep(Duration::from_micros(dice.random_range(0..40_000)));
        worker.child.kill().unwrap();
        let rest = worker.rest();
        assert!(!rest.iter().any(|said| matches!(said, Said::Failed(_))), "{rest:?}");
        at_work += usize::from(!rest.contains(&Said::Done));
        acknowledged.extend(rest.into_iter().filter_map(|said| match said {
            Said::Saved(id) => Some(id),
            _ => None,
        }));
    }
    (acknowledged, at_work)
}

#[test]
fn two_hundred_kills_while_deciding_lose_and_double_nothing() {
    let place = Place::with(&(0..ORDERS).map(cancellation).collect::<Vec<_>>());
    let people: Vec<UserId> = {
        let mut desk = place.desk();
        let both = [Role::First, Role::Second];
        (0..LANES + 2).map(|at| reviewer(&mut desk, &format!("r{at}"), &both)).collect()
    };
    let lanes: Vec<(BTreeSet<String>, usize)> = std::thread::scope(|scope| {
        let place = &place;
        let lanes: Vec<_> = people[..LANES]
            .iter()
            .enumerate()
            .map(|(at, user)| scope.spawn(move || lane(place, *user, 7 + at as u64)))
            .collect();
        lanes.into_iter().map(|lane| lane.join().unwrap()).collect()
    });
    let at_work: usize = lanes.iter().map(|(_, count)| count).sum();
    assert!(at_work > LANES * KILLS / 2, "only {at_work} were killed while they decided");
    for id in lanes.iter().flat_map(|(ids, _)| ids) {
        let found: i64 = place.ask(&format!("SELECT count(*) FROM verdict WHERE id = '{id}'"));
        assert_eq!(found, 1, "the acknowledged verdict {id} is lost");
    }
    let doubled = "SELECT count(*) FROM (SELECT 1 FROM verdict GROUP BY order_id, stage HAVING count(*) > 1)";
    assert_eq!(place.ask::<i64>(doubled), 0);
    place.must_be_sound();

    // After the lease everything that was held is free again: two others finish the queue.
    let later = minutes(60);
    for user in [people[LANES], people[LANES + 1], people[LANES]] {
        let said = Worker::start(&place, user, later, None).rest();
        assert_eq!(said.last(), Some(&Said::Done), "{said:?}");
    }
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM verdict"), 2 * ORDERS as i64);
    assert_eq!(place.ask::<i64>(doubled), 0);
    place.must_be_sound();
}

/// Everything of a home that an import makes, without times and row numbers.
fn imported(place: &Place) -> Vec<String> {
    let query =
        "SELECT orders.no || ' ' || orders.stage || ' r' || revision.revision || ' ' || revision.content
         || ' ' || (SELECT group_concat(sha256, ',') FROM (SELECT sha256 FROM attachment
             WHERE order_id = orders.id AND revision = revision.revision ORDER BY id))
         || ' ' || (SELECT count(*) FROM event WHERE order_id = orders.id)
         FROM orders JOIN revision ON revision.order_id = orders.id ORDER BY orders.no, revision.revision";
    let conn = rusqlite::Connection::open(place.home().database()).unwrap();
    let mut statement = conn.prepare(query).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn quarantined(place: &Place) -> BTreeSet<String> {
    let list = fs::read_dir(place.home().quarantine()).unwrap();
    list.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

fn attachments(place: &Place) -> BTreeSet<String> {
    fs::read_dir(place.home().files())
        .unwrap()
        .flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap())
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with(".new-"))
        .collect()
}

#[test]
fn an_import_that_is_killed_and_run_again_comes_to_the_same_end() {
    let samples = sample("").into_os_string();
    let samples = Path::new(&samples).to_str().unwrap();
    // Secrets of packages are sealed, and the mark that a content has in their place is made with the home's key.
    let keyed = || {
        let place = Place::new();
        fs::write(place.home().secret_key(), "5e".repeat(32)).unwrap();
        #[cfg(unix)]
        fs::set_permissions(place.home().secret_key(), std::os::unix::fs::PermissionsExt::from_mode(0o600))
            .unwrap();
        place
    };
    let whole = keyed();
    let output = whole.run(&["import", "--quiet", samples]);
    assert!(text(&output).contains("taken"), "{}", text(&output));

    let place = keyed();
    let (mut dice, mut killed) = (StdRng::seed_from_u64(11), 0);
    for _ in 0..40 {
        let mut child = place.command(&["import", "--quiet", samples]);
        let mut child =
            child.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(dice.random_range(30_000..200_000)));
        killed += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        place.must_be_sound();
    }
    assert!(killed > 3, "only {killed} imports were killed before their end");
    place.run(&["import", "--quiet", samples]);
    assert_eq!(imported(&place), imported(&whole));
    assert_eq!(attachments(&place), attachments(&whole));
    assert_eq!(quarantined(&place), quarantined(&whole));
    let again = text(&place.run(&["import", "--quiet", samples]));
    assert!(again.contains("0 taken"), "{again}");
}
