//! Which calls of the program ask for somebody who signs in: the table, the program, and what it prints to nobody.

use super::architecture::root;
use super::support::copy_folder;
use beian::cli::Cli;
use beian::cli::signing::{Signs, TABLE, markdown};
use beian::domain::lang::Lang;
use beian::domain::mask::personal;
use beian::domain::order::Order;
use clap::{Command as Clap, CommandFactory};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use tempfile::TempDir;

const ASKS: &str = "name who acts with --user or BEIAN_USER";
/// An order that was handed over, one that waits for its photo, and one in first review.
const HANDED_OVER: &str = "ICP-10220";
const ORDER: &str = "ICP-10201";

/// The commands that can be run, as they are typed.
fn leaves(command: &Clap, path: &str, into: &mut BTreeSet<String>) {
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let name = format!("{path} {}", inner.get_name()).trim().to_owned();
        if inner.get_subcommands().next().is_none() || !inner.is_subcommand_required_set() {
            into.insert(name.clone());
        }
        leaves(inner, &name, into);
    }
}

#[test]
fn every_command_has_its_row_in_the_table() {
    let mut all = BTreeSet::new();
    let mut top = Cli::command();
    top.build();
    leaves(&top, "", &mut all);
    let rows: BTreeSet<String> = TABLE.iter().map(|row| row.command.to_owned()).collect();
    assert_eq!(rows.len(), TABLE.len(), "a command stands twice");
    assert_eq!(all, rows);
    for lang in [Lang::Zh, Lang::En] {
        let page = markdown(lang);
        assert_eq!(page.lines().count(), TABLE.len() + 2);
        assert!(page.contains("| `beian curtain list` | --reveal |"), "{page}");
    }
}

/// The demo home of which each test has its copy: to fill one takes a while.
static FIRST: LazyLock<Demo> = LazyLock::new(|| {
    let demo = Demo { dir: tempfile::tempdir().unwrap() };
    assert!(demo.run(&["demo", "--no-desk"]).status.success());
    demo
});

/// A demo home, and files to give to commands.
struct Demo {
    dir: TempDir,
}

impl Demo {
    fn new() -> Self {
        let demo = Self { dir: tempfile::tempdir().unwrap() };
        copy_folder(FIRST.dir.path(), demo.dir.path());
        fs::create_dir(demo.dir.path().join("inbox")).unwrap();
        demo.file("filings.csv", "entity_name,domain\n样本公司,sample-a.cn\n");
        demo.file("results.csv", "order_no,kind,at\nNO-1,passed,2026-11-20 10:00\n");
        demo
    }

    fn file(&self, name: &str, text: &str) {
        fs::write(self.dir.path().join(name), text).unwrap();
    }

    /// Nobody is named, and there is no passphrase. `@` stands for the folder of the files.
    fn run(&self, args: &[&str]) -> Output {
        let folder = self.dir.path().display().to_string();
        let args = args.iter().map(|arg| arg.replace('@', &folder));
        let home = self.dir.path().join("h");
        let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
        command.args(["--lang", "en"]).args(args).env("BEIAN_HOME", home).stdin(Stdio::null());
        command.env_remove("BEIAN_USER").env_remove("BEIAN_PASSPHRASE").current_dir(root());
        command.output().unwrap()
    }
}

