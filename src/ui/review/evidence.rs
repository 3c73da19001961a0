//! The evidence pane: files, their facts, pictures.

use super::order::file_text;
use super::pane::{self, Line, Title};
use crate::app::message::PreviewSlot;
use crate::app::say::Say;
use crate::app::screen::review::Review;
use crate::app::screen::review::files::{self, Entry, Listing, Look, Wanted};
use crate::app::screen::review::layout::{self, Area, Evidence, Pane, Zoom};
use crate::app::screen::review::pairs::Shown;
use crate::domain::facts::{Colour, ExifFacts, FileFacts, FileState};
use crate::domain::material::{Material, MaterialState, Wrong};
use crate::domain::rounds::FileIs;
use crate::domain::text::visible;
use crate::domain::view::{AttachmentView, SlotState};
use crate::domain::worktime::shanghai;
use crate::ui::Paint;
use crate::ui::text::{put, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws it. `part` lies inside the body.
pub fn render(paint: &mut Paint, state: &Review, part: Area, body: Rect, buf: &mut Buffer) {
    let entries = state.entries();
    let zoom = state.panes.zoom;
    let places = layout::evidence(part, entries.len(), state.viewer.pictures(), zoom);
    if zoom == Zoom::Pane {
        list(paint, state, (&places, part), body, buf);
    }
    pictures(paint, state, &places, body, buf);
}

/// The pane's frame, the list of files, the facts of the one under the cursor.
fn list(paint: &mut Paint, state: &Review, (places, part): (&Evidence, Area), body: Rect, buf: &mut Buffer) {
    let entries = state.entries();
    let listed = match state.viewer.listing {
        Listing::Files => "review.evidence",
        Listing::Needed => "review.materials",
        Listing::All => "review.all_materials",
    };
    let files = state.viewer.listing == Listing::Files;
    let count = if files { state.view.attachments.len() } else { entries.len() };
    let title = Title { pane: Pane::Evidence, text: paint.text(listed), right: count.to_string() };
    let inner = pane::frame(paint, state, &title, placed(part, body), buf);
    let list = placed(places.list, body);
    let list = Rect { x: inner.x, y: inner.y, width: inner.width, height: list.height.saturating_sub(1) };
    pane::rows(paint, state, (Pane::Evidence, entries.len()), list, buf, |paint, at| {
        entries.get(at).map(|entry| entry_line(paint, state, at, *entry)).into_iter().collect()
    });
    let facts = Rect { x: inner.x, width: inner.width, ..placed(places.facts, body) };
    draw_facts(paint, state, facts, buf);
}

fn placed(part: Area, body: Rect) -> Rect {
    Rect { x: body.x + part.x, y: body.y + part.y, width: part.w, height: part.h }
}

fn pictures(paint: &Paint, state: &Review, places: &Evidence, body: Rect, buf: &mut Buffer) {
    let left = state.viewer.pair.map(|pair| pair.left).or_else(|| state.shown_at_cursor());
    picture(paint, state, (PreviewSlot::Left, left, &state.viewer.left), placed(places.left, body), buf);
    if let Some(area) = places.right {
        let right = state.viewer.pair.map(|pair| pair.right);
        picture(paint, state, (PreviewSlot::Right, right, &state.viewer.right), placed(area, body), buf);
    }
}

/// The file of a line.
fn shown(entry: Entry) -> Option<Shown> {
    match entry {
        Entry::File(at) => Some(Shown::Now(at)),
        Entry::Gone(at) => Some(Shown::Before(at)),
        Entry::Slot(_) | Entry::Material(_) => None,
    }
}

/// The line that a file would have.
const fn entry_of(file: Shown) -> Entry {
    match file {
        Shown::Now(at) => Entry::File(at),
        Shown::Before(at) => Entry::Gone(at),
    }
}

/// Document, whose, which side; what is wrong with it.
fn entry_line(paint: &Paint, state: &Review, at: usize, entry: Entry) -> Line {
    let theme = paint.theme;
    let pair = state.viewer.pair;
    let beside = |file: Shown| match pair {
        Some(pair) if pair.left == file && pair.right == file => "[]",
        Some(pair) if pair.left == file => "[",
        Some(pair) if pair.right == file => " ]",
        _ => "",
    };
    let side = match entry {
        Entry::File(file) => beside(Shown::Now(file)),
        Entry::Gone(file) => beside(Shown::Before(file)),
        Entry::Slot(_) => "",
        Entry::Material(at) => material_sign(state, at),
    };
    let name = name(paint, state, entry);
    let style = if matches!(entry, Entry::Slot(_) | Entry::Gone(_)) { theme.dim } else { theme.base };
    let line = Line::of(at).with(1, side, theme.key);
    let x = 4 + crate::ui::text::columns(&name) + 1;
    let line = line.with(4, name, style);
    match mark(paint, state, entry) {
        Some((words, style)) => line.with(x, words, style),
        None => line,
    }
}

/// A sign for the state of a document.
fn material_sign(state: &Review, at: usize) -> &'static str {
    match state.view.materials.get(at).map(|material| material.state) {
        Some(MaterialState::Filled) => "✓",
        Some(MaterialState::Missing) => "✗",
        Some(MaterialState::Doubtful) => "!",
        Some(MaterialState::Unknown) => "?",
        Some(MaterialState::Later) => "+",
        Some(MaterialState::NotNeeded) | None => "-",
    }
}

