//! The files themselves (F), as far as their bytes and headers tell; and the sheet's colour (V011).

mod content;
mod traces;

#[cfg(test)]
mod tests;

use super::case::GivenFile;
use super::{Case, Out, Rule, checks};
use crate::domain::checklist::SubjectRef;
use crate::domain::facts::Colour;
use crate::domain::ids::{PersonRef, SiteRef};
use crate::domain::lang::Bilingual;
use crate::domain::order::{Attachment, AttachmentKind, Order, Side};
use crate::domain::stage::Stage;
use content::{colour_original, file_decodes, file_given_once, file_size, jpeg_by_content, pixels_enough};
use traces::{no_editor_trace, picture_date_plausible};

checks![
    jpeg_by_content,
    file_size,
    file_decodes,
    colour_original,
    pixels_enough,
    id_sides_merged,
    file_given_once,
    no_editor_trace,
    picture_date_plausible,
    file_name_jpg,
    sheet_whole_and_readable,
];

/// The files that this review looks at, with their places: all in first review; in second review those of the
/// verification stage.
fn looked_at<'a>(case: &'a Case) -> impl Iterator<Item = (usize, &'a GivenFile<'a>)> {
    let package = case.order.attachments.len();
    let later = |kind| case.profile.verification.iter().any(|slot| slot.kind == kind);
    let all = case.files.iter().enumerate();
    all.filter(move |(at, file)| {
        case.stage != Stage::SecondReview || *at >= package || later(file.given.kind)
    })
}

/// Of these, the kinds that the rule names.
fn of_kinds<'a>(case: &'a Case, rule: &'a Rule) -> impl Iterator<Item = (usize, &'a GivenFile<'a>)> {
    looked_at(case).filter(|(_, file)| rule.look_at.is_empty() || rule.look_at.contains(&file.given.kind))
}

/// Whose a file is.
fn whose(order: &Order, given: &Attachment) -> SubjectRef {
    let Some(owner) = given.owner.as_deref() else { return SubjectRef::Order };
    if order.person(&PersonRef::from(owner)).is_some() {
        return SubjectRef::Person(owner.to_owned());
    }
    match order.sites.iter().any(|site| site.id == SiteRef::from(owner)) {
        true => SubjectRef::Site(owner.to_owned()),
        false if owner == "entity" => SubjectRef::Entity,
        false => SubjectRef::Order,
    }
}

fn path(at: usize) -> String {
    format!("attachments[{at}]")
}

fn name(given: &Attachment) -> &str {
    given.path.rsplit('/').next().unwrap_or(&given.path)
}

/// F015.
fn file_name_jpg(case: &Case, _: &Rule, out: &mut Out) {
    for (at, file) in looked_at(case) {
        let ends = file.given.path.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("jpg"));
        if !ends {
            let put = out.fault(whose(case.order, file.given));
            put.at(path(at)).file(at).value("file", name(file.given));
        }
    }
}

/// F008, by the side that each file says it shows.
fn id_sides_merged(case: &Case, _: &Rule, out: &mut Out) {
    let cards = |owner: &str| {
        let person = case.order.person(&PersonRef::from(owner));
        person
            .and_then(|person| case.catalog.certificate(&person.certificate.kind))
            .is_some_and(|kind| kind.two_sides)
    };
    for (at, file) in looked_at(case).filter(|(_, file)| file.given.kind == AttachmentKind::IdDocument) {
        let single = matches!(file.given.side, Some(Side::Front | Side::Back));
        if single && file.given.owner.as_deref().is_some_and(cards) {
            let put = out.fault(SubjectRef::Order);
            put.at(path(at)).file(at).value("file", name(file.given));
        }
    }
}

/// V011: a sheet that says it has no colour.
fn sheet_whole_and_readable(case: &Case, _: &Rule, out: &mut Out) {
    for (at, file) in looked_at(case).filter(|(_, file)| file.given.kind == AttachmentKind::VerificationSheet)
    {
        let Some(word) = file.facts.and_then(|facts| facts.picture).and_then(|it| colourless(it.colour))
        else {
            continue;
        };
        let site = match (whose(case.order, file.given), case.order.sites.as_slice()) {
            (site @ SubjectRef::Site(_), _) => site,
            (_, [only]) => SubjectRef::Site(only.id.0.clone()),
            (other, _) => other,
        };
        out.fault(site).at(path(at)).file(at).value("file", name(file.given)).say("colour", word);
    }
}

/// The name of a colour type that is none.
fn colourless(colour: Colour) -> Option<Bilingual> {
    match colour {
        Colour::Bilevel => Some(Bilingual::new("黑白", "black and white")),
        Colour::Grey => Some(Bilingual::new("灰度", "grey")),
        Colour::Colour | Colour::Cmyk => None,
    }
}
