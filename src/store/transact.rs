//! The one choke point for every change: state and event are committed together, or neither is.

use super::error::write_json;
use super::event::{Sealed, seal};
use super::sealed::Opener;
use super::time::to_ms;
use super::{Result, Store, StoreError};
use crate::domain::event::{Event, OrderState, apply};
use crate::domain::ids::{EventId, OrderId, UserId, VerdictId};
use crate::domain::stage::Flow;
use crate::domain::text::Foreign;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};

/// Who changes something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Op {
    /// Who; none = the program itself.
    pub actor: Option<UserId>,
    /// When.
    pub at: DateTime<Utc>,
    /// The verdict that it is about, so that an unknown outcome can be asked for again.
    pub verdict: Option<VerdictId>,
    asks: Asks,
}

/// Whether a change asks for the living account of whom it is by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asks {
    Account,
    Nothing,
}

impl Op {
    /// A change by a person.
    pub const fn by(actor: UserId, at: DateTime<Utc>) -> Self {
        Self { actor: Some(actor), at, verdict: None, asks: Asks::Account }
    }

    /// A change in the name of a person who is not, or no longer, signed in: a try to sign in, and what a desk
    /// that is closed leaves behind. No living account is asked for.
    pub const fn at_the_door(actor: UserId, at: DateTime<Utc>) -> Self {
        Self { actor: Some(actor), at, verdict: None, asks: Asks::Nothing }
    }

    /// A change by the program.
    pub const fn program(at: DateTime<Utc>) -> Self {
        Self { actor: None, at, verdict: None, asks: Asks::Nothing }
    }

    /// The same change, about a verdict.
    pub fn about(mut self, verdict: VerdictId) -> Self {
        self.verdict = Some(verdict);
        self
    }
}

/// A transaction that is open. Its methods stand in the modules of their tables.
pub struct Tx<'a> {
    pub(super) conn: &'a Connection,
    pub(super) opener: &'a Opener,
    /// Who and when.
    pub op: &'a Op,
}

impl Store {
    /// Runs `change` in one write transaction. Nothing is kept where it returns an error. A person changes
    /// nothing but with a living account, the one that signed in.
    pub fn transact<T, E>(
        &mut self,
        op: &Op,
        change: impl FnOnce(&Tx) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E>
    where
        E: From<StoreError>,
    {
        self.begin().map_err(E::from)?;
        if let Err(closed) = self.check_actor(op) {
            self.roll_back();
            return Err(closed.into());
        }
        match change(&Tx { conn: &self.conn, opener: &self.opener, op }) {
            Ok(value) => {
                self.finish(op).map_err(E::from)?;
                Ok(value)
            }
            Err(error) => {
                self.roll_back();
                Err(error)
            }
        }
    }

    fn begin(&self) -> Result<()> {
        if !self.conn.is_autocommit() {
            self.roll_back();
        }
        Ok(self.conn.execute_batch("BEGIN IMMEDIATE")?)
    }

    fn check_actor(&self, op: &Op) -> Result<()> {
        match op.actor.filter(|_| op.asks == Asks::Account) {
            Some(who) => super::living::check(&self.conn, who, self.signed_in.as_ref()),
            None => Ok(()),
        }
    }

    /// A COMMIT that fails for another cause than a lock may still become durable.
    fn finish(&self, op: &Op) -> Result<()> {
        let Err(error) = (self.commit)(&self.conn) else {
            return Ok(());
        };
        self.roll_back();
        match StoreError::from(error) {
            StoreError::Busy => Err(StoreError::Busy),
            other => {
                Err(StoreError::OutcomeUnknown { verdict: op.verdict.clone(), cause: Foreign::said(&other) })
            }
        }
    }

    fn roll_back(&self) {
        if !self.conn.is_autocommit()
            && let Err(error) = self.conn.execute_batch("ROLLBACK")
        {
            tracing::warn!(%error, "a rollback failed; SQLite does it itself when the connection closes");
        }
    }
}

impl Tx<'_> {
    /// Puts an event on record and the state that follows from it beside it.
    pub fn record(&self, order: OrderId, event: &Event, flow: &Flow) -> Result<(EventId, OrderState)> {
        let before = self.state(order)?;
        let after = apply(Some(&before), event, self.op.actor, self.op.at, flow)?;
        if after != before {
            self.write_state(order, &after)?;
        }
        let row = self.append(Some((order, after.revision)), event)?;
        Ok((row, after))
    }

    /// Puts an event about the home on record.
    pub fn record_home(&self, what: &str, about: &str) -> Result<EventId> {
        self.append(None, &Event::Home { what: what.into(), about: about.into() })
    }

    pub(super) fn append(&self, order: Option<(OrderId, u32)>, event: &Event) -> Result<EventId> {
        let (id, prev): (i64, Vec<u8>) = self
            .conn
            .prepare_cached(include_str!("event/last.sql"))?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let body = write_json("event", event)?;
        let row = Sealed {
            id: id + 1,
            order: order.map(|(id, _)| id.0),
            at: to_ms(self.op.at),
            actor: self.op.actor.map(|id| id.0),
            revision: order.map(|(_, revision)| revision),
            kind: event.name(),
            body: &body,
        };
        let hash = seal(&prev, &row);
        self.conn.prepare_cached(include_str!("event/insert.sql"))?.execute(params![
            row.id,
            row.order,
            row.at,
            row.actor,
            row.revision,
            row.kind,
            row.body,
            hash
        ])?;
        Ok(EventId(row.id))
    }
}
