//! What reads files, and why each place may: a file that a person names is read by `intake::given` alone, which
//! neither waits for a pipe nor reads a device until memory ends.

use super::architecture::root;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What opens or reads a file, as it stands in the code.
const WAYS: [&str; 12] = [
    "fs::read(",
    "fs::read_to_string(",
    "io::read_to_string(",
    "File::open(",
    "OpenOptions",
    "fs::open(",
    "openat(",
    "io::stdin()",
    ".read_to_end(",
    ".read_to_string(",
    "fs::read_dir(",
    "fs::File::options",
];

/// Where they stand, and why.
const PLACES: &[(&str, &str)] = &[
    ("src/intake/given.rs", "the door for files that a person names, and for standard input"),
    ("src/intake/folder.rs", "the door for files of a package: no link, regular files alone, bounded"),
    ("src/intake/archive.rs", "entries of a zip that came through that door, bounded"),
    ("src/intake/table/encoding.rs", "the first bytes of what came through the door"),
    ("src/work/config.rs", "lists a configuration folder; its files come through the door"),
    ("src/work/host.rs", "what was opened by the door, bounded"),
    ("src/work/quarantine/copy.rs", "keeps what was refused, opened by that door, bounded"),
    ("src/work/quarantine/age.rs", "lists the home's own quarantine"),
    ("src/work/quarantine/redact.rs", "what the quarantine keeps, bounded"),
    ("src/work/inbox/ripe.rs", "looks at what lies in an inbox"),
    (
        "src/work/inbox/ended.rs",
        "the end of a file that came through that door; which files are open, from the system",
    ),
    ("src/work/package.rs", "lists a hand-over package; its files come through the door"),
    ("src/work/strays.rs", "lists the home's own folder of attachments"),
    ("src/work/backup/take.rs", "the home's own attachments"),
    ("src/work/backup/bring.rs", "entries of a copy that came through the door, bounded"),
    ("src/store/files.rs", "the home's own attachments, which must have their hash"),
    ("src/outgoing/folder.rs", "opens the program's own folder to make a rename durable"),
    ("src/outgoing/text.rs", "what a command said into a file of the program's own, bounded"),
    ("src/work/send.rs", "opens the home's own lock"),
    ("src/driver/feed.rs", "the desk's terminal"),
    ("src/driver/workers/outside/copies.rs", "lists the program's own folder of copies"),
    ("src/cli/eye.rs", "the pipe from the program that started it"),
    ("src/work/eye/ask.rs", "questions and answers of that pipe, bounded"),
    ("src/work/eye/serve.rs", "which descriptors it was left, from the system"),
    ("src/cli/desk.rs", "asks whether standard input is a terminal"),
    ("src/cli/recover.rs", "asks whether standard input is a terminal"),
    ("src/cli/sign_in.rs", "a passphrase from the terminal or a descriptor that was given for it, bounded"),
];

fn sources(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            all.push(path);
        }
    }
}

#[test]
fn whatever_reads_a_file_says_why_it_may() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let (mut faults, mut used) = (Vec::new(), BTreeSet::new());
    for file in files {
        let name = file.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let whole = fs::read_to_string(&file).unwrap();
        // Tests read what they like.
        let code = whole.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let of_tests = ["/tests.rs", "/tests/", "/testing"].iter().any(|part| name.contains(part));
        for way in WAYS.iter().filter(|way| !of_tests && code.contains(**way)) {
            match PLACES.iter().find(|(place, _)| *place == name) {
                Some((place, _)) => drop(used.insert(*place)),
                None => {
                    faults.push(format!("{name}: {way} … is no door; use intake::given or work::reading"))
                }
            }
        }
    }
    let idle = PLACES.iter().filter(|(place, _)| !used.contains(place));
    faults.extend(idle.map(|(place, _)| format!("{place} reads nothing any more")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
