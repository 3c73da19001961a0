//! Faults of order type and account, of limits, and of what lies across orders (T, L, X, B005).

use super::given::Given;
use super::{Fault, fault};
use beian::domain::across::{Filing, OtherOrder, ServerEntities, SharedContact, SharedFile};
use beian::domain::order::{AccountKind, FiledSite, MinistryAnswer, OrderType, Site};

pub const FAULTS: &[Fault] = &[
    fault("T001", other_state_on_file, &["T006", "T007", "T010", "T011", "T014", "D009"]),
    fault(
        "T002",
        |given| {
            given.order.account.real_name = Some("别处某某".to_owned());
            given.order.account.real_name_kind = Some(AccountKind::Personal);
            true
        },
        &[],
    ),
    fault(
        "T003",
        |given| {
            given.across.account_orders.push(other(OrderType::NewSite));
            true
        },
        &[],
    ),
    fault(
        "T004",
        |given| {
            given.order.account.bound_entity = Some("别处某某有限公司".to_owned());
            true
        },
        &[],
    ),
    fault(
        "T005",
        |given| {
            given.across.entity_orders.push(other(OrderType::Change));
            true
        },
        &["T015"],
    ),
    fault("T006", differs_from_filing, &["T007"]),
    fault("T007", differs_from_filing, &["T006"]),
    fault("T008", |given| given.order.filed.as_mut().map(|filed| filed.password = None).is_some(), &[]),
    fault(
        "T009",
        |given| {
            given.across.certificate_accounts.push("another-account".to_owned());
            true
        },
        &[],
    ),
    fault(
        "T010",
        |given| add_domain(given, "weishenme-xin.cn"),
        &["D009", "L002", "S127", "T001", "T014", "T011"],
    ),
    fault(
        "T011",
        |given| {
            let Some(access) = given.order.access.first_mut() else { return false };
            access.service = Some("hosting_plan".to_owned());
            true
        },
        &[],
    ),
    fault(
        "T012",
        |given| {
            given.order.consents.terms_accepted_at = None;
            true
        },
        &[],
    ),
    fault(
        "T013",
        |given| {
            if !as_new_site(given) {
                return false;
            }
            let filed = given.filed();
            filed.sites.push(FiledSite { name: "A1".to_owned(), ..FiledSite::default() });
            true
        },
        AS_NEW_SITE,
    ),
    fault(
        "T014",
        |given| {
            given.order.ministry = Some(answer(Some(false)));
            true
        },
        &["T001", "T006", "T007", "T010", "D009"],
    ),
    fault(
        "T015",
        |given| {
            given.across.entity_orders.push(other(OrderType::NewSite));
            true
        },
        &[],
    ),
    fault(
        "T016",
        |given| {
            given.order.remark = Some("请\u{200b}尽快办理".to_owned());
            true
        },
        &[],
    ),
    fault(
        "L001",
        |given| twins(given, 11),
        &[
            "D010", "L002", "L004", "L005", "L006", "M005", "S120", "S138", "S141", "T011", "M011", "M004",
            "M017",
        ],
    ),
    fault("L002", |given| add_domain(given, "di-erge.cn"), &["D009", "S127", "T001", "T010", "T014"]),
    fault(
        "L003",
        |given| {
            let server = given.order.access.first().and_then(|access| access.server_id.clone());
            let entities = (1..=6).map(|number| format!("9144030012345678{number}X")).collect();
            let row = server.map(|server_id| ServerEntities { server_id, entities });
            given.across.server_entities.extend(row);
            !given.across.server_entities.is_empty()
        },
        &[],
    ),
    fault("L004", |given| file_domains(given, 6), &["D009", "T001", "M005", "T011"]),
    fault("L005", |given| file_domains(given, 32), &["D009", "T001", "M005", "T011"]),
    fault(
        "L006",
        |given| twins(given, 6),
        &[
            "D010", "L001", "L002", "L004", "L005", "M005", "S120", "S138", "S141", "T011", "M011", "M004",
            "M017",
        ],
    ),
    fault(
        "L007",
        |given| {
            let Some(access) = given.order.access.first_mut() else { return false };
            access.ips = (1..=4).map(|number| format!("203.0.113.{number}")).collect();
            true
        },
        &["A006"],
    ),
    fault(
        "L008",
        |given| {
            if !as_new_site(given) {
                return false;
            }
            for number in 1..=3 {
                let no = format!("OTHER-{number}").into();
                given.across.entity_orders.push(OtherOrder { no, order_type: OrderType::NewSite });
            }
            true
        },
        AS_NEW_SITE,
    ),
    fault("X001", share, &[]),
    fault(
        "X002",
        |given| {
            let value = given.principal().mobile.clone();
            let no = "OTHER-1".into();
            given.across.shared_contacts.push(SharedContact {
                value,
                no,
                entity: "别处某某有限公司".to_owned(),
            });
            true
        },
        &[],
    ),
    fault(
        "X003",
        |given| {
            given.across.rejections.push(("DOM-01".into(), 2));
            true
        },
        &[],
    ),
    fault(
        "B005",
        |given| {
            let filed = given.filed();
            filed.entity_number = Some("ICP备2019".to_owned());
            true
        },
        &[],
    ),
];

