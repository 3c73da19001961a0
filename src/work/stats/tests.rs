//! The figures equal what a plain look at every order gives.

use super::*;
use crate::catalog::Catalog;
use crate::domain::event::Event;
use crate::domain::ids::OrderId;
use crate::domain::stats::{Came, Tally, local_hour};
use crate::domain::verdict::VerdictKind;
use crate::domain::view::{HistoryLine, ReviewRecord};
use crate::work::Home;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const ORDERS: i64 = 700;

struct Plain {
    row: QueueRow,
    history: Vec<HistoryLine>,
    reviews: Vec<ReviewRecord>,
}

fn now() -> DateTime<Utc> {
    "2026-11-20T07:20:00Z".parse().unwrap()
}

fn home() -> (tempfile::TempDir, Desk, Vec<Plain>) {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = Desk::create(Home::new(dir.path()), Arc::new(Catalog::embedded().unwrap())).unwrap();
    crate::work::people::init(&mut desk, "boss", "correct horse", now()).unwrap();
    crate::work::generate::generate(&mut desk, ORDERS as usize, 5, now(), |_| {}).unwrap();
    let all = (1..=ORDERS).map(OrderId).map(|id| {
        let mut history = desk.store.history(id).unwrap();
        history.reverse();
        Plain { row: desk.store.row(id, now()).unwrap(), history, reviews: desk.store.reviews(id).unwrap() }
    });
    let all = all.collect();
    (dir, desk, all)
}

fn boss(desk: &Desk) -> UserId {
    desk.store.account("boss").unwrap().unwrap().staff.id
}

fn fits(question: &Question, row: &QueueRow) -> bool {
    question.province.as_ref().is_none_or(|id| *id == row.province)
        && question.order_type.is_none_or(|kind| kind == row.order_type)
        && question.profile.as_ref().is_none_or(|id| *id == row.profile)
}

struct Found<'a> {
    plain: &'a Plain,
    review: &'a ReviewRecord,
    handling: u64,
}

fn verdicts<'a>(all: &'a [Plain], question: &Question) -> Vec<Found<'a>> {
    let span = question.period.span(now());
    let mut found = Vec::new();
    for plain in all.iter().filter(|plain| fits(question, &plain.row)) {
        for review in &plain.reviews {
            let in_time = review.at >= span.from && review.at < span.to;
            let mine = question.person.is_none_or(|id| id == review.by_id);
            if !in_time || !mine || review.undone.is_some() {
                continue;
            }
            let mut claims = plain.history.iter().filter(|line| {
                line.event == Event::Claimed && line.at <= review.at && line.who.as_ref() == Some(&review.by)
            });
            let handling = (review.at - claims.next_back().unwrap().at).num_milliseconds().unsigned_abs();
            found.push(Found { plain, review, handling });
        }
    }
    found
}

fn tally(found: &[&Found]) -> Tally {
    let count = |wanted: &dyn Fn(&ReviewRecord) -> bool| {
        found.iter().filter(|found| wanted(found.review)).count() as u64
    };
    let mut times: Vec<u64> = found.iter().map(|found| found.handling).collect();
    times.sort_unstable();
    let rank = |of_ten: usize| (times.len() * of_ten).div_ceil(10).checked_sub(1).map(|at| times[at]);
    let rejected = |review: &ReviewRecord| review.kind == VerdictKind::Reject;
    Tally {
        approved: count(&|review| !rejected(review)),
        rejected: count(&rejected),
        returned_again: count(&|review| rejected(review) && review.revision > 1),
        overridden: count(&|review| review.override_reason.is_some()),
        median_ms: rank(5),
        p90_ms: rank(9),
    }
}

fn questions(desk: &Desk) -> Vec<Question> {
    let one = |name: &str| desk.store.account(name).unwrap().map(|account| account.staff.id);
    let custom = Period::parse("2026-03-01..2026-06-30").unwrap();
    let periods = Period::NAMED.into_iter().chain([custom]);
    let mut all: Vec<Question> = periods.map(|period| Question { period, ..Question::default() }).collect();
    let year = Question { period: Period::Year, ..Question::default() };
    all.push(Question { person: one("初审01"), ..year.clone() });
    all.push(Question { person: one("复审02"), ..year.clone() });
    all.push(Question { province: Some("guangdong".into()), ..year.clone() });
    all.push(Question { order_type: crate::domain::order::OrderType::parse("new_site"), ..year.clone() });
    all.push(Question { profile: Some("ucloud-2018".into()), province: Some("beijing".into()), ..year });
    all
}

