use super::*;

/// The personal values of the order below, each in the ways in which people write it.
const SPELLINGS: [(&str, &[&str]); 7] = [
    (
        "id",
        &[
            "330106198506120154",
            "330106 19850612 0154",
            "330106-19850612-0154",
            "330106.19850612.0154",
            "３３０１０６１９８５０６１２０１５４",
            "3 3 0 1 0 6 1 9 8 5 0 6 1 2 0 1 5 4",
            "330106\u{200b}19850612\u{200b}0154",
            "330106850612015",
            "330106 850612 015",
            "330106198506120155",
            "三三〇一〇六一九八五〇六一二〇一五四",
            "330106，19850612，0154",
        ],
    ),
    (
        "mobile",
        &[
            "13810009001",
            "138-1000-9001",
            "138 1000 9001",
            "138.1000.9001",
            "138－1000－9001",
            "138—1000—9001",
            "１３８１０００９００１",
            "①③⑧10009001",
            "+8613810009001",
            "+86 138 1000 9001",
            "+86-138-1000-9001",
            "008613810009001",
            "0086 138 1000 9001",
            "(+86)13810009001",
            "86 13810009001",
            "1 3 8 1 0 0 0 9 0 0 1",
            "一三八一〇〇〇九〇〇一",
            "壹叁捌壹零零零玖零零壹",
            "幺三八幺洞洞洞九洞洞幺",
            "❶❸❽❶⓿⓿⓿❾⓿⓿❶",
            "138，1000，9001",
            "138、1000、9001",
            "138|1000~9001",
        ],
    ),
    (
        "landline",
        &[
            "086-0571-80009001",
            "0571-80009001",
            "0571 8000 9001",
            "(0571)80009001",
            "（0571）80009001",
            "057180009001",
            "+86 571 80009001",
            "０５７１－８０００９００１",
        ],
    ),
    (
        "email",
        &[
            "lin.zhixing@shanshui-sample.cn",
            "LIN.ZHIXING@SHANSHUI-SAMPLE.CN",
            "lin.zhixing @ shanshui-sample.cn",
            "ｌｉｎ.zhixing＠shanshui-sample.cn",
            "lin.zhixing@shanshui-sample .cn",
        ],
    ),
    ("passport", &["E12345678", "e12345678", "E 1234 5678", "Ｅ１２３４５６７８", "E-12345678"]),
    ("password", &["Secr3tPw", "Secr3t Pw", "Ｓｅｃｒ３ｔＰｗ"]),
    ("code", &["AUTHCODE99", "AUTHCODE-99", "authcode99"]),
];

fn order() -> Order {
    let mut order: Order =
        serde_json::from_str(include_str!("../../../assets/examples/first_filing/order.json")).unwrap();
    let mut other = order.people[0].clone();
    let person = &mut order.people[0];
    person.certificate.number = "330106198506120154".into();
    person.mobile = "13810009001".into();
    person.office_phone = Some("086-0571-80009001".into());
    person.email = "lin.zhixing@shanshui-sample.cn".into();
    other.id = "p9".into();
    other.mobile = "13780009009".into();
    other.certificate.kind = "passport".into();
    other.certificate.number = "E12345678".into();
    order.people.push(other);
    order.curtain_request = None;
    order.access[0].authorization_code = Some("AUTHCODE99".into());
    order.filed = Some(serde_json::from_value(serde_json::json!({ "password": "Secr3tPw" })).unwrap());
    order
}

/// The value itself, without the country before it.
fn cores(what: &str) -> &'static [&'static str] {
    match what {
        "id" => &["330106198506120154", "330106850612015"],
        "mobile" => &["13810009001"],
        "landline" => &["80009001", "057180009001"],
        "email" => &["lin.zhixing@shanshui-sample.cn"],
        "passport" => &["E12345678"],
        "password" => &["Secr3tPw"],
        _ => &["AUTHCODE99"],
    }
}

/// What of a value still stands in a text: so many of its letters and digits in a row.
fn longest_left(value: &str, shown: &str) -> usize {
    let (value, shown) = (fold::solid(value), fold::solid(shown));
    let runs = (0..value.len()).flat_map(|from| (from + 1..=value.len()).map(move |to| from..to));
    runs.filter(|run| shown.windows(run.len()).any(|part| part == &value[run.clone()]))
        .map(|run| run.len())
        .max()
        .unwrap_or(0)
}

#[test]
fn only_head_and_tail_stay() {
    for (kind, value, shown) in [
        (Personal::IdNumber, "11010519491231002X", "110*************2X"),
        (Personal::Phone, "13800138000", "138******00"),
        (Personal::Email, "zhang.san@example.cn", "z********@example.cn"),
        (Personal::Email, "a@b.cn,evil@x.cn", "a**********@x.cn"),
        (Personal::Email, "broken", "b*****"),
        (Personal::Secret, "abc", "********"),
        (Personal::Phone, "123", "1**"),
    ] {
        assert_eq!(masked(kind, value), shown);
    }
}

