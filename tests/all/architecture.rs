//! The arrows: a module uses only what stands to its right, and siblings of one column never use each other.
//!
//! Every path that begins with `crate::`, `super::` or `beian::` in `src/` is read and resolved to the
//! module of the top level that it reaches.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const CATALOG: &[&str] = &["domain"];
const COLUMN: &[&str] = &["catalog", "domain"];
const WORK: &[&str] = &["store", "intake", "evidence", "outgoing", "rules", "catalog", "domain"];
const DRIVER: &[&str] =
    &["ui", "app", "work", "store", "intake", "evidence", "outgoing", "rules", "catalog", "domain"];
const CLI: &[&str] =
    &["driver", "ui", "app", "work", "store", "intake", "evidence", "outgoing", "rules", "catalog", "domain"];

/// What each module may use besides itself.
const ARROWS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("catalog", CATALOG),
    ("rules", COLUMN),
    ("evidence", COLUMN),
    ("store", COLUMN),
    ("intake", COLUMN),
    ("outgoing", COLUMN),
    ("work", WORK),
    ("app", COLUMN),
    ("ui", &["app", "catalog", "domain"]),
    ("driver", DRIVER),
    ("cli", CLI),
];

/// The crates that a pure module may never name: they do what it must not.
const IMPURE_CRATES: &[&str] =
    &["rusqlite", "tokio", "notify", "crossterm", "tempfile", "rustix", "arboard", "lettre"];
const PURE: &[&str] = &["domain", "catalog", "rules", "evidence", "app"];

