//! Overruling: a supervisor decides that an automatic finding does not hold against an order.

use super::claim::needed;
use super::record::record;
use super::{Desk, Result, WorkError, findings, roles};
use crate::domain::checklist::ItemKey;
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::permission::Deed;
use crate::domain::text::Foreign;
use crate::store::Op;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Overrules a blocking finding of this revision, with a word why. Once more replaces the word.
pub fn overrule(
    desk: &mut Desk,
    who: UserId,
    id: OrderId,
    item: &ItemKey,
    why: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    overrule_many(desk, who, id, std::slice::from_ref(item), why, now)
}

/// Overrules several with the same word: all of them or none.
pub fn overrule_many(
    desk: &mut Desk,
    who: UserId,
    id: OrderId,
    items: &[ItemKey],
    why: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let why = needed(why)?;
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Overrule, id)?;
        let found = findings::present(tx, &catalog, id)?.findings;
        let blocks = |item: &&ItemKey| found.iter().any(|one| one.is_blocking() && one.item() == **item);
        if let Some(item) = items.iter().find(|item| !blocks(item)) {
            let item = Foreign::new(item.to_string());
            return Err(WorkError::say(
                format!("规则没有关于{item}的阻断发现。"),
                format!("no finding of the rules about {item} stops an approval"),
            ));
        }
        for item in items {
            record(tx, &catalog, id, &Event::Overruled { item: item.clone(), why: why.clone() })?;
        }
        // What was overruled no longer counts in the queue.
        findings::refresh(tx, &catalog, id)
    })
}
