//! The customer's side: reminders and expiry, photo methods, curtain, appointments, the next call.

use super::{Row, RowMaker};
use crate::app::say::Say;
use crate::domain::customer::{AppointmentRow, Curtain, CurtainState, MethodView, Waiting};
use crate::domain::life::{Appointment, AppointmentEnd};
use crate::domain::stage::Stage;
use crate::domain::view::{OrderView, SlotView};
use crate::domain::worktime::shanghai;
use chrono::{DateTime, Utc};

fn time(at: DateTime<Utc>) -> Say {
    Say::Words(shanghai(at).format("%Y-%m-%d %H:%M").to_string())
}

/// How often the customer was reminded, when he is reminded next, and when his order expires.
pub fn waiting(waiting: &Waiting) -> Say {
    let reminded = Say::with("customer.reminded", waiting.reminders.to_string());
    let next = waiting
        .next_reminder
        .map_or(Say::Words(String::new()), |at| Say::Text("customer.next_reminder", vec![time(at)]));
    let expires = match waiting.expires_at {
        Some(at) => Say::Text("customer.expires", vec![time(at)]),
        None => Say::text("customer.never_expires"),
    };
    Say::Text("customer.waiting_line", vec![reminded, next, expires])
}

/// What staff do with the customer, as labels and sentences; nothing where nothing waits for him and nothing
/// was done.
pub fn lines(view: &OrderView) -> Vec<(&'static str, Say)> {
    let side = &view.customer;
    let mut lines = Vec::new();
    let mut say = |label, say| lines.push((label, say));
    if let Some(known) = &side.waiting {
        say("customer.waiting", waiting(known));
    }
    if let Some(at) = side.call_again_at {
        say("customer.call_again", time(at));
    }
    if view.row.stage == Stage::Verification {
        side.methods.iter().for_each(|one| say("customer.method", method(one)));
    }
    view.slots.iter().filter_map(closed).for_each(|one| say("customer.photo", one));
    if let Some(one) = &side.curtain {
        say("customer.curtain", curtain(one));
    }
    side.appointments.iter().for_each(|one| say("customer.appointment", appointment(one)));
    lines
}

impl RowMaker<'_> {
    pub(super) fn customer(&mut self) {
        let lines = lines(self.view);
        if !lines.is_empty() {
            self.head("order.customer", String::new(), "");
            self.rows.extend(lines.into_iter().map(|(label, say)| Row::Said(label, say)));
        }
    }
}

fn method(one: &MethodView) -> Say {
    let name = Say::text(one.method.text());
    match &one.closed {
        None => Say::Text("customer.method_open", vec![name]),
        Some(why) => Say::Text("customer.method_closed", vec![name, Say::Both(why.clone())]),
    }
}

/// A photo that came about by a method which the order may not use.
fn closed(slot: &SlotView) -> Option<Say> {
    let (method, why) = slot.method.zip(slot.closed.clone())?;
    Some(Say::Text("customer.method_closed", vec![Say::text(method.text()), Say::Both(why)]))
}

fn curtain(one: &Curtain) -> Say {
    let words = |text: &str| Say::Words(text.to_owned());
    match (one.state, &one.parcel) {
        (CurtainState::Sent, Some(parcel)) => Say::Text(
            "customer.curtain_sent",
            vec![words(&parcel.courier), words(&parcel.number), one.ended_at.map_or(words(""), time)],
        ),
        (CurtainState::Sent, None) | (CurtainState::Withdrawn, _) => Say::text("customer.curtain_withdrawn"),
        (CurtainState::Asked, _) => Say::Text("customer.curtain_asked", vec![time(one.dispatch_at)]),
        (CurtainState::Refused, _) => Say::with("customer.curtain_refused", one.had.to_string()),
    }
}

fn appointment(row: &AppointmentRow) -> Say {
    let Appointment { person, method, place, at } = &row.appointment;
    let end = match row.ended {
        None => "appointment.open",
        Some((AppointmentEnd::Kept, _)) => "appointment.kept",
        Some((AppointmentEnd::Missed, _)) => "appointment.missed",
        Some((AppointmentEnd::Cancelled, _)) => "appointment.cancelled",
    };
    let (person, place) = (Say::Words(person.to_string()), Say::Words(place.clone()));
    let parts = vec![person, Say::text(method.text()), time(*at), place, Say::text(end)];
    Say::Text("customer.appointment_line", parts)
}
