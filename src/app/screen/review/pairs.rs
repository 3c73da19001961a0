//! Which two pictures are worth looking at beside each other.

use crate::domain::order::{AttachmentKind as Kind, Side};
use crate::domain::rounds::FileIs;
use crate::domain::view::{AttachmentView, OrderView};

/// A file that can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Of the present revision, by its place in the view.
    Now(usize),
    /// Of the revision that was returned, by its place there.
    Before(usize),
}

impl Shown {
    /// The file.
    pub fn file(self, view: &OrderView) -> Option<&AttachmentView> {
        match self {
            Self::Now(at) => view.attachments.get(at),
            Self::Before(at) => view.comeback.as_ref()?.before.get(at),
        }
    }
}

/// Two pictures on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The left file.
    pub left: Shown,
    /// The right file.
    pub right: Shown,
}

impl Pair {
    /// Two files of the present revision.
    pub const fn now(left: usize, right: usize) -> Self {
        Self { left: Shown::Now(left), right: Shown::Now(right) }
    }

    /// True where the left one is of the revision before.
    pub const fn is_old_and_new(&self) -> bool {
        matches!((self.left, self.right), (Shown::Before(_), Shown::Now(_)))
    }
}

/// A file of the revision before beside the one that replaces it.
pub fn replaced(view: &OrderView, file: usize) -> Option<Pair> {
    let news = view.comeback.as_ref()?.news_of(file)?;
    let before = news.before.filter(|_| news.is == FileIs::Replaced)?;
    Some(Pair { left: Shown::Before(before), right: Shown::Now(file) })
}

/// Every pair, those of the selected file first; a selected picture without any stands beside the next.
pub fn from(view: &OrderView, selected: Option<Shown>) -> Vec<Pair> {
    let mut pairs = photos(view);
    pairs.extend(sides(view));
    pairs.extend(certificate(view));
    pairs.extend((0..view.attachments.len()).filter_map(|file| replaced(view, file)));
    let Some(selected) = selected else { return pairs };
    let about = |pair: &Pair| pair.left == selected || pair.right == selected;
    // What was sent anew is looked at beside what it replaces before anything else.
    let anew = pairs.iter().position(|pair| about(pair) && pair.is_old_and_new());
    let first = anew.or_else(|| pairs.iter().position(|pair| pair.left == selected));
    match first.or_else(|| pairs.iter().position(about)) {
        Some(first) => pairs.rotate_left(first),
        None => pairs.splice(0..0, beside_next(view, selected)).for_each(drop),
    }
    pairs
}

/// The newest file of a kind that shows a front.
fn newest(view: &OrderView, kind: Kind, owner: Option<&str>) -> Option<usize> {
    let fits = |file: &AttachmentView| {
        file.given.kind == kind
            && file.given.side != Some(Side::Back)
            && (owner.is_none() || file.given.owner.as_deref() == owner)
    };
    view.attachments.iter().rposition(fits)
}

/// Each photo with its person's ID, each sheet with the entity's certificate or, for a person, his ID.
fn photos(view: &OrderView) -> Vec<Pair> {
    let files = &view.attachments;
    let id_of = |owner: Option<&str>| newest(view, Kind::IdDocument, owner);
    let mut pairs = Vec::new();
    for wanted in [Kind::CurtainPhoto, Kind::HandheldPhoto, Kind::VerificationSheet] {
        for (right, file) in files.iter().enumerate().filter(|(_, file)| file.given.kind == wanted) {
            let sheet = wanted == Kind::VerificationSheet;
            let left = match sheet && !view.order.is_personal() {
                true => newest(view, Kind::EntityCertificate, None),
                false => id_of(file.given.owner.as_deref()).or_else(|| id_of(None)),
            };
            pairs.extend(left.map(|left| Pair::now(left, right)));
        }
    }
    pairs
}

/// The two sides of a person's document.
fn sides(view: &OrderView) -> Vec<Pair> {
    let files = view.attachments.iter().enumerate();
    let fronts = files.filter(|(_, file)| file.given.side == Some(Side::Front));
    let pair = |(left, front): (usize, &AttachmentView)| {
        let back = |file: &AttachmentView| {
            file.given.side == Some(Side::Back)
                && (file.given.kind, &file.given.owner) == (front.given.kind, &front.given.owner)
        };
        view.attachments.iter().rposition(back).map(|right| Pair::now(left, right))
    };
    fronts.filter_map(pair).collect()
}

/// The entity's certificate with an ID: the names on both.
fn certificate(view: &OrderView) -> Option<Pair> {
    let left = newest(view, Kind::EntityCertificate, None)?;
    let right = newest(view, Kind::IdDocument, Some(view.order.entity.principal.as_str()))
        .or_else(|| newest(view, Kind::IdDocument, None))?;
    Some(Pair::now(left, right))
}

fn beside_next(view: &OrderView, left: Shown) -> Option<Pair> {
    let Shown::Now(left) = left else { return None };
    let is_picture = |at: &usize| view.attachments.get(*at).is_some_and(|file| file.facts.picture.is_some());
    let after = left + 1..view.attachments.len();
    let right = after.chain(0..left).find(is_picture)?;
    is_picture(&left).then_some(Pair::now(left, right))
}
