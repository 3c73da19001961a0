//! Names as they are met: few family names for many people, companies named after their city.

use crate::catalog::Catalog;
use crate::domain::ids::ProfileId;
use crate::domain::order::OrderType;
use crate::domain::sought::NumberOf;
use crate::store::generate::Columns;
use crate::store::keys::Kind;
use crate::store::search::Doc;
use chrono::{DateTime, Utc};
use rand::RngExt;
use rand::rngs::StdRng;

/// Family names, most frequent first.
const FAMILY: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆汪范廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛";
const TWO_LETTERS: [&str; 6] = ["欧阳", "上官", "司马", "诸葛", "慕容", "司徒"];
const GIVEN: &str = "伟芳娜敏静秀丽强磊洋艳勇军杰娟涛明超霞平刚桂英华玉兰红建文志国海燕鹏宇欣怡子涵梓轩思雨佳琪浩然俊豪晨博雪梅春晓东林峰飞龙婷颖慧琳倩璐瑶诗雅梦洁宁凯旭阳帆航睿哲";
const CORE: &str = "云天海星河山川鼎盛恒达信诚创新锐智慧联通博远航宏图瑞祥嘉泰顺元启明光辉金玉龙凤腾飞鸿运德润泽源汇众合正和美佳优品尚蓝绿青橙木水火土禾谷";
const TRADE: [&str; 14] = [
    "网络科技",
    "信息技术",
    "科技",
    "电子商务",
    "文化传媒",
    "贸易",
    "教育咨询",
    "软件",
    "广告",
    "餐饮管理",
    "建筑工程",
    "物流",
    "医疗器械",
    "旅行社",
];
const SITE: [&str; 8] = ["官网", "商城", "资讯网", "博客", "论坛", "学习平台", "服务平台", "作品集"];
const LATIN: [&str; 24] = [
    "yun", "tian", "hai", "xing", "shan", "ding", "heng", "xin", "chuang", "rui", "zhi", "bo", "hang",
    "hong", "jia", "tai", "yuan", "ming", "jin", "long", "teng", "fei", "de", "run",
];
const ENDS: [(&str, u32); 6] = [("com", 52), ("cn", 28), ("com.cn", 10), ("net", 6), ("top", 3), ("xyz", 1)];

/// Provinces with more than the usual share of orders, and their weights; all others weigh 12.
const PROVINCES: [(&str, u32); 10] = [
    ("guangdong", 160),
    ("beijing", 130),
    ("shanghai", 105),
    ("zhejiang", 90),
    ("jiangsu", 80),
    ("shandong", 48),
    ("sichuan", 42),
    ("fujian", 40),
    ("henan", 36),
    ("hubei", 34),
];
const TYPES: [(OrderType, u32); 7] = [
    (OrderType::FirstFiling, 520),
    (OrderType::NewSite, 170),
    (OrderType::NewAccess, 150),
    (OrderType::Change, 110),
    (OrderType::CancelAccess, 25),
    (OrderType::CancelSite, 20),
    (OrderType::CancelEntity, 5),
];
const NATURES: [(&str, &str, u32); 7] = [
    ("enterprise", "business_licence", 560),
    ("personal", "id_card", 350),
    ("public_institution", "public_institution", 30),
    ("social_organisation", "social_organisation", 25),
    ("private_non_enterprise", "private_non_enterprise", 15),
    ("government", "social_credit_code", 12),
    ("law_firm", "law_firm_licence", 8),
];
const PROFILES: [u32; 5] = [38, 27, 18, 11, 6];

/// One of weighted choices.
fn pick<'a, T>(dice: &mut StdRng, choices: &'a [T], weight: impl Fn(&T) -> u32) -> Option<&'a T> {
    let all: u32 = choices.iter().map(&weight).sum();
    let mut at = dice.random_range(0..all.max(1));
    choices.iter().find(|choice| {
        let own = weight(choice);
        let here = at < own;
        at = at.saturating_sub(own);
        here
    })
}

/// The smaller the index, the more often: about as family names are spread.
fn early(dice: &mut StdRng, len: usize) -> usize {
    let share: f64 = dice.random();
    ((len as f64).powf(share) - 1.0) as usize
}

