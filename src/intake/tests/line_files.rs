use super::fixtures::*;
use crate::intake::*;
use serde_json::json;
use std::io::Write;

#[test]
fn lines_come_one_by_one_and_a_bad_one_does_not_stop_them() {
    let home = Home::new();
    home.file("files/licence.jpg", LICENCE);
    home.file("files/id.jpg", ID);
    let mut wrong = order();
    wrong["order_no"] = json!("BA-0003");
    wrong["entity"]["principal"] = json!("p9");
    let text = format!("\u{feff}{}\r\n\n  \n{wrong}\n{{\n{}", order(), supplement());
    let all = read(&home.file("orders.jsonl", text));
    assert_eq!(all.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, true]);
    let first = all[0].as_ref().unwrap();
    assert!(first.source.ends_with("orders.jsonl:1"));
    assert_eq!(first.read(1).unwrap(), ID);
    let second = all[1].as_ref().unwrap_err();
    assert!(second.source.ends_with("orders.jsonl:4"));
    assert_eq!(second.order_no.as_deref(), Some("BA-0003"));
    says(second, "orders.jsonl:4, entity.principal: found “p9”");
    assert!(all[2].as_ref().unwrap_err().source.ends_with(":5"));
}

#[test]
fn a_line_beyond_the_bound_is_skipped_to_its_end() {
    let home = Home::new();
    let mut plain = order();
    plain["attachments"] = json!([]);
    let path = home.path().join("orders.jsonl");
    let mut file = std::fs::File::create(&path).unwrap();
    let long = "x".repeat(1000);
    for _ in 0..5000 {
        file.write_all(long.as_bytes()).unwrap();
    }
    writeln!(file, "\n{plain}\n\u{0}\u{1}").unwrap();
    let all = read(&path);
    assert_eq!(all.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, true, false]);
    says(all[0].as_ref().unwrap_err(), "more than 4 MiB");
}

#[test]
fn attachments_of_a_line_stay_in_its_folder() {
    let home = Home::new();
    home.file("secret.jpg", b"secret");
    let mut order = order();
    order["attachments"][0]["path"] = json!("../secret.jpg");
    let path = home.file("inbox/orders.jsonl", order.to_string());
    says(&refused(&path), "attachments[0].path");
}

#[test]
fn an_empty_file_has_no_packages() {
    let home = Home::new();
    assert!(read(&home.file("orders.jsonl", b"")).is_empty());
}

#[test]
fn many_lines_stream() {
    let home = Home::new();
    let mut plain = order();
    plain["attachments"] = json!([]);
    let text = format!("{plain}\n").repeat(2000);
    let path = home.file("orders.jsonl", text);
    let known = known();
    let mut all = packages(&path, Limits::default(), &known).unwrap();
    assert_eq!(all.sources_left(), 1);
    assert!(all.by_ref().take(1500).all(|one| one.is_ok()));
    assert_eq!(all.count(), 500);
}
