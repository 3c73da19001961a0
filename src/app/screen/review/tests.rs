//! Keys in, effects out.

mod customer;
mod findings;
mod greatest;
mod permission;

use super::Review;
use super::dialog::Dialog;
use super::layout::Pane;
use super::pairs::Shown;
use super::rows::{Row, rows};
use super::send::Sending;
use super::testing::*;
use crate::app::action::{Action, ReviewAction};
use crate::app::effect::Effect;
use crate::app::key::Key::{self, *};
use crate::app::message::*;
use crate::app::screen::Screen;
use crate::app::settings::Advance;
use crate::app::testing::{Desk, now};
use crate::domain::checklist::{Answer, ItemAnswer, Need};
use crate::domain::event::Event;
use crate::domain::ids::{EventId, OrderId, UserId};
use crate::domain::lang::Lang;
use crate::domain::order::Side;
use crate::domain::people::Role;
use crate::domain::stage::Stage;
use crate::domain::verdict::{Decision, VerdictKind};
use crate::domain::view::{Draft, HistoryLine, OrderView};
use chrono::TimeDelta;
use proptest::prelude::*;

const WIDE: (u16, u16) = (160, 45);

fn open(view: OrderView) -> Desk {
    desk(Lang::Zh, WIDE, view)
}

fn review(desk: &Desk) -> &Review {
    match &desk.app.top.screen {
        Screen::Review(review) => review,
        other => panic!("{other:?}"),
    }
}

fn decision(effects: &[Effect]) -> Option<Decision> {
    effects.iter().find_map(|effect| match effect {
        Effect::Decide { decision, .. } => Some((**decision).clone()),
        _ => None,
    })
}

fn last_draft(effects: &[Effect]) -> Option<Draft> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::SaveDraft(_, draft) => Some((**draft).clone()),
        _ => None,
    })
}

fn text(words: &str) -> Vec<Key> {
    words.chars().map(Char).collect()
}

fn pass_all(desk: &mut Desk) -> Vec<Effect> {
    let count = review(desk).items(&desk.catalog).len();
    (0..count).flat_map(|_| desk.keys(&[Char('p')])).collect()
}

fn toast(desk: &Desk) -> String {
    let say = desk.app.toasts.last().map(|toast| toast.say.words(&desk.catalog, Lang::Zh));
    say.unwrap_or_default()
}

#[test]
fn all_answered_approves_and_goes_on() {
    let mut desk = open(first_review());
    assert!(decision(&desk.keys(&[Char('A')])).is_none());
    assert!(toast(&desk).contains("必查项未答"), "{}", toast(&desk));
    let saved = pass_all(&mut desk);
    let draft = last_draft(&saved).unwrap();
    assert_eq!(draft.answers.len(), review(&desk).items(&desk.catalog).len());
    assert_eq!((draft.stage, draft.revision), (Some(Stage::FirstReview), 1));
    let decided = decision(&desk.keys(&[Char('A')])).unwrap();
    assert_eq!(
        (decided.kind, decided.stage, decided.revision),
        (VerdictKind::Approve, Stage::FirstReview, 1)
    );
    assert!(matches!(review(&desk).sending, Sending::Deciding(..)));
    assert!(desk.keys(&[Char('f'), Char('A'), Char('R')]).is_empty(), "nothing happens while it is saved");
    let effects = desk.hear(Message::Decided(DecideAnswer {
        id: OrderId(7),
        no: "ICP-10201".into(),
        result: Ok(DecisionDone {
            verdict_id: decided.verdict_id,
            kind: VerdictKind::Approve,
            to_stage: Stage::Verification,
        }),
    }));
    assert!(effects.iter().any(|effect| matches!(effect,
        Effect::ClaimNext { stages, after: Some(OrderId(7)) } if stages[0] == Stage::FirstReview)));
    assert!(toast(&desk).contains("ICP-10201 已通过"), "{}", toast(&desk));
    desk.hear(Message::NothingNext);
    assert!(matches!(desk.app.top.screen, Screen::Queue(_)));
}

