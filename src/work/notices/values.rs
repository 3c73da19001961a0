//! The values of a notice: what the catalogue's templates may name.

use super::super::Result;
use super::super::notice::{head_of, mended};
use super::super::record::Told;
use super::safe::safe;
use crate::catalog::notice::Values;
use crate::catalog::{Catalog, Lang, Profile};
use crate::domain::event::{Event, OrderState};
use crate::domain::life::SmsCheck;
use crate::domain::mask::without_personal;
use crate::domain::notice::NoticeKind;
use crate::domain::order::{Order, OrderType, Person};
use crate::domain::stage::Stage;
use crate::domain::text::visible;
use crate::domain::view::SlotState;
use crate::domain::worktime::shanghai;
use crate::outgoing::html::MINISTRY;
use crate::outgoing::notice::{bureau_return, greeting, list, rejection};
use crate::store::Tx;
use chrono::{DateTime, Duration, Utc};

/// What all notices of one event share.
pub(super) struct Facts {
    /// The order's state before the event: who had still to verify.
    pub before: OrderState,
    values: Values,
    /// The greeting that a composed notice begins with, where it has one.
    greets: String,
}

impl Facts {
    pub(super) fn gather(
        tx: &Tx,
        catalog: &Catalog,
        told: &Told,
        order: &Order,
        kind: NoticeKind,
    ) -> Result<Self> {
        let before = match kind {
            // The return itself has ended the check.
            NoticeKind::SmsLapsed | NoticeKind::SmsFailed => {
                tx.state_before_last(told.id, &told.profile.stages)?
            }
            _ => told.state.clone(),
        };
        let mut values = Values::from([
            ("provider", told.profile.provider.zh.clone()),
            ("order_no", visible(order.order_no.as_str()).into_owned()),
            ("entity", plain(&order.entity.name)),
            ("revision", told.state.revision.to_string()),
            ("link", MINISTRY.to_owned()),
        ]);
        let made = Made { tx, catalog, told, order };
        made.add(kind, &before, &mut values)?;
        let greets =
            greeting(&plain(head_of(told.profile, order, told.state.stage, told.state.revision).addressee));
        Ok(Self { before, values, greets })
    }

    /// The values for one person; a composed notice greets him, whoever it was composed for.
    pub(super) fn values_for(&self, person: &Person) -> Values {
        let mut values = self.values.clone();
        values.insert("name", plain(&person.name));
        if let Some(rest) = values.get("notice").and_then(|text| text.strip_prefix(&self.greets)) {
            let own = greeting(&plain(&person.name)) + rest;
            values.insert("notice", own);
        }
        values
    }
}

struct Made<'a> {
    tx: &'a Tx<'a>,
    catalog: &'a Catalog,
    told: &'a Told<'a>,
    order: &'a Order,
}

