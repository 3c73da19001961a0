//! Findings: going through them, taking their reasons, mending and overruling.

use super::*;
use crate::app::Say;
use crate::app::effect::Mend;
use crate::app::screen::review::findings::Group;
use crate::app::screen::review::testing::findings::{desk_found, found, with_rules};
use crate::domain::checklist::ItemKey;
use crate::domain::finding::{FindingCounts, Overruled};
use crate::domain::rule::How;

fn opened() -> Desk {
    desk_found(Lang::Zh, WIDE, found())
}

fn supervisor() -> Desk {
    let mut desk = Desk::new(Lang::Zh, WIDE);
    with_rules(&mut desk.catalog);
    desk.sign_in_as(&[Role::First, Role::Supervisor]);
    desk.hear(Message::Opened(Box::new(found())));
    desk
}

fn at(desk: &Desk) -> String {
    review(desk).finding().map(|one| one.finding.rule.to_string()).unwrap_or_default()
}

fn standing(desk: &Desk) -> FindingCounts {
    let view = &review(desk).view;
    FindingCounts::of(&view.findings, &view.overruled)
}

/// Answers every item, with a word where one is asked for.
fn pass_with_words(desk: &mut Desk) {
    let count = review(desk).items(&desk.catalog).len();
    desk.keys(&[Char(';'), Tab, Home]);
    assert_eq!(review(desk).panes.focus, Pane::Checklist);
    for _ in 0..count {
        desk.keys(&[Char('p')]);
        if review(desk).dialog.is_some() {
            desk.keys(&text("与主体有关联"));
            desk.keys(&[Enter]);
        }
    }
}

#[test]
fn findings_are_walked_worst_first_and_around() {
    let mut desk = opened();
    let mut codes = Vec::new();
    for _ in 0..9 {
        desk.keys(&[Char(';')]);
        codes.push(at(&desk));
    }
    assert_eq!(codes, ["Z901", "Z902", "Z906", "Z905", "Z903", "Z907", "Z904", "Z903", "Z901"]);
    desk.keys(&[Char(',')]);
    assert_eq!(review(&desk).finding().unwrap().group, Group::Pointer);
    let counts = standing(&desk);
    assert_eq!(
        (counts.block, counts.warn, counts.info, counts.open),
        (4, 1, 1, 1),
        "a pointer is not counted"
    );
}

#[test]
fn a_jump_goes_to_the_field_to_the_reason_and_back() {
    let mut desk = opened();
    desk.keys(&[Char(';'), Char('\'')]);
    assert_eq!(review(&desk).panes.focus, Pane::Order);
    let row = review(&desk).row_at_cursor();
    assert!(
        matches!(&row, Some(Row::Field(field)) if field.path == "people[0].certificate.number"),
        "{row:?}"
    );
    desk.keys(&[Char('\'')]);
    assert_eq!(review(&desk).panes.focus, Pane::Tray);
    assert_eq!(review(&desk).reason_at_cursor(&desk.catalog).unwrap().code.as_str(), "Z901");
    desk.keys(&[Char('\'')]);
    assert_eq!((review(&desk).panes.focus, at(&desk).as_str()), (Pane::Findings, "Z901"));
    desk.keys(&[Char(';'), Char(';'), Char('\'')]);
    assert_eq!(review(&desk).panes.focus, Pane::Evidence);
    assert_eq!(review(&desk).file_at_cursor(), Some(2));
    desk.keys(&[Char('\''), Char('\'')]);
    assert_eq!((review(&desk).panes.focus, at(&desk).as_str()), (Pane::Findings, "Z906"));
}

#[test]
fn blocking_findings_suggest_reasons_that_count_only_once_taken() {
    let mut desk = opened();
    let suggested = review(&desk).suggestions(&desk.catalog);
    let codes: Vec<&str> = suggested.iter().map(|reason| reason.code.as_str()).collect();
    assert_eq!(codes, ["Z901", "Z902", "Z906"], "no assisting, warning or open one");
    assert!(!suggested[0].text.contains("44030519840321003x"), "{}", suggested[0].text);
    assert_eq!(suggested[1].field.as_deref(), Some("网站“青山茶业” 域名"));
    assert!(desk.keys(&[Char('R')]).is_empty());
    assert!(toast(&desk).contains("3 条建议未采纳"), "{}", toast(&desk));
    let saved = last_draft(&desk.keys(&[Char(';'), Char('T')])).unwrap();
    assert_eq!(saved.reasons.len(), 1);
    desk.keys(&[Char('t'), Char('d')]);
    assert!(review(&desk).work.reasons.is_empty());
    assert!(desk.keys(&[Char('d')]).is_empty(), "a suggestion is not removed");
    desk.keys(&[Char('T'), Char('G')]);
    assert_eq!(review(&desk).work.reasons.len(), 3);
    assert!(review(&desk).suggestions(&desk.catalog).is_empty());
    assert!(
        matches!(&desk.keys(&[Char('R')])[..], [Effect::ComposeNotice { reasons, .. }] if reasons.len() == 3)
    );
}

