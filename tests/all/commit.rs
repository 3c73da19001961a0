//! What a reviewer is told where COMMIT fails: the truth, at once or at the next start.

use super::architecture::root;
use super::support::{Place, approval, cancellation, catalog, clear, minutes, monday, reviewer};
use super::worker::{Said, Worker};
use beian::domain::ids::{OrderId, UserId};
use beian::domain::people::Role;
use beian::domain::stage::Stage;
use beian::domain::verdict::Decision;
use beian::work::decide::{Outcome, Told, decide, new_id, settle, settle_all};
use beian::work::{Desk, WorkError, claim};
use rusqlite::{Connection, ffi};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// Where the disk fails.
#[derive(Clone, Copy, PartialEq)]
enum Fails {
    /// Before anything is durable.
    Before,
    /// After all is durable.
    After,
}

fn disk_error() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR_FSYNC), Some("disk I/O error".into()))
}

/// The COMMIT number `at` (0 is the first) fails.
fn failing(at: usize, fails: Fails) -> beian::store::open::CommitSeam {
    let count = AtomicUsize::new(0);
    Box::new(move |conn: &Connection| {
        if count.fetch_add(1, Ordering::Relaxed) != at {
            return conn.execute_batch("COMMIT");
        }
        if fails == Fails::After {
            conn.execute_batch("COMMIT")?;
        }
        Err(disk_error())
    })
}

struct Scene {
    place: Place,
    desk: Desk,
    chu: UserId,
    order: OrderId,
    decision: Decision,
}

