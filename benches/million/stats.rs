//! Statistics of each period, alone and narrowed.

use super::home::Made;
use super::measure::Times;
use beian::domain::ids::UserId;
use beian::domain::people::Role;
use beian::domain::stats::{Figure, Period, Question, Slice};
use beian::domain::verdict::VerdictKind;
use beian::store::Op;
use beian::work::{Result, WorkError, stats};

/// A supervisor who can ask, made where he is not there yet.
pub fn boss(made: &mut Made) -> Result<UserId> {
    let op = Op::program(made.now);
    made.desk.store.transact::<_, WorkError>(&op, |tx| match tx.account("bench")? {
        Some(account) => Ok(account.staff.id),
        None => tx.add_user("bench", "-", &Role::ALL.into_iter().collect()),
    })
}

pub fn run(made: &Made, boss: UserId) -> Result<()> {
    let first = made.desk.store.account("初审01")?.map(|account| account.staff.id);
    let ask = |what: &str, question: &Question, target: &str, runs: usize| -> Result<()> {
        stats::report(&made.desk, boss, question, made.now)?;
        let mut times = Times::default();
        for _ in 0..runs {
            times.of(|| stats::report(&made.desk, boss, question, made.now))?;
        }
        times.row(&format!("statistics, {what}"), target);
        Ok(())
    };
    for period in Period::NAMED {
        let question = Question { period, ..Question::default() };
        let short = matches!(period, Period::Today | Period::Days7);
        let (target, runs) = if short { ("50 ms", 30) } else { ("2 s", 5) };
        ask(period.slug(), &question, target, runs)?;
        let narrow = Question { province: Some("guangdong".into()), ..question.clone() };
        ask(&format!("{}, one province", period.slug()), &narrow, target, runs)?;
        let own = Question { person: first, ..question };
        ask(&format!("{}, one person", period.slug()), &own, target, runs)?;
    }
    lists(made, boss)
}

fn lists(made: &Made, boss: UserId) -> Result<()> {
    let question = Question { period: Period::Year, ..Question::default() };
    let figures = [
        ("rejections", Figure::Verdicts(Some(VerdictKind::Reject)), None),
        ("approvals over a guard", Figure::Overridden, None),
        ("verdicts at night", Figure::Verdicts(None), Some(Slice::Hour(3))),
    ];
    for (what, figure, slice) in figures {
        let mut times = Times::default();
        for _ in 0..5 {
            let asked = (&figure, slice.as_ref());
            times.of(|| stats::orders_of(&made.desk, boss, &question, asked, 200, made.now))?;
        }
        times.row(&format!("orders behind a figure of a year: {what}"), "2 s");
    }
    Ok(())
}
