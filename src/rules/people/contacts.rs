//! Phones and addresses of people (P006 to P012, P015, P017, P020, P023).

use super::identity::{is_same, subject};
use crate::catalog::practice::PhoneOfProvince;
use crate::catalog::rule::{Rule, Weight};
use crate::domain::ident::email::{Email, EmailProblem};
use crate::domain::ident::phone::mobile::{Mobile, MobileProblem};
use crate::domain::ident::phone::office::{OfficePhone, OfficeProblem};
use crate::domain::ident::{Slip, SlipKind};
use crate::domain::ids::ProvinceId;
use crate::domain::lang::Bilingual;
use crate::domain::order::Person;
use crate::rules::entity::address::{located, place};
use crate::rules::entity::is_blank;
use crate::rules::{Case, Out, numbers};

/// The office phone of a person who gave one, with its place in the order.
fn office<'a>(at: usize, person: &'a Person) -> Option<(String, OfficePhone<'a>)> {
    let text = person.office_phone.as_deref().filter(|text| !text.trim().is_empty())?;
    Some((format!("people[{at}].office_phone"), OfficePhone::read(text)))
}

/// True for a slip that P017 speaks of; the others are P006's.
fn is_untidy(slip: &Slip) -> bool {
    use SlipKind::{Blank, Bracket, ExtensionWord, FullWidth, Hyphen};
    matches!(slip.kind, Blank | Bracket | ExtensionWord | FullWidth | Hyphen)
}

/// P006.
pub(super) fn office_phone_form(case: &Case, _: &Rule, out: &mut Out) {
    for (at, person) in case.people() {
        let Some((path, mut phone)) = office(at, person) else { continue };
        phone.slips.retain(|slip| !is_untidy(slip));
        let said = match phone.problem {
            Some(OfficeProblem::Extension) => continue,
            Some(problem) => office_said(problem),
            None if phone.slips.is_empty() => continue,
            None => numbers::said(&phone.slips),
        };
        let put = out.fault(subject(person)).at(path.as_str()).value("name", &person.name);
        let put = put.say("problem", said);
        if let Some(slip) = phone.slips.first() {
            put.fix(path, slip.fixed.clone());
        }
    }
}

/// P017.
pub(super) fn office_phone_tidy(case: &Case, _: &Rule, out: &mut Out) {
    for (at, person) in case.people() {
        let Some((path, mut phone)) = office(at, person) else { continue };
        phone.slips.retain(is_untidy);
        let said = match phone.problem {
            Some(OfficeProblem::Extension) => office_said(OfficeProblem::Extension),
            _ if phone.slips.is_empty() => continue,
            _ => numbers::said(&phone.slips),
        };
        let put = out.fault(subject(person)).at(path.as_str()).value("name", &person.name);
        let put = put.say("problem", said);
        if let Some(slip) = phone.slips.first() {
            put.fix(path, slip.fixed.clone());
        }
    }
}

fn office_said(problem: OfficeProblem) -> Bilingual {
    match problem {
        OfficeProblem::Empty => Bilingual::new("没有数字", "has no digits"),
        OfficeProblem::Character(found) => Bilingual::new(
            format!("含有不应有的字符 {found}"),
            format!("has the character {found}, which no number has"),
        ),
        OfficeProblem::Foreign => Bilingual::new("不是中国内地号码", "is no number of the mainland"),
        OfficeProblem::NoAreaCode => Bilingual::new("没有区号", "has no area code"),
        OfficeProblem::Mobile => Bilingual::new("是手机号码，不是座机", "is a mobile number, not a landline"),
        OfficeProblem::ServiceNumber => {
            Bilingual::new("是服务号码，不属于任何地区", "is a service number, which belongs to no area")
        }
        OfficeProblem::Extension => {
            Bilingual::new("分机号缺失或过长", "has an extension that is missing or too long")
        }
        OfficeProblem::NotALine => Bilingual::new("不是有效的座机号码", "is no valid landline"),
    }
}

