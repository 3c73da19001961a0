use crate::app::effect::Effect;
use crate::app::key::Key::*;
use crate::app::message::{FigureAnswer, Message, StatsAnswer};
use crate::app::screen::Screen;
use crate::app::screen::stats::View;
use crate::app::testing::{Desk, now, row, rows};
use crate::domain::event::RecheckResult;
use crate::domain::ids::UserId;
use crate::domain::lang::Lang;
use crate::domain::people::Role;
use crate::domain::stage::Stage;
use crate::domain::stats::{
    Acts, Depth, Figure, Group, Intake, Period, Point, Question, ReasonCount, Recheck, Report, Slice, Tally,
};
use crate::domain::verdict::VerdictKind;
use chrono::{Days, TimeDelta};

fn tally(approved: u64, rejected: u64) -> Tally {
    Tally {
        approved,
        rejected,
        returned_again: rejected / 4,
        overridden: approved / 100,
        median_ms: Some(312_000 + approved * 100),
        p90_ms: Some(1_212_000 + approved * 1000),
    }
}

/// A week of a busy desk.
pub fn report() -> Report {
    let (first, _) = Period::Days7.days(now());
    let group = |slice: Slice, name: &str, approved, rejected, intake| Group {
        slice,
        name: name.into(),
        intake,
        tally: tally(approved, rejected),
    };
    let point = |slice, n: u64| Point { slice, intake: n * 3, approved: n * 2, rejected: n / 2 };
    let depth = |stage, orders, hours| Depth {
        stage,
        orders,
        oldest: Some(now() - TimeDelta::hours(hours)),
        due_today: orders / 5,
        overdue: orders / 9,
    };
    let reason = |code: &str, count, so_far| ReasonCount { code: code.into(), count, so_far };
    let person = |id| Slice::Person(UserId(id));
    let provinces = [("guangdong", 402, 120), ("beijing", 310, 66), ("xinjiang", 12, 9)];
    let acts = |id, name: &str, claimed| Acts {
        claimed,
        revealed: claimed / 9,
        put_back: 3,
        asked: 2,
        ..Acts::none(UserId(id), name.into())
    };
    Report {
        bureau: Default::default(),
        span: Period::Days7.span(now()),
        person: None,
        queue: vec![depth(Stage::FirstReview, 128, 31), depth(Stage::SecondReview, 12, 7)],
        intake: Intake { first: 1204, again: 187 },
        total: tally(1032, 281),
        hours: (0..24)
            .map(|hour| {
                point(Slice::Hour(hour), if (9..18).contains(&hour) { 40 + u64::from(hour) } else { 1 })
            })
            .collect(),
        days: (0..7).map(|day| point(Slice::Day(first + Days::new(day)), 90 + day * 9)).collect(),
        stages: vec![group(Slice::Stage(Stage::FirstReview), "first_review", 700, 200, None)],
        people: vec![
            group(person(1), "王芳", 520, 130, None),
            group(person(2), "陈静\u{202e}", 512, 151, None),
        ],
        provinces: provinces
            .into_iter()
            .map(|(id, yes, no)| group(Slice::Province(id.into()), id, yes, no, Some(yes + no + 20)))
            .collect(),
        types: vec![],
        profiles: vec![group(Slice::Profile("ucloud-2018".into()), "ucloud-2018", 600, 100, Some(700))],
        reasons: vec![reason("DOM-01", 120, 0.6), reason("DOM-02", 60, 0.9), reason("FREE", 20, 1.0)],
        acts: vec![acts(1, "王芳", 660), acts(2, "陈静", 670)],
    }
}

/// The statistics with a report in them.
pub fn counted(desk: &mut Desk, roles: &[Role]) {
    desk.sign_in_as(roles);
    let asked = desk.keys(&[F(3)]);
    answer(desk, &asked, Ok(report()));
}

fn answer(desk: &mut Desk, asked: &[Effect], result: Result<Report, String>) {
    let (question, generation) = asked
        .iter()
        .find_map(|effect| match effect {
            Effect::LoadStats { question, generation } => Some(((**question).clone(), *generation)),
            _ => None,
        })
        .unwrap();
    let result = result.map(Box::new);
    desk.hear(Message::Stats(Box::new(StatsAnswer { generation, question, result })));
}

/// Two approvals that wait for a re-check.
pub fn rechecks() -> Vec<Recheck> {
    let one = |id: i64| Recheck {
        verdict: format!("v{id}").into(),
        row: row(id, "深圳市云杉信息技术有限公司"),
        stage: Stage::FirstReview,
        approved_by: "陈静".into(),
        approved_at: now() - TimeDelta::hours(id * 20),
        drawn_at: now(),
        drawn_by: "王芳".into(),
    };
    vec![one(1), one(2)]
}

