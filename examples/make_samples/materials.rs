//! Which documents an order brings, and when.

use beian::domain::order::{
    Attachment, AttachmentKind as Kind, Order, OrderType, Person, PhotoMethod, Side, Supplement,
};
use chrono::Duration;

/// Documents that come with the order.
pub fn first_review(order: &Order) -> Vec<Attachment> {
    let mut list = Vec::new();
    certificates(order, &mut list);
    if order.order_type.is_cancellation() {
        return timed(order, list);
    }
    if !(order.order_type == OrderType::Change && order.sites.is_empty()) {
        sites(order, &mut list);
        letters(order, &mut list);
    }
    timed(order, list)
}

fn certificates(order: &Order, list: &mut Vec<Attachment>) {
    if !order.is_personal() {
        list.push(one("entity-certificate.jpg", Kind::EntityCertificate, Some("entity")));
    }
    let mut seen = Vec::new();
    let managers = if order.order_type.is_cancellation() { vec![] } else { order.managers() };
    for person in order.principal().into_iter().chain(managers) {
        if seen.contains(&&person.id) {
            continue;
        }
        seen.push(&person.id);
        identity(order, person, list);
    }
}

fn identity(order: &Order, person: &Person, list: &mut Vec<Attachment>) {
    let id = person.id.as_str();
    let sides: &[(Side, &str)] = if order.profile.as_str() == "21vianet" {
        &[(Side::Merged, "merged")]
    } else {
        &[(Side::Front, "front"), (Side::Back, "back")]
    };
    for (side, name) in sides {
        let mut file = one(&format!("{id}-id-{name}.jpg"), Kind::IdDocument, Some(id));
        file.side = Some(*side);
        list.push(file);
    }
}

fn sites(order: &Order, list: &mut Vec<Attachment>) {
    let profile = order.profile.as_str();
    for site in &order.sites {
        let id = site.id.as_str();
        let own = |name: &str, kind| one(&format!("{id}-{name}.jpg"), kind, Some(id));
        if matches!(profile, "ucloud-2018" | "21vianet") {
            list.push(own("domain-certificate", Kind::DomainCertificate));
        }
        if profile == "ucloud" {
            list.push(own("real-name-state", Kind::RealNameScreenshot));
        }
        if matches!(profile, "tencent" | "21vianet") {
            list.push(own("verification-sheet", Kind::VerificationSheet));
        }
        if profile == "tencent-mini-program" {
            list.push(own("site-commitment", Kind::SiteCommitment));
        }
        if !site.prior_approvals.is_empty() {
            list.push(own("prior-approval", Kind::PriorApproval));
        }
    }
    for manager in order.managers() {
        let id = manager.id.as_str();
        if profile.starts_with("tencent") {
            list.push(one(&format!("{id}-handheld.jpg"), Kind::HandheldPhoto, Some(id)));
        }
        if profile == "21vianet" && order.order_type == OrderType::FirstFiling {
            let mut file = one(&format!("{id}-photo-placeholder.jpg"), Kind::CurtainPhoto, Some(id));
            file.photo_method = Some(PhotoMethod::Curtain);
            file.placeholder = Some(true);
            list.push(file);
        }
    }
}

fn letters(order: &Order, list: &mut Vec<Attachment>) {
    let province = order.province.as_str();
    let ucloud = order.profile.as_str().starts_with("ucloud");
    let first = order.order_type == OrderType::FirstFiling;
    if !order.is_personal() {
        for manager in order.managers() {
            if manager.legal_representative != Some(true) {
                let id = manager.id.as_str();
                list.push(one(&format!("{id}-authorisation.jpg"), Kind::AuthorisationLetter, Some(id)));
            }
        }
    }
    if ucloud && matches!(province, "guangdong" | "henan") {
        list.push(one("filing-commitment.jpg", Kind::FilingCommitment, Some("entity")));
    }
    if ucloud && first && province == "hunan" && !order.is_personal() {
        list.push(one("construction-plan.jpg", Kind::ConstructionPlan, Some("entity")));
    }
    let home = order.principal().and_then(|p| p.certificate.number.get(..2));
    let here = crate::places::PLACES.iter().find(|p| p.slug == province).and_then(|p| p.code.get(..2));
    if ucloud && order.is_personal() && home != here {
        list.push(one("p1-residence-permit.jpg", Kind::ResidencePermit, Some("p1")));
    }
}

/// Documents that the verification stage waits for.
pub fn supplement(order: &Order, hours: i64) -> Supplement {
    let profile = order.profile.as_str();
    let mut list = Vec::new();
    if profile != "tencent" {
        for site in &order.sites {
            let id = site.id.as_str();
            list.push(one(&format!("{id}-verification-sheet.jpg"), Kind::VerificationSheet, Some(id)));
        }
    }
    for manager in order.managers() {
        let id = manager.id.as_str();
        let mut file = one(&format!("{id}-curtain-photo.jpg"), Kind::CurtainPhoto, Some(id));
        file.photo_method = Some(PhotoMethod::Curtain);
        list.push(file);
    }
    if profile == "21vianet" {
        list.push(one("security-letter.jpg", Kind::SecurityLetter, Some("entity")));
    }
    let at = order.submitted_at + Duration::hours(hours);
    for (i, file) in list.iter_mut().enumerate() {
        file.uploaded_at = Some(at - Duration::minutes(8 - i as i64));
    }
    Supplement {
        format: order.format,
        kind: beian::domain::order::PackageKind::Supplement,
        order_no: order.order_no.clone(),
        revision: order.revision,
        submitted_at: at,
        attachments: list,
    }
}

fn timed(order: &Order, mut list: Vec<Attachment>) -> Vec<Attachment> {
    let count = list.len() as i64;
    for (i, file) in list.iter_mut().enumerate() {
        file.uploaded_at = Some(order.submitted_at - Duration::minutes(10 + count - i as i64));
    }
    list
}

fn one(path: &str, kind: Kind, owner: Option<&str>) -> Attachment {
    Attachment {
        path: path.to_owned(),
        kind,
        owner: owner.map(str::to_owned),
        side: None,
        photo_method: None,
        placeholder: None,
        uploaded_at: None,
        sha256: None,
    }
}
