//! The evidence: files by their kinds, what is still missing, and the pictures on the screen.

use super::layout::Pictures;
use super::pairs::{self, Pair, Shown};
use crate::app::effect::Effect;
use crate::app::message::{PreviewAnswer, PreviewSlot};
use crate::app::say::Say;
use crate::catalog::paths;
use crate::domain::checklist::SubjectRef;
use crate::domain::ids::Sha256;
use crate::domain::material::MaterialState;
use crate::domain::order::{AttachmentKind, Side};
use crate::domain::rounds::FileIs;
use crate::domain::stage::Stage;
use crate::domain::view::{AttachmentView, OrderView, SlotState};
use crate::domain::worktime::shanghai;
use chrono::{DateTime, Utc};

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A file, by its place in the view.
    File(usize),
    /// A slot that nothing fills, by its place in the view.
    Slot(usize),
    /// A document that the order needs or not, by its place in the view.
    Material(usize),
    /// A file of the revision before that the present one does not have, by its place there.
    Gone(usize),
}

/// What the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Listing {
    /// Files, and the slots of the verification stage that nothing fills.
    #[default]
    Files,
    /// Documents that the order needs, what is missing first.
    Needed,
    /// Those that it doesn't need, too.
    All,
}

impl Listing {
    /// The next one.
    pub const fn next(self) -> Self {
        match self {
            Self::Files => Self::Needed,
            Self::Needed => Self::All,
            Self::All => Self::Files,
        }
    }
}

/// The lines of a listing.
pub fn entries(view: &OrderView, listing: Listing) -> Vec<Entry> {
    match listing {
        Listing::Files => files(view),
        Listing::Needed | Listing::All => materials(view, listing),
    }
}

fn materials(view: &OrderView, listing: Listing) -> Vec<Entry> {
    let state = |at: &usize| view.materials.get(*at).map(|material| material.state);
    let mut places: Vec<usize> = (0..view.materials.len())
        .filter(|at| listing == Listing::All || state(at) != Some(MaterialState::NotNeeded))
        .collect();
    places.sort_by_key(|at| match state(at) {
        Some(MaterialState::Missing) => 0,
        Some(MaterialState::Doubtful) => 1,
        Some(MaterialState::Unknown) => 2,
        Some(MaterialState::Filled) => 3,
        Some(MaterialState::Later) => 4,
        Some(MaterialState::NotNeeded) | None => 5,
    });
    places.into_iter().map(Entry::Material).collect()
}

/// The first file of a line.
pub fn file_of(view: &OrderView, entry: Entry) -> Option<usize> {
    match entry {
        Entry::File(at) => Some(at),
        Entry::Slot(_) | Entry::Gone(_) => None,
        Entry::Material(at) => view.materials.get(at)?.files.first().copied(),
    }
}

/// The files: in second review the documents of the verification stage come first.
fn files(view: &OrderView) -> Vec<Entry> {
    let mut entries: Vec<Entry> = (0..view.attachments.len()).map(Entry::File).collect();
    let open = |at: &usize| view.slots.get(*at).is_some_and(|slot| slot.state == SlotState::Missing);
    entries.extend((0..view.slots.len()).filter(open).map(Entry::Slot));
    let news = view.comeback.iter().flat_map(|comeback| &comeback.files);
    let gone = news.filter(|news| news.is == FileIs::Removed).filter_map(|news| news.before);
    entries.extend(gone.map(Entry::Gone));
    entries.sort_by_cached_key(|entry| rank(view, *entry));
    entries
}

/// What a line is meant to be.
pub fn kind(view: &OrderView, entry: Entry) -> Option<AttachmentKind> {
    match entry {
        Entry::File(at) => view.attachments.get(at).map(|file| file.given.kind),
        Entry::Slot(at) => view.slots.get(at).map(|slot| slot.kind),
        Entry::Material(at) => view.materials.get(at).map(|material| material.kind),
        Entry::Gone(at) => Shown::Before(at).file(view).map(|file| file.given.kind),
    }
}

fn rank(view: &OrderView, entry: Entry) -> (u8, usize, String) {
    let Some(kind) = kind(view, entry) else { return (9, 0, String::new()) };
    let verification = matches!(
        kind,
        AttachmentKind::VerificationSheet
            | AttachmentKind::CurtainPhoto
            | AttachmentKind::HandheldPhoto
            | AttachmentKind::SecurityLetter
    );
    let late = view.row.stage == Stage::SecondReview;
    let group = match (entry, late && verification) {
        (Entry::Gone(_), _) => 4,
        (Entry::Slot(_), true) => 1,
        (Entry::Slot(_), false) => 3,
        (_, true) => 0,
        _ => 2,
    };
    let place = AttachmentKind::ALL.iter().position(|known| *known == kind).unwrap_or_default();
    (group, place, owner(view, entry).unwrap_or_default().to_owned())
}

/// Whose a line is: `entity`, `order`, or the id of a person or site.
pub fn owner(view: &OrderView, entry: Entry) -> Option<&str> {
    match entry {
        Entry::File(at) => view.attachments.get(at)?.given.owner.as_deref(),
        Entry::Slot(at) => view.slots.get(at).map(|slot| slot.owner.as_str()),
        Entry::Material(at) => view.materials.get(at).map(|material| material.owner.as_str()),
        Entry::Gone(at) => Shown::Before(at).file(view)?.given.owner.as_deref(),
    }
}

