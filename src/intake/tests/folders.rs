use super::fixtures::*;
use crate::intake::*;
use serde_json::json;
use std::fs;
use std::os::unix::fs::symlink;

#[test]
fn a_folder_package_comes_in() {
    let home = Home::new();
    let incoming = one(&home.package("a", &order()));
    assert_eq!(incoming.body.order_no().as_str(), "BA-0001");
    assert_eq!(incoming.files.len(), 2);
    assert_eq!(incoming.read(0).unwrap(), LICENCE);
    assert_eq!(incoming.read(1).unwrap(), ID);
    assert!(incoming.read(2).is_err());
    let again: crate::domain::order::Order = serde_json::from_str(incoming.canonical()).unwrap();
    assert_eq!(Body::Order(Box::new(again)), incoming.body);
}

#[test]
fn the_hash_knows_content_and_not_spelling() {
    let home = Home::new();
    let first = one(&home.package("a", &order())).content_hash().clone();
    let mut spelt = order();
    spelt["remark"] = json!(null);
    spelt["changes"] = json!([]);
    spelt["submitted_at"] = json!("2026-03-02T01:00:00Z");
    let pretty = serde_json::to_string_pretty(&spelt).unwrap();
    let path = home.package("b", &spelt);
    home.file("b/order.json", format!("\u{feff}{pretty}"));
    assert_eq!(*one(&path).content_hash(), first);
    home.file("b/files/id.jpg", b"other bytes");
    assert_ne!(*one(&path).content_hash(), first);
    let mut other = order();
    other["remark"] = json!("x");
    assert_ne!(*one(&home.package("c", &other)).content_hash(), first);
}

#[test]
fn a_supplement_comes_in() {
    let home = Home::new();
    let incoming = one(&home.package("a", &supplement()));
    assert!(matches!(incoming.body, Body::Supplement(_)));
    assert_eq!(incoming.read(0).unwrap(), ID);
}

#[test]
fn a_folder_of_packages_comes_sorted_and_the_bad_do_not_stop_the_good() {
    let home = Home::new();
    home.package("b", &order());
    home.package("deep/d", &order());
    home.file("a.zip", zip_package());
    home.file("c.jsonl", format!("{}\nnonsense\n", supplement()));
    home.file("BA-0001/files/id.jpg", ID);
    home.file("README.md", b"notes");
    home.file(".hidden/order.json", b"{}");
    let all = read(home.path());
    let names: Vec<_> = all
        .iter()
        .map(|one| match one {
            Ok(incoming) => format!("{} true", last(&incoming.source)),
            Err(refused) => format!("{} false", last(&refused.source)),
        })
        .collect();
    assert_eq!(names, ["a.zip true", "b true", "c.jsonl:1 true", "c.jsonl:2 false", "d true"]);
}

fn last(origin: &Origin) -> String {
    origin.to_string().rsplit('/').next().unwrap().to_owned()
}

