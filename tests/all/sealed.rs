//! Secrets of packages lie under seal, wherever the home keeps them; what came in before is sealed when the home
//! is opened by this program.

use super::support::{Place, approve, catalog, minutes, order, reviewer, text as text_of};
use super::upgrade::old_home;
use beian::domain::ids::{OrderId, Sha256};
use beian::domain::order::Order;
use beian::domain::people::Role;
use beian::intake::content_hash;
use beian::outgoing::package::Manifest;
use beian::work::amend::{Wish, amend};
use beian::work::tick::tick;
use beian::work::{Desk, claim, look};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::panic::{AssertUnwindSafe, catch_unwind};

const PASSWORD: &str = "Geheim-480217";
const CODE: &str = "AUTHCODE-77";

fn package(no: &str, password: &str) -> Value {
    let mut package = order(no);
    package["filed"] = json!({ "password": password, "entity_number": "粤ICP备12345678号" });
    package["access"][0]["authorization_code"] = json!(CODE);
    package["remark"] = json!(format!("备案密码是{password}，授权码 {CODE}"));
    package["changes"] =
        json!([{ "part": "entity", "field": "filed.password", "from": "Alt-111222", "to": password }]);
    package["profile"] = json!("ucloud");
    package
}

/// Every byte of the home but its key, its hand-overs and what tests put beside it.
fn bytes(place: &Place) -> Vec<u8> {
    let mut all = Vec::new();
    for name in ["beian.db", "beian.db-wal"] {
        all.extend(fs::read(place.home().dir().join(name)).unwrap_or_default());
    }
    all
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

fn must_hold_no_secret(place: &Place) {
    let all = bytes(place);
    for secret in [PASSWORD, CODE, "Alt-111222"] {
        assert!(!holds(&all, secret), "{secret} lies in the database");
    }
}

fn id(desk: &Desk, no: &str) -> OrderId {
    desk.store.order_id(&no.into()).unwrap()
}

#[test]
fn what_comes_in_lies_sealed_and_goes_out_whole() {
    let place = Place::with(&[package("UC-1", PASSWORD)]);
    must_hold_no_secret(&place);
    let mut desk = place.desk();
    let order = id(&desk, "UC-1");
    let read = desk.store.revision(order, 1).unwrap().unwrap();
    assert_eq!(read, serde_json::from_value::<Order>(package("UC-1", PASSWORD)).unwrap());
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    // One field at a time, and none of these to first reviewers.
    let group = look::reveal(&mut desk, zhu, order, "filed", minutes(1)).unwrap_err().to_string();
    assert!(group.contains("several fields"), "{group}");
    let first = reviewer(&mut desk, "xiao", &[Role::First]);
    claim::claim(&mut desk, first, order, minutes(1)).unwrap();
    let refused =
        look::reveal(&mut desk, first, order, "filed.password", minutes(1)).unwrap_err().to_string();
    assert!(refused.contains("show the filing password"), "{refused}");
    claim::put_back(&mut desk, first, order, "看过", minutes(1)).unwrap();
    for (field, value) in [("filed.password", PASSWORD), ("access[0].authorization_code", CODE)] {
        assert_eq!(look::reveal(&mut desk, zhu, order, field, minutes(1)).unwrap(), value);
    }
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    approve(&mut desk, chu, order, minutes(1));
    tick(&mut desk, minutes(60)).unwrap();
    let left = desk.store.state(order).unwrap().life.handed_over.unwrap();
    let folder = place.home().handover().join(&left.package);
    let packed: Order = serde_json::from_slice(&fs::read(folder.join("order.json")).unwrap()).unwrap();
    assert_eq!(packed.filed.unwrap().password.as_deref(), Some(PASSWORD));
    assert_eq!(packed.remark, read.remark);
    must_hold_no_secret(&place);
    drop(desk);
    place.must_be_sound();
}

/// Who has the home without its key, and puts guesses into a package, meets the digest in the log with none.
#[test]
fn the_digest_of_a_handed_over_package_lets_nobody_try_passwords() {
    let place = Place::with(&[package("UC-1", PASSWORD)]);
    let mut desk = place.desk();
    let order = id(&desk, "UC-1");
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    approve(&mut desk, chu, order, minutes(1));
    tick(&mut desk, minutes(60)).unwrap();
    let left = desk.store.state(order).unwrap().life.handed_over.unwrap();
    let folder = place.home().handover().join(&left.package);
    let text = fs::read(folder.join("manifest.json")).unwrap();
    let mut manifest: Manifest = serde_json::from_slice(&text).unwrap();
    assert!(manifest.salt.take().is_some());
    let unsalted = [serde_json::to_vec_pretty(&manifest).unwrap(), b"\n".to_vec()].concat();
    assert_ne!(Sha256::of(&unsalted), Sha256::of(&text), "all that a guesser could compose");
    // With the key it is made again, to the byte.
    fs::remove_dir_all(&folder).unwrap();
    drop(desk);
    let again = place.run(&["package", "write", "UC-1"]);
    assert!(again.status.success(), "{}", text_of(&again));
    assert_eq!(fs::read(folder.join("manifest.json")).unwrap(), text);
    // A copy that was brought back without the key says what waits, and what to do.
    assert!(place.run(&["backup", place.path("copy.zip").to_str().unwrap()]).status.success());
    let copy = place.path("copy.zip");
    let mut restore = place.command(&["restore", copy.to_str().unwrap()]);
    let back = restore.env("BEIAN_HOME", place.path("back")).output().unwrap();
    let said = text_of(&back);
    assert!(
        back.status.success() && said.contains("1 packages for the bureau could not be written"),
        "{said}"
    );
    let mut write = place.command(&["package", "write", "UC-1"]);
    let said = text_of(&write.env("BEIAN_HOME", place.path("back")).output().unwrap());
    assert!(said.contains("secret.key") && said.contains("missing"), "{said}");
    fs::copy(place.home().secret_key(), place.path("back").join("secret.key")).unwrap();
    let mut write = place.command(&["package", "write", "UC-1"]);
    assert!(write.env("BEIAN_HOME", place.path("back")).output().unwrap().status.success());
}

#[test]
fn a_package_that_differs_in_its_password_alone_is_another_and_its_hash_tells_no_more() {
    let place = Place::with(&[package("UC-1", "480217")]);
    let again = place.import(&[package("UC-1", "480217")]);
    assert_eq!((again.unchanged, again.refused), (1, 0));
    let other = place.import(&[package("UC-1", "480218")]);
    assert_eq!((other.unchanged, other.refused), (0, 1));
    // Whoever has the database alone, and tries every password, meets its hash with none.
    let kept: String = place.ask("SELECT content FROM revision");
    let event: String = place.ask("SELECT body ->> '$.content' FROM event WHERE kind = 'imported'");
    assert_eq!(kept, event);
    let guess = |password: &str| {
        let whole: Order = serde_json::from_value(package("UC-1", password)).unwrap();
        content_hash(serde_json::to_value(whole).unwrap(), std::iter::empty()).0
    };
    assert!((480_000..480_300).all(|number: u32| guess(&number.to_string()) != kept));
}

#[test]
fn a_mended_password_is_sealed_too() {
    let place = Place::with(&[package("UC-1", PASSWORD)]);
    let mut desk = place.desk();
    let chu = reviewer(&mut desk, "chu", &[Role::First]);
    let order = id(&desk, "UC-1");
    claim::claim(&mut desk, chu, order, minutes(1)).unwrap();
    let wish = |path: &str, to: &str| Wish { path: path.into(), to: Some(to.into()), rule: None };
    let wishes = [wish("filed.password", "Neu-999888"), wish("remark", "改为 Neu-999888")];
    let done = amend(&mut desk, chu, order, &wishes, minutes(2));
    let done = done.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(done[0].after.as_deref(), Some("Neu-999888"));
    let now = desk.store.revision(order, 1).unwrap().unwrap();
    assert_eq!(now.filed.unwrap().password.as_deref(), Some("Neu-999888"));
    assert_eq!(now.remark.as_deref(), Some("改为 Neu-999888"));
    must_hold_no_secret(&place);
    assert!(!holds(&bytes(&place), "Neu-999888"));
    drop(desk);
    place.must_be_sound();
}

#[test]
fn without_its_key_nothing_is_sent_or_shown_in_its_place() {
    let place = Place::with(&[package("UC-1", PASSWORD)]);
    let mut desk = place.desk();
    let (order, chu) = (id(&desk, "UC-1"), reviewer(&mut desk, "chu", &[Role::First, Role::Second]));
    approve(&mut desk, chu, order, minutes(1));
    drop(desk);
    fs::rename(place.home().secret_key(), place.path("key")).unwrap();
    let mut desk = place.desk();
    let error = look::reveal(&mut desk, chu, order, "filed.password", minutes(2)).unwrap_err().to_string();
    assert!(error.contains("secret.key") && error.contains("missing"), "{error}");
    let error = beian::work::hand_over::hand_over(&mut desk, order, minutes(60)).unwrap_err().to_string();
    assert!(error.contains("missing"), "{error}");
    assert!(!place.home().handover().exists() || fs::read_dir(place.home().handover()).unwrap().count() == 0);
    let shown = text_of(&place.run(&["show", "UC-1"]));
    assert!(shown.contains("filed.password: ********") && !shown.contains("sealed:"), "{shown}");
    fs::rename(place.path("key"), place.home().secret_key()).unwrap();
    let again = look::reveal(&mut desk, chu, order, "filed.password", minutes(2)).unwrap();
    assert_eq!(again, PASSWORD);
}

/// Puts the secrets of every package back in the clear, as an earlier program left them.
fn as_an_earlier_program_left_it(place: &Place, packages: &[Value]) {
    let conn = Connection::open(place.home().database()).unwrap();
    for package in packages {
        let order: Order = serde_json::from_value(package.clone()).unwrap();
        let value = serde_json::to_value(&order).unwrap();
        let content = content_hash(value.clone(), std::iter::empty()).0;
        let no = order.order_no.as_str();
        conn.execute(
            "UPDATE revision SET body = ?2, content = ?3 WHERE order_id = (SELECT id FROM orders WHERE no = ?1)",
            params![no, value.to_string(), content],
        )
        .unwrap();
    }
    conn.execute_batch(
        "DELETE FROM sealed; INSERT INTO resealed (revision_id) SELECT id FROM revision;
         UPDATE upgrade SET state = 'due'",
    )
    .unwrap();
}

fn earlier(count: usize) -> Place {
    let packages: Vec<Value> = (0..count).map(|at| package(&format!("UC-{at:03}"), PASSWORD)).collect();
    let place = Place::with(&packages);
    as_an_earlier_program_left_it(&place, &packages);
    assert!(holds(&bytes(&place), PASSWORD));
    place
}

#[test]
fn packages_of_an_earlier_program_are_sealed_once_as_found_and_leave_no_page() {
    let place = earlier(3);
    drop(place.desk());
    must_hold_no_secret(&place);
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM event WHERE kind = 'found_at_upgrade'"), 1);
    drop(place.desk());
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM event WHERE kind = 'found_at_upgrade'"), 1);
    let desk = place.desk();
    let read = desk.store.revision(id(&desk, "UC-001"), 1).unwrap().unwrap();
    assert_eq!(read.filed.unwrap().password.as_deref(), Some(PASSWORD));
    drop(desk);
    let again = place.import(&[package("UC-001", PASSWORD)]);
    assert_eq!(again.unchanged, 1, "the same package is still known");
    place.must_be_sound();
    let told = text_of(&place.run(&["doctor"]));
    assert!(told.contains("sealed since") && told.contains("as found at upgrade: 3 revisions"), "{told}");
    // What stands under that seal can't be changed unseen.
    place.sql("UPDATE revision SET body = replace(body, '样本', '样品'), content = 'x' WHERE id = 2");
    let told = text_of(&place.run(&["doctor"]));
    assert!(told.contains("is not what the log says that it found"), "{told}");
}

#[test]
fn a_home_of_an_earlier_version_holds_no_secret_in_the_clear_once_it_was_opened() {
    let place = old_home();
    let conn = Connection::open(place.home().database()).unwrap();
    let mut statement = conn
        .prepare("SELECT DISTINCT body ->> '$.filed.password' FROM revision WHERE body ->> '$.filed.password' <> ''")
        .unwrap();
    let secrets = statement.query_map([], |row| row.get(0)).unwrap();
    let secrets: Vec<String> = secrets.map(Result::unwrap).collect();
    drop(statement);
    conn.close().unwrap();
    assert!(!secrets.is_empty() && secrets.iter().all(|secret| holds(&bytes(&place), secret)));
    let told = text_of(&place.run(&["doctor"]));
    assert!(told.contains("sealed since") && told.contains("nothing is at fault"), "{told}");
    let all = bytes(&place);
    assert!(secrets.iter().all(|secret| !holds(&all, secret)));
}

#[test]
fn a_sealing_that_was_killed_goes_on_where_it_was() {
    let place = earlier(450);
    let killed = catch_unwind(AssertUnwindSafe(|| {
        Desk::open_telling(place.home(), catalog(), &mut |progress| {
            assert!(progress.done < 200, "killed");
        })
    }));
    assert!(killed.is_err());
    let left: i64 = place.ask("SELECT count(*) FROM resealed WHERE done = 0");
    assert_eq!(left, 250, "a whole batch is done, and the rest waits");
    let mut told = Vec::new();
    drop(Desk::open_telling(place.home(), catalog(), &mut |progress| {
        told.push((progress.done, progress.total))
    }));
    assert_eq!(told.first(), Some(&(200, 450)));
    assert_eq!(told.last(), Some(&(450, 450)));
    must_hold_no_secret(&place);
    place.must_be_sound();
}

#[test]
fn without_a_key_that_can_be_read_the_home_opens_and_says_what_waits() {
    let place = earlier(2);
    let key = place.home().secret_key();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let output = place.run(&["queue", "all"]);
    assert!(output.status.success());
    let told = text_of(&output);
    assert!(told.contains("not all sealed yet") && told.contains("chmod 600"), "{told}");
    let told = text_of(&place.run(&["doctor"]));
    assert!(told.contains("2 revisions may still hold secrets in the clear"), "{told}");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    let told = text_of(&place.run(&["queue", "all"]));
    assert!(!told.contains("not all sealed"), "{told}");
    must_hold_no_secret(&place);
    place.must_be_sound();
}
