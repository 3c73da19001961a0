//! Frames of the review as a reviewer sees them.

use crate::app::key::Key::*;
use crate::app::message::Message;
use crate::app::screen::review::testing::findings::{desk_found, found};
use crate::app::screen::review::testing::*;
use crate::app::testing::Desk;
use crate::domain::finding::Overruled;
use crate::domain::ids::OrderId;
use crate::domain::lang::Lang;
use crate::domain::view::OrderView;
use crate::ui::testing::frame;

const SIZES: [(u16, u16); 2] = [(80, 24), (160, 45)];

fn hold(name: &str, view: impl Fn() -> OrderView, act: impl Fn(&mut Desk)) {
    for lang in [Lang::Zh, Lang::En] {
        for size in SIZES {
            let mut shown = desk(lang, size, view());
            act(&mut shown);
            let name = format!("{name}_{}_{}", lang.pick("zh", "en"), size.0);
            insta::assert_snapshot!(name, frame(&shown.app, &shown.catalog));
        }
    }
}

fn hold_found(name: &str, view: impl Fn() -> OrderView, act: impl Fn(&mut Desk)) {
    for lang in [Lang::Zh, Lang::En] {
        for size in SIZES {
            let mut shown = desk_found(lang, size, view());
            act(&mut shown);
            let name = format!("{name}_{}_{}", lang.pick("zh", "en"), size.0);
            insta::assert_snapshot!(name, frame(&shown.app, &shown.catalog));
        }
    }
}

#[test]
fn findings_beside_what_they_are_about() {
    hold_found("found", found, |_| {});
    hold_found("found_list", found, |desk| {
        desk.keys(&[Char(';')]);
    });
    hold_found("found_field", found, |desk| {
        desk.keys(&[Char(';'), Char('\'')]);
    });
    hold_found("found_tray", found, |desk| {
        desk.keys(&[Char(';'), Char('T'), Char('t')]);
    });
    let overruled = || {
        let mut view = found();
        let item = view.findings[0].item();
        view.overruled = vec![Overruled { item, why: "核对原件无误".into() }];
        view
    };
    hold_found("found_overruled", overruled, |desk| {
        desk.keys(&[Char(';'), Char(',')]);
    });
}

#[test]
fn a_finding_explained_mended_and_passed_over() {
    hold_found("found_explained", found, |desk| {
        desk.keys(&[Char(';'), Char('x')]);
    });
    hold_found("found_fix", found, |desk| {
        desk.keys(&[Char(';'), Char('F')]);
        let field = "people[0].certificate.number".to_owned();
        desk.hear(Message::Revealed { id: OrderId(7), field, value: "44030519840321003x".into() });
    });
    hold_found("found_mended", found, |desk| {
        desk.keys(&[Char(';'), Char(';'), Char('E')]);
    });
    hold_found("found_word", found, |desk| {
        desk.keys(&[Char(';'), Tab, End, Char('p')]);
        while !matches!(&desk.app.top.screen, crate::app::screen::Screen::Review(review)
            if review.dialog.is_some())
        {
            desk.keys(&[Char('p')]);
        }
    });
}

#[test]
fn the_documents_that_an_order_needs() {
    hold_found("materials", found, |desk| {
        desk.keys(&[Char('M'), Down]);
    });
}

#[test]
fn a_fresh_order() {
    hold("fresh", first_review, |_| {});
}

#[test]
fn a_fault_with_its_reasons() {
    hold("fault", personal, |desk| {
        desk.keys(&[Char('p'), Char('p'), Char('f'), Char('1')]);
    });
}

#[test]
fn second_review_with_two_pictures() {
    hold("second", second_review, |_| {});
}

#[test]
fn the_evidence_of_a_file_that_is_cut_off() {
    hold("evidence", first_review, |desk| {
        desk.keys(&[Char('h'), Char('h'), Char('l'), Char('l')]);
        while !matches!(&desk.app.top.screen, crate::app::screen::Screen::Review(review)
            if review.panes.focus == crate::app::screen::review::layout::Pane::Evidence)
        {
            desk.keys(&[Tab]);
        }
        desk.keys(&[Down, Down]);
    });
}

#[test]
fn a_picture_on_the_whole_screen() {
    hold("zoom", first_review, |desk| {
        desk.keys(&[Char('z'), Down]);
    });
}

#[test]
fn a_tray_with_two_reasons() {
    hold("tray", first_review, |desk| {
        desk.keys(&[Char('f'), Char('1'), Char('2'), Char('t'), Char('j')]);
    });
}

#[test]
fn a_resubmission() {
    hold("resubmission", resubmission, |_| {});
}

#[test]
fn a_returned_order_opens_on_what_changed() {
    hold("came_back", many_changes, |_| {});
    hold("came_back_file", many_changes, |desk| {
        let file = |desk: &Desk| match &desk.app.top.screen {
            crate::app::screen::Screen::Review(review) => {
                matches!(review.row_at_cursor(), Some(crate::app::screen::review::rows::Row::File(_)))
            }
            _ => false,
        };
        while !file(desk) {
            desk.keys(&[Down]);
        }
        desk.keys(&[Enter]);
    });
    hold("came_back_tray", many_changes, |desk| {
        desk.keys(&[Char('t'), Char('G')]);
    });
}

#[test]
fn the_notice_before_a_rejection() {
    hold("notice", first_review, |desk| {
        desk.keys(&[Char('f'), Char('1'), Char('R')]);
        let text = "林志远，您好：\n\n您提交的备案订单 ICP-10201 需要修改以下 1 处：\n\n1. 【主体名称】与证件不一致。";
        desk.hear(Message::Notice { id: OrderId(7), text: text.into() });
    });
}

#[test]
fn a_reason_from_the_list_and_in_own_words() {
    hold("reason_list", first_review, |desk| {
        desk.keys(&[Char('/'), Char('实'), Char('名'), Down]);
    });
    hold("own_reason", first_review, |desk| {
        desk.keys(&[Char('r'), Char('照'), Char('片'), Char('模'), Char('糊')]);
    });
}

#[test]
fn an_explanation_and_a_look_without_claim() {
    hold("explain", personal, |desk| {
        desk.keys(&[Char('x')]);
    });
    hold(
        "unclaimed",
        || {
            let mut view = change();
            view.row.holder = None;
            view
        },
        |_| {},
    );
}

#[test]
fn the_history_of_an_order() {
    hold("history", history, |desk| {
        desk.keys(&[Char('i'), Char('j')]);
    });
}

#[test]
fn a_draft_of_an_earlier_revision() {
    hold("earlier", earlier, |_| {});
}

#[test]
fn hostile_text_never_reaches_the_terminal() {
    let mut view = first_review();
    let bad = "\u{1b}[31m坏\u{202e}\u{200b}\u{7}名";
    view.order.entity.name = bad.into();
    view.order.people[0].name = bad.into();
    view.order.sites[0].name = bad.into();
    view.order.sites[0].remark = Some(bad.into());
    view.attachments[0].given.path = bad.into();
    view.row.asked = Some(bad.into());
    for size in SIZES {
        for pane in 0..4 {
            let mut shown = desk(Lang::Zh, size, view.clone());
            shown.keys(&vec![Tab; pane]);
            let frame = frame(&shown.app, &shown.catalog);
            for hidden in ['\u{1b}', '\u{202e}', '\u{200b}', '\u{7}'] {
                assert!(!frame.contains(hidden), "{hidden:?} at {size:?}");
            }
        }
    }
}
