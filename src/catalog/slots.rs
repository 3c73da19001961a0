//! What the verification stage waits for, and what of it has come.

use super::methods;
use super::profile::{Profile, SlotOwner, VerificationSlot};
use crate::domain::order::{Attachment, AttachmentKind, Order, PhotoMethod};
use crate::domain::view::{Paper, SlotState, SlotView};

/// Owner of a slot that belongs to the order as a whole.
pub const ORDER: &str = "order";

/// The slots of an order, with their state.
pub fn slots(
    profile: &Profile,
    order: &Order,
    attachments: &[&Attachment],
    papers: &[(String, String)],
) -> Vec<SlotView> {
    profile
        .verification
        .iter()
        .filter(|slot| slot.order_types.is_empty() || slot.order_types.contains(&order.order_type))
        .flat_map(|slot| {
            let owners = owners(slot.per, order);
            let only = owners.len() == 1;
            owners.into_iter().map(move |owner| {
                let (state, method) = state(slot, (&owner, only), attachments, papers);
                let (state, method) = match by_check(profile, order, slot, &owner) {
                    Some(method) if state != SlotState::Filled => (SlotState::Filled, Some(method)),
                    _ => (state, method),
                };
                let closed = method
                    .filter(|_| !profile.photo_methods.is_empty())
                    .and_then(|method| methods::closed(profile, order, method));
                let paper = slot.paper.map(|_| Paper::Logged);
                SlotView { kind: slot.kind, owner, paper, state, method, closed }
            })
        })
        .collect()
}

/// True where nothing is waited for any more. A placeholder keeps a photo's place and is none: the clock of
/// second review begins with the photo (V 6).
pub fn complete(slots: &[SlotView]) -> bool {
    slots.iter().all(|slot| slot.state == SlotState::Filled)
}

/// Number of slots that hold a placeholder.
pub fn placeholders(slots: &[SlotView]) -> usize {
    slots.iter().filter(|slot| slot.state == SlotState::Placeholder).count()
}

fn owners(per: SlotOwner, order: &Order) -> Vec<String> {
    match per {
        SlotOwner::Order => vec![ORDER.to_owned()],
        SlotOwner::Manager => order.managers().into_iter().map(|person| person.id.0.clone()).collect(),
        SlotOwner::Site => order.sites.iter().map(|site| site.id.0.clone()).collect(),
    }
}

/// A check in the provider's app stands for the photo, where the order may use it.
fn by_check(profile: &Profile, order: &Order, slot: &VerificationSlot, owner: &str) -> Option<PhotoMethod> {
    let method = PhotoMethod::AppCheck;
    let passed = order
        .identity_checks
        .iter()
        .any(|check| check.person.as_str() == owner && check.method == method && check.passed == Some(true));
    let open = slot.kind == AttachmentKind::CurtainPhoto && methods::closed(profile, order, method).is_none();
    (passed && open).then_some(method)
}

/// An attachment without an owner fills the slot where there is only one.
fn state(
    slot: &VerificationSlot,
    (owner, only): (&str, bool),
    attachments: &[&Attachment],
    papers: &[(String, String)],
) -> (SlotState, Option<PhotoMethod>) {
    if slot.paper.is_some() {
        let received = papers.iter().any(|(kind, of)| kind == slot.kind.slug() && of == owner);
        return (if received { SlotState::Filled } else { SlotState::Missing }, None);
    }
    let mut best = SlotState::Missing;
    for given in attachments.iter().filter(|given| given.kind == slot.kind) {
        let fits = match given.owner.as_deref() {
            Some(of) => of == owner,
            None => only || owner == ORDER,
        };
        if !fits {
            continue;
        }
        if given.placeholder != Some(true) {
            return (SlotState::Filled, given.photo_method);
        }
        best = SlotState::Placeholder;
    }
    (best, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use serde_json::{Value, json};

    fn order(change: impl Fn(&mut Value)) -> Order {
        let text = include_str!("../../assets/samples/ICP-10201/order.json");
        let mut order: Value = serde_json::from_str(text).unwrap();
        order["profile"] = json!("tencent");
        order["attachments"] = json!([]);
        change(&mut order);
        serde_json::from_value(order).unwrap()
    }

    fn photo(order: &Order) -> SlotView {
        let catalog = Catalog::embedded().unwrap();
        let given: Vec<&Attachment> = order.attachments.iter().collect();
        let all = slots(catalog.profile(&order.profile).unwrap(), order, &given, &[]);
        all.into_iter().find(|slot| slot.kind == AttachmentKind::CurtainPhoto).unwrap()
    }

    #[test]
    fn a_photo_tells_its_method_and_why_the_order_may_not_use_it() {
        let manager = order(|_| {}).managers()[0].id.to_string();
        let with = |province: &str, method: Value| {
            photo(&order(|order| {
                order["province"] = json!(province);
                order["attachments"] = json!([
                    { "path": "p.jpg", "kind": "curtain_photo", "owner": manager, "photo_method": method }
                ]);
            }))
        };
        for (province, method, open) in [
            ("guangdong", json!("curtain"), true),
            ("guangdong", json!("photo_point"), true),
            ("guangdong", json!("app_check"), false),
            ("shanghai", json!("app_check"), true),
            ("guangdong", json!("onsite_signing"), false),
        ] {
            let slot = with(province, method.clone());
            assert_eq!(slot.state, SlotState::Filled);
            assert_eq!(slot.closed.is_none(), open, "{province} {method}");
        }
        assert_eq!(with("guangdong", Value::Null).method, None);
    }

    #[test]
    fn a_passed_app_check_stands_for_the_photo_where_the_order_may_use_it() {
        let manager = order(|_| {}).managers()[0].id.to_string();
        let with = |province: &str, passed: Value| {
            photo(&order(|order| {
                order["province"] = json!(province);
                order["identity_checks"] =
                    json!([{ "person": manager, "method": "app_check", "passed": passed }]);
            }))
        };
        assert_eq!(with("shanghai", json!(true)).state, SlotState::Filled);
        assert_eq!(with("shanghai", json!(true)).method, Some(PhotoMethod::AppCheck));
        assert_eq!(with("shanghai", json!(false)).state, SlotState::Missing);
        assert_eq!(with("guangdong", json!(true)).state, SlotState::Missing);
    }

    #[test]
    fn a_placeholder_completes_nothing() {
        let slot = photo(&order(|order| {
            order["attachments"] = json!([{ "path": "p.jpg", "kind": "curtain_photo", "placeholder": true }]);
        }));
        assert_eq!(slot.state, SlotState::Placeholder);
        assert!(!complete(&[slot]));
    }
}
