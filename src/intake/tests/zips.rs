use super::fixtures::*;
use crate::intake::*;
use serde_json::json;
use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// The refusal of a zip with these bytes.
fn refused_zip(bytes: impl AsRef<[u8]>) -> Refused {
    let home = Home::new();
    refused(&home.file("p.zip", bytes))
}

#[test]
fn a_zip_comes_in_as_its_folder_would() {
    let home = Home::new();
    let folder = one(&home.package("a", &order()));
    let zip = one(&home.file("p.ZIP", zip_package()));
    assert_eq!(zip.content_hash(), folder.content_hash());
    assert_eq!((zip.read(1).unwrap(), zip.read(0).unwrap()), (ID.to_vec(), LICENCE.to_vec()));
}

#[test]
fn one_top_folder_is_looked_through() {
    let order = order().to_string();
    let bytes = zipped(&[
        ("__MACOSX/包/._order.json", b"x"),
        ("包/order.json", order.as_bytes()),
        ("包/files/licence.jpg", LICENCE),
        ("包/files/id.jpg", ID),
    ]);
    let home = Home::new();
    assert_eq!(one(&home.file("p.zip", bytes)).read(1).unwrap(), ID);
    says(&refused_zip(zipped(&[("a/order.json", b"{}"), ("b/x", b"")])), "no order.json");
    says(&refused_zip(zipped(&[("a/b/order.json", b"{}")])), "no order.json");
    says(&refused_zip(zipped(&[])), "no order.json");
}

#[test]
fn a_cut_or_foreign_file_is_no_zip() {
    let whole = zip_package();
    says(&refused_zip(&whole[..whole.len() - 30]), "no whole zip");
    says(&refused_zip(b""), "no whole zip");
    says(&refused_zip(b"not a zip at all"), "no whole zip");
}

#[test]
fn a_missing_entry_is_named() {
    let order = order().to_string();
    let refused = refused_zip(zipped(&[("order.json", order.as_bytes()), ("files/id.jpg", ID)]));
    assert_eq!(refused.order_no.as_deref(), Some("BA-0001"));
    says(&refused, "files/licence.jpg, attachments[0].path: found no such file");
}

#[test]
fn names_that_leave_the_zip_are_refused() {
    for (old, new) in [
        ("xx/evil.jpg", "../evil.jpg"),
        ("x/evil2.jpg", "//evil2.jpg"),
        ("xevil33.jpg", "/evil33.jpg"),
        ("xx/evil.jpg", "x\\/evil.jpg"),
        ("xx/evil.jpg", "C:/evil.jpg"),
        ("xx/evil.jpg", "xx/ev\0l.jpg"),
        ("xx/evil.jpg", "xx/../e.jpg"),
        ("xx/evil.jpg", "xx/ev\u{1b}l.jpg"),
    ] {
        let order = order().to_string();
        let entries: [(&str, &[u8]); 4] = [
            ("order.json", order.as_bytes()),
            ("files/licence.jpg", LICENCE),
            ("files/id.jpg", ID),
            (old, b"x"),
        ];
        let refused = refused_zip(patched(zipped(&entries), old.as_bytes(), new.as_bytes()));
        says(&refused, "p.zip");
        says(&refused, "path");
    }
}

