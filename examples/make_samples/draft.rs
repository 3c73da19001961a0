//! Puts an order together from few words, as JSON that then has to read as the program's own type.

use crate::job::Twist;
use crate::materials;
use crate::numbers::{credit_code, id_number};
use crate::places::{Place, place};
use anyhow::Context;
use beian::domain::order::{AttachmentKind, Order};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

/// A person, in short.
#[derive(Clone, Copy)]
pub struct Who {
    pub name: &'static str,
    pub area: &'static str,
    pub birth: &'static str,
    pub order: u32,
    pub mobile: &'static str,
    pub email: &'static str,
}

/// An organisation, in short.
#[derive(Clone, Copy)]
pub struct Org {
    pub name: &'static str,
    pub area: &'static str,
    pub serial: &'static str,
    pub street: &'static str,
    pub scope: &'static str,
}

/// A site, in short.
#[derive(Clone, Copy)]
pub struct Web {
    pub name: &'static str,
    pub domain: &'static str,
    pub manager: &'static str,
    pub remark: &'static str,
}

/// A picture that is wrong on purpose.
#[derive(Clone)]
pub struct Wrong {
    pub kind: AttachmentKind,
    pub twist: Twist,
}

/// A sample order under construction.
#[derive(Clone)]
pub struct Draft {
    pub dir: String,
    area: &'static str,
    pub value: Value,
    pub wrong: Vec<Wrong>,
    pub fault: Option<(&'static str, &'static str)>,
    pub note: &'static str,
    pub lacks: Vec<AttachmentKind>,
    /// Hours between the order and its supplement, where one comes.
    pub supplement: Option<i64>,
}

impl Draft {
    /// Starts an order.
    pub fn new(no: &str, profile: &str, order_type: &str, area: &'static str, at: &str) -> Self {
        let place = place(area);
        let value = json!({
            "format": 1, "kind": "order", "order_no": no, "revision": 1, "submitted_at": at,
            "profile": profile, "order_type": order_type, "province": place.slug,
            "account": { "id": format!("u{}", no.replace('-', "").to_lowercase()) },
            "people": [], "sites": [], "access": [], "changes": [], "identity_checks": [],
            "attachments": [],
            "consents": { "terms_accepted_at": earlier(at, 6), "assisted_amendment": true },
        });
        Self {
            dir: no.to_owned(),
            area,
            value,
            wrong: vec![],
            fault: None,
            note: "",
            lacks: vec![],
            supplement: None,
        }
    }

    /// The filing entity is an enterprise; its first person is the legal representative and principal.
    pub fn enterprise(self, org: Org, principal: Who) -> Self {
        self.organisation(org, principal, ("enterprise", "business_licence", "91"))
    }

    /// The filing entity is an organisation of some nature: nature, certificate type, code prefix.
    pub fn organisation(mut self, org: Org, principal: Who, kind: (&str, &str, &str)) -> Self {
        let place = place(org.area);
        let address = format!("{}{}", place.full(), org.street);
        self.value["entity"] = json!({
            "name": org.name, "nature": kind.0,
            "certificate": {
                "type": kind.1, "number": credit_code(kind.2, org.area, org.serial),
                "valid_from": "2016-05-18", "long_term": true,
            },
            "certificate_address": address,
            "mailing_address": mailing(place, org.street),
            "investor": org.name, "principal": "p1",
            "legal_representative": principal.name, "business_scope": org.scope,
        });
        self.account(org.name, "organisation");
        let person = self.person_value("p1", principal);
        self.push("people", person);
        self.value["people"][0]["legal_representative"] = json!(true);
        self
    }

    /// The filing entity is a person who lives in the given street.
    pub fn personal(mut self, who: Who, area: &str, street: &str) -> Self {
        let person = self.person_value("p1", who);
        self.value["entity"] = json!({
            "name": who.name, "nature": "personal", "certificate": person["certificate"].clone(),
            "certificate_address": format!("{}{street}", place(who.area).full()),
            "mailing_address": mailing(place(area), street), "principal": "p1",
        });
        self.account(who.name, "personal");
        self.push("people", person);
        self
    }

