//! Names of sites: every word list, idioms, places and personal names, on any text.
#![no_main]

use beian::catalog::Catalog;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().expect("the embedded catalogue"));

fuzz_target!(|text: &str| {
    let words = CATALOG.words();
    let letters = text.chars().count();
    for list in words.lists() {
        for hit in words.find_all(&list.id, text) {
            assert!(hit.start < hit.end && hit.end <= letters, "{hit:?} in {text:?}");
        }
    }
    let _ = (words.is_idiom(text), words.is_place(text), words.places_in(text));
    if let Some(range) = words.looks_like_person_name(text) {
        assert!(range.start < range.end && range.end <= letters);
    }
});