fn check_verdicts(report: &Report, found: &[Found]) {
    let all: Vec<&Found> = found.iter().collect();
    assert_eq!(report.total, tally(&all));
    let groups = [&report.stages, &report.people, &report.provinces, &report.types, &report.profiles];
    for (at, rows) in groups.into_iter().enumerate() {
        let mut by: BTreeMap<String, Vec<&Found>> = BTreeMap::new();
        for one in found {
            let row = &one.plain.row;
            let key = match at {
                0 => one.review.stage.slug().to_owned(),
                1 => one.review.by.clone(),
                2 => row.province.0.clone(),
                3 => row.order_type.slug().to_owned(),
                _ => row.profile.0.clone(),
            };
            by.entry(key).or_default().push(one);
        }
        let with_verdicts = rows.iter().filter(|group| group.tally.decided() > 0);
        let got: BTreeMap<String, Tally> =
            with_verdicts.map(|group| (group.name.clone(), group.tally)).collect();
        assert_eq!(got, by.iter().map(|(key, found)| (key.clone(), tally(found))).collect());
        assert!(rows.windows(2).all(|two| two[0].tally.decided() >= two[1].tally.decided()));
    }
    let sum = |points: &[crate::domain::stats::Point]| {
        points.iter().map(|point| point.approved + point.rejected).sum::<u64>()
    };
    assert_eq!((sum(&report.hours), sum(&report.days)), (found.len() as u64, found.len() as u64));
    for point in &report.hours {
        let here = found
            .iter()
            .filter(|one| point.slice == Slice::Hour(local_hour(one.review.at.timestamp_millis()) as u32));
        assert_eq!(point.approved + point.rejected, here.count() as u64);
    }
}

fn check_reasons(report: &Report, found: &[Found]) {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for reason in found.iter().flat_map(|one| &one.review.reasons) {
        *counts.entry(reason.code.0.clone()).or_default() += 1;
    }
    let got: BTreeMap<String, u64> =
        report.reasons.iter().map(|reason| (reason.code.0.clone(), reason.count)).collect();
    assert_eq!(got, counts);
    assert!(
        report.reasons.windows(2).all(|two| two[0].count >= two[1].count && two[0].so_far < two[1].so_far)
    );
    assert!(report.reasons.last().is_none_or(|last| (last.so_far - 1.0).abs() < 1e-9));
}

fn check_log(report: &Report, all: &[Plain], question: &Question) {
    let (span, mut intake) = (question.period.span(now()), crate::domain::stats::Intake::default());
    let mut acts: BTreeMap<(String, Act), u64> = BTreeMap::new();
    for plain in all.iter().filter(|plain| fits(question, &plain.row)) {
        for line in plain.history.iter().filter(|line| line.at >= span.from && line.at < span.to) {
            match (&line.event, Act::parse(line.event.name())) {
                (Event::Imported { revision: 1, .. }, _) => intake.first += 1,
                (Event::Imported { .. }, _) => intake.again += 1,
                (_, Some(act)) => {
                    *acts.entry((line.who.clone().unwrap(), act)).or_default() += 1;
                }
                _ => {}
            }
        }
    }
    let mut got = BTreeMap::new();
    for row in &report.acts {
        for act in Act::ALL.into_iter().filter(|act| row.of(*act) > 0) {
            got.insert((row.name.clone(), act), row.of(act));
        }
    }
    match &report.person {
        Some(name) => acts.retain(|(who, _), _| who == name),
        None => assert_eq!(report.intake, intake),
    }
    assert_eq!(got, acts);
}

fn check_queue(report: &Report, all: &[Plain], question: &Question) {
    let midnight = midnight(now());
    for depth in &report.queue {
        let here: Vec<&QueueRow> = all
            .iter()
            .map(|plain| &plain.row)
            .filter(|row| row.stage == depth.stage && fits(question, row))
            .collect();
        assert_eq!(depth.orders, here.len() as u64);
        assert_eq!(depth.oldest, here.iter().map(|row| row.waiting_since).min());
        let due = |wanted: &dyn Fn(DateTime<Utc>) -> bool| {
            here.iter().filter(|row| row.due_at.is_some_and(wanted)).count() as u64
        };
        assert_eq!(depth.overdue, due(&|at| at < now()));
        assert_eq!(depth.due_today, due(&|at| at >= now() && at < midnight));
    }
}