#[test]
fn a_fault_offers_reasons_and_a_rejection_shows_its_notice_first() {
    let mut desk = open(first_review());
    assert!(desk.keys(&[Char('1')]).is_empty());
    assert!(desk.keys(&[Char('R')]).is_empty());
    assert!(toast(&desk).contains("至少要有一条理由"));
    desk.keys(&[Char('f'), Char('1')]);
    let offers = review(&desk).offers(&desk.catalog);
    assert_eq!(review(&desk).work.reasons, [offers[0].clone()]);
    assert!(offers[0].field.as_deref().is_some_and(|field| !field.is_empty()));
    let effects = desk.keys(&[Char('R')]);
    assert!(matches!(&effects[..], [Effect::ComposeNotice { reasons, .. }] if reasons.len() == 1));
    assert!(decision(&desk.keys(&[Char('R')])).is_none(), "not before the notice is there");
    desk.hear(Message::Notice { id: OrderId(7), text: "您好：请修改。".into() });
    assert!(decision(&desk.keys(&[Enter, Esc, Char('R')])).is_none(), "Enter never decides, Esc closes");
    desk.hear(Message::Notice { id: OrderId(7), text: "您好：请修改。".into() });
    desk.keys(&[Char('e')]);
    desk.keys(&text("谢谢。"));
    let draft = last_draft(&desk.keys(&[Esc])).unwrap();
    assert_eq!(draft.notice.as_deref(), Some("您好：请修改。谢谢。"));
    let decided = decision(&desk.keys(&[Char('R')])).unwrap();
    assert_eq!(decided.kind, VerdictKind::Reject);
    assert_eq!(decided.notice.as_deref(), Some("您好：请修改。谢谢。"));
    assert_eq!(decided.reasons.len(), 1);
}

#[test]
fn an_answer_that_is_no_fault_takes_its_reasons_away_and_the_fault_brings_them_back() {
    let mut desk = open(first_review());
    desk.keys(&[Char('f'), Char('1'), Char('p')]);
    assert!(review(&desk).work.reasons.is_empty());
    desk.keys(&[Char('k'), Char('f')]);
    assert_eq!(review(&desk).work.reasons.len(), 1);
}

#[test]
fn closed_texts_come_back_and_are_in_the_draft() {
    let mut desk = open(first_review());
    desk.keys(&[Char('r')]);
    desk.keys(&text("照片太暗A"));
    let draft = last_draft(&desk.keys(&[Esc])).unwrap();
    assert!(draft.typing.unwrap().1.starts_with("照片太暗A"));
    desk.keys(&[Char('r'), Char('！')]);
    let effects = desk.keys(&[Tab, Char('重'), Enter]);
    let reasons = last_draft(&effects).unwrap().reasons;
    assert_eq!((reasons[0].text.as_str(), reasons[0].mend.as_str()), ("照片太暗A！", "重"));
    assert!(desk.keys(&[Char('r'), Enter]).is_empty());
    assert!(matches!(review(&desk).dialog, Some(Dialog::Typing(_))), "an empty reason is none");
}

#[test]
fn a_text_being_written_is_kept_after_a_moment_and_on_leaving() {
    let mut desk = open(first_review());
    desk.keys(&[Char('m'), Char('注')]);
    desk.now += TimeDelta::seconds(2);
    let draft = last_draft(&desk.hear(Message::Tick)).unwrap();
    assert_eq!(draft.typing, Some(("memo".into(), "注".into())));
    desk.keys(&[Char('意')]);
    let draft = last_draft(&desk.keys(&[Ctrl('l')])).unwrap();
    assert_eq!(draft.typing, Some(("memo".into(), "注意".into())));
}

#[test]
fn a_draft_comes_back_where_it_fits_and_is_told_where_not() {
    let mut view = first_review();
    let catalog = crate::catalog::Catalog::embedded().unwrap();
    let items = crate::catalog::checklist::items(&catalog, &view.order, Stage::FirstReview, &view.findings);
    let given = ItemAnswer { answer: Answer::Pass, note: None };
    let draft = Draft {
        stage: Some(Stage::FirstReview),
        revision: 1,
        answers: [(items[0].key.clone(), given)].into(),
        typing: Some(("memo".into(), "注意".into())),
        ..Draft::default()
    };
    view.draft = Some(draft.clone());
    let mut desk = open(view.clone());
    assert_eq!(review(&desk).work.answers.len(), 1);
    desk.keys(&[Char('m')]);
    assert!(matches!(&review(&desk).dialog, Some(Dialog::Typing(typing)) if typing.text(0) == "注意"));
    view.draft = Some(Draft { revision: 2, ..draft });
    let desk = open(view);
    assert!(review(&desk).work.answers.is_empty() && review(&desk).known.earlier.is_some());
}

