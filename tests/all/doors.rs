//! The doors: what is printed, and what is written for people, goes through one place each, where it is filtered.

use super::architecture::root;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What prints or writes, as it stands in the code.
const WAYS: [&str; 17] = [
    "println!(",
    "print!(",
    "io::stdout()",
    "io::stderr()",
    "fs::write(",
    ".write_all(",
    "to_writer(",
    "to_writer_pretty(",
    "to_string_pretty(",
    "to_vec_pretty(",
    "File::create(",
    "File::create_new(",
    ".persist(",
    ".persist_noclobber(",
    "fs::copy(",
    "io::copy(",
    "prompt_password(",
];

/// Where they stand, and why each place is a door or needs none.
const PLACES: [(&str, &str); 25] = [
    ("src/cli/eye.rs", "answers the program that started it, by a pipe"),
    ("src/work/eye/ask.rs", "questions and answers of that pipe"),
    ("src/cli/out.rs", "the door to the terminal"),
    ("src/work/written.rs", "the door to files for people"),
    ("src/domain/text/plain.rs", "makes JSON of what both doors take"),
    ("src/cli/desk.rs", "asks whether there is a terminal, and prints nothing"),
    ("src/cli/sign_in.rs", "asks for a passphrase, with a filtered prompt"),
    ("src/driver/narrow.rs", "the desk's own terminal, where it has few colours"),
    ("src/driver/workers/outside/copies.rs", "an outside viewer's copy of a file carries its bytes"),
    ("src/work/quarantine/redact.rs", "covers secrets in what is kept as it came"),
    ("src/outgoing/smtp/talk.rs", "speaks to a mail server"),
    ("src/driver/terminal.rs", "the desk's own terminal; ui::text filters what is drawn"),
    ("src/driver/workers/outside.rs", "a copied text goes to the clipboard as it is, in Base64"),
    ("src/store/files.rs", "attachments are their bytes"),
    ("src/work/package.rs", "a hand-over package carries its bytes as they are"),
    ("src/outgoing/package.rs", "the manifest of a hand-over package; its reader is the bureau's program"),
    ("src/work/backup/take.rs", "a copy of the home carries its bytes as they are"),
    ("src/work/backup/bring.rs", "brings those bytes back"),
    (
        "src/work/quarantine/copy.rs",
        "keeps what was refused as it came; the report beside it goes through the door",
    ),
    ("src/work/quarantine/lines.rs", "keeps refused lines as they came; their report goes through the door"),
    ("src/outgoing/folder.rs", "messages are their bytes; texts in it went through Plain"),
    ("src/outgoing/text.rs", "hands a message to a command"),
    ("src/work/demo.rs", "writes the samples that are built in"),
    ("src/work/secret.rs", "writes the key of the secrets"),
    ("src/intake/given.rs", "keeps standard input in a nameless file, to read it twice"),
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
fn whatever_prints_or_writes_is_a_door_or_says_why_it_needs_none() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let (mut faults, mut used) = (Vec::new(), BTreeSet::new());
    for file in files {
        let name = file.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let whole = fs::read_to_string(&file).unwrap();
        // Tests write what they like.
        let code = whole.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let of_tests = name.ends_with("/tests.rs") || name.contains("/tests/") || name.contains("/testing");
        let found = WAYS.iter().filter(|way| code.contains(**way));
        for way in found.filter(|_| !of_tests) {
            match PLACES.iter().find(|(place, _)| *place == name) {
                Some((place, _)) => drop(used.insert(*place)),
                None => faults.push(format!("{name}: {way} … is no door; use cli::out or work::written")),
            }
        }
    }
    faults.extend(
        PLACES
            .iter()
            .filter(|(place, _)| !used.contains(place))
            .map(|(place, _)| format!("{place} writes nothing any more")),
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
