//! What could not come in, kept with a report that says how to mend it.

use super::written::{self, Readers};

mod redact;

use super::{Home, Result, WorkError};
use crate::domain::lang::Lang;
use crate::domain::text::{Foreign, Plain};
use crate::intake::Refused;
use crate::store::files::hash_of;
use serde::Serialize;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// No more bytes of a refused package are kept.
const MOST_BYTES: u64 = 64 << 20;
/// No more of its files.
const MOST_FILES: usize = 500;

#[derive(Serialize)]
struct Report<'a> {
    source: &'a str,
    order_no: Option<&'a str>,
    faults: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    file: &'a Foreign,
    json_path: &'a Foreign,
    found: &'a str,
    expected: &'a str,
    sentence_zh: Plain,
    sentence_en: Plain,
}

/// Keeps a refused package with its report, in a folder of its own; the same refusal again lands on the
/// same folder. Returns the report.
pub fn keep(home: &Home, refused: &Refused) -> Result<PathBuf> {
    let text = report(refused)?;
    let name = refused.order_no.as_deref().map(plain).unwrap_or_else(|| "package".into());
    let hash = hash_of(format!("{}{text}", refused.source).as_bytes());
    let short: String = hash.as_str().chars().take(12).collect();
    let folder = home.quarantine().join(format!("{name}-{short}"));
    fs::create_dir_all(&folder).map_err(|error| WorkError::io(&folder, error))?;
    copy_package(&refused.source, &folder.join("package"));
    let path = folder.join("report.json");
    written::put(&path, &text, Readers::Owner)?;
    Ok(path)
}

/// Keeps a report alone, where what was refused must not be copied; the same refusal again lands on the same
/// folder. Returns the report.
pub fn keep_report(home: &Home, name: &str, refused: &Refused) -> Result<PathBuf> {
    let text = report(refused)?;
    let hash = hash_of(format!("{}{text}", refused.source).as_bytes());
    let short: String = hash.as_str().chars().take(12).collect();
    let folder = home.quarantine().join(format!("{name}-{short}"));
    fs::create_dir_all(&folder).map_err(|error| WorkError::io(&folder, error))?;
    let path = folder.join("report.json");
    written::put(&path, &text, Readers::Owner)?;
    Ok(path)
}

/// The report of a refusal, as JSON.
pub(super) fn report(refused: &Refused) -> Result<Plain> {
    let faults = refused.faults.iter().map(|fault| Line {
        file: &fault.file,
        json_path: &fault.json_path,
        found: fault.found.get(Lang::En),
        expected: fault.expected.get(Lang::En),
        sentence_zh: fault.sentence(Lang::Zh),
        sentence_en: fault.sentence(Lang::En),
    });
    let report =
        Report { source: &refused.source, order_no: refused.order_no.as_deref(), faults: faults.collect() };
    Plain::json(&report).map_err(|error| WorkError::unreadable("report", &error))
}

/// Copies what was refused, its bytes as they are: a zip, the regular files of a folder, or one line. Where that can't be done the
/// report alone stands; the original is never touched.
fn copy_package(source: &str, to: &Path) {
    let path = Path::new(source);
    let copied = match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() && extension(path) == "zip" => copy_zip(path, &to.with_extension("zip")),
        Ok(found) if found.is_file() => copy_text(path, &to.with_extension(extension(path))),
        Ok(found) if found.is_dir() => copy_folder(path, to),
        _ => copy_line(source, &to.with_extension("json")),
    };
    if let Err(error) = copied {
        tracing::warn!(%error, "a refused package could not be copied to the quarantine");
    }
}

fn extension(path: &Path) -> &'static str {
    match path.extension().and_then(|text| text.to_str()) {
        Some(text) if text.eq_ignore_ascii_case("zip") => "zip",
        Some(text) if text.eq_ignore_ascii_case("jsonl") => "jsonl",
        _ => "bin",
    }
}

fn copy_file(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut from = File::open(from)?.take(MOST_BYTES);
    std::io::copy(&mut from, &mut File::create(to)?).map(|_| ())
}

/// Secrets stay with whoever sent them.
fn copy_text(from: &Path, to: &Path) -> std::io::Result<()> {
    let mut text = Vec::new();
    File::open(from)?.take(MOST_BYTES).read_to_end(&mut text)?;
    fs::write(to, redact::redacted(&text))
}

/// A zip that can't be read is not kept: nobody knows what it holds.
fn copy_zip(from: &Path, to: &Path) -> std::io::Result<()> {
    let copied = redact::zip(BufReader::new(File::open(from)?), &File::create(to)?, MOST_BYTES);
    if copied.is_err() {
        fs::remove_file(to)?;
    }
    copied
}

