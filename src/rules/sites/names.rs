//! What a site may be called (S101–S116), by UCloud's guide, and by 21Vianet's for S114 and S115.

use super::spot::{hits, is_han, listed, meant, show};
use super::{SiteAt, is_given, sites};
use crate::catalog::place::on;
use crate::catalog::rule::{Rule, Weight};
use crate::catalog::words::{ListId, Normal, WordLists};
use crate::domain::ident::domain_name::DomainName;
use crate::domain::lang::Bilingual;
use crate::domain::order::{AttachmentKind, SiteKind};
use crate::domain::text::is_hidden;
use crate::rules::{Case, Out};
use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// S101: words of business, trades, public administration in name or remark.
pub(super) fn personal_name_no_business(case: &Case, _: &Rule, out: &mut Out) {
    let lists = [
        WordLists::BUSINESS,
        WordLists::INDUSTRY,
        WordLists::OCCUPATION,
        WordLists::PUBLIC_ADMINISTRATION,
        WordLists::COMPANY_PRODUCT,
    ];
    for site in sites(case) {
        let texts = [("name", Some(site.site.name.as_str())), ("remark", site.remark())];
        for (field, text) in texts.into_iter().filter_map(|(field, text)| Some((field, text?))) {
            let found = meant(case, &lists, text);
            if !found.is_empty() {
                show(out.fault(site.subject()).at(site.path(field)), &found);
            }
        }
    }
}

/// S102: superstition, theses, journals.
pub(super) fn personal_name_superstition_journals(case: &Case, _: &Rule, out: &mut Out) {
    named(case, out, &[WordLists::SUPERSTITION, WordLists::THESES_JOURNALS]);
}

/// S103: a place, a name of the order's people, or what looks like a person's name.
pub(super) fn personal_name_no_person_or_place(case: &Case, _: &Rule, out: &mut Out) {
    let words = case.catalog.words();
    for site in sites(case) {
        let name = site.site.name.as_str();
        let mut found: Vec<(usize, usize)> =
            words.places_in(name).iter().map(|place| (place.start, place.end)).collect();
        if fixed_form(case, name).is_none() {
            found.extend(case.people().filter_map(|(_, person)| place_of(name, &person.name)));
            found.extend(words.looks_like_person_name(name).map(|range| (range.start, range.end)));
        }
        found.sort_unstable();
        found.dedup();
        if found.is_empty() {
            continue;
        }
        let each: Vec<String> = found.iter().map(|(from, to)| slice(name, *from, *to)).collect();
        let put = out.fault(site.subject()).at(site.path("name")).value("name", name);
        found
            .iter()
            .fold(put, |put, (from, to)| put.mark(*from, *to))
            .say("words", listed(each.iter().map(String::as_str)));
    }
}

/// S104.
pub(super) fn personal_name_letters_or_symbols(case: &Case, _: &Rule, out: &mut Out) {
    letters_or_symbols(case, out);
}

/// S105.
pub(super) fn personal_name_length(case: &Case, rule: &Rule, out: &mut Out) {
    length(case, rule, out);
}

/// S106: a generic form at the end; a form that the province prescribes is none.
pub(super) fn personal_name_generic(case: &Case, _: &Rule, out: &mut Out) {
    for site in sites(case) {
        let name = &site.site.name;
        let found = hits(case, &[WordLists::GENERIC], name);
        if !found.is_empty() && fixed_form(case, name).is_none() {
            show(out.fault(site.subject()).at(site.path("name")).value("name", name), &found);
        }
    }
}

/// S107: words that need a prior approval.
pub(super) fn personal_name_approval_words(case: &Case, _: &Rule, out: &mut Out) {
    approval_words(case, out);
}

/// S107 and what is asked of organisations in practice: words without the approval that they need.
pub(super) fn approval_words(case: &Case, out: &mut Out) {
    for site in sites(case) {
        let name = &site.site.name;
        let mut found = hits(case, &[WordLists::PRIOR_APPROVAL_NAMES], name);
        let form = fixed_form(case, name);
        found.retain(|hit| form.is_none_or(|(from, to)| hit.end <= from || hit.start >= to));
        if !found.is_empty() && !is_given(case, AttachmentKind::PriorApproval, &site) {
            show(out.fault(site.subject()).at(site.path("name")).value("name", name), &found);
        }
    }
}

