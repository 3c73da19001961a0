//! A second supervisor's word: what nobody does alone is asked for beforehand, and done once the word is given.
//!
//! The deed itself asks: it is refused, and the request stands on record. Once another supervisor has given the
//! word, the same deed goes on and uses it up, in its own transaction. Where no other supervisor is active it
//! goes on alone, and that is on record.

use super::record::record;
use super::{Desk, Result, WorkError, roles};
use crate::catalog::Catalog;
use crate::domain::checklist::ItemKey;
use crate::domain::countersign::{Alone, SecondWord, WordAsked, WordState, WordStep};
use crate::domain::event::{Event, OrderState};
use crate::domain::finding::Finding;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::lang::Lang;
use crate::domain::people::{Role, Staff};
use crate::domain::permission::Deed;
use crate::domain::verdict::{Decision, VerdictKind};
use crate::store::{Op, Tx};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The word is given.
    Give,
    /// It is refused.
    Refuse,
}

/// What an approval does alone, if anything: it goes over blocking findings by the approver's own word, or over
/// what the approver mended.
pub(super) fn approval(
    tx: &Tx,
    who: UserId,
    id: OrderId,
    (state, found): (&OrderState, &[Finding]),
    decision: &Decision,
) -> Result<Option<WordAsked>> {
    if decision.kind != VerdictKind::Approve {
        return Ok(None);
    }
    let words = tx.overrulers(id, state.revision, &state.overruled)?;
    let by_another = |item: &ItemKey| {
        let overruled = state.overruled.iter().any(|word| word.item == *item);
        overruled && words.get(&item.to_string()).is_some_and(|by| *by != who)
    };
    let blocking = found.iter().filter(|finding| finding.is_blocking()).map(Finding::item);
    let mut over: Vec<ItemKey> = blocking.filter(|item| !by_another(item)).collect();
    over.sort();
    over.dedup();
    let (mended, newest) = tx.mended_by(id, state.revision, who)?;
    if over.is_empty() && mended.is_empty() {
        return Ok(None);
    }
    let newest = newest.filter(|_| !mended.is_empty());
    let alone = Alone::Approve { stage: state.stage, revision: state.revision, over, mended, newest };
    let why = decision.override_reason.clone().or_else(|| decision.note.clone()).unwrap_or_default();
    Ok(Some(WordAsked { order: Some(id), alone, why }))
}

/// Uses a word that was given for exactly this. Without one: goes on alone where there is no other supervisor,
/// and asks for one where there is.
pub(super) fn need(tx: &Tx, catalog: &Catalog, who: UserId, asked: WordAsked) -> Result<()> {
    let others: Vec<UserId> = others(tx, who)?;
    let found = tx.word_for(who, &asked)?;
    let given = |(word, by): &(SecondWord, Option<UserId>)| {
        word.state == WordState::Given && by.is_some_and(|by| others.contains(&by))
    };
    if let Some((word, _)) = found.filter(given) {
        tx.use_word(word.id)?;
        return tell(
            tx,
            catalog,
            &asked,
            WordStep::Used,
            Some(word.id),
            &word.answered_by.unwrap_or_default(),
        );
    }
    if others.is_empty() {
        return tell(tx, catalog, &asked, WordStep::Alone, None, "");
    }
    Err(WorkError::Countersign(Box::new(asked)))
}

/// What would make a supervisor of somebody, or somebody else of a supervisor, needs a word too: whoever could do
/// that alone could give the word themselves, or do without.
pub(super) fn supervisors_stay(tx: &Tx, catalog: &Catalog, who: UserId, change: RoleChange) -> Result<()> {
    let RoleChange { name, before, after } = change;
    let had = before.is_some_and(|staff| staff.id != who && !staff.disabled && staff.has(Role::Supervisor));
    let gets = after.contains(&Role::Supervisor)
        && !before.is_some_and(|staff| !staff.disabled && staff.has(Role::Supervisor));
    let loses = had && !after.contains(&Role::Supervisor);
    if !gets && !loses {
        return Ok(());
    }
    let alone = Alone::Roles { name: name.to_owned(), roles: after.clone() };
    need(tx, catalog, who, WordAsked { order: None, alone, why: String::new() })
}

/// Roles of an account, before and after.
pub(super) struct RoleChange<'a> {
    /// Whose.
    pub(super) name: &'a str,
    /// Nobody yet, where the account is new.
    pub(super) before: Option<&'a Staff>,
    /// What they shall be.
    pub(super) after: &'a BTreeSet<Role>,
}

/// Supervisors who are active, but for one.
fn others(tx: &Tx, who: UserId) -> Result<Vec<UserId>> {
    let all = tx.everybody()?.into_iter();
    Ok(all
        .filter(|staff| staff.id != who && !staff.disabled && staff.has(Role::Supervisor))
        .map(|staff| staff.id)
        .collect())
}