/// Names are made anew, so that none of the customer's is ever used as a path.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for (at, entry) in fs::read_dir(from)?.take(MOST_FILES).enumerate() {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            let name = entry.file_name();
            let kept = plain(&name.to_string_lossy().replace('.', "_"));
            let kept =
                if name == crate::intake::ORDER_FILE { name } else { format!("{at:03}-{kept}").into() };
            match kept == crate::intake::ORDER_FILE {
                true => copy_text(&entry.path(), &to.join(kept))?,
                false => copy_file(&entry.path(), &to.join(kept))?,
            }
        }
    }
    Ok(())
}

/// A line of a jsonl is named `file:line`.
fn copy_line(source: &str, to: &Path) -> std::io::Result<()> {
    let Some((path, line)) =
        source.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse::<usize>().ok()?)))
    else {
        return Ok(());
    };
    let mut reader = BufReader::new(File::open(path)?);
    let mut text = Vec::new();
    for _ in 0..line {
        text.clear();
        if reader.read_until(b'\n', &mut text)? == 0 {
            return Ok(());
        }
    }
    text.truncate(MOST_BYTES as usize);
    fs::write(to, redact::redacted(&text))
}

fn plain(no: &str) -> String {
    no.chars().filter(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter)).take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Fault, Words};
    use std::io::Write;

    fn refused(source: &Path, line: &str) -> Refused {
        let fault = Fault {
            file: "order.json".into(),
            json_path: "people[0].name".into(),
            found: Words::new("空", "nothing"),
            expected: Words::new("姓名", "a name"),
        };
        Refused {
            source: format!("{}{line}", source.display()),
            order_no: Some("../N1".into()),
            faults: vec![fault],
        }
    }

    #[test]
    fn a_refused_package_is_kept_beside_its_report_and_once() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::new(dir.path().join("home"));
        let package = dir.path().join("p");
        fs::create_dir_all(&package).unwrap();
        fs::write(package.join("order.json"), "{}").unwrap();
        fs::write(package.join("a b.jpg"), "x").unwrap();
        let report = keep(&home, &refused(&package, "")).unwrap();
        assert_eq!(keep(&home, &refused(&package, "")).unwrap(), report);
        let folder = report.parent().unwrap();
        assert!(folder.starts_with(home.quarantine()) && folder.join("package/order.json").is_file());
        assert_eq!(fs::read_dir(folder.join("package")).unwrap().count(), 2);
        let text = fs::read_to_string(&report).unwrap();
        for part in ["people[0].name", "a name", "nothing"] {
            assert!(text.contains(part), "{part}");
        }
    }

    #[test]
    fn no_copy_holds_a_filing_password() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::new(dir.path().join("home"));
        let order = r#"{"filed":{"password":"Geheim-1"},"remark":"Geheim-1"}"#;
        let folder = dir.path().join("p");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("order.json"), order).unwrap();
        let lines = dir.path().join("orders.jsonl");
        fs::write(&lines, format!("{{}}\n{order}\n")).unwrap();
        let zip = dir.path().join("p.zip");
        let mut made = zip::ZipWriter::new(File::create(&zip).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        for (name, text) in [("order.json", order), ("a.txt", "Anhang")] {
            made.start_file(name, options).unwrap();
            made.write_all(text.as_bytes()).unwrap();
        }
        made.finish().unwrap();
        for (source, line, kept) in [
            (&folder, "", "package/order.json"),
            (&lines, ":2", "package.json"),
            (&lines, "", "package.jsonl"),
        ] {
            let report = keep(&home, &refused(source, line)).unwrap();
            let text = fs::read_to_string(report.with_file_name(kept)).unwrap();
            assert!(!text.contains("Geheim-1") && text.contains("********"), "{kept}: {text}");
        }
        let report = keep(&home, &refused(&zip, "")).unwrap();
        let mut kept =
            zip::ZipArchive::new(File::open(report.with_file_name("package.zip")).unwrap()).unwrap();
        let mut read = |name: &str| std::io::read_to_string(kept.by_name(name).unwrap()).unwrap();
        assert_eq!(read("a.txt"), "Anhang");
        assert!(!read("order.json").contains("Geheim-1"));
    }

    #[test]
    fn of_a_jsonl_the_line_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::new(dir.path().join("home"));
        let lines = dir.path().join("orders.jsonl");
        fs::write(&lines, "{\"a\":1}\n{\"b\":2}\n").unwrap();
        let report = keep(&home, &refused(&lines, ":2")).unwrap();
        let kept = fs::read_to_string(report.with_file_name("package.json")).unwrap();
        assert_eq!(kept, "{\"b\":2}\n");
    }
}
