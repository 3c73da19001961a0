//! Every refusal that the program can utter, steered: whatever comes in by an argument, a variable, a name or the
//! content of a file, what goes out is text. No byte below 0x20 but line ends and the program's own tabs, no DEL,
//! no C1, nothing that turns directions or can't be seen; and no line or cell that the text made up.

mod arguments;
mod configured;
mod files;
mod printed;

use super::support::{Place, copy_folder};
use beian::domain::text::visible;
use beian::work::{Desk, claim, demo};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;
use tempfile::TempDir;

/// Escapes, C1, ends of lines and columns, directions, hidden characters, a tower of marks, a formula; and more of
/// it than any sentence quotes.
fn payload() -> String {
    let marks = "\u{301}".repeat(40);
    format!(
        "恶\u{1}\u{7}\u{8}\u{1b}[6;9;13m\u{1b}]52;c;cHc=\u{7}\u{7f}\u{85}FORGED\u{9b}2J\u{9d}2;PWNED\u{9c}\
         \u{202e}\u{2066}\u{200b}\u{200d}\u{feff}\u{ad}\u{e0041}\u{fe0f}e{marks}\nFORGED: x\r\nFORGED\rFORGED\
         \u{2028}FORGED\tFORGED`, expected `FORGED\u{1b}P1;PWNED\u{1b}\\{}尾",
        "Z".repeat(3000)
    )
}

/// The same as a file's name can hold it.
fn name() -> String {
    "恶\u{1b}[2J\u{1b}]52;c;AA\u{7}\nFORGED\tFORGED\r\u{85}FORGED\u{9b}\u{202e}\u{2066}\u{200b}\u{e0041}\u{7f}尾".to_owned()
}

/// A home with orders in every stage, made once.
static HOME: LazyLock<TempDir> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let home = beian::work::Home::new(dir.path().join("home"));
    let now = beian::work::now();
    let mut desk = Desk::create(home, super::support::catalog()).unwrap();
    demo::fill(&mut desk, now).unwrap();
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    let id = desk.store.order_id(&"ICP-10203".into()).unwrap();
    claim::claim(&mut desk, zhu, id, now).unwrap();
    dir
});

/// A copy of that home; attachments are shared.
fn copied() -> Place {
    let place = Place::bare();
    let (from, to) = (HOME.path().join("home"), place.home().dir().to_owned());
    fs::create_dir_all(&to).unwrap();
    for entry in fs::read_dir(&from).unwrap() {
        let (path, name) = (entry.as_ref().unwrap().path(), entry.unwrap().file_name());
        match name.to_str().unwrap() {
            "files" => std::os::unix::fs::symlink(&path, to.join(name)).unwrap(),
            _ if path.is_dir() => copy_folder(&path, &to.join(name)),
            _ => drop(fs::copy(&path, to.join(name)).unwrap()),
        }
    }
    place
}

/// The program on such a home, as its supervisor.
fn program(place: &Place, lang: &str) -> Command {
    let mut command = place.command(&[]);
    command.env("BEIAN_LANG", lang).env("BEIAN_USER", "zhu").env("BEIAN_PASSPHRASE", demo::PASSPHRASE);
    command.env("BEIAN_NEW_PASSPHRASE", "correct horse battery").stdin(std::process::Stdio::null());
    command
}

/// What is printed steers nothing, and is told in few words where the program refused.
fn must_be_text(output: &Output, what: &str) {
    must_be_clean(&output.stdout, &format!("{what}: stdout"));
    must_be_clean(&output.stderr, &format!("{what}: stderr"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!errors.contains("panicked"), "{what}: {errors}");
    assert!(!errors.contains(&"Z".repeat(1500)), "{what}: a value drowns the sentence\n{errors}");
}

fn must_be_clean(bytes: &[u8], what: &str) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
    for line in text.split('\n') {
        for cell in line.split('\t') {
            assert_eq!(visible(cell), cell, "{what}");
            assert!(!cell.trim_start().starts_with("FORGED"), "{what}: a line or cell was made up\n{text}");
        }
        if line.contains('\t') {
            let formula = line.split('\t').find(|cell| {
                cell.len() > 1 && cell.trim_start().starts_with(['=', '+', '-', '@', '"', '＝'])
            });
            assert_eq!(formula, None, "{what}: a cell is a formula\n{line}");
        }
    }
}

/// Reports, logs and whatever else of a folder people open.
fn must_hold_text(folder: &Path) -> usize {
    let mut seen = 0;
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            seen += must_hold_text(&path);
        } else if ["report.json", ".log", ".out", ".html"].iter().any(|end| name.ends_with(end)) {
            must_be_clean(&fs::read(&path).unwrap(), &path.display().to_string());
            seen += 1;
        }
    }
    seen
}