#[test]
fn figures_equal_a_plain_count() {
    let (_dir, desk, all) = home();
    let mut seen = 0;
    for question in questions(&desk) {
        let report = report(&desk, boss(&desk), &question, now()).unwrap();
        let found = verdicts(&all, &question);
        seen += found.len();
        check_verdicts(&report, &found);
        check_reasons(&report, &found);
        check_log(&report, &all, &question);
        check_queue(&report, &all, &question);
    }
    assert!(seen > 2_000, "{seen}");
}

#[test]
fn every_figure_opens_as_its_orders() {
    let (_dir, desk, all) = home();
    let question = Question { period: Period::Year, ..Question::default() };
    let found = verdicts(&all, &question);
    let list = |figure: Figure, slice: Option<Slice>| -> BTreeSet<OrderId> {
        let rows =
            orders_of(&desk, boss(&desk), &question, (&figure, slice.as_ref()), 10_000, now()).unwrap();
        let ids: BTreeSet<OrderId> = rows.iter().map(|row| row.id).collect();
        assert_eq!(ids.len(), rows.len(), "an order stands twice");
        ids
    };
    let plain = |wanted: &dyn Fn(&Found) -> bool| -> BTreeSet<OrderId> {
        found.iter().filter(|one| wanted(one)).map(|one| one.plain.row.id).collect()
    };
    let rejected = |one: &Found| one.review.kind == VerdictKind::Reject;
    assert_eq!(list(Figure::Verdicts(None), None), plain(&|_| true));
    assert_eq!(list(Figure::Verdicts(Some(VerdictKind::Reject)), None), plain(&rejected));
    assert_eq!(list(Figure::ReturnedAgain, None), plain(&|one| rejected(one) && one.review.revision > 1));
    assert_eq!(list(Figure::Overridden, None), plain(&|one| one.review.override_reason.is_some()));
    assert_eq!(list(Figure::SlowerThan(600_000), None), plain(&|one| one.handling >= 600_000));
    let report = report(&desk, boss(&desk), &question, now()).unwrap();
    for group in [&report.stages, &report.people, &report.provinces, &report.types].into_iter().flatten() {
        let here = list(Figure::Verdicts(None), Some(group.slice.clone()));
        assert_eq!(here.is_empty(), group.tally.decided() == 0, "{}", group.name);
        assert!(here.len() as u64 <= group.tally.decided());
    }
    let hour = plain(&|one| local_hour(one.review.at.timestamp_millis()) == 10);
    assert_eq!(list(Figure::Verdicts(None), Some(Slice::Hour(10))), hour);
    for reason in &report.reasons {
        let with = plain(&|one| one.review.reasons.iter().any(|given| given.code == reason.code));
        assert_eq!(list(Figure::Reason(reason.code.clone()), None), with);
    }
    let again = list(Figure::Intake(Some(Came::Again)), None);
    assert_eq!(again.is_empty(), report.intake.again == 0);
    for depth in &report.queue {
        assert_eq!(list(Figure::Depth(depth.stage), None).len() as u64, depth.orders);
        assert_eq!(list(Figure::Overdue(depth.stage), None).len() as u64, depth.overdue);
    }
}

#[test]
fn a_reviewer_sees_his_own_figures_alone() {
    let (_dir, mut desk, _) = home();
    let roles = [crate::domain::people::Role::First].into_iter().collect();
    let chief = boss(&desk);
    let li = crate::work::people::add(&mut desk, chief, "li", "correct horse", &roles, now()).unwrap();
    let other = desk.store.account("初审01").unwrap().unwrap().staff.id;
    let question = Question { period: Period::Year, person: Some(other), ..Question::default() };
    let own = report(&desk, li, &question, now()).unwrap();
    assert_eq!((own.person.as_deref(), own.total.decided(), own.queue.len()), (Some("li"), 0, 0));
    let rows = |slice: Option<Slice>| {
        orders_of(&desk, li, &question, (&Figure::Verdicts(None), slice.as_ref()), 10, now()).unwrap()
    };
    assert!(rows(None).is_empty() && rows(Some(Slice::Person(other))).is_empty());
    assert!(report(&desk, chief, &question, now()).unwrap().total.decided() > 0);
    assert!(report(&desk, other, &question, now()).is_err(), "a disabled account sees nothing");
}