/// P007.
pub(super) fn area_code_of_address(case: &Case, _: &Rule, out: &mut Out) {
    let address = &case.order.entity.mailing_address;
    let Some(region) = located(case, address).and_then(place) else { return };
    for (at, person) in case.people() {
        let Some((path, phone)) = office(at, person) else { continue };
        let Some(area) = phone.area() else { continue };
        let put = match case.catalog.area_codes.serves(area, region) {
            Some(true) => continue,
            Some(false) => out.fault(subject(person)),
            None => out.open(subject(person)),
        };
        let whole = case.catalog.regions.full_name(&region.to_string()).unwrap_or_default();
        let put = put.at(path).value("name", &person.name).value("area", area).value("place", whole);
        if person.office_phone.as_deref() == phone.canonical() {
            put.mark(4, 4 + area.len());
        }
    }
}

/// P008.
pub(super) fn landline_given(case: &Case, _: &Rule, out: &mut Out) {
    for (at, person) in case.people() {
        let phone = office(at, person);
        if phone.is_none_or(|(_, phone)| phone.problem == Some(OfficeProblem::Mobile)) {
            let put = out.fault(subject(person)).at(format!("people[{at}].office_phone"));
            put.value("name", &person.name);
        }
    }
}

/// P009.
pub(super) fn mobile_valid(case: &Case, _: &Rule, out: &mut Out) {
    for (at, person) in case.people() {
        let read = Mobile::read(&person.mobile);
        let problem = read.problem.map(mobile_said);
        written(out, person, format!("people[{at}].mobile"), problem, &read.slips);
    }
}

/// P010.
pub(super) fn email_valid(case: &Case, _: &Rule, out: &mut Out) {
    for (at, person) in case.people() {
        let read = Email::read(&person.email);
        let problem = read.problem.map(email_said);
        written(out, person, format!("people[{at}].email"), problem, &read.slips);
    }
}

/// Puts what is wrong with a value, or a slip that leaves no doubt, for information.
fn written(out: &mut Out, person: &Person, path: String, problem: Option<Bilingual>, slips: &[Slip]) {
    let Some(weight) =
        problem.as_ref().map(|_| Weight::Block).or((!slips.is_empty()).then_some(Weight::Info))
    else {
        return;
    };
    let valid = problem.is_none();
    let said = problem.unwrap_or_else(|| numbers::said(slips));
    let put = out.fault(subject(person)).at(path.as_str()).value("name", &person.name);
    let put = put.say("problem", said).at_most(weight);
    if let Some(slip) = slips.first().filter(|_| valid) {
        put.fix(path, slip.fixed.clone());
    }
}

fn mobile_said(problem: MobileProblem) -> Bilingual {
    match problem {
        MobileProblem::Length(0) => Bilingual::new("未填写", "it is missing"),
        MobileProblem::Length(places) => Bilingual::new(
            format!("应为 11 位，现为 {places} 位"),
            format!("it has {places} digits instead of 11"),
        ),
        MobileProblem::Character(found) => Bilingual::new(
            format!("含有不应有的字符 {found}"),
            format!("no number has the character {found}"),
        ),
        MobileProblem::Foreign => Bilingual::new("不是中国内地号码", "it is no number of the mainland"),
        MobileProblem::NotMobile => Bilingual::new("没有这样的手机号段", "no mobile number begins like this"),
    }
}

fn email_said(problem: EmailProblem) -> Bilingual {
    match problem {
        EmailProblem::Empty => Bilingual::new("未填写", "it is missing"),
        EmailProblem::NoAt => Bilingual::new("没有 @", "it has no @"),
        EmailProblem::Mailbox => Bilingual::new("@ 之前的部分不正确", "the part before the @ is wrong"),
        EmailProblem::Host => Bilingual::new("@ 之后的域名不正确", "the host behind the @ is wrong"),
        EmailProblem::NotAlone => Bilingual::new("除地址外还有其他内容", "there is more than the address"),
    }
}

