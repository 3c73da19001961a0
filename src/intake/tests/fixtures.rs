//! Packages made for the tests.

use crate::domain::lang::Lang;
use crate::intake::*;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use zip::write::{SimpleFileOptions, ZipWriter};

pub fn known() -> Known {
    let set = |slugs: &[&str]| slugs.iter().map(ToString::to_string).collect();
    Known {
        profiles: set(&["ucloud-2018"]),
        provinces: set(&["guangdong", "hunan"]),
        natures: set(&["enterprise", "personal"]),
        certificate_types: set(&["id_card", "business_licence"]),
        now: now(),
    }
}

/// The moment at which the tests read: after the samples.
pub fn now() -> DateTime<Utc> {
    "2026-12-01T12:00:00Z".parse().unwrap()
}

pub fn order() -> Value {
    json!({
        "format": 1, "kind": "order", "order_no": "BA-0001", "revision": 1,
        "submitted_at": "2026-03-02T09:00:00+08:00",
        "profile": "ucloud-2018", "order_type": "first_filing", "province": "guangdong",
        "account": { "id": "acc-1" },
        "entity": {
            "name": "广州木棉网络有限公司", "nature": "enterprise",
            "certificate": { "type": "business_licence", "number": "91440101MA5ABCDE1X" },
            "mailing_address": { "province": "guangdong", "detail": "中山大道 1 号" },
            "principal": "p1"
        },
        "people": [{
            "id": "p1", "name": "张三", "mobile": "13800138000", "email": "z@example.com",
            "certificate": { "type": "id_card", "number": "440101199001010011" }
        }],
        "sites": [{ "id": "s1", "kind": "site", "name": "木棉", "manager": "p1" }],
        "access": [{ "sites": ["s1"], "ips": ["192.0.2.1"] }],
        "attachments": [
            { "path": "files/licence.jpg", "kind": "entity_certificate", "owner": "entity" },
            { "path": "files/id.jpg", "kind": "id_document", "owner": "p1", "side": "front" }
        ]
    })
}

pub fn supplement() -> Value {
    json!({
        "format": 1, "kind": "supplement", "order_no": "BA-0001", "revision": 1,
        "submitted_at": "2026-03-05T01:00:00Z",
        "attachments": [{ "path": "files/id.jpg", "kind": "verification_sheet", "owner": "s1" }]
    })
}

pub const LICENCE: &[u8] = b"bytes of a licence";
pub const ID: &[u8] = b"bytes of an id card";

/// A folder to put packages in.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// A folder package with its two files.
    pub fn package(&self, name: &str, order: &Value) -> PathBuf {
        self.file(&format!("{name}/files/licence.jpg"), LICENCE);
        self.file(&format!("{name}/files/id.jpg"), ID);
        self.file(&format!("{name}/order.json"), order.to_string());
        self.path().join(name)
    }
}

/// A zip of these entries.
pub fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A zip of the usual package.
pub fn zip_package() -> Vec<u8> {
    let order = order().to_string();
    zipped(&[("order.json", order.as_bytes()), ("files/licence.jpg", LICENCE), ("files/id.jpg", ID)])
}

/// Replaces every occurrence of `old` by `new` of the same length.
pub fn patched(mut bytes: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut at = 0;
    while at + old.len() <= bytes.len() {
        if &bytes[at..at + old.len()] == old {
            bytes[at..at + old.len()].copy_from_slice(new);
        }
        at += 1;
    }
    bytes
}

pub fn read_with(path: &Path, limits: Limits) -> Vec<Result<Incoming, Refused>> {
    packages(path, limits, &known()).unwrap().map(|one| one.map_err(|rejected| rejected.refused)).collect()
}

pub fn read(path: &Path) -> Vec<Result<Incoming, Refused>> {
    read_with(path, Limits::default())
}

pub fn one(path: &Path) -> Incoming {
    let mut all = read(path);
    assert_eq!(all.len(), 1);
    match all.remove(0) {
        Ok(incoming) => incoming,
        Err(refused) => panic!("{:#?}", sentences(&refused)),
    }
}

pub fn refused_with(path: &Path, limits: Limits) -> Refused {
    let mut all = read_with(path, limits);
    assert_eq!(all.len(), 1);
    let refused = all.remove(0).unwrap_err();
    assert!(!refused.faults.is_empty());
    refused
}

pub fn refused(path: &Path) -> Refused {
    refused_with(path, Limits::default())
}

pub fn sentences(refused: &Refused) -> Vec<String> {
    for fault in &refused.faults {
        assert!(fault.sentence(Lang::Zh).ends_with('。'));
    }
    refused.faults.iter().map(ToString::to_string).collect()
}

/// Asserts that some fault says this.
#[track_caller]
pub fn says(refused: &Refused, part: &str) {
    let all = sentences(refused);
    assert!(all.iter().any(|sentence| sentence.contains(part)), "{part:?} is in none of {all:#?}");
}