fn letter(dice: &mut StdRng, letters: &[char]) -> char {
    letters.get(dice.random_range(0..letters.len().max(1))).copied().unwrap_or('一')
}

/// What names are made of.
pub(super) struct Names {
    family: Vec<char>,
    given: Vec<char>,
    core: Vec<char>,
    provinces: Vec<Place>,
    profiles: Vec<(ProfileId, u32)>,
}

#[derive(Clone)]
struct Place {
    slug: String,
    name: String,
    prefix: String,
    weight: u32,
}

/// An order before it has a life.
pub(super) struct Draft {
    pub columns: Columns,
    certificate: &'static str,
    person: String,
    number: String,
    mobile: String,
    city: String,
}

impl Names {
    pub(super) fn new(catalog: &Catalog) -> Self {
        let provinces = catalog.provinces.iter().map(|province| Place {
            slug: province.id.0.clone(),
            name: province.title.zh.clone(),
            prefix: province.prefix.clone(),
            weight: PROVINCES
                .iter()
                .find(|(id, _)| *id == province.id.as_str())
                .map_or(12, |(_, weight)| *weight),
        });
        let weights = PROFILES.into_iter().chain(std::iter::repeat(3));
        Self {
            family: FAMILY.chars().collect(),
            given: GIVEN.chars().collect(),
            core: CORE.chars().collect(),
            provinces: provinces.collect(),
            profiles: catalog.profiles.keys().cloned().zip(weights).collect(),
        }
    }

    fn person(&self, dice: &mut StdRng) -> String {
        let mut name = String::new();
        if dice.random_ratio(1, 150) {
            name.push_str(TWO_LETTERS[dice.random_range(0..TWO_LETTERS.len())]);
        } else {
            name.push(self.family[early(dice, self.family.len())]);
        }
        name.push(letter(dice, &self.given));
        if dice.random_ratio(3, 4) {
            name.push(letter(dice, &self.given));
        }
        name
    }

    /// A company of two to four letters of its own; a large part is named after few favourite letters.
    fn core(&self, dice: &mut StdRng) -> String {
        (0..dice.random_range(2..=3))
            .map(|_| {
                if dice.random() { self.core[early(dice, self.core.len())] } else { letter(dice, &self.core) }
            })
            .collect()
    }

    pub(super) fn order(&self, dice: &mut StdRng, number: i64) -> Option<Draft> {
        let place = pick(dice, &self.provinces, |place| place.weight)?;
        let (profile, _) = pick(dice, &self.profiles, |(_, weight)| *weight)?;
        let (order_type, _) = *pick(dice, &TYPES, |(_, weight)| *weight)?;
        let (nature, certificate, _) = *pick(dice, &NATURES, |(_, _, weight)| *weight)?;
        let person = self.person(dice);
        let core = self.core(dice);
        let entity = match nature {
            "personal" => person.clone(),
            "enterprise" => {
                format!("{}{core}{}有限公司", place.name, TRADE[early(dice, TRADE.len())])
            }
            "government" => format!("{}{core}区人民政府办公室", place.name),
            "law_firm" => format!("{}{core}律师事务所", place.name),
            "public_institution" => format!("{}{core}服务中心", place.name),
            _ => format!("{}{core}协会", place.name),
        };
        let id_number = id_number(dice, &place.prefix);
        let entity_key =
            if nature == "personal" { id_number.clone() } else { credit_code(dice, &place.prefix) };
        let sites = self.sites(dice, &core, &person, nature);
        let mut columns = Columns {
            no: format!("G{number:09}"),
            order_type: order_type.slug(),
            profile: profile.0.clone(),
            nature: nature.to_owned(),
            province: place.slug.clone(),
            entity,
            entity_key,
            account: format!("u{}", dice.random_range(0..1 << 30)),
            site_count: sites.len(),
            sites: sites.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("、"),
            domains: sites.into_iter().map(|(_, domain)| domain).collect(),
            keys: Vec::new(),
        };
        let mobile = format!(
            "1{}{:08}",
            [38, 39, 36, 50, 86, 89][dice.random_range(0..6)],
            dice.random_range(0..100_000_000)
        );
        columns.keys = vec![
            (Kind::Certificate, columns.entity_key.clone()),
            (Kind::Mobile, mobile.clone()),
            (Kind::Email, format!("{}@example.com", columns.account)),
        ];
        Some(Draft { columns, certificate, person, number: id_number, mobile, city: place.name.clone() })
    }