/// P011.
pub(super) fn contacts_not_shared(case: &Case, _: &Rule, out: &mut Out) {
    let Some((principal_at, principal)) = case.principal() else { return };
    let (mobile, email) = (Mobile::read(&principal.mobile), Email::read(&principal.email));
    for (at, manager) in case.people().filter(|(at, _)| *at != principal_at) {
        if is_same(manager, principal) {
            continue;
        }
        let mut put = |field: &str, what: Bilingual| {
            let put = out.fault(subject(manager)).at(format!("people[{at}].{field}"));
            put.value("name", &manager.name).value("principal", &principal.name).say("what", what);
        };
        if Mobile::read(&manager.mobile).number() == mobile.number() {
            put("mobile", Bilingual::new("手机号码", "mobile number"));
        }
        if Email::read(&manager.email).is_same(&email) {
            put("email", Bilingual::new("邮箱", "e-mail address"));
        }
    }
}

/// P012.
pub(super) fn mobile_region(case: &Case, _: &Rule, out: &mut Out) {
    let home = &case.order.entity.mailing_address.province;
    for (at, person) in case.people() {
        from_elsewhere(case, out, (at, person), home, Weight::Block);
    }
}

/// P023.
pub(super) fn mobile_of_province(case: &Case, _: &Rule, out: &mut Out) {
    let Some(province) = case.province() else { return };
    let Some(cell) = province.phone_of_province(case.day()) else { return };
    let managers_alone = match cell.is {
        PhoneOfProvince::Required => None,
        PhoneOfProvince::RequiredOfManager => Some(()),
        PhoneOfProvince::AsRegistered | PhoneOfProvince::NotRequired => return,
    };
    for (at, person) in case.people() {
        let manages = case.order.sites.iter().any(|site| site.manager == person.id);
        if managers_alone.is_none() || manages {
            from_elsewhere(case, out, (at, person), &province.id, cell.certainty.at_most());
        }
    }
}

/// Puts a mobile number that is registered elsewhere, or nobody knows where.
fn from_elsewhere(case: &Case, out: &mut Out, who: (usize, &Person), home: &ProvinceId, weight: Weight) {
    let (at, person) = who;
    let title = |id: &ProvinceId| {
        case.catalog.province(id).map_or_else(|| Bilingual::same(id.as_str()), |known| known.title.clone())
    };
    let (put, from) = match &person.mobile_region {
        Some(region) if region == home => return,
        Some(region) => (out.fault(subject(person)), title(region)),
        None => (out.open(subject(person)), Bilingual::same("–")),
    };
    let put = put.at(format!("people[{at}].mobile")).value("name", &person.name).say("home", from);
    put.say("province", title(home)).at_most(weight);
}

/// P015.
pub(super) fn emergency_mobile_given(case: &Case, _: &Rule, out: &mut Out) {
    for (at, person) in case.people() {
        let given = person.emergency_mobile.as_deref().unwrap_or_default();
        let read = Mobile::read(given);
        let said = if is_blank(&person.emergency_mobile) {
            Bilingual::new("未填写", "is missing")
        } else if !read.is_valid() {
            Bilingual::new("不是有效的内地手机号码", "is no valid mobile number of the mainland")
        } else if read.number() == Mobile::read(&person.mobile).number() {
            Bilingual::new("与本人手机号码相同", "is the person's own")
        } else {
            continue;
        };
        let put = out.fault(subject(person)).at(format!("people[{at}].emergency_mobile"));
        put.value("name", &person.name).say("problem", said);
    }
}

/// P020.
pub(super) fn mobile_confirmed(case: &Case, _: &Rule, out: &mut Out) {
    for (at, person) in case.people() {
        let put = match person.mobile_confirmed {
            Some(true) => continue,
            Some(false) => out.fault(subject(person)),
            None => out.open(subject(person)),
        };
        put.at(format!("people[{at}].mobile")).value("name", &person.name);
    }
}
