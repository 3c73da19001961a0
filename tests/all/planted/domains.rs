//! Faults of domains (D).

use super::given::Given;
use super::{Fault, fault};
use beian::domain::order::{DomainOnFile, MinistryAnswer, RealNameState};

/// What a domain that is another one than before brings with it: it is not on file, and not that of the home
/// page.
const RENAMED: &[&str] = &["D001", "D002", "D008", "D009", "S120", "S141", "T001", "T006", "T010", "T014"];

pub const FAULTS: &[Fault] = &[
    fault("D001", |given| rename(given, |name| format!("www.{name}")), RENAMED),
    fault("D002", |given| rename(given, |name| format!("{name}.notatld")), RENAMED),
    fault("D003", |given| given.domain(|domain| domain.registrar = Some("无此注册商".into())), &[]),
    fault("D004", |given| given.domain(|domain| domain.expires_on = "2026-01-31".parse().ok()), &["S132"]),
    fault("D005", |given| given.domain(|domain| domain.real_name = Some(RealNameState::Unverified)), &[]),
    fault(
        "D006",
        |given| {
            given.domain(|domain| {
                if let Some(registrant) = &mut domain.registrant {
                    registrant.name = "欧阳某某".into();
                    registrant.relation = None;
                }
            })
        },
        &[],
    ),
    fault("D007", |given| given.domain(|domain| domain.privacy_protection = Some(true)), &[]),
    fault("D008", |given| rename(given, |name| format!("-bad_{name}")), RENAMED),
    fault(
        "D009",
        |given| {
            let mut name = String::new();
            let found = given.domain(|domain| name.clone_from(&domain.name));
            let asked_at = Given::now();
            let answer = MinistryAnswer { asked_at, certificate_on_file: None, domains_on_file: Vec::new() };
            given.order.ministry.get_or_insert(answer).domains_on_file = vec![DomainOnFile {
                name,
                entity_name: Some("别处某某有限公司".into()),
                providers: vec!["别处云".into()],
                filing_number: None,
            }];
            found
        },
        &["T001", "T006", "T007", "T010", "T011", "T014"],
    ),
    fault(
        "D010",
        |given| {
            given.site(|site| site.domains.extend(site.domains.first().cloned()))
                && given.order.sites[0].domains.len() > 1
        },
        &[],
    ),
];

fn rename(given: &mut Given, write: fn(&str) -> String) -> bool {
    given.domain(|domain| domain.name = write(&domain.name))
}
