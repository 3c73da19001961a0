//! Moments of a package that have been: none lies ahead of now by more than clocks differ.
//!
//! `TIMES` says of each day and moment of the schema whether it may be to come; tests hold it against the schema
//! and against what is refused.

use super::fault::{Trouble, Words};
use super::incoming::Body;
use super::json::Located;
use super::limits::{Known, Limits};
use crate::domain::worktime::shanghai;
use chrono::{DateTime, Days, NaiveDate, SecondsFormat, Utc};
use std::fmt::Display;

/// What a time of the package is.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// It has been: refused where it lies ahead.
    Past,
    /// It may be to come, such as the end of a validity: the rules judge it.
    Any,
}

/// Every day and moment of the two schemas, by its path without numbers.
#[cfg(test)]
pub const TIMES: [(&str, When); 12] = [
    ("submitted_at", When::Past),
    ("ministry.asked_at", When::Past),
    ("consents.terms_accepted_at", When::Past),
    ("identity_checks.at", When::Past),
    ("curtain_request.requested_at", When::Past),
    ("attachments.uploaded_at", When::Past),
    ("sites.domains.registered_on", When::Past),
    ("sites.domains.expires_on", When::Any),
    // A document may be handed out some days before it holds.
    ("entity.certificate.valid_from", When::Any),
    ("entity.certificate.valid_to", When::Any),
    ("people.certificate.valid_from", When::Any),
    ("people.certificate.valid_to", When::Any),
];

/// What of a package lies ahead although it has been.
pub fn ahead(body: &Body, limits: &Limits, known: &Known) -> Vec<Located> {
    let mut seen = Seen { latest: known.now + limits.ahead, found: Vec::new() };
    match body {
        Body::Order(order) => {
            seen.moment("submitted_at", Some(order.submitted_at));
            seen.moment("ministry.asked_at", order.ministry.as_ref().map(|answer| answer.asked_at));
            seen.moment("consents.terms_accepted_at", order.consents.terms_accepted_at);
            for (at, check) in order.identity_checks.iter().enumerate() {
                seen.moment(format_args!("identity_checks[{at}].at"), check.at);
            }
            let asked = order.curtain_request.as_ref().map(|asked| asked.requested_at);
            seen.moment("curtain_request.requested_at", asked);
            for (at, site) in order.sites.iter().enumerate() {
                for (nth, domain) in site.domains.iter().enumerate() {
                    seen.day(format_args!("sites[{at}].domains[{nth}].registered_on"), domain.registered_on);
                }
            }
        }
        Body::Supplement(supplement) => seen.moment("submitted_at", Some(supplement.submitted_at)),
    }
    for (at, file) in body.attachments().iter().enumerate() {
        seen.moment(format_args!("attachments[{at}].uploaded_at"), file.uploaded_at);
    }
    seen.found
}

struct Seen {
    latest: DateTime<Utc>,
    found: Vec<Located>,
}

impl Seen {
    fn moment(&mut self, place: impl Display, at: Option<DateTime<Utc>>) {
        if let Some(at) = at.filter(|at| *at > self.latest) {
            let latest = self.latest.to_rfc3339_opts(SecondsFormat::Secs, true);
            let expected = Words::new(
                format!("不晚于现在的时间（最迟 {latest}）"),
                format!("a time that is not ahead of now ({latest} at the latest)"),
            );
            self.found.push((place.to_string(), Trouble::new(Words::quote(&at.to_rfc3339()), expected)));
        }
    }

    /// A day ends later elsewhere than here.
    fn day(&mut self, place: impl Display, day: Option<NaiveDate>) {
        let latest = shanghai(self.latest).date() + Days::new(1);
        if let Some(day) = day.filter(|day| *day > latest) {
            let expected = Words::new("不晚于今天的日期", "a day that is not ahead of today");
            self.found.push((place.to_string(), Trouble::new(Words::quote(&day.to_string()), expected)));
        }
    }
}
