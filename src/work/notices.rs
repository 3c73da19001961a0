//! Notices to the customer, made with the event that they tell of.
//!
//! Who is told by which way stands in the profile; what is written, in the catalogue. A notice of a verdict
//! waits until the verdict's grace time is over, and its undo withdraws it.

mod safe;
#[cfg(test)]
mod tests;
mod values;

use super::decide::grace_of;
use super::record::Told;
use super::{Result, WorkError};
use crate::catalog::Catalog;
use crate::catalog::notice::{Template, fill};
use crate::catalog::profile::{Addressee, NoticeRule};
use crate::domain::event::{Event, OrderState};
use crate::domain::ids::{PersonRef, VerdictId};
use crate::domain::life::{CallResult, Medium};
use crate::domain::notice::{Letter, NoticeKind};
use crate::domain::order::{Order, Person};
use crate::outgoing::html;
use crate::store::Tx;
use crate::store::outbox::NewNotice;
use values::Facts;

/// The notices that an event makes, put into the outbox.
pub(super) fn follow(tx: &Tx, catalog: &Catalog, told: &Told) -> Result<()> {
    if let Event::Called { person, result: CallResult::Reached, .. } = told.event {
        tx.told_by_phone(told.id, person)?;
    }
    let Some(kind) = NoticeKind::of(told.event) else { return Ok(()) };
    let rules: Vec<&NoticeRule> = told.profile.notices.iter().filter(|rule| rule.event == kind).collect();
    let Some(template) = catalog.notice(kind).filter(|_| !rules.is_empty()) else { return Ok(()) };
    let order = tx.order(told.id)?;
    let facts = Facts::gather(tx, catalog, told, &order, kind)?;
    let (verdict, next_at) = match told.event {
        Event::Decided { verdict, .. } => (Some(verdict), tx.op.at + grace_of(tx)?),
        _ => (None, tx.op.at),
    };
    for (person, medium) in recipients(&rules, &order, &facts.before) {
        let letter = letter(template, medium, person, &facts);
        let new = NewNotice { order: told.id, event: told.row, verdict, letter: &letter, next_at };
        tx.add_notice(&new)?;
    }
    Ok(())
}

/// Takes back the notices of a verdict that was undone; what has left can't be.
pub(super) fn withdraw(tx: &Tx, verdict: &VerdictId) -> Result<()> {
    match tx.withdraw_notices(verdict)? {
        0 => Ok(()),
        _ => Err(WorkError::say(
            "通知已发给客户，不能撤销；请联系主管。",
            "the customer was told already, so it can't be undone; ask a supervisor",
        )),
    }
}

/// Each person by each way once, whatever number of rules name him.
fn recipients<'a>(rules: &[&NoticeRule], order: &'a Order, before: &OrderState) -> Vec<(&'a Person, Medium)> {
    let mut found: Vec<(&Person, Medium)> = Vec::new();
    for rule in rules {
        for person in rule.to.iter().flat_map(|to| persons(*to, order, before)) {
            for medium in &rule.by {
                let is_new = !found.iter().any(|(known, by)| known.id == person.id && by == medium);
                found.extend(is_new.then_some((person, *medium)));
            }
        }
    }
    found
}

fn persons<'a>(to: Addressee, order: &'a Order, before: &OrderState) -> Vec<&'a Person> {
    match to {
        Addressee::Principal => order.principal().into_iter().collect(),
        Addressee::SiteManagers => match order.managers() {
            none if none.is_empty() => order.principal().into_iter().collect(),
            managers => managers,
        },
        Addressee::Verifying => {
            let check = before.life.sms.iter().flat_map(|check| &check.persons);
            let open = check.filter(|one| one.verified.is_none()).map(|one| &one.person);
            open.filter_map(|person: &PersonRef| order.person(person)).collect()
        }
    }
}

/// What is written to one person by one way.
fn letter(template: &Template, medium: Medium, person: &Person, facts: &Facts) -> Letter {
    let values = facts.values_for(person);
    let whole = || tidy(&fill(&template.text, &values));
    let (subject, body, address) = match medium {
        Medium::Email => (fill(&template.subject, &values), whole(), &person.email),
        Medium::Phone => (fill(&template.subject, &values), whole(), &person.mobile),
        Medium::Text => (String::new(), fill(template.short.trim(), &values), &person.mobile),
    };
    Letter {
        kind: template.event,
        medium,
        person: person.id.clone(),
        address: address.clone(),
        subject,
        html: (medium == Medium::Email).then(|| html::page(&body)),
        body,
        message_id: format!("<{}@notice.beian>", uuid::Uuid::now_v7()),
    }
}

/// One empty line where values that were empty left more.
fn tidy(text: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    for line in text.trim().lines().map(str::trim_end) {
        if !(line.is_empty() && out.last().is_some_and(|last| last.is_empty())) {
            out.push(line);
        }
    }
    out.join("\n") + "\n"
}