#[test]
fn after_an_undo_the_answers_are_there_again() {
    let mut view = second_review();
    view.row.stage = Stage::FirstReview;
    view.reviews[0].by_id = UserId(1);
    view.reviews[0].undone = Some(now());
    let answers = view.reviews[0].answers.len();
    assert_eq!(review(&open(view.clone())).work.answers.len(), answers);
    view.reviews[0].by_id = UserId(2);
    assert!(review(&open(view)).work.answers.is_empty(), "only one's own");
}

#[test]
fn looking_is_not_claiming() {
    let mut view = first_review();
    view.row.holder = None;
    let mut desk = open(view);
    assert!(desk.keys(&[Char('p'), Char('f'), Char('r'), Char('A'), Char('R')]).is_empty());
    assert!(toast(&desk).contains("按 c 领取"), "{}", toast(&desk));
    assert_eq!(desk.keys(&[Char('c')]), [Effect::Claim(OrderId(7))]);
    let until = now() + TimeDelta::minutes(15);
    desk.hear(Message::Claimed(ClaimAnswer { id: OrderId(7), result: Ok(until) }));
    assert!(last_draft(&desk.keys(&[Char('p')])).is_some());
    desk.now = until + TimeDelta::seconds(1);
    assert!(desk.keys(&[Char('p')]).is_empty());
    assert!(toast(&desk).contains("领取已过期"));
    assert_eq!(review(&desk).work.answers.len(), 1, "the draft is kept");
}

#[test]
fn work_keeps_a_claim_alive_and_leaving_frees_it() {
    let mut desk = open(first_review());
    desk.now += TimeDelta::minutes(8);
    assert!(desk.keys(&[Char('j')]).contains(&Effect::Renew(OrderId(7))));
    assert!(!desk.keys(&[Char('j')]).contains(&Effect::Renew(OrderId(7))));
    let effects = desk.keys(&[Esc]);
    assert!(effects.contains(&Effect::Release(OrderId(7))));
    assert!(matches!(desk.app.top.screen, Screen::Queue(_)));
}

#[test]
fn an_order_that_was_put_back_is_left() {
    let mut desk = open(first_review());
    desk.keys(&[Char('b'), Char('等')]);
    assert_eq!(desk.keys(&[Enter]), [Effect::PutBack(OrderId(7), "等".into())]);
    let mut view = history();
    view.row.holder = None;
    view.history[0].event = Event::PutBack { note: "等".into() };
    assert!(desk.hear(Message::StoreChanged).contains(&Effect::OpenOrder(OrderId(7))));
    desk.hear(Message::Opened(Box::new(view)));
    assert!(matches!(desk.app.top.screen, Screen::Queue(_)));
}

#[test]
fn a_paper_original_is_logged_and_the_setting_after_a_verdict_turns() {
    let mut desk = open(paper());
    let entries = review(&desk).entries();
    let slot = entries.iter().position(|entry| matches!(entry, super::files::Entry::Slot(_))).unwrap();
    desk.keys(&[Tab, Home]);
    desk.keys(&vec![Down; slot]);
    assert!(matches!(&desk.keys(&[Char('L')])[..], [Effect::LogPaper { .. }]));
    assert!(matches!(&desk.keys(&[F(6)])[..], [Effect::SaveSettings(kept)] if kept.advance == Advance::Stay));
}

