//! Text that wants to be more than text: in every field of an order, it reaches the terminal as visible
//! marks or not at all.

use super::super::support::{Place, order, reviewer, text};
use super::terminal::{Terminal, key};
use beian::domain::order::Order;
use beian::domain::people::Role;
use beian::domain::text::is_hidden;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// C0, C1, a colour that the program never uses, a title, bidirectional, zero-width and tag characters.
const PAYLOAD: &str = "恶\u{7}\u{8}\u{1b}[6;9;13m\u{9b}6;9;13m\u{1b}]2;PWNED\u{7}\u{9d}2;PWNED\u{9c}\
                       \u{202e}\u{2066}\u{200b}\u{200d}\u{feff}\u{ad}\u{e0041}\u{7f}\u{1b}P1;PWNED\u{1b}\\尾";

/// Every text field of the order's schema, as a JSON pointer with `0` for the one member of a list.
pub fn text_fields() -> Vec<String> {
    let schema = serde_json::to_value(schemars::schema_for!(Order)).unwrap();
    let mut fields = Vec::new();
    walk(&schema, &schema, String::new(), &mut fields);
    fields.sort();
    fields.dedup();
    fields
}

fn walk(root: &Value, at: &Value, path: String, fields: &mut Vec<String>) {
    if let Some(name) = at["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#')).unwrap();
        return walk(root, target, path, fields);
    }
    for list in ["anyOf", "oneOf", "allOf"] {
        for choice in at[list].as_array().into_iter().flatten() {
            walk(root, choice, path.clone(), fields);
        }
    }
    for (name, field) in at["properties"].as_object().into_iter().flatten() {
        walk(root, field, format!("{path}/{name}"), fields);
    }
    if at["items"].is_object() {
        walk(root, &at["items"], format!("{path}/0"), fields);
    }
    let is_text = match &at["type"] {
        Value::String(kind) => kind == "string",
        Value::Array(kinds) => kinds.iter().any(|kind| kind == "string"),
        _ => false,
    };
    if is_text && at["enum"].is_null() && at["const"].is_null() {
        fields.push(path);
    }
}

/// Puts a value at a pointer, making what is missing on the way.
pub fn plant(into: &mut Value, pointer: &str, value: Value) {
    let mut at = into;
    for step in pointer.trim_start_matches('/').split('/') {
        at = if step == "0" {
            if !at.is_array() {
                *at = json!([]);
            }
            let list = at.as_array_mut().unwrap();
            if list.is_empty() {
                list.push(json!({}));
            }
            &mut list[0]
        } else {
            if !at.is_object() {
                *at = json!({});
            }
            at.as_object_mut().unwrap().entry(step).or_insert(Value::Null)
        };
    }
    *at = value;
}

/// An order with something in every part, so that each field has a place.
pub fn full(no: &str) -> Value {
    let mut order = order(no);
    let parts = json!({
        "filed": { "entity_number": "粤ICP备12345678号", "entity_name": "旧名", "provider": "别家" },
        "ministry": { "asked_at": "2026-11-13T01:00:00Z",
            "domains_on_file": [{ "name": "a.cn", "entity_name": "甲", "providers": ["乙"], "filing_number": "丙" }] },
        "changes": [{ "part": "site", "field": "sites[0].name", "from": "甲", "to": "乙" }],
        "cancel_reason": "不再使用",
        "curtain_request": { "requested_at": "2026-11-13T01:00:00Z", "recipient": "甲", "address": "乙", "phone": "13800000000" },
        "remark": "备注",
    });
    for (name, part) in parts.as_object().unwrap() {
        order[name] = part.clone();
    }
    order["entity"]["individual_business"] = json!({ "trade_name": "字号" });
    order["sites"][0]["prior_approvals"] = json!([{ "subject": "news", "number": "1" }]);
    order["sites"][0]["app"] = json!({ "platforms": [{ "platform": "android", "package_name": "a.b" }] });
    order["attachments"] = json!([{ "path": format!("{no}.pdf"), "kind": "other" }]);
    order
}

