//! Which two pictures are worth looking at beside each other.

use crate::domain::order::{AttachmentKind as Kind, Side};
use crate::domain::view::{AttachmentView, OrderView};

/// Two pictures on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The left file, by its place in the view.
    pub left: usize,
    /// The right file.
    pub right: usize,
}

/// Every pair, those of the selected file first; a selected picture without any stands beside the next.
pub fn from(view: &OrderView, selected: Option<usize>) -> Vec<Pair> {
    let mut pairs = photos(view);
    pairs.extend(sides(view));
    pairs.extend(certificate(view));
    let Some(selected) = selected else { return pairs };
    let about = |pair: &Pair| pair.left == selected || pair.right == selected;
    match pairs.iter().position(|pair| pair.left == selected).or_else(|| pairs.iter().position(about)) {
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
            pairs.extend(left.map(|left| Pair { left, right }));
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
        view.attachments.iter().rposition(back).map(|right| Pair { left, right })
    };
    fronts.filter_map(pair).collect()
}

/// The entity's certificate with an ID: the names on both.
fn certificate(view: &OrderView) -> Option<Pair> {
    let left = newest(view, Kind::EntityCertificate, None)?;
    let right = newest(view, Kind::IdDocument, Some(view.order.entity.principal.as_str()))
        .or_else(|| newest(view, Kind::IdDocument, None))?;
    Some(Pair { left, right })
}

fn beside_next(view: &OrderView, left: usize) -> Option<Pair> {
    let is_picture = |at: &usize| view.attachments.get(*at).is_some_and(|file| file.facts.picture.is_some());
    let after = left + 1..view.attachments.len();
    let right = after.chain(0..left).find(is_picture)?;
    is_picture(&left).then_some(Pair { left, right })
}
