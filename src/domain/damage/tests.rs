//! Tables of what is damaged and what is not, by the kind of its column.

use super::CellKind::{Certificate, Filing, OrderNo, Person, Phone, Secret, Words};
use super::*;
use crate::domain::ident::credit_code::CreditCode;
use crate::domain::ident::id_card::check_digit;
use proptest::prelude::*;

#[test]
fn certificates_that_are_damaged() {
    use Damage::*;
    for (text, wanted) in [
        ("3.30106E+17", Exponent),
        ("3.30106e+17", Exponent),
        ("3,30106E+17", Exponent),
        ("３．３０１０６Ｅ＋１７", Exponent),
        (" 3.30106E+17 ", Exponent),
        ("3E+17", Exponent),
        ("3.30106198506120e17", Exponent),
        ("-3.3E+17", Exponent),
        ("'330106198506120154", Quoted),
        ("’330106198506120154", Quoted),
        ("＇330106198506120154", Quoted),
        ("`330106198506120154", Quoted),
        ("\"330106198506120154\"", Quoted),
        ("“330106198506120154”", Quoted),
        ("330106198506120154'", Quoted),
        ("=\"330106198506120154\"", Formula),
        ("=330106198506120154", Formula),
        ("＝\"330106198506120154\"", Formula),
        ("=A2", Formula),
        // Fifteen digits and zeros.
        ("330106198506120000", Rounded),
        ("110105194912310000", Rounded),
        ("330106198506129000", Rounded),
        ("330106000000000000", Rounded),
        // What a floating-point number makes of 330106198506120154.
        ("330106198506120128", Rounded),
        ("330106198506120154.0", Decimal),
        ("330106198506120154.00", Decimal),
        ("45321.5", Decimal),
        ("330,106,198,506,120,154", Thousands),
        ("330，106，198，506，120，154", Thousands),
        ("2026/1/5", Date),
        ("2026-01-05", Date),
        ("2026年1月5日", Date),
        ("2026-01-05 00:00:00", Date),
        ("1月5日", Date),
        ("5-Jan", Date),
        ("Jan-26", Date),
        ("5-Jan-26", Date),
        ("1/5/2026", Date),
        ("26/1/5", Date),
        ("#N/A", ErrorValue),
        ("#REF!", ErrorValue),
        ("#NAME?", ErrorValue),
        ("#DIV/0!", ErrorValue),
        ("##", ErrorValue),
        ("######", ErrorValue),
        ("＃＃＃＃", ErrorValue),
        ("Err:502", ErrorValue),
        ("无", Nothing),
        ("-", Nothing),
        ("——", Nothing),
        ("N/A", Nothing),
        ("NULL", Nothing),
        ("nan", Nothing),
        ("330106********0154", Masked),
        ("3301061985…", Masked),
        ("330106198506120???", Lost),
        ("33010619850612\u{FFFD}154", Lost),
        ("锟斤拷", Lost),
        ("33010619850612015", Places(17)),
        ("331306189913120154", Form(Certificate)),
        ("1", Form(Certificate)),
        ("张三丰", Form(Certificate)),
    ] {
        assert_eq!(damage(Certificate, text), Some(wanted), "{text}");
    }
}

#[test]
fn certificates_that_may_be_right() {
    for text in [
        "",
        "  ",
        "330106198506120154",
        "330106 19850612 0154",
        "３３０１０６１９８５０６１２０１５４",
        "11010519491231002X",
        "11010519491231002x",
        // The check digit fails, and perhaps did so when it was filed.
        "330106198506120155",
        "330106850612015",
        "91350100M000100Y43",
        "91440101MA5XXXXXX0",
        "91440305ma5x0201xw",
        "913501001234567E81",
        "1234567E8",
        "71526726-X",
        "71526726X",
        "110108000012345",
        "1101081234567",
        "E12345678",
        "EA1234567",
        "G12345678",
        "H1234567890",
        "C1234567",
        "12345678",
        "FRA123456789012",
        "810000199408230021",
        "830000198904150012",
        "南字第01234567号",
        "事证第112345678901号",
        "32145部队",
        "浙民证字第010123号",
        "2026-1234",
        "12-34-5678",
        "\u{200b}330106198506120154",
    ] {
        assert_eq!(damage(Certificate, text), None, "{text}");
    }
}