/// What a stream of the program may hold: text, its own sequences, and nothing that a payload brought.
fn must_be_clean(raw: &[u8]) {
    let stream = String::from_utf8_lossy(raw);
    let mut letters = stream.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{1b}' => match letters.next() {
                Some('[') => {
                    let body: String =
                        std::iter::from_fn(|| letters.next_if(|l| !('@'..='~').contains(l))).collect();
                    let end = letters.next();
                    assert!(body.is_ascii(), "ESC [ {body:?} {end:?}");
                    assert!(!body.contains("6;9;13"), "the payload's colour was obeyed");
                }
                Some(']' | 'P' | '_' | '^' | 'X') => {
                    let body: String =
                        std::iter::from_fn(|| letters.next_if(|l| !['\u{7}', '\u{1b}'].contains(l)))
                            .collect();
                    assert!(!body.contains("PWNED"), "the payload's string was obeyed");
                    // BEL, or the ESC of ESC \.
                    if letters.next() == Some('\u{1b}') {
                        assert_eq!(letters.next(), Some('\\'));
                    }
                }
                Some('(' | ')') => drop(letters.next()),
                Some('7' | '8' | '=' | '>' | 'M' | 'c' | '\\') => {}
                // The last piece may be on its way still.
                None => {}
                Some(other) => panic!("ESC {other:?}"),
            },
            '\n' | '\r' | '\t' | '\u{8}' => {}
            // Moving back is a sign of the terminal's own; nothing else that is hidden may stand here.
            other => assert!(!is_hidden(other), "U+{:04X} reached the terminal", u32::from(other)),
        }
    }
}

/// What a command prints: text, its own tabs and line ends.
fn must_be_text(bytes: &[u8], what: &str) {
    let printed = String::from_utf8(bytes.to_vec()).unwrap();
    for letter in printed.chars().filter(|letter| !['\n', '\t'].contains(letter)) {
        assert!(
            !is_hidden(letter) && !letter.is_control(),
            "{what}: U+{:04X} in\n{printed}",
            u32::from(letter)
        );
    }
}

/// No package with a control character comes in any more, but a home may have some from before. So they come in as
/// letters of private use, and become what they stand for in the database.
fn disguised(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { private(c) } else { c }).collect()
}

fn private(control: char) -> char {
    char::from_u32(0xE000 + u32::from(control)).unwrap()
}

fn undisguise(place: &Place) {
    let conn = rusqlite::Connection::open(place.home().database()).unwrap();
    for control in PAYLOAD.chars().filter(|c| c.is_control()).collect::<BTreeSet<char>>() {
        let (private, escape) = (private(control).to_string(), format!("\\u{:04x}", u32::from(control)));
        for (table, column) in [("revision", "body"), ("finding", "body")] {
            let sql = format!("UPDATE {table} SET {column} = replace({column}, ?1, ?2)");
            assert!(conn.execute(&sql, [&private, &escape]).unwrap() > 0);
        }
        for column in ["entity", "account", "sites"] {
            let sql = format!("UPDATE orders SET {column} = replace({column}, ?1, ?2)");
            conn.execute(&sql, [&private, &control.to_string()]).unwrap();
        }
    }
    let held: bool = conn
        .query_row("SELECT EXISTS (SELECT 1 FROM revision WHERE body LIKE '%\\u001b%')", [], |row| row.get(0))
        .unwrap();
    assert!(held, "no stored order has a control character");
}

