//! Curtains that customers asked for.

use super::error::known;
use super::order::revision_of;
use super::time::{from_ms, to_ms};
use super::{Result, Store, Tx};
use crate::domain::customer::{Curtain, CurtainState};
use crate::domain::ids::{OrderId, OrderNo, UserId};
use crate::domain::life::Parcel;
use crate::domain::mask::without_personal;
use crate::domain::order::Order;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, params};

/// A request for a curtain, once first review has passed.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The order.
    pub id: OrderId,
    /// Its present revision.
    pub order: &'a Order,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// When it goes out.
    pub dispatch_at: DateTime<Utc>,
    /// To be packed, or refused.
    pub state: CurtainState,
}

fn read(conn: &Connection, row: &Row) -> Result<Curtain> {
    let state: String = row.get(5)?;
    let (courier, number): (Option<String>, Option<String>) = (row.get(8)?, row.get(9)?);
    let (order, revision) = (OrderId(row.get(0)?), row.get(3)?);
    Ok(Curtain {
        order,
        no: OrderNo(row.get(1)?),
        entity: without_personal(&row.get::<_, String>(2)?),
        revision,
        account: row.get(4)?,
        state: known("curtain", CurtainState::parse(&state), &state)?,
        requested_at: from_ms(row.get(6)?),
        dispatch_at: from_ms(row.get(7)?),
        parcel: courier.zip(number).map(|(courier, number)| Parcel { courier, number }),
        ended_at: row.get::<_, Option<i64>>(10)?.map(from_ms),
        by: row.get(11)?,
        had: row.get(12)?,
        to: revision_of(conn, order, revision)?.and_then(|order| order.curtain_request),
    })
}

fn of_order(conn: &Connection, id: OrderId) -> Result<Option<Curtain>> {
    let sql = concat!(
        include_str!("curtain/list.sql"),
        " WHERE curtain.order_id = ?1 ORDER BY curtain.state = 'withdrawn', curtain.revision DESC LIMIT 1"
    );
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([id.0])?;
    rows.next()?.map(|row| read(conn, row)).transpose()
}

/// Every curtain of an order, by revision.
pub(super) fn all_of(conn: &Connection, id: OrderId) -> Result<Vec<Curtain>> {
    let sql =
        concat!(include_str!("curtain/list.sql"), " WHERE curtain.order_id = ?1 ORDER BY curtain.revision");
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([id.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(read(conn, row)?);
    }
    Ok(found)
}

impl Store {
    /// Curtains that wait, the first to go out first; those whose account had its own stand among them.
    pub fn curtains_to_pack(&self, limit: usize) -> Result<Vec<Curtain>> {
        let sql = concat!(
            include_str!("curtain/list.sql"),
            " WHERE curtain.state IN ('asked', 'refused') ORDER BY curtain.dispatch_at, curtain.order_id LIMIT ?1"
        );
        self.curtains(sql, limit)
    }

    /// Curtains that were sent, the newest first.
    pub fn curtains_sent(&self, limit: usize) -> Result<Vec<Curtain>> {
        let sql = concat!(
            include_str!("curtain/list.sql"),
            " WHERE curtain.state = 'sent' ORDER BY curtain.ended_at DESC, curtain.order_id LIMIT ?1"
        );
        self.curtains(sql, limit)
    }

    fn curtains(&self, sql: &str, limit: usize) -> Result<Vec<Curtain>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(&self.conn, row)?);
        }
        Ok(found)
    }

    /// The curtain of an order: one that was sent or waits, before one that was withdrawn.
    pub fn curtain_of(&self, id: OrderId) -> Result<Option<Curtain>> {
        of_order(&self.conn, id)
    }
}

impl Tx<'_> {
    /// The curtain of an order: one that was sent or waits, before one that was withdrawn.
    pub fn curtain_of(&self, id: OrderId) -> Result<Option<Curtain>> {
        of_order(self.conn, id)
    }

    /// How many curtains an account was sent by a provider.
    pub fn curtains_of_account(&self, order: &Order) -> Result<u32> {
        let sql = "SELECT count(*) FROM curtain WHERE profile = ?1 AND account = ?2 AND state = 'sent'";
        let values = params![order.profile.as_str(), order.account.id];
        Ok(self.conn.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
    }

    /// Keeps a request; one of the same revision that was withdrawn is asked for again.
    pub fn ask_for_curtain(&self, asked: &Asked) -> Result<()> {
        self.conn.prepare_cached(include_str!("curtain/ask.sql"))?.execute(params![
            asked.id.0,
            asked.order.revision,
            asked.order.profile.as_str(),
            asked.order.account.id,
            to_ms(asked.requested_at),
            to_ms(asked.dispatch_at),
            asked.state.slug(),
        ])?;
        Ok(())
    }

    /// Withdraws what waits for an order.
    pub fn withdraw_curtain(&self, id: OrderId) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE curtain SET state = 'withdrawn', ended_at = ?2
                 WHERE order_id = ?1 AND state IN ('asked', 'refused')",
            )?
            .execute(params![id.0, to_ms(self.op.at)])?;
        Ok(())
    }

    /// Keeps that the curtain of an order is on its way.
    pub fn curtain_sent(&self, id: OrderId, revision: u32, parcel: &Parcel, by: UserId) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE curtain SET state = 'sent', courier = ?3, number = ?4, ended_at = ?5, by = ?6
                 WHERE order_id = ?1 AND revision = ?2",
            )?
            .execute(params![id.0, revision, parcel.courier, parcel.number, to_ms(self.op.at), by.0])?;
        Ok(())
    }

    /// Refuses what other orders of the same account still wait for.
    pub fn refuse_curtains(&self, order: &Order) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE curtain SET state = 'refused' WHERE profile = ?1 AND account = ?2 AND state = 'asked'",
            )?
            .execute(params![order.profile.as_str(), order.account.id])?;
        Ok(())
    }
}
