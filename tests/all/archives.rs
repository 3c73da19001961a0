//! Archives as two programs read them: what is taken here is what Python's `zipfile` sees in the same file.

use super::support::{catalog, order_with_files};
use beian::intake::{Known, Limits, packages};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Reads every zip of a folder: its names as intake understands them, and the hash of each entry.
const SECOND_READER: &str = r#"
import hashlib, json, os, sys, unicodedata, zipfile
def read(name, utf8):
    raw = name.encode("utf-8" if utf8 else "cp437")
    for coding in ("utf-8", "gb18030"):
        try:
            text = unicodedata.normalize("NFC", raw.decode(coding))
            return text if "/" in text else text.replace("\\", "/")
        except UnicodeDecodeError:
            pass
seen = {}
for file in os.listdir(sys.argv[1]):
    if not file.endswith(".zip"):
        continue
    try:
        with zipfile.ZipFile(os.path.join(sys.argv[1], file)) as zip:
            seen[file] = {
                read(one.orig_filename, one.flag_bits & 0x800): hashlib.sha256(zip.read(one)).hexdigest()
                for one in zip.infolist() if not one.is_dir()
            }
    except Exception as error:
        seen[file] = {"fault": repr(error)}
print(json.dumps(seen))
"#;

/// What Python sees; none where there is no Python.
fn second_reader(folder: &Path) -> Option<BTreeMap<String, BTreeMap<String, String>>> {
    let output = Command::new("python3").args(["-c", SECOND_READER]).arg(folder).output();
    let Ok(output) = output else {
        assert!(std::env::var_os("BEIAN_SECOND_READER").is_none(), "python3 is required and missing");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// A package of two files whose names and forms differ from seed to seed.
fn archive(rng: &mut StdRng) -> Vec<u8> {
    let names = ["a.jpg", "证件.jpg", "e\u{301}/b.jpg", "深/层/c.pdf", "Aa.png"];
    let mut order = order_with_files("Z-1");
    let files: Vec<(String, Vec<u8>)> = (0..2)
        .map(|at| {
            let name = names[rng.random_range(0..names.len())];
            let size = rng.random_range(0..3000);
            (format!("{at}{name}"), (0..size).map(|_| rng.random_range(0..4_u8)).collect())
        })
        .collect();
    let given = order["attachments"][0].clone();
    let attachment = |(name, _): &(String, Vec<u8>)| {
        let mut attachment = given.clone();
        attachment["path"] = json!(name);
        attachment
    };
    order["attachments"] = files.iter().map(attachment).collect();
    let top = if rng.random_ratio(1, 3) { "包/" } else { "" };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut options = || {
        let method = if rng.random() { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        SimpleFileOptions::default().compression_method(method).large_file(rng.random_ratio(1, 4))
    };
    zip.start_file(format!("{top}order.json"), options()).unwrap();
    zip.write_all(order.to_string().as_bytes()).unwrap();
    for (name, bytes) in &files {
        zip.start_file(format!("{top}{name}"), options()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    if rng.random_ratio(1, 4) {
        zip.set_comment("a comment").unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The archive with a few of its bytes changed, most of them in its records, a piece doubled, moved or cut out.
fn mutated(rng: &mut StdRng, mut bytes: Vec<u8>) -> Vec<u8> {
    for _ in 0..rng.random_range(0..3) {
        let records: Vec<usize> = (0..bytes.len().saturating_sub(4))
            .filter(|at| bytes[*at] == b'P' && bytes[*at + 1] == b'K' && bytes[*at + 2] < 9)
            .collect();
        let near = records.get(rng.random_range(0..records.len().max(1))).copied().unwrap_or(0);
        let at = (near + rng.random_range(0..50_usize)).min(bytes.len().saturating_sub(1));
        match rng.random_range(0..6) {
            0 | 1 if !bytes.is_empty() => bytes[at] = rng.random(),
            2 if !bytes.is_empty() => bytes[at] ^= 1 << rng.random_range(0..8_u8),
            3 => {
                let piece = bytes[near..(near + 100).min(bytes.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            4 => bytes.truncate(bytes.len() - rng.random_range(0..bytes.len().clamp(1, 30))),
            _ => drop(bytes.splice(0..0, vec![rng.random(); rng.random_range(0..20)])),
        }
    }
    bytes
}

#[test]
fn what_is_taken_of_an_archive_is_what_another_reader_sees() {
    let (dir, mut rng) = (tempfile::tempdir().unwrap(), StdRng::seed_from_u64(7));
    let known = Known::new(&catalog(), chrono::Utc::now());
    let mut taken: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for at in 0..3000 {
        let name = format!("{at}.zip");
        let whole = archive(&mut rng);
        let bytes = if at < 200 { whole } else { mutated(&mut rng, whole) };
        let path = dir.path().join(&name);
        fs::write(&path, bytes).unwrap();
        let package = packages(&path, Limits::default(), &known).unwrap().next().unwrap();
        assert!(at >= 200 || package.is_ok(), "{:?}", package.map_err(|rejected| rejected.refused.faults));
        let Ok(package) = package else { continue };
        let order: Value = serde_json::from_str(package.canonical()).unwrap();
        let files = order["attachments"].as_array().unwrap().iter().enumerate().map(|(index, file)| {
            let hash: String = Sha256::digest(package.read(index).unwrap())
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            (file["path"].as_str().unwrap().to_owned(), hash)
        });
        taken.insert(name, files.collect());
    }
    assert!(taken.len() > 400, "{} were taken", taken.len());
    let Some(seen) = second_reader(dir.path()) else { return };
    let both: Vec<_> = taken.into_iter().filter(|(name, _)| !seen[name].contains_key("fault")).collect();
    assert!(both.len() > 400, "{} were read by both", both.len());
    for (name, files) in both {
        let seen = &seen[&name];
        for (path, hash) in files {
            let path: String = unicode_normalization::UnicodeNormalization::nfc(path.as_str()).collect();
            let found = seen.get(&path).or_else(|| seen.get(&format!("包/{path}")));
            assert_eq!(found, Some(&hash), "{name}, {path}: {seen:?}");
        }
    }
}
