//! Faults of orders that have left the house (B001 to B004).

use super::given::Given;
use super::{Fault, fault};
use beian::domain::event::{Event, OrderState, apply};
use beian::domain::life::{HandOver, SmsCheck};
use beian::domain::order::{FiledSite, OrderType};
use beian::domain::stage::{Flow, Stage};
use chrono::Duration;

pub const FAULTS: &[Fault] = &[
    fault("B001", |given| sms(given, |check| check.lapses_at = Given::now()), &[]),
    fault("B002", |given| sms(given, |check| check.persons[0].wrong = check.tries), &[]),
    fault("B003", other_mobile, &[]),
    fault(
        "B004",
        |given| {
            left(given, Stage::Bureau).due_at = Some(Given::now() - Duration::days(1));
            true
        },
        &[],
    ),
];

fn left(given: &mut Given, stage: Stage) -> &mut OrderState {
    let at = Given::now() - Duration::days(30);
    let content = "c".into();
    let event = Event::Imported { revision: 1, content, scope: None, since: None, due_at: None };
    let mut state = apply(None, &event, None, at, &Flow(vec![Stage::FirstReview])).unwrap();
    state.stage = stage;
    state.life.handed_over = Some(HandOver { at, package: "p".into(), digest: "d".into() });
    given.stage = stage;
    given.state.insert(state)
}

fn sms(given: &mut Given, change: impl Fn(&mut SmsCheck)) -> bool {
    let person = given.order.entity.principal.clone();
    let mut check = SmsCheck::new(&[person], 5, Given::now() + Duration::hours(1));
    change(&mut check);
    left(given, Stage::Sms).life.sms = Some(check);
    true
}

fn other_mobile(given: &mut Given) -> bool {
    if given.order.order_type != OrderType::NewAccess {
        return false;
    }
    let sites = given.order.sites.iter().map(|site| FiledSite {
        name: site.name.clone(),
        domains: site.domains.iter().map(|domain| domain.name.clone()).collect(),
        filing_number: site.filing_number.clone(),
        manager_mobile: Some("13900000000".to_owned()),
        ..FiledSite::default()
    });
    let sites = sites.collect();
    given.filed().sites = sites;
    left(given, Stage::Sms);
    true
}
