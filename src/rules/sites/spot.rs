//! Words of the lists, found in a text and shown where they stand.

use crate::catalog::words::{Hit, ListId, Normal};
use crate::domain::lang::Bilingual;
use crate::domain::rule::Weight;
use crate::rules::Case;
use crate::rules::put::Put;
use std::cmp::Reverse;

/// What says that a trade is *not* meant.
const DENIALS: [&str; 9] = ["不涉及", "不含", "不包含", "不从事", "不提供", "不经营", "没有", "无", "非"];
/// What ends a clause; an enumeration goes on.
const ENDS: [char; 12] = ['，', ',', '。', '；', ';', '！', '!', '？', '?', '\n', '（', '('];

/// Words of several lists that hold in the order's province, from left to right; a word inside another is
/// not told again.
pub(super) fn hits<'a>(case: &Case<'a>, lists: &[ListId], text: &str) -> Vec<Hit<'a>> {
    let normal = Normal::of(text);
    let words = case.catalog.words();
    let mut found: Vec<Hit<'a>> = lists
        .iter()
        .flat_map(|list| words.find_in(list, &normal))
        .filter(|hit| hit.holds_in(&case.order.province))
        .collect();
    found.sort_by_key(|hit| (hit.start, Reverse(hit.end)));
    let mut free = 0;
    found.retain(|hit| {
        let is_new = hit.start >= free;
        free = free.max(hit.end);
        is_new
    });
    found
}

/// The same without those that the text denies: 不涉及金融、教育.
pub(super) fn meant<'a>(case: &Case<'a>, lists: &[ListId], text: &str) -> Vec<Hit<'a>> {
    let mut found = hits(case, lists, text);
    found.retain(|hit| !is_denied(text, hit.start));
    found
}

fn is_denied(text: &str, start: usize) -> bool {
    let before: String = text.chars().take(start).collect();
    let clause = before.rsplit(ENDS).next().unwrap_or_default();
    DENIALS.iter().any(|denial| clause.contains(denial))
}

/// Shows hits in a finding: marks, the words as `{words}`, and the weight of the surest of them.
pub(super) fn show<'p>(put: Put<'p>, hits: &[Hit]) -> Put<'p> {
    let surest = hits.iter().map(|hit| hit.certainty().at_most()).max().unwrap_or(Weight::Info);
    let put = hits.iter().fold(put, |put, hit| put.mark(hit.start, hit.end));
    put.say("words", listed(hits.iter().map(|hit| hit.word.text.as_str()))).at_most(surest)
}

/// Words in a row, each once.
pub(super) fn listed<'w>(words: impl IntoIterator<Item = &'w str>) -> Bilingual {
    let mut all: Vec<&str> = Vec::new();
    for word in words {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    Bilingual::new(all.join("、"), all.join(", "))
}

/// Texts in a row, each once.
pub(super) fn enumerated(texts: &[Bilingual]) -> Bilingual {
    let zh = listed(texts.iter().map(|text| text.zh.as_str())).zh;
    let en = listed(texts.iter().map(|text| text.en.as_str())).en;
    Bilingual::new(zh, en)
}

/// True for a Han character.
pub(super) const fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}')
}

/// True where two names are the same but for width, case and blanks.
pub(in crate::rules) fn same(one: &str, other: &str) -> bool {
    one == other || Normal::of(one).as_str() == Normal::of(other).as_str()
}
