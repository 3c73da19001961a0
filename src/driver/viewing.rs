//! Looks at orders, on their way to the record: what the loop is asked to show tells what was looked at.

use crate::app::effect::Effect;
use crate::domain::event::Viewing;
use crate::domain::ids::OrderId;
use chrono::{DateTime, Utc};
use std::collections::HashSet;

/// Knows which order is open, and which looks of this hour were told already.
#[derive(Debug, Default)]
pub(super) struct LookLog {
    open: Option<OrderId>,
    hour: DateTime<Utc>,
    told: HashSet<(OrderId, Viewing)>,
}

impl LookLog {
    /// The look that an effect stands for, where it is one of its own.
    pub(super) fn of(&mut self, effect: &Effect, now: DateTime<Utc>) -> Option<Effect> {
        let what = match effect {
            Effect::OpenOrder(id) => {
                self.open = Some(*id);
                Viewing::Order
            }
            Effect::Preview { .. } => Viewing::Pictures,
            Effect::OpenOutside(_) => Viewing::Outside,
            // Somebody else may look next.
            Effect::SignOut => {
                *self = Self::default();
                return None;
            }
            _ => return None,
        };
        let id = self.open?;
        let hour = Viewing::hour(now);
        if self.hour != hour {
            self.hour = hour;
            self.told.clear();
        }
        self.told.insert((id, what)).then_some(Effect::Viewed { id, what })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Sha256;

    #[test]
    fn each_kind_of_look_is_told_once_an_hour_of_each_order() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (early, late) = (at("2026-11-30T02:10:00Z"), at("2026-11-30T03:00:00Z"));
        let outside = Effect::OpenOutside(Sha256::of(b"a"));
        let mut looks = LookLog::default();
        assert_eq!(looks.of(&outside, early), None, "no order is open");
        let told = |looks: &mut LookLog, effect: &Effect, now| match looks.of(effect, now) {
            Some(Effect::Viewed { id, what }) => Some((id.0, what)),
            _ => None,
        };
        let (one, two) = (Effect::OpenOrder(OrderId(1)), Effect::OpenOrder(OrderId(2)));
        assert_eq!(told(&mut looks, &one, early), Some((1, Viewing::Order)));
        assert_eq!(told(&mut looks, &one, early), None);
        assert_eq!(told(&mut looks, &outside, early), Some((1, Viewing::Outside)));
        assert_eq!(told(&mut looks, &two, early), Some((2, Viewing::Order)));
        assert_eq!(told(&mut looks, &outside, early), Some((2, Viewing::Outside)));
        assert_eq!(told(&mut looks, &one, late), Some((1, Viewing::Order)), "another hour");
        assert_eq!(looks.of(&Effect::SignOut, late), None);
        assert_eq!(told(&mut looks, &one, late), Some((1, Viewing::Order)), "somebody else");
    }
}
