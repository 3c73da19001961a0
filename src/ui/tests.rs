//! Frames of the desk, as a reviewer sees them.

use super::testing::frame;
use crate::app::key::Key::*;
use crate::app::message::{Message, WaitingRefusal};
use crate::app::settings::ThemeName;
use crate::app::testing::{Desk, now, page, row, rows};
use crate::domain::lang::Lang;
use crate::domain::people::Role;
use chrono::TimeDelta;

const SIZES: [(u16, u16); 2] = [(80, 24), (160, 45)];

/// Holds the frame of a desk against its snapshot, in both languages and sizes.
fn hold(name: &str, desk: impl Fn(&mut Desk)) {
    for lang in [Lang::Zh, Lang::En] {
        for size in SIZES {
            let mut shown = Desk::new(lang, size);
            desk(&mut shown);
            let name = format!("{name}_{}_{}", lang.pick("zh", "en"), size.0);
            insta::assert_snapshot!(name, frame(&shown.app, &shown.catalog));
        }
    }
}

#[test]
fn the_queue() {
    hold("queue", |desk| {
        desk.sign_in();
        desk.hear(page(rows()));
        desk.keys(&[Char('j'), Char('j')]);
    });
}

#[test]
fn the_queue_counts_notices_that_can_not_be_delivered() {
    for (lang, wanted) in [(Lang::Zh, "2 条通知无法送达"), (Lang::En, "notices not delivered: 2")] {
        let mut desk = Desk::new(lang, (80, 24));
        desk.sign_in();
        desk.hear(page(rows()));
        desk.hear(Message::FailedNotices(2));
        assert!(frame(&desk.app, &desk.catalog).lines().next().unwrap().contains(wanted));
        desk.hear(Message::FailedNotices(0));
        assert!(!frame(&desk.app, &desk.catalog).lines().next().unwrap().contains('!'));
    }
}

#[test]
fn the_queue_without_colour() {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    desk.sign_in();
    desk.app.settings.theme = ThemeName::Plain;
    desk.hear(page(rows()));
    desk.keys(&[Char('m')]);
    insta::assert_snapshot!("queue_plain", frame(&desk.app, &desk.catalog));
}

#[test]
fn the_queue_loading_empty_and_failed() {
    hold("queue_loading", Desk::sign_in);
    hold("queue_empty", |desk| {
        desk.sign_in();
        desk.hear(page(vec![]));
    });
    hold("queue_failed", |desk| {
        desk.sign_in();
        desk.fail_page("磁盘错误；请联系管理员。");
    });
}

#[test]
fn search_and_filter_in_force() {
    hold("queue_search", |desk| {
        desk.sign_in();
        desk.hear(page(rows()));
        desk.keys(&[Char('/'), Char('紫'), Char('荆')]);
        desk.hear(page(vec![row(3, "北京紫荆网络有限公司")]));
    });
    hold("queue_filter", |desk| {
        desk.sign_in();
        desk.hear(page(rows()));
        desk.keys(&[Char('f'), Right, Down, Right]);
        desk.keys(&[Down; 7]);
        desk.keys(&[Char(' ')]);
    });
}

#[test]
fn a_number_in_the_search_box_tells_what_enter_does() {
    for (lang, hint) in [(Lang::Zh, "按 Enter 查号码"), (Lang::En, "Enter looks for the number")] {
        let mut desk = Desk::new(lang, (100, 24));
        desk.sign_in();
        desk.hear(page(rows()));
        desk.keys(&[Char('/'), Char('0'), Char('2'), Char('0')]);
        assert!(!frame(&desk.app, &desk.catalog).contains(hint));
        desk.keys(&[Char('1')]);
        assert!(frame(&desk.app, &desk.catalog).contains(hint));
    }
}