#[test]
fn an_unknown_outcome_blocks_the_order_until_it_is_settled() {
    let mut desk = open(first_review());
    pass_all(&mut desk);
    let first = decision(&desk.keys(&[Char('A')])).unwrap();
    let failure = |outcome| DecideAnswer {
        id: OrderId(7),
        no: "ICP-10201".into(),
        result: Err(DecisionFailure { sentence: "磁盘写入出错。".into(), outcome }),
    };
    desk.hear(Message::Decided(failure(Outcome::Unknown)));
    assert!(decision(&desk.keys(&[Char('A'), Char('R'), Char('f')])).is_none());
    let again = decision(&desk.keys(&[F(5)])).unwrap();
    assert_eq!(again, first, "asked again with the very same id");
    desk.hear(Message::Decided(failure(Outcome::NotDone)));
    assert!(review(&desk).sending.is_idle() && !review(&desk).work.answers.is_empty());
    assert!(decision(&desk.keys(&[Char('A')])).is_some());
}

#[test]
fn an_order_that_moved_on_keeps_the_draft_and_says_so() {
    let mut desk = open(first_review());
    desk.keys(&[Char('p')]);
    let mut moved = first_review();
    moved.row.stage = Stage::Verification;
    moved.row.holder = None;
    desk.hear(Message::Opened(Box::new(moved)));
    assert_eq!(review(&desk).known.earlier.as_ref().unwrap().answers.len(), 1);
    assert!(toast(&desk).contains("订单已变动"));
    assert!(desk.keys(&[Char('p'), Char('A')]).is_empty());
}

fn nth(
    view: &OrderView,
    pair: super::pairs::Pair,
) -> [(crate::domain::order::AttachmentKind, Option<Side>); 2] {
    [pair.left, pair.right]
        .map(|shown| shown.file(view).map(|file| (file.given.kind, file.given.side)).unwrap())
}

#[test]
fn a_claimed_order_has_its_checklist_in_focus_at_every_width() {
    for size in [(60, 16), (80, 24), (110, 30), WIDE] {
        let mut opened = desk(Lang::Zh, size, first_review());
        assert_eq!(review(&opened).panes.focus, Pane::Checklist, "{size:?}");
        opened.keys(&[Char('j')]);
        assert_eq!(review(&opened).panes.cursor(Pane::Checklist), 1);
        let mut view = first_review();
        view.row.holder = None;
        let mut claimed = desk(Lang::Zh, size, view);
        claimed.keys(&[Char('c')]);
        let until = now() + TimeDelta::minutes(15);
        claimed.hear(Message::Claimed(ClaimAnswer { id: OrderId(7), result: Ok(until) }));
        assert_eq!(review(&claimed).panes.focus, Pane::Checklist, "{size:?}");
    }
}

#[test]
fn a_picture_on_the_whole_screen_has_nearly_all_rows_and_leads_back() {
    for size in [(60, 16), (80, 24), WIDE] {
        for pane in 0..3 {
            let mut desk = desk(Lang::Zh, size, first_review());
            desk.keys(&vec![Tab; pane]);
            let before = review(&desk).panes.focus;
            let effects = desk.keys(&[Char('z')]);
            let rows = effects.iter().find_map(|effect| match effect {
                Effect::Preview { rows, .. } => Some(*rows),
                _ => None,
            });
            assert!(rows.is_some_and(|rows| rows + 4 >= size.1), "{rows:?} of {size:?} from {before:?}");
            desk.keys(&[Char('z')]);
            assert_eq!(review(&desk).panes.focus, before);
        }
    }
}

#[test]
fn first_review_compares_what_belongs_together_and_begins_with_the_selected_file() {
    use crate::domain::order::AttachmentKind::*;
    let mut desk = open(first_review());
    let mut seen = Vec::new();
    for _ in 0..20 {
        desk.keys(&[Char('s')]);
        let Some(pair) = review(&desk).viewer.pair else { break };
        seen.push(nth(&review(&desk).view, pair));
    }
    assert!(review(&desk).viewer.pair.is_none(), "after the last there is one picture again");
    assert!(seen.iter().any(|[left, right]| {
        *left == (IdDocument, Some(Side::Front)) && *right == (IdDocument, Some(Side::Back))
    }));
    assert!(seen.iter().any(|[left, right]| left.0 == EntityCertificate && right.0 == IdDocument));
    let view = first_review();
    for selected in 0..view.attachments.len() {
        let pair = super::pairs::from(&view, Some(Shown::Now(selected)))[0];
        let is_about = pair.left == Shown::Now(selected) || pair.right == Shown::Now(selected);
        assert!(is_about || view.attachments[selected].facts.picture.is_none());
    }
}

