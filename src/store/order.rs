//! Orders: their rows, revisions, state and claims.

use super::amendment::{effective, of_revision};
use super::error::{read_json, write_json};
use super::event::Past;
use super::sealed::Opener;
use super::time::{from_ms, to_ms};
use super::{Result, Store, StoreError, Tx};
use crate::domain::event::{Event, OrderState, apply};
use crate::domain::ids::{EventId, OrderId, OrderNo, Sha256, UserId, VerdictId};
use crate::domain::order::Order;
use crate::domain::stage::{Flow, Stage};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A revision as it came.
#[derive(Debug, Clone)]
pub struct NewRevision<'a> {
    /// The order.
    pub order: &'a Order,
    /// Its canonical JSON.
    pub body: &'a str,
    /// Hash of its content, attachments included.
    pub content: &'a Sha256,
    /// The event that records it.
    pub event: &'a Event,
}

/// A claim: who, and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    /// Who.
    pub user: UserId,
    /// Until when.
    pub until: DateTime<Utc>,
}

pub(super) fn stage_of(text: &str) -> rusqlite::Result<Stage> {
    Stage::parse(text).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(
            0,
            rusqlite::types::Type::Text,
            format!("stage '{text}'").into(),
        )
    })
}

fn json<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
    })
}

pub(super) fn state(row: &Row) -> rusqlite::Result<OrderState> {
    let returned_from: Option<String> = row.get("returned_from")?;
    Ok(OrderState {
        stage: stage_of(&row.get::<_, String>("stage")?)?,
        returned_from: returned_from.map(|text| stage_of(&text)).transpose()?,
        revision: row.get("revision")?,
        waiting_since: from_ms(row.get("waiting_since")?),
        due_at: row.get::<_, Option<i64>>("due_at")?.map(from_ms),
        passed_first_by: row.get::<_, Option<i64>>("passed_first_by")?.map(UserId),
        last_verdict: row.get::<_, Option<String>>("last_verdict")?.map(VerdictId),
        returned_count: row.get("returned_count")?,
        priority: row.get("priority")?,
        assigned_to: row.get::<_, Option<i64>>("assigned_to")?.map(UserId),
        snoozed_until: row.get::<_, Option<i64>>("snoozed_until")?.map(from_ms),
        asked: row.get("asked")?,
        overruled: json(&row.get::<_, String>("overruled")?)?,
        life: json(&row.get::<_, String>("life")?)?,
    })
}

fn find(conn: &Connection, no: &OrderNo) -> Result<Option<OrderId>> {
    let mut statement = conn.prepare_cached("SELECT id FROM orders WHERE no = ?1")?;
    Ok(statement.query_row([no.as_str()], |row| row.get(0).map(OrderId)).optional()?)
}

fn read_state(conn: &Connection, id: OrderId) -> Result<OrderState> {
    let mut statement = conn.prepare_cached(include_str!("order/state.sql"))?;
    statement.query_row([id.0], state).optional()?.ok_or_else(|| missing(id))
}

fn missing(id: OrderId) -> StoreError {
    StoreError::NotFound { what: "order", name: id.to_string().into() }
}

/// The number by which orders of the same entity are found.
pub(super) fn entity_key(order: &Order) -> String {
    order.entity.certificate.number.trim().to_uppercase()
}

impl Store {
    /// The order with this number.
    pub fn find_order(&self, no: &OrderNo) -> Result<Option<OrderId>> {
        find(&self.conn, no)
    }

    /// The order with this number, or an error that names it.
    pub fn order_id(&self, no: &OrderNo) -> Result<OrderId> {
        self.find_order(no)?.ok_or_else(|| StoreError::NotFound { what: "order", name: no.as_str().into() })
    }

    /// The state of an order.
    pub fn state(&self, id: OrderId) -> Result<OrderState> {
        read_state(&self.conn, id)
    }

    /// A revision with what staff amended in it.
    pub fn revision(&self, id: OrderId, revision: u32) -> Result<Option<Order>> {
        opened_revision(&self.conn, &self.opener, id, revision)
    }

