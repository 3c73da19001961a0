//! What is kept of a refused package, without the secrets that it carries: its order may be no JSON at all, so
//! they are looked for by the names of their fields, letter by letter.

use crate::intake::ORDER_FILE;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::ops::Range;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Fields that hold a secret.
const NAMES: [&[u8]; 2] = [b"\"password\"", b"\"authorization_code\""];
/// The two sides of a change, whose field stands beside them.
const SIDES: [&[u8]; 2] = [b"\"from\"", b"\"to\""];
/// How a change names a secret.
const TOLD: [&[u8]; 4] = [b"password", b"authorization_code", "密码".as_bytes(), "授权码".as_bytes()];
/// What stands in its place.
const HIDDEN: &[u8] = b"********";
/// More secrets than this are no package's.
const MOST: usize = 100;
/// A shorter secret stands in too many texts by chance.
const SHORTEST: usize = 5;

/// A text with its secrets covered, wherever they stand in it.
pub(super) fn redacted(text: &[u8]) -> Vec<u8> {
    let (mut secrets, mut braces): (BTreeSet<&[u8]>, Option<Braces>) = (BTreeSet::new(), None);
    let (mut out, mut at) = (Vec::with_capacity(text.len()), 0);
    // Whatever is covered begins with a quote.
    while let Some(quote) = text.get(at..).and_then(|rest| memchr::memchr(b'"', rest)).map(|found| at + found)
    {
        out.extend_from_slice(&text[at..quote]);
        at = quote;
        let rest = &text[at..];
        let named = NAMES.iter().find(|name| rest.starts_with(name)).copied();
        let mut tell = |at| braces.get_or_insert_with(|| Braces::of(text)).tell_of_secret(at);
        let side = || SIDES.iter().find(|name| rest.starts_with(name) && tell(at)).copied();
        let value = named.or_else(side).and_then(|name| value(rest, name.len()));
        let Some((from, to)) = value else {
            out.push(text[at]);
            at += 1;
            continue;
        };
        out.extend_from_slice(&rest[..from]);
        if rest[from..to].iter().any(|byte| !byte.is_ascii_whitespace()) {
            out.extend_from_slice(HIDDEN);
            secrets.insert(&rest[from..to]);
        } else {
            out.extend_from_slice(&rest[from..to]);
        }
        at += to;
    }
    out.extend_from_slice(text.get(at..).unwrap_or_default());
    secrets.retain(|secret| secret.len() >= SHORTEST);
    if secrets.len() > MOST {
        // No package has so many, and to look for each would take for ever.
        return HIDDEN.to_vec();
    }
    secrets.into_iter().fold(out, |out, secret| replaced(&out, secret))
}

/// Where the text of a field begins and ends, behind its name.
fn value(rest: &[u8], name: usize) -> Option<(usize, usize)> {
    let blanks =
        |from: usize| from + rest.iter().skip(from).take_while(|byte| byte.is_ascii_whitespace()).count();
    let colon = blanks(name);
    let quote = blanks(colon + 1);
    if rest.get(colon) != Some(&b':') {
        return None;
    }
    if rest.get(quote) != Some(&b'"') {
        return other_value(rest, quote);
    }
    let from = quote + 1;
    let mut to = from;
    while let Some(byte) = rest.get(to).filter(|byte| !matches!(byte, b'"' | b'\n')) {
        to += if *byte == b'\\' { 2 } else { 1 };
    }
    Some((from, to.min(rest.len())))
}

/// A value that is no text where one belongs: a list, a number; null and what ends the line are none.
fn other_value(rest: &[u8], from: usize) -> Option<(usize, usize)> {
    let (mut depth, mut to) = (0_usize, from);
    while let Some(byte) = rest.get(to) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => break,
            b'}' | b']' => depth -= 1,
            b',' | b'\n' if depth == 0 => break,
            _ => {}
        }
        to += 1;
    }
    let value = rest.get(from..to).unwrap_or_default().trim_ascii();
    (!value.is_empty() && value != b"null").then_some((from, to))
}

/// Where a text speaks of a secret, and between which braces: found once, since a hostile text asks at every letter.
struct Braces<'t> {
    text: &'t [u8],
    /// The last `{` before `seen`.
    open: usize,
    seen: usize,
    /// The first `}` behind the last place that was asked about.
    close: Option<usize>,
    /// The words that name a secret, from the left.
    told: Vec<Range<usize>>,
}

impl<'t> Braces<'t> {
    fn of(text: &'t [u8]) -> Self {
        let small = text.to_ascii_lowercase();
        let places = |word: &&[u8]| {
            let length = word.len();
            memchr::memmem::find_iter(&small, word).map(move |at| at..at + length).collect::<Vec<_>>()
        };
        let mut told: Vec<Range<usize>> = TOLD.iter().flat_map(places).collect();
        told.sort_unstable_by_key(|word| word.start);
        Self { text, open: 0, seen: 0, close: None, told }
    }

