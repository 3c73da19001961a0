//! Re-checks: a random sample of approvals that supervisors look at once more.

use super::claim::needed;
use super::record::record;
use super::{Desk, Result, WorkError, roles};
use crate::domain::event::{Event, RecheckResult};
use crate::domain::ids::{UserId, VerdictId};
use crate::domain::permission::Deed;
use crate::domain::stats::{Period, Recheck};
use crate::store::Op;
use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use std::sync::Arc;

/// The largest sample that is drawn at once.
const MOST: usize = 500;

/// From what a sample is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// How many approvals.
    pub n: usize,
    /// Of which period.
    pub period: Period,
    /// Of one person; none = of everybody but the drawer.
    pub person: Option<UserId>,
}

/// Draws approvals at random: none that was drawn before, none of the drawer's own. Fewer than asked for
/// where there are no more; returns how many were drawn.
pub fn draw(desk: &mut Desk, who: UserId, sample: Sample, now: DateTime<Utc>) -> Result<usize> {
    draw_with(desk, who, sample, &mut rand::make_rng::<StdRng>(), now)
}

fn draw_with(
    desk: &mut Desk,
    who: UserId,
    sample: Sample,
    dice: &mut StdRng,
    now: DateTime<Utc>,
) -> Result<usize> {
    if sample.n == 0 || sample.n > MOST {
        return Err(WorkError::say(
            format!("抽样数量为1至{MOST}。"),
            format!("a sample has 1 to {MOST} approvals"),
        ));
    }
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow_home(tx, who, Deed::Recheck)?;
        let all = tx.recheckable(sample.period.span(now), who, sample.person)?;
        let drawn: Vec<_> = all.sample(dice, sample.n).collect();
        for (verdict, order) in &drawn {
            tx.draw_recheck(verdict, *order, who)?;
            record(tx, &catalog, *order, &Event::RecheckDrawn { verdict: verdict.clone() })?;
        }
        Ok(drawn.len())
    })
}

/// The re-checks that wait for a result, first drawn first; for supervisors.
pub fn open(desk: &Desk, who: UserId, now: DateTime<Utc>) -> Result<Vec<Recheck>> {
    roles::allow_reading(&desk.store, who, Deed::Recheck)?;
    desk.store.open_rechecks(now)
}

/// Puts the result of a re-check on record; what was overlooked needs a note. Nobody re-checks himself.
pub fn finish(
    desk: &mut Desk,
    who: UserId,
    verdict: &VerdictId,
    result: RecheckResult,
    note: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let note = match result {
        RecheckResult::Overlooked => needed(note)?,
        RecheckResult::Upheld => note.trim().to_owned(),
    };
    let catalog = Arc::clone(&desk.catalog);
    desk.store.transact(&Op::by(who, now), |tx| {
        use crate::store::recheck::DrawnState;
        roles::allow_home(tx, who, Deed::Recheck)?;
        let drawn = tx.drawn(verdict)?;
        let drawn = drawn.ok_or_else(|| {
            WorkError::say("该结论未被抽中复查。", "this verdict was not drawn for a re-check")
        })?;
        if drawn.state == DrawnState::Done {
            return Err(WorkError::say("该结论已复查。", "this verdict was re-checked already"));
        }
        if drawn.by == who {
            return Err(WorkError::say("不能复查自己的结论。", "nobody re-checks an own verdict"));
        }
        tx.finish_recheck(verdict, who, result, &note)?;
        record(tx, &catalog, drawn.order, &Event::Rechecked { verdict: verdict.clone(), result, note })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::domain::people::Role;
    use crate::work::{Home, generate, people};
    use rand::SeedableRng;
    use std::collections::BTreeSet;

    fn now() -> DateTime<Utc> {
        "2026-11-20T07:20:00Z".parse().unwrap()
    }

    fn home() -> (tempfile::TempDir, Desk, UserId) {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = Desk::create(Home::new(dir.path()), Arc::new(Catalog::embedded().unwrap())).unwrap();
        let boss = people::init(&mut desk, "boss", "correct horse", now()).unwrap();
        generate::generate(&mut desk, 300, 4, now(), |_| {}).unwrap();
        (dir, desk, boss)
    }

    #[test]
    fn a_sample_draws_no_approval_twice_and_ends_where_there_are_no_more() {
        let (_dir, mut desk, boss) = home();
        let mut dice = StdRng::seed_from_u64(1);
        let sample = Sample { n: 200, period: Period::Year, person: None };
        let mut drawn = 0;
        loop {
            let n = draw_with(&mut desk, boss, sample, &mut dice, now()).unwrap();
            drawn += n;
            if n < 200 {
                break;
            }
        }
        let open = open(&desk, boss, now()).unwrap();
        let ids: BTreeSet<_> = open.iter().map(|one| one.verdict.clone()).collect();
        assert_eq!((open.len(), ids.len()), (drawn, drawn));
        assert!(drawn > 300);
        assert_eq!(draw_with(&mut desk, boss, sample, &mut dice, now()).unwrap(), 0);
    }

    #[test]
    fn a_result_is_kept_once_with_a_note_where_something_was_overlooked() {
        let (_dir, mut desk, boss) = home();
        draw(&mut desk, boss, Sample { n: 2, period: Period::Year, person: None }, now()).unwrap();
        let waiting = open(&desk, boss, now()).unwrap();
        let one = &waiting[0].verdict;
        assert!(finish(&mut desk, boss, one, RecheckResult::Overlooked, " ", now()).is_err());
        finish(&mut desk, boss, one, RecheckResult::Overlooked, "印章不清", now()).unwrap();
        assert!(finish(&mut desk, boss, one, RecheckResult::Upheld, "", now()).is_err());
        assert_eq!(open(&desk, boss, now()).unwrap().len(), 1);
        let history = desk.store.history(waiting[0].row.id).unwrap();
        assert!(matches!(&history[0].event, Event::Rechecked { result: RecheckResult::Overlooked, .. }));
        assert!(matches!(&history[1].event, Event::RecheckDrawn { verdict } if verdict == one));
    }

    #[test]
    fn only_supervisors_draw_and_never_of_their_own() {
        let (_dir, mut desk, boss) = home();
        let roles = [Role::First].into_iter().collect();
        let li = people::add(&mut desk, boss, "li", "correct horse", &roles, now()).unwrap();
        let sample = Sample { n: 5, period: Period::Year, person: None };
        assert!(draw(&mut desk, li, sample, now()).is_err());
        assert!(open(&desk, li, now()).is_err());
        let own = Sample { person: Some(boss), ..sample };
        assert_eq!(draw(&mut desk, boss, own, now()).unwrap(), 0);
        assert!(draw(&mut desk, boss, Sample { n: 0, ..sample }, now()).is_err());
    }
}
