//! A hint that a name is, at its core, a person's name.
//!
//! The core is what stays when frames go (的小站, 个人博客 …). It looks like a person's name where it is a
//! surname and one or two characters that given names use, and no everyday word, place or idiom. A surname
//! that is an everyday word too (高, 金, 云 …) asks for more.

use super::compact;
use super::list::ListId;
use super::normal::Normal;
use super::{WordLists, place};
use std::ops::Range;

/// How usual a character is in given names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Given {
    Never,
    Occurs,
    Usual,
}

pub(super) fn core_name(words: &WordLists, text: &Normal) -> Option<Range<usize>> {
    let (start, end) = core(words, text.as_str());
    let core = &text.as_str()[start..end];
    let (from, to) = text.given(start, end)?;
    is_name(words, core).then_some(from..to)
}

/// Bytes of what stays without openings at its start and frames at its end.
fn core(words: &WordLists, text: &str) -> (usize, usize) {
    let mut start = 0;
    if let Some(opening) = at_start(words, text) {
        start = opening;
    }
    start += text[start..].len() - text[start..].trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let mut end = text.len();
    loop {
        let rest = &text[start..end];
        let trimmed = rest.trim_end_matches(|c: char| !c.is_alphanumeric() || c == '的' || c == '之');
        let frame = longest_end(words, trimmed);
        if trimmed.len() == rest.len() && frame == 0 {
            return (start, end);
        }
        end = start + trimmed.len() - frame;
    }
}

fn at_start(words: &WordLists, text: &str) -> Option<usize> {
    let list = words.list(&WordLists::PERSON_OPENING)?;
    list.words().iter().filter(|word| text.starts_with(&word.text)).map(|word| word.text.len()).max()
}

fn longest_end(words: &WordLists, text: &str) -> usize {
    let Some(list) = words.list(&WordLists::PERSON_FRAME) else { return 0 };
    let ends = text.char_indices().rev().take(8).map(|(at, _)| &text[at..]);
    ends.filter(|end| list.has(end)).map(str::len).max().unwrap_or(0)
}

fn is_name(words: &WordLists, core: &str) -> bool {
    let count = core.chars().count();
    if !(2..=4).contains(&count) {
        return false;
    }
    if let Some(listed) = words.own(&WordLists::PERSON_NAME, core) {
        return listed;
    }
    if is_ordinary(core) || place::is_place(core) || compact::idioms().is_some_and(|all| all.contains(core)) {
        return false;
    }
    let first = |n: usize| core.char_indices().nth(n).map_or(core.len(), |(at, _)| at);
    let (one, two) = (first(1), first(2));
    if has(words, &WordLists::SURNAME_COMPOUND, &core[..two]) {
        return count > 2 && weakest(&core[two..]) >= Given::Occurs;
    }
    if count > 3 {
        return false;
    }
    let everyday = has(words, &WordLists::SURNAME_EVERYDAY, &core[..one]);
    let surname = has(words, &WordLists::SURNAME, &core[..one]);
    let given = weakest(&core[one..]);
    match (surname, everyday, count) {
        (_, true, 3) => given == Given::Usual && !is_ordinary(&core[..two]) && !is_ordinary(&core[one..]),
        (true, false, 3) => given == Given::Usual || (given == Given::Occurs && !is_ordinary(&core[..two])),
        (true, false, 2) => given == Given::Usual,
        _ => false,
    }
}

fn has(words: &WordLists, id: &ListId, normal: &str) -> bool {
    words.list(id).is_some_and(|list| list.has(normal))
}

fn is_ordinary(word: &str) -> bool {
    compact::ordinary().is_some_and(|words| words.contains(word))
}

/// How usual the least usual character of a given name is.
fn weakest(name: &str) -> Given {
    let mut bytes = [0; 4];
    let each =
        name.chars().map(|c| match compact::given().and_then(|map| map.get(c.encode_utf8(&mut bytes))) {
            Some(2..) => Given::Usual,
            Some(1) => Given::Occurs,
            _ => Given::Never,
        });
    each.min().unwrap_or(Given::Never)
}