#[test]
fn an_approval_waits_for_every_blocking_finding() {
    let mut desk = opened();
    pass_with_words(&mut desk);
    assert!(decision(&desk.keys(&[Char('A')])).is_none());
    assert!(toast(&desk).contains("3 处阻断发现"), "{}", toast(&desk));
    assert_eq!((review(&desk).panes.focus, at(&desk).as_str()), (Pane::Findings, "Z901"));
    let mut view = found();
    let blocking = view.findings.iter().filter(|finding| finding.is_blocking());
    let words = blocking.map(|finding| Overruled { item: finding.item(), why: "已电话核实".into() });
    view.overruled = words.collect();
    desk.hear(Message::Opened(Box::new(view)));
    assert_eq!(standing(&desk).block, 1, "the assisting one, which was answered");
    let decided = decision(&desk.keys(&[Char('A')])).unwrap();
    let dismissed: ItemKey = "Z905@order".parse().unwrap();
    assert_eq!(decided.answers[&dismissed].note.as_deref(), Some("与主体有关联"));
}

#[test]
fn passing_over_what_the_program_shows_needs_a_word_at_once() {
    let mut desk = opened();
    let items = review(&desk).items(&desk.catalog);
    let place = items.iter().position(|item| item.key.rule.as_str() == "Z905").unwrap();
    desk.keys(&[Home]);
    desk.keys(&vec![Down; place]);
    let key = review(&desk).item_key(&desk.catalog).unwrap();
    assert!(desk.keys(&[Char('p')]).is_empty() && review(&desk).work.answer(&key).is_none());
    assert!(desk.keys(&[Enter]).is_empty(), "an empty word is none");
    desk.keys(&text("青山是商号"));
    desk.keys(&[Enter]);
    assert_eq!(review(&desk).work.answer(&key), Some(Answer::Pass));
    assert_eq!(review(&desk).work.note(&key), Some("青山是商号"));
    let mut fault = opened();
    fault.keys(&[Home]);
    fault.keys(&vec![Down; place]);
    fault.keys(&[Char('f'), Char('1')]);
    assert!(review(&fault).work.reasons[0].text.contains("“青山”"), "the finding's own words");
}

#[test]
fn only_a_supervisor_overrules_and_says_why() {
    let mut plain = opened();
    assert!(plain.keys(&[Char(';'), Char('Y')]).is_empty());
    assert!(toast(&plain).contains("由主管办理"), "{}", toast(&plain));
    let mut desk = supervisor();
    desk.keys(&[Char(';'), Char('Y'), Enter]);
    assert!(matches!(review(&desk).dialog, Some(Dialog::Typing(_))));
    desk.keys(&text("核对原件无误"));
    let item = review(&desk).finding().unwrap().finding.item();
    let why = "核对原件无误".to_owned();
    assert!(desk.keys(&[Enter]).contains(&Effect::Overrule { id: OrderId(7), item, why }));
    desk.keys(&[Char(';'), Char(';'), Char(';'), Char('Y')]);
    assert!(toast(&desk).contains("不是阻断"), "{}", toast(&desk));
}

#[test]
fn a_mend_on_offer_is_revealed_shown_and_done_by_a_second_key() {
    let mut desk = opened();
    let field = "people[0].certificate.number".to_owned();
    let effects = desk.keys(&[Char(';'), Char('F')]);
    assert!(effects.contains(&Effect::Reveal { id: OrderId(7), field: field.clone() }), "{effects:?}");
    assert!(review(&desk).dialog.is_none());
    desk.hear(Message::Revealed { id: OrderId(7), field: field.clone(), value: "44030519840321003x".into() });
    assert!(matches!(&review(&desk).dialog, Some(Dialog::Fix(_))));
    assert!(desk.keys(&[Enter]).is_empty());
    let change = Mend { path: field, to: Some("44030519840321003X".into()), rule: Some("Z901".into()) };
    assert_eq!(desk.keys(&[Char('F')]), [Effect::Amend { id: OrderId(7), changes: vec![change] }]);
    assert!(review(&desk).dialog.is_none());
    desk.keys(&[Char(';'), Char('F')]);
    assert!(toast(&desk).contains("没有可直接采用的改法"), "{}", toast(&desk));
}

