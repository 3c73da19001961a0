//! Notices against the events that they tell of, and against what the log says became of them.

use super::{Check, Examination, Fault, Note};
use crate::domain::life::Medium;
use crate::domain::notice::{NoticeKind, NoticeState};
use crate::store::Result;
use rusqlite::Row;

impl Examination<'_> {
    /// Every notice tells of an event of its order; its end is on record.
    pub fn outbox(&self, seen: &mut dyn FnMut(Note)) -> Result<()> {
        seen(Note::Begun(Check::Outbox, None));
        let mut statement = self.store.conn.prepare(include_str!("outbox.sql"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some((zh, en)) = fault(row)? {
                let no: Option<String> = row.get("no")?;
                let about = format!("{} #{}", no.unwrap_or_default(), row.get::<_, i64>("id")?);
                seen(Note::Fault(Fault::new(Check::Outbox, about.trim(), zh, en)));
            }
        }
        Ok(())
    }
}

fn fault(row: &Row) -> rusqlite::Result<Option<(&'static str, &'static str)>> {
    let text = |name: &str| row.get::<_, String>(name);
    let is = |name: &str| row.get::<_, bool>(name);
    let (medium, state) = (Medium::parse(&text("medium")?), NoticeState::parse(&text("state")?));
    let known = NoticeKind::parse(&text("kind")?).is_some() && medium.is_some();
    let Some(state) = state.filter(|_| known) else {
        return Ok(Some(("通知的种类或状态无法识别", "its kind, medium or state is unknown")));
    };
    if row.get::<_, Option<String>>("no")?.is_none() || !is("told")? {
        return Ok(Some(("通知所述的订单或事件不存在", "it tells of an order or event that is not there")));
    }
    if is("stray")? {
        return Ok(Some(("通知所属的结论不存在", "its verdict is not there")));
    }
    let (undone, acted) = (is("undone")?, is("acted")?);
    Ok(match state {
        NoticeState::Withdrawn if !undone && !acted => Some((
            "已撤回，但结论未撤销，也无人撤回",
            "it is withdrawn, and neither an undo nor a person did it",
        )),
        NoticeState::Waiting | NoticeState::Sent if undone => {
            Some(("结论已撤销，通知却未撤回", "its verdict was undone, and it was not withdrawn"))
        }
        NoticeState::Sent | NoticeState::Failed if !acted && medium != Some(Medium::Phone) => {
            Some(("通知的结局不在日志中", "the log does not know that it came to its end"))
        }
        _ => None,
    })
}
