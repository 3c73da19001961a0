//! The bureau's results and hand-overs, as far as the database has them.

use super::{Check, Examination, Fault, Note};
use crate::domain::ids::{OrderId, OrderNo};
use crate::domain::life::{HandOver, Life};
use crate::store::Result;
use crate::store::error::read_json;

/// An order that was handed over, with its package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The order.
    pub id: OrderId,
    /// Its number.
    pub no: OrderNo,
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

    /// Every order whose present revision was handed over, and whose files were not deleted since.
    pub fn handed_over(&self) -> Result<Vec<Left>> {
        self.store.handed_over()
    }
}

impl crate::store::Store {
    /// Every order whose present revision was handed over, and whose files were not deleted since.
    pub fn handed_over(&self) -> Result<Vec<Left>> {
        let mut statement = self.conn.prepare(include_str!("handed_over.sql"))?;
        let rows = statement.query_map([], |row| {
            Ok((OrderId(row.get(0)?), OrderNo(row.get(1)?), row.get::<_, String>(2)?))
        })?;
        let mut left = Vec::new();
        for row in rows {
            let (id, no, life) = row?;
            let life: Life = read_json("life", &life)?;
            left.extend(life.handed_over.map(|hand_over| Left { id, no, hand_over }));
        }
        Ok(left)
    }
}
