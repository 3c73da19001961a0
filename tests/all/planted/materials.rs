//! Faults of the documents (M).

use super::given::Given;
use super::people::born;
use super::{Fault, fault, open};
use beian::domain::across::Filing;
use beian::domain::order::{AttachmentKind as Kind, ChangePart, OrderType, PriorApproval};
use beian::domain::stage::Stage;

pub const FAULTS: &[Fault] = &[
    fault(
        "M001",
        |given| {
            if !touches(given, ChangePart::Entity) {
                return false;
            }
            let principal = given.order.entity.principal.0.clone();
            given.without(|file| file.kind == Kind::IdDocument && file.owner.as_deref() == Some(&principal))
        },
        &[],
    ),
    fault("M002", |given| touches(given, ChangePart::Entity) && without(given, Kind::EntityCertificate), &[]),
    fault(
        "M003",
        |given| {
            let principal = given.order.entity.principal.0.clone();
            let managers: Vec<String> = given.order.sites.iter().map(|site| site.manager.0.clone()).collect();
            given.without(|file| {
                let owner = file.owner.clone().unwrap_or_default();
                file.kind == Kind::IdDocument && owner != principal && managers.contains(&owner)
            })
        },
        &[],
    ),
    fault("M004", |given| is_no_change(given) && without(given, Kind::DomainCertificate), &[]),
    fault(
        "M005",
        |given| {
            many_filed_sites(given);
            matches!(given.order.province.as_str(), "chongqing" | "guangdong")
        },
        &["T001", "L004", "L005", "T011"],
    ),
    fault("M006", |given| without(given, Kind::ResidencePermit), &[]),
    fault("M007", |given| without(given, Kind::FilingCommitment), &[]),
    fault("M008", |given| asks_for_letter(given) && without(given, Kind::AuthorisationLetter), &["P014"]),
    fault("M009", chooses_news, &["S124"]),
    open("M010", |given| given.site(|site| site.remark = Some("提供新闻浏览".into())), &["S125"]),
    fault("M011", |given| without(given, Kind::VerificationSheet) | no_paper(given), &["M013"]),
    fault(
        "M012",
        |given| {
            let checks = given.order.identity_checks.iter_mut();
            let failed = checks.map(|check| check.passed = Some(false)).count() > 0;
            failed || given.stage == Stage::SecondReview && without(given, Kind::CurtainPhoto)
        },
        &["H013"],
    ),
    fault("M013", no_paper, &["M011"]),
    fault("M014", |given| born(given, "20090601"), &["P004", "P005", "P022"]),
    fault("M015", |given| without(given, Kind::HandheldPhoto), &[]),
    fault("M016", |given| without(given, Kind::SiteCommitment), &[]),
    fault("M017", |given| without(given, Kind::RealNameScreenshot), &[]),
    fault("S124", chooses_news, &["M009"]),
];

fn without(given: &mut Given, kind: Kind) -> bool {
    given.without(|file| file.kind == kind)
}

/// The paper originals have not come.
fn no_paper(given: &mut Given) -> bool {
    let had = !given.papers.is_empty();
    given.papers.clear();
    had
}

const fn is_no_change(given: &Given) -> bool {
    !matches!(given.order.order_type, OrderType::Change)
}

/// A change needs the documents of what it changes.
fn touches(given: &Given, part: ChangePart) -> bool {
    is_no_change(given) || given.order.changes.iter().any(|change| change.part == part)
}

/// True where the province is known to ask for a letter of authorisation.
pub fn asks_for_letter(given: &Given) -> bool {
    given.province().authorisation_letter(given.day()).is_some()
}

fn chooses_news(given: &mut Given) -> bool {
    given.site(|site| site.prior_approvals.push(PriorApproval { subject: "news".into(), number: None }))
}

fn many_filed_sites(given: &mut Given) {
    let entity = &given.order.entity;
    for at in 0..6 {
        given.across.filings.push(Filing {
            certificate_number: Some(entity.certificate.number.clone()),
            entity_name: entity.name.clone(),
            site_name: Some(format!("样本网站之{at}")),
            domain: Some(format!("yangben-{at}.cn")),
            ..Filing::default()
        });
    }
}
