//! Who asks often must learn nothing: two homes that differ in nothing but hidden places of people's numbers answer
//! every question alike.

use super::support::{Place, minutes, monday, order};
use beian::domain::bureau::{News, ResultRow};
use beian::domain::ids::OrderId;
use beian::domain::life::SmsOutcome;
use beian::domain::mask::{Personal, masked};
use beian::domain::sought::sought;
use beian::domain::view::{Direction, Filter, PageRequest, Sort, Tab};
use beian::work::results::{self, Run, Taken};
use beian::work::{Desk, number_search, registry};
use chrono::Duration;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use regex::Regex;
use serde_json::json;
use std::fs;

const QUERIES: usize = 500;
const NO: &str = "ICP-10224";

/// What differs between two homes that were made one after the other.
const TIMES: &str = r#"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}[0-9:.Z+]*|"(?:provider|customer)(?:_working)?": \d+|\b\d+ ?(?:d|h|min|s)\b"#;

/// The numbers of the person who is asked about, in either home. Their masked forms are the same.
struct Numbers {
    mobile: &'static str,
    document: &'static str,
    office: &'static str,
}

const ONE: Numbers =
    Numbers { mobile: "13857310624", document: "110105197306110531", office: "086-010-80013606" };
const OTHER: Numbers =
    Numbers { mobile: "13826948124", document: "110105197306114831", office: "086-010-80027406" };

fn home(numbers: &Numbers) -> Place {
    let mut order = order(NO);
    let person = &mut order["people"][0];
    person["mobile"] = json!(numbers.mobile);
    person["certificate"]["number"] = json!(numbers.document);
    person["office_phone"] = json!(numbers.office);
    let place = Place::with(&[order, super::support::cancellation(7)]);
    let file = place.path("filings.csv");
    let text = format!("certificate_number,entity_name,domain\n{},王小明,wxm.cn\n", numbers.document);
    fs::write(&file, text).unwrap();
    registry::import(&mut place.desk(), &file, monday()).unwrap();
    place
}

#[test]
fn the_two_homes_look_alike() {
    for (one, other, kind) in [
        (ONE.mobile, OTHER.mobile, Personal::Phone),
        (ONE.document, OTHER.document, Personal::IdNumber),
        (ONE.office, OTHER.office, Personal::Phone),
    ] {
        assert!(one != other && masked(kind, one) == masked(kind, other), "{one}");
    }
}

fn request(search: &str) -> PageRequest {
    PageRequest {
        tab: Tab::All,
        filter: Filter { search: Some(search.to_owned()), ..Filter::default() },
        sort: Sort::Newest,
        from: None,
        direction: Direction::Forward,
        limit: 50,
        now: monday(),
    }
}

/// What nobody who signs in is told about a term: as the command line asks the store.
fn answer(desk: &Desk, term: &str) -> Result<(Vec<OrderId>, usize), &'static str> {
    if sought(term).is_some() {
        return Err("sign in");
    }
    let rows = desk.store.page(&request(term)).unwrap().rows;
    Ok((rows.iter().map(|row| row.id).collect(), registry::find(desk, term, 50).unwrap().len()))
}

/// Grows a number digit by digit from what answered, forwards and backwards, in every way to write one.
struct Attacker {
    dice: StdRng,
    known: String,
}

impl Attacker {
    fn guess(&mut self) -> String {
        let digit = self.dice.random_range(0..10).to_string();
        let grown = match self.dice.random_range(0..3) {
            0 => format!("{digit}{}", self.known),
            1 => format!("{}{digit}", self.known),
            _ => (0..self.dice.random_range(1..19))
                .map(|_| char::from(b'0' + self.dice.random_range(0..10)))
                .collect(),
        };
        match self.dice.random_range(0..6) {
            0 => grown.chars().map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap()).collect(),
            1 => grown.chars().map(String::from).collect::<Vec<_>>().join(" "),
            2 => grown.chars().map(String::from).collect::<Vec<_>>().join("-"),
            3 => format!("+86{grown}"),
            4 => format!("{grown}x"),
            _ => grown,
        }
    }

    fn hear(&mut self, term: &str, found: bool) {
        let digits: String = term.chars().filter(char::is_ascii_digit).collect();
        if found && digits.len() < 18 {
            self.known = digits;
        } else if self.dice.random_ratio(1, 12) {
            self.known.clear();
        }
    }
}

