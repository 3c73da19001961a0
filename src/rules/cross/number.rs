//! The form of filing numbers (B005).

use crate::catalog::filing_form::{self, Place};
use crate::catalog::rule::Rule;
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::Bilingual;
use crate::rules::Case;
use crate::rules::put::Out;

/// B005.
pub(super) fn filing_number_form(case: &Case, _: &Rule, out: &mut Out) {
    let order = case.order;
    if let Some(filed) = &order.filed {
        if let Some(number) = filed.entity_number.as_deref() {
            look(case, number, Place::Entity, SubjectRef::Entity, "filed.entity_number", out);
        }
        for (at, site) in filed.sites.iter().enumerate() {
            let Some(number) = site.filing_number.as_deref() else { continue };
            let path = format!("filed.sites[{at}].filing_number");
            look(case, number, Place::Site, SubjectRef::Order, &path, out);
        }
    }
    for (at, site) in order.sites.iter().enumerate() {
        let Some(number) = site.filing_number.as_deref() else { continue };
        let subject = SubjectRef::Site(site.id.0.clone());
        look(case, number, Place::Site, subject, &format!("sites[{at}].filing_number"), out);
    }
    for (at, domain) in order.ministry.iter().flat_map(|answer| &answer.domains_on_file).enumerate() {
        let Some(number) = domain.filing_number.as_deref() else { continue };
        let path = format!("ministry.domains_on_file[{at}].filing_number");
        look(case, number, Place::Site, SubjectRef::Order, &path, out);
    }
}

fn look(case: &Case, text: &str, place: Place, subject: SubjectRef, path: &str, out: &mut Out) {
    let reading = filing_form::reading(case.catalog, text);
    let why = match filing_form::fault(case.catalog, &case.order.province, &reading, place) {
        Some(why) => why,
        None if reading.slips.is_empty() => return,
        None => Bilingual::new("写法不规范", "it is not written as it should be"),
    };
    let put = out.fault(subject).at(path).value("number", text).say("why", why);
    if let Some(slip) = reading.slips.first().filter(|_| reading.problem.is_none()) {
        put.fix(path, &slip.fixed);
    }
}
