use super::*;
use proptest::prelude::*;

#[test]
fn the_table_is_sorted_and_apart() {
    for pair in HIDDEN.windows(2) {
        assert!(pair[0].0 <= pair[0].1 && pair[0].1 < pair[1].0, "{pair:X?}");
    }
}

#[test]
fn ordinary_text_passes_untouched() {
    for text in [
        "北京紫荆网络有限公司",
        "张三（法定代表人），电话：086-010-12345678。",
        "Ünïcode, naïve café — “quotes” … ㎡ ～ ① 𠮷",
        "이름 が ﾞ नमस्ते ภาษาไทย",
        "",
    ] {
        assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text}");
        assert_eq!(hidden_count(text), 0, "{text}");
    }
}

#[test]
fn hidden_characters_become_marks() {
    for (text, shown) in [
        ("\u{1b}[31mred", "⟨U+001B⟩[31mred"),
        ("a\tb\r\nc", "a⟨U+0009⟩b⟨U+000D⟩⟨U+000A⟩c"),
        ("\u{9b}2J", "⟨U+009B⟩2J"),
        ("公司\u{202e}gpj.exe", "公司⟨U+202E⟩gpj.exe"),
        ("a\u{200b}b\u{feff}c\u{ad}", "a⟨U+200B⟩b⟨U+FEFF⟩c⟨U+00AD⟩"),
        ("葛\u{e0100}", "葛⟨U+E0100⟩"),
        ("\u{e0041}", "⟨U+E0041⟩"),
        ("\u{2066}x\u{2069}\u{2028}", "⟨U+2066⟩x⟨U+2069⟩⟨U+2028⟩"),
        ("👨\u{200d}👩", "👨⟨U+200D⟩👩"),
        ("\u{e000}\u{10ffff}\u{fdd0}\u{7f}", "⟨U+E000⟩⟨U+10FFFF⟩⟨U+FDD0⟩⟨U+007F⟩"),
        ("\u{301}x", "⟨U+0301⟩x"),
        ("e\u{301}", "e\u{301}"),
    ] {
        assert_eq!(visible(text), shown);
    }
}

#[test]
fn a_tower_of_combining_marks_is_cut_down() {
    let tower = format!("a{}", "\u{301}".repeat(6));
    assert_eq!(hidden_count(&tower), 2);
}

#[test]
fn lines_stay_lines() {
    assert_eq!(visible_lines("one\r\ntwo\n\u{1b}three\r"), "one\ntwo\n⟨U+001B⟩three⟨U+000D⟩");
    assert_eq!(hidden_count("one\r\ntwo\n"), 0);
    assert_eq!(hidden_count("one\rtwo\u{200b}"), 2);
}

#[test]
fn file_names_are_plain() {
    for (text, name) in [
        ("../../etc/passwd", "etcpasswd"),
        ("..", "_"),
        ("", "_"),
        (" .hidden ", "hidden"),
        ("核验单\u{202e}gpj.exe", "核验单gpj.exe"),
        ("C:\\a*?.jpg", "Ca.jpg"),
    ] {
        assert_eq!(file_name(text), name);
    }
    assert!(file_name(&"字".repeat(500)).len() <= LONGEST_FILE_NAME);
}

#[test]
fn cells_are_no_formulas() {
    for (text, cell) in [
        ("plain", "plain"),
        ("=1+1", "\"'=1+1\""),
        ("  @SUM(A1)", "\"'  @SUM(A1)\""),
        ("＝1", "\"'＝1\""),
        ("\tx", "\"'⟨U+0009⟩x\""),
        ("a,\"b\"", "\"a,\"\"b\"\"\""),
        ("a\nb", "a⟨U+000A⟩b"),
    ] {
        assert_eq!(csv_cell(text), cell);
    }
}

#[test]
fn a_sentence_is_one_line_whatever_it_quotes() {
    let evil = "甲\u{1b}]52;c;AA\u{7}\n错误: 假\r\t\u{9b}2J\u{202e}\u{2028}\u{e0041}";
    let line = Plain::from(format!("没有“{evil}”。"));
    assert_eq!(
        line,
        "没有“甲⟨U+001B⟩]52;c;AA⟨U+0007⟩⟨U+000A⟩错误: 假⟨U+000D⟩⟨U+0009⟩⟨U+009B⟩2J⟨U+202E⟩⟨U+2028⟩⟨U+E0041⟩”。"
    );
    let lines = Plain::lines([line.clone(), Plain::from("后")]);
    assert_eq!(lines.lines().collect::<Vec<_>>(), [line.as_str(), "后"]);
    assert_eq!(lines.walled(), lines.as_str());
    assert_eq!(Plain::text("一\r\n二\t"), "一\n二⟨U+0009⟩");
}

#[test]
fn a_quoted_value_is_bounded_and_kept_as_it_was() {
    let long = "长".repeat(5000);
    assert_eq!(Foreign::from(long.as_str()).to_string().chars().count(), 81);
    assert_eq!(Foreign::said(&long).to_string().chars().count(), 1001);
    let path = Foreign::place(&format!("{long}/\u{1b}end"));
    assert!(path.to_string().starts_with('…') && path.to_string().ends_with("/⟨U+001B⟩end"));
    assert_eq!(path.raw(), format!("{long}/\u{1b}end"));
    assert_eq!(serde_json::to_value(Foreign::from("a\u{1b}")).unwrap(), "a\u{1b}");
    assert!(!format!("{:?}", Foreign::from("a\u{1b}\n")).contains(['\u{1b}', '\n']));
}

