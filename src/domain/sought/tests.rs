use super::*;
use crate::domain::diff::leaves;
use std::collections::BTreeSet;

#[test]
fn a_term_is_a_number_or_text_by_its_form_alone() {
    use SoughtForm::{LastFour, Whole};
    for (typed, form) in [
        ("0002", Some(LastFour)),
        (" ００02 ", Some(LastFour)),
        ("00-02", Some(LastFour)),
        ("002x", Some(LastFour)),
        ("07XJ", Some(LastFour)),
        ("ab12", None),
        ("x002", None),
        ("2024年", None),
        ("24", None),
        ("024", None),
        ("10224", None),
        ("102240", None),
        ("13800138000", Some(Whole)),
        ("+86 138 0013 8000", Some(Whole)),
        ("１３８－００１３－８０００", Some(Whole)),
        ("1380013", Some(Whole)),
        ("110105194912310", Some(Whole)),
        ("11010519491231002x", Some(Whole)),
        ("110105 19491231 002X", Some(Whole)),
        ("086-010-80000206", Some(Whole)),
        ("(010) 8000 0206", Some(Whole)),
        ("1234567890123456789", None),
        ("91310115MA1K0207XJ", Some(Whole)),
        ("E12345678", Some(Whole)),
        ("EA1234567", Some(Whole)),
        ("H1234567801", Some(Whole)),
        ("1234567801(B)", Some(Whole)),
        ("USA110190010112", Some(Whole)),
        ("南字第01234567号", Some(Whole)),
        ("ICP-10224", None),
        ("ICP10224", None),
        ("UC2026-0042", None),
        ("UC-2026042", None),
        ("E-12345678", None),
        ("京ICP备2021010204号", None),
        ("163.com", None),
        ("4399.cn", None),
        ("", None),
        ("有限公司", None),
    ] {
        assert_eq!(sought(typed).map(|term| term.form), form, "{typed}");
    }
}

#[test]
fn the_same_number_written_otherwise_has_the_same_key() {
    for (stored, typed) in [
        (
            "13800138000",
            &[
                "138 0013 8000",
                "138-0013-8000",
                "+8613800138000",
                "0086 138 0013 8000",
                "013800138000",
                "８６１３８００１３８０００",
                "(+86)138\u{200b}00138000",
            ][..],
        ),
        (
            "086-010-80000206",
            &["010-80000206", "01080000206", "+86 10 8000 0206", "(010) 80000206", "086-010-80000206-801"],
        ),
        ("0755-86013388转801", &["075586013388", "+86 755 86013388", "8675586013388"]),
        ("+852 9123 4567", &["85291234567", "+852-91234567"]),
    ] {
        let key = phone_number_key(stored);
        for typed in typed {
            let term = sought(typed).unwrap_or_else(|| panic!("{typed} is no number"));
            assert!(term.keys.contains(&key), "{stored} is not found by {typed}");
        }
    }
    for typed in ["11010519491231002x", " 110105 1949 1231 002Ｘ", "110105-19491231-002X"] {
        assert!(sought(typed).unwrap().keys.contains(&document_key("11010519491231002X")), "{typed}");
    }
    assert_eq!(last_four("11010519491231002X").as_deref(), Some("002X"));
    assert_eq!(last_four("123"), None);
    assert_eq!(sought("南字第 01234567 号").unwrap().keys[0], document_key("南字第01234567号"));
}

#[test]
fn the_log_has_no_whole_number() {
    assert_eq!(sought("+86 13800138000").unwrap().told(), "whole 138******00");
    assert_eq!(sought("11010519491231002x").unwrap().told(), "whole 110*************2X");
    assert_eq!(sought("002x").unwrap().told(), "last_four");
    assert_eq!(format!("{:?}", sought("13800138000").unwrap()), "Sought(Whole)");
}

#[allow(clippy::disallowed_methods, reason = "a test reads the orders that come with the program")]
fn orders() -> Vec<Order> {
    let folders = ["samples", "examples"].iter().flat_map(|folder| {
        std::fs::read_dir(format!("{}/assets/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    });
    let texts =
        folders.filter_map(|dir| std::fs::read_to_string(dir.unwrap().path().join("order.json")).ok());
    texts.filter_map(|text| serde_json::from_str(&text).ok()).collect()
}

#[test]
fn every_personal_number_of_an_order_can_be_searched_and_reads_as_a_number() {
    let orders = orders();
    assert!(orders.len() > 30);
    for order in &orders {
        let is_number = |path: &str| {
            matches!(personal(order, path), Some(Personal::IdNumber | Personal::Phone))
                || path.ends_with("certificate.number")
        };
        let leaves = leaves(order);
        let all: BTreeSet<&str> =
            leaves.iter().filter(|(path, _)| is_number(path)).map(|(_, value)| value.as_str()).collect();
        let found: BTreeSet<&str> = numbers(order).into_iter().map(|(_, number)| number).collect();
        assert!(found.is_superset(&all), "{}: {:?}", order.order_no, all.difference(&found));
        for (written, number) in numbers(order) {
            let key = match written {
                NumberOf::Document => document_key(number),
                NumberOf::Phone => phone_number_key(number),
            };
            let whole = sought(number).unwrap_or_else(|| panic!("{number} is no number"));
            assert!(whole.form == SoughtForm::Whole && whole.keys.contains(&key), "{number}");
            let tail = last_four(&key).unwrap();
            assert_eq!(
                sought(&tail).map(|term| (term.form, term.keys)),
                Some((SoughtForm::LastFour, vec![tail.clone()]))
            );
        }
    }
}