#[test]
fn a_field_is_mended_by_hand_and_comes_back_where_it_is_refused() {
    let mut desk = opened();
    desk.keys(&[Char(';'), Char(';'), Char('E')]);
    assert!(
        matches!(&review(&desk).dialog, Some(Dialog::Typing(typing)) if typing.text(0) == "qingshan-tea.cn")
    );
    assert!(desk.keys(&[Enter]).is_empty());
    assert!(matches!(&review(&desk).dialog, Some(Dialog::Typing(typing)) if typing.problem.is_some()));
    desk.keys(&[Ctrl('u')]);
    desk.keys(&text("example.cn"));
    let effects = desk.keys(&[Enter]);
    let path = "sites[0].domains[0].name".to_owned();
    let change = Mend { path, to: Some("example.cn".into()), rule: Some("Z902".into()) };
    assert!(effects.contains(&Effect::Amend { id: OrderId(7), changes: vec![change] }), "{effects:?}");
    desk.hear(Message::Refused("域名格式不对。".into()));
    assert!(matches!(&review(&desk).dialog, Some(Dialog::Typing(typing)) if typing.text(0) == "example.cn"));
    desk.keys(&[Enter]);
    desk.hear(Message::Done("已协助更改".into()));
    assert!(review(&desk).dialog.is_none());
}

#[test]
fn rows_of_several_fields_and_lists_are_mended_part_by_part() {
    use crate::app::screen::review::mend::Mending;
    let order = found().order;
    let address = Mending::of(&order, "entity.mailing_address", None);
    let mut texts = address.texts(&order);
    assert_eq!(texts.len(), 4);
    texts[3].push('A');
    let changes = address.changes(&order, &texts);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].path, "entity.mailing_address.detail");
    let ips = Mending::of(&order, "access[0].ips", None);
    let before = ips.texts(&order)[0].clone();
    let more = ips.changes(&order, &[format!("{before}\n106.75.1.2")]);
    assert_eq!((more.len(), more[0].to.as_deref()), (1, Some("106.75.1.2")));
    let fewer = ips.changes(&order, &[String::new()]);
    assert!(!fewer.is_empty() && fewer.iter().all(|change| change.to.is_none()));
}

#[test]
fn without_consent_or_terms_nothing_is_mended() {
    let mut view = found();
    view.order.consents.assisted_amendment = None;
    let mut desk = desk_found(Lang::Zh, WIDE, view);
    for key in ['E', 'F'] {
        assert!(desk.keys(&[Char(';'), Char(key)]).is_empty());
        assert!(toast(&desk).contains("未同意") || key == 'F', "{}", toast(&desk));
        desk.keys(&[Char(',')]);
    }
    let mut view = found();
    view.order.profile = "tencent-mini-program".into();
    let mut desk = desk_found(Lang::Zh, WIDE, view);
    desk.keys(&[Char(';'), Char('E')]);
    assert!(toast(&desk).contains("条款"), "{}", toast(&desk));
    let mut view = found();
    view.row.holder = None;
    let mut desk = desk_found(Lang::Zh, WIDE, view);
    desk.keys(&[Char(';'), Char('E')]);
    assert!(toast(&desk).contains("领取"), "{}", toast(&desk));
}

#[test]
fn what_was_mended_is_shown_and_old_values_are_hidden_again() {
    let mut desk = opened();
    let field = "people[0].certificate.number".to_owned();
    desk.hear(Message::Revealed { id: OrderId(7), field: field.clone(), value: "44030519840321003x".into() });
    let mut view = found();
    view.order.people[0].certificate.number = "44030519840321003X".into();
    view.findings.remove(0);
    view.amendments = vec![crate::domain::amendment::Amendment {
        path: field.clone(),
        before: Some("44030519840321003x".into()),
        after: Some("44030519840321003X".into()),
        rule: Some("Z901".into()),
    }];
    desk.hear(Message::Opened(Box::new(view)));
    assert!(review(&desk).clear(&field).is_none());
    assert!(review(&desk).rows().iter().any(|row| matches!(row, Row::Amended(0))));
}

#[test]
fn the_list_of_documents_turns_from_files_to_what_is_needed_to_all() {
    let mut desk = opened();
    desk.keys(&[Char('M')]);
    assert_eq!(review(&desk).panes.focus, Pane::Evidence);
    assert_eq!(review(&desk).entries().len(), 5);
    assert!(review(&desk).file_at_cursor().is_none(), "what is missing comes first");
    desk.keys(&[Down]);
    assert_eq!(review(&desk).file_at_cursor(), Some(1));
    desk.keys(&[Char('M')]);
    assert_eq!(review(&desk).entries().len(), 6);
    desk.keys(&[Char('M')]);
    assert!(review(&desk).entries().len() > 6);
}