#[test]
fn no_cell_of_a_row_is_a_formula_or_more_than_one_cell() {
    let cells = [
        "=1+1",
        "+86 138",
        "-2",
        "@SUM(A1)",
        "＝1",
        "－1",
        "﹦1",
        " =1",
        "\u{3000}=1",
        "\"=1+1\"",
        " \"a",
        "a\tb\nc",
    ];
    for cell in cells {
        let row = Plain::row(&[&"N", &cell, &""]);
        let parts: Vec<&str> = row.split('\t').collect();
        assert_eq!(parts.len(), 3, "{row:?}");
        assert!(parts[1].starts_with('\'') || cell.starts_with('a'), "{row:?}");
        assert_eq!(row.walled(), row.as_str());
    }
    for cell in ["-", "+", "–", "", "甲=乙", "2026-11-16", "r1", "'x", "a\"b"] {
        assert_eq!(Plain::row(&[&cell]), cell, "{cell:?}");
    }
    for cell in ["-", "+"] {
        assert_eq!(csv_cell(cell), cell);
    }
}

#[test]
fn json_reads_back_as_what_it_was() {
    let tower = format!("\u{301}a{}", "\u{301}".repeat(500));
    let value = serde_json::json!({ "a\u{202e}": "恶\u{9b}31m\u{1b}\u{e0041}\n尾\"\u{301}", tower.as_str(): [tower.as_str(), "é"] });
    for json in [Plain::json(&value).unwrap(), Plain::json_line(&value).unwrap()] {
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), value);
        assert_eq!(json.walled(), json.as_str());
        assert!(!json.contains(&"\u{301}".repeat(5)), "{json}");
    }
    assert!(!Plain::json_line(&value).unwrap().contains('\n'));
}

#[test]
fn full_width_keys_fold() {
    for (typed, key) in
        [('ａ', 'a'), ('Ｚ', 'Z'), ('９', '9'), ('？', '?'), ('　', ' '), ('字', '字'), ('a', 'a')]
    {
        assert_eq!(half_width(typed), key);
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        '\0', '\t', '\n', '\r', '\u{1b}', '\u{7f}', '\u{9b}', '\u{200b}', '\u{202e}', '\u{301}', '中', '=',
    ]);
    prop::collection::vec(prop_oneof![any::<char>(), odd], 0..40)
        .prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #[test]
    fn nothing_hidden_comes_out(text in any_text()) {
        prop_assert!(!visible(&text).chars().any(is_hidden));
        prop_assert!(!visible_lines(&text).chars().any(|c| c != '\n' && is_hidden(c)));
        prop_assert!(!csv_cell(&text).chars().any(is_hidden));
        let name = file_name(&text);
        prop_assert!(!name.chars().any(is_hidden) && !name.contains(['/', '\\']) && !name.starts_with('.'));
        prop_assert!(!visible(&text).chars().any(char::is_control));
    }

    #[test]
    fn nothing_that_is_printed_is_marked_by_the_second_wall(texts in prop::collection::vec(any_text(), 1..4)) {
        let cells: Vec<&dyn std::fmt::Display> = texts.iter().map(|text| text as &dyn std::fmt::Display).collect();
        let value = serde_json::json!({ "texts": texts });
        let json = Plain::json(&value).unwrap();
        prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(&json).unwrap(), &value);
        let row = Plain::row(&cells);
        prop_assert_eq!(row.split('\t').count(), cells.len());
        let lines = Plain::lines(&texts);
        prop_assert_eq!(lines.split('\n').count(), cells.len());
        for plain in [row, lines, json, Plain::text(&texts[0])] {
            prop_assert_eq!(plain.walled(), plain.as_str());
            prop_assert!(!plain.chars().any(|c| is_hidden(c) && !"\n\t".contains(c)));
        }
        let quoted = Foreign::from(texts[0].as_str()).to_string();
        prop_assert!(!quoted.chars().any(is_hidden) && quoted.chars().count() <= 81);
    }

    #[test]
    fn showing_twice_changes_nothing(text in any_text()) {
        let once = visible(&text).into_owned();
        prop_assert_eq!(visible(&once), once.as_str());
    }

    #[test]
    fn han_passes(text in "[一-鿿，。！？（）《》、：；]{0,40}") {
        prop_assert!(matches!(visible(&text), Cow::Borrowed(_)));
        prop_assert_eq!(hidden_count(&text), 0);
    }
}

#[test]
fn a_usual_text_has_nothing_to_mark() {
    for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
        let text = format!("甲{c}a");
        assert!(
            !is_usual(&text) || matches!(visible(&text), Cow::Borrowed(_)) && marked(&text).next().is_none(),
            "{c:?}"
        );
        assert!(!is_usual(&text) || !is_hidden(c), "{c:?}");
    }
    for text in [
        "",
        "Abc ~",
        "广州市样本贸易有限公司（简称“甲”）".trim_matches('“'),
        "网站，内容：《说明》。",
        "ＡＢＣ～",
    ] {
        let wanted = !text.contains(['“', '”']);
        assert_eq!(is_usual(text), wanted, "{text}");
    }
    for text in ["\u{3000}", "\u{302a}", "a\nb", "é", "\u{ff61}", "\u{200b}", "〆\u{302d}"] {
        assert!(!is_usual(text), "{text:?}");
    }
}
