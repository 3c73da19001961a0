//! Whose account files (T002 to T005, T009), with which papers in hand (T008, T012).

use super::same_text;
use super::type_of::title;
use crate::catalog::rule::Rule;
use crate::domain::across::OtherOrder;
use crate::domain::checklist::SubjectRef;
use crate::domain::order::{AccountKind, OrderType};
use crate::rules::Case;
use crate::rules::put::Out;

fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

/// T002.
pub fn account_is_another(case: &Case, _: &Rule, out: &mut Out) {
    let (account, entity) = (&case.order.account, &case.order.entity.name);
    let Some(name) = account.real_name.as_deref().filter(|name| !name.trim().is_empty()) else {
        out.open(SubjectRef::Order).at("account.real_name").value("entity", entity);
        return;
    };
    if same_text(name, entity) {
        return;
    }
    let is_authorised = !is_blank(account.authorised_by.as_deref());
    let put = match (is_authorised, account.real_name_kind) {
        (true, Some(AccountKind::Organisation)) => return,
        // A person's account files for nobody else, authorised or not.
        (true, None) => out.open(SubjectRef::Order),
        (false, _) | (true, Some(AccountKind::Personal)) => out.fault(SubjectRef::Order),
    };
    put.at("account.real_name").value("account", name).value("entity", entity);
}

fn others<'a>(case: &Case<'a>, orders: &'a [OtherOrder]) -> impl Iterator<Item = &'a OtherOrder> + use<'a> {
    let own = &case.order.order_no;
    orders.iter().filter(move |other| &other.no != own)
}

/// T003.
pub fn account_has_open_order(case: &Case, _: &Rule, out: &mut Out) {
    let Some(across) = case.across else { return };
    for other in others(case, &across.account_orders) {
        out.fault(SubjectRef::Order)
            .at("account.id")
            .value("order", other.no.as_str())
            .say("type", title(other.order_type));
    }
}

/// T004.
pub fn account_bound_to_another(case: &Case, _: &Rule, out: &mut Out) {
    let entity = &case.order.entity;
    let Some(bound) = case.order.account.bound_entity.as_deref().filter(|name| !name.trim().is_empty())
    else {
        return;
    };
    if !same_text(bound, &entity.name) && !same_text(bound, &entity.certificate.number) {
        out.fault(SubjectRef::Order)
            .at("account.bound_entity")
            .value("bound", bound)
            .value("entity", &entity.name);
    }
}

/// T005.
pub fn change_is_pending(case: &Case, _: &Rule, out: &mut Out) {
    let Some(across) = case.across else { return };
    let orders = others(case, &across.entity_orders);
    for other in orders.filter(|other| other.order_type == OrderType::Change) {
        out.fault(SubjectRef::Order).at("order_type").value("order", other.no.as_str());
    }
}

/// T008.
pub fn filing_password_missing(case: &Case, _: &Rule, out: &mut Out) {
    let password = case.order.filed.as_ref().and_then(|filed| filed.password.as_deref());
    if is_blank(password) {
        out.fault(SubjectRef::Order).at("filed.password");
    }
}

/// T009.
pub fn certificate_of_another_account(case: &Case, _: &Rule, out: &mut Out) {
    let Some(across) = case.across else { return };
    let own = &case.order.account.id;
    // Whose they are is not the customer's to know.
    let others = across.certificate_accounts.iter().filter(|id| *id != own).count();
    if others > 0 {
        out.fault(SubjectRef::Entity).at("entity.certificate.number").value("count", others.to_string());
    }
}

/// T012. Terms accepted later than the order was submitted were not those of its confirmation page.
pub fn terms_not_accepted(case: &Case, _: &Rule, out: &mut Out) {
    let at = case.order.consents.terms_accepted_at;
    if at.is_none_or(|at| at > case.order.submitted_at) {
        out.fault(SubjectRef::Order).at("consents.terms_accepted_at");
    }
}

/// T015.
pub fn entity_has_open_order(case: &Case, _: &Rule, out: &mut Out) {
    let Some(across) = case.across else { return };
    for other in others(case, &across.entity_orders) {
        out.fault(SubjectRef::Entity)
            .at("order_type")
            .value("order", other.no.as_str())
            .say("type", title(other.order_type));
    }
}