    fn account(&mut self, name: &str, kind: &str) {
        self.value["account"]["real_name"] = json!(name);
        self.value["account"]["real_name_kind"] = json!(kind);
    }

    /// Adds a further person.
    pub fn person(mut self, id: &str, who: Who) -> Self {
        let person = self.person_value(id, who);
        self.push("people", person);
        self
    }

    fn person_value(&self, id: &str, who: Who) -> Value {
        let province = self.value["province"].clone();
        let area = place(self.area).area;
        let tail = format!("8{}", who.mobile.get(4..).unwrap_or(""));
        let (from, years) = if who.birth < "1990" { (2012, 20) } else { (2019, 10) };
        json!({
            "id": id, "name": who.name,
            "certificate": {
                "type": "id_card", "number": id_number(who.area, who.birth, who.order),
                "valid_from": format!("{from}-04-16"), "valid_to": format!("{}-04-16", from + years),
            },
            "residency": "mainland", "office_phone": format!("086-{area}-{tail}"),
            "mobile": who.mobile, "mobile_confirmed": true, "mobile_region": province,
            "email": who.email, "emergency_mobile": format!("137{tail}"), "call_answered": true,
        })
    }

    /// Adds a site.
    pub fn site(mut self, web: Web) -> Self {
        let id = format!("s{}", self.count("sites") + 1);
        let personal = self.value["entity"]["nature"] == "personal";
        let filed = self.value["order_type"] != "first_filing" && self.value["order_type"] != "new_site";
        let mut site = json!({
            "id": id, "kind": "site", "name": web.name, "home_url": format!("https://www.{}", web.domain),
            "domains": [domain(web.domain, &self.value["entity"])],
            "content": if personal { "personal" } else { "unit_portal" },
            "languages": ["zh-CN"], "remark": web.remark, "manager": web.manager, "reachable": filed,
        });
        if filed {
            site["footer_shown"] = json!(true);
        }
        self.push("sites", site);
        self
    }

    /// Adds the access of all sites: a cloud server that was bought for a year.
    pub fn access(mut self, ip: &str, region: &str, place: &str) -> Self {
        let account = self.value["account"]["id"].clone();
        let server = format!("srv-{}", ip.replace('.', "-"));
        self.push(
            "access",
            json!({
                "ips": [ip], "mode": "cloud", "service": "cloud_server", "region": region,
                "server_region": region, "place": place, "mainland": true, "server_id": server,
                "bought_by": account, "prepaid_months": 12, "public_bandwidth": true,
            }),
        );
        self
    }

    /// What is on file: entity number, password, provider of the present filing.
    pub fn filed(mut self, number: &str, password: &str, provider: &str) -> Self {
        let name = self.value["entity"]["name"].clone();
        self.value["filed"] = json!({
            "entity_number": number, "password": password, "provider": provider, "entity_name": name,
        });
        self
    }

    /// The ministry's answer: whether the certificate is on file, and which of the sites' domains are.
    pub fn ministry(mut self, certificate: impl Into<Option<bool>>, providers: &[&str]) -> Self {
        let at = self.at().unwrap_or_default() - Duration::minutes(4);
        let names: Vec<Value> = self.domains();
        let entity = self.value["entity"]["name"].clone();
        let number = self.value["filed"]["entity_number"].as_str().unwrap_or("").to_owned();
        let known: Vec<Value> = names
            .into_iter()
            .filter(|_| !providers.is_empty())
            .enumerate()
            .map(|(i, name)| {
                let number = format!("{number}-{}", i + 1);
                json!({ "name": name, "entity_name": entity, "providers": providers, "filing_number": number })
            })
            .collect();
        self.value["ministry"] =
            json!({ "asked_at": at, "certificate_on_file": certificate.into(), "domains_on_file": known });
        self
    }

    fn domains(&self) -> Vec<Value> {
        let sites = self.value["sites"].as_array().cloned().unwrap_or_default();
        let of = |site: Value| site["domains"].as_array().cloned().unwrap_or_default();
        sites.into_iter().flat_map(of).map(|domain| domain["name"].clone()).collect()
    }

