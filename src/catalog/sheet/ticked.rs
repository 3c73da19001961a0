//! The provider's part of a sheet, ticked: from the answers of the standing reviews, from what the rules found then,
//! and from facts of the order. What nobody answered stays open; nothing is made up.

use super::{AnswerKind, Filer, Line, LineFact, Section, SheetForm};
use crate::catalog::checklist::{refusal, subjects_of};
use crate::catalog::slots::slots;
use crate::catalog::{Catalog, Profile};
use crate::domain::checklist::{Answer, Answers, ItemKey, SubjectRef};
use crate::domain::finding::{Finding, Found, Overruled};
use crate::domain::ids::RuleCode;
use crate::domain::order::{Attachment, AttachmentKind, Order, PhotoMethod, Site};
use crate::domain::rule::How;
use crate::domain::stage::Stage;
use crate::domain::verdict::VerdictKind;
use crate::domain::view::{ReviewRecord, SlotState};

/// An approval that stands, with what the rules found as of it.
#[derive(Debug, Clone)]
pub struct Reviewed<'a> {
    /// Its stage.
    pub stage: Stage,
    /// Its answers.
    pub answers: &'a Answers,
    /// What the rules found.
    pub found: Vec<Finding>,
    /// Rules that could not be run.
    pub not_run: Vec<RuleCode>,
}

/// What a sheet is ticked from.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// The order.
    pub order: &'a Order,
    /// Its profile.
    pub profile: &'a Profile,
    /// The site of the sheet; none where the order has none.
    pub site: Option<&'a Site>,
    /// The approvals that stand.
    pub reviews: &'a [Reviewed<'a>],
    /// What a supervisor overruled.
    pub overruled: &'a [Overruled],
    /// Its files.
    pub files: &'a [&'a Attachment],
    /// Paper originals that are logged: document and owner.
    pub papers: &'a [(String, String)],
}

/// How a line is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Nobody has answered it.
    Open,
}

/// The ticks of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ticks<'a> {
    /// Yes or no.
    YesNo(Tick),
    /// Each option with its tick: yes, or open.
    Options(Vec<(&'a super::Choice, Tick)>),
    /// There is nothing to answer: the customer need not give it, and has not.
    NotGiven,
}

/// A line with its ticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticked<'a> {
    /// Its section.
    pub section: &'a Section,
    /// The line.
    pub line: &'a Line,
    /// Its ticks.
    pub ticks: Ticks<'a>,
    /// How the site manager's photo was taken, where the line is about it.
    pub method: Option<PhotoMethod>,
}

/// The last review of a profile.
pub fn last_review(profile: &Profile) -> Option<Stage> {
    profile.stages.0.iter().rev().copied().find(|stage| stage.is_review())
}

/// The approval by which the provider's part is signed: that of the profile's last review, of this revision.
pub fn signed<'a>(profile: &Profile, reviews: &'a [ReviewRecord], revision: u32) -> Option<&'a ReviewRecord> {
    let last = last_review(profile)?;
    reviews.iter().find(|review| {
        review.stage == last
            && review.revision == revision
            && review.kind == VerdictKind::Approve
            && review.undone.is_none()
    })
}

/// Every line that concerns the filer, with its ticks.
pub fn ticked<'a>(catalog: &'a Catalog, form: &'a SheetForm, checked: &Checked) -> Vec<Ticked<'a>> {
    let filer = if checked.order.is_personal() { Filer::Personal } else { Filer::Organisation };
    let one = |(section, line): (&'a Section, &'a Line)| {
        let about_photo = line.fact == Some(LineFact::InPerson);
        let method = checked.method().filter(|_| about_photo);
        Ticked { section, line, ticks: checked.ticks(catalog, line), method }
    };
    form.lines_for(filer).map(one).collect()
}