    /// Whether the braces around a place hold the name of a secret. Places are asked about from the left.
    fn tell_of_secret(&mut self, at: usize) -> bool {
        let between = self.text.get(self.seen..at).unwrap_or_default();
        self.open = memchr::memrchr(b'{', between).map_or(self.open, |open| self.seen + open);
        self.seen = at;
        if self.close.is_none_or(|close| close < at) {
            let rest = self.text.get(at..).unwrap_or_default();
            self.close = Some(memchr::memchr(b'}', rest).map_or(self.text.len(), |close| at + close));
        }
        let close = self.close.unwrap_or(self.text.len());
        let first = self.told.partition_point(|word| word.start < self.open);
        self.told.iter().skip(first).take_while(|word| word.start < close).any(|word| word.end <= close)
    }
}

fn replaced(text: &[u8], secret: &[u8]) -> Vec<u8> {
    let (mut out, mut at) = (Vec::with_capacity(text.len()), 0);
    for found in memchr::memmem::find_iter(text, secret) {
        out.extend_from_slice(&text[at..found]);
        out.extend_from_slice(HIDDEN);
        at = found + secret.len();
    }
    out.extend_from_slice(&text[at..]);
    out
}

/// Copies a zip with its order covered; its other entries stay as they are. Entries may share their bytes, so it is
/// what would be written that is bounded.
pub(super) fn zip(from: impl Read + Seek, to: &File, most: u64) -> io::Result<()> {
    let mut from = ZipArchive::new(from)?;
    let mut to = ZipWriter::new(to);
    let mut left = most;
    for at in 0..from.len() {
        let entry = from.by_index_raw(at)?;
        left = left.checked_sub(entry.compressed_size()).ok_or(io::ErrorKind::FileTooLarge)?;
        let name = entry.name()?.into_owned();
        let is_order = name.rsplit(['/', '\\']).next() == Some(ORDER_FILE);
        if !is_order {
            to.raw_copy_file(entry)?;
            continue;
        }
        drop(entry);
        let mut text = Vec::new();
        from.by_index(at)?.take(most).read_to_end(&mut text)?;
        to.start_file(name, SimpleFileOptions::default())?;
        to.write_all(&redacted(&text))?;
    }
    to.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_nothing_but_names_of_secrets_is_read_once() {
        let many: String = (0..100_000).map(|at| format!("\"password\":\"Geheim{at}\",")).collect();
        assert_eq!(redacted(many.as_bytes()), HIDDEN);
        let same = "\"password\":\"Geheim1\",".repeat(100_000);
        assert!(!String::from_utf8(redacted(same.as_bytes())).unwrap().contains("Geheim"));
        for sides in ["\"to\":\"x\",", "{\"to\":\"x\",", "\"to\":{"] {
            let text = sides.repeat(300_000);
            assert_eq!(redacted(text.as_bytes()), text.as_bytes());
        }
    }

    #[test]
    fn secrets_are_covered_in_what_is_json_and_in_what_is_none() {
        for (text, wanted) in [
            (
                r#"{"filed":{"password":"Geheim1"},"remark":"Geheim1!"}"#,
                r#"{"filed":{"password":"********"},"remark":"********!"}"#,
            ),
            (r#"{"password" : "a\"b" , x"#, r#"{"password" : "********" , x"#),
            (
                r#"{"authorization_code": "CODE-1","password":null}"#,
                r#"{"authorization_code": "********","password":null}"#,
            ),
            (r#"{"password":"  ","a":1}"#, r#"{"password":"  ","a":1}"#),
            (r#"{"password":"cut"#, r#"{"password":"********"#),
            (r#"{"password":"\"#, r#"{"password":"********"#),
            (r#""password""#, r#""password""#),
            (r#"{"password": {"x": "Geheim1"}, "a": 1}"#, r#"{"password": ********, "a": 1}"#),
            (r#"{"password":["Geheim1",2]}"#, r#"{"password":********}"#),
            (r#"{"password":480217}"#, r#"{"password":********}"#),
            (
                r#"[{"field":"filed.password","from":"Alt-1","to":"Neu-22"},{"field":"name","to":"甲"}]"#,
                r#"[{"field":"filed.password","from":"********","to":"********"},{"field":"name","to":"甲"}]"#,
            ),
            (r#"[{"to":"Neu-22","field":"备案密码"}]"#, r#"[{"to":"********","field":"备案密码"}]"#),
            ("", ""),
        ] {
            assert_eq!(String::from_utf8(redacted(text.as_bytes())).unwrap(), wanted, "{text}");
        }
    }
}
