//! Photo methods of a provider, and which of them an order may use.

use super::profile::{PhotoLimit, Profile};
use crate::domain::customer::MethodView;
use crate::domain::lang::Bilingual;
use crate::domain::order::{Order, PhotoMethod};

/// Every method that the provider has, and why this order may not use it.
pub fn methods(profile: &Profile, order: &Order) -> Vec<MethodView> {
    let all = profile.photo_methods.iter();
    all.map(|method| MethodView { method: *method, closed: closed(profile, order, *method) }).collect()
}

/// Why an order may not use a method; none = it may.
pub fn closed(profile: &Profile, order: &Order, method: PhotoMethod) -> Option<Bilingual> {
    if !profile.photo_methods.contains(&method) {
        let provider = &profile.provider;
        return Some(Bilingual::new(
            format!("{}未开放此方式", provider.zh),
            format!("{} does not have it", provider.en),
        ));
    }
    let mut limits = profile.photo_limits.iter().filter(|limit| limit.method == method);
    limits.find(|limit| !is_within(order, limit)).map(|limit| limit.why.clone())
}

fn is_within(order: &Order, limit: &PhotoLimit) -> bool {
    let managers = order.managers();
    let certificates = &limit.manager_certificates;
    (limit.provinces.is_empty() || limit.provinces.contains(&order.province))
        && (!limit.one_manager || managers.len() <= 1)
        && (certificates.is_empty()
            || managers.iter().all(|person| certificates.contains(&person.certificate.kind)))
}
