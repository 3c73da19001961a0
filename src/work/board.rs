//! The board: what is waited for outside the reviews.

use super::{Desk, Result};
use crate::catalog::sms;
use crate::domain::board::{BoardRow, List, Waits};
use crate::domain::stage::Stage;
use crate::domain::view::{Direction, Filter, PageRequest, Sort, Tab};
use chrono::{DateTime, Utc};

/// Lines of a list at most; what presses most stands first.
const MOST: usize = 500;

/// Loads a list.
pub fn load(desk: &Desk, list: List, now: DateTime<Utc>) -> Result<Vec<BoardRow>> {
    match list {
        List::Sms => verifying(desk, now),
        List::Curtains | List::Appointments | List::Calls | List::Notices => Ok(Vec::new()),
    }
}

/// Everybody whose verification runs, the least time first.
fn verifying(desk: &Desk, now: DateTime<Utc>) -> Result<Vec<BoardRow>> {
    let request = PageRequest {
        tab: Tab::Stage(Stage::Sms),
        filter: Filter::default(),
        sort: Sort::Urgent,
        from: None,
        direction: Direction::Forward,
        limit: MOST,
        now,
    };
    let mut rows = Vec::new();
    for row in desk.store.page(&request)?.rows {
        let state = desk.store.state(row.id)?;
        let Some(check) = state.life.sms else { continue };
        let order = desk.store.revision(row.id, state.revision)?;
        let rules = desk.catalog.profile(&row.profile).and_then(|profile| profile.sms.as_ref());
        let left = state.life.handed_over.map(|left| left.at);
        let again = rules.zip(left).and_then(|(rules, left)| sms::resend_at(rules, &check, left));
        let again = again.filter(|again| *again > now);
        for one in &check.persons {
            let person = order.as_ref().and_then(|order| order.person(&one.person));
            rows.push(BoardRow {
                order: row.id,
                no: row.no.clone(),
                entity: row.entity.clone(),
                at: check.lapses_at,
                what: Waits::Sms {
                    person: one.person.clone(),
                    name: person.map_or_else(|| one.person.to_string(), |person| person.name.clone()),
                    sent: one.sent,
                    verified: one.verified,
                    left: check.left(one),
                    resend_at: again,
                },
            });
        }
    }
    rows.sort_by_key(|row| (matches!(row.what, Waits::Sms { verified: Some(_), .. }), row.at));
    Ok(rows)
}
