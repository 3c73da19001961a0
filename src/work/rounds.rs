//! Earlier revisions of an order, with what the rules find in each as of its review.

use super::findings;
use super::{Desk, Result};
use crate::catalog::rounds::Round;
use crate::domain::event::OrderState;
use crate::domain::ids::OrderId;
use crate::domain::view::ReviewRecord;

/// Older rounds are not looked at: what they could have seen, a later one could.
const ROUNDS: u32 = 5;

/// The revisions before the present one, the oldest first.
pub(super) fn earlier(
    desk: &Desk,
    id: OrderId,
    state: &OrderState,
    reviews: &[ReviewRecord],
) -> Result<Vec<Round>> {
    let first = state.revision.saturating_sub(ROUNDS).max(1);
    let mut rounds = Vec::new();
    for revision in first..state.revision {
        let Some(order) = desk.store.revision(id, revision)? else { continue };
        let files = desk.store.attachments(id, revision)?;
        let papers = desk.store.papers(id, revision)?;
        let own = reviews.iter().rev().filter(|one| one.revision == revision && one.undone.is_none());
        let mut round = Round { order, files, stages: Vec::new(), found: Vec::new() };
        for review in own {
            let past = findings::Past { stage: review.stage, at: review.at, papers: &papers };
            let found = findings::as_of(&desk.catalog, &round.order, &round.files, &past)?;
            round.found.extend(found.findings);
            round.stages.push(review.stage);
        }
        rounds.push(round);
    }
    Ok(rounds)
}