#[test]
fn names_are_read_as_windows_and_macos_write_them() {
    let mut order = order();
    order["attachments"][0]["path"] = json!("证件/é.jpg");
    order["attachments"][1]["path"] = json!("联.jpg");
    let text = order.to_string();
    let parts =
        |licence: &str, id: &str| zipped(&[("order.json", text.as_bytes()), (licence, LICENCE), (id, ID)]);
    let home = Home::new();
    for (name, bytes) in [
        ("composed", parts("证件/é.jpg", "联.jpg")),
        ("decomposed", parts("证件/e\u{301}.jpg", "联.jpg")),
        // GBK: two bytes a character, and 联 is UTF-8 of something else too.
        (
            "windows",
            patched(
                patched(parts("aaaa/bb.jpg", "cc.jpg"), b"aaaa/bb.jpg", b"\xd6\xa4\xbc\xfe/\xa8\xa6.jpg"),
                b"cc.jpg",
                b"\xc1\xaa.jpg",
            ),
        ),
        ("backslashes", parts("证件\\é.jpg", "联.jpg")),
        ("dots", parts("./证件/é.jpg", "./联.jpg")),
    ] {
        let incoming = one(&home.file(&format!("{name}.zip"), bytes));
        assert_eq!((incoming.read(0).unwrap(), incoming.read(1).unwrap()), (LICENCE.to_vec(), ID.to_vec()));
    }
    home.file("p/order.json", &text);
    home.file("p/证件/e\u{301}.jpg", LICENCE);
    home.file("p/联.jpg", ID);
    assert_eq!(one(&home.path().join("p")).read(0).unwrap(), LICENCE);
}

#[test]
fn names_that_are_no_text_are_refused() {
    let bytes = zipped(&[("order.json", b"{}"), ("aaaa.jpg", b"x")]);
    says(&refused_zip(patched(bytes, b"aaaa.jpg", b"\xff\xff\xff\xff.jpg")), "entry names in UTF-8 or GBK");
    let bytes = zipped(&[("order.json", b"{}"), ("é.jpg", b"x"), ("e\u{301}.jpg", b"y")]);
    says(&refused_zip(bytes), "the same name as");
}

#[test]
fn equal_names_are_refused_also_in_another_case() {
    let bytes = zipped(&[("order.json", b"{}"), ("a1.jpg", b"x"), ("a2.jpg", b"y")]);
    says(&refused_zip(patched(bytes, b"a2.jpg", b"a1.jpg")), "two entries of one name");
    let bytes = zipped(&[("order.json", b"{}"), ("Ä.jpg", b"x"), ("ä.jpg", b"y")]);
    says(&refused_zip(bytes), "the same name as “Ä.jpg”");
}

#[test]
fn links_and_devices_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("files/id.jpg", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    writer.start_file("order.json", SimpleFileOptions::default()).unwrap();
    writer.write_all(order().to_string().as_bytes()).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    says(&refused_zip(bytes), "p.zip/files/id.jpg: found a link");
    let mut device = zip_package();
    let entry = device.windows(4).position(|mark| mark == b"PK\x01\x02").unwrap();
    device[entry + 5] = 3;
    device[entry + 38..entry + 42].copy_from_slice(&(0o02_0644_u32 << 16).to_le_bytes());
    says(&refused_zip(device), "no regular file");
}

#[test]
fn encrypted_entries_are_refused() {
    let mut bytes = zip_package();
    for at in 0..bytes.len() - 10 {
        match &bytes[at..at + 4] {
            b"PK\x03\x04" => bytes[at + 6] |= 1,
            b"PK\x01\x02" => bytes[at + 8] |= 1,
            _ => {}
        }
    }
    says(&refused_zip(bytes), "an encrypted entry");
}

#[test]
fn a_bomb_is_stopped_by_its_ratio() {
    let zeros = vec![0; 3 << 20];
    let order = order().to_string();
    let bytes =
        zipped(&[("order.json", order.as_bytes()), ("files/licence.jpg", &zeros), ("files/id.jpg", ID)]);
    says(&refused_zip(&bytes), "found more than 200 times its packed size");
    // A header that makes itself small changes nothing.
    let lying = patched(bytes, &(3_u32 << 20).to_le_bytes(), &10_u32.to_le_bytes());
    refused_zip(lying);
}