    /// Orders of the same entity, domain or account, with what they share.
    pub fn related(&self, id: OrderId, order: &Order) -> Result<Vec<(OrderId, String)>> {
        let mut statement = self.conn.prepare_cached(include_str!("order/related.sql"))?;
        let rows = statement.query_map(params![id.0, entity_key(order), order.account.id], |row| {
            Ok((OrderId(row.get(0)?), row.get(1)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// A revision as it is kept, with marks in the place of its secrets.
pub(super) fn revision_of(conn: &Connection, id: OrderId, revision: u32) -> Result<Option<Order>> {
    opened_revision(conn, &Opener::default(), id, revision)
}

/// A revision with its secrets, as far as somebody opens them.
fn opened_revision(conn: &Connection, opener: &Opener, id: OrderId, revision: u32) -> Result<Option<Order>> {
    let mut statement =
        conn.prepare_cached("SELECT body FROM revision WHERE order_id = ?1 AND revision = ?2")?;
    let body: Option<String> = statement.query_row(params![id.0, revision], |row| row.get(0)).optional()?;
    let Some(body) = body else { return Ok(None) };
    let body = opener.body(conn, id, body)?;
    let amendments = opener.amendments(conn, id, of_revision(conn, id, revision)?)?;
    effective(read_json("order", &body)?, &amendments).map(Some)
}

fn fold(id: OrderId, past: &[Past], flow: &Flow) -> Result<OrderState> {
    let mut state = None;
    for (at, actor, event) in past {
        state = Some(apply(state.as_ref(), event, *actor, *at, flow)?);
    }
    state.ok_or_else(|| missing(id))
}

impl Tx<'_> {
    /// The order with this number.
    pub fn find_order(&self, no: &OrderNo) -> Result<Option<OrderId>> {
        find(self.conn, no)
    }

    /// The state of an order.
    pub fn state(&self, id: OrderId) -> Result<OrderState> {
        read_state(self.conn, id)
    }

    /// The state of an order just before a verdict, from the log.
    pub fn state_before(&self, id: OrderId, verdict: &VerdictId, flow: &Flow) -> Result<OrderState> {
        let is_it =
            |event: &Event| matches!(event, Event::Decided { verdict: decided, .. } if decided == verdict);
        let past = self.events_of(id)?;
        let end = past.iter().position(|(_, _, event)| is_it(event)).unwrap_or(past.len());
        fold(id, past.get(..end).unwrap_or_default(), flow)
    }

    /// The state of an order before its last event, from the log.
    pub fn state_before_last(&self, id: OrderId, flow: &Flow) -> Result<OrderState> {
        let past = self.events_of(id)?;
        fold(id, past.split_last().map_or(&[][..], |(_, before)| before), flow)
    }

    /// A revision with what staff amended in it.
    pub fn revision(&self, id: OrderId, revision: u32) -> Result<Option<Order>> {
        opened_revision(self.conn, self.opener, id, revision)
    }

    /// The order's present revision, with what staff amended in it.
    pub fn order(&self, id: OrderId) -> Result<Order> {
        let revision = self.state(id)?.revision;
        self.revision(id, revision)?.ok_or_else(|| missing(id))
    }

    /// Hash of the content of a revision that is here.
    pub fn content_of(&self, id: OrderId, revision: u32) -> Result<Option<Sha256>> {
        let mut statement =
            self.conn.prepare_cached("SELECT content FROM revision WHERE order_id = ?1 AND revision = ?2")?;
        Ok(statement.query_row(params![id.0, revision], |row| row.get(0).map(Sha256)).optional()?)
    }

    /// Brings in a revision: the first opens the order, a later one brings it back.
    pub fn add_revision(&self, new: &NewRevision, flow: &Flow) -> Result<(OrderId, EventId)> {
        let known = self.find_order(&new.order.order_no)?;
        let before = known.map(|id| self.state(id)).transpose()?;
        let after = apply(before.as_ref(), new.event, self.op.actor, self.op.at, flow)?;
        let id = match known {
            Some(id) => {
                self.write_state(id, &after)?;
                id
            }
            None => self.insert_order(new.order, &after)?,
        };
        self.conn.prepare_cached(include_str!("order/insert_revision.sql"))?.execute(params![
            id.0,
            after.revision,
            to_ms(self.op.at),
            new.order.province.as_str(),
            new.order.order_type.slug(),
            new.order.profile.as_str(),
            new.content.as_str(),
            new.body
        ])?;
        self.write_order(id, new.order)?;
        let row = self.append(Some((id, after.revision)), new.event)?;
        Ok((id, row))
    }

    /// Everything that repeats the present order: columns, domains, keys, search text.
    pub(super) fn write_order(&self, id: OrderId, order: &Order) -> Result<()> {
        self.write_columns(id, order)?;
        self.write_domains(id, order)?;
        self.write_keys(id, order)?;
        self.index_order(id, order)
    }

    fn insert_order(&self, order: &Order, state: &OrderState) -> Result<OrderId> {
        self.conn.prepare_cached(include_str!("order/insert.sql"))?.execute(params![
            order.order_no.as_str(),
            order.order_type.slug(),
            order.profile.as_str(),
            order.nature_slug(),
            order.province.as_str(),
            order.entity.name,
            entity_key(order),
            order.account.id,
            order.site_names(),
            order.sites.len() as i64,
            state.stage.slug(),
            state.revision,
            to_ms(state.waiting_since),
            state.due_at.map(to_ms),
        ])?;
        Ok(OrderId(self.conn.last_insert_rowid()))
    }

    fn write_columns(&self, id: OrderId, order: &Order) -> Result<()> {
        self.conn.prepare_cached(include_str!("order/update_columns.sql"))?.execute(params![
            id.0,
            order.order_type.slug(),
            order.profile.as_str(),
            order.nature_slug(),
            order.province.as_str(),
            order.entity.name,
            entity_key(order),
            order.account.id,
            order.site_names(),
            order.sites.len() as i64,
        ])?;
        Ok(())
    }

    fn write_domains(&self, id: OrderId, order: &Order) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM order_domain WHERE order_id = ?1")?.execute([id.0])?;
        let mut insert = self
            .conn
            .prepare_cached("INSERT OR IGNORE INTO order_domain (domain, order_id) VALUES (?1, ?2)")?;
        for domain in order.sites.iter().flat_map(|site| &site.domains) {
            insert.execute(params![domain.name.to_lowercase(), id.0])?;
        }
        Ok(())
    }

    pub(super) fn write_state(&self, id: OrderId, state: &OrderState) -> Result<()> {
        self.conn.prepare_cached(include_str!("order/update_state.sql"))?.execute(params![
            id.0,
            state.stage.slug(),
            state.returned_from.map(Stage::slug),
            state.revision,
            to_ms(state.waiting_since),
            state.due_at.map(to_ms),
            state.passed_first_by.map(|id| id.0),
            state.last_verdict.as_ref().map(VerdictId::as_str),
            state.returned_count,
            state.priority,
            state.assigned_to.map(|id| id.0),
            state.snoozed_until.map(to_ms),
            state.asked,
            write_json("overruled", &state.overruled)?,
            write_json("life", &state.life)?,
        ])?;
        Ok(())
    }

    /// The claim on an order, living or lapsed.
    pub fn claim_of(&self, id: OrderId) -> Result<Option<Claim>> {
        let mut statement =
            self.conn.prepare_cached("SELECT holder, lease_until FROM orders WHERE id = ?1")?;
        let (holder, until): (Option<i64>, Option<i64>) = statement
            .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .ok_or_else(|| missing(id))?;
        Ok(holder.zip(until).map(|(holder, until)| Claim { user: UserId(holder), until: from_ms(until) }))
    }

    /// Takes the order for `user`, unless somebody else holds it; one statement decides.
    pub fn take_claim(&self, id: OrderId, claim: Claim) -> Result<bool> {
        let taken = self.conn.prepare_cached(include_str!("order/claim.sql"))?.execute(params![
            id.0,
            claim.user.0,
            to_ms(claim.until),
            to_ms(self.op.at)
        ])?;
        Ok(taken == 1)
    }

    /// Takes the most urgent order of a stage that a supervisor gave to this person; where there is none,
    /// the most urgent free one. Never `skip`.
    pub fn take_next(&self, stage: Stage, claim: Claim, skip: Option<OrderId>) -> Result<Option<OrderId>> {
        let four_eyes = self.four_eyes()? == crate::domain::verdict::FourEyes::On;
        for sql in [include_str!("order/claim_given.sql"), include_str!("order/claim_next.sql")] {
            let values = params![
                stage.slug(),
                claim.user.0,
                to_ms(claim.until),
                to_ms(self.op.at),
                skip.map_or(-1, |id| id.0),
                four_eyes,
            ];
            let mut statement = self.conn.prepare_cached(sql)?;
            let found = statement.query_row(values, |row| row.get(0).map(OrderId)).optional()?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Ends the claim on an order, whoever holds it.
    pub fn end_claim(&self, id: OrderId) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE orders SET holder = NULL, lease_until = NULL WHERE id = ?1 AND holder IS NOT NULL",
            )?
            .execute([id.0])?;
        Ok(())
    }

    /// Ends every claim and assignment of a person; returns the orders that he held.
    pub fn end_claims_of(&self, user: UserId) -> Result<Vec<OrderId>> {
        let mut statement = self.conn.prepare_cached(
            "UPDATE orders SET holder = NULL, lease_until = NULL WHERE holder = ?1 RETURNING id",
        )?;
        let rows = statement.query_map([user.0], |row| row.get(0).map(OrderId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Orders that a person holds, their leases living or lapsed.
    pub fn claims_held(&self, user: UserId) -> Result<Vec<OrderId>> {
        let mut statement = self.conn.prepare_cached("SELECT id FROM orders WHERE holder = ?1")?;
        let rows = statement.query_map([user.0], |row| row.get(0).map(OrderId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Orders that were given to a person.
    pub fn assigned_to(&self, user: UserId) -> Result<Vec<OrderId>> {
        let mut statement = self.conn.prepare_cached("SELECT id FROM orders WHERE assigned_to = ?1")?;
        let rows = statement.query_map([user.0], |row| row.get(0).map(OrderId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Renews a claim that is still this person's; false where it is not.
    pub fn renew_claim(&self, id: OrderId, claim: Claim) -> Result<bool> {
        let renewed = self
            .conn
            .prepare_cached(
                "UPDATE orders SET lease_until = ?3 WHERE id = ?1 AND holder = ?2 AND lease_until > ?4",
            )?
            .execute(params![id.0, claim.user.0, to_ms(claim.until), to_ms(self.op.at)])?;
        Ok(renewed == 1)
    }

    /// The stages of an order's profile are the work layer's; the order's profile name is here.
    pub fn profile_of(&self, id: OrderId) -> Result<crate::domain::ids::ProfileId> {
        let mut statement = self.conn.prepare_cached("SELECT profile FROM orders WHERE id = ?1")?;
        let name: Option<String> = statement.query_row([id.0], |row| row.get(0)).optional()?;
        name.map(Into::into).ok_or_else(|| missing(id))
    }

    /// Stores a value of the settings table.
    pub fn set_setting<T: serde::Serialize>(&self, key: &str, value: &T) -> Result<()> {
        self.conn
            .prepare_cached(include_str!("setting/put.sql"))?
            .execute(params![key, write_json("setting", value)?])?;
        Ok(())
    }
}

impl Order {
    fn nature_slug(&self) -> &str {
        self.entity.nature.as_str()
    }

    /// Names of the sites, joined for a row of the queue.
    pub fn site_names(&self) -> String {
        let names: Vec<&str> = self.sites.iter().map(|site| site.name.as_str()).collect();
        names.join("、")
    }
}
