//! The forms by which damage is known. Texts come half-width, trimmed, without hidden characters.

use super::{CellKind, Damage};
use crate::domain::ident::credit_code::CreditCode;
use crate::domain::ident::filing_number::{FilingNumber, FilingProblem};
use crate::domain::ident::id_card::{IdNumber, IdProblem};
use crate::domain::ident::phone::{is_landline, is_mobile};
use crate::domain::sought::{document_key, phone_number_key};
use chrono::{Datelike, NaiveDate};

/// Digits that a spreadsheet keeps.
const KEPT: usize = 15;
/// Zeros behind them that are no chance.
const ZEROS: usize = 3;
/// Zeros at the end of a mobile number that only an exponent leaves: `1.38E+10`.
const MOBILE_ZEROS: usize = 8;
/// Words for nothing, in small letters.
const NOTHING: [&str; 22] = [
    "无",
    "暂无",
    "没有",
    "空",
    "未知",
    "不详",
    "待补",
    "未填",
    "-",
    "--",
    "---",
    "—",
    "——",
    "/",
    "\\",
    "n/a",
    "na",
    "null",
    "(null)",
    "none",
    "nan",
    "undefined",
];
/// What spreadsheets write for what they can't work out, in capitals.
const ERRORS: [&str; 12] = [
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NULL!",
    "#NUM!",
    "#SPILL!",
    "#CALC!",
    "#ERROR!",
    "#FIELD!",
    "#GETTING_DATA",
];
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

pub(super) fn is_error_value(text: &str) -> bool {
    let upper = text.to_uppercase();
    let hashes = text.len() > 1 && text.bytes().all(|byte| byte == b'#');
    let office = upper.strip_prefix("ERR:").is_some_and(all_digits);
    hashes || office || ERRORS.contains(&upper.as_str())
}

/// What stands where a letter was lost, and what GBK makes of that in UTF-8.
pub(super) fn has_lost(text: &str) -> bool {
    text.contains('\u{FFFD}') || text.contains("锟斤拷")
}

/// `3.30106E+17`, `1E+05`, `3.3e17`. Without a point only a sign makes it one: a code may have an E among its digits.
pub(super) fn is_exponent(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let Some((number, exponent)) = text.split_once(['E', 'e']) else { return false };
    let (whole, point) = match number.split_once(['.', ',']) {
        Some((whole, rest)) => (whole, all_digits(rest)),
        None => (number, false),
    };
    let is_number = all_digits(whole) && (point || all_digits(number));
    let unsigned = exponent.strip_prefix(['+', '-']);
    let digits = unsigned.unwrap_or(exponent);
    is_number && all_digits(digits) && digits.len() <= 3 && (point || unsigned.is_some())
}

/// What damages anything that should be a number, or may be one.
pub(super) fn as_number(kind: CellKind, text: &str) -> Option<Damage> {
    let strict = kind.is_number();
    if text.starts_with('=') {
        return Some(Damage::Formula);
    }
    if is_quoted(text) {
        return Some(Damage::Quoted);
    }
    if let Some(damage) = is_decimal(text, strict) {
        return Some(damage);
    }
    if is_thousands(text) {
        return Some(Damage::Thousands);
    }
    if !strict {
        return None;
    }
    if NOTHING.contains(&text.to_lowercase().as_str()) {
        return Some(Damage::Nothing);
    }
    if text.contains('*') || text.contains("...") || text.contains('…') {
        return Some(Damage::Masked);
    }
    if text.contains('?') {
        return Some(Damage::Lost);
    }
    is_date(text).then_some(Damage::Date)
}

