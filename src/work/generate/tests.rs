use super::*;
use crate::domain::event::{OrderState, apply};
use crate::domain::ids::OrderId;
use crate::domain::order::Order;
use crate::store::search::Doc;
use crate::work::Home;

fn moment() -> DateTime<Utc> {
    "2026-11-20T07:20:00Z".parse().unwrap()
}

fn home(n: usize, seed: u64) -> (tempfile::TempDir, Desk) {
    let dir = tempfile::tempdir().unwrap();
    let catalog = Arc::new(Catalog::embedded().unwrap());
    let mut desk = Desk::create(Home::new(dir.path()), catalog).unwrap();
    generate(&mut desk, n, seed, moment(), |_| {}).unwrap();
    (dir, desk)
}

#[test]
fn every_state_is_the_fold_of_its_events_and_every_body_an_order() {
    let (_dir, desk) = home(400, 7);
    let mut returned = 0;
    for id in (1..=400).map(OrderId) {
        let state = desk.store.state(id).unwrap();
        returned += u32::from(state.returned_count > 0);
        let row = desk.store.row(id, moment()).unwrap();
        let flow = &desk.catalog.profile(&row.profile).unwrap().stages;
        let mut folded: Option<OrderState> = None;
        let mut events = desk.store.history(id).unwrap();
        events.reverse();
        assert!(events.windows(2).all(|two| two[0].at <= two[1].at));
        for line in &events {
            let actor = line.who.as_ref().map(|name| desk.store.account(name).unwrap().unwrap().staff.id);
            folded = Some(apply(folded.as_ref(), &line.event, actor, line.at, flow).unwrap());
        }
        assert_eq!(folded, Some(state.clone()));
        for revision in 1..=state.revision {
            let order: Order = desk.store.revision(id, revision).unwrap().unwrap();
            assert_eq!(
                (order.order_no.as_str(), order.entity.name.as_str()),
                (row.no.as_str(), row.entity.as_str())
            );
            assert_eq!(order.site_names(), row.sites);
        }
        assert!(desk.store.revision(id, state.revision + 1).unwrap().is_none());
    }
    assert!((50..110).contains(&returned), "{returned} of 400 were returned before");
}

#[test]
fn search_and_hash_are_those_of_the_body() {
    let catalog = Catalog::embedded().unwrap();
    let names = Names::new(&catalog);
    let mut dice = StdRng::seed_from_u64(3);
    for number in 1..200 {
        let draft = names.order(&mut dice, number).unwrap();
        let body = draft.body(1, moment());
        let content = crate::intake::content_hash(serde_json::from_str(&body).unwrap(), std::iter::empty());
        assert_eq!(content, hash_of(body.as_bytes()));
        let order: Order = serde_json::from_str(&body).unwrap();
        assert_eq!(Doc::of(&order), draft.doc());
    }
}

#[test]
fn a_seed_gives_the_same_orders_again() {
    let ((_a, one), (_b, two), (_c, other)) = (home(60, 1), home(60, 1), home(60, 2));
    let all = |desk: &Desk| {
        (1..=60)
            .map(|id| {
                (desk.store.row(OrderId(id), moment()).unwrap(), desk.store.history(OrderId(id)).unwrap())
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(all(&one), all(&two));
    assert_ne!(all(&one), all(&other));
}

#[test]
fn orders_come_in_the_order_of_their_time_and_never_in_the_future() {
    for n in [1, 2, 7, 5_000] {
        let times = Times::new(n, moment());
        let all: Vec<_> = (0..n).map(|order| times.of(order)).collect();
        assert!(all.windows(2).all(|two| two[0] <= two[1]));
        assert!(all.iter().all(|at| *at <= moment() && *at > moment() - Duration::days(402)));
    }
}
