//! How much one order may hold in all.

use super::fixtures::*;
use serde_json::{Value, json};

fn faults(order: &Value) -> Vec<String> {
    let home = Home::new();
    match read(&home.package("a", order)).remove(0) {
        Ok(_) => Vec::new(),
        Err(refused) => sentences(&refused),
    }
}

/// An order with so many people, and so many sites with so many domains each.
fn with(people: usize, sites: usize, domains: usize) -> Value {
    let mut order = order();
    let person = order["people"][0].clone();
    for at in 1..people {
        let mut more = person.clone();
        more["id"] = json!(format!("q{at}"));
        order["people"].as_array_mut().unwrap().push(more);
    }
    let site = |at: usize| {
        let domain = |nth| json!({ "name": format!("d{at}-{nth}.example") });
        let domains: Vec<Value> = (0..domains).map(domain).collect();
        json!({ "id": format!("s{at}"), "kind": "site", "name": "木棉", "manager": "p1", "domains": domains })
    };
    order["sites"] = (1..=sites).map(site).collect();
    order
}

#[test]
fn people_and_domains_are_bounded_over_the_whole_order() {
    let told = faults(&with(301, 11, 91));
    assert_eq!(
        told,
        [
            "order.json, people: found 301 people; expected at most 300 people.",
            "order.json, sites: found of all sites together, 1001 domains; expected at most 1000 domains.",
        ]
    );
    assert!(faults(&with(300, 10, 100)).is_empty() && faults(&with(1, 1000, 1)).is_empty());
}

#[test]
fn the_items_of_all_lists_are_bounded_together() {
    let mut order = order();
    let access = |count: usize| json!(vec![json!({ "ips": vec!["192.0.2.1"; 999] }); count]);
    order["access"] = access(7);
    assert!(faults(&order).is_empty());
    order["access"] = access(8);
    let told = faults(&order);
    assert_eq!(
        told,
        ["order.json: found more than 8000 items in all lists together; expected at most 8000 items."]
    );
}

#[test]
fn all_texts_are_bounded_together() {
    let mut order = order();
    let ips = |count: usize| json!([{ "ips": vec!["甲".repeat(1000); count] }]);
    order["access"] = ips(300);
    assert!(faults(&order).is_empty());
    order["access"] = ips(350);
    let told = faults(&order);
    assert_eq!(told, ["order.json: found all texts together: more than 1 MiB; expected at most 1 MiB."]);
}
