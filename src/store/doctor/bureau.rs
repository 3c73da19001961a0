//! The bureau's results and hand-overs, as far as the database has them.

use super::{Check, Examination, Fault, Note};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, OrderNo};
use crate::domain::life::HandOver;
use crate::store::error::read_json;
use crate::store::time::from_ms;
use crate::store::{Result, Store};

/// A revision that was handed over, with its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The order.
    pub id: OrderId,
    /// Its number.
    pub no: OrderNo,
    /// The revision.
    pub revision: u32,
    /// The hand-over.
    pub hand_over: HandOver,
}

impl Examination<'_> {
    /// Results that were taken for an order of which the log knows none, and seals of no filing.
    pub fn bureau(&self, seen: &mut dyn FnMut(Note)) -> Result<()> {
        seen(Note::Begun(Check::Bureau, None));
        for (sql, zh, en) in [
            (
                include_str!("results_without_event.sql"),
                "收过管局结果，日志中却没有",
                "a result of the bureau was taken, and the log knows none",
            ),
            (
                include_str!("secret_without_event.sql"),
                "保存了备案密码，日志中却没有",
                "a filing password is kept, and the log knows none",
            ),
            (
                include_str!("event_without_secret.sql"),
                "日志中有备案密码，密文却已缺失",
                "the log knows a filing password, and its seal is missing",
            ),
        ] {
            let mut statement = self.store.conn.prepare(sql)?;
            let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
            for no in rows {
                seen(Note::Fault(Fault::new(Check::Bureau, no?, zh, en)));
            }
        }
        Ok(())
    }

    /// Every hand-over on record, but of orders whose files were deleted since.
    pub fn handed_over(&self) -> Result<Vec<Left>> {
        self.store.handed_over(None)
    }
}

impl Store {
    /// The hand-overs of an order, or of all, oldest first; but of orders whose files were deleted since.
    pub fn handed_over(&self, order: Option<OrderId>) -> Result<Vec<Left>> {
        let mut statement = self.conn.prepare(include_str!("handed_over.sql"))?;
        let rows = statement.query_map([order.map(|id| id.0)], |row| {
            let head = (OrderId(row.get(0)?), OrderNo(row.get(1)?), row.get(2)?, from_ms(row.get(3)?));
            Ok((head, row.get::<_, String>(4)?))
        })?;
        let mut left = Vec::new();
        for row in rows {
            let ((id, no, revision, at), body) = row?;
            if let Event::HandedOver { package, digest, .. } = read_json("event", &body)? {
                left.push(Left { id, no, revision, hand_over: HandOver { at, package, digest } });
            }
        }
        Ok(left)
    }
}