/// S108.
pub(super) fn personal_name_idiom(case: &Case, _: &Rule, out: &mut Out) {
    for site in sites(case).filter(|site| case.catalog.words().is_idiom(&site.site.name)) {
        let name = &site.site.name;
        let put = out.fault(site.subject()).at(site.path("name")).value("name", name);
        put.mark(0, name.chars().count());
    }
}

/// S111.
pub(super) fn organisation_name_length(case: &Case, rule: &Rule, out: &mut Out) {
    length(case, rule, out);
}

/// S112: nothing of the entity's name, trade name or scope in the site's name.
pub(super) fn name_relates_to_entity(case: &Case, _: &Rule, out: &mut Out) {
    let entity = &case.order.entity;
    let trade = entity.individual_business.as_ref().and_then(|own| own.trade_name.as_deref());
    let texts = [Some(entity.name.as_str()), trade, entity.business_scope.as_deref()];
    // The unit's name nearly always answers; its scope, which is long, is then not looked at.
    let known = texts.map(|text| LazyCell::new(move || text.map(|text| telling_pairs(case, text))));
    for site in sites(case) {
        let name = &site.site.name;
        let own = telling_pairs(case, name);
        if known.iter().filter_map(|pairs| pairs.as_ref()).all(|pairs| pairs.is_disjoint(&own)) {
            let put = out.fault(site.subject()).at(site.path("name"));
            put.value("name", name).value("entity", &entity.name);
        }
    }
}

/// S113.
pub(super) fn organisation_name_letters_or_symbols(case: &Case, _: &Rule, out: &mut Out) {
    letters_or_symbols(case, out);
}

/// S114: a state word at the start, unless the unit is of national level.
pub(super) fn name_state_word(case: &Case, _: &Rule, out: &mut Out) {
    let national = case.order.entity.national_level;
    for site in sites(case).filter(|_| national != Some(true)) {
        let found = hits(case, &[WordLists::STATE], &site.site.name);
        if found.is_empty() {
            continue;
        }
        let put = match national {
            Some(_) => out.fault(site.subject()),
            None => out.open(site.subject()),
        };
        show(put.at(site.path("name")).value("name", &site.site.name), &found);
    }
}

/// S115: the name reads as a domain or an address.
pub(super) fn name_is_domain(case: &Case, _: &Rule, out: &mut Out) {
    for site in sites(case) {
        let name = &site.site.name;
        let is_domain = DomainName::read(name).root().is_some();
        if is_domain || name.contains("://") || name.trim().to_ascii_lowercase().starts_with("www.") {
            let put = out.fault(site.subject()).at(site.path("name")).value("name", name);
            put.mark(0, name.chars().count());
        }
    }
}

/// S116.
pub(super) fn name_sensitive_word(case: &Case, _: &Rule, out: &mut Out) {
    named(case, out, &[WordLists::SENSITIVE]);
}

/// Words of lists in the names.
pub(super) fn named(case: &Case, out: &mut Out, lists: &[ListId]) {
    for site in sites(case) {
        let found = hits(case, lists, &site.site.name);
        if !found.is_empty() {
            show(out.fault(site.subject()).at(site.path("name")).value("name", &site.site.name), &found);
        }
    }
}

/// Where a form stands that the province prescribes for personal names, in characters.
pub(super) fn fixed_form(case: &Case, name: &str) -> Option<(usize, usize)> {
    let cell = on(&case.province()?.sites.personal_name_form, case.day())?;
    let before = cell.is.iter().find_map(|form| name.trim_end().strip_suffix(form.as_str()))?;
    let from = before.chars().count();
    (case.order.is_personal() && from > 0).then(|| (from, name.chars().count()))
}

fn length(case: &Case, rule: &Rule, out: &mut Out) {
    let least = case.number(rule).map_or(3, |dated| dated.number);
    for site in sites(case).filter(is_site) {
        let count = site.site.name.chars().filter(|c| is_han(*c)).count();
        if count < least as usize {
            let put = out.fault(site.subject()).at(site.path("name")).value("name", &site.site.name);
            put.value("count", count.to_string()).value("least", least.to_string());
        }
    }
}