/// The same order after something happened to it.
fn after(mut view: OrderView, who: &str, event: Event) -> OrderView {
    let last = view.history[0].clone();
    let line = HistoryLine { id: EventId(last.id.0 + 1), at: now(), who: Some(who.into()), event, ..last };
    view.history.insert(0, line);
    view
}

#[test]
fn who_loses_an_order_hears_from_whom_and_why() {
    let events = [
        (Event::TakenBack { from: UserId(1), reason: "换人处理".into() }, "李强 收回了该订单：换人处理"),
        (Event::Assigned { to: Some(UserId(3)), name: Some("陈静".into()) }, "李强 把该订单交给了 陈静"),
        (
            Event::Decided {
                verdict: "v".into(),
                kind: VerdictKind::Reject,
                stage: Stage::FirstReview,
                reasons: vec![],
                override_reason: None,
                due_at: None,
            },
            "李强 已驳回该订单",
        ),
    ];
    for (event, words) in events {
        let mut desk = open(first_review());
        let mut view = after(first_review(), "李强", event);
        view.row.holder = None;
        desk.hear(Message::Opened(Box::new(view)));
        assert!(toast(&desk).contains(words), "{}", toast(&desk));
        assert!(review(&desk).known.lost.is_some());
        let until = now() + TimeDelta::minutes(15);
        desk.hear(Message::Claimed(ClaimAnswer { id: OrderId(7), result: Ok(until) }));
        assert!(review(&desk).known.lost.is_none(), "until it is taken again");
    }
}

#[test]
fn the_newest_question_answer_and_note_stand_at_the_top_of_the_order() {
    let view = after(first_review(), "王芳", Event::Asked { note: "旧问".into() });
    let view = after(view, "李强", Event::Answered { note: "旧答".into() });
    let words = |view: &OrderView| -> Vec<(&'static str, String)> {
        let rows = rows(view, None);
        let first = rows.iter().take(6);
        first
            .filter_map(|row| match row {
                Row::Words(key, text) => Some((*key, text.clone())),
                _ => None,
            })
            .collect()
    };
    let shown = words(&view);
    assert_eq!(shown[0].0, "order.question");
    assert!(shown[1].0 == "order.answer" && shown[1].1.contains("旧答") && shown[1].1.contains("李强"));
    let view = after(view, "陈静", Event::PutBack { note: "等客户回电".into() });
    let view = after(view, "王芳", Event::Asked { note: "新问".into() });
    let shown = words(&view);
    assert!(shown[0].1.contains("新问") && shown.iter().all(|(key, _)| *key != "order.answer"));
    assert!(shown.iter().any(|(key, text)| *key == "order.put_back" && text.contains("等客户回电")));
}

#[test]
fn an_edited_notice_is_composed_anew_only_by_a_second_key() {
    let mut desk = open(first_review());
    desk.keys(&[Char('f'), Char('1'), Char('R')]);
    desk.hear(Message::Notice { id: OrderId(7), text: "您好：请修改。".into() });
    desk.keys(&[Char('e'), Char('！'), Esc]);
    assert!(desk.keys(&[Char('n')]).is_empty());
    assert!(review(&desk).work.notice.as_deref().is_some_and(|text| text.ends_with('！')));
    assert!(desk.keys(&[Char('j'), Char('n')]).is_empty(), "another key takes the question away");
    let effects = desk.keys(&[Char('n')]);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::ComposeNotice { .. })));
}

#[test]
fn a_refused_approval_names_whose_item_is_open_and_goes_there() {
    let mut desk = desk(Lang::Zh, (80, 24), first_review());
    pass_all(&mut desk);
    let items = review(&desk).items(&desk.catalog);
    let label = |place| items.at(&desk.catalog, place).and_then(|item| item.label);
    let wanted = |place: &usize| items[*place].need == Need::Mandatory && label(*place).is_some();
    let place = (0..items.len()).find(wanted).unwrap();
    let label = label(place).unwrap();
    desk.keys(&[Home]);
    desk.keys(&vec![Down; place]);
    desk.keys(&[Backspace, Tab]);
    desk.keys(&[Char('A')]);
    assert!(toast(&desk).contains(&format!("（{label}）")), "{}", toast(&desk));
    assert_eq!(review(&desk).panes.focus, Pane::Checklist);
    assert_eq!(review(&desk).panes.cursor(Pane::Checklist), place);
}

