//! An order with findings of every kind, by rules that stand in no catalogue but the tests'.

use super::{desk, first_review};
use crate::app::testing::Desk;
use crate::catalog::Catalog;
use crate::catalog::rule::Rule;
use crate::domain::checklist::SubjectRef;
use crate::domain::finding::{Finding, FindingCounts, Fix, Found};
use crate::domain::lang::{Bilingual, Lang};
use crate::domain::material::{Material, MaterialState, Wrong};
use crate::domain::order::AttachmentKind;
use crate::domain::rule::{Certainty, How, Weight};
use crate::domain::view::OrderView;

const ROWS: [(&str, &str, &str, &str); 7] = [
    ("Z901", "auto", "block", "证件号码{number}的校验码不对"),
    ("Z902", "auto", "block", "域名{name}不是顶级域名下的一级域名"),
    ("Z903", "auto", "warn", "办公电话的区号与主体所在地不一致"),
    ("Z904", "auto", "block", "域名实名状态"),
    ("Z905", "assist", "block", "网站名称含“{word}”，可能与主体无关"),
    ("Z906", "auto", "block", "身份证件背面的文件不完整"),
    ("Z907", "auto", "info", "与主体名称相同"),
];

/// A row for each of them.
pub fn with_rules(catalog: &mut Catalog) {
    for (code, how, weight, reason) in ROWS {
        let row = format!(
            r#"
            code = "{code}"
            slug = "test-{code}"
            title = {{ zh = "{code}的要求成立", en = "{code} holds" }}
            what = {{ zh = "{code}查什么、为什么查。", en = "What {code} checks, and why." }}
            how = "{how}"
            weight = "{weight}"
            certainty = "sure"
            source = ["T1 2"]
            stages = ["first_review"]
            subject = "order"
            when = {{ natures = ["enterprise"] }}
            open = {{ zh = "域名实名状态未知", en = "whether the domain is real-name verified is not known" }}
            reason = {{ zh = "{reason}。", en = "{code} does not hold." }}
            mend = {{ zh = "请核对后重新填写。", en = "Check it and fill it in again." }}
            "#
        );
        let rule: Rule = toml::from_str(&row).unwrap();
        catalog.rules.push(rule);
    }
}

fn finding(rule: &str, how: How, weight: Weight, subject: SubjectRef) -> Finding {
    Finding {
        rule: rule.into(),
        subject,
        is: Found::Fault,
        how,
        weight,
        path: None,
        file: None,
        values: Default::default(),
        marks: Vec::new(),
        fix: None,
        points_to: None,
    }
}

/// First review with findings of every kind.
pub fn found() -> OrderView {
    let mut view = first_review();
    view.order.people[0].certificate.number = "44030519840321003x".into();
    let number = view.order.people[0].certificate.number.clone();
    let person = SubjectRef::Person(view.order.people[0].id.to_string());
    let site = view.order.sites[0].id.to_string();
    let block = |rule, subject| finding(rule, How::Auto, Weight::Block, subject);
    let path = |path: &str| Some(path.to_owned());
    let said = |name: &str, text: &str| [(name.to_owned(), Bilingual::same(text))].into();
    view.findings = vec![
        Finding {
            path: path("people[0].certificate.number"),
            values: said("number", &number),
            marks: vec![(17, 18)],
            fix: Some(Fix { path: "people[0].certificate.number".into(), to: number.to_uppercase() }),
            ..block("Z901", person)
        },
        Finding {
            path: path("sites[0].domains[0].name"),
            values: said("name", "www.qingshan-tea.cn"),
            marks: vec![(0, 4)],
            ..block("Z902", SubjectRef::Domain(site.clone(), 0))
        },
        Finding { file: Some(2), ..block("Z906", SubjectRef::Order) },
        Finding {
            path: path("sites[0].name"),
            values: said("word", "青山"),
            marks: vec![(0, 2)],
            ..finding("Z905", How::Assist, Weight::Block, SubjectRef::Order)
        },
        Finding {
            is: Found::Open,
            path: path("sites[0].domains[0].real_name"),
            ..block("Z904", SubjectRef::Domain(site.clone(), 0))
        },
        Finding {
            path: path("people[0].office_phone"),
            ..finding("Z903", How::Auto, Weight::Warn, SubjectRef::Entity)
        },
        Finding { weight: Weight::Info, path: path("entity.name"), ..block("Z907", SubjectRef::Entity) },
        Finding {
            points_to: Some("Z902".into()),
            path: path("sites[0].domains[0].name"),
            ..block("Z903", SubjectRef::Domain(site, 0))
        },
    ];
    view.masks = crate::domain::mask::Masks::of(&view.order);
    view.row.findings = FindingCounts::of(&view.findings, &view.overruled);
    view.materials = materials(&view);
    view
}

fn materials(view: &OrderView) -> Vec<Material> {
    let slot = |code: &str, kind, owner: &str, state, files: &[usize]| Material {
        code: code.into(),
        kind,
        owner: owner.into(),
        state,
        wrong: None,
        certainty: Certainty::Sure,
        why: Bilingual::new("需要：广东，单位首次备案", "needed: Guangdong, first filing of an organisation"),
        files: files.to_vec(),
    };
    let person = view.order.people[0].id.to_string();
    let site = view.order.sites[0].id.to_string();
    let doubtful = slot("M002", AttachmentKind::IdDocument, &person, MaterialState::Doubtful, &[1, 2]);
    vec![
        slot("M001", AttachmentKind::EntityCertificate, "entity", MaterialState::Filled, &[0]),
        Material { wrong: Some(Wrong::Unreadable), ..doubtful },
        slot("M003", AttachmentKind::DomainCertificate, &site, MaterialState::Missing, &[]),
        slot("M004", AttachmentKind::RealNameScreenshot, &site, MaterialState::Unknown, &[]),
        slot("M011", AttachmentKind::VerificationSheet, &site, MaterialState::Later, &[]),
        slot("M006", AttachmentKind::ResidencePermit, &person, MaterialState::NotNeeded, &[]),
    ]
}

/// A desk that shows it, with the rules.
pub fn desk_found(lang: Lang, size: (u16, u16), view: OrderView) -> Desk {
    let mut shown = desk(lang, size, first_review());
    with_rules(&mut shown.catalog);
    shown.hear(crate::app::message::Message::Opened(Box::new(view)));
    shown
}