    /// Identity checks that were passed before submission, one for each person.
    pub fn checked(mut self, method: &str) -> Self {
        let at = self.at().unwrap_or_default() - Duration::minutes(40);
        for person in self.value["people"].as_array().cloned().unwrap_or_default() {
            let check = json!({ "person": person["id"], "method": method, "at": at, "passed": true });
            self.push("identity_checks", check);
        }
        self
    }

    /// Sets a value by its JSON pointer.
    pub fn set(mut self, pointer: &str, value: Value) -> Self {
        let (parent, key) = pointer.rsplit_once('/').unwrap_or(("", pointer));
        match self.value.pointer_mut(parent) {
            Some(Value::Array(items)) => {
                if let Some(item) = key.parse().ok().and_then(|i: usize| items.get_mut(i)) {
                    *item = value;
                } else {
                    items.push(value);
                }
            }
            Some(parent) => parent[key] = value,
            None => {}
        }
        self
    }

    /// Plants a fault: the code of the rule that it breaks, and what it is.
    pub fn plant(mut self, code: &'static str, what: &'static str) -> Self {
        self.fault = Some((code, what));
        self
    }

    /// Makes a picture wrong on purpose.
    pub fn wrong(mut self, kind: AttachmentKind, twist: Twist) -> Self {
        self.wrong.push(Wrong { kind, twist });
        self
    }

    /// Leaves a document out.
    pub fn without(mut self, kind: AttachmentKind) -> Self {
        self.lacks.push(kind);
        self
    }

    /// Says in a few words what is worth seeing.
    pub fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    /// A supplement with the documents of the verification stage follows after some hours.
    pub fn supplemented(mut self, hours: i64) -> Self {
        self.supplement = Some(hours);
        self
    }

    /// The next revision of this order, in a folder of its own.
    pub fn revised(&self, at: &str) -> Self {
        let mut next = self.clone();
        next.value["revision"] = json!(2);
        next.value["submitted_at"] = json!(at);
        next.dir = format!("{}-r2", self.dir);
        next
    }

    /// The folder of its supplement; that of the documented example is named after the kind alone.
    pub fn supplement_dir(&self) -> String {
        if self.dir.starts_with("ICP-") {
            format!("{}-supplement", self.dir)
        } else {
            "supplement".to_owned()
        }
    }

    /// Reads it as an order and lists its attachments.
    pub fn order(&self) -> anyhow::Result<Order> {
        let mut order: Order =
            serde_path_to_error::deserialize(&self.value).with_context(|| format!("sample {}", self.dir))?;
        order.attachments = materials::first_review(&order);
        order.attachments.retain(|attachment| !self.lacks.contains(&attachment.kind));
        Ok(order)
    }

    fn at(&self) -> Option<DateTime<Utc>> {
        self.value["submitted_at"].as_str()?.parse().ok()
    }

    fn count(&self, list: &str) -> usize {
        self.value[list].as_array().map_or(0, Vec::len)
    }

    fn push(&mut self, list: &str, item: Value) {
        if let Some(items) = self.value[list].as_array_mut() {
            items.push(item);
        }
    }
}

/// A domain that the entity holds, verified, registered for years to come.
pub fn domain(name: &str, entity: &Value) -> Value {
    let registrar = match name.len() % 3 {
        0 => "北京样本域名服务有限公司",
        1 => "成都示例数码科技有限公司",
        _ => "厦门样例网络服务有限公司",
    };
    let personal = entity["nature"] == "personal";
    json!({
        "name": name, "registrar": registrar,
        "registrant": {
            "name": entity["name"], "relation": if personal { "self" } else { "entity" },
            "certificate_number": entity["certificate"]["number"],
        },
        "registered_on": "2024-08-06", "expires_on": "2029-08-06", "real_name": "verified",
        "privacy_protection": false,
    })
}

fn mailing(place: &Place, street: &str) -> Value {
    json!({ "province": place.slug, "city": place.city, "district": place.district, "detail": street })
}

fn earlier(at: &str, minutes: i64) -> Option<DateTime<Utc>> {
    at.parse::<DateTime<Utc>>().ok().map(|at| at - Duration::minutes(minutes))
}