#[test]
fn no_arrow_runs_against_the_table() {
    let mut faults = Vec::new();
    for file in sources() {
        let module = Module::of(&file);
        let Some(from) = module.top() else { continue };
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == from) else {
            faults.push(format!("{}: src/{from} stands in no column of the table", file.display()));
            continue;
        };
        for (line, to) in used(&read(&file), &module) {
            let known = ARROWS.iter().any(|(name, _)| *name == to);
            if known && to != from && !allowed.contains(&to.as_str()) {
                faults.push(format!("{}:{line}: {from} uses {to}", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "arrows against the table:\n{}", faults.join("\n"));
}

#[test]
fn a_pure_module_names_no_crate_that_does_input_or_output() {
    let mut faults = Vec::new();
    for file in sources() {
        let module = Module::of(&file);
        if !module.top().is_some_and(|top| PURE.contains(&top)) {
            continue;
        }
        let tokens = tokens(&read(&file));
        for pair in tokens.windows(2).filter(|pair| pair[1].text == "::") {
            let name = pair[0].text.as_str();
            if IMPURE_CRATES.contains(&name) && !in_tests(&module) {
                faults.push(format!("{}:{}: {name}", file.display(), pair[0].line));
            }
        }
    }
    assert!(faults.is_empty(), "crates of the impure side:\n{}", faults.join("\n"));
}

#[test]
fn the_pure_modules_deny_what_clippy_toml_lists() {
    let wanted = "#![deny(clippy::disallowed_methods, clippy::disallowed_types)]";
    for name in ["domain", "catalog", "rules", "evidence", "app", "ui"] {
        let path = root().join("src").join(format!("{name}.rs"));
        if path.is_file() {
            assert!(read(&path).contains(wanted), "src/{name}.rs lacks {wanted}");
        }
    }
}

#[test]
fn sql_stands_in_the_store_alone() {
    for file in sources().into_iter().filter(|file| Module::of(file).top() != Some("store")) {
        let tokens = tokens(&read(&file));
        // A worker may hold the handle that cancels a query, and tell its error from others.
        let found = tokens.windows(3).find(|three| {
            three[0].text == "rusqlite" && !["InterruptHandle", "ErrorCode"].contains(&three[2].text.as_str())
        });
        assert!(found.is_none(), "{} names rusqlite", file.display());
    }
}

#[test]
fn the_reader_of_paths_sees_groups_supers_and_inline_modules() {
    let module = Module(vec!["ui".into(), "queue".into()]);
    let text = r#"
        use crate::{app::App, domain::{ids::OrderId, text}};
        use super::super::work::decide; // use crate::store
        mod tests { use super::*; use super::super::pane; fn f() { "crate::evidence"; } }
        fn g<'a>(x: &'a str) -> char { let _ = '"'; crate::cli::run() }
    "#;
    let found: BTreeSet<String> = used(text, &module).into_iter().map(|(_, to)| to).collect();
    let wanted = ["app", "cli", "domain", "ui", "work"].map(String::from);
    assert_eq!(found, BTreeSet::from(wanted));
}

pub(super) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn sources() -> Vec<PathBuf> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    found.sort();
    found
}

/// The path of a file's module: `src/store/order.rs` is `store::order`.
struct Module(Vec<String>);

impl Module {
    fn of(file: &Path) -> Self {
        let inner = file.strip_prefix(root().join("src")).unwrap().with_extension("");
        let mut steps: Vec<String> = inner.iter().map(|step| step.to_string_lossy().into_owned()).collect();
        if steps.last().is_some_and(|last| last == "mod") {
            steps.pop();
        }
        if matches!(steps.as_slice(), [only] if only == "lib" || only == "main") {
            steps.clear();
        }
        Self(steps)
    }

    fn top(&self) -> Option<&str> {
        self.0.first().map(String::as_str)
    }
}

fn in_tests(module: &Module) -> bool {
    module.0.iter().any(|step| step == "tests")
}

struct Token {
    line: usize,
    text: String,
}

/// Names, `::` and single signs; comments, strings and characters left out.
fn tokens(text: &str) -> Vec<Token> {
    let bytes: Vec<char> = text.chars().collect();
    let (mut at, mut line, mut found) = (0, 1, Vec::new());
    let get = |at: usize| bytes.get(at).copied().unwrap_or('\0');
    while at < bytes.len() {
        let from = at;
        match (get(at), get(at + 1)) {
            ('/', '/') => {
                while at < bytes.len() && get(at) != '\n' {
                    at += 1;
                }
            }
            ('/', '*') => {
                while at < bytes.len() && (get(at), get(at + 1)) != ('*', '/') {
                    at += 1;
                }
                at += 2;
            }
            ('r', '"' | '#') => at = end_of_raw(&bytes, at),
            ('"', _) => at = end_of_text(&bytes, at),
            ('\'', '\\') => {
                at += 3;
                while at < bytes.len() && get(at) != '\'' {
                    at += 1;
                }
                at += 1;
            }
            ('\'', _) if get(at + 2) == '\'' => at += 3,
            (':', ':') => {
                found.push(Token { line, text: "::".into() });
                at += 2;
            }
            (first, _) if first.is_alphanumeric() || first == '_' => {
                while get(at).is_alphanumeric() || get(at) == '_' {
                    at += 1;
                }
                found.push(Token { line, text: bytes[from..at].iter().collect() });
            }
            (sign, _) => {
                if !sign.is_whitespace() {
                    found.push(Token { line, text: sign.to_string() });
                }
                at += 1;
            }
        }
        line += bytes[from..at.min(bytes.len())].iter().filter(|letter| **letter == '\n').count();
    }
    found
}

fn end_of_text(letters: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < letters.len() && letters[at] != '"' {
        at += if letters[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// The end of `r"…"` or `r#"…"#`; the end of the name where it is no raw string.
fn end_of_raw(letters: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while letters.get(at) == Some(&'#') {
        at += 1;
    }
    let marks = at - from - 1;
    if letters.get(at) != Some(&'"') {
        return at;
    }
    at += 1;
    while at < letters.len() {
        let closes = letters[at] == '"' && letters[at + 1..].iter().take(marks).all(|sign| *sign == '#');
        at += 1;
        if closes {
            return at + marks;
        }
    }
    at
}

/// The modules of the top level that a file uses, with the lines.
fn used(text: &str, module: &Module) -> Vec<(usize, String)> {
    let tokens = tokens(text);
    let is = |at: usize, text: &str| tokens.get(at).is_some_and(|token| token.text == text);
    let (mut found, mut depth, mut inline) = (Vec::new(), 0_usize, Vec::new());
    for at in 0..tokens.len() {
        match tokens[at].text.as_str() {
            "{" => {
                depth += 1;
                if at >= 2 && is(at - 2, "mod") {
                    inline.push(depth);
                }
            }
            "}" => {
                if inline.last() == Some(&depth) {
                    inline.pop();
                }
                depth = depth.saturating_sub(1);
            }
            "crate" | "beian" if is(at + 1, "::") && !(at > 0 && is(at - 1, "::")) => {
                targets(&tokens, at + 2, &mut found);
            }
            "super" if is(at + 1, "::") && !(at > 0 && is(at - 1, "::")) => {
                let mut next = at;
                let mut up = 0;
                while is(next, "super") && is(next + 1, "::") {
                    up += 1;
                    next += 2;
                }
                match (module.0.len() + inline.len()).checked_sub(up) {
                    Some(0) => targets(&tokens, next, &mut found),
                    _ => found.extend(module.top().map(|top| (tokens[at].line, top.to_owned()))),
                }
            }
            _ => {}
        }
    }
    found
}

/// The first names of the path, or of each member of the group, that begins at `at`.
fn targets(tokens: &[Token], at: usize, found: &mut Vec<(usize, String)>) {
    let Some(first) = tokens.get(at) else { return };
    if first.text != "{" {
        found.push((first.line, first.text.clone()));
        return;
    }
    let (mut depth, mut begins) = (0, true);
    for token in &tokens[at..] {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 1 => begins = true,
            name if depth == 1 && begins => {
                found.push((token.line, name.to_owned()));
                begins = false;
            }
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}
