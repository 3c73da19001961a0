//! Appointments at photo points and for signing on site.

use super::home::profile;
use super::record::record;
use super::verification::not_verifying;
use super::{Desk, Result, WorkError, claim::needed, roles};
use crate::catalog::{Profile, methods};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, PersonRef, UserId};
use crate::domain::life::{Appointment, AppointmentEnd};
use crate::domain::order::{Order, PhotoMethod};
use crate::domain::permission::Deed;
use crate::domain::stage::Stage;
use crate::domain::text::Foreign;
use crate::store::Op;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Makes an appointment: a method that the order may use, a place that the provider has.
pub fn make(
    desk: &mut Desk,
    who: UserId,
    id: OrderId,
    wish: &Appointment,
    now: DateTime<Utc>,
) -> Result<Appointment> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Appoint, id)?;
        let state = tx.state(id)?;
        if state.stage != Stage::Verification {
            return Err(not_verifying());
        }
        let order = tx.order(id)?;
        let own = profile(&catalog, &order.profile)?;
        let appointment = checked(own, &order, wish, now)?;
        let person = &appointment.person;
        let is_open = |row: &crate::domain::customer::AppointmentRow| {
            row.ended.is_none() && row.appointment.person == *person
        };
        if tx.appointments_of(id)?.iter().any(is_open) {
            let person = person.shown();
            return Err(WorkError::say(
                format!("{person}已有待到场的预约；请先结束它。"),
                format!("{person} has an open appointment; end it first"),
            ));
        }
        tx.add_appointment(id, state.revision, &appointment, who)?;
        record(tx, &catalog, id, &Event::Appointed { appointment: appointment.clone() })?;
        Ok(appointment)
    })
}

fn checked(own: &Profile, order: &Order, wish: &Appointment, now: DateTime<Utc>) -> Result<Appointment> {
    if !matches!(wish.method, PhotoMethod::PhotoPoint | PhotoMethod::OnsiteSigning) {
        return Err(WorkError::say(
            "只有拍照点（photo_point）和现场签署（onsite_signing）需要预约。",
            "appointments are for photo_point and onsite_signing",
        ));
    }
    if let Some(why) = methods::closed(own, order, wish.method) {
        return Err(WorkError::say(
            format!("该订单不能使用此方式：{}。", why.zh),
            format!("this order can't use {}: {}", wish.method.slug(), why.en),
        ));
    }
    if !order.managers().iter().any(|person| person.id == wish.person) {
        return Err(WorkError::say(
            format!("{}不是该订单的网站负责人。", wish.person.shown()),
            format!("{} is no site manager of this order", wish.person.shown()),
        ));
    }
    if wish.at <= now {
        return Err(WorkError::say("预约时间须在现在之后。", "an appointment lies ahead"));
    }
    Ok(Appointment { place: place(own, &wish.place)?, ..wish.clone() })
}

/// One of the provider's places, where he names some; in its Chinese name, which goes to the customer.
fn place(own: &Profile, wanted: &str) -> Result<String> {
    let wanted = needed(wanted)?;
    if own.places.is_empty() {
        return Ok(wanted);
    }
    let known = own.places.iter().find(|place| place.zh == wanted || place.en.eq_ignore_ascii_case(&wanted));
    known.map(|place| place.zh.clone()).ok_or_else(|| {
        let zh: Vec<&str> = own.places.iter().map(|place| place.zh.as_str()).collect();
        let en: Vec<&str> = own.places.iter().map(|place| place.en.as_str()).collect();
        let wanted = Foreign::from(wanted.as_str());
        WorkError::say(
            format!("没有地点“{wanted}”；可选：{}。", zh.join("、")),
            format!("there is no place '{wanted}'; there are {}", en.join(", ")),
        )
    })
}

/// Records how a person's appointment ended.
pub fn end(
    desk: &mut Desk,
    who: UserId,
    id: OrderId,
    person: &PersonRef,
    end: AppointmentEnd,
    now: DateTime<Utc>,
) -> Result<()> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Appoint, id)?;
        tx.end_appointment(id, person, end)?;
        record(tx, &catalog, id, &Event::AppointmentEnded { person: person.clone(), end })
    })
}