fn scene() -> Scene {
    let place = Place::with(&[cancellation(1)]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let order = desk.store.order_id(&"UC-00001".into()).unwrap();
    claim::claim(&mut desk, chu, order, monday()).unwrap();
    clear(&mut desk, order, monday());
    let decision = approval(&desk, order);
    Scene { place, desk, chu, order, decision }
}

impl Scene {
    fn decide(&mut self) -> Result<beian::work::decide::Done, WorkError> {
        decide(&mut self.desk, self.chu, self.order, &self.decision, minutes(1))
    }

    fn stage(&self) -> Stage {
        self.desk.store.state(self.order).unwrap().stage
    }

    fn verdicts(&self) -> i64 {
        self.place.ask("SELECT count(*) FROM verdict")
    }
}

#[test]
fn a_commit_that_failed_before_it_was_durable_is_told_as_not_saved_and_can_be_retried() {
    let mut scene = scene();
    scene.desk.store.set_commit(failing(1, Fails::Before));
    let error = scene.decide().unwrap_err().to_string();
    assert!(error.contains("was not saved") && error.contains("the draft is kept"), "{error}");
    assert_eq!((scene.stage(), scene.verdicts()), (Stage::FirstReview, 0));
    let draft = scene.desk.store.draft(scene.order, scene.chu).unwrap().unwrap();
    assert_eq!((draft.answers, draft.verdict_id), (scene.decision.answers.clone(), None));
    let again = scene.decide().unwrap_err().to_string();
    assert!(again.contains("is void"), "what was told as not saved stays so: {again}");
    scene.decision.verdict_id = new_id();
    assert_eq!(scene.decide().unwrap().stage, Stage::SecondReview);
    assert_eq!(scene.verdicts(), 1);
    scene.place.must_be_sound();
}

/// A client that hangs between its draft and its verdict, while the same person signs in elsewhere.
#[test]
fn a_verdict_that_was_told_as_not_saved_never_lands_late() {
    let mut scene = scene();
    let (home, chu) = (scene.place.home(), scene.chu);
    let told: Arc<Mutex<Vec<Told>>> = Arc::default();
    let (heard, count) = (Arc::clone(&told), AtomicUsize::new(0));
    scene.desk.store.set_commit(Box::new(move |conn| {
        conn.execute_batch("COMMIT")?;
        if count.fetch_add(1, Ordering::Relaxed) == 0 {
            let mut elsewhere = Desk::open(home.clone(), catalog()).unwrap();
            heard.lock().unwrap().extend(settle_all(&mut elsewhere, chu, minutes(1)).unwrap());
        }
        Ok(())
    }));
    let late = scene.decide();
    let told = told.lock().unwrap();
    assert_eq!(told.iter().map(|one| &one.outcome).collect::<Vec<_>>(), [&Outcome::NotSaved]);
    let late = late.unwrap_err().to_string();
    assert!(late.contains("is void"), "{late}");
    assert_eq!((scene.stage(), scene.verdicts()), (Stage::FirstReview, 0));
    scene.place.must_be_sound();
}

/// The rows of a COMMIT that failed arrive when its outcome is settled: their id is taken.
#[test]
fn the_rows_of_a_commit_that_failed_can_not_appear_after_it_was_settled() {
    let mut scene = scene();
    let late: Arc<Mutex<String>> = Arc::default();
    let (rows, count) = (Arc::clone(&late), AtomicUsize::new(0));
    scene.desk.store.set_commit(Box::new(move |conn| {
        if count.fetch_add(1, Ordering::Relaxed) != 1 {
            return conn.execute_batch("COMMIT");
        }
        *rows.lock().unwrap() = conn.query_row(
            "SELECT 'INSERT INTO verdict (' || group_concat(name) || ') SELECT ' || group_concat('quote(' || name || ')')
               FROM pragma_table_info('verdict')",
            [],
            |row| row.get::<_, String>(0),
        )?;
        let query = rows.lock().unwrap().clone();
        let (insert, values) = query.split_once(" SELECT ").unwrap();
        let values = values.replace("),quote(", ") || ',' || quote(");
        let values: String =
            conn.query_row(&format!("SELECT {values} FROM verdict"), [], |row| row.get(0))?;
        *rows.lock().unwrap() = format!("{insert} VALUES ({values})");
        Err(disk_error())
    }));
    assert!(scene.decide().unwrap_err().to_string().contains("was not saved"));
    let conn = Connection::open(scene.place.home().database()).unwrap();
    let refused = conn.execute_batch(&late.lock().unwrap()).unwrap_err().to_string();
    assert!(refused.contains("UNIQUE constraint failed: verdict_ids.id"), "{refused}");
    assert_eq!(scene.verdicts(), 0);
    scene.place.must_be_sound();
}

/// The first COMMIT is still on its way while another client settles: whoever asks is told the same.
#[test]
fn who_settles_while_the_commit_is_on_its_way_waits_for_it() {
    let mut scene = scene();
    let id = scene.decision.verdict_id.clone();
    let (begun, begin) = std::sync::mpsc::channel();
    let begun = Mutex::new(begun);
    let count = AtomicUsize::new(0);
    scene.desk.store.set_commit(Box::new(move |conn| {
        let is_verdict = count.fetch_add(1, Ordering::Relaxed) == 1;
        if is_verdict {
            begun.lock().unwrap().send(()).unwrap();
        }
        conn.execute_batch("COMMIT")?;
        if is_verdict { Err(disk_error()) } else { Ok(()) }
    }));
    let home = scene.place.home();
    let settled = std::thread::scope(|scope| {
        let other = scope.spawn(move || {
            begin.recv().unwrap();
            let mut desk = Desk::open(home, catalog()).unwrap();
            settle(&mut desk, &id, minutes(1)).unwrap()
        });
        let first = scene.decide().unwrap();
        assert_eq!(first.stage, Stage::SecondReview);
        (other.join().unwrap(), first)
    });
    assert_eq!(settled.0, Outcome::Saved(settled.1));
    scene.place.must_be_sound();
}

/// Rows of every table but that of the ids.
fn rows(place: &Place) -> Vec<(String, i64)> {
    let conn = Connection::open(place.home().database()).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'verdict_ids' ORDER BY name";
    let mut statement = conn.prepare(sql).unwrap();
    let names: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let count = |name: &String| {
        conn.query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |row| row.get(0)).unwrap()
    };
    names.iter().map(|name| (name.clone(), count(name))).collect()
}

/// What is void leaves no row where statistics, lists and the log look, and nothing else reads the ids.
#[test]
fn an_id_that_is_void_counts_nowhere() {
    let mut scene = scene();
    let before = rows(&scene.place);
    for _ in 0..3 {
        assert_eq!(settle(&mut scene.desk, &new_id(), minutes(1)).unwrap(), Outcome::NotSaved);
    }
    assert_eq!(rows(&scene.place), before);
    assert_eq!(scene.place.ask::<i64>("SELECT count(*) FROM verdict_ids WHERE void_at IS NOT NULL"), 3);
    scene.place.must_be_sound();
    let mut readers: Vec<String> = sources_of_sql(&root().join("src/store"));
    readers.sort();
    assert_eq!(readers, ["0006_people.sql", "verdict_ids.rs", "verdict_ids.sql"]);
}

/// Files that name the table of the ids.
fn sources_of_sql(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources_of_sql(&path));
        } else if ["FROM verdict_ids", "INTO verdict_ids", "JOIN verdict_ids"]
            .iter()
            .any(|words| fs::read_to_string(&path).unwrap().contains(words))
        {
            found.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
    }
    found
}

