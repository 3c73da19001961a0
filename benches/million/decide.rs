//! A verdict and the next order claimed, each durable before it is shown.

use super::home::Made;
use super::measure::Times;
use beian::domain::checklist::{Answer, Answers, ItemAnswer};
use beian::domain::finding::Finding;
use beian::domain::ids::{OrderId, UserId, VerdictId};
use beian::domain::stage::Stage;
use beian::domain::verdict::{Decision, VerdictKind};
use beian::work::{Result, claim, decide, findings};

const RUNS: usize = 200;

/// An approval with every item of the checklist answered.
fn approval(made: &Made, order: OrderId) -> Result<Decision> {
    let store = &made.desk.store;
    let state = store.state(order)?;
    let body = store.revision(order, state.revision)?;
    let found = findings::of(&made.desk, order, made.now)?.findings;
    let items =
        body.map(|body| beian::catalog::checklist::items(&made.desk.catalog, &body, state.stage, &found));
    let answer = ItemAnswer { answer: Answer::Pass, note: Some("checked".into()) };
    let is_blocked = found.iter().any(Finding::is_blocking);
    let answers: Answers =
        items.unwrap_or_default().into_iter().map(|item| (item.key, answer.clone())).collect();
    Ok(Decision {
        verdict_id: VerdictId(uuid::Uuid::now_v7().to_string()),
        kind: VerdictKind::Approve,
        stage: state.stage,
        revision: state.revision,
        answers,
        reasons: Vec::new(),
        notice: None,
        note: None,
        override_reason: is_blocked.then(|| "benchmark".to_owned()),
    })
}

pub fn run(made: &mut Made, who: UserId) -> Result<()> {
    let mut times = Times::default();
    let stages = [Stage::FirstReview];
    let mut next = claim::claim_next(&mut made.desk, who, &stages, None, made.now)?;
    while let Some(order) = next.filter(|_| times.len() < RUNS) {
        let decision = approval(made, order)?;
        next = times.of(|| {
            decide::decide(&mut made.desk, who, order, &decision, made.now)?;
            claim::claim_next(&mut made.desk, who, &stages, None, made.now)
        })?;
    }
    times.row("verdict, and the next order claimed (synchronous = FULL)", "20 ms");
    Ok(())
}
