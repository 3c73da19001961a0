//! The personal values of one order, and the one mask for every text about it.

use super::fold::{Glance, Glyph, Shape, bit, letters, pairs, solid};
use super::reads::{Stretch, spans};
use super::{DOT, Personal, fields, masked, personal};
use crate::domain::order::Order;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// A shorter value stands in too many texts by chance.
const PERSONAL_LETTERS: usize = 5;
/// Digits alone must stand by themselves where there are fewer of them.
const STANDS_ALONE: usize = 9;
/// Letters from which on a text is asked first whether a value begins in it.
const LONG: usize = 400;

/// The personal values of an order, so that no text has them in the clear; none = of no order. Whatever reads
/// as a personal value of anybody is hidden too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Masks {
    hidden: Vec<Hidden>,
    /// The order's number, which stays whatever it looks like.
    no: Vec<Form>,
}

#[derive(Clone, PartialEq, Eq)]
struct Hidden {
    path: String,
    kind: Personal,
    forms: Vec<Form>,
}

/// A way in which a value is written, without what stands between its letters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    letters: Vec<char>,
    /// Which letters there are in it: a text that lacks one of them does not have the value.
    bits: u64,
    /// Which pairs of letters there are in it.
    pairs: u128,
}

impl Form {
    fn new(letters: Vec<char>) -> Self {
        let bits = letters.iter().fold(0, |bits, c| bits | bit(*c));
        let pairs = pairs(&letters);
        Self { letters, bits, pairs }
    }

    fn may_be_in(&self, text: &Glance) -> bool {
        self.bits & !text.bits == 0 && self.pairs & !text.pairs == 0
    }
}

/// A text taken apart, once for all that is looked for in it.
struct Apart {
    letters: Vec<Glyph>,
    /// The letters that count, and their places.
    solid: Vec<char>,
    places: Vec<usize>,
    seen: Glance,
    /// How a value may begin in a long text: an order has a thousand values, and most stand in none of its texts.
    starts: Option<HashSet<[char; PERSONAL_LETTERS]>>,
}

impl Apart {
    /// False where no value that begins so stands in the text.
    fn may_begin(&self, form: &[char]) -> bool {
        let Some(starts) = &self.starts else { return true };
        form.first_chunk().is_none_or(|start| starts.contains(start))
    }

    fn of(text: &str, seen: Glance) -> Self {
        let letters = letters(text);
        let counting = || letters.iter().enumerate().filter(|(_, letter)| letter.counts());
        let (places, solid) = counting().map(|(at, letter)| (at, letter.c)).unzip();
        let solid: Vec<char> = solid;
        let starts = || solid.windows(PERSONAL_LETTERS).filter_map(|start| start.first_chunk().copied());
        let starts = (solid.len() >= LONG).then(|| starts().collect());
        Self { letters, solid, places, seen, starts }
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Hidden({})", self.path)
    }
}

impl Masks {
    /// Those of every field.
    pub fn of(order: &Order) -> Self {
        let mut hidden: Vec<Hidden> = fields::candidates(order)
            .filter_map(|(path, raw)| {
                let kind = personal(order, &path)?;
                let forms = forms(kind, raw);
                (!forms.is_empty()).then_some(Hidden { path, kind, forms })
            })
            .collect();
        hidden.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Self { hidden, no: vec![Form::new(solid(order.order_no.as_str()))] }
    }

    /// A text in which no personal value stands in the clear.
    pub fn hide(&self, text: &str) -> String {
        self.hide_but(text, |_| false)
    }

    /// The same, but for the fields (by path) that were revealed.
    pub fn hide_but(&self, text: &str, revealed: impl Fn(&str) -> bool) -> String {
        self.hidden(text, revealed).into_owned()
    }

    /// The same, without a copy where nothing is hidden.
    fn hidden<'t>(&self, text: &'t str, revealed: impl Fn(&str) -> bool) -> Cow<'t, str> {
        let seen = Glance::of(text);
        let has_own = || self.hidden.iter().any(|one| one.may_be_in(&seen));
        if !seen.may_be_personal() && !has_own() {
            return Cow::Borrowed(text);
        }
        let apart = Apart::of(text, seen);
        let mut all = if seen.may_be_personal() { spans(&apart.letters) } else { Vec::new() };
        if !all.is_empty() {
            let shown = self.hidden.iter().filter(|one| revealed(&one.path));
            let mut kept: Vec<Stretch> = shown.flat_map(|one| places(&one.forms, one.kind, &apart)).collect();
            kept.extend(places(&self.no, Personal::Secret, &apart));
            let inside = |one: &Stretch| {
                kept.iter().any(|kept| kept.at.start <= one.at.start && one.at.end <= kept.at.end)
            };
            all.retain(|one| !inside(one));
        }
        let own = self.hidden.iter().filter(|one| one.may_be_in(&seen) && !revealed(&one.path));
        all.extend(own.flat_map(|one| places(&one.forms, one.kind, &apart)));
        if all.is_empty() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(covered(text, &apart.letters, &all))
    }

    /// JSON in whose texts no personal value stands in the clear. Order numbers stay.
    pub fn hide_in(&self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.hide(&text)),
            Value::Array(list) => list.into_iter().map(|value| self.hide_in(value)).collect(),
            Value::Object(map) => {
                let hide = |key: &str, value: Value| match is_number_of_order(key) && value.is_string() {
                    true => value,
                    false => self.hide_in(value),
                };
                let hidden = map.into_iter().map(|(key, value)| {
                    let value = hide(&key, value);
                    (key, value)
                });
                Value::Object(hidden.collect())
            }
            other => other,
        }
    }
}

