//! The command line from outside: standard output, standard error, exit code.

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const SECRET: &str = "correct horse";

struct Home {
    dir: TempDir,
}

impl Home {
    /// A home with a supervisor (zhu), a first (chu) and a second reviewer (fu).
    fn new() -> Self {
        let home = Self { dir: tempfile::tempdir().unwrap() };
        home.ok("zhu", &["init", "zhu"]);
        for (name, role) in [("chu", "first"), ("fu", "second")] {
            home.ok("zhu", &["user", "add", name, "--role", role]);
        }
        home
    }

    fn run(&self, who: &str, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_beian"))
            .args(["--lang", "en", "--home"])
            .arg(self.dir.path().join("home"))
            .args(arguments)
            .env("BEIAN_USER", who)
            .env("BEIAN_PASSPHRASE", SECRET)
            .env("BEIAN_NEW_PASSPHRASE", SECRET)
            .output()
            .unwrap()
    }

    fn ok(&self, who: &str, arguments: &[&str]) -> String {
        let output = self.run(who, arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, who: &str, arguments: &[&str]) -> Value {
        let mut all = arguments.to_vec();
        all.push("--json");
        serde_json::from_str(&self.ok(who, &all)).unwrap()
    }

    /// Runs a command that must fail and returns its one sentence.
    fn refused(&self, code: i32, who: &str, arguments: &[&str]) -> String {
        let output = self.run(who, arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with("error: ") && said.trim_end().lines().count() == 1, "{said}");
        said
    }

    fn answers(&self, order: &str, change: impl Fn(&str) -> &'static str) -> PathBuf {
        let list = self.json("chu", &["checklist", order]);
        let given: serde_json::Map<String, Value> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["item"].as_str().unwrap())
            .map(|item| (item.to_owned(), json!({ "answer": change(item), "note": "已核对" })))
            .collect();
        let path = self.dir.path().join("answers.json");
        fs::write(&path, Value::Object(given).to_string()).unwrap();
        path
    }
}

fn sample(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name).display().to_string()
}

fn copied(name: &str, to: &Path, change: impl Fn(&mut Value)) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(sample(name)).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
    let path = to.join("order.json");
    let mut order: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    change(&mut order);
    fs::write(path, order.to_string()).unwrap();
}

#[test]
fn an_order_goes_from_its_package_through_both_reviews() {
    let home = Home::new();
    home.ok("chu", &["import", &sample("ICP-10202")]);
    assert_eq!(home.json("chu", &["claim", "--next"])["no"], "ICP-10202");
    let answers = home.answers("ICP-10202", |_| "pass");
    let answers = answers.to_str().unwrap();
    let done =
        home.json("chu", &["review", "ICP-10202", "--approve", "--checklist", answers, "--note", "look"]);
    assert_eq!(done["stage"], "verification");
    home.ok("chu", &["import", &sample("ICP-10202-supplement")]);
    assert!(home.refused(1, "chu", &["claim", "ICP-10202"]).contains("second"));
    home.ok("fu", &["claim", "ICP-10202"]);
    let answers = home.answers("ICP-10202", |_| "pass");
    home.ok("fu", &["review", "ICP-10202", "--approve", "--checklist", answers.to_str().unwrap()]);
    let log = home.ok("fu", &["log", "ICP-10202"]);
    for words in
        ["revision 1 came in", "first review approved", "materials complete", "second review approved"]
    {
        assert!(log.contains(words), "{words} in {log}");
    }
    assert_eq!(home.json("fu", &["queue", "sms"])["rows"][0]["no"], "ICP-10202");
}

#[test]
fn the_same_guards_hold_without_the_desk() {
    let home = Home::new();
    home.ok("chu", &["import", &sample("ICP-10202")]);
    let order = "ICP-10202";
    assert!(home.refused(1, "chu", &["review", order, "--approve"]).contains("claim"));
    home.ok("chu", &["claim", order]);
    assert!(home.refused(1, "chu", &["review", order, "--approve"]).contains("open"));
    assert!(home.refused(1, "chu", &["review", order, "--reject"]).contains("reason"));
    assert!(home.refused(2, "chu", &["review", order, "--reject", "--reason", "NOPE"]).contains("NOPE"));
    let first = std::cell::Cell::new(true);
    let answers = home.answers(order, |_| if first.replace(false) { "fault" } else { "pass" });
    let refused =
        home.refused(1, "chu", &["review", order, "--approve", "--checklist", answers.to_str().unwrap()]);
    assert!(refused.contains("at fault"), "{refused}");
    let refused = home.refused(1, "chu", &["review", order, "--approve", "--override", "because"]);
    assert!(refused.contains("supervisor"), "{refused}");
    let done =
        home.json("chu", &["review", order, "--reject", "--reason", "SUB-01", "--reason", "FREE:字迹不清"]);
    assert_eq!(done["stage"], "returned");
    let show = home.ok("chu", &["show", order, "--json"]);
    assert!(show.contains("字迹不清") && show.contains("处理办法"), "{show}");
}