impl Made<'_> {
    fn add(&self, kind: NoticeKind, before: &OrderState, values: &mut Values) -> Result<()> {
        match self.told.event {
            Event::Decided { .. } if !kind.has_reasons() => self.passed(values)?,
            Event::Decided { reasons, .. } | Event::Returned { reasons, .. } => {
                values.insert("count", reasons.len().to_string());
                values.insert("notice", self.with_reasons()?);
            }
            Event::CurtainSent { parcel } => {
                values.insert("courier", visible(&parcel.courier).into_owned());
                values.insert("tracking", visible(&parcel.number).into_owned());
            }
            Event::HandedOver { sms, .. } => self.handed_over(sms.as_ref(), values),
            Event::Filed { .. } => self.filed(values),
            Event::Reminded { .. } if kind == NoticeKind::Reminder => self.reminder(before, values)?,
            Event::Reminded { .. } => {
                let lapses = before.life.sms.as_ref().map_or(self.tx.op.at, |check| check.lapses_at);
                values.insert("until", time(lapses));
                values.insert("resend", resend(self.told.profile));
            }
            Event::Expired { days } => {
                values.insert("days", days.to_string());
            }
            _ => {}
        }
        Ok(())
    }

    fn passed(&self, values: &mut Values) -> Result<()> {
        let missing = self.missing()?;
        let key = match self.told.state.stage {
            Stage::Verification if !missing.is_empty() => "next_verification",
            Stage::Verification | Stage::SecondReview => "next_second_review",
            _ => "next_bureau",
        };
        values.insert("materials", missing);
        self.put(values, "next", key);
        self.put(values, "reach", self.reach());
        let revision = self.told.state.revision;
        let amendments = self.tx.amendments(self.told.id, revision)?;
        let text = list(&mended(self.catalog, self.order, &amendments));
        values.insert("mended", safe(self.tx, self.told.id, revision, &text)?);
        Ok(())
    }

    /// The text that the reviewer saw, or the one that is composed from the reasons.
    fn with_reasons(&self) -> Result<String> {
        let (id, revision) = (self.told.id, self.told.state.revision);
        let head = |stage| head_of(self.told.profile, self.order, stage, revision);
        let text = match (self.told.text, self.told.event) {
            (Some(text), _) => text.to_owned(),
            (None, Event::Decided { stage, reasons, .. }) => {
                let amendments = self.tx.amendments(id, revision)?;
                rejection(&head(*stage), reasons, &mended(self.catalog, self.order, &amendments))
            }
            (None, Event::Returned { stage, reasons, .. }) => bureau_return(&head(*stage), reasons),
            (None, _) => String::new(),
        };
        safe(self.tx, id, revision, &text)
    }

    fn handed_over(&self, sms: Option<&SmsCheck>, values: &mut Values) {
        if let Some(check) = sms {
            let hours = (check.lapses_at - self.tx.op.at).num_hours();
            values.insert("hours", hours.to_string());
            values.insert("until", time(check.lapses_at));
            values.insert("resend", resend(self.told.profile));
            self.put(values, "codes", "codes");
            self.put(values, "codes_short", "codes_short");
        } else {
            self.put(values, "codes", "no_codes");
            self.put(values, "codes_short", "no_codes_short");
        }
        self.put(values, "reach", self.reach());
    }

    fn filed(&self, values: &mut Values) {
        let Event::Filed { entity_number, sites, .. } = self.told.event else { return };
        let mut lines = Vec::new();
        let numbered = |number: &str| Values::from([("number", visible(number).into_owned())]);
        if let Some(number) = entity_number {
            lines.push(self.catalog.phrase("entity_number", &numbered(number)));
        }
        for one in sites {
            let site = self.order.sites.iter().find(|site| site.id == one.site);
            let mut own = numbered(&one.number);
            own.insert("site", plain(site.map_or(one.site.as_str(), |site| &site.name)));
            lines.push(self.catalog.phrase("site_number", &own));
        }
        values.insert("numbers", lines.join("\n"));
        let first = sites.first().map(|one| &one.number).or(entity_number.as_ref());
        values.insert("number", first.map_or_else(String::new, |number| format!("{}，", visible(number))));
        if sites.is_empty() {
            self.put(values, "duty", "no_duty");
            self.put(values, "duty_short", "no_duty");
        } else {
            self.put(values, "duty", "duty");
            self.put(values, "duty_short", "duty_short");
        }
    }

    fn reminder(&self, state: &OrderState, values: &mut Values) -> Result<()> {
        values.insert("days", (self.tx.op.at - state.waiting_since).num_days().to_string());
        let missing = self.missing()?;
        let is_verification = state.stage == Stage::Verification && !missing.is_empty();
        values.insert("materials", missing);
        let wanted = if is_verification { "wanted_verification" } else { "wanted_revision" };
        self.put(values, "wanted", wanted);
        values.insert("expiry", String::new());
        if let Some(days) = self.told.profile.waiting.expiry_days {
            values.insert("until", time(state.waiting_since + Duration::days(i64::from(days))));
            self.put(values, "expiry", "expiry");
        }
        Ok(())
    }

    fn put(&self, values: &mut Values, name: &'static str, phrase: &str) {
        let text = self.catalog.phrase(phrase, values);
        values.insert(name, text);
    }

    /// When the site may be reachable.
    fn reach(&self) -> &'static str {
        match self.order.order_type {
            OrderType::FirstFiling | OrderType::NewSite => "reach_number_first",
            OrderType::NewAccess => "reach_now",
            _ => "reach_same",
        }
    }

    /// What the verification stage still waits for, each document once.
    fn missing(&self) -> Result<String> {
        let (id, revision) = (self.told.id, self.told.state.revision);
        let attachments = self.tx.attachments(id, revision)?;
        let given: Vec<_> = attachments.iter().map(|attachment| &attachment.given).collect();
        let papers = self.tx.papers(id, revision)?;
        let slots = crate::catalog::slots::slots(self.told.profile, self.order, &given, &papers);
        let mut names: Vec<String> = Vec::new();
        for slot in slots.iter().filter(|slot| slot.state != SlotState::Filled) {
            let name = self.catalog.text(Lang::Zh, slot.kind.slug());
            let name = if slot.paper.is_some() { format!("{name}原件") } else { name.to_owned() };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Ok(names.join("、"))
    }
}

/// A name as it may leave the house: people write their numbers into names, too.
fn plain(name: &str) -> String {
    without_personal(&visible(name))
}

fn time(at: DateTime<Utc>) -> String {
    shanghai(at).format("%Y-%m-%d %H:%M").to_string()
}

fn resend(profile: &Profile) -> String {
    let text = profile.sms.as_ref().and_then(|rules| rules.resend.as_ref()).map(|text| text.zh.as_str());
    text.map_or_else(String::new, |text| format!("{}。", text.trim_end_matches('。')))
}
