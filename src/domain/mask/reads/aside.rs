//! Digits that are no number of a person: addresses of machines, moments, hashes, filing numbers.

use super::super::fold::{Glyph, Shape};
use std::ops::Range;

/// So many hexadecimal letters in a row are a hash.
const HASH: usize = 32;
/// The groups of a UUID.
const UUID: [usize; 5] = [8, 4, 4, 4, 12];
/// What stands before the digits of a filing number.
const FILING: [&str; 3] = ["icp备", "icp证", "公网安备"];

/// For each letter whether it is set aside.
pub(super) fn marks(letters: &[Glyph]) -> Vec<bool> {
    let mut aside = vec![false; letters.len()];
    let mut set = |range: Range<usize>| {
        aside.get_mut(range).into_iter().flatten().for_each(|mark| *mark = true);
    };
    let words = runs(letters, |is| matches!(is, Shape::Latin | Shape::Digit));
    hashes(letters, &words, &mut set);
    let digits = runs(letters, |is| is == Shape::Digit);
    addresses(letters, &digits, &mut set);
    moments(letters, &digits, &mut set);
    filing_numbers(letters, &digits, &mut set);
    aside
}

/// Runs of letters of a kind.
pub(super) fn runs(letters: &[Glyph], wanted: impl Fn(Shape) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, letter) in letters.iter().enumerate().filter(|(_, letter)| wanted(letter.is)) {
        // What can't be seen may stand between two letters, and does not part them.
        let _ = letter;
        match runs.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

fn is_hex(letters: &[Glyph], run: &Range<usize>) -> bool {
    letters.get(run.clone()).unwrap_or_default().iter().all(|letter| letter.c.is_ascii_hexdigit())
}

fn has_latin(letters: &[Glyph], run: &Range<usize>) -> bool {
    letters.get(run.clone()).unwrap_or_default().iter().any(|letter| letter.is == Shape::Latin)
}

fn hashes(letters: &[Glyph], words: &[Range<usize>], set: &mut impl FnMut(Range<usize>)) {
    let hash = |run: &&Range<usize>| run.len() >= HASH && is_hex(letters, run) && has_latin(letters, run);
    words.iter().filter(hash).for_each(|run| set(run.clone()));
    for parts in words.windows(UUID.len()) {
        let fits = parts.iter().map(Range::len).eq(UUID) && parts.iter().all(|part| is_hex(letters, part));
        let dashes = parts.windows(2).all(|two| is_between(letters, two, "-"));
        if let ([first, .., last], true, true) = (parts, fits, dashes) {
            let whole = first.start..last.end;
            if has_latin(letters, &whole) {
                set(whole);
            }
        }
    }
}

/// Whether exactly this stands between two runs.
fn is_between(letters: &[Glyph], two: &[Range<usize>], sign: &str) -> bool {
    let [left, right] = two else { return false };
    let between = letters.get(left.end..right.start).unwrap_or_default();
    between.iter().map(|letter| letter.c).eq(sign.chars())
}

fn value(letters: &[Glyph], run: &Range<usize>) -> Option<u32> {
    let text: String = letters.get(run.clone())?.iter().map(|letter| letter.c).collect();
    text.parse().ok()
}

/// Four numbers below 256 with a dot between each.
fn addresses(letters: &[Glyph], digits: &[Range<usize>], set: &mut impl FnMut(Range<usize>)) {
    let part = |run: &Range<usize>| {
        let plain = run.len() == 1 || letters.get(run.start).is_some_and(|letter| letter.c != '0');
        run.len() <= 3 && plain && value(letters, run).is_some_and(|value| value < 256)
    };
    for four in digits.windows(4) {
        let dots = four.windows(2).all(|two| is_between(letters, two, "."));
        if let ([first, _, _, last], true) = (four, dots && four.iter().all(part)) {
            set(first.start..last.end);
        }
    }
}

/// Seconds of a moment and their fraction, which would join what follows.
fn moments(letters: &[Glyph], digits: &[Range<usize>], set: &mut impl FnMut(Range<usize>)) {
    for two in digits.windows(2) {
        let [left, right] = two else { continue };
        if left.len() <= 2 && right.len() == 2 && is_between(letters, two, ":") {
            let fraction = digits.iter().find(|run| run.start == right.end + 1);
            let dot = letters.get(right.end).is_some_and(|letter| letter.c == '.');
            set(left.start..fraction.filter(|_| dot).map_or(right.end, |run| run.end));
        }
    }
}

/// `京ICP备12345678号-12`: the digits, and those behind the dash.
fn filing_numbers(letters: &[Glyph], digits: &[Range<usize>], set: &mut impl FnMut(Range<usize>)) {
    for (nth, run) in digits.iter().enumerate() {
        let head: Vec<char> = letters.get(..run.start).unwrap_or_default().iter().map(|l| l.c).collect();
        let head: String = head.into_iter().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect();
        let head = head.trim_end();
        let closed = letters.get(run.end).is_some_and(|letter| letter.c == '号');
        if !closed || !FILING.iter().any(|sign| head.ends_with(sign)) {
            continue;
        }
        let site = digits.get(nth + 1).filter(|site| {
            site.len() <= 4 && is_between(letters, &[run.start..run.end + 1, (*site).clone()], "-")
        });
        set(run.start..site.map_or(run.end, |site| site.end));
    }
}
