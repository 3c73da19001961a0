//! The mailing address: how far down it goes, and whether its parts agree (E005, E006).

use crate::catalog::region::{Located, RegionCode, Regions};
use crate::catalog::rule::{Rule, Weight};
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::Bilingual;
use crate::domain::order::Address;
use crate::domain::text::half_width;
use crate::rules::{Case, Out};

const DETAIL: &str = "entity.mailing_address.detail";
const CITY: &str = "entity.mailing_address.city";
const DISTRICT: &str = "entity.mailing_address.district";

/// The longest name of a region, in characters; 双江拉祜族佤族布朗族傣族自治县 has 15.
const LONGEST_NAME: usize = 16;

/// E005: a house number, a village or a box, or the remark.
pub(super) fn mailing_address_detail(case: &Case, _: &Rule, out: &mut Out) {
    let order = case.order;
    let remarks = [&order.entity.remark, &order.remark];
    let remarked = || remarks.into_iter().flatten().any(|remark| is_most_detailed(remark));
    if !goes_to_the_door(&order.entity.mailing_address.detail) && !remarked() {
        out.fault(SubjectRef::Entity).at(DETAIL);
    }
}

/// True for a remark that the address is the most detailed one: both wordings, and what is close to them.
fn is_most_detailed(remark: &str) -> bool {
    let text: String = remark.chars().filter(|c| !c.is_whitespace()).collect();
    text.contains("最详细地址") || text.contains("最详细的地址") || text.contains("最详细通信地址")
}

/// True where an address names a door, a village or a box.
fn goes_to_the_door(detail: &str) -> bool {
    let text: Vec<char> = detail.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    if text.last().is_some_and(char::is_ascii_digit) {
        return true;
    }
    text.iter().enumerate().any(|(at, c)| {
        let before = at.checked_sub(1).and_then(|at| text.get(at)).copied();
        let after = text.get(at + 1).copied();
        match c {
            '号' | '號' => before.is_some_and(is_numeral) && after != Some('线'),
            '弄' | '室' | '栋' | '幢' | '座' | '组' | '队' | '#' => before.is_some_and(is_numeral),
            '-' => before.is_some_and(is_numeral) && after.is_some_and(is_numeral),
            '箱' => matches!(before, Some('信' | '邮')),
            '村' | '屯' | '庄' | '寨' => at > 0 && after.is_none_or(ends_village),
            '查' => before == Some('嘎'),
            _ => false,
        }
    })
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(
            c,
            '〇' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百'
        )
}

/// What may stand after a village, so that it is none of 中关村大街.
fn ends_village(c: char) -> bool {
    is_numeral(c) || c.is_ascii_punctuation() || matches!(c, '委' | '民' | '组' | '第' | '队' | '内' | '口')
}

/// E006: the address lies where it says, and in the province of the filing.
pub(super) fn mailing_address_region(case: &Case, _: &Rule, out: &mut Out) {
    let order = case.order;
    let address = &order.entity.mailing_address;
    let mut fault = |path: &str, said: Bilingual, weight: Weight| {
        out.fault(SubjectRef::Entity).at(path).say("problem", said).at_most(weight);
    };
    if address.province != order.province {
        let said = Bilingual::new("通信地址不在备案省份", "the address is not in the province of the filing");
        fault("entity.mailing_address.province", said, Weight::Block);
    }
    let regions = &case.catalog.regions;
    let Some(located) = located(case, address) else { return };
    match located {
        Located::NoSuchCity => {
            let said = Bilingual::new("省内没有这个城市", "the province has no city of that name");
            fault(CITY, said, Weight::Block);
        }
        Located::NoSuchDistrict(_) => {
            let said = Bilingual::new("该市没有这个区县", "the city has no district of that name");
            fault(DISTRICT, said, Weight::Block);
        }
        Located::Abolished(_, year) => {
            let said = Bilingual::new(
                format!("该区划 {year} 年后已撤销"),
                format!("a region of that name is no more since {year}"),
            );
            fault(DISTRICT, said, Weight::Info);
        }
        Located::Fits(_) => {}
    }
    if let Some(place) = place(located)
        && let Some((from, to)) = contradiction(regions, place, &address.detail)
    {
        let said =
            Bilingual::new("详细地址写明的地区与所选不同", "the detailed address names another region");
        out.fault(SubjectRef::Entity).at(DETAIL).say("problem", said).mark(from, to);
    }
    let city = address.city.as_deref().unwrap_or_default().trim();
    if city.is_empty() && place(located).is_none_or(|place| !place.in_municipality()) {
        out.open(SubjectRef::Entity).at(CITY).value("problem", "–");
    }
}

/// Where the names of an address lie; none for a province that the catalogue does not know.
pub(in crate::rules) fn located(case: &Case, address: &Address) -> Option<Located> {
    let province = case.catalog.province(&address.province)?;
    let part = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    let (city, district) = (part(&address.city), part(&address.district));
    Some(case.catalog.regions.locate(&province.prefix, &city, &district))
}

/// The finest region that is known of an address.
pub(in crate::rules) fn place(located: Located) -> Option<RegionCode> {
    match located {
        Located::Fits(code) | Located::NoSuchDistrict(code) | Located::Abolished(code, _) => Some(code),
        Located::NoSuchCity => None,
    }
}

/// Characters of the first region at the start of a text that neither holds `place` nor lies in it.
fn contradiction(regions: &Regions, place: RegionCode, detail: &str) -> Option<(usize, usize)> {
    let text: Vec<char> = detail.chars().collect();
    let mut from = 0;
    while let Some((to, codes)) = leading_region(regions, &text, from) {
        if !codes.iter().any(|code| code.contains(place) || place.contains(*code)) {
            return Some((from, to));
        }
        from = to;
    }
    None
}

/// The region whose whole name stands at `from`: where it ends, and its codes.
fn leading_region(regions: &Regions, text: &[char], from: usize) -> Option<(usize, Vec<RegionCode>)> {
    let rest = text.get(from..)?;
    for (at, c) in rest.iter().enumerate().take(LONGEST_NAME).skip(1) {
        if !matches!(c, '省' | '市' | '区' | '县' | '旗' | '州' | '盟') {
            continue;
        }
        let name: String = rest.get(..=at)?.iter().collect();
        let codes = regions.exactly(&name);
        if !codes.is_empty() {
            return Some((from + at + 1, codes));
        }
    }
    None
}