#[test]
fn what_is_no_package_is_told() {
    let home = Home::new();
    assert!(packages(home.path(), Limits::default(), &known()).is_err());
    let text = home.file("notes.txt", b"x");
    assert!(packages(&text, Limits::default(), &known()).is_err());
    assert!(packages(&home.path().join("absent"), Limits::default(), &known()).is_err());
    home.package("good", &order());
    home.file("bad/orders.json", b"{}");
    let all = read(home.path());
    assert_eq!(all.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_missing_file_is_named() {
    let home = Home::new();
    let path = home.package("a", &order());
    fs::remove_file(path.join("files/id.jpg")).unwrap();
    let refused = refused(&path);
    assert_eq!(refused.order_no.as_deref(), Some("BA-0001"));
    assert_eq!(
        sentences(&refused),
        ["files/id.jpg, attachments[1].path: found no such file; expected a file of the package."]
    );
}

#[test]
fn paths_never_leave_the_package() {
    let home = Home::new();
    home.file("secret.jpg", b"secret");
    let absolute = home.path().join("secret.jpg").display().to_string();
    for path in [
        "../secret.jpg",
        "files/../../secret.jpg",
        "files/./id.jpg",
        "files//id.jpg",
        "files/",
        "",
        "files\\id.jpg",
        "C:/id.jpg",
        "c:id.jpg",
        absolute.as_str(),
        "files/id\0.jpg",
        "files/\u{202e}gpj.exe",
        "files/id.jpg\n",
    ] {
        let mut order = order();
        order["attachments"][1]["path"] = json!(path);
        let refused = refused(&home.package("a", &order));
        assert_eq!(refused.faults[0].json_path, "attachments[1].path", "{path:?}");
    }
}

#[test]
fn links_are_never_followed() {
    let home = Home::new();
    let secret = home.file("secret/id.jpg", b"secret");
    let path = home.package("file_link", &order());
    fs::remove_file(path.join("files/id.jpg")).unwrap();
    symlink(&secret, path.join("files/id.jpg")).unwrap();
    says(&refused(&path), "found a link");

    let path = home.package("folder_link", &order());
    fs::remove_dir_all(path.join("files")).unwrap();
    symlink(home.path().join("secret"), path.join("files")).unwrap();
    says(&refused(&path), "found a link");

    let path = home.package("json_link", &order());
    let real = home.file("real.json", order().to_string());
    fs::remove_file(path.join("order.json")).unwrap();
    symlink(real, path.join("order.json")).unwrap();
    says(&refused(&path), "found a link");
}

#[test]
fn a_linked_package_in_a_folder_is_refused_but_a_typed_link_is_meant() {
    let home = Home::new();
    let real = home.package("real/a", &order());
    fs::create_dir(home.path().join("inbox")).unwrap();
    let link = home.path().join("inbox/link");
    symlink(&real, &link).unwrap();
    says(&refused(&home.path().join("inbox")), "found a link");
    assert_eq!(one(&link).files.len(), 2);
}

#[test]
fn pipes_and_folders_are_no_files() {
    let home = Home::new();
    let path = home.package("a", &order());
    fs::remove_file(path.join("files/id.jpg")).unwrap();
    let pipe = path.join("files/id.jpg");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    says(&refused(&path), "no regular file");
    fs::remove_file(&pipe).unwrap();
    fs::create_dir(&pipe).unwrap();
    says(&refused(&path), "no regular file");
}

#[test]
fn sizes_are_bounded() {
    let home = Home::new();
    let path = home.package("a", &order());
    let small = Limits { file_bytes: LICENCE.len() as u64, ..Limits::default() };
    let refused = refused_with(&path, small);
    assert_eq!(refused.faults.len(), 1);
    says(&refused, "files/id.jpg, attachments[1].path: found more than 18 B");
    let few = Limits { total_bytes: (LICENCE.len() + ID.len() - 1) as u64, ..Limits::default() };
    says(&refused_with(&path, few), "order.json, attachments: found more than 36 B");
    let exact = Limits { total_bytes: (LICENCE.len() + ID.len()) as u64, ..Limits::default() };
    assert!(read_with(&path, exact)[0].is_ok());
    says(&refused_with(&path, Limits { json_bytes: 100, ..Limits::default() }), "more than 100 B");
    says(&refused_with(&path, Limits { attachments: 1, ..Limits::default() }), "found 2 attachments");
}

#[test]
fn a_given_hash_is_compared() {
    let home = Home::new();
    let mut order = order();
    let right = crate::domain::ids::Sha256::of(ID);
    order["attachments"][1]["sha256"] = json!(right.as_str().to_uppercase());
    assert_eq!(one(&home.package("a", &order)).files[1].sha256, right);
    order["attachments"][1]["sha256"] = json!("0".repeat(64));
    says(&refused(&home.package("a", &order)), &format!("found SHA-256 {right}; expected SHA-256 000"));
    order["attachments"][1]["sha256"] = json!("abc");
    says(&refused(&home.package("a", &order)), "attachments[1].sha256: found “abc”; expected 64");
}

#[test]
fn a_file_that_changes_after_the_check_is_not_taken() {
    let home = Home::new();
    let path = home.package("a", &order());
    let incoming = one(&path);
    home.file("a/files/id.jpg", b"something else");
    let fault = incoming.read(1).unwrap_err();
    assert!(fault.to_string().contains("changed"), "{fault}");
}
