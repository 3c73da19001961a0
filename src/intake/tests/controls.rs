//! Control characters: in no name and no number, and in long texts line ends and tabs alone.

use super::fixtures::*;
use serde_json::{Value, json};

type Edit = fn(&mut Value, &str);

const ONE_LINE: [(&str, Edit); 6] = [
    ("people[0].name", |order, text| order["people"][0]["name"] = json!(text)),
    ("people[0].certificate.number", |order, text| order["people"][0]["certificate"]["number"] = json!(text)),
    ("entity.name", |order, text| order["entity"]["name"] = json!(text)),
    ("sites[0].languages[0]", |order, text| order["sites"][0]["languages"] = json!([text])),
    ("access[0].ips[0]", |order, text| order["access"][0]["ips"] = json!([text])),
    ("account.id", |order, text| order["account"]["id"] = json!(text)),
];

const LONG: [(&str, Edit); 4] = [
    ("remark", |order, text| order["remark"] = json!(text)),
    ("entity.business_scope", |order, text| order["entity"]["business_scope"] = json!(text)),
    ("entity.mailing_address.detail", |order, text| {
        order["entity"]["mailing_address"]["detail"] = json!(text)
    }),
    ("cancel_reason", |order, text| order["cancel_reason"] = json!(text)),
];

fn told(edit: Edit, text: &str) -> Vec<String> {
    let mut order = order();
    edit(&mut order, text);
    let home = Home::new();
    match read(&home.package("a", &order)).remove(0) {
        Ok(_) => Vec::new(),
        Err(refused) => sentences(&refused),
    }
}

#[test]
fn no_text_takes_a_control_character() {
    let all = (0..0x20_u8).chain(0x7f..0xa0).map(char::from);
    for c in all.filter(|c| !"\t\n\r".contains(*c)) {
        for (path, edit) in ONE_LINE.into_iter().chain(LONG) {
            let told = told(edit, &format!("甲{c}乙"));
            assert_eq!(told.len(), 1, "{c:?} in {path}: {told:?}");
            let place =
                format!("order.json, {path}: found 1 control characters, such as U+{:04X}", u32::from(c));
            assert!(told[0].starts_with(&place), "{told:?}");
        }
    }
}

#[test]
fn only_long_texts_have_lines_and_tabs() {
    for (path, edit) in ONE_LINE {
        let told = told(edit, "甲\n乙\t丙\r");
        assert!(told[0].contains(&format!("{path}: found 3 control characters, such as U+000A")), "{told:?}");
    }
    for (path, edit) in LONG {
        assert!(told(edit, "甲\r\n乙\t丙\n").is_empty(), "{path}");
    }
}

#[test]
fn what_is_no_control_character_is_taken() {
    // U+00A0 and © begin with the byte of C1; the rest can't be seen, and is a finding of the rules.
    for text in ["迪丽·热巴", "a\u{a0}b", "©®", "é", "甲\u{200b}乙", "\u{feff}甲", "☀\u{fe0f}", "　甲"]
    {
        assert!(told(ONE_LINE[0].1, text).is_empty(), "{text:?}");
    }
}

#[test]
fn a_supplement_takes_none_either() {
    let mut supplement = supplement();
    supplement["attachments"][0]["owner"] = json!("s\u{0}1");
    let home = Home::new();
    says(&refused(&home.package("a", &supplement)), "attachments[0].owner: found 1 control characters");
}