#[test]
fn documents_that_an_order_lacks_are_named_unless_another_serves() {
    use crate::domain::order::AttachmentKind::*;
    let mut view = first_review();
    view.attachments.retain(|file| file.given.kind == IdDocument);
    let absent = |kinds: &[_]| super::files::absent(&view, kinds);
    assert_eq!(absent(&[CurtainPhoto, IdDocument, HandheldPhoto]), [CurtainPhoto, HandheldPhoto]);
    assert!(absent(&[IdDocument, EntityCertificate]).is_empty(), "one of them is there");
    assert!(absent(&[]).is_empty());
    assert_eq!(absent(&[EntityCertificate]), [EntityCertificate]);
}

#[test]
fn a_field_is_in_the_clear_only_after_the_record() {
    let mut desk = open(first_review());
    let shown = review(&desk).rows();
    let place =
        shown.iter().position(|row| matches!(row, Row::Field(field) if field.path == "people[0].mobile"));
    desk.keys(&[Tab, Home]);
    desk.keys(&vec![Down; place.unwrap()]);
    assert!(desk.keys(&[Char('y')]).is_empty(), "a masked value is not copied");
    let field = "people[0].mobile".to_owned();
    assert_eq!(desk.keys(&[Char('v')]), [Effect::Reveal { id: OrderId(7), field: field.clone() }]);
    assert!(review(&desk).clear(&field).is_none());
    desk.hear(Message::Revealed { id: OrderId(7), field, value: "13810000201".into() });
    assert_eq!(desk.keys(&[Char('y')]), [Effect::Copy("13810000201".into())]);
}

#[test]
fn second_review_compares_id_and_photo_and_minds_four_eyes() {
    let mut desk = open(second_review());
    let viewer = &review(&desk).viewer;
    let pair = viewer.pair.unwrap();
    let view = &review(&desk).view;
    assert_eq!(pair.left.file(view).unwrap().given.owner, pair.right.file(view).unwrap().given.owner);
    assert!(viewer.left.is_some() && viewer.right.is_some(), "both were asked for");
    pass_all(&mut desk);
    assert!(decision(&desk.keys(&[Char('A')])).is_some());
    let mut own = second_review();
    own.passed_first_by = Some(UserId(1));
    let mut desk = open(own);
    pass_all(&mut desk);
    assert!(decision(&desk.keys(&[Char('A')])).is_none());
    assert!(toast(&desk).contains("须由他人完成"), "{}", toast(&desk));
}

#[test]
fn an_override_is_a_supervisors_and_needs_a_reason_and_a_second_key() {
    let mut plain = open(first_review());
    assert!(plain.keys(&[Char('O')]).is_empty());
    let mut desk = Desk::new(Lang::Zh, WIDE);
    desk.sign_in_as(&[Role::Supervisor]);
    desk.hear(Message::Opened(Box::new(first_review())));
    desk.keys(&[Char('O'), Enter]);
    assert!(matches!(review(&desk).dialog, Some(Dialog::Typing(_))));
    desk.keys(&text("客户已当面补正"));
    assert!(decision(&desk.keys(&[Enter, Enter])).is_none());
    let decided = decision(&desk.keys(&[Char('A')])).unwrap();
    assert_eq!(decided.override_reason.as_deref(), Some("客户已当面补正"));
}

