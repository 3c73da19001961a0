//! The national verification sheet: data/sheet.toml. Its head, the provider's part, and the pledges at its foot.

mod ticked;

pub use ticked::{Checked, Reviewed, Tick, Ticked, Ticks, last_review, signed, ticked};

use super::rule::Bilingual;
use crate::domain::ids::RuleCode;
use serde::Deserialize;

/// The sheet's structure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SheetForm {
    /// Its name.
    pub title: Bilingual,
    /// Where its structure stands.
    pub source: Vec<String>,
    /// What the applicant fills in.
    pub head: Vec<HeadField>,
    /// The provider's part.
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
    /// The pledges at the foot.
    #[serde(rename = "pledge")]
    pub pledges: Vec<Pledge>,
}

/// A field of the head.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadField {
    /// Its name here.
    pub id: String,
    /// What the sheet prints.
    pub label: Bilingual,
    /// The field of the order that it equals, with `*` for the site.
    pub from: String,
    /// What can be ticked; none = words.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// Rules by which it is compared with the order.
    #[serde(default)]
    pub rules: Vec<RuleCode>,
}

/// A part of what the provider fills in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its name here.
    pub id: String,
    /// Its heading.
    pub title: Bilingual,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line that the provider answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its name here.
    pub id: String,
    /// What the sheet prints.
    pub label: Bilingual,
    /// How it is answered.
    pub answer: AnswerKind,
    /// Whose it is; none = everybody's.
    #[serde(default)]
    pub of: Option<Filer>,
    /// What can be ticked.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// Rules of which an answer speaks.
    #[serde(default)]
    pub rules: Vec<RuleCode>,
    /// The field that it is about, printed beside it, with `*` for the site and its manager.
    #[serde(default)]
    pub from: Option<String>,
    /// What of the order answers it, or must hold beside its rules.
    #[serde(default)]
    pub fact: Option<LineFact>,
}

/// A fact of the order, its files or its papers that answers a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineFact {
    /// The entity's certificate.
    Certificate,
    /// Somebody of the provider met the site manager: by the method of his photo.
    InPerson,
    /// The prior approvals that the site chose.
    Approvals,
    /// The name is the provider's own.
    Provider,
    /// The paper originals that the profile waits for are logged.
    Papers,
    /// It need not be given: nothing to answer where it is not.
    Given,
}

/// How a line is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// Yes or no.
    YesNo,
    /// One of its options.
    Choice,
    /// Any of its options, or none.
    Choices,
}

/// Who files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filer {
    /// Every nature but the personal one.
    Organisation,
    /// A natural person.
    Personal,
}

/// Something to tick.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name here; of certificates and prior approvals, as in the order.
    pub id: String,
    /// What the sheet prints.
    pub label: Bilingual,
    /// Types in the order that it stands for beside its own name.
    #[serde(default)]
    pub also: Vec<String>,
}

/// A pledge with its marks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pledge {
    /// Its name here.
    pub id: String,
    /// Who makes it.
    pub by: Side,
    /// Our short wording of it.
    pub text: Bilingual,
    /// What stands beside it.
    pub marks: Vec<Mark>,
}

/// Who makes a pledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The access provider.
    Provider,
    /// The filing entity.
    Applicant,
}

/// A signature, a seal, a date.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Its name here.
    pub id: String,
    /// What the sheet prints.
    pub label: Bilingual,
    /// Whose it is; none = everybody's.
    #[serde(default)]
    pub of: Option<Filer>,
    /// Left blank by the customer.
    #[serde(default)]
    pub blank: bool,
}

impl SheetForm {
    /// The pledges with the marks that concern this kind of filer.
    pub fn pledges_for(&self, filer: Filer) -> Vec<Pledge> {
        let own = |mark: &&Mark| mark.of.is_none_or(|of| of == filer);
        let pledges = self.pledges.iter();
        let of = |pledge: &Pledge| Pledge {
            marks: pledge.marks.iter().filter(own).cloned().collect(),
            ..pledge.clone()
        };
        pledges.map(of).collect()
    }

    /// The lines of the provider's part that concern this kind of filer, section by section.
    pub fn lines_for(&self, filer: Filer) -> impl Iterator<Item = (&Section, &Line)> {
        let lines =
            self.sections.iter().flat_map(|section| section.lines.iter().map(move |line| (section, line)));
        lines.filter(move |(_, line)| line.of.is_none_or(|of| of == filer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use std::collections::BTreeSet;

    #[test]
    fn the_embedded_sheet_is_whole() {
        let sheet = Catalog::embedded().unwrap().sheet;
        let ids: Vec<&str> = sheet.sections.iter().map(|section| section.id.as_str()).collect();
        assert_eq!(ids, ["entity", "contacts", "site", "access", "papers"]);
        let sides: Vec<Side> = sheet.pledges.iter().map(|pledge| pledge.by).collect();
        assert_eq!(sides, [Side::Provider, Side::Applicant]);
        assert!(sheet.pledges.iter().flat_map(|pledge| &pledge.marks).any(|mark| mark.blank));
    }

    #[test]
    fn a_line_to_tick_has_options_and_no_name_stands_twice() {
        let sheet = Catalog::embedded().unwrap().sheet;
        let mut seen = BTreeSet::new();
        for line in sheet.sections.iter().flat_map(|section| &section.lines) {
            assert_eq!(line.options.is_empty(), line.answer == AnswerKind::YesNo, "{}", line.id);
            assert!(seen.insert(&line.id), "{}", line.id);
        }
    }

    #[test]
    fn a_person_ticks_no_certificate_of_an_organisation() {
        let sheet = Catalog::embedded().unwrap().sheet;
        let has = |filer, id| sheet.lines_for(filer).any(|(_, line)| line.id == id);
        assert!(has(Filer::Personal, "person_certificate") && !has(Filer::Personal, "unit_certificate"));
        assert!(
            has(Filer::Organisation, "unit_certificate") && !has(Filer::Organisation, "person_certificate")
        );
    }
}