#[test]
fn the_sign_in_and_the_lock() {
    hold("sign_in", |_| {});
    hold("sign_in_refused", |desk| {
        desk.keys(&[Char('王'), Tab, Char('x'), Enter]);
        desk.hear(Message::SignInRefused(WaitingRefusal {
            sentence: "用户名或口令不对。".into(),
            wait_until: Some(now() + TimeDelta::seconds(8)),
        }));
    });
    hold("lock", |desk| {
        desk.sign_in();
        desk.hear(page(rows()));
        desk.keys(&[Ctrl('l'), Char('x')]);
    });
    hold("lock_refused", |desk| {
        desk.sign_in();
        desk.keys(&[Ctrl('l'), Char('x'), Enter]);
        desk.hear(Message::SignInRefused(WaitingRefusal {
            sentence: "用户名或口令不对。".into(),
            wait_until: Some(now() + TimeDelta::seconds(8)),
        }));
    });
}

#[test]
fn a_supervisor_gives_orders_away() {
    hold("assign", |desk| {
        desk.sign_in_as(&[Role::Supervisor]);
        desk.hear(page(rows()));
        desk.keys(&[Char('m'), Char('m'), Char('d')]);
        let mut me = desk.app.session.clone().unwrap().staff;
        me.roles.insert(Role::First);
        desk.hear(Message::Staff(vec![me]));
    });
}

#[test]
fn popups() {
    hold("help", |desk| {
        desk.sign_in();
        desk.hear(page(rows()));
        desk.keys(&[Char('?')]);
    });
    hold("palette", |desk| {
        desk.sign_in();
        desk.hear(page(rows()));
        desk.keys(&[Char(':')]);
    });
    hold("leave", |desk| {
        desk.sign_in();
        desk.hear(page(rows()));
        desk.keys(&[Char('q')]);
    });
    hold("snooze", |desk| {
        desk.sign_in();
        desk.hear(page(rows()));
        desk.keys(&[Char('z'), Char('2'), Char('h'), Tab, Char('等'), Char('客'), Char('户'), Enter]);
        desk.keys(&[Char('z'), Enter]);
    });
    hold("undo", |desk| {
        desk.sign_in();
        desk.hear(page(rows()));
        desk.keys(&[Char('u')]);
        desk.hear(crate::app::testing::undoable());
    });
}

/// No state that keys can reach is too much for a small, a usual or an odd terminal.
#[test]
fn every_state_can_be_drawn_at_every_size() {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    for open in [
        &[][..],
        &[Char('f')],
        &[Char('?')],
        &[Char(':')],
        &[Char('z')],
        &[Char('u')],
        &[Char('/'), Char('李')],
    ] {
        for size in [(1, 1), (60, 16), (61, 17), (79, 23), (120, 20), (300, 80)] {
            desk.app = Desk::new(Lang::En, size).app;
            desk.sign_in();
            desk.hear(page(rows()));
            desk.keys(open);
            frame(&desk.app, &desk.catalog);
        }
    }
}

/// Every text key that stands in the code is in the catalogue.
#[test]
fn every_text_that_is_asked_for_exists() {
    static CODE: include_dir::Dir = include_dir::include_dir!("$CARGO_MANIFEST_DIR/src");
    let catalog = crate::catalog::Catalog::embedded().unwrap();
    let keys: std::collections::BTreeSet<&str> = catalog.text_keys(Lang::Zh).collect();
    let families: std::collections::BTreeSet<&str> =
        keys.iter().filter_map(|key| key.split('.').next()).collect();
    let mut code = String::new();
    for part in ["app", "ui"] {
        gather(CODE.get_dir(part).unwrap(), &mut code);
        code.push_str(CODE.get_file(format!("{part}.rs")).unwrap().contents_utf8().unwrap());
    }
    let is_key = |word: &str| {
        word.split_once('.').is_some_and(|(family, rest)| {
            families.contains(family)
                && !rest.is_empty()
                && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c))
        })
    };
    let asked: Vec<&str> = code.split('"').filter(|word| is_key(word)).collect();
    assert!(asked.len() > 80);
    let missing: Vec<_> = asked.iter().filter(|word| !keys.contains(**word)).collect();
    assert!(missing.is_empty(), "data/texts lacks {missing:?}");
}

fn gather(dir: &include_dir::Dir, into: &mut String) {
    dir.files().filter_map(|file| file.contents_utf8()).for_each(|text| into.push_str(text));
    dir.dirs().for_each(|dir| gather(dir, into));
}