#[test]
fn phones_that_are_damaged() {
    use Damage::*;
    for (text, wanted) in [
        ("1.38E+10", Exponent),
        ("1.38001E+10", Exponent),
        ("1.4E+10", Exponent),
        ("13800000000", Rounded),
        ("13800138000.0", Decimal),
        ("13,800,138,000", Thousands),
        ("'13800138000", Quoted),
        ("=\"13800138000\"", Formula),
        ("=13800138000", Formula),
        ("138****8000", Masked),
        ("1380013800", Places(10)),
        ("138001380001", Places(12)),
        ("13800138000/13900139000", Places(22)),
        ("12812345678", Places(11)),
        ("95588", Places(5)),
        ("57188012345", LostZero),
        ("1086013388", LostZero),
        ("75586013388", LostZero),
        ("2026/1/5", Date),
        ("1月5日", Date),
        ("#VALUE!", ErrorValue),
        ("########", ErrorValue),
        ("无", Nothing),
        ("/", Nothing),
        ("none", Nothing),
        ("王小明", Form(Phone)),
        ("0571", Places(4)),
        ("+1", Places(1)),
        ("1380013800?", Lost),
        ("45321", Places(5)),
    ] {
        assert_eq!(damage(Phone, text), Some(wanted), "{text}");
    }
}

#[test]
fn phones_that_may_be_right() {
    for text in [
        "",
        "13800138000",
        "１３８００１３８０００",
        "138 0013 8000",
        "138-0013-8000",
        "138.0013.8000",
        "+8613800138000",
        "+86 138 0013 8000",
        "0086-13800138000",
        "8613800138000",
        "86-13800138000",
        "013800138000",
        "19912345678",
        "16612345678",
        "0571-88012345",
        "0571.88012345",
        "057188012345",
        "(0571)88012345",
        "（０５７１）８８０１２３４５",
        "086-0571-88012345",
        "010-86013388",
        "010-86013388转801",
        "010-86013388-801",
        "88012345",
        "8801234",
        "4008123456",
        "400-812-3456",
        "8008123456",
        "+852 12345678",
        "85212345678",
        "853 61234567",
        "886912345678",
        "+1 (415) 555-2671",
        "0014155552671",
        "+44 20 7946 0958",
    ] {
        assert_eq!(damage(Phone, text), None, "{text}");
    }
}

#[test]
fn filing_numbers_that_are_damaged_and_those_that_may_be_right() {
    use Damage::*;
    for (text, wanted) in [
        ("1.2345678E+7", Exponent),
        ("12345678", Form(Filing)),
        ("12345678.0", Decimal),
        ("2026/1/5", Date),
        ("'京ICP备12345678号", Quoted),
        ("=\"京ICP备12345678号\"", Formula),
        ("#N/A", ErrorValue),
        ("无", Nothing),
        ("京ICP备5012345号", Places(7)),
        ("京ICP备123456789号", Places(9)),
        ("京ICP备12345678号-", Form(Filing)),
        ("京ICP备12345678号-0", Form(Filing)),
        ("京公网安备11010802020134号", Form(Filing)),
        ("ICP备12345678号", Form(Filing)),
        ("京ICP备1234****号", Masked),
        ("?ICP备12345678号", Lost),
        ("45321", Form(Filing)),
        ("-1", Form(Filing)),
    ] {
        assert_eq!(damage(Filing, text), Some(wanted), "{text}");
    }
    for text in [
        "",
        "京ICP备12345678号",
        "京ICP备05012345号",
        "京ICP备2026000001号-1",
        "粤icp备２０２６０００００１号－１",
        "粤ICP备2026000001号—1A",
        "京ICP备12345678",
        "川ICP备12345678号",
        "京ICP证030173号-1",
        "粤B2-20090059-5",
    ] {
        assert_eq!(damage(Filing, text), None, "{text}");
    }
}

