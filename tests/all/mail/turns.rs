//! What a server says at each turn of the talk: about the notice or about the way, too much, too long, to an
//! address that is more than it seems.

use super::server::{Does, Server, certificate};
use super::{Scene, private};
use crate::all::support::minutes;
use beian::domain::life::Medium;
use beian::domain::notice::{Letter, NoticeKind, NoticeState};
use beian::outgoing::settings::{Secret, Smtp, Tls};
use beian::outgoing::smtp::{self, Asks, Turn, blame};
use beian::outgoing::{Trouble, mail};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Where the scripted server plays its trick for a turn.
fn place(turn: Turn) -> &'static str {
    match turn {
        Turn::Connect => "greeting",
        Turn::Hello => "EHLO",
        Turn::Encrypt => "STARTTLS",
        Turn::SignIn => "AUTH",
        Turn::From => "MAIL",
        Turn::To => "RCPT",
        Turn::Data => "DATA",
        Turn::End => "END",
    }
}

fn settings(port: u16, tls: Tls, roots: Option<Vec<u8>>) -> Smtp {
    Smtp {
        host: "localhost".into(),
        port,
        tls,
        login: Some(("icp".into(), Secret("geheim".into()))),
        from: "icp@example.cn".parse().unwrap(),
        timeout: Duration::from_secs(20),
        roots,
    }
}

fn hand(settings: &Smtp) -> Result<(), Trouble> {
    let letter = Letter {
        kind: NoticeKind::Filed,
        medium: Medium::Email,
        person: "p1".into(),
        address: "wang@example.cn".into(),
        subject: "备案".into(),
        body: "正文".into(),
        html: None,
        message_id: "<a@notice.beian>".into(),
    };
    let message = mail::message(&letter, &settings.from, minutes(1)).unwrap();
    smtp::Server::new(settings).hand(&message)
}

const CODES: [u16; 14] = [354, 421, 450, 451, 452, 454, 500, 501, 502, 503, 530, 550, 552, 554];

#[test]
fn every_code_at_every_turn_is_about_the_notice_or_about_the_way() {
    let folder = tempfile::tempdir().unwrap();
    certificate(folder.path());
    let roots = std::fs::read(folder.path().join("cert.pem")).unwrap();
    // In front of DATA and the sign-in, 354 and 334 are of the kind that is waited for.
    let fits = |turn, code| !(turn == Turn::Data && code == 354);
    for turn in Turn::ALL {
        let codes: Vec<u16> = CODES.into_iter().filter(|code| fits(turn, *code)).collect();
        let answers: Vec<String> = codes.iter().map(|code| format!("{code} no")).collect();
        let tricks = answers.iter().map(|answer| (place(turn).to_owned(), answer.clone())).collect();
        let tls = if turn == Turn::Encrypt { "starttls" } else { "none" };
        let server =
            Server::start(&Does { tricks, ..Does::tls(tls, folder.path(), Some(("icp", "geheim"))) });
        let tls = if turn == Turn::Encrypt { Tls::StartTls } else { Tls::None };
        let settings = settings(server.port, tls, Some(roots.clone()));
        for code in codes {
            let trouble = hand(&settings).unwrap_err();
            let found = match &trouble {
                Trouble::Never(_) => smtp::Blame::Notice,
                Trouble::Again(_) => smtp::Blame::Nobody,
                Trouble::Closed(_) => smtp::Blame::Way,
            };
            assert_eq!(found, blame(turn, Some(code), Asks::Nothing), "{turn} {code}: {trouble}");
            assert!(trouble.to_string().contains(&format!("{turn}: {code} no")), "{turn} {code}: {trouble}");
        }
        assert_eq!(hand(&settings), Ok(()), "{turn}: without a trick it leaves");
    }
}

#[test]
fn a_sender_that_is_refused_closes_the_way_and_loses_nothing() {
    let mut scene = Scene::new();
    scene.place.sql(
        "WITH n (i) AS (VALUES (2), (3))
         INSERT INTO outbox (order_id, event_id, verdict, kind, medium, person, address, subject, body, html,
           message_id, created_at, next_at)
         SELECT order_id, event_id, verdict, kind, medium, person, 'p' || i || '@example.cn', subject, body, html,
           '<' || i || '@notice.beian>', created_at, next_at FROM outbox, n WHERE outbox.id = 1",
    );
    let server = Server::start(&Does::tricks(&[("MAIL", "550 5.7.1 sender rejected")]));
    private(&scene.place, "delivery.toml", &server.settings("none", ""));
    let sent = scene.send(minutes(11));
    assert_eq!((sent.sent, sent.again, sent.failed.len(), sent.closed.len()), (0, 0, 0, 1), "{sent:?}");
    assert!(sent.closed[0].contains("MAIL FROM: 550 5.7.1 sender rejected"), "{sent:?}");
    for id in 1..=3 {
        let notice = scene.desk.store.notice(id).unwrap();
        assert_eq!((notice.state, notice.tries), (NoticeState::Waiting, 0), "{notice:?}");
    }
    assert_eq!(scene.send(minutes(13)).sent, 3);
    scene.place.must_be_sound();
}

