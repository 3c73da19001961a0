//! Cases of the rules about people: passes, fails, boundaries, and where the conditions do not hold.

use crate::catalog::rule::Weight;
use crate::domain::finding::Finding;
use crate::domain::ident::id_card;
use crate::domain::order::{Attachment, AttachmentKind, Order, OrderType, Person};
use crate::rules::testing::{Sample, catalog, sample};
use chrono::{DateTime, Duration, NaiveDate, Utc};

const ENTERPRISE: &str = "ICP-10201";
const PERSON: &str = "ICP-10202";
const UCLOUD: &str = "ICP-10210";
const TENCENT: &str = "ICP-10222";
const TENCENT_PERSON: &str = "ICP-10220";
const VNET: &str = "ICP-10231";
const NUMBER: &str = "people[0].certificate.number";

fn none() -> Vec<String> {
    Vec::new()
}

fn one(path: &str) -> Vec<String> {
    vec![path.to_owned()]
}

/// A sample with its first person changed.
fn first(no: &str, change: impl FnOnce(&mut Person)) -> Sample {
    sample(no).with(|order| change(&mut order.people[0]))
}

fn cancelled(order: &mut Order) {
    order.order_type = OrderType::CancelEntity;
}

fn submitted(day: &str) -> impl FnOnce(&mut Order) {
    let at: DateTime<Utc> = format!("{day}T02:00:00Z").parse().unwrap();
    move |order| order.submitted_at = at
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A valid ID number of somebody born on that day.
fn born(birth: &str) -> String {
    let body = format!("440305{}013", birth.replace('-', ""));
    format!("{body}{}", id_card::check_digit(&body).unwrap())
}

fn weights(found: &[Finding]) -> Vec<Weight> {
    found.iter().map(|finding| finding.weight).collect()
}

fn fix(found: &[Finding]) -> Option<&str> {
    found.first()?.fix.as_ref().map(|fix| fix.to.as_str())
}

fn letter(kind: AttachmentKind, owner: Option<&str>) -> Attachment {
    Attachment {
        path: "letter.jpg".into(),
        kind,
        owner: owner.map(str::to_owned),
        side: None,
        photo_method: None,
        placeholder: None,
        uploaded_at: None,
        sha256: None,
    }
}

#[test]
fn good_samples_have_no_blocking_finding_of_these_families() {
    for number in (10201..=10234).filter(|number| *number != 10203) {
        let no = format!("ICP-{number}");
        let own =
            sample(&no).all().into_iter().filter(|finding| finding.rule.as_str().starts_with(['E', 'P']));
        let loud: Vec<_> = own.filter(|finding| finding.weight > Weight::Info || finding.is_open()).collect();
        assert!(loud.is_empty(), "{no}: {loud:#?}");
    }
}

#[test]
fn p001_numbers_pass_their_check() {
    let with = |kind: &str, number: &str| {
        first(ENTERPRISE, |person| {
            person.certificate.kind = kind.into();
            person.certificate.number = number.into();
        })
        .found("P001")
    };
    assert_eq!(sample("ICP-10203").faults("P001"), one("people[1].certificate.number"));
    for (kind, number, weight) in [
        ("id_card", "11010519491231002X", None),
        ("id_card", "34052419800101001X", Some(Weight::Block)),
        ("id_card", "11010519491231002x", None),
        ("id_card", "１1010519491231002X", None),
        ("id_card", "110105 19491231 002X", None),
        ("id_card", "110105194912310021", Some(Weight::Block)),
        ("id_card", "11010519491231002", Some(Weight::Block)),
        ("id_card", "", Some(Weight::Block)),
        ("id_card", "110105491231002", Some(Weight::Block)),
        ("id_card", "810000199408230021", Some(Weight::Block)),
        ("hk_macau_residence_permit", "810000199408230021", None),
        ("hk_macau_residence_permit", "830000199201300022", Some(Weight::Block)),
        ("taiwan_residence_permit", "830000199201300022", None),
        ("taiwan_residence_permit", "11010519491231002X", Some(Weight::Block)),
        ("passport", "E12345678", None),
        ("passport", "!", Some(Weight::Warn)),
        ("hk_macau_travel_permit", "H12345678", None),
        ("hk_macau_travel_permit", "12345678", Some(Weight::Warn)),
        ("taiwan_travel_permit", "12345678", None),
        ("officer_card", "军字第1234567号", None),
    ] {
        let found = with(kind, number);
        assert_eq!(found.first().map(|finding| finding.weight), weight, "{kind} {number}: {found:?}");
    }
    let outdated = with("id_card", "110105491231002");
    assert_eq!(fix(&outdated), Some("11010519491231002X"));
    assert!(outdated[0].values["problem"].zh.contains("15 位"));
    assert_eq!(with("id_card", "110105194912310021")[0].marks, [(17, 18)]);
    let future = with("id_card", &born("2030-01-01"));
    assert_eq!(future[0].values["problem"].en, "its birth date lies after the submission");
    let region = with("id_card", &format!("999999{}", &born("1990-01-01")[6..]));
    assert!(region[0].marks.contains(&(0, 6)));
    let unknown = first(ENTERPRISE, |person| person.certificate.kind = "charm".into());
    assert_eq!(unknown.opens("P001"), [NUMBER]);
}

#[test]
fn p002_slips_offer_the_fix() {
    let with =
        |number: &str| first(ENTERPRISE, |person| person.certificate.number = number.into()).found("P002");
    assert_eq!(with("11010519491231002X"), []);
    for slip in ["11010519491231002x", "１1010519491231002X", " 11010519491231002X", "110105-19491231-002x"]
    {
        let found = with(slip);
        assert_eq!(fix(&found), Some("11010519491231002X"), "{slip}");
        assert_eq!(weights(&found), [Weight::Warn]);
    }
    let passport = first(ENTERPRISE, |person| {
        person.certificate.kind = "passport".into();
        person.certificate.number = "e12345678".into();
    });
    assert_eq!(fix(&passport.found("P002")), Some("E12345678"));
}

#[test]
fn p003_documents_are_valid_and_stay_so() {
    let with = |no: &str, kind: &str, to: Option<&str>, long_term: Option<bool>| {
        first(no, |person| {
            person.certificate.kind = kind.into();
            person.certificate.valid_to = to.map(day);
            person.certificate.long_term = long_term;
        })
    };
    // Submitted on 2026-11-18.
    let path = || one("people[0].certificate.valid_to");
    for (no, kind, to, long_term, faults) in [
        (VNET, "id_card", Some("2027-02-18"), None, none()),
        (VNET, "id_card", Some("2027-02-17"), None, path()),
        (VNET, "id_card", Some("2026-11-17"), None, path()),
        (VNET, "id_card", None, Some(true), none()),
        (VNET, "passport", Some("2027-02-17"), None, none()),
        (VNET, "passport", Some("2026-11-18"), None, none()),
        (VNET, "passport", Some("2026-11-17"), None, path()),
        (ENTERPRISE, "id_card", Some("2027-02-17"), None, path()),
        (ENTERPRISE, "id_card", Some("2027-02-18"), None, none()),
    ] {
        assert_eq!(with(no, kind, to, long_term).faults("P003"), faults, "{no} {kind} {to:?}");
    }
    for long_term in [None, Some(false)] {
        assert_eq!(with(VNET, "id_card", None, long_term).opens("P003"), ["people[0].certificate.valid_to"]);
    }
    // A change of the validity of a cancellation does not matter, its expiry does.
    assert_eq!(with(VNET, "id_card", Some("2026-12-01"), None).with(cancelled).faults("P003"), none());
    assert_eq!(with(VNET, "id_card", Some("2026-11-01"), None).with(cancelled).faults("P003"), path());
    // In 2023 only 21Vianet asked for the three months.
    let then = |no: &str| with(no, "id_card", Some("2023-06-01"), None).with(submitted("2023-05-01"));
    let now = |mut sample: Sample| {
        sample.now = sample.order.submitted_at;
        sample.found("P003").iter().filter(|finding| finding.path == Some(path().remove(0))).count()
    };
    assert_eq!((now(then(VNET)), now(then(ENTERPRISE))), (1, 0));
    // It lapses while the order waits.
    let mut waiting = with(ENTERPRISE, "passport", Some("2026-11-20"), None);
    assert_eq!(waiting.faults("P003"), none());
    waiting.now += Duration::days(3);
    assert_eq!(waiting.faults("P003"), path());
}

#[test]
fn p004_principals_are_sixteen_on_the_day() {
    let with =
        |no: &str, birth: &str| first(no, |person| person.certificate.number = born(birth)).faults("P004");
    // Submitted on 2026-11-18.
    assert_eq!(with(TENCENT, "2010-11-18"), none());
    assert_eq!(with(TENCENT, "2010-11-19"), [NUMBER]);
    assert_eq!(with(TENCENT_PERSON, "2015-01-01"), none());
    assert_eq!(with(ENTERPRISE, "2015-01-01"), none());
    let passport = first(TENCENT, |person| person.certificate.kind = "passport".into());
    assert_eq!((passport.faults("P004"), passport.opens("P004")), (none(), one(NUMBER)));
    let broken = first(TENCENT, |person| person.certificate.number = "1".into());
    assert_eq!(broken.found("P004"), []);
}

#[test]
fn p005_minors_bring_proof_of_employment() {
    let with = |no: &str, birth: &str| first(no, |person| person.certificate.number = born(birth));
    assert_eq!(with(TENCENT_PERSON, "2008-11-18").faults("P005"), none());
    let minor = with(TENCENT_PERSON, "2008-11-19");
    assert_eq!(minor.faults("P005"), [NUMBER]);
    assert_eq!(minor.found("P005")[0].points_to.as_ref().map(|code| code.as_str()), Some("M014"));
    let proof = letter(AttachmentKind::EmploymentProof, Some("p1"));
    assert_eq!(minor.clone().attach(proof).faults("P005"), none());
    assert_eq!(minor.with(cancelled).faults("P005"), none());
    assert_eq!(with(TENCENT, "2008-11-19").faults("P005"), none());
    assert_eq!(with(PERSON, "2008-11-19").faults("P005"), none());
}

#[test]
fn p006_and_p017_share_the_office_phone() {
    let with = |no: &str, phone: &str| first(no, |person| person.office_phone = Some(phone.into()));
    for (phone, form, tidy, fixed) in [
        ("086-022-80000225", 0, 0, None),
        ("086-022-80000225-801", 0, 0, None),
        ("022-80000225", 1, 0, Some("086-022-80000225")),
        ("086-022-80000225 转801", 0, 1, Some("086-022-80000225-801")),
        ("086-022-8000 0225", 0, 1, Some("086-022-80000225")),
        ("０86-022-80000225", 0, 1, Some("086-022-80000225")),
        ("(022)80000225", 1, 1, Some("086-022-80000225")),
        ("086-022-80000225转", 0, 1, None),
        ("13810000225", 1, 0, None),
        ("400-800-8000", 1, 0, None),
        ("80000225", 1, 0, None),
    ] {
        let sample = with(TENCENT, phone);
        let (one, other) = (sample.found("P006"), sample.found("P017"));
        assert_eq!((one.len(), other.len()), (form, tidy), "{phone}: {one:?} {other:?}");
        assert_eq!(fix(&one).or(fix(&other)), fixed, "{phone}");
        assert!(weights(&one).iter().all(|weight| *weight == Weight::Warn));
        assert!(weights(&other).iter().all(|weight| *weight == Weight::Info));
    }
    assert_eq!(with(ENTERPRISE, "0755-80000201").found("P006"), []);
    assert_eq!(with(ENTERPRISE, "086-0755-8000 0201").faults("P017"), ["people[0].office_phone"]);
}

#[test]
fn p007_area_codes_belong_to_the_address() {
    let with = |no: &str, phone: &str| first(no, |person| person.office_phone = Some(phone.into()));
    assert_eq!(with(ENTERPRISE, "086-0755-80000201").found("P007"), []);
    let found = with(ENTERPRISE, "086-020-80000201").found("P007");
    assert_eq!((found.len(), found[0].marks.clone()), (1, vec![(4, 7)]));
    assert_eq!(found[0].weight, Weight::Block);
    assert_eq!(with(ENTERPRISE, "020-80000201").faults("P007"), ["people[0].office_phone"]);
    assert_eq!(with(ENTERPRISE, "13810000201").found("P007"), []);
    assert_eq!(with(PERSON, "086-020-80000201").found("P007"), []);
    assert_eq!(with(ENTERPRISE, "086-020-80000201").with(cancelled).found("P007"), []);
}

#[test]
fn p008_landlines_are_given() {
    let with = |no: &str, phone: Option<&str>| {
        first(no, |person| person.office_phone = phone.map(str::to_owned)).faults("P008")
    };
    let path = ["people[0].office_phone"];
    assert_eq!(with(TENCENT, Some("086-022-80000225")), none());
    assert_eq!(with(TENCENT, None), path);
    assert_eq!(with(TENCENT, Some(" ")), path);
    assert_eq!(with(TENCENT, Some("13810000225")), path);
    assert_eq!(with("ICP-10226", None), path);
    assert_eq!(with(TENCENT_PERSON, None), none());
    assert_eq!(with(ENTERPRISE, None), none());
}

#[test]
fn p009_mobiles_are_of_the_mainland() {
    let with = |mobile: &str| first(ENTERPRISE, |person| person.mobile = mobile.into()).found("P009");
    assert_eq!(with("13810000201"), []);
    for wrong in ["", "1381000020", "138100002011", "12810000201", "+85291234567"] {
        assert_eq!(weights(&with(wrong)), [Weight::Block], "{wrong}");
    }
    let slip = with("+86 138 1000 0201");
    assert_eq!((weights(&slip), fix(&slip)), (vec![Weight::Info], Some("13810000201")));
}

#[test]
fn p010_mail_arrives() {
    let with = |email: &str| first(ENTERPRISE, |person| person.email = email.into()).found("P010");
    assert_eq!(with("lin@qingshan-tea.cn"), []);
    for wrong in ["", "lin", "lin@", "@qingshan-tea.cn", "lin@localhost", "lin@qingshan..cn"] {
        assert_eq!(weights(&with(wrong)), [Weight::Block], "{wrong}");
    }
    let slip = with("lin＠qingshan-tea.cn");
    assert_eq!((weights(&slip), fix(&slip)), (vec![Weight::Info], Some("lin@qingshan-tea.cn")));
}

#[test]
fn p011_two_people_have_two_phones() {
    let with = |no: &str, change: fn(&mut Order)| sample(no).with(change).faults("P011");
    assert_eq!(with(VNET, |_| {}), none());
    let mobile = |order: &mut Order| order.people[1].mobile = format!("+86{}", order.people[0].mobile);
    assert_eq!(with(VNET, mobile), ["people[1].mobile"]);
    let email = |order: &mut Order| order.people[1].email = order.people[0].email.to_uppercase();
    assert_eq!(with(VNET, email), ["people[1].email"]);
    let same = |order: &mut Order| {
        order.people[1].mobile = order.people[0].mobile.clone();
        order.people[1].certificate = order.people[0].certificate.clone();
    };
    assert_eq!(with(VNET, same), none());
    assert_eq!(with(ENTERPRISE, mobile), none());
}

#[test]
fn p012_and_p023_ask_for_a_phone_of_the_place() {
    let with =
        |no: &str, region: Option<&str>| first(no, |person| person.mobile_region = region.map(Into::into));
    let path = || one("people[0].mobile");
    assert_eq!(with(VNET, Some("beijing")).found("P012"), []);
    assert_eq!(with(VNET, Some("hebei")).faults("P012"), path());
    assert_eq!(with(VNET, None).opens("P012"), path());
    assert_eq!(with(ENTERPRISE, Some("hebei")).found("P012"), []);
    assert_eq!(with(VNET, Some("hebei")).found("P023"), []);
    let hunan = |region| with(PERSON, region);
    assert_eq!(hunan(Some("hunan")).found("P023"), []);
    assert_eq!(weights(&hunan(Some("beijing")).found("P023")), [Weight::Warn]);
    assert_eq!(hunan(None).opens("P023"), path());
    let henan = |day| with("ICP-10208", Some("beijing")).with(submitted(day)).faults("P023");
    assert_eq!(henan("2024-03-31"), path());
    assert_eq!(henan("2024-04-01"), none());
    let jiangsu = with("ICP-10206", Some("beijing")).with(submitted("2020-05-06"));
    assert_eq!(jiangsu.faults("P023"), none(), "its principal manages no site");
}

#[test]
fn p013_documents_are_of_the_profiles_list() {
    let with = |no: &str, at: usize, kind: &str| {
        sample(no).with(|order| order.people[at].certificate.kind = kind.into())
    };
    for (no, at, kind, passes) in [
        (UCLOUD, 0, "id_card", true),
        (UCLOUD, 1, "hk_macau_travel_permit", true),
        (UCLOUD, 0, "taiwan_residence_permit", true),
        (UCLOUD, 0, "officer_card", false),
        (TENCENT, 0, "officer_card", true),
        (TENCENT, 0, "hk_macau_travel_permit", true),
        (TENCENT, 1, "hk_macau_travel_permit", false),
        (TENCENT, 0, "hk_macau_residence_permit", false),
        (TENCENT_PERSON, 0, "hk_macau_travel_permit", true),
        (ENTERPRISE, 0, "household_register", true),
        (VNET, 0, "household_register", true),
    ] {
        let faults = with(no, at, kind).faults("P013");
        let path = format!("people[{at}].certificate.type");
        assert_eq!(faults, if passes { none() } else { vec![path] }, "{no} {at} {kind}");
    }
    let allowed = with(TENCENT, 1, "hk_macau_travel_permit").found("P013").remove(0);
    assert!(!allowed.values["allowed"].zh.contains("港澳居民来往内地通行证"));
    assert!(catalog().profiles.values().any(|profile| profile.person_certificates.people.is_empty()));
}

#[test]
fn p014_letters_are_asked_for_by_the_province() {
    let without = |no: &str| {
        sample(no)
            .with(|order| order.attachments.retain(|file| file.kind != AttachmentKind::AuthorisationLetter))
    };
    assert_eq!(sample(TENCENT).found("P014"), []);
    let found = without(TENCENT).found("P014");
    assert_eq!(weights(&found), [Weight::Warn, Weight::Warn]);
    assert_eq!(found[0].points_to.as_ref().map(|code| code.as_str()), Some("M008"));
    // Two of its own, one for everybody, one of somebody else.
    for (owner, left) in [(None, 0), (Some("entity"), 0), (Some("p2"), 1), (Some("p1"), 2)] {
        let sample = without(TENCENT).attach(letter(AttachmentKind::AuthorisationLetter, owner));
        assert_eq!(sample.faults("P014").len(), left, "{owner:?}");
    }
    assert_eq!(without("ICP-10210").found("P014"), [], "Beijing says nothing");
    assert_eq!(without(TENCENT).with(cancelled).found("P014"), []);
    let unknown = without(TENCENT).with(|order| order.entity.legal_representative = None);
    assert_eq!(unknown.opens("P014"), ["people[1].name", "people[2].name"]);
    let public = without(ENTERPRISE).with(|order| order.entity.nature = "government".into());
    assert_eq!((without(ENTERPRISE).faults("P014").len(), public.found("P014").len()), (1, 0));
    let sure = without(TENCENT).with(|order| order.province = "anhui".into()).found("P014");
    assert_eq!(weights(&sure), [Weight::Block, Weight::Block]);
}

#[test]
fn p015_the_emergency_contact_is_somebody_else() {
    let with = |no: &str, mobile: Option<&str>| {
        first(no, |person| person.emergency_mobile = mobile.map(str::to_owned)).faults("P015")
    };
    let path = ["people[0].emergency_mobile"];
    assert_eq!(with(UCLOUD, Some("13780000212")), none());
    assert_eq!(with(UCLOUD, None), path);
    assert_eq!(with(UCLOUD, Some("1378000021")), path);
    assert_eq!(with(UCLOUD, Some("13810000212")), path);
    assert_eq!(with(ENTERPRISE, None), none());
}

#[test]
fn p016_a_person_manages_his_own_site() {
    let second = |order: &mut Order| {
        let mut other = order.people[0].clone();
        other.id = "p2".into();
        other.certificate.number = born("1990-01-01");
        order.people.push(other);
        order.sites[0].manager = "p2".into();
    };
    let same = |order: &mut Order| {
        second(order);
        order.people[1].certificate = order.people[0].certificate.clone();
    };
    assert_eq!(sample(TENCENT_PERSON).faults("P016"), none());
    assert_eq!(sample(TENCENT_PERSON).with(second).faults("P016"), ["sites[0].manager"]);
    assert_eq!(sample(TENCENT_PERSON).with(same).faults("P016"), none());
    assert_eq!(sample(PERSON).with(second).faults("P016"), none());
    assert_eq!(sample(TENCENT).faults("P016"), none());
}

#[test]
fn p019_the_province_says_who_is_principal() {
    let other = |no: &str, province: &str| {
        sample(no).with(|order| {
            order.province = province.into();
            order.entity.legal_representative = Some("王某".into());
            order.people[0].legal_representative = Some(false);
        })
    };
    assert_eq!(sample(ENTERPRISE).found("P019"), []);
    for (no, province, weight) in [
        (ENTERPRISE, "shanxi", Some(Weight::Block)),
        (ENTERPRISE, "ningxia", Some(Weight::Block)),
        (ENTERPRISE, "tianjin", Some(Weight::Warn)),
        (ENTERPRISE, "anhui", Some(Weight::Warn)),
        (ENTERPRISE, "sichuan", None),
        (ENTERPRISE, "beijing", Some(Weight::Info)),
        (VNET, "shanxi", Some(Weight::Info)),
        (PERSON, "shanxi", None),
    ] {
        let found = other(no, province).found("P019");
        assert_eq!(found.first().map(|finding| finding.weight), weight, "{no} {province}");
    }
    let unknown = |province: &str| {
        other(ENTERPRISE, province).with(|order| {
            order.entity.legal_representative = None;
            order.people[0].legal_representative = None;
        })
    };
    assert_eq!(unknown("shanxi").opens("P019"), ["people[0].name"]);
    assert_eq!(unknown("beijing").found("P019"), []);
    let public = other(ENTERPRISE, "guangdong").with(|order| order.entity.nature = "government".into());
    assert_eq!(public.found("P019"), []);
    assert_eq!(other(ENTERPRISE, "shanxi").with(cancelled).found("P019"), []);
}

#[test]
fn p020_mobiles_are_confirmed() {
    let with = |no: &str, confirmed: Option<bool>| first(no, |person| person.mobile_confirmed = confirmed);
    let path = one("people[0].mobile");
    assert_eq!(with(TENCENT, Some(true)).found("P020"), []);
    assert_eq!(with(TENCENT, Some(false)).faults("P020"), path);
    assert_eq!(with(TENCENT, None).opens("P020"), path);
    assert_eq!(with(ENTERPRISE, Some(false)).found("P020"), []);
}

#[test]
fn p022_provinces_name_an_age() {
    let with =
        |no: &str, birth: &str| first(no, |person| person.certificate.number = born(birth)).found("P022");
    // Hunan: 18. Submitted on 2026-11-18.
    assert_eq!(with(PERSON, "2008-11-18"), []);
    assert_eq!(weights(&with(PERSON, "2008-11-19")), [Weight::Warn]);
    assert_eq!(with(ENTERPRISE, "2015-01-01"), []);
}