#[test]
fn the_statistics() {
    use crate::app::screen::stats::tests::{counted, rechecks};
    use crate::domain::people::Role;
    let boss = |desk: &mut Desk| counted(desk, &[Role::Supervisor]);
    hold("stats", boss);
    hold("stats_days", |desk| {
        boss(desk);
        desk.keys(&[Tab, Tab, Char('j')]);
    });
    hold("stats_people", |desk| {
        boss(desk);
        desk.keys(&[Tab, Tab, Tab, Tab, Tab, Char('l'), Char('l')]);
    });
    hold("stats_reasons", |desk| {
        boss(desk);
        desk.keys(&[BackTab, BackTab, BackTab]);
    });
    hold("stats_rechecks", |desk| {
        boss(desk);
        desk.keys(&[BackTab]);
        desk.hear(Message::Rechecks(rechecks()));
    });
    hold("stats_orders", |desk| {
        boss(desk);
        desk.keys(&[Enter]);
        let result = Ok(rows());
        desk.hear(Message::Figure(crate::app::message::FigureAnswer { generation: 2, result }));
    });
    hold("stats_own", |desk| counted(desk, &[Role::First]));
}

/// At every width, every table's tab can be seen while its table is.
#[test]
fn the_shown_table_has_its_tab() {
    use crate::app::screen::stats::tests::counted;
    for columns in [60, 70, 80] {
        let mut desk = Desk::new(Lang::En, (columns, 24));
        counted(&mut desk, &[Role::Supervisor]);
        for _ in 0..10 {
            let frame = frame(&desk.app, &desk.catalog);
            let tabs = frame.lines().nth(1).unwrap_or_default();
            assert!(tabs.contains('[') && tabs.contains(']'), "{tabs}");
            desk.keys(&[Tab]);
        }
    }
}

#[test]
fn the_statistics_without_colour() {
    use crate::app::screen::stats::tests::counted;
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    desk.app.settings.theme = ThemeName::Plain;
    counted(&mut desk, &[crate::domain::people::Role::Supervisor]);
    insta::assert_snapshot!("stats_plain", frame(&desk.app, &desk.catalog));
}

#[test]
fn the_board() {
    use crate::app::message::BoardAnswer;
    use crate::domain::board::{BoardRow, List, Waits};
    use crate::domain::ids::OrderId;
    use crate::domain::life::Medium;
    let line = |id: i64, hours: i64, what: Waits| BoardRow {
        order: Some(OrderId(id)),
        no: format!("ICP-1020{id}").into(),
        stage: Some(crate::domain::stage::Stage::Returned),
        entity: "北京紫荆网络有限公司".into(),
        at: now() + TimeDelta::hours(hours),
        what,
    };
    let sms = |name: &str, sent: bool, verified: bool, left: u32| Waits::Sms {
        person: "p1".into(),
        name: name.into(),
        sent: sent.then(now),
        verified: verified.then(now),
        left,
        resend_at: sent.then(|| now() + TimeDelta::hours(2)),
    };
    let answer = |list, rows| Message::Board(BoardAnswer { list, result: Ok(rows) });
    hold("board_sms", |desk| {
        desk.sign_in();
        desk.keys(&[F(7)]);
        let rows = vec![
            line(1, -1, sms("李明", true, false, 5)),
            line(2, 3, sms("欧阳秀英", true, false, 1)),
            line(3, 23, sms("王芳", false, false, 5)),
            line(2, 3, sms("张伟", true, true, 5)),
        ];
        desk.hear(answer(List::Sms, rows));
        desk.keys(&[Char('j')]);
    });
    hold("board_notices", |desk| {
        desk.sign_in();
        desk.keys(&[F(7), BackTab, BackTab]);
        let notice = |error: Option<&str>, medium| Waits::Notice {
            notice: 7,
            kind: "second_review_rejected".into(),
            medium,
            name: "林志远".into(),
            error: error.map(Into::into),
        };
        let rows = vec![
            line(1, -1, notice(Some("550 5.1.1 no such user\u{1b}[31m"), Medium::Email)),
            line(2, -2, notice(None, Medium::Phone)),
        ];
        desk.hear(answer(List::Notices, rows));
    });
    hold("board_empty", |desk| {
        desk.sign_in();
        desk.keys(&[F(7), Tab]);
        desk.hear(answer(List::Curtains, vec![]));
    });
}