#[test]
fn a_commit_that_failed_after_it_was_durable_is_told_as_saved_and_never_doubled() {
    let mut scene = scene();
    scene.desk.store.set_commit(failing(1, Fails::After));
    let first = scene.decide().unwrap();
    assert_eq!(first.stage, Stage::SecondReview);
    assert_eq!(scene.decide().unwrap(), first, "a retry returns the first result");
    assert_eq!(scene.verdicts(), 1);
    assert_eq!(scene.desk.store.draft(scene.order, scene.chu).unwrap(), None);
    assert!(settle_all(&mut scene.desk, scene.chu, minutes(2)).unwrap().is_empty());
    scene.place.must_be_sound();
}

#[test]
fn a_failure_while_the_draft_is_kept_never_leaves_a_doubt_about_the_verdict() {
    for fails in [Fails::Before, Fails::After] {
        let mut scene = scene();
        scene.desk.store.set_commit(failing(0, fails));
        let error = scene.decide().unwrap_err();
        assert!(!matches!(error, WorkError::OutcomeUnknown { .. }), "it was never asked for: {error}");
        assert!(error.to_string().contains("was not saved"), "{error}");
        assert_eq!((scene.stage(), scene.verdicts()), (Stage::FirstReview, 0));
        assert_eq!(scene.decide().unwrap().stage, Stage::SecondReview);
        assert_eq!(scene.verdicts(), 1);
    }
}

#[test]
fn a_crash_around_the_commit_is_told_at_the_next_start() {
    for fails in [Fails::Before, Fails::After] {
        let mut scene = scene();
        let count = AtomicUsize::new(0);
        scene.desk.store.set_commit(Box::new(move |conn| {
            let is_verdict = count.fetch_add(1, Ordering::Relaxed) == 1;
            if !is_verdict || fails == Fails::After {
                conn.execute_batch("COMMIT")?;
            }
            if is_verdict { panic!("the power goes") } else { Ok(()) }
        }));
        catch_unwind(AssertUnwindSafe(|| scene.decide())).unwrap_err();
        scene.desk = scene.place.desk();
        let told = settle_all(&mut scene.desk, scene.chu, minutes(5)).unwrap();
        assert_eq!(told.len(), 1);
        let draft = scene.desk.store.draft(scene.order, scene.chu).unwrap();
        match (fails, &told[0].outcome) {
            (Fails::After, Outcome::Saved(done)) => {
                assert_eq!((&done.verdict_id, done.stage), (&scene.decision.verdict_id, Stage::SecondReview));
                assert_eq!((draft, scene.verdicts()), (None, 1));
            }
            (Fails::Before, Outcome::NotSaved) => {
                assert_eq!(draft.unwrap().answers, scene.decision.answers, "the answers are kept");
                assert_eq!(scene.verdicts(), 0);
            }
            (_, other) => panic!("told {other:?}"),
        }
        assert!(settle_all(&mut scene.desk, scene.chu, minutes(6)).unwrap().is_empty(), "told once");
        scene.place.must_be_sound();
    }
}

#[test]
fn a_refused_verdict_is_not_told_again_at_the_next_start() {
    let mut scene = scene();
    scene.decision.answers.clear();
    assert!(matches!(scene.decide().unwrap_err(), WorkError::Refused(_)));
    assert!(settle_all(&mut scene.desk, scene.chu, minutes(2)).unwrap().is_empty());
}

#[test]
fn on_a_full_disk_what_was_acknowledged_stays_and_the_rest_is_told() {
    let place = Place::with(&(0..400).map(cancellation).collect::<Vec<_>>());
    let chu = reviewer(&mut place.desk(), "chu", &[Role::First]);
    let mut acknowledged = Vec::new();
    for (round, kibibytes) in [1_500, 1_900, 2_400, 2_900, 3_400].into_iter().enumerate() {
        let at = minutes(20 * round as i64);
        let said = Worker::start(&place, chu, at, Some(kibibytes * 1024)).rest();
        assert!(!said.contains(&Said::Done), "the disk was not full");
        acknowledged.extend(said.iter().filter_map(|said| match said {
            Said::Saved(id) | Said::Told(id, true) => Some(id.clone()),
            _ => None,
        }));
        for id in &acknowledged {
            let found: i64 = place.ask(&format!("SELECT count(*) FROM verdict WHERE id = '{id}'"));
            assert_eq!(found, 1, "round {round}: {id} is lost");
        }
        place.must_be_sound();
    }
    assert!(acknowledged.len() > 5, "only {} were decided before the disk was full", acknowledged.len());
    let said = Worker::start(&place, chu, minutes(200), None).rest();
    assert_eq!(said.last(), Some(&Said::Done), "with room again the work goes on");
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM verdict"), 400);
    place.must_be_sound();
}