impl Checked<'_> {
    fn ticks<'f>(&self, catalog: &Catalog, line: &'f Line) -> Ticks<'f> {
        let by_rules = self.by_rules(catalog, line);
        match (line.answer, line.fact) {
            (AnswerKind::YesNo, Some(LineFact::Given)) if !self.has_landline() => Ticks::NotGiven,
            (AnswerKind::YesNo, Some(LineFact::Provider)) => Ticks::YesNo(Tick::Yes),
            (AnswerKind::YesNo, Some(LineFact::Papers)) => Ticks::YesNo(self.papers_kept()),
            (AnswerKind::YesNo, Some(LineFact::InPerson)) => Ticks::YesNo(match (by_rules, self.method()) {
                (Tick::Yes, Some(method)) if is_in_person(method) => Tick::Yes,
                (Tick::No, _) => Tick::No,
                _ => Tick::Open,
            }),
            (AnswerKind::YesNo, _) => Ticks::YesNo(by_rules),
            (AnswerKind::Choice | AnswerKind::Choices, fact) => Ticks::Options(self.options(line, fact)),
        }
    }

    /// What rules and answers say of a line: no where one says no, yes where all that apply say yes.
    fn by_rules(&self, catalog: &Catalog, line: &Line) -> Tick {
        let items = line.rules.iter().filter_map(|code| catalog.rule(code)).flat_map(|rule| {
            let subjects = subjects_of(rule, self.order).into_iter();
            let own = subjects.filter(|subject| self.is_about(subject));
            own.map(|subject| (rule.how, ItemKey { rule: rule.code.clone(), subject })).collect::<Vec<_>>()
        });
        let ticks: Vec<Tick> = items.filter_map(|(how, key)| self.of_item(catalog, how, &key)).collect();
        match () {
            () if ticks.contains(&Tick::No) => Tick::No,
            () if ticks.is_empty() || ticks.contains(&Tick::Open) => Tick::Open,
            () => Tick::Yes,
        }
    }

    /// True for the entity, the order, this sheet's site with its domains and manager, and the principal.
    fn is_about(&self, subject: &SubjectRef) -> bool {
        let site = self.site;
        match subject {
            SubjectRef::Order | SubjectRef::Entity => true,
            SubjectRef::Site(id) | SubjectRef::Domain(id, _) => {
                site.is_some_and(|site| site.id.as_str() == id)
            }
            SubjectRef::Person(id) => {
                site.is_some_and(|site| site.manager.as_str() == id)
                    || self.order.entity.principal.as_str() == id
            }
        }
    }

    /// What the standing reviews say of an item: a person's answer first, then what the program decided then.
    /// None = no rule asked for it.
    fn of_item(&self, catalog: &Catalog, how: How, key: &ItemKey) -> Option<Tick> {
        let answer = self.reviews.iter().rev().find_map(|review| review.answers.get(key));
        if let Some(given) = answer {
            return match given.answer {
                Answer::Pass => Some(Tick::Yes),
                Answer::Fault => Some(Tick::No),
                Answer::NotApplicable => None,
            };
        }
        let rule = catalog.rule(&key.rule)?;
        let runs = |review: &&Reviewed| refusal(catalog, rule, self.order, review.stage).is_none();
        let review = self.reviews.iter().rev().find(runs)?;
        if how != How::Auto || rule.needs.iter().any(|fact| fact.is_to_come()) {
            return Some(Tick::Open);
        }
        let own = |finding: &&Finding| finding.item() == *key && finding.counts();
        let found: Vec<&Finding> = review.found.iter().filter(own).collect();
        // A supervisor's word lets an order pass; it does not make the fault a yes.
        let unsure =
            |finding: &&Finding| finding.is == Found::Open || finding.overruled_by(self.overruled).is_some();
        Some(match found.as_slice() {
            _ if review.not_run.contains(&key.rule) => Tick::Open,
            [] => Tick::Yes,
            found if found.iter().any(unsure) => Tick::Open,
            _ => Tick::No,
        })
    }

    fn options<'f>(&self, line: &'f Line, fact: Option<LineFact>) -> Vec<(&'f super::Choice, Tick)> {
        let chosen: Vec<&str> = match fact {
            Some(LineFact::Certificate) => vec![self.order.entity.certificate.kind.as_str()],
            Some(LineFact::Approvals) => {
                let approvals = self.site.iter().flat_map(|site| &site.prior_approvals);
                approvals.map(|approval| approval.subject.as_str()).collect()
            }
            _ => Vec::new(),
        };
        let stands =
            |choice: &super::Choice, id: &str| choice.id == id || choice.also.iter().any(|one| one == id);
        let named = |id: &str| line.options.iter().any(|choice| stands(choice, id));
        let tick = |choice: &super::Choice| {
            let own = chosen.iter().any(|id| stands(choice, id));
            let rest = choice.id == "other" && chosen.iter().any(|id| !named(id));
            if own || rest { Tick::Yes } else { Tick::Open }
        };
        line.options.iter().map(|choice| (choice, tick(choice))).collect()
    }

    fn has_landline(&self) -> bool {
        let manager = self.site.map_or(&self.order.entity.principal, |site| &site.manager);
        self.order.person(manager).is_some_and(|person| person.office_phone.is_some())
    }

    /// How the photo of this sheet's site manager was taken, or how he was checked in its place.
    fn method(&self) -> Option<PhotoMethod> {
        let manager = &self.site?.manager;
        let photo = |file: &&&Attachment| {
            file.kind == AttachmentKind::CurtainPhoto
                && file.placeholder != Some(true)
                && file.owner.as_deref() == Some(manager.as_str())
        };
        let of_photo = self.files.iter().rev().find(photo).and_then(|file| file.photo_method);
        let passed = self.order.identity_checks.iter().rev();
        let check = passed.filter(|check| check.passed == Some(true)).find(|check| check.person == *manager);
        of_photo.or(check.map(|check| check.method))
    }

    /// Yes where the profile waits for paper originals and all are logged.
    fn papers_kept(&self) -> Tick {
        let slots = slots(self.profile, self.order, self.files, self.papers);
        let own = |owner: &str| {
            self.site.is_none_or(|site| site.id.as_str() == owner || site.manager.as_str() == owner)
                || owner == "order"
        };
        let mut paper = slots.iter().filter(|slot| slot.paper.is_some() && own(&slot.owner)).peekable();
        let any = paper.peek().is_some();
        if any && paper.all(|slot| slot.state == SlotState::Filled) { Tick::Yes } else { Tick::Open }
    }
}

/// Whether somebody of the provider saw the person: at the curtain, the photo point, the office. A portrait or a
/// video has its own check, and is no meeting.
const fn is_in_person(method: PhotoMethod) -> bool {
    matches!(method, PhotoMethod::Curtain | PhotoMethod::PhotoPoint | PhotoMethod::OnsiteSigning)
}

#[cfg(test)]
mod tests;