    fn sites(&self, dice: &mut StdRng, core: &str, person: &str, nature: &str) -> Vec<(String, String)> {
        let count = if dice.random_ratio(1, 8) { 2 } else { 1 };
        (0..count)
            .map(|_| {
                let owner = if nature == "personal" { person } else { core };
                let name = format!("{owner}{}", SITE[early(dice, SITE.len())]);
                let mut domain = String::new();
                for _ in 0..dice.random_range(2..=3) {
                    domain.push_str(LATIN[dice.random_range(0..LATIN.len())]);
                }
                if dice.random_ratio(2, 3) {
                    domain.push_str(&dice.random_range(1..9999).to_string());
                }
                let end = pick(dice, &ENDS, |(_, weight)| *weight).map_or("com", |(end, _)| *end);
                (name, format!("{domain}.{end}"))
            })
            .collect()
    }
}

fn id_number(dice: &mut StdRng, prefix: &str) -> String {
    format!(
        "{prefix}{:04}{:04}{:02}{:02}{:04}",
        dice.random_range(100..700),
        dice.random_range(1955..2005),
        dice.random_range(1..13),
        dice.random_range(1..29),
        dice.random_range(0..10_000)
    )
}

fn credit_code(dice: &mut StdRng, prefix: &str) -> String {
    format!("91{prefix}{:04}MA{:08X}", dice.random_range(100..700), dice.random_range(0..u32::MAX))
}

impl Draft {
    /// What search finds it by.
    pub(super) fn doc(&self) -> Doc {
        let sites = self.columns.sites.split('、');
        let names = [self.columns.entity.as_str(), self.person.as_str()].into_iter().chain(sites);
        let names = names.chain(self.columns.domains.iter().map(String::as_str));
        let documents =
            [&self.columns.entity_key, &self.number].map(|number| (NumberOf::Document, number.as_str()));
        let numbers = documents.into_iter().chain([(NumberOf::Phone, self.mobile.as_str())]);
        Doc::new(&self.columns.no, names, numbers)
    }

    /// Its `order.json` in canonical form, whose hash is the hash of its content: keys in order, nothing blank.
    pub(super) fn body(&self, revision: u32, at: DateTime<Utc>) -> String {
        let Self { columns, certificate, person, number, mobile, city, .. } = self;
        let Columns { no, order_type, profile, nature, province, entity, entity_key, account, .. } = columns;
        let at = at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        let kind = if nature == "personal" { "personal" } else { "organisation" };
        let mut sites = Vec::new();
        for (at, (name, domain)) in columns.sites.split('、').zip(&columns.domains).enumerate() {
            let id = at + 1;
            sites.push(format!(
                r#"{{"domains":[{{"name":"{domain}","real_name":"verified"}}],"home_url":"www.{domain}","id":"s{id}","kind":"site","manager":"p1","name":"{name}"}}"#
            ));
        }
        let sites = sites.join(",");
        format!(
            r#"{{"account":{{"id":"{account}","real_name":"{entity}","real_name_kind":"{kind}"}},"entity":{{"certificate":{{"number":"{entity_key}","type":"{certificate}"}},"mailing_address":{{"city":"{city}","detail":"{city}路{revision}号","province":"{province}"}},"name":"{entity}","nature":"{nature}","principal":"p1"}},"format":1,"kind":"order","order_no":"{no}","order_type":"{order_type}","people":[{{"certificate":{{"number":"{number}","type":"id_card"}},"email":"{account}@example.com","id":"p1","mobile":"{mobile}","name":"{person}"}}],"profile":"{profile}","province":"{province}","revision":{revision},"sites":[{sites}],"submitted_at":"{at}"}}"#
        )
    }
}
