//! Passports and permits, where the text beside them says that it is one.

use super::super::Personal;
use super::super::fold::{Glyph, Shape};
use super::Stretch;
use super::aside::runs;
use std::ops::Range;

/// Words of documents whose numbers may be digits alone.
const TRAVEL: [&str; 8] =
    ["护照", "通行证", "回乡证", "台胞证", "居留", "居住证", "passport", "travel document"];
/// Words of any document: their numbers count only with a letter.
const ANY: [&str; 6] = ["证件", "证号", "身份", "identity", "permit", "id number"];
/// How far from the number the word may stand: before it, and behind.
const BEFORE: usize = 14;
const BEHIND: usize = 6;

pub(super) fn spans(letters: &[Glyph], aside: &[bool]) -> Vec<Stretch> {
    let words = runs(letters, |is| matches!(is, Shape::Latin | Shape::Digit));
    let free = words.into_iter().filter(|run| !aside.get(run.clone()).unwrap_or_default().contains(&true));
    free.filter(|run| is_document(letters, run))
        .map(|run| Stretch { at: run, kind: Personal::IdNumber })
        .collect()
}

fn is_document(letters: &[Glyph], run: &Range<usize>) -> bool {
    let word = letters.get(run.clone()).unwrap_or_default();
    let head = word.iter().take_while(|letter| letter.is == Shape::Latin).count();
    let digits = word.len() - head;
    let plain = word.iter().skip(head).all(|letter| letter.is == Shape::Digit);
    if !plain || head > 3 || !(6..=10).contains(&digits) || word.len() < 7 {
        return false;
    }
    let told = |words: &[&str]| is_told(letters, run, words);
    let text: String = word.iter().map(|letter| letter.c).collect();
    let day = digits == 8 && head == 0 && (text.starts_with("19") || text.starts_with("20"));
    !day && (is_passport(&text) || told(&TRAVEL) || head > 0 && told(&ANY))
}

/// A passport of the mainland is known by its form: E or G and eight digits, E and a letter and seven.
fn is_passport(text: &str) -> bool {
    let digits = |rest: &str, places| rest.len() == places && rest.bytes().all(|byte| byte.is_ascii_digit());
    let old = text.strip_prefix(['e', 'g']).is_some_and(|rest| digits(rest, 8));
    old || text.strip_prefix('e').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_lowercase()) && digits(rest.get(1..).unwrap_or_default(), 7)
    })
}

fn is_told(letters: &[Glyph], run: &Range<usize>, words: &[&str]) -> bool {
    let text = |part: Option<&[Glyph]>| -> String {
        part.unwrap_or_default().iter().map(|letter| letter.c).collect()
    };
    let before = text(letters.get(run.start.saturating_sub(BEFORE)..run.start));
    let behind = text(letters.get(run.end..letters.len().min(run.end + BEHIND)));
    words.iter().any(|word| before.contains(word) || behind.contains(word))
}
