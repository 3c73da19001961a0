//! SMS verification and bureau (B001, B002, B004): what is known only of an order that has left the house.

use super::checks;
use crate::catalog::rule::Rule;
use crate::catalog::timers;
use crate::domain::checklist::SubjectRef;
use crate::domain::life::{SmsCheck, SmsPerson};
use crate::rules::Case;
use crate::rules::put::Out;

checks![bureau_past_estimate, sms_window_passed, sms_wrong_tries];

fn check<'a>(case: &Case<'a>) -> Option<&'a SmsCheck> {
    case.state?.life.sms.as_ref()
}

fn subject(one: &SmsPerson) -> SubjectRef {
    SubjectRef::Person(one.person.0.clone())
}

/// B001.
fn sms_window_passed(case: &Case, _: &Rule, out: &mut Out) {
    let (Some(check), Some(state)) = (check(case), case.state) else { return };
    if case.now < check.lapses_at {
        return;
    }
    let begun = state.life.handed_over.as_ref().map_or(check.lapses_at, |left| left.at);
    let hours = (check.lapses_at - begun).num_hours().to_string();
    for one in check.persons.iter().filter(|one| one.verified.is_none()) {
        out.fault(subject(one)).value("hours", &hours);
    }
}

/// B002.
fn sms_wrong_tries(case: &Case, _: &Rule, out: &mut Out) {
    let Some(check) = check(case) else { return };
    for one in check.persons.iter().filter(|one| one.verified.is_none() && one.wrong >= check.tries) {
        out.fault(subject(one)).value("count", one.wrong.to_string());
    }
}

/// B004.
fn bureau_past_estimate(case: &Case, _: &Rule, out: &mut Out) {
    let Some(state) = case.state else { return };
    let late = state.due_at.is_some_and(|due| due < case.now);
    if state.life.handed_over.is_some()
        && late
        && let Some(estimate) = timers::estimate(case.catalog, case.profile, &case.order.province)
    {
        out.fault(SubjectRef::Order).say("estimate", estimate);
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::event::{Event, OrderState, apply};
    use crate::domain::life::{HandOver, SmsCheck};
    use crate::domain::stage::{Flow, Stage};
    use crate::rules::testing::sample;
    use chrono::{DateTime, Duration, Utc};

    const FIRST: &str = "ICP-10201";

    fn at() -> DateTime<Utc> {
        "2026-11-16T02:00:00Z".parse().unwrap()
    }

    fn left(stage: Stage) -> OrderState {
        let content = "c".into();
        let event = Event::Imported { revision: 1, content, scope: None, since: None, due_at: None };
        let mut state = apply(None, &event, None, at(), &Flow(vec![Stage::FirstReview])).unwrap();
        state.stage = stage;
        state.life.handed_over = Some(HandOver { at: at(), package: "p".into(), digest: "d".into() });
        state
    }

    fn sms(now: DateTime<Utc>, change: impl Fn(&mut SmsCheck)) -> [Vec<String>; 2] {
        let mut state = left(Stage::Sms);
        let mut check = SmsCheck::new(&["p1".into()], 5, at() + Duration::hours(24));
        change(&mut check);
        state.life.sms = Some(check);
        let sample = sample(FIRST).stands(state, now);
        ["B001", "B002"].map(|code| sample.found(code).iter().map(|one| one.subject.to_string()).collect())
    }

    #[test]
    fn b001_the_window_of_who_has_not_verified() {
        let lapse = at() + Duration::hours(24);
        assert_eq!(sms(lapse - Duration::seconds(1), |_| {})[0], Vec::<String>::new());
        assert_eq!(sms(lapse, |_| {})[0], ["person:p1"]);
        assert!(sms(lapse, |check| check.persons[0].verified = Some(at()))[0].is_empty());
    }

    #[test]
    fn b002_the_wrong_try_that_is_one_too_many() {
        for (wrong, found) in [(0, 0), (4, 0), (5, 1), (6, 1)] {
            assert_eq!(sms(at(), |check| check.persons[0].wrong = wrong)[1].len(), found, "{wrong}");
        }
    }

    #[test]
    fn b004_past_the_estimate() {
        let due = at() + Duration::days(20);
        for (now, found) in [(due, 0), (due + Duration::seconds(1), 1)] {
            let state = OrderState { due_at: Some(due), ..left(Stage::Bureau) };
            assert_eq!(sample(FIRST).stands(state, now).found("B004").len(), found, "{now}");
        }
        let unknown = OrderState { due_at: None, ..left(Stage::Bureau) };
        assert!(sample(FIRST).stands(unknown, due).found("B004").is_empty());
    }
}