/// Whether a document is here.
fn material_words(paint: &Paint, state: &Review, at: usize) -> Option<(String, Style)> {
    let theme = paint.theme;
    let material = state.view.materials.get(at)?;
    let (key, style) = match material.state {
        MaterialState::Filled => ("material.filled", theme.good),
        MaterialState::Missing => ("material.missing", theme.bad),
        MaterialState::Doubtful => ("material.doubtful", theme.warn),
        MaterialState::Unknown => ("material.unknown", theme.warn),
        MaterialState::Later => ("material.later", theme.dim),
        MaterialState::NotNeeded => ("material.not_needed", theme.dim),
    };
    Some((paint.text(key).to_owned(), style))
}

/// Why a document is needed, or not, and what is the matter with it.
fn about_material(paint: &Paint, material: &Material, room: u16) -> Vec<(String, Style)> {
    let theme = paint.theme;
    let mut why = format!("{}  {}", material.code, material.why.get(paint.lang()));
    if let Some(wrong) = material.wrong {
        let key = match wrong {
            Wrong::Owner => "wrong.owner",
            Wrong::OneSide => "wrong.one_side",
            Wrong::SideUnsaid => "wrong.side_unsaid",
            Wrong::Unreadable => "wrong.unreadable",
            Wrong::Placeholder => "wrong.placeholder",
            Wrong::NotPassed => "wrong.not_passed",
        };
        why = format!("{}  {why}", paint.text(key));
    }
    wrap(&visible(&why), room).into_iter().map(|line| (line, theme.base)).collect()
}

/// What is wrong with a document, or that it has not come.
fn mark(paint: &Paint, state: &Review, entry: Entry) -> Option<(String, Style)> {
    match entry {
        Entry::File(at) => {
            let file = state.view.attachments.get(at);
            if let Some(at) = file.and_then(|file| file.purged) {
                return Some((paint.say(&files::purged(at)), paint.theme.dim));
            }
            let wrong = file.and_then(|file| wrong(paint, file));
            let wrong = wrong.or_else(|| news(paint, state, at));
            let Some(one) = state.mark_of_file(at) else { return wrong };
            let style = super::findings::style(paint.theme, one.group);
            let found = format!("{} {}", one.group.sign(), one.finding.rule);
            Some(match wrong {
                Some((words, _)) => (format!("{words}  {found}"), style),
                None => (found, style),
            })
        }
        Entry::Material(at) => material_words(paint, state, at),
        Entry::Gone(_) => {
            let is = FileIs::Removed;
            Some((format!("{} {}", is.sign(), paint.text(file_text(is))), paint.theme.dim))
        }
        Entry::Slot(slot) => {
            let paper = state.view.slots.get(slot).is_some_and(|slot| slot.paper.is_some());
            let key = if paper { "slot.paper_missing" } else { "slot.missing" };
            Some((paint.text(key).to_owned(), paint.theme.warn))
        }
    }
}

/// What became of a file since the revision that was returned.
fn news(paint: &Paint, state: &Review, at: usize) -> Option<(String, Style)> {
    let is = state.view.comeback.as_ref()?.news_of(at)?.is;
    let style = if is == FileIs::Same { paint.theme.dim } else { paint.theme.warn };
    Some((format!("{} {}", is.sign(), paint.text(file_text(is))), style))
}

