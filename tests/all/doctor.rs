//! Every fault that can be planted into a home is named.

use super::support::{
    Place, approve, cancellation, copy_folder, minutes, order_with_files, rejection, reviewer, text,
};
use beian::domain::people::Role;
use beian::domain::view::Draft;
use beian::work::{claim, decide, look};
use std::fs;
use std::path::PathBuf;

/// A home with a bit of everything: files, verdicts, an undo, a claim, a draft, a question.
fn lived_in() -> Place {
    let place = Place::with(&[
        order_with_files("UC-A"),
        order_with_files("UC-B"),
        cancellation(1),
        cancellation(2),
        cancellation(3),
    ]);
    let desk = &mut place.desk();
    let chu = reviewer(desk, "chu", &[Role::First]);
    let fu = reviewer(desk, "fu", &[Role::Second]);
    let id = |desk: &beian::work::Desk, no: &str| desk.store.order_id(&no.into()).unwrap();
    let (a, b, one) = (id(desk, "UC-A"), id(desk, "UC-B"), id(desk, "UC-00001"));
    approve(desk, chu, one, minutes(1));
    approve(desk, fu, one, minutes(2));
    claim::claim(desk, chu, a, minutes(3)).unwrap();
    let no = rejection(desk, a);
    decide::decide(desk, chu, a, &no, minutes(4)).unwrap();
    decide::undo(desk, chu, &no.verdict_id, minutes(5)).unwrap();
    claim::claim(desk, chu, b, minutes(6)).unwrap();
    look::save_draft(desk, chu, b, &Draft { revision: 1, ..Draft::default() }, minutes(7)).unwrap();
    let two = id(desk, "UC-00002");
    claim::claim(desk, chu, two, minutes(8)).unwrap();
    claim::ask(desk, chu, two, "照片能否接受？", minutes(9)).unwrap();
    place
}

/// `doctor` must fail, and say `wanted`.
fn finds(place: &Place, wanted: &str) {
    let output = place.run(&["doctor"]);
    assert_eq!(output.status.code(), Some(1), "{wanted}: {}", text(&output));
    assert!(text(&output).contains(wanted), "{wanted}: {}", text(&output));
}

#[test]
fn a_sound_home_is_sound_and_says_what_was_examined() {
    let place = lived_in();
    let output = place.run(&["doctor"]);
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("examined 5 orders and 4 attachments; nothing is at fault"));
    let json = place.run(&["doctor", "--json"]);
    let health: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&health["orders"], health["faults"].as_array().unwrap().len()), (&5.into(), 0));
}

#[test]
fn what_somebody_changes_in_the_tables_is_named() {
    let cases = [
        (
            "UPDATE orders SET stage = 'filed' WHERE no = 'UC-B'",
            "UC-B: its state differs from the log: stage filed ≠ first_review",
        ),
        ("UPDATE orders SET priority = 9 WHERE no = 'UC-B'", "priority 9 ≠ 0"),
        ("UPDATE orders SET passed_first_by = 1 WHERE no = 'UC-B'", "passed_first_by"),
        ("UPDATE orders SET stage = 'nowhere' WHERE no = 'UC-B'", "stage 'nowhere'"),
        (
            "UPDATE orders SET entity = '别家公司' WHERE no = 'UC-B'",
            "the queue differs from the present revision in entity",
        ),
        (
            "UPDATE revision SET body = replace(body, '青山', '绿水') WHERE order_id = 1",
            "UC-A: revision 1 is not what came in",
        ),
        (
            "UPDATE revision SET content = 'x' WHERE order_id = 1",
            "revision 1 has another hash than the log says",
        ),
        ("DELETE FROM revision WHERE order_id = 1", "UC-A: it has no revision that can be read"),
        ("DELETE FROM attachment WHERE id = 1", "UC-A: revision 1 is not what came in"),
        ("UPDATE verdict SET kind = 'reject' WHERE order_id = 3", "UC-00001: the verdict"),
        ("UPDATE verdict SET undone_at = NULL WHERE order_id = 1", "differs from the log"),
        ("DELETE FROM verdict WHERE order_id = 3", "of the log is missing"),
        ("UPDATE verdict SET id = 'other' WHERE order_id = 1", "the log does not know the verdict other"),
        ("UPDATE verdict SET id = 'other' WHERE order_id = 1", "other: the verdict does not hold its id"),
        ("DELETE FROM verdict WHERE order_id = 3", "the id stands for a verdict that is not there"),
        (
            "DROP TRIGGER verdict_ids_never_changed; UPDATE verdict_ids SET void_at = 1",
            "its id is void, and yet there is a verdict",
        ),
        (
            "UPDATE tab_count SET n = n + 1 WHERE tab = 'all'",
            "tab counts: all: the tab counts 6, there are 5",
        ),
        ("DELETE FROM tab_count WHERE tab = 'asked'", "asked: the tab counts 0, there are 1"),
        ("UPDATE search_doc SET words = 'x' WHERE order_id = 2", "UC-B: the search index differs"),
        ("DELETE FROM search WHERE rowid = 2", "UC-B: the search index differs"),
        (
            "INSERT INTO search (rowid, t) VALUES (77, 'x')",
            "1 documents of the search index belong to no order",
        ),
        ("UPDATE orders SET lease_until = NULL WHERE no = 'UC-B'", "UC-B: its claim is only half there"),
        ("UPDATE orders SET lease_until = 9000000000000 WHERE no = 'UC-B'", "lasts longer than any setting"),
        ("UPDATE user SET disabled = 1 WHERE name = 'chu'", "UC-B: a disabled account holds it"),
        (
            "UPDATE orders SET holder = 1, lease_until = 1 WHERE no = 'UC-00001'",
            "UC-00001: it is held in a stage",
        ),
        ("UPDATE orders SET blocks = 99 WHERE no = 'UC-B'", "UC-B: the queue counts other findings"),
        ("UPDATE finding SET body = '{' WHERE order_id = 2", "a finding that can't be read"),
        (
            "UPDATE orders SET overruled = '[{\"item\":\"E001@entity\",\"why\":\"x\"}]' WHERE no = 'UC-B'",
            "overruled",
        ),
        ("UPDATE draft SET body = '{'", "UC-B: a draft can't be read"),
        ("UPDATE draft SET body = '{\"revision\": 5}'", "UC-B: a draft is about a revision"),
        ("UPDATE user SET roles = 'king' WHERE name = 'fu'", "fu: the roles of this account"),
        ("UPDATE draft SET user_id = 99", "draft: refers to a row that user does not have"),
        ("UPDATE file SET facts = replace(facts, '\"bytes\":', '\"bytes\":1')", "differs from its bytes"),
    ];
    let sound = lived_in();
    for (plant, wanted) in cases {
        let place = copy_of(&sound);
        place.sql(plant);
        finds(&place, wanted);
    }
}