#[test]
fn five_hundred_guesses_by_nobody_are_answered_alike_whatever_the_numbers_are() {
    let places = [home(&ONE), home(&OTHER)];
    let desks = [places[0].desk(), places[1].desk()];
    let mut attacker = Attacker { dice: StdRng::seed_from_u64(24), known: String::new() };
    let (mut refused, mut found) = (0, 0);
    for _ in 0..QUERIES {
        let term = attacker.guess();
        let answers = [answer(&desks[0], &term), answer(&desks[1], &term)];
        assert_eq!(answers[0], answers[1], "'{term}' tells the homes apart");
        let hit = answers[0].as_ref().is_ok_and(|(orders, _)| orders.contains(&OrderId(1)));
        refused += usize::from(answers[0].is_err());
        found += usize::from(hit);
        attacker.hear(&term, hit);
    }
    assert!(refused > 50 && found > 5, "the attacker asked for nothing: {refused} {found}");
    // Every part of the numbers themselves, as who knew them would ask.
    for numbers in [&ONE, &OTHER] {
        for number in [numbers.mobile, numbers.document, numbers.office] {
            for from in 0..number.len() {
                for to in from + 1..=number.len() {
                    let part = &number[from..to];
                    assert_eq!(answer(&desks[0], part), answer(&desks[1], part), "{part}");
                }
            }
        }
    }
}

#[test]
fn who_signs_in_gets_few_guesses_and_each_is_on_record() {
    let place = home(&ONE);
    let mut desk = place.desk();
    let zhu = desk.store.account("zhu").unwrap().unwrap().staff.id;
    let (mut looked, mut dice) = (0, StdRng::seed_from_u64(7));
    for nth in 0..QUERIES {
        let term = format!("{:04}", dice.random_range(0..10_000));
        let now = monday() + Duration::seconds(nth as i64);
        let page = number_search::page(&mut desk, zhu, &PageRequest { now, ..request(&term) });
        looked += i64::from(page.is_ok());
    }
    assert!((5..16).contains(&looked), "{looked} guesses in {QUERIES} seconds");
    let on_record = "SELECT count(*) FROM event WHERE kind = 'home' AND body LIKE '%number_searched%' AND actor IS NOT NULL";
    assert_eq!(place.ask::<i64>(on_record), looked);
}

#[test]
fn what_nobody_may_read_stands_in_no_output_that_needs_nobody() {
    let places = [home(&ONE), home(&OTHER)];
    let times = Regex::new(TIMES).unwrap();
    for call in [
        &["queue", "all"][..],
        &["queue", "all", "--json"],
        &["queue", "all", "--search", "24"],
        &["queue", "all", "--search", "13857310"],
        &["queue", "all", "--search", "0624"],
        &["show", NO],
        &["show", NO, "--json"],
        &["checklist", NO],
        &["log", NO],
        &["log", NO, "--json"],
        &["status", NO, "--json"],
        &["rule", "--for", NO],
        &["registry", "find", "王小", "--json"],
        &["registry", "find", "110105197306110531"],
        &["curtain", "list", "--json"],
        &["sms", "list"],
        &["call", "list"],
        &["appointment", "list"],
        &["paper", NO],
        &["outbox", "list"],
        &["setting", "list"],
    ] {
        let said = places.each_ref().map(|place| {
            let output = place.command(call).env_remove("BEIAN_PASSPHRASE").output().unwrap();
            let text = format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            let text = text.replace(&place.dir.path().display().to_string(), "");
            times.replace_all(&without_hashes(&text), "T").into_owned()
        });
        let differ = said[0].lines().zip(said[1].lines()).find(|(one, other)| one != other);
        assert_eq!(differ, None, "{call:?} tells the homes apart");
        assert_eq!(said[0].len(), said[1].len(), "{call:?}");
    }
}

/// The hash of a content is one of all that stands in it, and tells none of it alone.
fn without_hashes(text: &str) -> String {
    Regex::new("[0-9a-f]{64}").unwrap().replace_all(text, "H").into_owned()
}

#[test]
fn a_file_of_results_can_not_try_one_number_after_the_other() {
    let mut left = super::bureau::left(|_| {});
    let at = minutes(30).to_rfc3339();
    let tries = |count: u64| -> String {
        let row = |nth| {
            let person = format!("tel 139{nth:08}");
            json!({ "order_no": "UC-A", "kind": "sms_sent", "at": at, "person": person }).to_string() + "\n"
        };
        (0..count).map(row).collect()
    };
    let file = left.place.path("results.jsonl");
    fs::write(&file, tries(40)).unwrap();
    let mut faults = Vec::new();
    results::import(&mut left.desk, &file, Run::Take, minutes(60), |taken| {
        if let Taken::Refused { faults: told, .. } = taken {
            faults.extend(told.iter().map(|fault| fault.found.en.clone()));
        }
    })
    .unwrap();
    let count = |words: &str| faults.iter().filter(|fault| fault.contains(words)).count();
    assert_eq!(
        (count("nobody who must still verify"), count("after many refused rows")),
        (5, 35),
        "{faults:?}"
    );
    let by_hand = |desk: &mut Desk, nth: u64| {
        let news = News::Sms(SmsOutcome::Sent, format!("139{nth:08}"));
        let row = ResultRow { order_no: "UC-A".into(), at: minutes(30), news };
        results::set(desk, left.chu, &row, minutes(60)).unwrap_err().to_string()
    };
    for nth in 0..5 {
        assert!(by_hand(&mut left.desk, nth).contains("nobody"), "{nth}");
    }
    assert!(by_hand(&mut left.desk, 6).contains("too many searches"));
}