/// The name of a document with its owner and side.
fn name(paint: &Paint, state: &Review, entry: Entry) -> String {
    let kind = files::kind(&state.view, entry).map_or("other", |kind| kind.slug());
    let mut name = paint.text(kind).to_owned();
    let owner = files::owner(&state.view, entry).and_then(|owner| files::owner_name(&state.view, owner));
    if let Some(owner) = owner {
        name = format!("{name} {}", visible(&owner));
    }
    if let Some(side) =
        shown(entry).and_then(|shown| shown.file(&state.view)).and_then(|file| file.given.side)
    {
        name = format!("{name} {}", paint.text(files::side_text(side)));
    }
    name
}

fn wrong(paint: &Paint, file: &AttachmentView) -> Option<(String, Style)> {
    let theme = paint.theme;
    if file.given.placeholder == Some(true) {
        return Some((paint.text("slot.placeholder").to_owned(), theme.warn));
    }
    match &file.facts.state {
        FileState::Whole => None,
        FileState::NoEnd => Some((format!("! {}", paint.text("file.no_end")), theme.warn)),
        FileState::NotAPicture => Some((file.facts.media.name().to_owned(), theme.dim)),
        FileState::CutOff => Some((format!("! {}", paint.text("file.cut_off")), theme.bad)),
        FileState::Unreadable(_) => Some((format!("! {}", paint.text("file.unreadable")), theme.bad)),
        FileState::TooLarge(_) => Some((format!("! {}", paint.text("file.too_large")), theme.bad)),
    }
}

/// What is known of the file under the cursor.
fn draw_facts(paint: &Paint, state: &Review, area: Rect, buf: &mut Buffer) {
    let entry = state.entries().get(state.panes.cursor(Pane::Evidence)).copied();
    let lines = match entry {
        Some(Entry::File(at)) => match state.view.attachments.get(at) {
            Some(file) => facts(paint, file),
            None => Vec::new(),
        },
        Some(Entry::Gone(at)) => match Shown::Before(at).file(&state.view) {
            Some(file) => facts(paint, file),
            None => Vec::new(),
        },
        Some(Entry::Slot(at)) => {
            let state = state.view.slots.get(at).map(|slot| slot.state);
            let missing = state == Some(SlotState::Missing);
            vec![(
                paint.text(if missing { "slot.waits" } else { "slot.placeholder" }).to_owned(),
                paint.theme.dim,
            )]
        }
        Some(Entry::Material(at)) => match state.view.materials.get(at) {
            Some(material) => about_material(paint, material, area.width.saturating_sub(2)),
            None => Vec::new(),
        },
        None => vec![(paint.text("review.no_files").to_owned(), paint.theme.dim)],
    };
    for (y, (text, style)) in (area.y..area.bottom()).zip(lines) {
        put(buf, area.x + 1, y, area.width.saturating_sub(2), &text, style);
    }
}

fn facts(paint: &Paint, file: &AttachmentView) -> Vec<(String, Style)> {
    let theme = paint.theme;
    let facts = &file.facts;
    let mut first = vec![facts.media.name().to_owned(), size(facts.bytes)];
    if let Some(picture) = facts.picture {
        first.push(format!("{}x{}", picture.width, picture.height));
        first.push(paint.text(colour(picture.colour)).to_owned());
    }
    let (state, style) = state_words(paint, facts);
    first.push(state);
    let revision = paint.say(&Say::with("review.revision", file.revision.to_string()));
    let mut last = vec![revision];
    if let Some(at) = file.supplement {
        last.push(format!("{} {}", paint.text("file.supplement"), shanghai(at).format("%m-%d %H:%M")));
    } else if let Some(at) = file.given.uploaded_at {
        last.push(shanghai(at).format("%m-%d %H:%M").to_string());
    }
    last.push(visible(&file.given.path).into_owned());
    vec![(first.join("  "), style), (exif(paint, facts), theme.base), (last.join("  "), theme.dim)]
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes / 1024),
        _ => format!("{}.{} MB", bytes >> 20, ((bytes & 0xf_ffff) * 10) >> 20),
    }
}

