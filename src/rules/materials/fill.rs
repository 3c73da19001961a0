//! Which files fill the slots, and what is the matter with them.

use super::need::{ENTITY, Is, Need};
use crate::catalog::material::{Per, Sides};
use crate::catalog::slots::ORDER;
use crate::domain::facts::FileState;
use crate::domain::ids::PersonRef;
use crate::domain::material::{Material, MaterialState, Wrong};
use crate::domain::order::{Attachment, Person, Side};
use crate::domain::stage::Stage;
use crate::domain::view::SlotState;
use crate::rules::{Case, GivenFile};

/// The slots with what fills them.
pub fn filled(case: &Case, needs: &[Need]) -> Vec<Material> {
    let mut slots: Vec<Material> = needs.iter().map(|need| slot(case, needs, need)).collect();
    take_strays(case, needs, &mut slots);
    slots
}

fn slot(case: &Case, needs: &[Need], need: &Need) -> Material {
    let files: Vec<usize> = case
        .files
        .iter()
        .enumerate()
        .filter(|(_, file)| file.given.kind == need.document.kind && is_for(need, needs, file.given))
        .map(|(at, _)| at)
        .collect();
    let (state, wrong) = match need.is {
        Is::Not => (MaterialState::NotNeeded, None),
        Is::Checked(state, wrong) => (state, wrong),
        Is::Paper(_) | Is::Verification(_) if is_ahead(case.stage) => (MaterialState::Later, None),
        Is::Paper(came) | Is::Verification(came) => as_the_stage_sees(came),
        Is::Now => judged(case, need, &files),
        Is::Unknown => match judged(case, need, &files) {
            (MaterialState::Filled, wrong) => (MaterialState::Filled, wrong),
            _ => (MaterialState::Unknown, None),
        },
    };
    Material {
        code: need.document.code.clone(),
        kind: need.document.kind,
        owner: need.owner.clone(),
        state,
        wrong,
        certainty: need.certainty,
        why: need.why.clone(),
        files,
    }
}

/// True where the verification stage is still to come.
const fn is_ahead(stage: Stage) -> bool {
    matches!(stage, Stage::FirstReview | Stage::Returned | Stage::Abandoned)
}

const fn as_the_stage_sees(came: SlotState) -> (MaterialState, Option<Wrong>) {
    match came {
        SlotState::Filled => (MaterialState::Filled, None),
        SlotState::Missing => (MaterialState::Missing, None),
        SlotState::Placeholder => (MaterialState::Doubtful, Some(Wrong::Placeholder)),
    }
}

/// True where a file of the kind is for this need. One without an owner fills the slot where there is only one.
fn is_for(need: &Need, needs: &[Need], given: &Attachment) -> bool {
    if need.is == Is::Not {
        return !needs.iter().any(|other| other.document.kind == given.kind && other.is != Is::Not);
    }
    if !need.is.takes_a_file() {
        return false;
    }
    let everybodys = given.owner.as_deref().is_none_or(|of| of == ENTITY || of == ORDER);
    match (need.document.per, given.owner.as_deref()) {
        (Per::Order, _) => true,
        (Per::Entity, _) => everybodys,
        (_, Some(of)) => of == need.owner || need.document.shared && everybodys,
        (_, None) => need.document.shared || is_only(need, needs),
    }
}

fn is_only(need: &Need, needs: &[Need]) -> bool {
    !needs.iter().any(|other| {
        other.document.kind == need.document.kind && other.is.takes_a_file() && other.owner != need.owner
    })
}

/// A file that fits no slot, beside a slot that is missing: it is filed under the wrong owner.
fn take_strays(case: &Case, needs: &[Need], slots: &mut [Material]) {
    for (at, file) in case.files.iter().enumerate() {
        let same = |need: &Need| need.document.kind == file.given.kind;
        if needs.iter().any(|need| same(need) && is_for(need, needs, file.given)) {
            continue;
        }
        let missing = needs.iter().zip(slots.iter_mut()).find(|(need, slot)| {
            same(need) && need.is.takes_a_file() && slot.state == MaterialState::Missing
        });
        if let Some((_, slot)) = missing {
            slot.state = MaterialState::Doubtful;
            slot.wrong = Some(Wrong::Owner);
            slot.files.push(at);
        }
    }
}

fn judged(case: &Case, need: &Need, files: &[usize]) -> (MaterialState, Option<Wrong>) {
    let given: Vec<&GivenFile> = files.iter().filter_map(|at| case.files.get(*at)).collect();
    if given.is_empty() {
        return (MaterialState::Missing, None);
    }
    let real: Vec<_> = given.into_iter().filter(|file| file.given.placeholder != Some(true)).collect();
    if real.is_empty() {
        return (MaterialState::Doubtful, Some(Wrong::Placeholder));
    }
    let usable: Vec<_> = real.iter().copied().filter(|file| is_readable(file)).collect();
    let two = has_two_sides(case, need);
    match (sides(&usable, two), sides(&real, two)) {
        (filled @ (MaterialState::Filled, _), _) => filled,
        (_, (MaterialState::Filled, _)) => (MaterialState::Doubtful, Some(Wrong::Unreadable)),
        (_, real) => real,
    }
}

fn is_readable(file: &GivenFile) -> bool {
    file.facts.is_none_or(|facts| matches!(facts.state, FileState::Whole | FileState::NoEnd))
}

fn has_two_sides(case: &Case, need: &Need) -> bool {
    let person = case.order.person(&PersonRef::from(need.owner.as_str()));
    need.document.sides == Sides::ByCertificate && person.is_some_and(|person| is_card(case, person))
}

/// True for a person whose certificate has two sides.
fn is_card(case: &Case, person: &Person) -> bool {
    case.catalog.certificate(&person.certificate.kind).is_some_and(|kind| kind.two_sides)
}

/// Whether files show a whole document: both sides of a card, or any picture of what has one.
fn sides(files: &[&GivenFile], two: bool) -> (MaterialState, Option<Wrong>) {
    let count = |side| files.iter().filter(|file| file.given.side == side).count();
    let (front, back) = (count(Some(Side::Front)), count(Some(Side::Back)));
    let (merged, unsaid) = (count(Some(Side::Merged)), count(None));
    let both = [front, back, unsaid].into_iter().filter(|n| *n > 0).count() > 1 || unsaid > 1;
    match (files.len(), two) {
        (0, _) => (MaterialState::Missing, None),
        (_, false) => (MaterialState::Filled, None),
        _ if merged > 0 || both => (MaterialState::Filled, None),
        _ if unsaid == 1 => (MaterialState::Unknown, Some(Wrong::SideUnsaid)),
        _ => (MaterialState::Doubtful, Some(Wrong::OneSide)),
    }
}
