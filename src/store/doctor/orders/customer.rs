//! Curtains and appointments against the log.

use super::One;
use crate::domain::customer::{self, AppointmentRow, Curtain, CurtainState, Followed};
use crate::domain::event::{Event, OrderState};
use crate::domain::ids::UserId;
use crate::domain::life::{Appointment, Parcel};
use crate::domain::stage::Stage;
use crate::store::doctor::Check;
use crate::store::time::{from_ms, to_ms};
use crate::store::{appointment, curtain};
use chrono::{DateTime, Utc};

/// What the log says of the customer's side of an order.
#[derive(Default)]
pub(super) struct Side {
    sent: Vec<(u32, Parcel, DateTime<Utc>)>,
    appointments: Vec<Followed>,
}

impl Side {
    pub(super) fn hear(&mut self, event: &Event, by: (DateTime<Utc>, Option<UserId>), state: &OrderState) {
        if let Event::CurtainSent { parcel } = event {
            self.sent.push((state.revision, parcel.clone(), by.0));
        }
        customer::follow(&mut self.appointments, event, by, state.stage);
    }

    /// Compares what is kept beside the order with it.
    pub(super) fn must_be_kept(&self, one: &mut One, stage: Option<Stage>) {
        match curtain::all_of(one.conn, one.kept.id) {
            Ok(kept) => self.curtains(one, &kept, stage),
            Err(error) => one.fault(Check::State, "幕布记录无法读取", error.to_string()),
        }
        match appointment::all_of(one.conn, one.kept.id) {
            Ok(kept) => self.appointments(one, kept),
            Err(error) => one.fault(Check::State, "预约记录无法读取", error.to_string()),
        }
    }

    fn curtains(&self, one: &mut One, kept: &[Curtain], stage: Option<Stage>) {
        let sent = kept.iter().filter_map(|row| {
            let at = row.ended_at.filter(|_| row.state == CurtainState::Sent)?;
            Some((row.revision, row.parcel.clone()?, at))
        });
        if sent.collect::<Vec<_>>() != self.sent {
            one.fault(
                Check::State,
                "寄出的幕布与日志不符",
                "the curtains that were sent differ from the log",
            );
        }
        let waits = kept.iter().any(|row| matches!(row.state, CurtainState::Asked | CurtainState::Refused));
        if waits && !stage.is_some_and(customer::holds) {
            one.fault(
                Check::State,
                "订单已退回或结束，却有待寄的幕布",
                "a curtain waits, though the order went back or ended",
            );
        }
    }

    fn appointments(&self, one: &mut One, kept: Vec<AppointmentRow>) {
        let kept: Vec<_> =
            kept.into_iter().rev().map(|row| (row.appointment, row.made_at, row.ended)).collect();
        let logged = self.appointments.iter().map(|followed| {
            let at = from_ms(to_ms(followed.appointment.at));
            (Appointment { at, ..followed.appointment.clone() }, followed.made_at, followed.ended)
        });
        if kept != logged.collect::<Vec<_>>() {
            one.fault(Check::State, "预约与日志不符", "the appointments differ from the log");
        }
    }
}
