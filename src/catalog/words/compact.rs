//! The compact lists, read where they lie in the program: nothing is parsed at start.

use super::super::EMBEDDED;
use fst::{Map, Set};
use std::sync::LazyLock;

type Bytes = &'static [u8];

fn bytes(file: &str) -> Option<Bytes> {
    EMBEDDED.get_file(file).map(include_dir::File::contents)
}

fn set(file: &str) -> Option<Set<Bytes>> {
    Set::new(bytes(file)?).ok()
}

fn map(file: &str) -> Option<Map<Bytes>> {
    Map::new(bytes(file)?).ok()
}

/// Idioms, without punctuation.
pub(super) fn idioms() -> Option<&'static Set<Bytes>> {
    static IDIOMS: LazyLock<Option<Set<Bytes>>> = LazyLock::new(|| set("words/idiom.fst"));
    IDIOMS.as_ref()
}

/// Everyday words of two and three characters.
pub(super) fn ordinary() -> Option<&'static Set<Bytes>> {
    static ORDINARY: LazyLock<Option<Set<Bytes>>> = LazyLock::new(|| set("words/ordinary.fst"));
    ORDINARY.as_ref()
}

/// Places: twice the level, plus one for a short form.
pub(super) fn places() -> Option<&'static Map<Bytes>> {
    static PLACES: LazyLock<Option<Map<Bytes>>> = LazyLock::new(|| map("words/place.fst"));
    PLACES.as_ref()
}

/// Characters of given names: 2 for usual ones, 1 for those that occur.
pub(super) fn given() -> Option<&'static Map<Bytes>> {
    static GIVEN: LazyLock<Option<Map<Bytes>>> = LazyLock::new(|| map("words/given.fst"));
    GIVEN.as_ref()
}