/// How a command is called so that it asks, and so that it does not.
fn calls(name: &str) -> (Vec<&'static str>, Vec<&'static str>) {
    let order = ORDER;
    let (asking, plain): (&[&str], &[&str]) = match name {
        "user add" => (&["user", "add", "x", "--role", "first"], &[]),
        "user list" => (&[], &["user", "list"]),
        "user disable" => (&["user", "disable", "chu"], &[]),
        "user passphrase" => (&["user", "passphrase"], &[]),
        "user roles" => (&["user", "roles", "chu", "--role", "second"], &[]),
        "user enable" => (&["user", "enable", "chu"], &[]),
        "role list" => (&[], &["role", "list"]),
        "role set" => (&["role", "set", "abandon", "first", "no"], &[]),
        "role reset" => (&["role", "reset", "abandon"], &[]),
        "countersign list" => (&[], &["countersign", "list", "--all"]),
        "countersign give" => (&["countersign", "give", "1"], &[]),
        "countersign refuse" => (&["countersign", "refuse", "1", "--note", "n"], &[]),
        "import" => (&[], &["import", "assets/examples/first_filing"]),
        "watch" => (&[], &["watch", "@/inbox", "--once"]),
        "queue" => (&["queue", "all", "--search", "13810000201"], &["queue", "all", "--search", "24"]),
        "show" => (&["show", order, "--reveal", "people[0].mobile"], &["show", order]),
        "checklist" => (&[], &["checklist", order]),
        "reasons" => (&[], &["reasons"]),
        "claim" => (&["claim", "--next"], &[]),
        "put-back" => (&["put-back", order, "--note", "n"], &[]),
        "review" => (&["review", order, "--approve"], &[]),
        "curtain list" => (&["curtain", "list", "--reveal"], &["curtain", "list"]),
        "curtain send" => (&["curtain", "send", order, "--courier", "c", "--number", "1"], &[]),
        "curtain print" => (&["curtain", "print"], &[]),
        "appointment make" => (
            &[
                "appointment",
                "make",
                order,
                "--person",
                "p1",
                "--method",
                "photo_point",
                "--place",
                "x",
                "--at",
                "2026-11-30 10:00",
            ],
            &[],
        ),
        "appointment list" => (&[], &["appointment", "list"]),
        "appointment end" => (&["appointment", "end", order, "p1", "kept"], &[]),
        "paper" => (&["paper", order, "--kind", "verification_sheet"], &["paper", order]),
        "call" => (&["call", order, "--person", "p1", "--reached"], &["call", "list"]),
        "abandon" => {
            (&["abandon", order, "--reason", "r"], &["abandon", "ICP-10203", "--reason", "r", "--intake"])
        }
        "check" => (&[], &["check", "assets/examples/first_filing"]),
        "sheet" => (&["sheet", order, "--out", "@/sheet.html"], &[]),
        "rule" => (&[], &["rule", "--for", order]),
        "profile list" => (&[], &["profile", "list"]),
        "profile show" => (&[], &["profile", "show", "ucloud"]),
        "profile check" => (&[], &["profile", "check", "data/profiles/ucloud.toml"]),
        "calendar list" => (&[], &["calendar", "list"]),
        "calendar add" => (&[], &["calendar", "add", "data/calendars/2024.toml", "--source", "s"]),
        "tick" => (&[], &["tick"]),
        "send" => (&[], &["send"]),
        "outbox list" => (&[], &["outbox", "list"]),
        "outbox show" => (&["outbox", "show", "1", "--reveal"], &["outbox", "show", "1"]),
        "outbox retry" => (&["outbox", "retry", "--failed"], &[]),
        "outbox withdraw" => (&["outbox", "withdraw", "1"], &[]),
        "package verify" => (&[], &["package", "verify", "@/h/handover"]),
        "package write" => (&[], &["package", "write", HANDED_OVER]),
        "result import" => {
            (&["result", "import", "@/results.csv", "--dry-run"], &["result", "import", "@/results.csv"])
        }
        "result set" => (&["result", "set", order, "sms_sent", "--person", "p1"], &[]),
        "sms" => (&["sms", order, "--sent", "p1"], &[]),
        "sms list" => (&[], &["sms", "list"]),
        "reveal" => (&["reveal", order], &[]),
        "status" => (&[], &["status", "--all"]),
        "log" => (&[], &["log", "--limit", "1000"]),
        "registry import" => (&[], &["registry", "import", "@/filings.csv"]),
        "registry find" => (&["registry", "find", "13810000201"], &["registry", "find", "样本"]),
        "stats" => (&["stats"], &[]),
        "setting list" => (&[], &["setting", "list"]),
        "setting set" => (&["setting", "set", "lease_minutes", "20"], &[]),
        "retain" => (&["retain"], &["retain", "--dry-run"]),
        "doctor" => (&[], &["doctor"]),
        "backup" => (&[], &["backup", "@/copy.zip"]),
        "restore" => (&[], &["restore", "@/copy.zip", "--home", "@/other"]),
        "schema" => (&[], &["schema"]),
        "completions" => (&[], &["completions", "bash"]),
        "man" => (&[], &["man"]),
        // Nobody asks it anything here, so it ends at once.
        "eye" => (&[], &["eye"]),
        // They sign in by themselves: the desk in its terminal; two make the home, one is for who owns it.
        "desk" | "init" | "demo" | "recover" => (&[], &[]),
        other => panic!("'{other}' is new: say here how it is called with and without somebody who signs in"),
    };
    (asking.to_vec(), plain.to_vec())
}

/// Commands whose calls above find something to refuse.
const REFUSED: [&str; 3] = ["result import", "package verify", "package write"];