#[test]
fn what_somebody_changes_in_the_log_is_named() {
    let cases = [
        ("UPDATE event SET body = replace(body, '照片', '图片') WHERE kind = 'asked'", "log chain: #"),
        ("UPDATE event SET at = at + 1 WHERE id = 5", "#5: the entry does not have its hash"),
        ("UPDATE event SET actor = 1 WHERE id = 9", "#9: the entry does not have its hash"),
        ("DELETE FROM event WHERE id = 6", "#6: entries are missing from here on"),
        (
            "DELETE FROM event WHERE id = (SELECT max(id) FROM event)",
            "the entries after this one are missing",
        ),
        ("UPDATE event SET body = '{\"event\":\"unheard\"}' WHERE id = 7", "#7: the entry can't be read"),
        ("DELETE FROM event WHERE kind = 'decided'", "can't follow the ones before"),
    ];
    let sound = lived_in();
    for (plant, wanted) in cases {
        let place = copy_of(&sound);
        place.sql("DROP TRIGGER event_never_changed; DROP TRIGGER event_never_deleted;");
        place.sql(plant);
        finds(&place, wanted);
    }
}

#[test]
fn a_rewritten_chain_is_found_out_by_a_head_that_was_kept_elsewhere() {
    let place = lived_in();
    let head = String::from_utf8(place.run(&["doctor", "--head"]).stdout).unwrap();
    let head = head.trim();
    let since = place.run(&["doctor", "--since", head]);
    assert!(since.status.success(), "{}", text(&since));
    assert!(text(&since).contains("tamper-evident since"), "{}", text(&since));
    assert!(!text(&since).contains("tamper-proof"));
    let other = Place::with(&[order_with_files("UC-A")]);
    let output = other.run(&["doctor", "--since", &format!("2{}", &head[head.find('-').unwrap()..])]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("differs from the head that was kept"), "{}", text(&output));
    let gone = other.run(&["doctor", "--since", head]);
    assert!(text(&gone).contains("names an entry that is not there"), "{}", text(&gone));
    assert_eq!(other.run(&["doctor", "--since", "rubbish"]).status.code(), Some(2));
}

#[test]
fn a_lost_a_changed_and_a_stray_file_are_told_apart() {
    let place = lived_in();
    let files = attachments(&place);
    fs::write(place.home().files().join(".new-left"), b"x").unwrap();
    fs::write(files[0].parent().unwrap().join(".new-half"), b"half").unwrap();
    let output = place.run(&["doctor"]);
    assert!(output.status.success(), "{}", text(&output));
    assert!(text(&output).contains("2 files (5 bytes) beside the attachments"), "{}", text(&output));

    let mut bytes = fs::read(&files[0]).unwrap();
    bytes[3] ^= 1;
    fs::write(&files[0], &bytes).unwrap();
    finds(&place, "no longer have its hash");
    fs::remove_file(&files[1]).unwrap();
    finds(&place, "the attachment is missing");
}

#[test]
fn a_broken_page_is_a_fault_and_the_other_checks_still_run() {
    let place = lived_in();
    place.sql("PRAGMA wal_checkpoint(TRUNCATE);");
    let page: i64 = place.ask("SELECT rootpage FROM sqlite_schema WHERE name = 'orders_waiting'");
    let size: i64 = place.ask("PRAGMA page_size");
    let mut bytes = fs::read(place.home().database()).unwrap();
    let from = usize::try_from((page - 1) * size).unwrap();
    bytes[from..from + 64].fill(0x5A);
    fs::write(place.home().database(), &bytes).unwrap();
    finds(&place, "database: ");
}

fn attachments(place: &Place) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(place.home().files())
        .unwrap()
        .flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    all.sort();
    all
}

/// Another home with the same content.
fn copy_of(place: &Place) -> Place {
    let copy = Place { dir: tempfile::tempdir().unwrap() };
    copy_folder(place.home().dir(), copy.home().dir());
    copy
}
