//! The templates that are shipped, what a folder may change in them, and how a text message is cut.

use super::*;
use crate::catalog::Layer;

fn with(name: &str, text: &str) -> Result<Catalog, Broken> {
    let files = vec![(name.to_owned(), text.to_owned())];
    Catalog::layered(&[Layer { folder: "own".into(), files }])
}

#[test]
fn every_kind_has_one_template_and_every_profile_names_known_events() {
    let catalog = Catalog::embedded().unwrap();
    for kind in NoticeKind::ALL {
        let count = catalog.notices.iter().filter(|template| template.event == kind).count();
        assert_eq!(count, 1, "{kind:?}");
    }
    assert!(catalog.profiles.values().all(|profile| !profile.notices.is_empty()));
}

#[test]
fn a_folder_changes_one_text_and_the_others_stay() {
    let own = "[[notice]]\nevent = \"expired\"\nshort = \"订单{order_no}已关闭\"\n";
    let catalog = with("notices.toml", own).unwrap();
    let (own, embedded) = (catalog.notice(NoticeKind::Expired).unwrap(), Catalog::embedded().unwrap());
    assert_eq!(own.short, "订单{order_no}已关闭");
    assert_eq!(own.text, embedded.notice(NoticeKind::Expired).unwrap().text);
    let phrase = "[[phrase]]\nkey = \"no_duty\"\ntext = \"谢谢。\"\n";
    assert_eq!(with("notice_phrases.toml", phrase).unwrap().phrase("no_duty", &Values::new()), "谢谢。");
}

#[test]
fn what_can_not_be_sent_is_refused_with_file_and_field() {
    let long = "字".repeat(300);
    let row = |field: &str, text: &str| format!("[[notice]]\nevent = \"expired\"\n{field} = \"{text}\"\n");
    for (name, text, wanted) in [
        (
            "notices.toml",
            row("text", "{dayz}"),
            "own/notices.toml, line 1: expired: text: {dayz} is no value",
        ),
        ("notices.toml", row("short", "{notice}"), "expired: short: {notice} is no value"),
        ("notices.toml", row("short", &long), "short: with usual values it needs 5 parts"),
        ("notices.toml", row("subject", " "), "subject: it is empty"),
        ("notices.toml", row("subject", "{days"), "subject: a brace stands alone"),
        ("notices.toml", "[[notice]]\nevent = \"expired\"\noff = true\n".into(), "has no row for expired"),
        ("notices.toml", row("sort", "x"), "unknown field"),
        ("notices.toml", "[[notice]]\nevent = \"birthday\"\n".into(), "birthday"),
        ("notice_phrases.toml", "[[phrase]]\nkey = \"duty\"\ntext = \"{x}\"\n".into(), "duty: text: {x}"),
        ("notice_phrases.toml", "[[phrase]]\nkey = \"x\"\ntext = \"x\"\n".into(), "no notice has a phrase"),
        ("notice_phrases.toml", "[[phrase]]\nkey = \"duty\"\noff = true\n".into(), "phrase duty is missing"),
    ] {
        let error = with(name, &text).unwrap_err().to_string();
        assert!(error.contains(wanted), "{wanted}: {error}");
    }
}

#[test]
fn values_are_filled_in_and_nothing_in_a_value_is_a_placeholder() {
    let values = Values::from([("name", "{order_no}".to_owned()), ("order_no", "N1".to_owned())]);
    assert_eq!(fill("{name}：{order_no}，{other}。", &values), "{order_no}：N1，{other}。");
    assert_eq!(fill("开{头", &values), "开{头");
}

#[test]
fn a_text_message_is_cut_into_numbered_parts_that_fit() {
    assert_eq!(parts(&"字".repeat(70)).len(), 1);
    for (text, count) in [
        ("字".repeat(71), 2),
        ("字".repeat(130), 2),
        ("字".repeat(131), 3),
        // Two units each: a part must not end within one.
        ("𠮷".repeat(70), 3),
        ("a".repeat(70 * 12), 14),
        (format!("字{}", "\u{301}".repeat(200)), 4),
    ] {
        let found = parts(&text);
        assert_eq!(found.len(), count, "{text}");
        assert!(found.iter().all(|part| units(part) <= PART), "{found:?}");
        let whole: String = found.iter().map(|part| part.split_once(')').unwrap().1).collect();
        assert_eq!(whole, text);
        assert!(found[0].starts_with(&format!("(1/{count})")));
    }
}