#[test]
fn whoever_must_sign_in_is_asked_and_nobody_else_is_or_reads_a_personal_value() {
    let demo = Demo::new();
    let values = personal_values();
    assert!(values.len() > 150);
    let mut faults = Vec::new();
    for row in TABLE {
        let (asking, plain) = calls(row.command);
        let asks = !asking.is_empty() || row.command == "check";
        let (wanted_asking, wanted_plain) = match row.signs {
            Signs::Always => (true, false),
            Signs::Never => (false, true),
            // The other call of `sms` has a row of its own.
            Signs::Some(..) => (true, row.command != "sms"),
            Signs::Itself => (false, false),
        };
        assert_eq!((asks, !plain.is_empty()), (wanted_asking, wanted_plain), "{}", row.command);
        if !asking.is_empty() {
            let output = demo.run(&asking);
            let said = String::from_utf8_lossy(&output.stderr);
            if output.status.code() != Some(2) || !said.contains(ASKS) || !output.stdout.is_empty() {
                faults.push(format!("{asking:?} did not ask: {said}"));
            }
        }
        if !plain.is_empty() {
            faults.extend(told_to_nobody(&demo, row.command, &plain, &values));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is wrong with a call by nobody.
fn told_to_nobody(demo: &Demo, name: &str, call: &[&str], values: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    // Twice is once too often for what makes or ends something.
    let forms: &[&[&str]] = match name {
        "abandon" | "backup" | "restore" | "calendar add" | "completions" | "man" => &[&[]],
        "show --json" => &[&["--json"]],
        _ => &[&[], &["--json"]],
    };
    for form in forms {
        let args = [call, form].concat();
        let output = demo.run(&args);
        let said =
            [output.stdout, output.stderr].map(|part| String::from_utf8_lossy(&part).into_owned()).concat();
        if !output.status.success() && !REFUSED.contains(&name) || said.contains(ASKS) {
            faults.push(format!("{args:?} failed: {said}"));
        }
        let told = values.iter().filter(|value| said.contains(value.as_str()));
        faults.extend(told.map(|value| format!("{args:?} tells {value}")));
    }
    faults
}

#[test]
fn no_order_of_the_demo_is_shown_with_a_personal_value() {
    let demo = Demo::new();
    let values = personal_values();
    let output = demo.run(&["queue", "all", "--limit", "1000", "--json"]);
    let rows: Value = serde_json::from_slice(&output.stdout).unwrap();
    let orders: Vec<&str> =
        rows["rows"].as_array().unwrap().iter().map(|row| row["no"].as_str().unwrap()).collect();
    assert!(orders.len() > 30);
    let mut faults = Vec::new();
    for (nth, no) in orders.iter().enumerate() {
        let form = if nth % 2 == 0 { "show" } else { "show --json" };
        faults.extend(told_to_nobody(&demo, form, &["show", no], &values));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_number_is_searched_by_who_signs_in_and_stands_in_the_log_masked() {
    let demo = Demo::new();
    let signed = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
        command.args(["--lang", "en"]).args(args).env("BEIAN_HOME", demo.dir.path().join("h"));
        command.env("BEIAN_USER", "fu").env("BEIAN_PASSPHRASE", "beian-demo").output().unwrap()
    };
    let orders = |output: &Output| {
        let page: Value = serde_json::from_slice(&output.stdout).unwrap();
        let rows = page["rows"].as_array().unwrap();
        rows.iter().map(|row| row["no"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let found = signed(&["queue", "all", "--search", "+86 138 1000 0201", "--json"]);
    assert_eq!(orders(&found).len(), 1, "{found:?}");
    let no = orders(&found).remove(0);
    assert_eq!(orders(&signed(&["queue", "all", "--search", &no, "--json"])), [no]);
    let by_digits = demo.run(&["queue", "all", "--search", "24", "--json"]);
    assert!(orders(&by_digits).contains(&"ICP-10224".to_owned()));
    let refused = demo.run(&["queue", "all", "--search", "0201"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("last four"), "{refused:?}");
    for _ in 0..4 {
        assert!(signed(&["registry", "find", "110105197306110531"]).status.success());
    }
    let slow = signed(&["queue", "all", "--search", "0201"]);
    assert!(String::from_utf8_lossy(&slow.stderr).contains("too many searches"), "{slow:?}");
    let log = String::from_utf8(demo.run(&["log", "--limit", "40"]).stdout).unwrap();
    assert!(log.contains("number searched: orders whole 138******01"), "{log}");
    assert_eq!(log.matches("number searched: the registry whole 110*************31").count(), 4, "{log}");
}

#[test]
fn a_check_looks_at_other_orders_for_who_signs_in_alone() {
    let demo = Demo::new();
    let check = |user: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beian"));
        command.args(["--lang", "en", "check", "assets/samples/ICP-10201", "--json"]).current_dir(root());
        command.env("BEIAN_HOME", demo.dir.path().join("h")).env("BEIAN_PASSPHRASE", "beian-demo");
        command.env_remove("BEIAN_USER").args(user.map(|name| format!("--user={name}")));
        let said: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
        said["packages"][0]["not_run"].as_array().unwrap().len()
    };
    assert!(check(None) > check(Some("fu")));
    let log = String::from_utf8(demo.run(&["log", "--limit", "5"]).stdout).unwrap();
    assert!(log.contains("number searched: what packages share with orders"), "{log}");
}

/// Every personal value of the samples, as the leaves of their orders have it.
fn personal_values() -> BTreeSet<String> {
    let mut values = BTreeSet::new();
    for entry in fs::read_dir(root().join("assets/samples")).unwrap() {
        let Ok(text) = fs::read_to_string(entry.unwrap().path().join("order.json")) else { continue };
        let order: Order = match serde_json::from_str(&text) {
            Ok(order) => order,
            Err(_) => continue,
        };
        collect(&order, "", &serde_json::to_value(&order).unwrap(), &mut values);
    }
    values
}

fn collect(order: &Order, path: &str, value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            collect(order, &path, value, into);
        }),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(at, value)| collect(order, &format!("{path}[{at}]"), value, into)),
        Value::String(text) if personal(order, path).is_some() => drop(into.insert(text.clone())),
        _ => {}
    }
}
