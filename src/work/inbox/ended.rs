//! Whether a file that was written in place has come to its end: an upload may pause for longer than anybody waits.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// The end record of a zip with the longest comment.
const ZIP_TAIL: u64 = 22 + 0xFFFF;
/// How a zip's end record begins.
const ZIP_END: &[u8; 4] = b"PK\x05\x06";

/// Whether a file ends as its form does. What has no form, or can't be read, is not waited for.
pub fn is_ended(name: &OsStr, mut file: File, data: &Metadata) -> bool {
    let ending = Path::new(name).extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    let ended = match ending.as_str() {
        "zip" => tail(&mut file, data, ZIP_TAIL).map(|tail| zip_ends(&tail)),
        "jsonl" | "ndjson" => {
            tail(&mut file, data, 1).map(|tail| matches!(*tail, [] | [b'\n'])).and_then(|ends| {
                // Many a writer leaves the last line end out.
                if ends { Ok(true) } else { last_line(&mut file, data).map(|line| is_json(&line)) }
            })
        }
        _ => Ok(true),
    };
    ended.unwrap_or(true)
}

/// The end record says how long its comment is, and nothing follows that.
fn zip_ends(tail: &[u8]) -> bool {
    let at = |from: usize| Some(usize::from(u16::from_le_bytes(tail.get(from..from + 2)?.try_into().ok()?)));
    let ends = |start: usize| at(start + 20).is_some_and(|comment| start + 22 + comment == tail.len());
    tail.windows(4).enumerate().any(|(start, four)| four == ZIP_END && ends(start))
}

fn is_json(line: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

/// The last line, within the longest that a package may have.
fn last_line(file: &mut File, data: &Metadata) -> io::Result<Vec<u8>> {
    let mut tail = tail(file, data, crate::intake::Limits::default().json_bytes)?;
    let start = tail.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    Ok(tail.split_off(start))
}

fn tail(file: &mut File, data: &Metadata, most: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(data.len().saturating_sub(most)))?;
    let mut tail = Vec::new();
    file.take(most).read_to_end(&mut tail)?;
    Ok(tail)
}

/// The files that some program holds open for writing, where the system tells; looked up once, when it is asked.
#[derive(Debug, Default)]
pub struct Writers(OnceCell<HashSet<(u64, u64)>>);

impl Writers {
    /// Nobody.
    pub fn unasked() -> Self {
        Self(OnceCell::from(HashSet::new()))
    }

    /// Whether a program that this one may look at is still writing a file.
    pub fn have(&self, data: &Metadata) -> bool {
        self.0.get_or_init(written_now).contains(&identity(data))
    }
}

#[cfg(unix)]
fn identity(data: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (data.dev(), data.ino())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

/// From what Linux tells of the open files of each process; elsewhere, and of other people's, nothing is known.
fn written_now() -> HashSet<(u64, u64)> {
    let mut found = HashSet::new();
    let is_number = |name: &OsStr| name.as_encoded_bytes().iter().all(u8::is_ascii_digit);
    for process in listed(Path::new("/proc")).filter(|entry| is_number(&entry.file_name())) {
        let process = process.path();
        for open in listed(&process.join("fdinfo")) {
            let told = fs::read_to_string(open.path()).unwrap_or_default();
            if writes(&told) {
                let file = fs::metadata(process.join("fd").join(open.file_name()));
                found.extend(file.ok().filter(Metadata::is_file).map(|data| identity(&data)));
            }
        }
    }
    found
}

fn listed(folder: &Path) -> impl Iterator<Item = fs::DirEntry> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten()
}

/// The flags are octal; the last two bits say reading, writing or both.
fn writes(told: &str) -> bool {
    let flags = told.lines().find_map(|line| line.strip_prefix("flags:"));
    flags.and_then(|flags| u32::from_str_radix(flags.trim(), 8).ok()).is_some_and(|flags| flags & 3 != 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_zip_ends_with_its_end_record_and_lines_with_a_line() {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("order.json", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"{}").unwrap();
        zip.set_comment("a comment PK\u{5}\u{6}").unwrap();
        let zip = zip.finish().unwrap().into_inner();
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes, wanted) in [
            ("a.zip", &zip[..], true),
            ("a.ZIP", &zip[..zip.len() - 1], false),
            ("a.zip", &zip[..20], false),
            ("a.zip", b"", false),
            ("a.jsonl", b"{\"a\":1}\n", true),
            ("a.jsonl", b"{\"a\":1}\n{\"b\":2}", true),
            ("a.jsonl", b"{\"a\":1}\n{\"b\":2", false),
            ("a.ndjson", b"", true),
            ("a.pdf", b"cut", true),
        ] {
            let path = dir.path().join(name);
            fs::write(&path, bytes).unwrap();
            let (file, data) = (File::open(&path).unwrap(), fs::metadata(&path).unwrap());
            assert_eq!(is_ended(name.as_ref(), file, &data), wanted, "{name} {}", bytes.len());
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_is_held_open_for_writing_is_known() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.jsonl");
        let writer = File::create(&path).unwrap();
        let data = fs::metadata(&path).unwrap();
        assert!(Writers::default().have(&data));
        drop(writer);
        let _reader = File::open(&path).unwrap();
        assert!(!Writers::default().have(&data));
    }
}