/// Puts a step on record: with the order, or with the home.
fn tell(
    tx: &Tx,
    catalog: &Catalog,
    asked: &WordAsked,
    step: WordStep,
    word: Option<i64>,
    note: &str,
) -> Result<()> {
    match asked.order {
        Some(order) => {
            let (alone, note) = (asked.alone.clone(), note.to_owned());
            record(tx, catalog, order, &Event::SecondWord { step, word, alone, note })
        }
        None => {
            let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
            tx.record_home(step.event(), &format!("{}{note}", asked.alone.call()))?;
            Ok(())
        }
    }
}

/// Puts a request on record where a deed asked for one, and tells how it goes on. Other results stay.
pub(super) fn or_ask<T>(desk: &mut Desk, who: UserId, done: Result<T>, now: DateTime<Utc>) -> Result<T> {
    match done {
        Err(WorkError::Countersign(asked)) => Err(ask(desk, who, &asked, now)?),
        other => other,
    }
}

/// Once for each thing: a second try tells how far the first request is.
fn ask(desk: &mut Desk, who: UserId, asked: &WordAsked, now: DateTime<Utc>) -> Result<WorkError> {
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        if let Some((word, _)) = tx.word_for(who, asked)? {
            if word.state == WordState::Refused {
                return Ok(was_refused(&word));
            }
            if word.state == WordState::Asked {
                return Ok(waits(word.id, asked));
            }
        }
        let id = tx.ask_word(who, asked)?;
        tell(tx, &catalog, asked, WordStep::Asked, Some(id), &asked.why)?;
        Ok(waits(id, asked))
    })
}

fn waits(id: i64, asked: &WordAsked) -> WorkError {
    let (zh, en) = (asked.alone.words(Lang::Zh), asked.alone.words(Lang::En));
    WorkError::say(
        format!("须由另一位主管会签（第{id}号：{zh}）；已提出，会签后请再做一次。"),
        format!(
            "another supervisor must countersign this (request {id}: {en}); it was asked for, do this again once \
             it is given"
        ),
    )
}

fn was_refused(word: &SecondWord) -> WorkError {
    let by = word.answered_by.clone().unwrap_or_default();
    let (zh, en) = match word.note.is_empty() {
        true => (String::new(), String::new()),
        false => (format!("：{}", word.note), format!(": {}", word.note)),
    };
    WorkError::say(
        format!("{by}拒绝会签（第{}号）{zh}。", word.id),
        format!("{by} refused to countersign request {}{en}", word.id),
    )
}

/// Gives or refuses a word; never one's own.
pub fn answer(
    desk: &mut Desk,
    who: UserId,
    id: i64,
    answer: Answer,
    note: &str,
    now: DateTime<Utc>,
) -> Result<SecondWord> {
    let catalog = Arc::clone(&desk.catalog);
    let note = note.trim().to_owned();
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow_home(tx, who, Deed::Countersign)?;
        let (word, asker) = tx.word(id)?;
        if asker == who {
            return Err(WorkError::say("不能会签自己的请求。", "nobody countersigns an own request"));
        }
        if word.state != WordState::Asked || word.until <= now {
            return Err(ended(&word, now));
        }
        still_so(tx, &word)?;
        let (state, step) = match answer {
            Answer::Give => (WordState::Given, WordStep::Given),
            Answer::Refuse => (WordState::Refused, WordStep::Refused),
        };
        tx.answer_word(id, who, state, &note)?;
        let asked = WordAsked { order: word.order, alone: word.alone, why: word.why };
        tell(tx, &catalog, &asked, step, Some(id), &note)?;
        Ok(tx.word(id)?.0)
    })
}

fn ended(word: &SecondWord, now: DateTime<Utc>) -> WorkError {
    let lapsed = word.until <= now;
    let (zh, en) = if lapsed {
        ("已过期", "has lapsed")
    } else {
        (word.state.name(Lang::Zh), "was answered already")
    };
    WorkError::say(format!("第{}号请求{zh}。", word.id), format!("request {} {en}", word.id))
}

/// A word about an order that has moved would hold for nothing.
fn still_so(tx: &Tx, word: &SecondWord) -> Result<()> {
    let (Some(order), Alone::Approve { stage, revision, .. }) = (word.order, &word.alone) else {
        return Ok(());
    };
    let state = tx.state(order)?;
    if (state.stage, state.revision) == (*stage, *revision) {
        return Ok(());
    }
    Err(WorkError::say(
        "订单已变动，该请求不再适用。",
        "the order has moved since, so this request holds for nothing any more",
    ))
}
