//! What the metadata tell: the software that wrote a picture, and when it was taken (F010, F011).

use super::{looked_at, name, path};
use crate::catalog::rule::Rule;
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::Bilingual;
use crate::domain::worktime::shanghai;
use crate::rules::{Case, GivenFile, Out};
use chrono::{Days, Months, NaiveDateTime};

/// F010: the names of editors stand in the rule's row.
pub fn no_editor_trace(case: &Case, rule: &Rule, out: &mut Out) {
    for (at, file) in looked_at(case) {
        let is_editor = |software: &&str| {
            let lower = software.to_lowercase();
            rule.words.iter().any(|word| lower.contains(word.as_str()))
        };
        if let Some(software) = file.facts.and_then(|facts| facts.written_by().find(is_editor)) {
            let put = out.fault(SubjectRef::Order).at(path(at)).file(at);
            put.value("file", name(file.given)).value("software", software);
        }
    }
}

/// F011: more than a day after it came, since the camera's time zone is not known, or years before.
pub fn picture_date_plausible(case: &Case, rule: &Rule, out: &mut Out) {
    let Some(years) = case.number(rule).map(|dated| dated.number) else { return };
    for (at, file) in looked_at(case) {
        let exif = file.facts.and_then(|facts| facts.exif.as_ref());
        let Some(taken) = exif.and_then(|exif| exif.taken_at) else { continue };
        let came = came(case, at, file);
        let problem = match () {
            () if came.checked_add_days(Days::new(1)).is_some_and(|end| taken > end) => {
                Bilingual::new("晚于上传时间", "after it was uploaded")
            }
            () if came.checked_sub_months(Months::new(12 * years)).is_some_and(|start| taken < start) => {
                Bilingual::new(
                    format!("早于上传时间 {years} 年以上"),
                    format!("more than {years} years before"),
                )
            }
            () => continue,
        };
        let put = out.fault(SubjectRef::Order).at(path(at)).file(at);
        put.value("file", name(file.given)).value("taken", taken.date().to_string()).say("problem", problem);
    }
}

/// When a file came, in Shanghai: its upload, else its order's submission; a supplement's by now.
fn came(case: &Case, at: usize, file: &GivenFile) -> NaiveDateTime {
    let order = case.order;
    let else_at = if at < order.attachments.len() { order.submitted_at } else { case.now };
    shanghai(file.given.uploaded_at.unwrap_or(else_at))
}
