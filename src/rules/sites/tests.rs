//! Cases for the rules on sites and apps: one that fails, one that passes, the boundary, and where a rule does
//! not apply.

mod content;
mod names;
mod online;
mod practice;

use crate::domain::order::{Attachment, AttachmentKind};
use crate::rules::testing::{Sample, sample};

/// A personal filing at UCloud, in Hubei: `ICP-10213` with a name that nothing speaks against.
fn person() -> Sample {
    sample("ICP-10213").with(|order| order.sites[0].name = "雨天的慢生活".into())
}

/// An enterprise at UCloud, in Sichuan.
fn enterprise() -> Sample {
    sample("ICP-10214")
}

/// A personal filing at Tencent, in Guangdong.
fn tencent_person() -> Sample {
    sample("ICP-10220")
}

/// An enterprise at Tencent, in Tianjin, with two sites.
fn tencent() -> Sample {
    sample("ICP-10222")
}

impl Sample {
    fn named(self, name: &str) -> Self {
        self.with(|order| order.sites[0].name = name.into())
    }

    fn remarked(self, remark: &str) -> Self {
        self.with(|order| order.sites[0].remark = Some(remark.into()))
    }

    fn at_profile(self, profile: &str) -> Self {
        self.with(|order| order.profile = profile.into())
    }

    fn in_province(self, province: &str) -> Self {
        self.with(|order| order.province = province.into())
    }
}

/// A file of this kind for an owner.
fn paper(kind: AttachmentKind, owner: Option<&str>) -> Attachment {
    Attachment {
        path: "files/paper.jpg".into(),
        kind,
        owner: owner.map(str::to_owned),
        side: None,
        photo_method: None,
        placeholder: None,
        uploaded_at: None,
        sha256: None,
    }
}

/// Which of the names a rule finds fault with.
fn faulty(sample: &Sample, code: &str, names: &[(&str, bool)]) {
    for (name, is_fault) in names {
        let faults = sample.clone().named(name).faults(code);
        assert_eq!(faults, if *is_fault { vec!["sites[0].name"] } else { vec![] }, "{code} {name}");
    }
}

/// The good samples: what blocks in them is the fault that was planted, or a fact that only a list tells.
#[test]
fn good_samples_have_no_blocking_finding() {
    let planted = [("ICP-10211", "D004"), ("ICP-10227", "S111")];
    for number in (10201..=10234).map(|number| format!("ICP-{number}")) {
        for finding in sample(&number).all() {
            let code = finding.rule.as_str();
            let own = code.starts_with(['S', 'D']) && finding.is_blocking();
            assert!(!own || planted.contains(&(number.as_str(), code)), "{number} {finding:?}");
        }
    }
}