#[test]
fn the_rule_of_what_lies_under_the_cursor_is_explained() {
    let mut desk = opened();
    desk.keys(&[Char(';'), Char(';'), Char('x')]);
    let shown = |desk: &Desk| match &review(desk).dialog {
        Some(Dialog::Page(super::super::dialog::Page::Rule(key, _))) => key.rule.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(shown(&desk), "Z902");
    desk.keys(&[Esc, Char('t'), Char('x')]);
    assert_eq!(shown(&desk), "Z901");
}

#[test]
fn answers_to_items_that_are_gone_are_not_sent() {
    let mut desk = opened();
    pass_with_words(&mut desk);
    let mut view = found();
    view.findings.clear();
    desk.hear(Message::Opened(Box::new(view)));
    let decided = decision(&desk.keys(&[Char('A')])).unwrap();
    assert!(!decided.answers.keys().any(|key| key.rule.as_str() == "Z904"));
}

/// The desk with the list of findings on that of a rule.
fn on(code: &str) -> Desk {
    let mut desk = opened();
    desk.keys(&[Char(';')]);
    while at(&desk) != code {
        desk.keys(&[Char(';')]);
    }
    desk
}

#[test]
fn a_finding_without_an_item_is_not_answered_and_neither_is_an_item_out_of_sight() {
    let mut desk = opened();
    for key in ['p', 'f', 'n', '1', 'e'] {
        desk.keys(&[Char(';'), Char(key)]);
        if review(&desk).finding().is_some_and(|one| one.finding.how == How::Auto && !one.finding.is_open()) {
            assert!(toast(&desk).contains("程序判定"), "{key}: {}", toast(&desk));
        }
        assert!(review(&desk).work.answers.is_empty(), "{key} answered an item that is out of sight");
        assert!(review(&desk).work.reasons.is_empty() && review(&desk).dialog.is_none(), "{key}");
        if at(&desk) == "Z906" {
            desk.keys(&[Char(';'), Char(',')]);
        }
        while at(&desk) != "Z902" {
            desk.keys(&[Char(',')]);
        }
    }
    desk.keys(&[Char(';'), Tab, Home, Char('p')]);
    assert_eq!(review(&desk).work.answers.len(), 1);
}

#[test]
fn a_finding_answers_its_own_item_whatever_the_checklist_shows() {
    let mut open = on("Z904");
    let item = review(&open).finding().unwrap().finding.item();
    open.keys(&[Tab]);
    while review(&open).panes.focus != Pane::Checklist {
        open.keys(&[Tab]);
    }
    open.keys(&[Home]);
    while review(&open).panes.focus != Pane::Findings {
        open.keys(&[Tab]);
    }
    assert_eq!(at(&open), "Z904");
    open.keys(&[Char('n')]);
    let answers = &review(&open).work.answers;
    assert_eq!(answers.keys().collect::<Vec<_>>(), [&item]);
    assert_eq!(review(&open).work.answer(&item), Some(Answer::NotApplicable));
    assert_eq!((review(&open).panes.focus, at(&open).as_str()), (Pane::Findings, "Z904"));
    open.keys(&[Backspace]);
    assert!(review(&open).work.answers.is_empty());
}

#[test]
fn passing_an_assisting_finding_asks_for_a_word_and_a_fault_offers_its_reason() {
    let mut desk = on("Z905");
    let item = review(&desk).finding().unwrap().finding.item();
    desk.keys(&[Char('p')]);
    assert!(review(&desk).work.answers.is_empty() && review(&desk).dialog.is_some());
    desk.keys(&text("青山是商号"));
    desk.keys(&[Enter]);
    assert_eq!(review(&desk).work.answer(&item), Some(Answer::Pass));
    assert_eq!((review(&desk).panes.focus, at(&desk).as_str()), (Pane::Findings, "Z905"));
    desk.keys(&[Char('f'), Char('1')]);
    assert_eq!(review(&desk).work.answer(&item), Some(Answer::Fault));
    assert!(review(&desk).work.reasons[0].text.contains("“青山”"));
}

#[test]
fn an_override_names_the_faults_that_it_passes_over() {
    let mut desk = supervisor();
    desk.keys(&[Char('O')]);
    desk.keys(&text("主管核过"));
    desk.keys(&[Enter]);
    let Some(Dialog::Confirm(confirm)) = &review(&desk).dialog else { panic!("no question was asked") };
    let named = confirm.doubts.iter().any(|doubt| matches!(doubt, Say::Text("why.blocking", _)));
    assert!(named, "{:?}", confirm.doubts);
}
