//! Faults of the hosting behind the site (A).

use super::{Fault, fault};

pub const FAULTS: &[Fault] = &[
    fault("A001", |given| given.access(|access| access.ips = vec!["198.51.100.7".into()]), &[]),
    fault("A002", |given| given.access(|access| access.mainland = Some(false)), &[]),
    fault("A003", |given| given.access(|access| access.prepaid_months = Some(2)), &[]),
    fault("A004", |given| given.access(|access| access.mode = Some("leased_line".into())), &[]),
    fault("A005", |given| given.access(|access| access.place = Some("海南".into())), &[]),
    fault(
        "A006",
        |given| {
            given.access(|access| {
                access.authorization_code = Some("NOT-KNOWN".into());
                access.authorization_known = Some(false);
            })
        },
        &[],
    ),
    fault(
        "A007",
        |given| {
            given.order.access.clear();
            true
        },
        &[],
    ),
    fault("A008", |given| given.access(|access| access.region = Some("nowhere-1".into())), &[]),
    fault("A009", |given| given.access(|access| access.bought_by = Some("another".into())), &["T011"]),
    fault("A010", |given| given.access(|access| access.public_bandwidth = Some(false)), &[]),
];
