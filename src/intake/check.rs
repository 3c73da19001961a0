//! What types can't tell: references, ids, known names. All of it, so that one report names it all.

use super::fault::{Trouble, Words};
use super::incoming::Body;
use super::inner_path::InnerPath;
use super::json::Located;
use super::limits::{Known, Limits};
use super::moments;
use crate::domain::order::{Attachment, Order, Supplement};
use chrono::{DateTime, Datelike, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// The owner that stands for the filing entity; no person or site may be called so.
const ENTITY: &str = "entity";

/// The longest order number, and the longest id inside a package.
const LONGEST_NUMBER: usize = 64;
const LONGEST_ID: usize = 32;

/// How many of the known names a fault lists.
const LISTED: usize = 12;

/// Everything that is wrong with `body`; empty where nothing is.
pub fn check(body: &Body, limits: &Limits, known: &Known) -> Vec<Located> {
    let mut checks = Checks { found: Vec::new(), limits, known };
    match body {
        Body::Order(order) => checks.order(order),
        Body::Supplement(supplement) => checks.supplement(supplement),
    }
    checks.found.extend(moments::ahead(body, limits, known));
    checks.found
}

struct Checks<'a> {
    found: Vec<Located>,
    limits: &'a Limits,
    known: &'a Known,
}

impl Checks<'_> {
    fn order(&mut self, order: &Order) {
        self.head(order.order_no.as_str(), order.revision, order.submitted_at);
        self.known("profile", order.profile.as_str(), &self.known.profiles);
        self.known("province", order.province.as_str(), &self.known.provinces);
        self.known("entity.nature", order.entity.nature.as_str(), &self.known.natures);
        let certificate = order.entity.certificate.kind.as_str();
        self.known("entity.certificate.type", certificate, &self.known.certificate_types);
        let province = order.entity.mailing_address.province.as_str();
        self.known("entity.mailing_address.province", province, &self.known.provinces);
        self.few_enough(order);
        self.people(order);
        self.sites(order);
        let owners: BTreeSet<&str> = std::iter::once(ENTITY)
            .chain(order.people.iter().map(|person| person.id.as_str()))
            .chain(order.sites.iter().map(|site| site.id.as_str()))
            .collect();
        self.attachments(&order.attachments);
        for (index, attachment) in order.attachments.iter().enumerate() {
            if let Some(owner) = &attachment.owner {
                self.refers(format_args!("attachments[{index}].owner"), owner, &owners, an_owner);
            }
        }
    }

    fn supplement(&mut self, supplement: &Supplement) {
        self.head(supplement.order_no.as_str(), supplement.revision, supplement.submitted_at);
        if supplement.attachments.is_empty() {
            self.add("attachments", Words::nothing(), words("至少一个附件", "at least one attachment"));
        }
        self.attachments(&supplement.attachments);
        for (index, owner) in supplement.attachments.iter().enumerate() {
            if let Some(owner) = &owner.owner {
                self.id(format_args!("attachments[{index}].owner"), owner, LONGEST_ID);
            }
        }
    }

    fn head(&mut self, order_no: &str, revision: u32, submitted_at: DateTime<Utc>) {
        self.id("order_no", order_no, LONGEST_NUMBER);
        if revision == 0 {
            self.add("revision", Words::quote("0"), words("从 1 开始的整数", "a number from 1 on"));
        }
        if !(2000..2100).contains(&submitted_at.year()) {
            let found = Words::quote(&submitted_at.to_rfc3339());
            self.add(
                "submitted_at",
                found,
                words("2000 到 2099 年之间的时间", "a time between 2000 and 2099"),
            );
        }
    }

    /// Bounds of what many lists hold together, or of what no filing has so many of.
    fn few_enough(&mut self, order: &Order) {
        let (people, domains) = (self.limits.people, self.limits.domains);
        if order.people.len() > people {
            let found = Words::count(order.people.len(), "人", "people");
            self.add("people", found, Words::at_most(people, "人", "people"));
        }
        let count = order.sites.iter().map(|site| site.domains.len()).sum::<usize>();
        if count > domains {
            let found = Words::count(count, "个域名", "domains").of("各网站合计", "of all sites together,");
            self.add("sites", found, Words::at_most(domains, "个域名", "domains"));
        }
    }

    fn people(&mut self, order: &Order) {
        let ids: BTreeSet<&str> = order.people.iter().map(|person| person.id.as_str()).collect();
        self.unique("people", order.people.iter().map(|person| person.id.as_str()));
        for (index, person) in order.people.iter().enumerate() {
            let kind = person.certificate.kind.as_str();
            self.known(format_args!("people[{index}].certificate.type"), kind, &self.known.certificate_types);
            if let Some(region) = &person.mobile_region {
                let path = format_args!("people[{index}].mobile_region");
                self.known(path, region.as_str(), &self.known.provinces);
            }
        }
        self.refers("entity.principal", order.entity.principal.as_str(), &ids, a_person);
        for (index, site) in order.sites.iter().enumerate() {
            self.refers(format_args!("sites[{index}].manager"), site.manager.as_str(), &ids, a_person);
        }
        for (index, checked) in order.identity_checks.iter().enumerate() {
            let place = format_args!("identity_checks[{index}].person");
            self.refers(place, checked.person.as_str(), &ids, a_person);
        }
    }

    fn sites(&mut self, order: &Order) {
        let ids: BTreeSet<&str> = order.sites.iter().map(|site| site.id.as_str()).collect();
        self.unique("sites", order.sites.iter().map(|site| site.id.as_str()));
        let people: BTreeSet<&str> = order.people.iter().map(|person| person.id.as_str()).collect();
        for (index, site) in order.sites.iter().enumerate() {
            // An attachment names its owner by id alone.
            if people.contains(site.id.as_str()) {
                let found = Words::quote(site.id.as_str());
                let expected = words("不与任何人的 id 相同", "an id that no person has");
                self.add(&format!("sites[{index}].id"), found, expected);
            }
        }
        for (index, access) in order.access.iter().enumerate() {
            for (position, site) in access.sites.iter().enumerate() {
                self.refers(format_args!("access[{index}].sites[{position}]"), site.as_str(), &ids, a_site);
            }
        }
    }

    fn attachments(&mut self, attachments: &[Attachment]) {
        let most = self.limits.attachments;
        if attachments.len() > most {
            let found = Words::count(attachments.len(), "个附件", "attachments");
            self.add("attachments", found, Words::at_most(most, "个附件", "attachments"));
        }
        let mut seen = BTreeMap::new();
        for (index, attachment) in attachments.iter().enumerate() {
            let place = || format!("attachments[{index}].path");
            match InnerPath::check(&attachment.path) {
                Err(trouble) => self.found.push((place(), trouble)),
                Ok(path) => {
                    if let Some(first) = seen.insert(path.folded(), index) {
                        let found = Words::new(
                            format!("与 attachments[{first}] 是同一路径"),
                            format!("the path of attachments[{first}]"),
                        );
                        self.add(
                            &place(),
                            found,
                            words("每个文件只列一次（不分大小写）", "each file once, whatever the case"),
                        );
                    }
                }
            }
            if let Some(sum) = attachment.sha256.as_deref().filter(|sum| !is_sha256(sum)) {
                let place = format!("attachments[{index}].sha256");
                self.add(&place, Words::quote(sum), words("64 位十六进制数", "64 hexadecimal digits"));
            }
        }
    }

    fn unique<'i>(&mut self, list: &str, ids: impl Iterator<Item = &'i str>) {
        let mut seen = BTreeSet::new();
        for (index, id) in ids.enumerate() {
            let place = || format!("{list}[{index}].id");
            self.id(format_args!("{list}[{index}].id"), id, LONGEST_ID);
            if id == ENTITY {
                self.add(&place(), Words::quote(id), words("entity 以外的 id", "an id other than entity"));
            }
            if !seen.insert(id) {
                self.add(&place(), Words::quote(id), words("互不相同的 id", "ids that differ"));
            }
        }
    }

    fn id(&mut self, place: impl Display, id: &str, longest: usize) {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if id.is_empty() || id.len() > longest || !id.bytes().all(fits) {
            let expected = Words::new(
                format!("1 到 {longest} 个字母、数字、- 或 _"),
                format!("1 to {longest} letters, digits, - or _"),
            );
            self.add(&place.to_string(), Words::quote(id), expected);
        }
    }

    fn refers(&mut self, place: impl Display, id: &str, ids: &BTreeSet<&str>, expected: fn() -> Words) {
        if !ids.contains(id) {
            self.add(&place.to_string(), Words::quote(id), expected());
        }
    }

    fn known(&mut self, place: impl Display, slug: &str, known: &BTreeSet<String>) {
        if known.contains(slug) {
            return;
        }
        let mut list = known.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
        if known.len() > LISTED {
            list.push_str(", …");
        }
        self.add(
            &place.to_string(),
            Words::quote(slug),
            Words::new(format!("以下之一：{list}"), format!("one of {list}")),
        );
    }

    fn add(&mut self, place: &str, found: Words, expected: Words) {
        self.found.push((place.to_owned(), Trouble::new(found, expected)));
    }
}

/// Whether `text` has the form of a SHA-256.
fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn words(zh: &str, en: &str) -> Words {
    Words::new(zh, en)
}

fn a_person() -> Words {
    words("people 中某人的 id", "the id of one of people")
}

fn a_site() -> Words {
    words("本订单某网站的 id", "the id of a site of the order")
}

fn an_owner() -> Words {
    words("entity，或本订单某人、某网站的 id", "entity, or the id of a person or site of the order")
}
