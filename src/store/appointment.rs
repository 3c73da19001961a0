//! Appointments at photo points and offices.

use super::error::known;
use super::order::stage_of;
use super::time::{from_ms, to_ms};
use super::{Result, Store, StoreError, Tx};
use crate::domain::customer::AppointmentRow;
use crate::domain::ids::{OrderId, OrderNo, PersonRef, UserId};
use crate::domain::life::{Appointment, AppointmentEnd};
use crate::domain::mask::without_personal;
use crate::domain::order::PhotoMethod;
use rusqlite::{Connection, Params, Row, params};

fn read(row: &Row) -> Result<AppointmentRow> {
    let ended: Option<String> = row.get(12)?;
    let ended_at: Option<i64> = row.get(13)?;
    let ended = ended.as_deref().map(|text| known("appointment", AppointmentEnd::parse(text), text));
    let method: String = row.get(7)?;
    Ok(AppointmentRow {
        id: row.get(0)?,
        order: OrderId(row.get(1)?),
        no: OrderNo(row.get(2)?),
        entity: without_personal(&row.get::<_, String>(3)?),
        revision: row.get(4)?,
        stage: stage_of(&row.get::<_, String>(5)?)?,
        appointment: Appointment {
            person: PersonRef(row.get(6)?),
            method: known("appointment", PhotoMethod::parse(&method), &method)?,
            place: row.get(8)?,
            at: from_ms(row.get(9)?),
        },
        made_at: from_ms(row.get(10)?),
        made_by: row.get(11)?,
        ended: ended.transpose()?.zip(ended_at.map(from_ms)),
    })
}

fn list(conn: &Connection, sql: &str, values: impl Params) -> Result<Vec<AppointmentRow>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(row)?);
    }
    Ok(found)
}

const OF_ORDER: &str = concat!(
    include_str!("appointment/list.sql"),
    " WHERE appointment.order_id = ?1 ORDER BY appointment.id DESC"
);

/// Appointments of an order, the newest first.
pub(super) fn all_of(conn: &Connection, id: OrderId) -> Result<Vec<AppointmentRow>> {
    list(conn, OF_ORDER, [id.0])
}

impl Store {
    /// Appointments that have not ended, the next one first.
    pub fn open_appointments(&self, limit: usize) -> Result<Vec<AppointmentRow>> {
        let sql = concat!(
            include_str!("appointment/list.sql"),
            " WHERE appointment.ended IS NULL ORDER BY appointment.at, appointment.id LIMIT ?1"
        );
        list(&self.conn, sql, [i64::try_from(limit).unwrap_or(i64::MAX)])
    }

    /// Appointments of an order, the newest first.
    pub fn appointments_of(&self, id: OrderId) -> Result<Vec<AppointmentRow>> {
        all_of(&self.conn, id)
    }
}

impl Tx<'_> {
    /// Appointments of an order, the newest first.
    pub fn appointments_of(&self, id: OrderId) -> Result<Vec<AppointmentRow>> {
        all_of(self.conn, id)
    }

    /// Keeps an appointment.
    pub fn add_appointment(&self, id: OrderId, revision: u32, one: &Appointment, by: UserId) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO appointment (order_id, revision, person, method, place, at, made_at, made_by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                id.0,
                revision,
                one.person.as_str(),
                one.method.slug(),
                one.place,
                to_ms(one.at),
                to_ms(self.op.at),
                by.0
            ])?;
        Ok(())
    }

    /// Keeps how a person's open appointment ended.
    pub fn end_appointment(&self, id: OrderId, person: &PersonRef, end: AppointmentEnd) -> Result<()> {
        let ended = self
            .conn
            .prepare_cached(
                "UPDATE appointment SET ended = ?3, ended_at = ?4
                 WHERE order_id = ?1 AND person = ?2 AND ended IS NULL",
            )?
            .execute(params![id.0, person.as_str(), end.slug(), to_ms(self.op.at)])?;
        if ended == 0 {
            let person = person.shown();
            return Err(StoreError::say(
                format!("{person}没有待到场的预约。"),
                format!("{person} has no open appointment for this order"),
            ));
        }
        Ok(())
    }

    /// Calls off whatever is open for an order.
    pub fn cancel_appointments(&self, id: OrderId) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE appointment SET ended = 'cancelled', ended_at = ?2
                 WHERE order_id = ?1 AND ended IS NULL",
            )?
            .execute(params![id.0, to_ms(self.op.at)])?;
        Ok(())
    }
}