#[test]
fn every_value_of_the_order_has_a_row() {
    for view in [first_review(), personal(), change(), resubmission()] {
        let shown: Vec<String> = rows(&view, None)
            .iter()
            .filter_map(|row| match row {
                Row::Field(field) => Some(field.path.clone()),
                _ => None,
            })
            .collect();
        let mut empty = view.order.clone();
        empty.people.clear();
        let known =
            ["format", "kind", "order_no", "profile", "order_type", "province", "submitted_at", "revision"];
        for leaf in leaves(&serde_json::to_value(&view.order).unwrap(), "") {
            let covered = known.contains(&leaf.as_str())
                || leaf.starts_with("attachments")
                || leaf.ends_with(".id")
                || leaf == "entity.principal"
                || leaf.ends_with("certificate.long_term")
                || shown.iter().any(|path| leaf.starts_with(path.as_str()));
            assert!(covered, "{leaf} is not shown");
        }
    }
}

fn leaves(value: &serde_json::Value, path: &str) -> Vec<String> {
    use serde_json::Value;
    let join = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Null => vec![],
        Value::Object(map) => map.iter().flat_map(|(key, value)| leaves(value, &join(key))).collect(),
        Value::Array(list) => {
            list.iter().enumerate().flat_map(|(at, value)| leaves(value, &format!("{path}[{at}]"))).collect()
        }
        _ => vec![path.to_owned()],
    }
}

#[test]
fn every_field_and_document_has_its_name() {
    let catalog = crate::catalog::Catalog::embedded().unwrap();
    for view in [first_review(), personal(), change(), resubmission()] {
        for row in rows(&view, None).iter() {
            if let Row::Field(field) = row {
                let label = crate::catalog::paths::label(&catalog, Lang::Zh, &field.path);
                assert_ne!(label, crate::domain::path::pattern(&field.path));
            }
        }
    }
    for kind in crate::domain::order::AttachmentKind::ALL {
        assert_ne!(catalog.text(Lang::Zh, kind.slug()), kind.slug());
    }
}

