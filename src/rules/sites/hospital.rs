//! The remark that a hospital writes about its licence (S123): issued when, valid to, issued by, number.

use super::sites;
use super::spot::{enumerated, is_han};
use crate::catalog::rule::Rule;
use crate::domain::lang::Bilingual;
use crate::domain::text::half_width;
use crate::rules::{Case, Out};

/// What a hospital is called by.
const HOSPITALS: [&str; 7] = ["医院", "卫生院", "卫生服务中心", "保健院", "诊所", "门诊部", "卫生室"];
const VALIDITY: [&str; 5] = ["有效期", "有效至", "截止", "到期", "止于"];
const ISSUERS: [&str; 12] = [
    "颁发部门",
    "颁发机关",
    "颁发单位",
    "颁发机构",
    "发证部门",
    "发证机关",
    "发证单位",
    "发证机构",
    "审批部门",
    "批准机关",
    "登记机关",
    "核发机关",
];
const NUMBERS: [&str; 8] =
    ["许可证号码", "许可证编号", "许可证号", "登记号码", "登记号", "证件号码", "编号", "证号"];
/// Fewest letters and digits of a licence number.
const SHORTEST_NUMBER: usize = 4;

/// S123.
pub(super) fn hospital_licence_remark(case: &Case, _: &Rule, out: &mut Out) {
    for site in sites(case).filter(|site| is_hospital(case, &site.site.name)) {
        let missing = Licence::read(site.site.remark.as_deref().unwrap_or_default()).missing();
        if !missing.is_empty() {
            let put = out.fault(site.subject()).at(site.path("remark"));
            put.say("missing", enumerated(&missing));
        }
    }
}

fn is_hospital(case: &Case, site_name: &str) -> bool {
    let entity = &case.order.entity;
    entity.nature.as_str() == "medical"
        || entity.certificate.kind.as_str() == "medical_licence"
        || HOSPITALS.iter().any(|word| entity.name.contains(word) || site_name.contains(word))
}

/// What a remark tells of the licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Licence {
    issued: bool,
    valid_to: bool,
    issuer: bool,
    number: bool,
}

impl Licence {
    fn read(remark: &str) -> Self {
        let plain: String = remark.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
        let mut seen = Self::default();
        for clause in plain.split([',', ';', '。', '、']) {
            let dates = months_in(clause);
            if VALIDITY.iter().any(|word| clause.contains(word)) {
                seen.valid_to |= dates > 0 || clause.contains("长期");
                seen.issued |= dates > 1;
            } else {
                seen.issued |= dates > 0;
            }
            seen.issuer |= names_issuer(clause);
            seen.number |= after(clause, &NUMBERS).is_some_and(is_number);
        }
        seen
    }

    fn missing(self) -> Vec<Bilingual> {
        let all = [
            (self.issued, "颁发年月", "year and month of issue"),
            (self.valid_to, "有效期至", "end of validity"),
            (self.issuer, "颁发部门", "issuer"),
            (self.number, "许可证号码", "licence number"),
        ];
        all.into_iter().filter(|(seen, ..)| !seen).map(|(_, zh, en)| Bilingual::new(zh, en)).collect()
    }
}

/// Number of months that a text names: 2020年5月, 2020-05, 2020.5.
fn months_in(text: &str) -> usize {
    let chars: Vec<char> = text.chars().collect();
    let digits = |from: usize| chars[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    let (mut at, mut months) = (0, 0);
    while at < chars.len() {
        let year = digits(at);
        let gap = chars.get(at + year).copied().unwrap_or(' ');
        let month = if year == 0 { 0 } else { digits((at + year + 1).min(chars.len())) };
        let end = chars.get(at + year + 1 + month).copied();
        let written = matches!(year, 2 | 4) && gap == '年' && end == Some('月');
        let signed = year == 4 && matches!(gap, '-' | '.' | '/');
        if (written || signed) && is_month(&chars[at + year + 1..at + year + 1 + month]) {
            months += 1;
            at += year + 1 + month;
        } else {
            at += year.max(1);
        }
    }
    months
}

fn is_month(digits: &[char]) -> bool {
    String::from_iter(digits).parse::<u8>().is_ok_and(|month| (1..=12).contains(&month))
}

/// What follows one of the words, without the signs between.
fn after<'a>(clause: &'a str, words: &[&str]) -> Option<&'a str> {
    let rest = words.iter().find_map(|word| clause.split_once(word).map(|(_, rest)| rest))?;
    Some(rest.trim_start_matches(['为', '是', ':', '码']))
}

fn names_issuer(clause: &str) -> bool {
    let named = |text: &str| {
        text.chars().take_while(|c| is_han(*c)).count() > 1 && !text.starts_with(['*', '×', 'X', 'x'])
    };
    let by = clause.split_once('由').and_then(|(_, rest)| {
        let end = ["颁发", "核发", "发放", "签发", "批准"].iter().filter_map(|word| rest.find(word)).min()?;
        rest.get(..end)
    });
    after(clause, &ISSUERS).is_some_and(named) || by.is_some_and(named)
}

fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_ascii_alphanumeric()).count();
    digits >= SHORTEST_NUMBER && text.chars().any(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_of_the_four_is_found() {
        let whole = Licence { issued: true, valid_to: true, issuer: true, number: true };
        for text in [
            "本单位医疗执业许可证为2020年5月颁发，有效期至2025年4月，颁发部门为深圳市卫生健康委员会，许可证号码为PDY10012-3。",
            "许可证号：440300123456；发证机关：深圳市卫健委；发证日期2020-05-01；有效期至2035.4",
            "医疗机构执业许可证2020年5月由南山区卫生局颁发，有效期２０２０年５月至２０２５年４月，登记号 PDY440305",
            "20年05月颁发，有效期长期，颁发部门为市卫健委，证号为粤卫医1234",
        ] {
            assert_eq!(Licence::read(text), whole, "{text}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        for (text, missing) in [
            ("", &["颁发年月", "有效期至", "颁发部门", "许可证号码"][..]),
            ("本院简介", &["颁发年月", "有效期至", "颁发部门", "许可证号码"]),
            (
                "执业许可证为**年**月颁发，有效期至**年**月，颁发部门为***，许可证号码为***",
                &["颁发年月", "有效期至", "颁发部门", "许可证号码"],
            ),
            ("2020年13月颁发，有效期至2025年4月，颁发部门为市卫健委，许可证号码为12345", &["颁发年月"]),
            ("2020年5月颁发，颁发部门为市卫健委，许可证号码为12345", &["有效期至"]),
            ("2020年5月颁发，有效期至2025年4月，许可证号码为12345", &["颁发部门"]),
            ("2020年5月颁发，有效期至2025年4月，颁发部门为市卫健委，许可证号码为12", &["许可证号码"]),
        ] {
            let named: Vec<String> = Licence::read(text).missing().into_iter().map(|text| text.zh).collect();
            assert_eq!(named, missing, "{text}");
        }
    }
}
