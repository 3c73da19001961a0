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
mod tests {
    use super::*;
    use crate::domain::checklist::ItemAnswer;
    use crate::domain::rule::Weight;
    use std::collections::BTreeMap;
    use std::sync::LazyLock;

    static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::embedded().unwrap());
    const ORGANISATION: &str = include_str!("../../../assets/samples/ICP-10201/order.json");
    const PERSONAL: &str = include_str!("../../../assets/samples/ICP-10202/order.json");

    fn order(text: &str) -> Order {
        serde_json::from_str(text).unwrap()
    }

    fn answers(given: &[(&str, Answer)]) -> Answers {
        let one = |(key, answer): &(&str, Answer)| {
            (key.parse().unwrap(), ItemAnswer { answer: *answer, note: None })
        };
        given.iter().map(one).collect()
    }

    fn fault(rule: &str, subject: SubjectRef, is: Found) -> Finding {
        Finding {
            rule: rule.into(),
            subject,
            is,
            how: How::Auto,
            weight: Weight::Block,
            path: None,
            file: None,
            values: BTreeMap::new(),
            marks: Vec::new(),
            fix: None,
            points_to: None,
        }
    }

    fn photo(order: &Order, method: &str) -> Attachment {
        serde_json::from_value(serde_json::json!({
            "path": "x.jpg", "kind": "curtain_photo", "owner": order.sites[0].manager, "photo_method": method,
        }))
        .unwrap()
    }

    /// The tick of a line, from what first review found, both reviews' answers, and a photo.
    fn tick(
        order: &Order,
        line: &str,
        found: Vec<Finding>,
        given: &[(&str, Answer)],
        method: Option<&str>,
    ) -> Tick {
        let answers = answers(given);
        let review = |stage| Reviewed { stage, answers: &answers, found: found.clone(), not_run: Vec::new() };
        let photo = method.map(|method| photo(order, method));
        let files: Vec<&Attachment> = order.attachments.iter().chain(&photo).collect();
        let checked = Checked {
            order,
            profile: CATALOG.profile(&order.profile).unwrap(),
            site: order.sites.first(),
            reviews: &[review(Stage::FirstReview), review(Stage::SecondReview)],
            overruled: &[],
            files: &files,
            papers: &[],
        };
        let all = ticked(&CATALOG, &CATALOG.sheet, &checked);
        match all.into_iter().find(|one| one.line.id == line).unwrap().ticks {
            Ticks::YesNo(tick) => tick,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_line_is_yes_only_where_answers_and_rules_say_so() {
        use Answer::{Fault, NotApplicable, Pass};
        use Tick::{No, Open, Yes};
        let order = order(ORGANISATION);
        let manager = order.sites[0].manager.to_string();
        let (site, person) = (order.sites[0].id.to_string(), SubjectRef::Person(manager.clone()));
        let h001 = format!("H001@person:{manager}");
        let d006 = format!("D006@domain:{site}/0");
        let broken = |is| vec![fault("P010", person.clone(), is)];
        type Case<'a> = (&'a str, Vec<Finding>, Vec<(&'a str, Answer)>, Option<&'a str>, Tick);
        let cases: Vec<Case> = vec![
            ("number_right", vec![], vec![], None, Open),
            ("number_right", vec![], vec![("E012@entity", Pass)], None, Yes),
            ("number_right", vec![], vec![("E012@entity", Fault)], None, No),
            ("number_right", vec![], vec![("E012@entity", NotApplicable)], None, Open),
            // The program decides it.
            ("email_right", vec![], vec![], None, Yes),
            ("email_right", broken(Found::Fault), vec![], None, No),
            ("email_right", broken(Found::Open), vec![], None, Open),
            // One of two is not answered.
            ("domain_right", vec![], vec![], None, Open),
            ("domain_right", vec![], vec![(&d006, Pass)], None, Yes),
            // Met in person by the photo's method alone.
            ("met_in_person", vec![], vec![(&h001, Pass)], Some("curtain"), Yes),
            ("met_in_person", vec![], vec![(&h001, Pass)], Some("onsite_signing"), Yes),
            ("met_in_person", vec![], vec![(&h001, Pass)], Some("portrait_capture"), Open),
            ("met_in_person", vec![], vec![(&h001, Pass)], None, Open),
            ("met_in_person", vec![], vec![], Some("curtain"), Open),
            ("met_in_person", vec![], vec![(&h001, Fault)], Some("curtain"), No),
            ("provider_right", vec![], vec![], None, Yes),
            ("papers_kept", vec![], vec![], None, Open),
        ];
        for (line, found, given, method, expected) in cases {
            assert_eq!(tick(&order, line, found, &given, method), expected, "{line} {given:?} {method:?}");
        }
    }

    #[test]
    fn what_a_supervisor_overruled_is_no_yes() {
        let order = order(ORGANISATION);
        let found = fault("E005", SubjectRef::Entity, Found::Fault);
        let overruled = [Overruled { item: found.item(), why: "已核实".into() }];
        let answers = Answers::new();
        let checked = Checked {
            order: &order,
            profile: CATALOG.profile(&order.profile).unwrap(),
            site: order.sites.first(),
            reviews: &[Reviewed {
                stage: Stage::FirstReview,
                answers: &answers,
                found: vec![found],
                not_run: vec![],
            }],
            overruled: &overruled,
            files: &[],
            papers: &[],
        };
        let all = ticked(&CATALOG, &CATALOG.sheet, &checked);
        let line = all.iter().find(|one| one.line.id == "address_right").unwrap();
        assert_eq!(line.ticks, Ticks::YesNo(Tick::Open));
    }

    #[test]
    fn the_certificate_is_ticked_by_who_files_and_with_what() {
        let chosen = |order: &Order| -> Vec<String> {
            let files: Vec<&Attachment> = order.attachments.iter().collect();
            let checked = Checked {
                order,
                profile: CATALOG.profile(&order.profile).unwrap(),
                site: order.sites.first(),
                reviews: &[],
                overruled: &[],
                files: &files,
                papers: &[],
            };
            let all = ticked(&CATALOG, &CATALOG.sheet, &checked);
            let mut names = Vec::new();
            for one in &all {
                if let Ticks::Options(options) = &one.ticks {
                    let yes = options.iter().filter(|(_, tick)| *tick == Tick::Yes);
                    names.extend(yes.map(|(choice, _)| format!("{}={}", one.line.id, choice.id)));
                }
            }
            names
        };
        let mut unit = order(ORGANISATION);
        assert_eq!(chosen(&unit), ["unit_certificate=business_licence"]);
        unit.entity.certificate.kind = "law_firm_licence".into();
        assert_eq!(chosen(&unit), ["unit_certificate=other"]);
        assert_eq!(chosen(&order(PERSONAL)), ["person_certificate=id_card"]);
    }
}