#[test]
fn the_same_verdict_twice_is_one_verdict() {
    let home = Home::new();
    home.ok("chu", &["import", &sample("ICP-10202")]);
    home.ok("chu", &["claim", "ICP-10202"]);
    let review = ["review", "ICP-10202", "--reject", "--reason", "SUB-01", "--verdict-id", "v-1"];
    assert_eq!(home.json("chu", &review), home.json("chu", &review));
    let log = home.ok("chu", &["log", "ICP-10202"]);
    assert_eq!(log.matches("rejected").count(), 1, "{log}");
}

#[test]
fn an_import_takes_what_is_right_and_reports_what_is_wrong() {
    let home = Home::new();
    let inbox = home.dir.path().join("inbox");
    copied("ICP-10202", &inbox.join("good"), |_| {});
    copied("ICP-10203", &inbox.join("bad"), |order| order["people"][0]["name"] = json!(7));
    let output = home.run("chu", &["import", inbox.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["summary"], json!({ "taken": 1, "unchanged": 0, "refused": 1 }));
    let fault = &said["packages"].as_array().unwrap().iter().find(|one| one["result"] == "refused").unwrap();
    assert_eq!(fault["refused"]["faults"][0]["json_path"], "people[0].name");
    assert!(Path::new(fault["report"].as_str().unwrap()).is_file());
    assert!(home.ok("chu", &["import", &sample("ICP-10202")]).contains("1 unchanged"));
    copied("ICP-10202", &inbox.join("other"), |order| order["entity"]["remark"] = json!("another"));
    let output = home.run("chu", &["import", inbox.join("other").to_str().unwrap()]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("other content"));
}

#[test]
fn personal_data_is_masked_and_a_reveal_is_on_record_with_its_name() {
    let home = Home::new();
    home.ok("chu", &["import", &sample("ICP-10202")]);
    let path = Path::new(&sample("ICP-10202")).join("order.json");
    let order: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let person = &order["people"][0];
    for kind in [&["show", "ICP-10202"][..], &["show", "ICP-10202", "--json"]] {
        let text = home.ok("chu", kind);
        for secret in [&person["mobile"], &person["email"], &person["certificate"]["number"]] {
            assert!(!text.contains(secret.as_str().unwrap()), "{secret}");
        }
    }
    let looking = home.refused(1, "chu", &["show", "ICP-10202", "--reveal", "people[0].mobile"]);
    assert!(looking.contains("don't hold"), "{looking}");
    home.ok("chu", &["claim", "ICP-10202"]);
    let value = home.ok("chu", &["show", "ICP-10202", "--reveal", "people[0].mobile"]);
    assert_eq!(value.trim(), person["mobile"]);
    let log = home.ok("chu", &["log", "ICP-10202"]);
    assert!(log.contains("revealed people[0].mobile") && log.contains("chu"), "{log}");
    assert!(!log.contains(value.trim()));
}

#[test]
fn people_are_managed_by_supervisors_alone_and_sign_in_slows_down() {
    let home = Home::new();
    assert!(home.refused(1, "chu", &["user", "add", "x", "--role", "first"]).contains("supervisor"));
    home.ok("chu", &["import", &sample("ICP-10202")]);
    home.ok("chu", &["claim", "ICP-10202"]);
    assert!(home.ok("zhu", &["user", "disable", "chu"]).contains("1"));
    assert!(home.refused(1, "chu", &["claim", "ICP-10202"]).contains("wrong"));
    assert_eq!(home.json("zhu", &["queue"])["rows"][0]["holder"], Value::Null);
    let slow = home.refused(1, "chu", &["claim", "ICP-10202"]);
    assert!(slow.contains("try again in") || slow.contains("wrong"), "{slow}");
    assert!(home.refused(1, "nobody", &["claim", "--next"]).contains("wrong"));
}

#[test]
fn wrong_use_is_told_in_one_sentence() {
    let home = Home::new();
    assert!(home.refused(2, "chu", &["queue", "nowhere"]).contains("nowhere"));
    assert!(home.refused(1, "chu", &["show", "NOPE"]).contains("NOPE"));
    assert!(home.refused(2, "chu", &[]).contains("terminal"));
    assert!(home.refused(1, "zhu", &["setting", "set", "lease_minutes", "0"]).contains("lease_minutes"));
    let nowhere = Command::new(env!("CARGO_BIN_EXE_beian"))
        .args(["--lang", "zh", "--home"])
        .arg(home.dir.path().join("nothing"))
        .arg("queue")
        .output()
        .unwrap();
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(String::from_utf8(nowhere.stderr).unwrap().contains("beian init"));
}

#[test]
fn schema_completions_and_manual_come_from_the_types() {
    let home = Home::new();
    let schema = home.json("chu", &["schema"]);
    assert!(schema["properties"]["people"].is_object());
    for shell in ["bash", "zsh", "fish"] {
        assert!(home.ok("chu", &["completions", shell]).contains("put-back"), "{shell}");
    }
    assert!(home.ok("chu", &["man"]).contains(".TH beian"));
}