#[test]
fn words_order_numbers_people_and_secrets_are_judged_by_what_damages_them_alone() {
    use Damage::*;
    for (kind, text, wanted) in [
        (Words, "#N/A", Some(ErrorValue)),
        (Words, "######", Some(ErrorValue)),
        (Words, "甲\u{FFFD}公司", Some(Lost)),
        (Words, "????", Some(Lost)),
        (Words, "=\"甲公司\"", Some(Formula)),
        (Words, "3.30106E+17", Some(Exponent)),
        (Words, "无", None),
        (Words, "=1+1", None),
        (Words, "'甲", None),
        (Words, "2026/1/5", None),
        (Words, "13,800,138,000", None),
        (Words, "?", None),
        (Words, "C#", None),
        (Words, "163", None),
        (OrderNo, "1.02E+04", Some(Exponent)),
        (OrderNo, "10224.0", Some(Decimal)),
        (OrderNo, "=\"10224\"", Some(Formula)),
        (OrderNo, "'10224", Some(Quoted)),
        (OrderNo, "10,224", Some(Thousands)),
        (OrderNo, "ICP-10224", None),
        (OrderNo, "2026-01-05", None),
        (OrderNo, "2026.15", None),
        (OrderNo, "12E5", None),
        (OrderNo, "无", None),
        (Person, "1.38E+10", Some(Exponent)),
        (Person, "13800138000.0", Some(Decimal)),
        (Person, "p1", None),
        (Person, "王小明", None),
        (Person, "1380013800", None),
        (Secret, "1.23E+11", Some(Exponent)),
        (Secret, "=\"012345\"", Some(Formula)),
        (Secret, "######", Some(ErrorValue)),
        (Secret, "????", None),
        (Secret, "=x'9", None),
        (Secret, "12,345", None),
        (Secret, "无", None),
    ] {
        assert_eq!(damage(kind, text), wanted, "{kind:?} {text}");
    }
}

#[test]
fn an_id_number_that_ends_in_zeros_by_nature_stays_possible() {
    // Order code 100 or so, and a check digit 0.
    let all = (1..=9).map(|order| format!("33010619850612{order}00"));
    let natural: Vec<String> =
        all.filter(|body| check_digit(body) == Some('0')).map(|body| format!("{body}0")).collect();
    let days = (10..29).flat_map(|day| (1..=9).map(move |order| format!("330106198506{day}{order}00")));
    let natural: Vec<String> = natural
        .into_iter()
        .chain(days.filter(|body| check_digit(body) == Some('0')).map(|body| format!("{body}0")))
        .collect();
    assert!(!natural.is_empty());
    for number in natural {
        assert_eq!(damage(Certificate, &number), None, "{number}");
    }
}

#[test]
fn no_sentence_is_empty_and_none_quotes_the_value() {
    use Damage::*;
    let all = [
        ErrorValue,
        Lost,
        Formula,
        Quoted,
        Exponent,
        Decimal,
        Thousands,
        Rounded,
        Date,
        Nothing,
        Masked,
        LostZero,
        Places(17),
        Form(Certificate),
    ];
    for damage in all {
        for kind in [Words, OrderNo, Person, Secret, Certificate, Phone, Filing] {
            let (found, mend) = (damage.found(), damage.mend(kind));
            for text in [found.zh, found.en, mend.zh, mend.en] {
                assert!(!text.is_empty(), "{damage:?}");
            }
        }
    }
}

/// An ID number whose check digit is right.
fn id(region: u32, day: u32, order: u32) -> String {
    let body = format!("{region:06}19{day:06}{order:03}");
    format!("{body}{}", check_digit(&body).unwrap())
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*|[0-9Ee.+,*'\"=#/-]*") {
        for kind in [Words, OrderNo, Person, Secret, Certificate, Phone, Filing] {
            let _ = damage(kind, &text);
        }
    }

    #[test]
    fn right_id_numbers_pass_and_what_a_spreadsheet_makes_of_them_does_not(
        region in 110_000_u32..660_000, year in 30_u32..99, month in 1_u32..13, day in 1_u32..29, order in 1_u32..1000
    ) {
        let number = id(region, year * 10_000 + month * 100 + day, order);
        prop_assert_eq!(damage(Certificate, &number), None, "{}", number);
        if let Ok(value) = number.parse::<f64>() {
            let shown = format!("{value:e}").replace('e', "E+");
            prop_assert!(damage(Certificate, &shown).is_some(), "{}", shown);
        }
        let cut = format!("{}000", &number[..15]);
        let right = check_digit(&cut[..17]) == Some('0') && &cut[14..17] != "000";
        // Or it reads as a credit code, whose check character fits by chance.
        let is_code = CreditCode::read(&cut).is_valid();
        prop_assert!(right || is_code || damage(Certificate, &cut).is_some(), "{}", cut);
    }

    #[test]
    fn mobile_numbers_pass_and_what_a_spreadsheet_makes_of_them_does_not(tail in 1_u32..99_999_999) {
        let number = format!("138{tail:08}");
        prop_assert_eq!(damage(Phone, &number), None, "{}", number);
        for shown in [format!("{number}.0"), format!("'{number}"), format!("={number}"), number[..10].to_owned()] {
            prop_assert!(damage(Phone, &shown).is_some(), "{}", shown);
        }
    }
}
