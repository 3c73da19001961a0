//! What the customer is told: data/notices.toml, and the sentences in data/notice_phrases.toml.

use super::{Broken, Catalog};
use crate::domain::lang::Bilingual;
use crate::domain::notice::NoticeKind;
use serde::Deserialize;
use std::collections::BTreeMap;
use unicode_segmentation::UnicodeSegmentation;

/// Units of UTF-16 that one part of a text message holds.
pub const PART: usize = 70;
/// A short text that needs more parts than this, with its longest usual values, is refused.
const MOST_PARTS: usize = 3;
/// The file of the templates, and that of the phrases.
const FILE: &str = "notices.toml";
const PHRASES_FILE: &str = "notice_phrases.toml";

/// What is written about one event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The event.
    pub event: NoticeKind,
    /// Subject of the e-mail.
    pub subject: String,
    /// Its text, from which the HTML is made; what staff say on the phone.
    pub text: String,
    /// The text message.
    pub short: String,
}

/// A sentence that some orders need.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// Its name.
    pub key: String,
    /// The sentence.
    pub text: String,
}

/// The values of a notice, by placeholder: safe text.
pub type Values = BTreeMap<&'static str, String>;

/// A placeholder, and how long its value usually is at most, in units of UTF-16.
type Known = (&'static str, usize);

/// Values that every notice has.
const COMMON: [Known; 6] =
    [("provider", 14), ("order_no", 20), ("entity", 30), ("name", 10), ("revision", 2), ("link", 26)];

/// Values of single kinds.
const fn own(kind: NoticeKind) -> &'static [Known] {
    match kind {
        NoticeKind::FirstReviewPassed | NoticeKind::SecondReviewPassed => {
            &[("next", 200), ("reach", 60), ("mended", 300)]
        }
        NoticeKind::FirstReviewRejected | NoticeKind::SecondReviewRejected | NoticeKind::BureauReturned => {
            &[("notice", 1000), ("count", 2)]
        }
        NoticeKind::CurtainSent => &[("courier", 10), ("tracking", 20)],
        NoticeKind::HandedOver => &[("codes", 200), ("codes_short", 60), ("reach", 60)],
        NoticeKind::SmsWarning => &[("until", 16), ("resend", 80)],
        NoticeKind::SmsLapsed | NoticeKind::SmsFailed => &[],
        NoticeKind::Filed => &[("numbers", 300), ("number", 26), ("duty", 80), ("duty_short", 50)],
        NoticeKind::Reminder => &[("days", 3), ("wanted", 200), ("expiry", 60)],
        NoticeKind::Expired => &[("days", 3)],
    }
}

/// Every phrase, with the values that it may have.
const PHRASES: [(&str, &[&str]); 18] = [
    ("reach_number_first", &["provider"]),
    ("reach_now", &["provider"]),
    ("reach_same", &["provider"]),
    ("next_verification", &["provider", "materials"]),
    ("next_second_review", &["provider"]),
    ("next_bureau", &["provider"]),
    ("codes", &["provider", "hours", "until", "link", "resend"]),
    ("codes_short", &["hours", "until", "link"]),
    ("no_codes", &["provider"]),
    ("no_codes_short", &[]),
    ("duty", &["link"]),
    ("duty_short", &["link"]),
    ("no_duty", &["provider"]),
    ("entity_number", &["number"]),
    ("site_number", &["site", "number"]),
    ("wanted_revision", &["provider"]),
    ("wanted_verification", &["provider", "materials"]),
    ("expiry", &["until"]),
];

/// A text with its values; a placeholder without one stays as it stands.
pub fn fill(text: &str, values: &Values) -> String {
    let filled = pieces(text).map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Name(name) => value(name, values),
    });
    filled.collect()
}

fn value(name: &str, values: &Values) -> String {
    values.get(name).cloned().unwrap_or_else(|| format!("{{{name}}}"))
}

/// A piece of a template.
enum Piece<'a> {
    Text(&'a str),
    Name(&'a str),
}

fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut parts = text.split('{');
    let first = parts.next().map(Piece::Text);
    first.into_iter().chain(parts.flat_map(|part| match part.split_once('}') {
        Some((name, tail)) => [Piece::Name(name), Piece::Text(tail)],
        None => [Piece::Text("{"), Piece::Text(part)],
    }))
}

/// The parts of a text message, none longer than [`PART`]; more than one are numbered.
pub fn parts(text: &str) -> Vec<String> {
    if units(text) <= PART {
        return vec![text.to_owned()];
    }
    let mut count = 2;
    loop {
        let found = cut(text, PART - units(&mark(count, count)));
        if found.len() <= count {
            let of = found.len();
            return found
                .iter()
                .enumerate()
                .map(|(at, part)| format!("{}{part}", mark(at + 1, of)))
                .collect();
        }
        count = found.len();
    }
}

