//! What each order type asks.

use super::*;
use crate::domain::order::{Change, ChangePart};

fn codes(order: &Order, stage: Stage) -> Vec<String> {
    let catalog = Catalog::embedded().unwrap();
    let items = checklist(&catalog, order, stage, &[]);
    let items = items.iter().filter(|item| !item.key.rule.as_str().starts_with('F'));
    items.map(|item| item.key.to_string()).collect()
}

fn order(text: &str, profile: &str) -> Order {
    let mut order: Order = serde_json::from_str(text).unwrap();
    order.profile = profile.into();
    order
}

/// Items about files (F) stand in every list.
#[test]
fn a_cancellation_asks_who_cancels_and_nothing_of_sites_photos_or_sheets() {
    const ENTITY: &str = include_str!("../../../assets/examples/cancel_entity/order.json");
    const SITE: &str = include_str!("../../../assets/examples/cancel_site/order.json");
    const ACCESS: &str = include_str!("../../../assets/examples/cancel_access/order.json");
    for text in [ENTITY, SITE, ACCESS] {
        for profile in ["ucloud-2018", "ucloud", "tencent", "tencent-mini-program", "21vianet"] {
            let order = order(text, profile);
            let asked = codes(&order, Stage::FirstReview);
            assert_eq!(
                asked,
                ["E001@entity", "E012@entity", "P018@person:p1", "P021@person:p1"],
                "{profile} {:?}",
                order.order_type
            );
            assert!(codes(&order, Stage::SecondReview).is_empty(), "{profile}");
        }
    }
}

#[test]
fn a_change_asks_what_it_changes() {
    const FIRST: &str = include_str!("../../../assets/samples/ICP-10201/order.json");
    let change = |part, field: &str| {
        vec![Change { part, field: field.into(), from: Some("a".into()), to: Some("b".into()) }]
    };
    // Changes, what must be asked, what must not.
    let cases = [
        (vec![], vec!["E001@entity", "P018@person:p1", "S130@site:s1"], vec![]),
        (
            change(ChangePart::Entity, "entity.name"),
            vec!["E001@entity", "E002@entity", "P018@person:p1"],
            vec!["S130@site:s1", "P018@person:p2"],
        ),
        (
            change(ChangePart::Site, "sites[0].name"),
            vec!["S130@site:s1", "P018@person:p2"],
            vec!["E001@entity", "E002@entity", "P018@person:p1"],
        ),
        (
            change(ChangePart::Site, "people[1].mobile"),
            vec!["P021@person:p2"],
            vec!["E001@entity", "P021@person:p1"],
        ),
        (
            change(ChangePart::Access, "access[0].ips"),
            vec![],
            vec!["E001@entity", "P018@person:p1", "P018@person:p2", "S130@site:s1"],
        ),
    ];
    for (changes, asked, not) in cases {
        let mut order = order(FIRST, "ucloud-2018");
        order.order_type = crate::domain::order::OrderType::Change;
        order.changes = changes;
        let found = codes(&order, Stage::FirstReview);
        for item in asked {
            assert!(found.iter().any(|known| known == item), "{item} in {found:?}");
        }
        for item in not {
            assert!(!found.iter().any(|known| known == item), "{item} not in {found:?}");
        }
    }
}