/// The name of an owner (unsafe text); none for the entity and the order.
pub fn owner_name(view: &OrderView, owner: &str) -> Option<String> {
    let person = view.order.people.iter().find(|person| person.id.as_str() == owner);
    let site = view.order.sites.iter().find(|site| site.id.as_str() == owner);
    let name = person.map(|person| person.name.as_str()).or(site.map(|site| site.name.as_str()))?;
    // People write their numbers into names, too.
    Some(view.masks.hide(name))
}

/// That a file was deleted by policy, and when.
pub fn purged(at: DateTime<Utc>) -> Say {
    Say::with("file.purged", shanghai(at).format("%Y-%m-%d").to_string())
}

/// The text of a document's side.
pub fn side_text(side: Side) -> &'static str {
    match side {
        Side::Front => "side.front",
        Side::Back => "side.back",
        Side::Merged => "side.merged",
    }
}

/// The line to look at for a rule's kinds and subject: that of the right owner, or else the first.
pub fn look_at(
    view: &OrderView,
    entries: &[Entry],
    kinds: &[AttachmentKind],
    subject: &SubjectRef,
) -> Option<usize> {
    let person = paths::person_of(&view.order, subject).map(|person| person.id.as_str());
    let site = match subject {
        SubjectRef::Site(id) | SubjectRef::Domain(id, _) => Some(id.as_str()),
        _ => None,
    };
    kinds.iter().find_map(|wanted| {
        let of_kind = |entry: &Entry| kind(view, *entry) == Some(*wanted) && !matches!(entry, Entry::Gone(_));
        let own = |entry: &Entry| {
            let owner = owner(view, *entry);
            owner.is_some() && (owner == site || owner == person)
        };
        entries
            .iter()
            .position(|entry| of_kind(entry) && own(entry))
            .or_else(|| entries.iter().position(of_kind))
    })
}

/// The documents that an item is about, where the order has none of them. An ID or a certificate to compare
/// with does not stand in for the document itself.
pub fn absent(view: &OrderView, kinds: &[AttachmentKind]) -> Vec<AttachmentKind> {
    let compared = |kind: &AttachmentKind| {
        matches!(kind, AttachmentKind::IdDocument | AttachmentKind::EntityCertificate)
    };
    let own: Vec<AttachmentKind> = kinds.iter().copied().filter(|kind| !compared(kind)).collect();
    let wanted = if own.is_empty() { kinds.to_vec() } else { own };
    let is_there = view.attachments.iter().any(|file| wanted.contains(&file.given.kind));
    if is_there { Vec::new() } else { wanted }
}

/// What became of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// It was asked for.
    Asked,
    /// It can be drawn.
    Ready,
    /// There is none; the sentence or the slug of its text says why.
    None(String),
}

/// A picture that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its file.
    pub sha256: Sha256,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The generation of the request.
    pub generation: u64,
    /// What became of it.
    pub look: Look,
}

/// The pictures on the screen.
#[derive(Debug, Default)]
pub struct Viewer {
    /// What the list shows.
    pub listing: Listing,
    /// Two that the reviewer compares; none = the file under the cursor.
    pub pair: Option<Pair>,
    /// The left picture, or the only one.
    pub left: Option<Wanted>,
    /// The right one.
    pub right: Option<Wanted>,
    /// The pairs that follow each other.
    circle: Vec<Pair>,
    generation: u64,
}

impl Viewer {
    /// How many pictures are shown.
    pub fn pictures(&self) -> Pictures {
        if self.pair.is_some() { Pictures::Two } else { Pictures::One }
    }

    /// The next pair worth comparing, or none after the last. The first one is about the `selected` file.
    pub fn turn(&mut self, view: &OrderView, selected: Option<Shown>) {
        let next = match self.pair {
            None => {
                self.circle = pairs::from(view, selected);
                0
            }
            Some(pair) => {
                let at = self.circle.iter().position(|known| *known == pair);
                at.map_or(self.circle.len(), |at| at + 1)
            }
        };
        self.pair = self.circle.get(next).copied();
    }

    /// Asks for a picture, unless the very same was asked for.
    pub fn want(
        &mut self,
        slot: PreviewSlot,
        file: Option<&AttachmentView>,
        size: (u16, u16),
    ) -> Option<Effect> {
        let place = match slot {
            PreviewSlot::Left => &mut self.left,
            PreviewSlot::Right => &mut self.right,
        };
        let Some(facts) = file.map(|file| &file.facts).filter(|_| size.0 > 1 && size.1 > 1) else {
            *place = None;
            return None;
        };
        let sha256 = &facts.sha256;
        let orientation = facts.exif.as_ref().and_then(|exif| exif.orientation);
        if place.as_ref().is_some_and(|known| known.sha256 == *sha256 && known.size == size) {
            return None;
        }
        self.generation += 1;
        let generation = self.generation;
        if file.is_some_and(|file| file.purged.is_some()) {
            let look = Look::None("purged".into());
            *place = Some(Wanted { sha256: sha256.clone(), size, generation, look });
            return None;
        }
        *place = Some(Wanted { sha256: sha256.clone(), size, generation, look: Look::Asked });
        let (cols, rows) = size;
        Some(Effect::Preview { sha256: sha256.clone(), slot, cols, rows, orientation, generation })
    }

    /// Takes the answer to the newest request; older ones are stale.
    pub fn take(&mut self, answer: &PreviewAnswer) {
        let place = match answer.slot {
            PreviewSlot::Left => &mut self.left,
            PreviewSlot::Right => &mut self.right,
        };
        if let Some(wanted) = place.as_mut().filter(|wanted| wanted.generation == answer.generation) {
            wanted.look = match &answer.result {
                Ok(()) => Look::Ready,
                Err(why) => Look::None(why.clone()),
            };
        }
    }
}
