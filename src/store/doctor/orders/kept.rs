//! What is kept beside an order: amendments and findings.

use super::{One, Told};
use crate::domain::amendment::Amendment;
use crate::domain::event::Event;
use crate::domain::finding::FindingCounts;
use crate::domain::life::ReturnCause;
use crate::store::Result;
use crate::store::amendment::of_revision;
use crate::store::doctor::Check;
use crate::store::error::read_json;
use crate::store::finding::Found;
use std::collections::BTreeMap;

impl One<'_> {
    /// The amendments table against the log; returns those of the present revision, as the log has them.
    pub(super) fn amendments(&mut self, told: &[Told]) -> Result<Vec<Amendment>> {
        let (mut logged, mut revision) = (BTreeMap::<u32, Vec<Amendment>>::new(), 1);
        for Told { event, .. } in told {
            match event {
                Event::Imported { revision: came, .. } => revision = *came,
                Event::Amended { changes } => logged.entry(revision).or_default().extend(changes.clone()),
                _ => {}
            }
        }
        for number in 1..=revision {
            let kept = of_revision(self.conn, self.kept.id, number)?;
            if kept != logged.get(&number).cloned().unwrap_or_default() {
                self.fault(
                    Check::Content,
                    format!("第{number}版的协助更改与日志不符"),
                    format!("the amendments of revision {number} differ from the log"),
                );
            }
        }
        Ok(logged.remove(&revision).unwrap_or_default())
    }

    /// The table of the bureau's returns against the log.
    pub(super) fn returns(&mut self, told: &[Told]) -> Result<()> {
        let (mut logged, mut revision) = (Vec::new(), 1);
        for Told { event, .. } in told {
            match event {
                Event::Imported { revision: came, .. } => revision = *came,
                Event::Returned { cause: ReturnCause::Bureau, reasons, .. } => {
                    logged.extend(reasons.iter().map(|reason| (revision, reason.code.0.clone())));
                }
                _ => {}
            }
        }
        let mut statement = self.conn.prepare_cached(
            "SELECT revision, code FROM bureau_return WHERE order_id = ?1 ORDER BY revision, position",
        )?;
        let rows = statement.query_map([self.kept.id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let kept: Vec<(u32, String)> = rows.collect::<rusqlite::Result<_>>()?;
        if kept != logged {
            self.fault(
                Check::Bureau,
                "管局退回记录与日志不符",
                "its returns by the bureau differ from the log",
            );
        }
        Ok(())
    }

    /// The counts in the queue repeat what the rules found.
    pub(super) fn findings(&mut self) {
        let found = self.kept.findings.as_deref().map(|body| read_json::<Found>("finding", body));
        let overruled = self.kept.state.as_ref().map_or(&[][..], |state| &state.overruled);
        match found {
            Some(Err(error)) => self.fault(Check::Findings, "规则发现无法读取", error.to_string()),
            Some(Ok(found)) if FindingCounts::of(&found.findings, overruled) != self.kept.counts => self
                .fault(
                    Check::Findings,
                    "队列中的发现计数与规则发现不符",
                    "the queue counts other findings than the rules found",
                ),
            None if self.kept.counts != FindingCounts::default() => self.fault(
                Check::Findings,
                "队列中有发现计数，却没有规则发现",
                "the queue counts findings, but none are kept",
            ),
            _ => {}
        }
    }
}