fn any_key() -> impl Strategy<Value = Key> {
    let letters = prop::sample::select("pfnxcjkhlrteduAARRSSONbm123/[]s z".chars().collect::<Vec<_>>());
    prop_oneof![
        6 => letters.prop_map(Char),
        1 => prop::sample::select(vec![Enter, Esc, Tab, BackTab, Backspace, Down, Up, F(5)]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn no_keys_approve_with_an_open_mandatory_item(keys in prop::collection::vec(any_key(), 0..60)) {
        let mut desk = open(first_review());
        for key in keys {
            let effects = desk.keys(&[key]);
            if let Some(decision) = decision(&effects) {
                let items = crate::catalog::checklist::checklist(
                    &desk.catalog, &first_review().order, Stage::FirstReview, &[]);
                let open = items.iter().filter(|item| item.need == Need::Mandatory).any(|item| {
                    decision.answers.get(&item.key).is_none_or(|given| given.answer == Answer::Fault)
                });
                prop_assert!(decision.kind == VerdictKind::Reject || !open);
                prop_assert!(decision.kind == VerdictKind::Approve || !decision.reasons.is_empty());
                prop_assert!(key != Enter);
            }
            if !matches!(desk.app.top.screen, Screen::Review(_)) {
                break;
            }
            if desk.app.disabled(Action::Review(ReviewAction::Approve), &desk.catalog).is_none() {
                let answered = review(&desk).items(&desk.catalog).iter().all(|item| {
                    item.need == Need::Optional || review(&desk).work.answer(&item.key).is_some()
                });
                prop_assert!(answered);
            }
        }
    }
}

#[test]
fn an_earlier_reason_leads_to_its_field_its_file_and_the_tray() {
    let mut desk = open(many_changes());
    assert_eq!(review(&desk).panes.focus, Pane::Order, "it opens on what changed");
    let line_of = |desk: &Desk, wanted: &str| {
        let comeback = review(desk).view.comeback.as_ref().unwrap();
        let at = comeback.reasons.iter().position(|one| one.reason.code.as_str() == wanted).unwrap();
        review(desk).rows().iter().position(|row| *row == Row::Earlier(at)).unwrap()
    };
    let go = |desk: &mut Desk, wanted: &str| {
        let line = line_of(desk, wanted);
        desk.keys(&[Tab, BackTab, Home]);
        desk.keys(&vec![Down; line]);
    };
    // An untouched reason waits in the tray, and is never taken by itself.
    assert!(review(&desk).work.reasons.is_empty());
    go(&mut desk, "E001");
    desk.keys(&[Char('\'')]);
    assert_eq!(review(&desk).panes.focus, Pane::Tray);
    desk.keys(&[Char('T')]);
    assert_eq!(review(&desk).work.reasons[0].code.as_str(), "E001");
    desk.keys(&[Char('\'')]);
    assert_eq!(review(&desk).panes.focus, Pane::Order, "and back to it");
    // A field.
    go(&mut desk, "E005");
    desk.keys(&[Enter]);
    let field =
        |row: Option<Row>| matches!(row, Some(Row::Field(field)) if field.path == "entity.mailing_address");
    assert!(field(review(&desk).row_at_cursor()));
    // A file that was sent anew: the old one beside it.
    go(&mut desk, "F001");
    let pair = review(&desk).viewer.pair.unwrap();
    assert!(pair.is_old_and_new());
    assert_eq!(pair.left.file(&review(&desk).view).unwrap().revision, 1);
    desk.keys(&[Enter]);
    assert_eq!(review(&desk).panes.focus, Pane::Evidence);
    // A file that is gone can still be looked at.
    let gone = review(&desk).entries().iter().position(|one| matches!(one, super::files::Entry::Gone(_)));
    desk.keys(&[Home]);
    desk.keys(&vec![Down; gone.unwrap()]);
    assert!(matches!(review(&desk).shown_at_cursor(), Some(Shown::Before(_))));
}

#[test]
fn what_failed_last_time_is_asked_first() {
    for view in [many_changes(), resubmission()] {
        let desk = open(view);
        let comeback = review(&desk).view.comeback.clone().unwrap();
        let items = review(&desk).items(&desk.catalog);
        let failed: Vec<bool> = items.iter().map(|item| comeback.failed_before(&item.key)).collect();
        assert!(failed.windows(2).all(|two| two[0] >= two[1]), "{failed:?}");
    }
}

#[test]
fn a_fault_that_an_earlier_round_could_have_seen_is_noted_before_it_is_sent() {
    let mut desk = open(many_changes());
    let place = |desk: &Desk, code: &str| {
        review(desk).items(&desk.catalog).iter().position(|item| item.key.rule.as_str() == code).unwrap()
    };
    for (code, since) in [("E002", Some(1)), ("E001", None)] {
        while review(&desk).panes.focus != Pane::Checklist {
            desk.keys(&[Tab]);
        }
        desk.keys(&[Home]);
        let down = place(&desk, code);
        desk.keys(&vec![Down; down]);
        desk.keys(&[Char('f'), Char('1')]);
        let reason = review(&desk).work.reasons.last().unwrap();
        assert_eq!(reason.code.as_str(), code);
        assert_eq!(review(&desk).since(&desk.catalog, reason), since, "{code}");
    }
}

#[test]
fn second_review_goes_through_the_sheet_with_the_order_beside_it() {
    use crate::domain::order::AttachmentKind::{CurtainPhoto, VerificationSheet};
    let mut desk = open(second_review());
    let items = review(&desk).items(&desk.catalog).len();
    for place in 0..items {
        desk.keys(&[Home]);
        desk.keys(&vec![Down; place]);
        let shown = review(&desk);
        let item = shown.item(&desk.catalog).unwrap();
        let first = item.rule.look_at.first().copied();
        let file =
            shown.file_at_cursor().and_then(|at| shown.view.attachments.get(at)).map(|file| file.given.kind);
        if first == Some(VerificationSheet) {
            assert_eq!(file, Some(VerificationSheet), "{}", item.key);
            assert!(shown.viewer.pair.is_none(), "the sheet has all the room");
        }
        if first == Some(CurtainPhoto) {
            assert_eq!(file, Some(CurtainPhoto), "{}", item.key);
            assert!(shown.viewer.pair.is_some(), "{}: the ID stands beside it", item.key);
        }
        if let Some(field) = shown.compared(&desk.catalog).first() {
            let row = shown.rows().get(shown.panes.cursor(Pane::Order)).cloned();
            assert!(matches!(row, Some(Row::Field(at)) if at.path == field.path), "{}", item.key);
        }
    }
    assert!(items > 5);
}