/// Where secrets stand in a text, in whichever spacing, from the left and apart from each other.
pub fn secret_places(secrets: &[String], text: &str) -> Vec<Range<usize>> {
    let apart = Apart::of(text, Glance::of(text));
    let found = secrets.iter().flat_map(|secret| {
        let forms = forms(Personal::Secret, secret);
        places(&forms, Personal::Secret, &apart)
    });
    let mut places: Vec<Range<usize>> = found.filter_map(|one| bytes(&apart.letters, &one.at)).collect();
    places.sort_unstable_by_key(|place| (place.start, place.end));
    places.into_iter().fold(Vec::new(), |mut apart: Vec<Range<usize>>, place| {
        match apart.last_mut() {
            Some(last) if place.start < last.end => last.end = last.end.max(place.end),
            _ => apart.push(place),
        }
        apart
    })
}

/// Order numbers are what an order is asked for by, whatever they look like.
fn is_number_of_order(key: &str) -> bool {
    matches!(key, "no" | "order_no" | "order")
}

impl Hidden {
    fn may_be_in(&self, text: &Glance) -> bool {
        self.forms.iter().any(|form| form.may_be_in(text))
    }
}

/// Where a value stands in a text, in whichever spacing.
fn places(forms: &[Form], kind: Personal, text: &Apart) -> Vec<Stretch> {
    let mut found = Vec::new();
    for form in forms.iter().filter(|form| form.may_be_in(&text.seen) && text.may_begin(&form.letters)) {
        let form = form.letters.as_slice();
        let Some(begin) = form.first() else { continue };
        for (from, _) in text.solid.iter().enumerate().filter(|(_, c)| *c == begin) {
            if !text.solid.get(from..).is_some_and(|rest| rest.starts_with(form)) {
                continue;
            }
            if let Some([first, .., last]) = text.places.get(from..from + form.len()) {
                let at = *first..*last + 1;
                if form.len() >= STANDS_ALONE || !is_part(&text.letters, form, &at) {
                    found.push(Stretch { at, kind });
                }
            }
        }
    }
    found
}

/// A few digits inside a longer run of digits are another number.
fn is_part(letters: &[Glyph], form: &[char], at: &Range<usize>) -> bool {
    let digit =
        |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|letter| letter.is == Shape::Digit);
    form.iter().all(char::is_ascii_digit) && (digit(at.start.checked_sub(1)) || digit(Some(at.end)))
}

/// How a value may be written: an ID number with fifteen places too, a phone without its country and area.
fn forms(kind: Personal, raw: &str) -> Vec<Form> {
    let whole = solid(raw);
    let digits: String = whole.iter().filter(|c| c.is_ascii_digit()).collect();
    let mut all = vec![whole];
    match kind {
        Personal::IdNumber => {
            let old = |digits: &str| Some(format!("{}{}", digits.get(..6)?, digits.get(8..17)?));
            let long = all.first().is_some_and(|whole| whole.len() == 18) && digits.len() >= 17;
            all.extend(old(&digits).filter(|_| long).map(|old| old.chars().collect()));
        }
        Personal::Phone => {
            let national = ["0086", "086", "86"].iter().find_map(|code| digits.strip_prefix(code));
            let national = national.filter(|rest| rest.len() >= 9).unwrap_or(&digits);
            all.push(national.chars().collect());
            all.push(national.trim_start_matches('0').chars().collect());
            let area = |area: &str| if area.starts_with("01") || area.starts_with("02") { 3 } else { 4 };
            let line = national.starts_with('0').then(|| national.get(area(national)..)).flatten();
            all.extend(line.filter(|line| line.len() >= 7).map(|line| line.chars().collect()));
        }
        Personal::Email | Personal::Secret => {}
    }
    all.retain(|form| form.len() >= PERSONAL_LETTERS);
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(Form::new).collect()
}

/// The text with these places covered. Where several overlap, what one of them hides is hidden.
fn covered(text: &str, letters: &[Glyph], all: &[Stretch]) -> String {
    let (mut stars, mut secret) = (vec![false; text.len()], vec![false; text.len()]);
    for one in all {
        let Some(bytes) = bytes(letters, &one.at) else { continue };
        let raw = text.get(bytes.clone()).unwrap_or_default();
        if one.kind == Personal::Secret {
            secret.get_mut(bytes).into_iter().flatten().for_each(|mark| *mark = true);
            continue;
        }
        for ((at, _), shown) in raw.char_indices().zip(masked(one.kind, raw).chars()) {
            if let Some(mark) = stars.get_mut(bytes.start + at).filter(|_| shown == DOT) {
                *mark = true;
            }
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut before = false;
    for (at, letter) in text.char_indices() {
        let is = |marks: &[bool]| marks.get(at) == Some(&true);
        match (is(&secret), is(&stars)) {
            (true, _) if before => {}
            (true, _) => out.push_str(&masked(Personal::Secret, "")),
            (false, true) => out.push(DOT),
            (false, false) => out.push(letter),
        }
        before = is(&secret);
    }
    out
}

fn bytes(letters: &[Glyph], at: &Range<usize>) -> Option<Range<usize>> {
    let (first, last) = (letters.get(at.start)?, letters.get(at.end.checked_sub(1)?)?);
    Some(first.at.start..last.at.end)
}