#[test]
fn an_address_is_one_address_in_ascii_or_is_never_sent_to() {
    let server = Server::start(&Does::script(&[]));
    for (address, wanted) in [
        ("-oQ/tmp@example.cn", None),
        ("|sh@example.cn", None),
        ("\"|sh\"@example.cn", None),
        ("a@b.cn,evil@x.cn", None),
        ("wang@例子.中国", Some("wang@xn--fsqu00a.xn--fiqs8s")),
    ] {
        let mut scene = Scene::new();
        scene.place.sql(&format!("UPDATE outbox SET address = '{address}'"));
        private(&scene.place, "delivery.toml", &server.settings("none", ""));
        let before = server.lines().len();
        let sent = scene.send(minutes(11));
        match wanted {
            None => {
                assert!(sent.failed[0].1.contains("no e-mail address"), "{address}: {sent:?}");
                assert_eq!(server.lines().len(), before, "nothing was said of {address}");
            }
            Some(wanted) => {
                assert_eq!(sent.sent, 1, "{address}: {:?}", scene.notice());
                assert_eq!(server.taken(1).last().unwrap().to, wanted);
            }
        }
        scene.place.must_be_sound();
    }
}

#[test]
fn a_mailbox_beyond_ascii_goes_where_the_server_takes_it_and_fails_alone_where_not() {
    for utf8 in [false, true] {
        let mut scene = Scene::new();
        scene.place.sql(
            "UPDATE outbox SET address = '用户@例子.中国';
             INSERT INTO outbox (order_id, event_id, verdict, kind, medium, person, address, subject, body, html,
               message_id, created_at, next_at)
             SELECT order_id, event_id, verdict, kind, medium, person, 'wang@example.cn', subject, body, html,
               '<2@notice.beian>', created_at, next_at FROM outbox",
        );
        let server = Server::start(&Does { utf8, ..Does::script(&[]) });
        private(&scene.place, "delivery.toml", &server.settings("none", ""));
        let sent = scene.send(minutes(11));
        assert_eq!((sent.sent, sent.failed.len()), if utf8 { (2, 0) } else { (1, 1) }, "{sent:?}");
        let taken: Vec<String> = server.taken(sent.sent).into_iter().map(|one| one.to).collect();
        assert!(taken.contains(&"wang@example.cn".to_owned()), "{taken:?}");
        assert_eq!(taken.contains(&"用户@xn--fsqu00a.xn--fiqs8s".to_owned()), utf8, "{taken:?}");
        if !utf8 {
            assert!(sent.failed[0].1.contains("other than ASCII"), "{sent:?}");
        }
        scene.place.must_be_sound();
    }
}

#[test]
fn a_refusal_that_repeats_the_address_as_it_went_out_goes_on_record_without_it() {
    let mut scene = Scene::new();
    scene.place.sql("UPDATE outbox SET address = ' wang@例子.中国'");
    let server = Server::start(&Does::script(&["550"]));
    private(&scene.place, "delivery.toml", &server.settings("none", ""));
    let sent = scene.send(minutes(11));
    let error = &sent.failed[0].1;
    assert!(error.contains("RCPT TO: 550") && !error.contains("wang"), "{error}");
    scene.place.must_be_sound();
}

const PORT: &str = "BEIAN_TEST_FLOOD_PORT";
const ROOTS: &str = "BEIAN_TEST_FLOOD_ROOTS";
const TIMES: &str = "BEIAN_TEST_FLOOD_TIMES";

/// Where a server floods, or says more than it was asked.
const FLOODS: [(&str, &str); 11] = [
    ("greeting", "line"),
    ("greeting", "lines"),
    ("EHLO", "line"),
    ("EHLO", "lines"),
    ("AUTH", "line"),
    ("MAIL", "lines"),
    ("MAIL", "more"),
    ("RCPT", "line"),
    ("DATA", "more"),
    ("END", "line"),
    ("END", "lines"),
];

#[test]
#[ignore = "runs as a process of other tests"]
fn a_client_that_tells_its_peak() {
    let Ok(port) = std::env::var(PORT) else { return };
    let roots = std::fs::read(std::env::var(ROOTS).unwrap()).ok();
    let tls = if roots.is_some() { Tls::Implicit } else { Tls::None };
    let settings = settings(port.parse().unwrap(), tls, roots);
    for _ in 0..std::env::var(TIMES).unwrap().parse().unwrap() {
        println!("\ntrouble|{:?}", hand(&settings));
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    println!("peak|{}", peak.trim().trim_end_matches(" kB"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_server_that_never_ends_takes_a_few_megabytes_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    certificate(folder.path());
    for tls in ["none", "implicit"] {
        let tricks = Does::tricks(&FLOODS).tricks;
        let server =
            Server::start(&Does { tricks, ..Does::tls(tls, folder.path(), Some(("icp", "geheim"))) });
        let args = ["--exact", "all::mail::turns::a_client_that_tells_its_peak", "--ignored", "--nocapture"];
        let roots = if tls == "none" { "none" } else { "cert.pem" };
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(args).env(PORT, server.port.to_string()).env(ROOTS, folder.path().join(roots));
        command.env(TIMES, FLOODS.len().to_string()).stderr(Stdio::null());
        let said = String::from_utf8(command.output().unwrap().stdout).unwrap();
        let troubles: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("trouble|")).collect();
        assert_eq!(troubles.len(), FLOODS.len(), "{said}");
        for (trouble, (at, what)) in troubles.iter().zip(FLOODS) {
            let wanted = if what == "more" { "more than it was asked" } else { "longer than" };
            assert!(trouble.contains(wanted), "{at} {what}: {trouble}");
        }
        let peak: u64 = said.lines().find_map(|line| line.strip_prefix("peak|")).unwrap().parse().unwrap();
        assert!(peak < 100_000, "{peak} kB at the peak, over {tls}");
    }
}
