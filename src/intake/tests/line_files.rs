use super::fixtures::*;
use crate::intake::*;
use serde_json::json;
use std::io::Write;

#[test]
fn lines_come_one_by_one_and_a_bad_one_does_not_stop_them() {
    let home = Home::new();
    home.file("BA-0001/files/licence.jpg", LICENCE);
    home.file("BA-0001/files/id.jpg", ID);
    let mut wrong = order();
    wrong["order_no"] = json!("BA-0003");
    wrong["entity"]["principal"] = json!("p9");
    let text = format!("\u{feff}{}\r\n\n  \n{wrong}\n{{\n{}", order(), supplement());
    let all = read(&home.file("orders.jsonl", text));
    assert_eq!(all.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, true]);
    let first = all[0].as_ref().unwrap();
    assert!(first.source.to_string().ends_with("orders.jsonl:1"));
    assert_eq!(first.read(1).unwrap(), ID);
    let second = all[1].as_ref().unwrap_err();
    assert!(second.source.to_string().ends_with("orders.jsonl:4"));
    assert_eq!(second.order_no.as_deref(), Some("BA-0003"));
    says(second, "orders.jsonl:4, entity.principal: found “p9”");
    assert!(all[2].as_ref().unwrap_err().source.line == Some(5));
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
fn a_line_has_the_files_of_the_folder_that_is_named_like_its_order_and_no_others() {
    let home = Home::new();
    home.file("secret.jpg", b"secret");
    home.file("inbox/BA-0001/own.jpg", ID);
    home.file("inbox/BA-0002/id.jpg", b"another order's");
    home.file("inbox/other/id.jpg", b"another package's");
    home.file("inbox/beside.jpg", b"nobody's");
    std::os::unix::fs::symlink("../BA-0002", home.path().join("inbox/BA-0001/link")).unwrap();
    let read = |first: &str| {
        let mut order = order();
        order["attachments"] = json!([{ "path": first, "kind": "entity_certificate", "owner": "entity" }]);
        read(&home.file("inbox/orders.jsonl", order.to_string())).remove(0)
    };
    for own in ["own.jpg", "BA-0001/own.jpg"] {
        assert_eq!(read(own).unwrap().read(0).unwrap(), ID, "{own}");
    }
    for other in [
        "../secret.jpg",
        "../BA-0002/id.jpg",
        "BA-0002/id.jpg",
        "other/id.jpg",
        "beside.jpg",
        "link/id.jpg",
        "BA-0001/BA-0001/own.jpg",
    ] {
        says(&read(other).unwrap_err(), "attachments[0].path");
    }
    says(&read("beside.jpg").unwrap_err(), "expected a file of the folder “BA-0001” beside the jsonl");
    home.file("inbox/BA-0001/order.json", order().to_string());
    says(&read("own.jpg").unwrap_err(), "a package of its own");
}

#[test]
fn a_file_name_that_ends_like_a_line_is_a_file() {
    let home = Home::new();
    std::os::unix::fs::symlink("/etc/passwd", home.path().join("a")).unwrap();
    std::os::unix::fs::symlink("x", home.path().join("a:1")).unwrap();
    let all: Vec<_> = packages(home.path(), Limits::default(), &known()).unwrap().collect();
    assert_eq!(all.len(), 2);
    for rejected in all.into_iter().map(Result::unwrap_err) {
        assert!(rejected.refused.source.line.is_none() && matches!(rejected.remains, Remains::Nothing));
        says(&rejected.refused, "a link");
    }
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