#[test]
fn own_values_are_hidden_in_every_spelling() {
    let masks = Masks::of(&order());
    for (what, spellings) in SPELLINGS {
        for spelling in spellings {
            for text in [
                (*spelling).to_owned(),
                format!("前{spelling}后"),
                format!("a {spelling}，b"),
                format!("x{spelling}"),
                format!("{spelling}{spelling}"),
                format!("20261130 {spelling} 2026-11-30"),
            ] {
                let shown = masks.hide(&text);
                let most = if what == "email" { "shanshui-sample.cn".len() + 1 } else { 4 };
                let left = cores(what).iter().map(|core| longest_left(core, &shown)).max().unwrap();
                assert!(left <= most, "{what}: {text} → {shown}");
            }
        }
    }
}

#[test]
fn everybodys_numbers_are_hidden() {
    let kinds = ["id", "mobile", "landline", "email"];
    for (what, spellings) in SPELLINGS.into_iter().filter(|(what, _)| kinds.contains(what)) {
        for spelling in spellings {
            for text in [
                (*spelling).to_owned(),
                format!("前{spelling}后"),
                format!("a {spelling}，b"),
                format!("{spelling}；{spelling}"),
                format!("于 2026-11-30 {spelling}"),
            ] {
                // A broken host is known by its own order alone.
                // So are numbers with signs between that part two numbers elsewhere.
                if spelling.contains(" .cn") || spelling.contains(['，', '、', '|']) {
                    continue;
                }
                let shown = without_personal(&text);
                let most = if what == "email" { "shanshui-sample.cn".len() + 1 } else { 4 };
                let left = cores(what).iter().map(|core| longest_left(core, &shown)).max().unwrap();
                assert!(left <= most, "{what}: {text} → {shown}");
            }
        }
    }
    for (text, wanted) in [
        ("证件号 11010519491231002X 有误", "证件号 110*************2X 有误"),
        ("证件号11010519491231002x。", "证件号110*************2x。"),
        ("少一位校验 110105194912310021", "少一位校验 110*************21"),
        ("改打13810000201，座机 01012345678", "改打138******01，座机 010******78"),
        ("33010619850612015413810009001", "330*************54138******01"),
        ("13810009001330106198506120154", "138******01330*************54"),
        ("1381000900113911112222", "138******01139******22"),
        ("香港 +852 2345 6789", "香港 +85*********89"),
        ("护照号：E12345678", "护照号：E********"),
        ("passport no. G87654321", "passport no. G********"),
        ("台胞证 12345678", "台胞证 1*******"),
        ("证件 H12345678 已过期", "证件 H******** 已过期"),
        ("用户@例子.中国", "用*@例子.中国"),
        ("站13810009001", "站138******01"),
        ("http://13810009001.cn", "http://138******01.cn"),
        ("wx_13810009001", "wx_138******01"),
        ("a@13810009001.cn", "*@138******01.cn"),
        ("", ""),
    ] {
        assert_eq!(without_personal(text), wanted);
    }
}

#[test]
fn what_only_looks_alike_stays() {
    let order = order();
    for text in [
        "订单 202611300123456789",
        "订单 ICP-10224、UC20261130000123、20261130138100090",
        "91110105MA01ABCDE0 京ICP备12345678号-1",
        "91330106MA2B90018B 12330106470123456X",
        "京ICP备14012345号-123",
        "京ICP证130123号",
        "浙公网安备33010602001234号",
        "粤B2-20090059-111",
        "shanshui-sample.cn www.12306.cn 163.com",
        "2026-11-30 2026/11/30 2026.11.30 20261130 2026年11月30日",
        "2026-11-20T03:00:13.912345678Z",
        "1995-12-15 100人 1990-2000 138元",
        "19951215 100人",
        "203.0.113.201 138.100.90.100 10.0.0.1-10.0.0.254 192.168.100.100/24",
        "2001:db8::1381:9001",
        "019a8b2c-1381-7000-8021-139111122223",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c13812345678a08",
        "注册资本 10000000 元，电话另附",
        "执照注册号 330106850612123",
        "有效期 2012-04-16 至 2032-04-16",
        "价格@100 张三@李四",
        "护照有效期至 20320416",
        "AB:CD:13:81:00:09:00:1F",
        "杭州市西湖区文三路1号2幢301室",
    ] {
        assert_eq!(without_personal(text), text);
        assert_eq!(Masks::of(&order).hide(text), text);
    }
}

#[test]
fn a_revealed_value_stands_in_the_clear_and_no_other() {
    let masks = Masks::of(&order());
    let text = "13810009001，330106198506120154，13911112222";
    let shown = masks.hide_but(text, |path| path == "people[0].mobile");
    assert_eq!(shown, "13810009001，330*************54，139******22");
}