fn mark(at: usize, of: usize) -> String {
    format!("({at}/{of})")
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Cuts between letters, never within one.
fn cut(text: &str, room: usize) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut used = 0;
    for letter in text.graphemes(true) {
        let wide = units(letter);
        // A letter of many marks that no part holds goes by its code points.
        let pieces: Vec<String> =
            if wide > room { letter.chars().map(String::from).collect() } else { vec![letter.to_owned()] };
        for piece in pieces {
            let wide = units(&piece);
            if used + wide > room {
                found.push(String::new());
                used = 0;
            }
            if let Some(last) = found.last_mut() {
                last.push_str(&piece);
            }
            used += wide;
        }
    }
    found
}

impl Catalog {
    /// What is written about an event.
    pub fn notice(&self, kind: NoticeKind) -> Option<&Template> {
        self.notices.iter().find(|template| template.event == kind)
    }

    /// A sentence of the notices with its values; one that the catalogue lacks is empty.
    pub fn phrase(&self, key: &str, values: &Values) -> String {
        let found = self.phrases.iter().find(|phrase| phrase.key == key);
        found.map(|phrase| fill(&phrase.text, values)).unwrap_or_default()
    }

    /// Every kind has one template with known placeholders whose text message fits, and every phrase is there.
    /// A catalogue of single files alone, as tests make it, has neither.
    pub(super) fn notices_of(&self, faults: &mut Vec<Broken>) {
        for template in &self.notices {
            let slug = template.event.slug();
            if let Err(what) = check(template) {
                let what = Bilingual::same(format!("{slug}: {what}"));
                faults.push(self.broken(slug, FILE, what));
            }
        }
        for phrase in &self.phrases {
            let known = PHRASES.iter().find(|(key, _)| *key == phrase.key);
            let wrong = match known {
                None => Some("no notice has a phrase of this key".to_owned()),
                Some((_, allowed)) => {
                    unknown(&phrase.text, allowed).err().map(|what| format!("text: {what}"))
                }
            };
            if let Some(what) = wrong {
                let what = Bilingual::same(format!("{}: {what}", phrase.key));
                faults.push(self.broken(&phrase.key, PHRASES_FILE, what));
            }
        }
        if self.notices.is_empty() {
            return;
        }
        for profile in self.profiles.values() {
            for rule in profile.notices.iter().filter(|rule| self.notice(rule.event).is_none()) {
                let (file, slug) = (format!("profiles/{}.toml", profile.id), rule.event.slug());
                let what = Bilingual::new(
                    format!("notices：{FILE} 没有 {slug} 这一行，请补上"),
                    format!("notices: {FILE} has no row for {slug}"),
                );
                faults.push(self.broken(profile.id.as_str(), &file, what));
            }
        }
        for (key, _) in PHRASES.iter().filter(|(key, _)| !self.phrases.iter().any(|one| one.key == *key)) {
            let what =
                Bilingual::new(format!("缺少语句 {key}，请补上"), format!("the phrase {key} is missing"));
            faults.push(Broken::sense(PHRASES_FILE, what));
        }
    }
}

fn check(template: &Template) -> Result<(), String> {
    let known: Vec<Known> = COMMON.iter().chain(own(template.event)).copied().collect();
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    for (field, text) in
        [("subject", &template.subject), ("text", &template.text), ("short", &template.short)]
    {
        if text.trim().is_empty() {
            return Err(format!("{field}: it is empty"));
        }
        unknown(text, &names).map_err(|what| format!("{field}: {what}"))?;
    }
    if template.subject.contains('\n') {
        return Err("subject: it has more than one line".into());
    }
    let longest: Values = known.iter().map(|(name, wide)| (*name, "字".repeat(*wide))).collect();
    let needed = parts(&fill(&template.short, &longest)).len();
    if needed > MOST_PARTS {
        return Err(format!(
            "short: with usual values it needs {needed} parts of {PART} characters, more than {MOST_PARTS}; \
             leave details to the e-mail"
        ));
    }
    Ok(())
}

fn unknown(text: &str, known: &[&str]) -> Result<(), String> {
    let wrong = pieces(text).find_map(|piece| match piece {
        Piece::Name(name) => (!known.contains(&name)).then_some(name),
        Piece::Text(_) => None,
    });
    if let Some(name) = wrong {
        let known: Vec<String> = known.iter().map(|name| format!("{{{name}}}")).collect();
        return Err(format!("{{{name}}} is no value of this text; there are {}", known.join(" ")));
    }
    let open = text.matches('{').count() != text.matches('}').count();
    if open { Err("a brace stands alone".into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