pub(super) fn of_kind(kind: CellKind, text: &str) -> Option<Damage> {
    match kind {
        _ if text.is_empty() => None,
        CellKind::Certificate => certificate(text),
        CellKind::Phone => phone(text),
        CellKind::Filing => filing(text),
        _ => None,
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_quoted(text: &str) -> bool {
    let opens = text.starts_with(['\'', '`', '´', '‘', '’']);
    let around = text.starts_with(['"', '“', '”']) || text.ends_with(['"', '“', '”', '\'']);
    opens || around
}

/// `13800138000.0`. A landline may have its area code before a point, which begins with 0.
fn is_decimal(text: &str, strict: bool) -> Option<Damage> {
    let (whole, rest) = text.strip_prefix('-').unwrap_or(text).split_once('.')?;
    let area = whole.len() > 1 && whole.starts_with('0') && strict;
    let is = all_digits(whole) && all_digits(rest) && !area && (strict || rest.bytes().all(|b| b == b'0'));
    is.then_some(Damage::Decimal)
}

fn is_thousands(text: &str) -> bool {
    let number = text.split_once('.').map_or(text, |(whole, _)| whole);
    let mut groups = number.split(',');
    let first = groups.next().is_some_and(|first| all_digits(first) && first.len() <= 3);
    let mut rest = groups.peekable();
    first && rest.peek().is_some() && rest.all(|group| all_digits(group) && group.len() == 3)
}

/// A date as spreadsheets show it, in any of their orders, perhaps with a time behind.
fn is_date(text: &str) -> bool {
    let day = text.split_once([' ', 'T']).map_or(text, |(day, _)| day).trim_end_matches('日');
    let parts: Vec<&str> = day.split(['-', '/', '.', '年', '月']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<u32>().ok().filter(|_| all_digits(part) && part.len() <= 4);
    let month = |part: &str| {
        let word = part.to_lowercase();
        MONTHS.iter().any(|name| word.starts_with(name)) && word.len() <= 9
    };
    let in_words = text.contains('月');
    match parts.as_slice() {
        [a, b, c] => match (number(a), number(b), number(c)) {
            (Some(year), Some(m), Some(d)) if a.len() == 4 => real(year, m, d),
            (Some(x), Some(y), Some(year)) if c.len() == 4 => real(year, x, y) || real(year, y, x),
            (Some(x), Some(y), Some(z)) if a.len() <= 2 && b.len() <= 2 && c.len() <= 2 => {
                [(x, y, z), (z, x, y), (z, y, x)].into_iter().any(|(year, m, d)| real(2000 + year, m, d))
            }
            (Some(_), None, Some(_)) => month(b),
            _ => false,
        },
        [a, b] => match (number(a), number(b)) {
            (Some(x), Some(y)) => in_words && (x > 31 || real(2024, x, y)),
            (Some(_), None) => month(b),
            (None, Some(_)) => month(a),
            _ => false,
        },
        _ => false,
    }
}

fn real(year: u32, month: u32, day: u32) -> bool {
    (1900..=2100).contains(&year)
        && i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
}

/// A certificate of any type. What has no form of its own (a unit of the army, an association) only needs digits.
fn certificate(text: &str) -> Option<Damage> {
    let key = document_key(text);
    let places = key.chars().count();
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    if digits < 3 || places < 4 {
        return Some(Damage::Form(CellKind::Certificate));
    }
    if !all_digits(&key) {
        return None;
    }
    let born = key.get(6..14).is_some_and(is_birth);
    match places {
        17 if born => Some(Damage::Places(places)),
        18 => eighteen(&key, born),
        _ => is_rounded(&key).then_some(Damage::Rounded),
    }
}

/// Eighteen digits: an ID number or a credit code. A check digit may fail, but not where the number is what fifteen
/// digits, or a floating-point number, make of it.
fn eighteen(key: &str, born: bool) -> Option<Damage> {
    let id = IdNumber::read(key, |_| true);
    let fails = |problem: &IdProblem| matches!(problem, IdProblem::CheckDigit { .. });
    // No order code is 000.
    let is_id = born && !id.problems.iter().any(fails) && id.order_code() != Some("000");
    let code = CreditCode::read(key);
    if is_id || code.is_valid() {
        return None;
    }
    if is_rounded(key) || is_float(key) {
        return Some(Damage::Rounded);
    }
    (!born).then_some(Damage::Form(CellKind::Certificate))
}

fn is_birth(digits: &str) -> bool {
    let day = NaiveDate::parse_from_str(digits, "%Y%m%d");
    day.is_ok_and(|day| (1850..=2100).contains(&day.year()))
}

fn is_rounded(digits: &str) -> bool {
    let behind = digits.get(KEPT..).unwrap_or_default();
    behind.len() >= ZEROS && behind.bytes().all(|byte| byte == b'0')
}

/// A number that a floating-point number has exactly, as one in sixty-four of eighteen digits is by chance.
fn is_float(digits: &str) -> bool {
    digits.parse::<u64>().is_ok_and(|number| number as f64 as u64 == number)
}

fn phone(text: &str) -> Option<Damage> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let dials_abroad = text.starts_with('+') || text.starts_with("00");
    let home = digits.trim_start_matches('0').starts_with("86");
    if dials_abroad && !home {
        let fits = (7..=16).contains(&digits.trim_start_matches('0').len());
        return (!fits).then_some(Damage::Places(digits.len()));
    }
    let key = phone_number_key(text);
    let places = key.len();
    let zeros = key.len() - key.trim_end_matches('0').len();
    let wrong = Some(Damage::Places(places));
    let abroad = places == 11 && (key.starts_with("852") || key.starts_with("853"))
        || matches!(places, 11 | 12) && key.starts_with("886");
    match key.bytes().next() {
        None => Some(Damage::Form(CellKind::Phone)),
        Some(b'1') if places == 11 && zeros >= MOBILE_ZEROS => Some(Damage::Rounded),
        Some(b'1') if is_mobile(&key) || places == 11 && !matches!(key.as_bytes()[1], b'0'..=b'2') => None,
        Some(b'0') => (!(10..=12).contains(&places)).then_some(Damage::Places(places)),
        _ if abroad || matches!(places, 7 | 8) => None,
        _ if places == 10 && (key.starts_with("400") || key.starts_with("800")) => None,
        _ if is_landline(&key) => Some(Damage::LostZero),
        _ => wrong,
    }
}

/// The number of a filing, or the telecom licence under which the ministry lists some old ones. The letter of the
/// province is the catalogue's matter.
fn filing(text: &str) -> Option<Damage> {
    match FilingNumber::read(text, Some).problem {
        None | Some(FilingProblem::Licence | FilingProblem::UnknownProvince(_)) => None,
        Some(FilingProblem::Digits(places)) => Some(Damage::Places(places)),
        Some(_) => Some(Damage::Form(CellKind::Filing)),
    }
}
