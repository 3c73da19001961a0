//! The bureau's results: rows that were taken, returns with who had passed the order, the SMS board, and
//! filing passwords under seal.

use super::error::read_json;
use super::time::{from_ms, to_ms};
use super::{Result, Store, Tx};
use crate::domain::bureau::{ReturnReason, SmsRow};
use crate::domain::ids::{OrderId, OrderNo, Sha256, UserId, VerdictId};
use crate::domain::life::Life;
use crate::domain::mask::masked_name;
use crate::domain::mask::without_personal;
use crate::domain::order::Order;
use crate::domain::stats::{Question, Span};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A reason of a return as it is kept, with the names of who had passed the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptReturn {
    /// The revision that came back.
    pub revision: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: ReturnReason,
    /// Who had passed first review.
    pub first: Option<String>,
    /// Who had passed second review.
    pub second: Option<String>,
}

/// A reason of a return, as the figures count it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedReturn {
    /// The order.
    pub order: OrderId,
    /// The revision that came back.
    pub revision: u32,
    /// Code of the reason.
    pub code: String,
    /// Who had passed first review.
    pub first_by: Option<UserId>,
    /// Who had passed second review.
    pub second_by: Option<UserId>,
}

/// Who had passed an order, by stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Passers {
    /// First review.
    pub first: Option<UserId>,
    /// Second review.
    pub second: Option<UserId>,
}

fn secret(conn: &Connection, order: OrderId) -> Result<Option<Vec<u8>>> {
    let mut statement = conn.prepare_cached("SELECT sealed FROM secret WHERE order_id = ?1")?;
    Ok(statement.query_row([order.0], |row| row.get(0)).optional()?)
}

fn board_row(row: &Row) -> rusqlite::Result<(SmsRow, String, String)> {
    let head = SmsRow {
        order: OrderId(row.get(0)?),
        no: OrderNo(row.get(1)?),
        entity: without_personal(&row.get::<_, String>(2)?),
        province: row.get::<_, String>(3)?.into(),
        profile: row.get::<_, String>(4)?.into(),
        revision: row.get(5)?,
        person: "".into(),
        name: String::new(),
        sent: None,
        verified: None,
        left: 0,
        lapses_at: DateTime::UNIX_EPOCH,
    };
    Ok((head, row.get(6)?, row.get(7)?))
}

fn kept_return(row: &Row) -> rusqlite::Result<KeptReturn> {
    let item: Option<String> = row.get("item")?;
    Ok(KeptReturn {
        revision: row.get("revision")?,
        at: from_ms(row.get("at")?),
        reason: ReturnReason {
            code: row.get::<_, String>("code")?.into(),
            text: row.get("text")?,
            rule: row.get::<_, Option<String>>("rule")?.map(Into::into),
            item: item.and_then(|text| text.parse().ok()),
        },
        first: row.get("first_name")?,
        second: row.get("second_name")?,
    })
}

impl Store {
    /// Whose SMS verification runs, soonest lapse first; of at most `orders` orders.
    pub fn sms_board(&self, orders: usize) -> Result<Vec<SmsRow>> {
        let mut statement = self.conn.prepare_cached(include_str!("bureau/board.sql"))?;
        let rows = statement.query_map([orders as i64], board_row)?;
        let mut board = Vec::new();
        for row in rows {
            let (head, life, body) = row?;
            let life: Life = read_json("life", &life)?;
            // Nobody's name can be amended so that he is another; the package's own text is enough.
            let order: Order = read_json("order", &body)?;
            let Some(check) = life.sms else { continue };
            board.extend(check.persons.iter().map(|one| SmsRow {
                person: one.person.clone(),
                name: order.person(&one.person).map(|person| masked_name(&person.name)).unwrap_or_default(),
                sent: one.sent,
                verified: one.verified,
                left: check.left(one),
                lapses_at: check.lapses_at,
                ..head.clone()
            }));
        }
        Ok(board)
    }