fn with_home() -> (Place, Vec<String>) {
    let fields = text_fields();
    assert!(fields.len() > 60, "only {} text fields were found in the schema", fields.len());
    let packages: Vec<Value> = fields
        .iter()
        .enumerate()
        .map(|(at, field)| {
            let mut order = full(&format!("HOSTILE-{at:03}"));
            if field != "/attachments/0/path" {
                plant(&mut order, field, json!(disguised(PAYLOAD)));
            }
            order
        })
        .collect();
    let place = Place::new();
    let output = {
        let folder = place.path("packages");
        std::fs::create_dir_all(&folder).unwrap();
        for at in 0..fields.len() {
            let own = folder.join(format!("HOSTILE-{at:03}"));
            std::fs::create_dir_all(&own).unwrap();
            std::fs::write(own.join(format!("HOSTILE-{at:03}.pdf")), b"%PDF-1.4\n%%EOF\n").unwrap();
        }
        let lines: Vec<String> = packages.iter().map(Value::to_string).collect();
        std::fs::write(folder.join("orders.jsonl"), lines.join("\n")).unwrap();
        place.run(&["import", folder.join("orders.jsonl").to_str().unwrap()])
    };
    must_be_text(&output.stdout, "import");
    must_be_text(&output.stderr, "import");
    undisguise(&place);
    let taken: Vec<String> = {
        let conn = rusqlite::Connection::open(place.home().database()).unwrap();
        let mut statement = conn.prepare("SELECT no FROM orders ORDER BY id").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert!(taken.len() > fields.len() / 2, "too few came in to show anything: {}", text(&output));
    (place, taken)
}

#[test]
fn no_field_of_an_order_reaches_the_terminal_as_more_than_text() {
    let (place, taken) = with_home();
    reviewer(&mut place.desk(), "chu", &[Role::First]);
    // So high that the whole order is on the screen at once.
    let mut desk = Terminal::open(place.home().dir(), 220, 240);
    desk.sign_in_here("chu");
    let mut marks = BTreeSet::new();
    desk.see("HOSTILE-");
    for no in &taken {
        let number = no.trim_start_matches("HOSTILE-");
        desk.press(&format!("/{no}"));
        desk.until("the found order", |screen| {
            screen.matches("HOSTILE-").count() <= 3
                && screen.lines().any(|line| line.starts_with('>') && line.contains(number))
        });
        desk.press(key::ENTER);
        desk.press(key::ENTER);
        let screen = desk.until("the order", |screen| {
            // The foot is drawn last.
            let foot = screen.lines().last().unwrap_or_default();
            screen.lines().next().unwrap().contains(no) && foot.contains("p holds")
        });
        if screen.contains("⟨U+") {
            marks.insert(no.clone());
        }
        desk.press("i");
        desk.gone("Evidence");
        desk.press(key::ESC);
        desk.see("Evidence");
        desk.press(key::ESC);
        desk.see("Sort: ");
        desk.press("x");
        desk.until("the whole queue", |screen| screen.matches("HOSTILE-").count() > taken.len() / 2);
    }
    must_be_clean(&desk.raw());
    let fields = text_fields();
    let unseen: Vec<&String> = taken
        .iter()
        .filter(|no| !marks.contains(*no))
        .filter_map(|no| fields.get(no.trim_start_matches("HOSTILE-").parse::<usize>().unwrap()))
        .collect();
    assert!(
        marks.len() > taken.len() * 9 / 10,
        "{} of {} fields showed their payload, not {unseen:?}",
        marks.len(),
        taken.len()
    );
}

#[test]
fn no_field_of_an_order_reaches_a_commands_output_as_more_than_text() {
    let (place, taken) = with_home();
    for no in &taken {
        for command in [vec!["show", no], vec!["checklist", no], vec!["log", no]] {
            let output = place.run(&command);
            assert!(output.status.success(), "{command:?}: {}", text(&output));
            must_be_text(&output.stdout, command[0]);
            must_be_text(&output.stderr, command[0]);
        }
    }
    for command in [vec!["queue"], vec!["queue", "--json"], vec!["log"], vec!["log", "--json"]] {
        let output = place.run(&command);
        must_be_text(&output.stdout, command[0]);
    }
    let shown = text(&place.run(&["show", &taken[taken.len() / 2]]));
    assert!(!shown.is_empty());
}
