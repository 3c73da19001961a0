//! What the verification stage waits for, and what of it has come.

use super::profile::{Profile, SlotOwner, VerificationSlot};
use crate::domain::order::{Attachment, Order};
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
                let state = state(slot, &owner, only, attachments, papers);
                SlotView { kind: slot.kind, owner, paper: slot.paper.map(|_| Paper::Logged), state }
            })
        })
        .collect()
}

/// True where nothing is waited for any more; a placeholder counts as come, and stops second review instead.
pub fn complete(slots: &[SlotView]) -> bool {
    slots.iter().all(|slot| slot.state != SlotState::Missing)
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

/// An attachment without an owner fills the slot where there is only one.
fn state(
    slot: &VerificationSlot,
    owner: &str,
    only: bool,
    attachments: &[&Attachment],
    papers: &[(String, String)],
) -> SlotState {
    if slot.paper.is_some() {
        let received = papers.iter().any(|(kind, of)| kind == slot.kind.slug() && of == owner);
        return if received { SlotState::Filled } else { SlotState::Missing };
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
            return SlotState::Filled;
        }
        best = SlotState::Placeholder;
    }
    best
}
