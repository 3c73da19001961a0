//! Files of a configuration folder: every kind of them, every leaf of a row.

use super::{must_be_clean, payload};
use crate::all::architecture::root;
use beian::catalog::{Catalog, Layer};
use beian::domain::lang::Lang;
use std::fs;
use std::path::Path;
use toml::{Table, Value};

/// The catalogue's own files, by the name under which a folder changes them.
fn own(folder: &Path, under: &str, all: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{under}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            own(&path, &format!("{name}/"), all);
        } else if name.ends_with(".toml") {
            all.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// Puts the payload into leaf number `at`, counted through; true where there was one.
fn steer(value: &mut Value, at: &mut usize) -> bool {
    match value {
        Value::Table(table) => table.iter_mut().any(|(_, value)| steer(value, at)),
        Value::Array(list) if !list.is_empty() => steer(&mut list[0], at),
        leaf => {
            if *at == 0 {
                *leaf = Value::String(payload());
                return true;
            }
            *at -= 1;
            false
        }
    }
}

/// Files made of one of ours, with other leaves steered in each: a leaf a row where it has rows.
fn steered(text: &str) -> Vec<String> {
    let table: Table = toml::from_str(text).unwrap();
    let mut files = vec![payload()];
    let mut strange = table.clone();
    strange.insert(payload(), Value::Integer(1));
    files.push(toml::to_string(&strange).unwrap());
    let rows = table.iter().find_map(|(name, value)| Some((name, value.as_array()?)));
    let rows = rows.filter(|(_, rows)| rows.first().is_some_and(Value::is_table) && table.len() == 1);
    let Some((name, rows)) = rows else {
        for at in 0..30 {
            let (mut one, mut left) = (Value::Table(table.clone()), at);
            if !steer(&mut one, &mut left) {
                break;
            }
            files.push(toml::to_string(&one).unwrap());
        }
        return files;
    };
    let mut rows = rows.clone();
    for (at, row) in rows.iter_mut().enumerate() {
        if !steer(row, &mut at.clone()) {
            row.as_table_mut().unwrap().insert(payload(), Value::Integer(1));
        }
    }
    files.push(toml::to_string(&Table::from_iter([(name.clone(), Value::Array(rows))])).unwrap());
    files
}

/// How many faults files have; what is said of them is text.
fn must_say(files: Vec<(String, String)>) -> usize {
    let layer = Layer { folder: "恶\u{1b}[2J\n".into(), files };
    let faults = Catalog::examined(&[layer]).err().unwrap_or_default();
    for fault in &faults {
        for lang in [Lang::Zh, Lang::En] {
            must_be_clean(fault.sentence(lang).as_bytes(), &fault.file);
            assert!(fault.sentence(lang).chars().count() < 2000, "{}", fault.sentence(lang));
        }
    }
    faults.len()
}

#[test]
fn no_file_of_a_configuration_folder_steers_what_is_said_of_it() {
    let (mut all, mut said) = (Vec::new(), 0);
    own(&root().join("data"), "", &mut all);
    // Of files that are all alike, one stands for all.
    let mut kinds = std::collections::BTreeSet::new();
    all.retain(|(name, _)| match name.split_once('/') {
        Some((folder @ ("calendars" | "profiles" | "words"), _)) => kinds.insert(folder.to_owned()),
        _ => true,
    });
    assert!(kinds.len() == 3 && all.len() > 20);
    // One fault of each file at a time: a reader that has all files tells them all.
    let files: Vec<(&String, Vec<String>)> = all.iter().map(|(name, text)| (name, steered(text))).collect();
    for at in 0..files.iter().map(|(_, texts)| texts.len()).max().unwrap_or_default() {
        let files = files.iter().filter_map(|(name, texts)| Some(((*name).clone(), texts.get(at)?.clone())));
        said += must_say(files.collect());
    }
    let strange =
        Layer { folder: String::new(), files: vec![(format!("{}.toml", payload()), String::new())] };
    let faults = Catalog::examined(&[strange]).err().unwrap();
    faults.iter().for_each(|fault| must_be_clean(fault.sentence(Lang::Zh).as_bytes(), "a strange name"));
    assert!(said > 100, "only {said} faults were said");
}
