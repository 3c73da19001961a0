//! Accounts: their names, the passphrases that can be set, and the way back for an only supervisor.

use super::support::{Place, SECRET, monday, reviewer, text};
use beian::domain::people::Role;
use beian::domain::whence::Whence;
use beian::work::people;
use std::process::Output;

const NEW: &str = "lantern gravel 47";

/// Runs a command that sets a passphrase.
fn setting(place: &Place, args: &[&str], new: &str) -> Output {
    let mut command = place.command(args);
    command.env("BEIAN_NEW_PASSPHRASE", new).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

/// An account as an earlier version could make it.
fn planted(place: &Place, name: &str) {
    place.sql(&format!(
        "INSERT INTO user (name, hash, roles, created_at) SELECT '{name}', hash, roles, 0 FROM user WHERE name = 'chu'"
    ));
}

#[test]
fn a_passphrase_is_set_long_and_uncommon_wherever_it_is_set() {
    let place = Place::new();
    reviewer(&mut place.desk(), "chu", &[Role::First]);
    let ways: [&[&str]; 4] = [
        &["user", "add", "fu", "--role", "second", "--user", "zhu"],
        &["user", "passphrase", "chu", "--user", "zhu"],
        &["user", "passphrase", "--user", "chu"],
        &["recover", "--unattended"],
    ];
    for (new, word) in [("eleven-char", "at least 12 characters"), ("woaini5201314", "guessed soon")] {
        for way in ways {
            let output = setting(&place, way, new);
            assert!(code(&output) == 1 && text(&output).contains(word), "{way:?}: {}", text(&output));
        }
        let fresh = Place::bare();
        let mut command = fresh.command(&["init", "zhu"]);
        let output = command.env("BEIAN_PASSPHRASE", new).output().unwrap();
        assert!(code(&output) == 1 && text(&output).contains(word), "{}", text(&output));
    }
    for way in ways {
        let output = setting(&place, way, SECRET);
        assert_eq!(code(&output), 0, "{way:?}: {}", text(&output));
    }
}

#[test]
fn a_passphrase_from_before_still_opens() {
    let place = Place::bare();
    let output = place.command(&["demo", "--no-desk"]).output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    let mut command = place.command(&["stats", "--user", "chu"]);
    let output = command.env("BEIAN_PASSPHRASE", "beian-demo").output().unwrap();
    assert_eq!(code(&output), 0, "{}", text(&output));
}

#[test]
fn a_name_that_reads_like_another_or_like_the_program_is_not_taken() {
    let place = Place::new();
    let mut desk = place.desk();
    reviewer(&mut desk, "chu", &[Role::First]);
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    let roles = [Role::First].into_iter().collect();
    let cases = [
        ("CHU", "'chu'"),
        ("ｃｈｕ", "'chu'"),
        ("сhu", "the account 'chu'"),
        ("c-h.u", "the account 'chu'"),
        ("系统", "stands for the program"),
        ("Ｐｒｏｇｒａｍ", "stands for the program"),
        ("ѕуѕtеm", "stands for the program"),
        ("Bеian", "stands for the program"),
    ];
    for (name, word) in cases {
        let refused = people::add(&mut desk, zhu, name, SECRET, &roles, monday()).unwrap_err().to_string();
        assert!(refused.contains(word), "{name}: {refused}");
    }
    let output = place.run(&["init", "系统", "--home", place.path("other").to_str().unwrap()]);
    assert!(code(&output) == 1 && text(&output).contains("stands for the program"), "{}", text(&output));
    people::add(&mut desk, zhu, "ｗａｎｇ", SECRET, &roles, monday()).unwrap();
    assert_eq!(place.ask::<String>("SELECT name FROM user ORDER BY id DESC LIMIT 1"), "wang");
    for typed in ["wang", "ＷＡＮＧ", " Wang "] {
        people::sign_in(&mut desk, typed, SECRET, &Whence::default(), monday()).unwrap();
    }
}

#[test]
fn accounts_that_read_alike_keep_working_and_are_named_to_a_supervisor() {
    let place = Place::new();
    reviewer(&mut place.desk(), "chu", &[Role::First]);
    planted(&place, "сhu");
    planted(&place, "系统");
    for name in ["chu", "сhu", "系统"] {
        let output = place.run(&["stats", "--user", name]);
        assert!(output.status.success() && output.stderr.is_empty(), "{name}: {}", text(&output));
    }
    let told = String::from_utf8(place.run(&["stats", "--user", "zhu"]).stderr).unwrap();
    let doctor = place.run(&["doctor"]);
    assert!(doctor.status.success(), "{}", text(&doctor));
    for said in [&told, &text(&doctor)] {
        assert!(said.contains("the accounts 'chu' and 'сhu' read alike"), "{said}");
        assert!(said.contains("the account '系统' reads like '系统'"), "{said}");
    }
    for name in ["сhu", "系统"] {
        assert!(place.run(&["user", "disable", name, "--user", "zhu"]).status.success());
    }
    assert!(place.run(&["stats", "--user", "zhu"]).stderr.is_empty(), "what is closed is told no more");
}

#[test]
fn an_only_supervisor_comes_back_on_the_host_on_record_and_told() {
    let place = Place::new();
    reviewer(&mut place.desk(), "chu", &[Role::First]);
    let output = setting(&place, &["recover"], NEW);
    assert!(code(&output) == 2 && text(&output).contains("--unattended"), "{}", text(&output));
    let output = setting(&place, &["recover", "chu", "--unattended"], NEW);
    assert!(code(&output) == 1 && text(&output).contains("name a supervisor"), "{}", text(&output));
    let output = setting(&place, &["recover", "--unattended"], NEW);
    assert_eq!(code(&output), 0, "{}", text(&output));

    let sign_in = |secret: &str| {
        let mut command = place.command(&["stats", "--user", "zhu"]);
        command.env("BEIAN_PASSPHRASE", secret).output().unwrap()
    };
    let told = String::from_utf8(sign_in(NEW).stderr).unwrap();
    assert!(told.starts_with("note: the passphrase of the supervisor 'zhu' was set on the host"), "{told}");
    assert!(sign_in(NEW).stderr.is_empty(), "told once");
    assert_eq!(code(&sign_in(SECRET)), 1, "the old one is gone");
    let log = text(&place.run(&["log"]));
    assert!(log.contains("recovered: zhu"), "{log}");
}

#[test]
fn where_another_supervisor_could_help_a_recovery_needs_a_word_and_tells_both() {
    let place = Place::new();
    let mut desk = place.desk();
    reviewer(&mut desk, "li", &[Role::Supervisor]);
    let output = setting(&place, &["recover", "zhu", "--unattended"], NEW);
    assert!(code(&output) == 1 && text(&output).contains("beian user passphrase zhu"), "{}", text(&output));
    let output = setting(&place, &["recover", "--unattended", "--no-other"], NEW);
    assert!(code(&output) == 1 && text(&output).contains("name a supervisor"), "{}", text(&output));
    let output = setting(&place, &["recover", "zhu", "--unattended", "--no-other"], NEW);
    assert_eq!(code(&output), 0, "{}", text(&output));
    for (name, secret) in [("li", SECRET), ("zhu", NEW)] {
        let session =
            people::sign_in(&mut desk, name, secret, &Whence::default(), beian::work::now()).unwrap();
        let told: Vec<&str> = session.told.iter().map(|one| one.en.as_str()).collect();
        assert!(told.len() == 1 && told[0].contains("no other supervisor could sign in"), "{name}: {told:?}");
    }
}

/// Only root can give a home to another account, so that only there the refusal is seen from outside.
#[test]
#[cfg(unix)]
fn a_recovery_is_for_the_owner_of_the_home() {
    use std::os::unix::fs::chown;
    let place = Place::new();
    if chown(place.home().database(), Some(12_345), None).is_err() {
        return;
    }
    let output = setting(&place, &["recover", "--unattended"], NEW);
    assert!(
        code(&output) == 1 && text(&output).contains("account of this host that owns"),
        "{}",
        text(&output)
    );
    assert_eq!(place.ask::<i64>("SELECT count(*) FROM event WHERE body LIKE '%recovered%'"), 0);
}
