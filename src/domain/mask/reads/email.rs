//! E-mail addresses, in any script, with a blank around their sign or without.

use super::super::Personal;
use super::super::fold::{Glyph, Shape};
use super::Stretch;

/// Letters of a name or host that are looked at.
const LONGEST: usize = 255;

pub(super) fn spans(letters: &[Glyph]) -> Vec<Stretch> {
    let signs = letters.iter().enumerate().filter(|(_, letter)| letter.c == '@');
    signs.filter_map(|(at, _)| around(letters, at)).collect()
}

fn around(letters: &[Glyph], sign: usize) -> Option<Stretch> {
    let blank = |at: usize| letters.get(at).is_some_and(|letter| letter.c == ' ');
    let name_end = if sign > 0 && blank(sign - 1) { sign - 1 } else { sign };
    let from = name(letters, name_end)?;
    let host_from = if blank(sign + 1) { sign + 2 } else { sign + 1 };
    let to = host(letters, host_from)?;
    Some(Stretch { at: from..to, kind: Personal::Email })
}

/// A name of ASCII ends at the first letter of another script; others go on with all that is a letter.
fn name(letters: &[Glyph], end: usize) -> Option<usize> {
    let last = letters.get(end.checked_sub(1)?)?;
    let ascii = last.c.is_ascii();
    let fits = |letter: &&Glyph| match ascii {
        true => letter.c.is_ascii_alphanumeric() || "._%+-'@".contains(letter.c),
        false => letter.c.is_alphanumeric() || "._-".contains(letter.c),
    };
    let count = letters.get(..end)?.iter().rev().take(LONGEST).take_while(fits).count();
    let from = end - count;
    let name = letters.get(from..end)?;
    let skipped = name.iter().take_while(|letter| letter.is == Shape::Gap || letter.c == '@').count();
    (skipped < count).then_some(from + skipped)
}

/// A host has a dot inside.
fn host(letters: &[Glyph], from: usize) -> Option<usize> {
    let ascii = letters.get(from)?.c.is_ascii();
    let fits = |letter: &&Glyph| match ascii {
        true => letter.c.is_ascii_alphanumeric() || "-.".contains(letter.c),
        false => letter.c.is_alphanumeric() || "-.".contains(letter.c),
    };
    let count = letters.get(from..)?.iter().take(LONGEST).take_while(fits).count();
    let host = letters.get(from..from + count)?;
    let end = count - host.iter().rev().take_while(|letter| letter.is == Shape::Gap).count();
    let inside = host.get(..end)?.iter().skip(1).any(|letter| letter.c == '.');
    inside.then_some(from + end)
}