fn boss() -> Desk {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    counted(&mut desk, &[Role::Supervisor]);
    desk
}

fn question(desk: &Desk) -> Question {
    match &desk.app.top.screen {
        Screen::Stats(stats) => stats.question.clone(),
        other => panic!("{other:?}"),
    }
}

fn view(desk: &Desk) -> View {
    match &desk.app.top.screen {
        Screen::Stats(stats) => stats.view,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_figure_opens_as_its_orders_and_an_order_as_itself() {
    let mut desk = boss();
    let effects = desk.keys(&[Char('j'), Char('j'), Char('j'), Char('j'), Enter]);
    let [Effect::LoadFigure { figure, slice: None, limit: 200, generation, .. }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*figure, Figure::Verdicts(Some(VerdictKind::Reject)));
    desk.hear(Message::Figure(FigureAnswer { generation: *generation, result: Ok(rows()) }));
    assert_eq!(desk.keys(&[Char('j'), Enter]), [Effect::OpenOrder(rows()[1].id)]);
    assert!(desk.keys(&[Tab]).is_empty(), "the tables wait beneath the list");
    desk.keys(&[Esc]);
    desk.keys(&[Tab]);
    assert_eq!(view(&desk), View::Queue);
}

#[test]
fn a_full_list_asks_for_more_at_its_end() {
    let mut desk = boss();
    let asked = desk.keys(&[Enter]);
    let Some(Effect::LoadFigure { generation, .. }) = asked.first() else { panic!("{asked:?}") };
    let many = (1..=200).map(|id| row(id, "甲")).collect();
    desk.hear(Message::Figure(FigureAnswer { generation: *generation, result: Ok(many) }));
    let more: Vec<Effect> = (0..20).flat_map(|_| desk.keys(&[PageDown])).collect();
    assert!(matches!(&more[..], [Effect::LoadFigure { limit: 800, .. }]), "{more:?}");
}

#[test]
fn period_and_narrowing_ask_anew_and_an_old_answer_is_dropped() {
    let mut desk = boss();
    let longer = desk.keys(&[Char('p')]);
    assert_eq!(question(&desk).period, Period::Days30);
    let again = desk.keys(&[Char('P')]);
    answer(&mut desk, &longer, Err("too late".into()));
    assert_eq!(question(&desk).period, Period::Days7);
    answer(&mut desk, &again, Ok(report()));
    desk.keys(&[Tab, Tab, Tab, Tab, Tab, Tab]);
    assert_eq!(view(&desk), View::Provinces);
    let narrow = desk.keys(&[Char('j'), Char('f')]);
    assert_eq!(narrow.len(), 1);
    assert_eq!(question(&desk).province, Some("beijing".into()));
    desk.keys(&[Char('x')]);
    assert_eq!(question(&desk), Question::default());
}

#[test]
fn any_days_are_typed() {
    let mut desk = boss();
    desk.keys(&[Char('d')]);
    for letter in "2026-11-01".chars() {
        desk.keys(&[Char(letter)]);
    }
    desk.keys(&[Tab]);
    for letter in "2026-10-01".chars() {
        desk.keys(&[Char(letter)]);
    }
    assert!(desk.keys(&[Enter]).is_empty(), "the last day lies before the first");
    desk.keys(&[Backspace; 10]);
    let asked = desk.keys(&[Enter]);
    answer(&mut desk, &asked, Ok(report()));
    assert_eq!(question(&desk).period, Period::parse("2026-11-01").unwrap());
}

#[test]
fn a_supervisor_draws_and_judges() {
    let mut desk = boss();
    assert_eq!(desk.keys(&[BackTab]), [Effect::LoadRechecks]);
    assert_eq!(
        desk.keys(&[Char('s'), Char('5'), Enter]),
        [Effect::DrawSample { n: 5, period: Period::Days7, person: None }]
    );
    desk.hear(Message::Rechecks(rechecks()));
    let note = desk.keys(&[Char('j'), Char('n'), Enter]);
    assert!(note.is_empty(), "what was overlooked needs words");
    let judged = desk.keys(&[Char('章'), Enter]);
    let verdict = rechecks()[1].verdict.clone();
    assert_eq!(judged, [Effect::Recheck { verdict, result: RecheckResult::Overlooked, note: "章".into() }]);
}

#[test]
fn a_reviewer_has_no_tables_of_others() {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    counted(&mut desk, &[Role::First]);
    let mut seen = Vec::new();
    for _ in View::OWN {
        seen.push(view(&desk));
        desk.keys(&[Tab]);
    }
    assert_eq!(seen, View::OWN);
    assert!(desk.keys(&[Char('s')]).is_empty());
}
