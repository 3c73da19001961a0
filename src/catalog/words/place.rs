//! Place names of GB/T 2260 down to counties, long (石家庄市) and short (石家庄).

use super::normal::Normal;
use super::{WordLists, compact};
use fst::raw::Output;

/// Which unit a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A province, or a unit of its rank.
    Province,
    /// A city, prefecture or league.
    City,
    /// A county, district or county-level city.
    County,
}

/// In which form it is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// In full.
    Full,
    /// Without 省, 市, 县 …, so that it may be another word by accident.
    Short,
}

/// A place named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceHit {
    /// The name that was found, normalised.
    pub name: String,
    /// Which unit it is; none for a name that stands in the list of words alone.
    pub level: Option<Level>,
    /// In which form it is named.
    pub form: Form,
    /// Its first character in the text as given, from 0.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
}

pub(super) fn is_place(normal: &str) -> bool {
    compact::places().is_some_and(|places| places.contains_key(normal))
}

/// Longest place at each position; a place inside another is not told again.
pub(super) fn places_in(words: &WordLists, text: &Normal) -> Vec<PlaceHit> {
    let own = words.find_in(&WordLists::PLACE, text);
    let mut hits = Vec::new();
    let mut free = 0;
    for (start, _) in text.as_str().char_indices() {
        if start < free {
            continue;
        }
        let listed = longest(words, text, start);
        let here = text.given(start, start + 1).map_or(0, |(at, _)| at);
        let own = own.iter().find(|hit| hit.start == here);
        match (listed, own) {
            (Some((end, hit)), own) if own.is_none_or(|own| own.end <= hit.end) => {
                free = end;
                hits.push(hit);
            }
            (_, Some(own)) => {
                free = start + Normal::of(&own.word.text).as_str().len();
                let name = own.word.text.clone();
                hits.push(PlaceHit { name, level: None, form: Form::Full, start: own.start, end: own.end });
            }
            _ => {}
        }
    }
    hits
}

/// The longest place of the compact list that begins at a byte and is not off, with its end.
fn longest(words: &WordLists, text: &Normal, start: usize) -> Option<(usize, PlaceHit)> {
    let places = compact::places()?.as_fst();
    let rest = &text.as_str()[start..];
    let (mut node, mut value) = (places.root(), Output::zero());
    let mut best = None;
    for (at, byte) in rest.bytes().enumerate() {
        let Some(step) = node.find_input(byte) else { break };
        let step = node.transition(step);
        value = value.cat(step.out);
        node = places.node(step.addr);
        if node.is_final() && words.own(&WordLists::PLACE, &rest[..=at]) != Some(false) {
            best = Some((start + at + 1, value.cat(node.final_output()).value()));
        }
    }
    let (end, value) = best?;
    let (from, to) = text.given(start, end)?;
    let level = match value / 2 {
        1 => Level::Province,
        2 => Level::City,
        _ => Level::County,
    };
    let form = if value % 2 == 1 { Form::Short } else { Form::Full };
    let name = text.as_str()[start..end].to_owned();
    Some((end, PlaceHit { name, level: Some(level), form, start: from, end: to }))
}
