//! The repository speaks of no machine: no absolute path of somebody's disk, no address of a registry.

use super::architecture::root;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders of generated or binary things, and the lock file, in which cargo itself names the registry.
const SKIPPED: &[&str] = &["target", ".git", "Cargo.lock", "fonts", "samples", "snapshots"];

/// Written in halves, so that this file does not find itself.
fn marks() -> Vec<String> {
    [
        ("/ho", "me/"),
        ("/Us", "ers/"),
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("/va", "r/folders"),
        ("C:\\Us", "ers"),
        ("crates", ".io"),
        ("docs", ".rs/"),
        ("lib", ".rs/"),
        ("rsp", "roxy"),
        ("npm", "js."),
        ("py", "pi.org"),
        ("proxy", ".golang"),
        ("gh", "cr.io"),
    ]
    .into_iter()
    .map(|(one, two)| format!("{one}{two}"))
    .collect()
}

fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if SKIPPED.iter().any(|skipped| name == *skipped) {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            walk(&path, into);
        } else {
            into.push(path);
        }
    }
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    walk(&root(), &mut files);
    for path in files {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (at, line) in text.lines().enumerate() {
            // Half of a path behind a name of its own, such as `<prefix>/home/`, is none.
            let found = marks().into_iter().find(|mark| stands_alone(line, mark));
            faults.extend(found.map(|mark| format!("{}:{}: {mark}", path.display(), at + 1)));
        }
    }
    assert!(faults.is_empty(), "machine paths or registries:\n{}", faults.join("\n"));
}

fn stands_alone(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !mark.starts_with('/')
            || before.is_none_or(|letter| !(letter.is_alphanumeric() || ".}])>_-*".contains(letter)))
    })
}
