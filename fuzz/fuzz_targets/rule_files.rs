//! Files of a configuration folder: any text is taken or refused, never a panic.
#![no_main]

use beian::catalog::{Catalog, Layer};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 6] = [
    "rules/own.toml",
    "profiles/own.toml",
    "provinces.toml",
    "reasons.toml",
    "calendars/2027.toml",
    "texts/zh.toml",
];

fuzz_target!(|data: (u8, &str)| {
    let (which, text) = data;
    let name = NAMES[usize::from(which) % NAMES.len()];
    let layer = Layer { folder: "own".into(), files: vec![(name.into(), text.into())] };
    if let Err(broken) = Catalog::layered(&[layer]) {
        let _ = broken.to_string();
    }
});
