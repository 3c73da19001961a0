use super::super::SlipKind;
use super::*;
use proptest::prelude::*;

fn known(region: &str) -> bool {
    matches!(region, "110105" | "340524" | "440301")
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn good_numbers_say_who() {
    let read = IdNumber::read("11010519491231002X", known);
    assert!(read.is_valid() && read.slips.is_empty());
    assert!(matches!(read.number, Cow::Borrowed(_)));
    assert_eq!(read.kind(), IdKind::Resident);
    assert_eq!(read.region(), Some("110105"));
    assert_eq!(read.birth(), Some(date(1949, 12, 31)));
    assert_eq!(read.order_code(), Some("002"));
    assert_eq!(read.sex(), Some(Sex::Female));
    let other = IdNumber::read("34052419800101001X", known);
    assert!(other.is_valid());
    assert_eq!(other.sex(), Some(Sex::Male));
}

#[test]
fn problems_are_named() {
    use IdProblem::*;
    for (text, problems) in [
        ("", vec![Length(0)]),
        ("1101051949123100", vec![Length(16)]),
        ("身份证号码一一零一零五一九四九一二三一", vec![Length(19)]),
        ("11010519491231002XX", vec![Length(19)]),
        ("1101051949123100X2", vec![Character { found: 'X', at: 17 }]),
        ("11010519491231002Y", vec![Character { found: 'Y', at: 18 }]),
        ("京1010519491231002X", vec![Character { found: '京', at: 1 }]),
        ("110105194912310021", vec![CheckDigit { expected: 'X' }]),
        ("110105194902300020", vec![NoSuchBirthDate]),
        ("99010519491231002X", vec![UnknownRegion, CheckDigit { expected: '3' }]),
    ] {
        let read = IdNumber::read(text, known);
        let named: Vec<_> = read.problems.iter().map(std::mem::discriminant).collect();
        let wanted: Vec<_> = problems.iter().map(std::mem::discriminant).collect();
        assert_eq!(named, wanted, "{text}: {:?}", read.problems);
        if problems.len() == 1 {
            assert_eq!(read.problems, problems, "{text}");
        }
    }
}

#[test]
fn slips_are_no_failures() {
    use SlipKind::*;
    for (text, kinds) in [
        ("11010519491231002x", &[LowerCase][..]),
        ("１１０１０５１９４９１２３１００２Ｘ", &[FullWidth][..]),
        ("110105 19491231 002X", &[Blank][..]),
        ("110105-19491231-002X", &[Hyphen][..]),
        (" 110105—19491231002ｘ", &[Blank, Hyphen, FullWidth, LowerCase][..]),
    ] {
        let read = IdNumber::read(text, known);
        assert_eq!(read.problems, [], "{text}");
        assert_eq!(read.slips.iter().map(|slip| slip.kind).collect::<Vec<_>>(), kinds, "{text}");
        assert!(read.slips.iter().all(|slip| slip.fixed == "11010519491231002X"), "{text}");
    }
}

#[test]
fn fifteen_digits_are_outdated_and_convert() {
    let read = IdNumber::read("110105491231002", known);
    let converted = Some("11010519491231002X".to_owned());
    assert_eq!(read.problems, [IdProblem::Outdated { converted }]);
    assert_eq!((read.birth(), read.sex()), (Some(date(1949, 12, 31)), Some(Sex::Female)));
    let centenarian = IdNumber::read("110105881231999", known);
    assert_eq!(centenarian.birth(), Some(date(1888, 12, 31)));
    let broken = IdNumber::read("110105491331002", known);
    assert_eq!(broken.problems, [IdProblem::Outdated { converted: None }, IdProblem::NoSuchBirthDate]);
}

#[test]
fn residence_permits_need_no_region() {
    for (region, home) in [("810000", Home::HongKong), ("820000", Home::Macau), ("830000", Home::Taiwan)] {
        let body = format!("{region}19850605003");
        let number = format!("{body}{}", check_digit(&body).unwrap());
        let read = IdNumber::read(&number, known);
        assert!(read.is_valid(), "{number}: {:?}", read.problems);
        assert_eq!(read.kind(), IdKind::ResidencePermit(home));
    }
    let read = IdNumber::read("810001198506050036", known);
    assert!(read.problems.contains(&IdProblem::UnknownRegion));
}

#[test]
fn age_grows_on_the_birthday() {
    for (birth, day, age) in [
        (date(2000, 5, 6), date(2018, 5, 5), Some(17)),
        (date(2000, 5, 6), date(2018, 5, 6), Some(18)),
        (date(2000, 2, 29), date(2018, 2, 28), Some(17)),
        (date(2000, 2, 29), date(2018, 3, 1), Some(18)),
        (date(2000, 2, 29), date(2020, 2, 29), Some(20)),
        (date(2020, 1, 1), date(2019, 12, 31), None),
        (date(2020, 1, 1), date(2020, 1, 1), Some(0)),
    ] {
        assert_eq!(age_on(birth, day), age, "{birth} {day}");
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*") {
        let read = IdNumber::read(&text, |_| true);
        let _ = (read.kind(), read.sex(), read.birth(), read.region());
    }

    #[test]
    fn one_wrong_digit_is_always_found(body in "1101051[89][0-9]{2}0[1-9]1[0-9]{4}", at in 0_usize..17, by in 1_u8..10) {
        let good = format!("{body}{}", check_digit(&body).unwrap());
        prop_assert!(IdNumber::read(&good, |_| true).is_valid(), "{}", good);
        let mut wrong = good.into_bytes();
        wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
        let wrong = String::from_utf8(wrong).unwrap();
        prop_assert!(!IdNumber::read(&wrong, |_| true).is_valid(), "{}", wrong);
    }

    #[test]
    fn taking_the_fix_leaves_no_slip(text in "[0-9０-９ xX-]{15,22}") {
        for slip in IdNumber::read(&text, |_| true).slips {
            prop_assert!(IdNumber::read(&slip.fixed, |_| true).slips.is_empty());
        }
    }
}