#[test]
fn sizes_are_counted_while_unpacking() {
    let order = order().to_string();
    let noise: Vec<u8> = (0..300_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let home = Home::new();
    let entries: [(&str, &[u8]); 3] =
        [("order.json", order.as_bytes()), ("files/licence.jpg", &noise), ("files/id.jpg", &noise)];
    let path = home.file("p.zip", zipped(&entries));
    let file = Limits { file_bytes: 200_000, ..Limits::default() };
    says(&refused_with(&path, file), "files/licence.jpg, attachments[0].path: found more than 195 KiB");
    let total = Limits { total_bytes: 500_000, ..Limits::default() };
    says(&refused_with(&path, total), "more than 488 KiB");
    let json = Limits { json_bytes: 64, ..Limits::default() };
    says(&refused_with(&path, json), "order.json: found more than 64 B");
}

#[test]
fn entries_are_bounded_before_the_directory_is_read() {
    let names: Vec<String> = (0..100).map(|number| format!("n{number}")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let home = Home::new();
    let path = home.file("p.zip", zipped(&entries));
    says(&refused_with(&path, Limits { zip_entries: 99, ..Limits::default() }), "found 100 entries");
    says(&refused_with(&path, Limits { zip_entries: 10, ..Limits::default() }), "found 100 entries");
}

#[test]
fn entries_that_share_data_are_refused() {
    let order = order().to_string();
    let bytes =
        zipped(&[("order.json", order.as_bytes()), ("files/id.jpg", ID), ("files/licence.jpg", LICENCE)]);
    // Point the third entry of the directory at the data of the second.
    let marks: Vec<usize> = (0..bytes.len() - 4).filter(|&at| &bytes[at..at + 4] == b"PK\x01\x02").collect();
    let mut shared = bytes.clone();
    let offset = bytes[marks[1] + 42..marks[1] + 46].to_vec();
    shared[marks[2] + 42..marks[2] + 46].copy_from_slice(&offset);
    refused_zip(shared);
}

/// The usual package with the end records of a zip64, which claims so many entries.
fn zip64_package(entries: u64) -> Vec<u8> {
    let mut bytes = zip_package();
    let end = bytes.windows(4).position(|mark| mark == b"PK\x05\x06").unwrap();
    let (length, from) = (bytes[end + 12..end + 16].to_vec(), bytes[end + 16..end + 20].to_vec());
    let wide = |four: &[u8]| [four, &[0; 4]].concat();
    let record = [
        b"PK\x06\x06".as_slice(),
        &44_u64.to_le_bytes(),
        &[45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        &entries.to_le_bytes(),
        &entries.to_le_bytes(),
        &wide(&length),
        &wide(&from),
    ]
    .concat();
    let locator =
        [b"PK\x06\x07".as_slice(), &[0; 4], &(end as u64).to_le_bytes(), &1_u32.to_le_bytes()].concat();
    bytes[end + 8..end + 20].fill(0xFF);
    bytes.splice(end..end, [record, locator].concat());
    bytes
}

#[test]
fn a_zip64_comes_in_and_its_counts_are_not_believed() {
    let home = Home::new();
    assert_eq!(one(&home.file("p.zip", zip64_package(3))).read(1).unwrap(), ID);
    for entries in [4, 70_000, u64::from(u32::MAX), u64::MAX] {
        refused_zip(zip64_package(entries));
    }
    let mut bytes = zip_package();
    let end = bytes.windows(4).position(|mark| mark == b"PK\x05\x06").unwrap();
    bytes[end + 8..end + 20].fill(0xFF);
    let locator = [b"PK\x06\x07".as_slice(), &[0; 16]].concat();
    bytes.splice(end..end, locator);
    refused_zip(bytes);
}

#[test]
fn damaged_data_is_told() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let order = order().to_string();
    for (name, bytes) in
        [("order.json", order.as_bytes()), ("files/licence.jpg", LICENCE), ("files/id.jpg", ID)]
    {
        writer.start_file(name, stored).unwrap();
        writer.write_all(bytes).unwrap();
    }
    let bytes = patched(writer.finish().unwrap().into_inner(), ID, b"bytes of an id bird");
    says(&refused_zip(bytes), "files/id.jpg, attachments[1].path: found a damaged entry");
}