#[test]
fn a_changed_value_is_what_its_field_is() {
    let mut order = order();
    let change = |field: &str, to: &str| {
        serde_json::from_value(
            serde_json::json!({ "part": "entity", "field": field, "from": null, "to": to }),
        )
        .unwrap()
    };
    order.changes = vec![
        change("people[9].mobile", "13933334444"),
        change("filed.password", "NewPw888"),
        change("证件号码", "330106198506120154"),
        change("证件号码", "91330106MA2B90018B"),
        change("entity.name", "某公司"),
    ];
    let kinds: Vec<Option<Personal>> =
        (0..5).map(|at| personal(&order, &format!("changes[{at}].to"))).collect();
    assert_eq!(kinds[..3], [Some(Personal::Phone), Some(Personal::Secret), Some(Personal::IdNumber)]);
    assert_eq!(kinds[4], None);
    let paths: Vec<String> = secrets(&order).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["filed.password", "access[0].authorization_code", "changes[1].to"]);
}

#[test]
fn personal_values_of_an_order_are_masked_wherever_they_stand() {
    let order = serde_json::json!({
        "order": {
            "entity": { "name": "甲公司", "certificate": { "type": "id_card", "number": "11010519491231002X" } },
            "people": [{ "name": "王", "mobile": "13800138000", "certificate": { "number": "11010519491231002X" } }],
            "filed": { "password": "secret", "entity_number": "京ICP备12345678号" },
            "access": [{ "ips": ["10.0.0.1"] }]
        },
        "changes": [{ "path": "people[0].mobile", "before": "13800138000", "after": "13900139000" }]
    });
    let text = value(order).to_string();
    let licence =
        serde_json::json!({ "entity": { "nature": "enterprise", "certificate": { "number": "913502" } } });
    assert!(value(licence).to_string().contains("913502"));
    for hidden in ["11010519491231002X", "13800138000", "13900139000", "secret"] {
        assert!(!text.contains(hidden), "{hidden} in {text}");
    }
    for shown in ["甲公司", "京ICP备12345678号", "10.0.0.1", "138******00"] {
        assert!(text.contains(shown), "{shown} not in {text}");
    }
}

proptest::proptest! {
    /// Most texts are asked only this; it must never miss what a whole look finds.
    #[test]
    fn what_has_few_digits_and_no_at_sign_holds_nothing_personal(
        text in "(护照|passport |证件)?[0-9０-９٣²③@＠﹫.甲aegEx中一三八〇\u{200b} +-]{0,14}",
    ) {
        if !fold::Glance::of(&text).may_be_personal() {
            proptest::prop_assert!(reads::spans(&fold::letters(&text)).is_empty(), "{}", text);
        }
    }

    /// A value is looked for only where the text has each pair of letters that follow each other in it.
    #[test]
    fn a_glance_sees_every_pair_of_letters(text in "[a-cA-CＡ-Ｃａ-ｃ0٣²@＠:：甲一中三\u{200b}\n é.-]{0,24}", from in 0..20_usize, length in 1..9_usize) {
        let solid: Vec<char> =
            fold::letters(&text).iter().filter(|letter| letter.counts()).map(|letter| letter.c).collect();
        let part: Vec<char> = solid.into_iter().skip(from).take(length).collect();
        proptest::prop_assert_eq!(fold::pairs(&part) & !fold::Glance::of(&text).pairs, 0, "{:?} of {}", part, text);
    }

    /// A value is looked for only where the text has each of its letters.
    #[test]
    fn a_glance_sees_every_letter_that_counts(text in "[0-9０-９٣²③@＠:：Ａ-ＣK-M甲aegEx中一三八〇×\u{200b} -]{0,24}") {
        let seen = fold::Glance::of(&text).bits;
        for letter in fold::letters(&text).iter().filter(|letter| letter.counts()) {
            proptest::prop_assert!(fold::bit(letter.c) & seen != 0, "{:?} of {}", letter.c, text);
        }
    }
}

#[test]
fn a_long_text_hides_what_a_short_one_hides() {
    let masks = Masks::of(&order());
    let filler = "青山茶业之网站、".repeat(200);
    for spelling in SPELLINGS.iter().flat_map(|(_, spellings)| *spellings) {
        let short = format!("，{spelling}，");
        let hidden = masks.hide(&short);
        let long = masks.hide(&format!("{filler}{short}{filler}"));
        assert_eq!(long, format!("{filler}{hidden}{filler}"), "{spelling}");
    }
    let own = "，Secr3tPw，AUTHCODE99，lin.zhixing@shanshui-sample.cn，E12345678，";
    let long = masks.hide(&format!("{filler}{own}{filler}"));
    assert_eq!(long, format!("{filler}{}{filler}", masks.hide(own)));
}