    /// The approval that an order left by at a moment: the last before it that was not undone.
    pub fn approval_before(&self, order: OrderId, at: DateTime<Utc>) -> Result<Option<VerdictId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id FROM verdict WHERE order_id = ?1 AND kind = 'approve' AND undone_at IS NULL AND at <= ?2
             ORDER BY at DESC, rowid DESC LIMIT 1",
        )?;
        let found = statement.query_row(params![order.0, to_ms(at)], |row| row.get(0).map(VerdictId));
        Ok(found.optional()?)
    }

    /// The bureau's returns of an order, reason by reason.
    pub fn bureau_returns(&self, order: OrderId) -> Result<Vec<KeptReturn>> {
        let mut statement = self.conn.prepare_cached(include_str!("bureau/returns.sql"))?;
        let rows = statement.query_map([order.0], kept_return)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Reasons of the bureau's returns in a span, for the figures.
    pub fn counted_returns(&self, question: &Question, span: Span) -> Result<Vec<CountedReturn>> {
        let mut statement = self.conn.prepare_cached(include_str!("bureau/count.sql"))?;
        let values = params![
            to_ms(span.from),
            to_ms(span.to),
            question.person.map(|person| person.0),
            question.province.as_ref().map(|province| province.as_str()),
            question.order_type.map(|kind| kind.slug()),
            question.profile.as_ref().map(|profile| profile.as_str()),
        ];
        let rows = statement.query_map(values, |row| {
            Ok(CountedReturn {
                order: OrderId(row.get(0)?),
                revision: row.get(1)?,
                code: row.get(2)?,
                first_by: row.get::<_, Option<i64>>(3)?.map(UserId),
                second_by: row.get::<_, Option<i64>>(4)?.map(UserId),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The sealed filing password of an order.
    pub fn secret(&self, order: OrderId) -> Result<Option<Vec<u8>>> {
        secret(&self.conn, order)
    }

    /// Every sealed password with the number of its order.
    pub fn secrets(&self) -> Result<Vec<(OrderNo, Vec<u8>)>> {
        let mut statement = self.conn.prepare(
            "SELECT orders.no, secret.sealed FROM secret JOIN orders ON orders.id = secret.order_id ORDER BY orders.id",
        )?;
        let rows = statement.query_map([], |row| Ok((OrderNo(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many secrets are kept under seal: passwords of the bureau, and what packages hold.
    pub fn secret_count(&self) -> Result<u64> {
        let sql = "SELECT (SELECT count(*) FROM secret) + (SELECT count(*) FROM sealed)";
        let count: i64 = self.conn.query_row(sql, [], |row| row.get(0))?;
        Ok(count.max(0).unsigned_abs())
    }
}

impl Tx<'_> {
    /// The order for which a row of results was taken already.
    pub fn taken_result(&self, hash: &Sha256) -> Result<Option<OrderId>> {
        let mut statement = self.conn.prepare_cached("SELECT order_id FROM bureau_result WHERE hash = ?1")?;
        Ok(statement.query_row([hash.as_str()], |row| row.get(0).map(OrderId)).optional()?)
    }

    /// Keeps that a row of results was taken.
    pub fn put_result(&self, hash: &Sha256, order: OrderId, at: DateTime<Utc>) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO bureau_result (hash, order_id, at, taken_at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![hash.as_str(), order.0, to_ms(at), to_ms(self.op.at)])?;
        Ok(())
    }

    /// Who passed second review of a revision, by the approval that stands.
    pub fn second_passer(&self, order: OrderId, revision: u32) -> Result<Option<UserId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT by FROM verdict
             WHERE order_id = ?1 AND revision = ?2 AND stage = 'second_review' AND kind = 'approve' AND undone_at IS NULL
             ORDER BY at DESC, rowid DESC LIMIT 1",
        )?;
        Ok(statement.query_row(params![order.0, revision], |row| row.get(0).map(UserId)).optional()?)
    }

    /// Keeps the reasons of a bureau's return with who had passed the order.
    pub fn put_return(
        &self,
        id: OrderId,
        order: &Order,
        reasons: &[ReturnReason],
        passers: Passers,
    ) -> Result<()> {
        let mut insert = self.conn.prepare_cached(include_str!("bureau/insert_return.sql"))?;
        for (position, reason) in reasons.iter().enumerate() {
            insert.execute(params![
                id.0,
                order.revision,
                position as i64,
                to_ms(self.op.at),
                reason.code.as_str(),
                reason.text,
                reason.rule.as_ref().map(|rule| rule.as_str()),
                reason.item.as_ref().map(ToString::to_string),
                passers.first.map(|user| user.0),
                passers.second.map(|user| user.0),
                order.province.as_str(),
                order.order_type.slug(),
                order.profile.as_str(),
            ])?;
        }
        Ok(())
    }

    /// The sealed filing password of an order.
    pub fn secret(&self, order: OrderId) -> Result<Option<Vec<u8>>> {
        secret(self.conn, order)
    }

    /// Keeps the sealed filing password of an order, in place of one that is there.
    pub fn put_secret(&self, order: OrderId, sealed: &[u8]) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO secret (order_id, kept_at, sealed) VALUES (?1, ?2, ?3)
                 ON CONFLICT (order_id) DO UPDATE SET kept_at = excluded.kept_at, sealed = excluded.sealed",
            )?
            .execute(params![order.0, to_ms(self.op.at), sealed])?;
        Ok(())
    }

    /// Runs a part of the transaction that is kept whole or not at all; what came before it stays.
    pub fn attempt<T, E: From<super::StoreError>>(
        &self,
        part: impl FnOnce() -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let run = |sql: &str| self.conn.execute_batch(sql).map_err(|error| E::from(error.into()));
        run("SAVEPOINT part")?;
        match part() {
            Ok(value) => run("RELEASE part").map(|()| value),
            Err(error) => {
                run("ROLLBACK TO part; RELEASE part")?;
                Err(error)
            }
        }
    }
}