/// What an order shows that is none of a new site and is made one.
const AS_NEW_SITE: &[&str] = &[
    "L002", "M005", "M006", "M007", "S128", "S129", "S132", "T001", "T004", "T006", "T007", "T009", "T010",
    "T011", "T013", "T015",
];

/// Makes a new access a new site: no good sample of some providers is one.
fn as_new_site(given: &mut Given) -> bool {
    let can = matches!(given.order.order_type, OrderType::NewAccess | OrderType::NewSite);
    given.order.order_type = OrderType::NewSite;
    can
}

fn other(order_type: OrderType) -> OtherOrder {
    OtherOrder { no: "OTHER-1".into(), order_type }
}

fn answer(certificate_on_file: Option<bool>) -> MinistryAnswer {
    MinistryAnswer { asked_at: Given::now(), certificate_on_file, domains_on_file: Vec::new() }
}

/// An order that needs a filing where there is none, and one that needs none where there is.
fn other_state_on_file(given: &mut Given) -> bool {
    let is_first = given.order.order_type == OrderType::FirstFiling;
    given.order.ministry = Some(answer(Some(is_first)));
    true
}

fn differs_from_filing(given: &mut Given) -> bool {
    let filed = given.filed();
    filed.entity_name = Some("从前某某有限公司".to_owned());
    true
}

fn add_domain(given: &mut Given, name: &str) -> bool {
    given.site(|site| {
        let Some(mut domain) = site.domains.first().cloned() else { return };
        domain.name = name.to_owned();
        site.domains.push(domain);
    }) && given.order.sites[0].domains.len() > 1
}

/// As many sites as the number says, all on the same server.
fn twins(given: &mut Given, number: usize) -> bool {
    let Some(site) = given.order.sites.first().cloned() else { return false };
    let have = given.order.sites.len();
    for at in have..number {
        let mut twin: Site = site.clone();
        twin.id = format!("t{at}").as_str().into();
        twin.domains.clear();
        given.order.sites.push(twin);
    }
    given.order.access.iter_mut().for_each(|access| access.sites.clear());
    true
}

/// Domains that the entity has on file already.
fn file_domains(given: &mut Given, number: usize) -> bool {
    let entity = &given.order.entity;
    for at in 0..number {
        given.across.filings.push(Filing {
            certificate_number: Some(entity.certificate.number.clone()),
            entity_name: entity.name.clone(),
            domain: Some(format!("yuming-{at}.cn")),
            ..Filing::default()
        });
    }
    !given.order.sites.is_empty()
}

fn share(given: &mut Given) -> bool {
    let Some(facts) = given.facts.first() else { return false };
    let sha256 = facts.sha256.0.clone();
    given.across.shared_files.push(SharedFile {
        sha256,
        no: "OTHER-1".into(),
        entity: "别处某某有限公司".to_owned(),
        certificate_number: "91440300000000000X".to_owned(),
    });
    true
}
