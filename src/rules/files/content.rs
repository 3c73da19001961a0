//! What the bytes are: format, size, whole or not, colour, pixels, twice the same (F001–F005, F009).

use super::{colourless, looked_at, name, of_kinds, path, whose};
use crate::catalog::rule::{Rule, Weight};
use crate::domain::facts::{FileState, Media};
use crate::domain::lang::Bilingual;
use crate::domain::order::{Attachment, AttachmentKind};
use crate::rules::{Case, Out};

const MEGABYTE: f64 = 1024.0 * 1024.0;

/// F001.
pub fn jpeg_by_content(case: &Case, _: &Rule, out: &mut Out) {
    for (at, file) in looked_at(case) {
        let Some(facts) = file.facts.filter(|facts| facts.media != Media::Jpeg) else { continue };
        let media = match facts.media {
            Media::Unknown => Bilingual::new("未知", "of no known format"),
            media => Bilingual::same(media.name()),
        };
        let put = out.fault(whose(case.order, file.given)).at(path(at)).file(at);
        put.value("file", name(file.given)).say("media", media);
    }
}

/// F002: the limit itself is no fault.
pub fn file_size(case: &Case, rule: &Rule, out: &mut Out) {
    let Some(limit) = case.number(rule).map(|dated| dated.number) else { return };
    for (at, file) in looked_at(case) {
        let Some(bytes) = file.facts.map(|facts| facts.bytes) else { continue };
        if bytes <= u64::from(limit) {
            continue;
        }
        let put = out.fault(whose(case.order, file.given)).at(path(at)).file(at);
        put.value("file", name(file.given))
            .value("size", over(bytes, limit))
            .value("limit", megabytes(limit));
    }
}

fn megabytes(bytes: u32) -> String {
    let text = format!("{:.2}", f64::from(bytes) / MEGABYTE);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A size with as many places as it takes to be more than the limit, rounded up.
fn over(bytes: u64, limit: u32) -> String {
    #[allow(clippy::cast_precision_loss, reason = "a size for people to read")]
    let size = (bytes as f64 / MEGABYTE * 100.0).ceil() / 100.0;
    let least = f64::from(limit) / MEGABYTE + 0.01;
    format!("{:.2}", size.max(least))
}

/// F003: what is no picture at all is F001's.
pub fn file_decodes(case: &Case, _: &Rule, out: &mut Out) {
    for (at, file) in looked_at(case) {
        let problem = match file.facts.map(|facts| &facts.state) {
            Some(FileState::CutOff) => Bilingual::new("不完整，中途中断", "is not whole: it breaks off"),
            Some(FileState::Unreadable(_)) => Bilingual::new("无法打开", "cannot be opened"),
            Some(FileState::TooLarge(_)) => Bilingual::new("尺寸过大，无法打开", "is too large to be opened"),
            Some(FileState::NoEnd) => Bilingual::new(
                "缺少结束标记，但画面完整",
                "lacks its end mark, though all of the picture is there",
            ),
            Some(FileState::Whole | FileState::NotAPicture) | None => continue,
        };
        let put = out.fault(whose(case.order, file.given)).at(path(at)).file(at);
        let put = put.value("file", name(file.given)).say("problem", problem);
        // Every viewer shows it: nobody need send it again for that.
        if file.facts.is_some_and(|facts| facts.state == FileState::NoEnd) {
            put.at_most(Weight::Warn);
        }
    }
}

/// F004, by the header.
pub fn colour_original(case: &Case, rule: &Rule, out: &mut Out) {
    for (at, file) in of_kinds(case, rule) {
        let picture = file.facts.and_then(|facts| facts.picture);
        let Some(word) = picture.and_then(|picture| colourless(picture.colour)) else { continue };
        let put = out.fault(whose(case.order, file.given)).at(path(at)).file(at);
        put.value("file", name(file.given)).say("colour", word);
    }
}

/// F005: pixels on the shorter side.
pub fn pixels_enough(case: &Case, rule: &Rule, out: &mut Out) {
    let Some(limit) = case.number(rule).map(|dated| dated.number) else { return };
    for (at, file) in of_kinds(case, rule) {
        let Some(picture) = file.facts.and_then(|facts| facts.picture) else { continue };
        if picture.width.min(picture.height) >= limit {
            continue;
        }
        let put = out.fault(whose(case.order, file.given)).at(path(at)).file(at);
        put.value("file", name(file.given))
            .value("width", picture.width.to_string())
            .value("height", picture.height.to_string())
            .value("limit", limit.to_string());
    }
}

/// F009: the second of two files with the same bytes that stand for different documents.
pub fn file_given_once(case: &Case, rule: &Rule, out: &mut Out) {
    let files: Vec<_> =
        of_kinds(case, rule).filter(|(_, file)| file.given.placeholder != Some(true)).collect();
    for (nth, (at, file)) in files.iter().enumerate() {
        let Some(facts) = file.facts else { continue };
        let same = files.iter().take(nth).find(|(_, other)| {
            other.facts.is_some_and(|other| other.sha256 == facts.sha256)
                && are_two_documents(file.given, other.given)
        });
        if let Some((_, other)) = same {
            let put = out.fault(whose(case.order, file.given)).at(path(*at)).file(*at);
            put.value("file", name(file.given)).value("other", name(other.given));
        }
    }
}

/// The same document of the same owner may come again; two ID files that say no side are two sides.
fn are_two_documents(a: &Attachment, b: &Attachment) -> bool {
    let sides = a.kind == AttachmentKind::IdDocument && a.side.is_none() && b.side.is_none();
    a.kind != b.kind || a.owner != b.owner || a.side != b.side || sides
}