const fn colour(colour: Colour) -> &'static str {
    match colour {
        Colour::Bilevel => "colour.bilevel",
        Colour::Grey => "colour.grey",
        Colour::Colour => "colour.colour",
        Colour::Cmyk => "colour.cmyk",
    }
}

fn state_words(paint: &Paint, facts: &FileFacts) -> (String, Style) {
    let theme = paint.theme;
    match &facts.state {
        FileState::Whole => (paint.text("file.whole").to_owned(), theme.base),
        FileState::NoEnd => (paint.text("file.no_end").to_owned(), theme.warn),
        FileState::NotAPicture => (paint.text("file.no_picture").to_owned(), theme.base),
        FileState::CutOff => (paint.text("file.cut_off").to_owned(), theme.bad),
        FileState::Unreadable(why) => {
            let why = paint.catalog.text(paint.lang(), &format!("preview.{why}")).to_owned();
            (format!("{}: {}", paint.text("file.unreadable"), visible(&why)), theme.bad)
        }
        FileState::TooLarge(why) => {
            (format!("{}: {}", paint.text("file.too_large"), visible(why)), theme.bad)
        }
    }
}

/// What the camera or a program left in the file.
fn exif(paint: &Paint, facts: &FileFacts) -> String {
    let none = ExifFacts::default();
    let exif = facts.exif.as_ref().unwrap_or(&none);
    let mut parts = Vec::new();
    let mut add = |key: &'static str, value: Option<String>| {
        parts.extend(value.map(|value| format!("{} {}", paint.text(key), visible(&value))));
    };
    add("exif.camera", exif.camera.clone());
    for name in facts.written_by() {
        add("exif.software", Some(name.to_owned()));
    }
    add("exif.taken", exif.taken_at.map(|at| at.format("%Y-%m-%d %H:%M").to_string()));
    add("exif.gps", exif.gps.filter(|gps| *gps).map(|_| String::new()));
    if parts.is_empty() { paint.text("exif.none").to_owned() } else { parts.join("  ") }
}

/// Above a picture: what it is, and what is wrong with it where the list does not say so.
fn caption(paint: &Paint, state: &Review, entry: Entry, area: Rect, buf: &mut Buffer) {
    let mut text = name(paint, state, entry);
    let old_and_new = state.viewer.pair.is_some_and(|pair| pair.is_old_and_new());
    if let Some(file) = shown(entry).filter(|_| old_and_new).and_then(|shown| shown.file(&state.view)) {
        let revision = paint.say(&Say::with("review.revision", file.revision.to_string()));
        text = format!("{revision}  {text}");
    }
    let x = put(buf, area.x, area.y, area.width, &text, paint.theme.dim) + 2;
    let mark = (state.panes.zoom == Zoom::Full).then(|| mark(paint, state, entry)).flatten();
    if let Some((words, style)) = mark {
        put(buf, x, area.y, area.right().saturating_sub(x), &words, style);
    }
}

type Picture<'a> = (PreviewSlot, Option<Shown>, &'a Option<Wanted>);

/// A picture under its caption, or the reason why there is none.
fn picture(paint: &Paint, state: &Review, (slot, file, wanted): Picture, area: Rect, buf: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let entry = state.entries().get(state.panes.cursor(Pane::Evidence)).copied();
    let Some(entry) = entry.filter(|_| state.viewer.pair.is_none()).or(file.map(entry_of)) else { return };
    caption(paint, state, entry, Rect { y: area.y.saturating_sub(1), height: 1, ..area }, buf);
    let Some(wanted) = wanted.as_ref().filter(|_| file.is_some()) else { return };
    let ready = paint.pictures.of(slot, wanted.generation);
    let words = match (&wanted.look, ready) {
        (Look::Ready, Some(picture)) => return picture.draw(area, buf),
        (Look::None(why), _) => {
            let key = format!("preview.{why}");
            match paint.catalog.text(paint.lang(), &key) {
                text if text == key => visible(why).into_owned(),
                text => text.to_owned(),
            }
        }
        _ => paint.text("preview.asked").to_owned(),
    };
    for (y, line) in (area.y..area.bottom()).zip(wrap(&words, area.width)) {
        put(buf, area.x, y, area.width, &line, paint.theme.dim);
    }
}
