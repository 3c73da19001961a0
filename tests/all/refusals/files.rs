//! Every kind of file that is read, every field of it.

use super::{copied, must_be_clean, must_be_text, must_hold_text, name, payload, program};
use crate::all::support::{Place, order};
use beian::domain::lang::Lang;
use beian::domain::order::{Order, Supplement};
use beian::work::delivery;
use serde_json::{Value, json};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Output;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Runs a command for people, and as JSON; each output is text, and so is what it leaves in the home. The JSON is
/// returned.
fn steer(place: &Place, args: &[&str]) -> Output {
    must_be_text(&program(place, "zh").args(args).output().unwrap(), &format!("{args:?}"));
    let output = program(place, "en").arg("--json").args(args).output().unwrap();
    must_be_text(&output, &format!("{args:?} --json"));
    must_hold_text(place.dir.path());
    output
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[test]
fn no_field_of_the_bureaus_results_steers_what_is_printed_or_reported() {
    let place = copied();
    let file = place.path("r.csv");
    let path = file.to_str().unwrap();
    let columns = ["order_no", "kind", "at", "person", "entity_number", "sites", "password", "reasons"];
    let good = [
        "ICP-10220",
        "passed",
        "2030-01-01 10:00",
        "p1",
        "粤ICP备12345678号",
        "s1=粤ICP备12345678号-1",
        "x",
        "D001",
    ];
    let mut text = columns.join(",") + "\n";
    for kind in ["sms_sent", "sms_verified", "passed", "returned"] {
        for at in 0..columns.len() {
            for evil in [
                payload(),
                format!("D999@person:{}", payload()),
                format!("s1={}", payload()),
                format!("{}=1", payload()),
            ] {
                let cell = |(column, good): (usize, &&str)| match column {
                    _ if column == at => quoted(&evil),
                    1 => kind.to_owned(),
                    _ => (*good).to_owned(),
                };
                text += &(good.iter().enumerate().map(cell).collect::<Vec<_>>().join(",") + "\n");
            }
        }
    }
    fs::write(&file, text).unwrap();
    let told = steer(&place, &["result", "import", path]);
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    assert!(told[0]["summary"]["refused"].as_u64().unwrap() > 100);
    let report = told[0]["summary"]["report"].as_str().unwrap();
    let report: Value = serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap();
    assert!(report["faults"].as_array().unwrap().len() > 100);

    fs::write(&file, format!("order_no,kind,at,{}\n", quoted(&payload()))).unwrap();
    steer(&place, &["result", "import", path]);
    let evil = payload();
    let mut lines = vec![payload(), "{\"order_no\": \"\u{1b}[2J".to_owned(), json!(evil).to_string()];
    let row = json!({ "order_no": "ICP-10220", "kind": "returned", "at": "2030-01-01 10:00" });
    for part in columns {
        for value in [
            json!(evil),
            json!([evil]),
            json!([{ "code": evil, "item": evil, "text": evil, "mend": evil, "site": evil }]),
            json!([{ evil.as_str(): 1 }]),
            json!({ evil.as_str(): evil }),
        ] {
            let mut row = row.clone();
            row[part] = value;
            lines.push(row.to_string());
        }
    }
    let mut row = row;
    row[evil.as_str()] = json!(1);
    lines.push(row.to_string());
    fs::write(&file, lines.join("\n")).unwrap();
    steer(&place, &["result", "import", path]);
}

#[test]
fn no_field_of_a_registry_file_steers_what_is_printed() {
    let place = copied();
    let file = place.path("registry.csv");
    let columns = beian::work::registry::COLUMNS;
    let mut text = columns.join(",") + "\n";
    for at in 0..columns.len() {
        for evil in [payload(), "\u{202e}\u{200b}甲\u{e0041}".to_owned()] {
            let cell = |column| if column == at { quoted(&evil) } else { "甲".to_owned() };
            text += &((0..columns.len()).map(cell).collect::<Vec<_>>().join(",") + "\n");
        }
    }
    let heads = [
        text,
        format!("{},entity_name\n", quoted(&payload())),
        payload(),
        format!("entity_name,domain\n{}\n", payload()),
    ];
    for text in heads {
        fs::write(&file, text).unwrap();
        steer(&place, &["registry", "import", file.to_str().unwrap()]);
    }
}

/// Every place of a schema: where a value stands, and where an object does.
fn places(root: &Value, at: &Value, path: &str, leaves: &mut Vec<String>, objects: &mut Vec<String>) {
    if let Some(name) = at["$ref"].as_str() {
        return places(root, root.pointer(name.trim_start_matches('#')).unwrap(), path, leaves, objects);
    }
    for list in ["anyOf", "oneOf", "allOf"] {
        for choice in at[list].as_array().into_iter().flatten() {
            places(root, choice, path, leaves, objects);
        }
    }
    if let Some(fields) = at["properties"].as_object() {
        objects.push(path.to_owned());
        fields
            .iter()
            .for_each(|(name, field)| places(root, field, &format!("{path}/{name}"), leaves, objects));
    } else if at["items"].is_object() {
        places(root, &at["items"], &format!("{path}/0"), leaves, objects);
    }
    leaves.push(path.to_owned());
}

/// Puts a value at a pointer, making what is missing on the way.
fn plant(into: &mut Value, pointer: &str, value: Value) {
    let mut at = into;
    for step in pointer.split('/').skip(1) {
        at = match step {
            "0" => {
                if at.as_array().is_none_or(Vec::is_empty) {
                    *at = json!([{}]);
                }
                &mut at[0]
            }
            _ => {
                if !at.is_object() {
                    *at = json!({});
                }
                &mut at[step]
            }
        };
    }
    *at = value;
}

/// Packages that are refused, each for another value of a schema.
fn refused_packages(schema: &Value, base: &Value) -> Vec<String> {
    let (mut leaves, mut objects) = (Vec::new(), Vec::new());
    places(schema, schema, "", &mut leaves, &mut objects);
    leaves.sort();
    leaves.dedup();
    objects.sort();
    objects.dedup();
    let evil = payload();
    let mut lines = Vec::new();
    for leaf in leaves.iter().filter(|leaf| !leaf.is_empty()) {
        // A text where none is expected, something else where a text is, and a text with another fault beside it.
        for value in [json!({ evil.as_str(): evil }), json!([evil]), json!(evil)] {
            let mut package = base.clone();
            plant(&mut package, leaf, value);
            if leaf != "/profile" {
                package["profile"] = json!(evil);
            }
            lines.push(package.to_string());
        }
    }
    for object in objects {
        let mut package = base.clone();
        plant(&mut package, &format!("{object}/FORGED"), json!(1));
        lines.push(package.to_string().replace("\"FORGED\":1", &format!("{}:1", json!(evil))));
    }
    lines
}

#[test]
fn no_field_of_a_package_steers_what_is_printed_or_reported() {
    let place = copied();
    let whole = order("N-1");
    let mut lines = refused_packages(&serde_json::to_value(schemars::schema_for!(Order)).unwrap(), &whole);
    let supplement = json!({ "format": 1, "kind": "supplement", "order_no": "N-1", "revision": 1, "attachments": [{ "path": "a.pdf", "kind": "other" }] });
    lines.extend(refused_packages(
        &serde_json::to_value(schemars::schema_for!(Supplement)).unwrap(),
        &supplement,
    ));
    lines.extend([
        payload(),
        "{\"a\u{1b}[2J\": }".to_owned(),
        format!("{{{}: 1, {0}: 2}}", json!(payload())),
    ]);
    assert!(lines.len() > 500, "only {} packages", lines.len());
    let file = place.path(&format!("orders{}.jsonl", name()));
    fs::write(&file, lines.join("\n")).unwrap();
    let path = file.to_str().unwrap();
    for args in [
        &["import", path][..],
        &["--lang", "zh", "check", path],
        &["check", "--format", "sarif", path],
        &["import", "--json", path],
    ] {
        must_be_text(&program(&place, "en").args(args).output().unwrap(), args[0]);
    }
    assert!(must_hold_text(place.dir.path()) > 0);
    let quarantine = fs::read_dir(place.home().quarantine()).unwrap().next().unwrap().unwrap().path();
    let reports: serde_json::Value =
        serde_json::from_slice(&fs::read(quarantine.join("report.json")).unwrap()).unwrap();
    assert!(reports.as_array().unwrap().len() > 500);
}

#[test]
fn no_name_of_a_file_steers_what_is_printed_or_reported() {
    let place = copied();
    let inbox = place.path(&format!("inbox{}", name()));
    fs::create_dir_all(&inbox).unwrap();
    let mut package = order("N-2");
    package["attachments"] = json!([{ "path": "none.pdf", "kind": "other" }]);
    for kind in ["a", "b"] {
        let folder = inbox.join(format!("{kind}{}", name()));
        fs::create_dir_all(folder.join(name())).unwrap();
        fs::write(folder.join(format!("x{}.jpg", name())), "x").unwrap();
        fs::write(folder.join("order.json"), if kind == "a" { package.to_string() } else { payload() })
            .unwrap();
        fs::write(folder.join(".done"), "").unwrap();
    }
    std::os::unix::fs::symlink("/etc/passwd", inbox.join(format!("link{}", name()))).unwrap();
    for (at, entries) in [
        [name(), format!("../{}", name())],
        [payload(), "order.json".to_owned()],
        [format!("{}/order.json", name()), "x".to_owned()],
    ]
    .iter()
    .enumerate()
    {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for entry in entries {
            zip.start_file(entry.replace('\0', ""), SimpleFileOptions::default()).unwrap();
            zip.write_all(package.to_string().as_bytes()).unwrap();
        }
        fs::write(inbox.join(format!("{at}{}.zip", name())), zip.finish().unwrap().into_inner()).unwrap();
    }
    steer(&place, &["import", inbox.to_str().unwrap()]);
    steer(&place, &["check", inbox.to_str().unwrap()]);
    let watched = program(&place, "en").args(["watch", "--once", inbox.to_str().unwrap()]).output().unwrap();
    must_be_text(&watched, "watch");
    assert!(must_hold_text(&inbox.join("refused")) >= 4, "{watched:?}");
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn neither_a_copy_of_a_home_nor_a_handed_over_package_steers_what_is_printed() {
    let place = Place::bare();
    let (evil, file) = (payload(), place.path("copy.zip"));
    let about =
        json!({ "format": evil, "program": evil, "made_at": evil, "head": evil, "orders": 1, "files": 1 })
            .to_string();
    let sums = format!("{evil}  {evil}\n");
    for entries in [
        vec![(evil.as_str(), b"x".as_slice())],
        vec![("beian.json", about.as_bytes()), ("SHA256SUMS", sums.as_bytes())],
        vec![("about.json", about.as_bytes()), ("SHA256SUMS", sums.as_bytes()), (evil.as_str(), b"x")],
    ] {
        fs::write(&file, zipped(&entries)).unwrap();
        steer(&place, &["restore", file.to_str().unwrap()]);
    }
    let folder = place.path(&format!("package{}", name()));
    fs::create_dir_all(&folder).unwrap();
    let manifest = json!({
        "format": 1, "order_no": evil, "revision": 1, "verdict": evil, "handed_over_at": evil, "handed_over_ms": 1, "profile": evil,
        "bureau": evil, "files": [{ "name": evil, "kind": evil, "owner": evil, "size": 1, "sha256": evil }],
    });
    for text in [manifest.to_string(), payload(), json!({ evil.as_str(): evil }).to_string()] {
        fs::write(folder.join("manifest.json"), text).unwrap();
        fs::write(folder.join(name()), "x").unwrap();
        steer(&place, &["package", "verify", folder.to_str().unwrap()]);
    }
}

#[test]
fn no_file_beside_a_verdict_a_calendar_or_a_key_steers_what_is_printed() {
    let place = copied();
    let (evil, file) = (payload(), place.path("f"));
    let path = file.to_str().unwrap();
    let calendar = |rest: &str| format!("year = 2031\n{rest}\noff = [\"2031-01-01\"]\nwork = []\n");
    let toml = |value: &str| toml::Value::String(value.to_owned()).to_string();
    let days = json!({ "year": 2031, "days": [{ "name": evil, "date": evil, "isOffDay": true }] });
    let cases: Vec<(Vec<&str>, Vec<String>)> = vec![
        (
            vec!["review", "ICP-10203", "--reject", "--reason", "M017", "--checklist", path],
            vec![
                evil.clone(),
                json!({ evil.as_str(): "pass" }).to_string(),
                json!({ "E001@entity": evil }).to_string(),
                json!({ "E001@entity": { "answer": evil } }).to_string(),
                json!({ "E001@entity": { "answer": "pass", evil.as_str(): 1 } }).to_string(),
                json!({ format!("E001@person:{evil}"): "pass" }).to_string(),
            ],
        ),
        (
            vec!["calendar", "add", path, "--source", "n"],
            vec![
                evil.clone(),
                days.to_string(),
                json!({ "year": 2031, "days": [], evil.as_str(): 1 }).to_string(),
                calendar(&format!("{} = 1", toml(&evil))),
                calendar(&format!("source = {}", toml(&evil))),
                calendar(&format!("source = {}", toml("a\u{202e}\u{200b}b"))),
                format!("year = {}\noff = []\nwork = []\n", toml(&evil)),
                format!("year = 2031\noff = [{}]\nwork = []\n", toml(&evil)),
            ],
        ),
    ];
    for (args, texts) in cases {
        for text in texts {
            fs::write(&file, &text).unwrap();
            steer(&place, &args);
        }
    }
    let calendar = place.home().config().join("calendars/2031.toml");
    must_be_clean(&fs::read(calendar).unwrap(), "the calendar that was written");
    fs::write(place.home().secret_key(), &evil).unwrap();
    steer(&place, &["reveal", "ICP-10207"]);
}

#[test]
fn no_field_of_the_delivery_settings_steers_the_sentence() {
    let place = copied();
    let evil = toml::Value::String(payload()).to_string();
    let smtp = [
        ("host", "\"h\""),
        ("port", "25"),
        ("tls", "\"none\""),
        ("user", "\"u\""),
        ("password", "\"p\""),
        ("from", "\"a@b.cn\""),
        ("timeout_seconds", "5"),
    ];
    let others = [("password_env", ""), ("password_file", ""), ("ca_file", "")];
    let mut texts = vec![
        payload(),
        format!("{evil} = 1"),
        format!("[{evil}]\na = 1"),
        format!("[text]\ncommand = {evil}"),
        format!("[text]\ncommand = [{evil}]\ntimeout_seconds = {evil}"),
        format!("[smtp]\n{evil} = 1"),
    ];
    for (field, _) in smtp.iter().chain(&others) {
        let kept = smtp
            .iter()
            .filter(|(name, _)| name != field && !(field.starts_with("password") && *name == "password"));
        let lines: Vec<String> = kept.map(|(name, value)| format!("{name} = {value}")).collect();
        texts.push(format!("[smtp]\n{}\n{field} = {evil}\n", lines.join("\n")));
    }
    let path = place.home().delivery();
    for text in texts {
        write_private(&path, &text);
        let Err(error) = delivery::delivery(&place.home(), &|_| None) else { continue };
        for lang in [Lang::Zh, Lang::En] {
            must_be_clean(error.sentence(lang).as_bytes(), &text);
            assert!(error.sentence(lang).chars().count() < 2500, "{}", error.sentence(lang));
        }
    }
    steer(&place, &["send", "--dry-run"]);
}

fn write_private(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}
