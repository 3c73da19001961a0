//! Photos and identity checks (H).

#[cfg(test)]
mod tests;

use super::case::GivenFile;
use super::{Case, Out, Rule, checks};
use crate::catalog::methods;
use crate::domain::checklist::SubjectRef;
use crate::domain::ids::PersonRef;
use crate::domain::lang::{Bilingual, Lang};
use crate::domain::material::{MaterialState, Wrong};
use crate::domain::order::{AttachmentKind, OrderType, PhotoMethod};
use crate::domain::stage::Stage;

checks![photo_not_used_before, photo_method_open, photo_placeholder, identity_check_passed];

/// Photos of the site managers that stand for nothing else, with their places.
fn photos<'a>(case: &'a Case) -> impl Iterator<Item = (usize, &'a GivenFile<'a>)> {
    let all = case.files.iter().enumerate();
    all.filter(|(_, file)| {
        file.given.kind == AttachmentKind::CurtainPhoto && file.given.placeholder != Some(true)
    })
}

/// Whose a photo is: its owner, or the only site manager.
fn whose(case: &Case, file: &GivenFile) -> SubjectRef {
    let owner = file.given.owner.as_deref();
    if let Some(person) = owner.and_then(|owner| case.order.person(&PersonRef::from(owner))) {
        return SubjectRef::Person(person.id.0.clone());
    }
    match case.order.managers().as_slice() {
        [only] => SubjectRef::Person(only.id.0.clone()),
        _ => SubjectRef::Order,
    }
}

fn name(case: &Case, subject: &SubjectRef) -> String {
    crate::catalog::checklist::label(case.order, subject).unwrap_or_else(|| case.order.entity.name.clone())
}

fn path(at: usize) -> String {
    format!("attachments[{at}]")
}

/// H009, by the bytes: another order's photo, or another person's of this order.
fn photo_not_used_before(case: &Case, _: &Rule, out: &mut Out) {
    let photos: Vec<_> = photos(case).collect();
    for (nth, (at, file)) in photos.iter().enumerate() {
        let Some(facts) = file.facts else { continue };
        let shared = case.across.iter().flat_map(|across| &across.shared_files);
        for other in shared.filter(|other| other.sha256 == facts.sha256.as_str()) {
            let put = out.fault(whose(case, file)).at(path(*at)).file(*at);
            put.value("where", format!("{} ({})", other.no, other.entity));
        }
        let twice = photos.iter().take(nth).find(|(_, other)| {
            other.given.owner != file.given.owner
                && other.facts.is_some_and(|known| known.sha256 == facts.sha256)
        });
        if let Some((_, other)) = twice {
            let put = out.fault(whose(case, file)).at(path(*at)).file(*at);
            put.value("where", name(case, &whose(case, other)));
        }
    }
}

/// H010: methods of photos, and of checks that were made before submission.
fn photo_method_open(case: &Case, _: &Rule, out: &mut Out) {
    for (at, file) in photos(case) {
        judge_method(case, out, (whose(case, file), file.given.photo_method), (path(at), Some(at)));
    }
    for (at, check) in case.order.identity_checks.iter().enumerate() {
        let person = SubjectRef::Person(check.person.0.clone());
        judge_method(case, out, (person, Some(check.method)), (format!("identity_checks[{at}]"), None));
    }
}

fn judge_method(
    case: &Case,
    out: &mut Out,
    (subject, method): (SubjectRef, Option<PhotoMethod>),
    (path, file): (String, Option<usize>),
) {
    let open = &case.profile.photo_methods;
    let owner = name(case, &subject);
    let put = match method {
        Some(method) if !open.is_empty() => {
            let Some(why) = methods::closed(case.profile, case.order, method) else { return };
            out.fault(subject).say("method", method_name(case, method)).say("why", why)
        }
        _ => out.open(subject),
    };
    let put = put.at(path).value("owner", owner).say("open", names(case));
    if let Some(at) = file {
        put.file(at);
    }
}

fn names(case: &Case) -> Bilingual {
    let all: Vec<Bilingual> =
        case.profile.photo_methods.iter().map(|method| method_name(case, *method)).collect();
    let join =
        |lang: Lang| all.iter().map(|name| name.get(lang)).collect::<Vec<_>>().join(lang.pick("、", ", "));
    Bilingual::new(join(Lang::Zh), join(Lang::En))
}

/// The name of a photo method.
pub(super) fn method_name(case: &Case, method: PhotoMethod) -> Bilingual {
    let name = |lang: Lang| case.catalog.text(lang, method.text());
    Bilingual::new(name(Lang::Zh), name(Lang::En))
}

/// H011: in first review a first filing may have a placeholder, in second review nobody.
fn photo_placeholder(case: &Case, _: &Rule, out: &mut Out) {
    if case.stage == Stage::SecondReview {
        let slots = case.materials.iter().filter(|slot| slot.kind == AttachmentKind::CurtainPhoto);
        for slot in slots.filter(|slot| slot.wrong == Some(Wrong::Placeholder)) {
            let subject = SubjectRef::Person(slot.owner.clone());
            let owner = name(case, &subject);
            let put = out.fault(subject).value("owner", owner);
            if let Some(at) = slot.files.first() {
                put.at(path(*at)).file(*at);
            }
        }
        return;
    }
    if case.order.order_type == OrderType::FirstFiling {
        return;
    }
    let stands_in = |file: &GivenFile| {
        file.given.kind == AttachmentKind::CurtainPhoto && file.given.placeholder == Some(true)
    };
    for (at, file) in case.files.iter().enumerate().filter(|(_, file)| stands_in(file)) {
        let subject = whose(case, file);
        let owner = name(case, &subject);
        out.fault(subject).at(path(at)).file(at).value("owner", owner);
    }
}

/// H013: the slot of the photo (M012) carries the reason.
fn identity_check_passed(case: &Case, rule: &Rule, out: &mut Out) {
    let Some(code) = rule.points_to.as_ref() else { return };
    for slot in case.materials.iter().filter(|slot| &slot.code == code) {
        let subject = SubjectRef::Person(slot.owner.clone());
        let owner = name(case, &subject);
        let put = match slot.state {
            MaterialState::Missing => out.fault(subject),
            MaterialState::Unknown => out.open(subject),
            _ => continue,
        };
        let at = case.order.identity_checks.iter().position(|check| check.person.0 == slot.owner);
        let problem = match slot.wrong {
            Some(Wrong::NotPassed) => Bilingual::new("未通过", "was not passed"),
            _ => Bilingual::new("未完成", "was not done"),
        };
        let method = case.profile.photo_methods.first().map(|method| method_name(case, *method));
        put.at(at.map_or_else(|| "identity_checks".to_owned(), |at| format!("identity_checks[{at}]")))
            .value("owner", owner)
            .say("method", method.unwrap_or_default())
            .say("problem", problem);
    }
}