/// The sources of these rules speak of sites; an app's name may well be in Latin letters.
fn is_site(site: &SiteAt) -> bool {
    site.site.kind == SiteKind::Site
}

fn letters_or_symbols(case: &Case, out: &mut Out) {
    for site in sites(case).filter(is_site) {
        let name = &site.site.name;
        if name.trim().is_empty() {
            continue;
        }
        let strays: Vec<(usize, char)> =
            name.chars().enumerate().filter(|(_, c)| !c.is_alphanumeric()).collect();
        let is_blank = |c: char| c.is_whitespace() || is_hidden(c);
        let (why, weight) = if !name.chars().any(is_han) {
            let why = Bilingual::new("只由数字、字母或符号组成", "is made of digits, letters or signs only");
            (why, Weight::Block)
        } else if strays.is_empty() {
            continue;
        } else if strays.iter().all(|(_, c)| is_blank(*c)) {
            (Bilingual::new("含有空格或不可见字符", "has blanks or invisible characters"), Weight::Warn)
        } else {
            let usual = strays.iter().all(|(_, c)| is_blank(*c) || is_usual(*c));
            let weight = if usual { Weight::Warn } else { Weight::Block };
            (Bilingual::new("含有特殊符号", "has special signs"), weight)
        };
        let put = out.fault(site.subject()).at(site.path("name")).value("name", name).say("why", why);
        let put = strays.iter().fold(put, |put, (at, _)| put.mark(*at, at + 1)).at_most(weight);
        if strays.iter().any(|(_, c)| is_blank(*c)) && strays.iter().all(|(_, c)| is_blank(*c)) {
            put.fix(site.path("name"), name.chars().filter(|c| !is_blank(*c)).collect::<String>());
        }
    }
}

/// Signs that names of units really have: brackets round a place, the dot between parts of a name.
const fn is_usual(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）' | '·' | '•' | '・')
}

/// Pairs of neighbouring characters that tell whose a name is: neither places nor words that every unit has.
pub(super) fn telling_pairs(case: &Case, text: &str) -> BTreeSet<[char; 2]> {
    let normal = Normal::of(text);
    let plain = normal.as_str();
    let places = case.catalog.words().places_in(plain);
    let chars: Vec<char> = plain.chars().collect();
    let in_place = |at: usize| places.iter().any(|place| place.start <= at && at + 2 <= place.end);
    let telling = |at: usize, pair: &[char]| {
        pair.iter().all(|c| c.is_alphanumeric()) && !in_place(at) && !is_common(pair)
    };
    let pairs = chars.windows(2).enumerate().filter(|(at, pair)| telling(*at, pair));
    pairs.filter_map(|(_, pair)| <[char; 2]>::try_from(pair).ok()).collect()
}

/// Words of two characters that stand in the names of units and sites of every kind.
const COMMON: [&str; 40] = [
    "有限", "限公", "公司", "责任", "股份", "集团", "企业", "中心", "服务", "科技", "技术", "信息", "网络",
    "网站", "平台", "官网", "官方", "门户", "商城", "首页", "主页", "商贸", "贸易", "国际", "中国", "管理",
    "发展", "实业", "销售", "经营", "业务", "相关", "以及", "产品", "用品", "活动", "开展", "介绍", "展示",
    "在线",
];

fn is_common(pair: &[char]) -> bool {
    static PAIRS: LazyLock<BTreeSet<Vec<char>>> =
        LazyLock::new(|| COMMON.iter().map(|word| word.chars().collect()).collect());
    PAIRS.contains(pair)
}

/// Where one text stands in another, in characters.
fn place_of(text: &str, part: &str) -> Option<(usize, usize)> {
    let part = part.trim();
    let length = part.chars().count();
    let at = text.find(part).filter(|_| length > 1)?;
    let from = text[..at].chars().count();
    Some((from, from + length))
}

fn slice(text: &str, from: usize, to: usize) -> String {
    text.chars().skip(from).take(to.saturating_sub(from)).collect()
}
