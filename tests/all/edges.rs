//! The edges of the program, one row a sentence: what comes in, what is right, and the test that shows it.
//!
//! Rows stand in `edges/<area>.toml`. A row whose test is gone, or is no test any more, fails here.

use super::architecture::root;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Area {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// What comes in.
    input: String,
    /// What is right.
    right: String,
    /// `path/of/file.rs::name_of_the_test`, one or several.
    test: Vec<String>,
}

#[test]
fn every_edge_has_a_test_that_is_there() {
    let (mut faults, mut inputs) = (Vec::new(), BTreeSet::new());
    for entry in fs::read_dir(root().join("tests/all/edges")).unwrap() {
        let path = entry.unwrap().path();
        let area: Area = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for row in area.row {
            if row.right.trim().is_empty() || row.test.is_empty() {
                faults.push(format!("{}: '{}' says nothing of what is right", path.display(), row.input));
            }
            faults.extend(
                row.test.iter().filter(|test| !is_a_test(test)).map(|test| format!("no test {test}")),
            );
            if !inputs.insert(row.input.clone()) {
                faults.push(format!("'{}' stands twice", row.input));
            }
        }
    }
    assert!(inputs.len() > 1, "no rows were read");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Whether a file has a function of this name, marked as a test in one of the six lines before it.
fn is_a_test(test: &str) -> bool {
    let Some((file, name)) = test.split_once("::") else { return false };
    let Ok(text) = fs::read_to_string(root().join(file)) else { return false };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let head = format!("fn {name}(");
    lines
        .iter()
        .enumerate()
        .any(|(at, line)| line.starts_with(&head) && lines[at.saturating_sub(6)..at].contains(&"#[test]"))
}
