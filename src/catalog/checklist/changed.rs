//! What a change of filed information asks: the parts that it changes.

use crate::catalog::rule::Rule;
use crate::domain::checklist::SubjectRef;
use crate::domain::order::{ChangePart, Order, OrderType};

/// True where an order brings in what a rule's field is about. A change that does not say what it changes brings in
/// everything; a rule that looks at files alone asks always.
pub(super) fn is_touched(order: &Order, rule: &Rule, subject: &SubjectRef) -> bool {
    if order.order_type != OrderType::Change || order.changes.is_empty() {
        return true;
    }
    let has = |part: ChangePart| order.changes.iter().any(|change| change.part == part);
    let names = |list: &str, at: Option<usize>| {
        let Some(at) = at else { return false };
        let path = format!("{list}[{at}]");
        order.changes.iter().any(|change| change.field.starts_with(&path))
    };
    match rule.field.as_deref().and_then(|field| field.split('.').next()) {
        Some("entity") => has(ChangePart::Entity),
        Some("sites") => has(ChangePart::Site),
        Some("access") => has(ChangePart::Access),
        Some("people") => match subject {
            SubjectRef::Person(id) => {
                let at = order.people.iter().position(|person| person.id.as_str() == id);
                let principal = order.entity.principal.as_str() == id;
                let manager = order.sites.iter().any(|site| site.manager.as_str() == id);
                names("people", at)
                    || principal && has(ChangePart::Entity)
                    || manager && has(ChangePart::Site)
            }
            _ => true,
        },
        _ => true,
    }
}
