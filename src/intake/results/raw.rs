//! A row as a file gives it, and the way from there to a result.

use super::super::fault::{Trouble, Words};
use super::FileRow;
use crate::catalog::Catalog;
use crate::domain::bureau::{GivenReason, NamedNumber, News, ResultKind, ResultRow, Secret};
use crate::domain::damage::{CellKind, spoilt};
use crate::domain::life::SmsOutcome;
use crate::domain::text::half_width;
use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use serde::Deserialize;

/// The longest text of a row.
const LONGEST: usize = 2_000;
/// Sites or reasons of one row.
const MANY: usize = 200;
/// Hours by which Shanghai is ahead of UTC.
const SHANGHAI: i32 = 8 * 3600;

/// A row, its fields as they stand.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Raw {
    pub order_no: String,
    pub kind: String,
    pub at: String,
    pub person: Option<String>,
    pub entity_number: Option<String>,
    pub sites: Vec<NamedNumber>,
    pub password: Option<Secret>,
    pub reasons: Vec<GivenReason>,
}

impl Raw {
    pub(super) fn into_row(self, file: &str, line: u64, catalog: &Catalog) -> FileRow {
        let order_no = Some(self.order_no.trim().to_owned()).filter(|no| !no.is_empty());
        let place = format!("{file}:{line}");
        let mut faults = Vec::new();
        let row = self.checked(catalog, &mut |field: &str, found, expected| {
            faults.push(Trouble::new(found, expected).at(&place, field));
        });
        FileRow { line, order_no, row: row.filter(|_| faults.is_empty()).ok_or(faults) }
    }

    fn checked(mut self, catalog: &Catalog, wrong: &mut dyn FnMut(&str, Words, Words)) -> Option<ResultRow> {
        self.trim();
        if self.order_no.is_empty() {
            wrong("order_no", Words::nothing(), Words::new("订单号", "an order number"));
        }
        self.bounded(wrong);
        self.sound(wrong);
        let at = moment(&self.at);
        if at.is_none() {
            let expected = Words::new(
                "时间，如 2026-11-16 10:30:00（北京时间）或 2026-11-16T02:30:00Z",
                "a time such as 2026-11-16 10:30:00 (Beijing) or 2026-11-16T02:30:00Z",
            );
            wrong("at", if is_serial(&self.at) { serial() } else { quoted(&self.at) }, expected);
        }
        let kind = catalog.result_kind(&self.kind);
        if kind.is_none() {
            let names: Vec<&str> = ResultKind::ALL.iter().map(|kind| kind.slug()).collect();
            let zh: Vec<&str> = ResultKind::ALL.iter().map(|kind| kind.zh()).collect();
            let zh = format!("{}（{}）", names.join("、"), zh.join("、"));
            wrong("kind", quoted(&self.kind), Words::new(zh, names.join(", ")));
        }
        let kind = kind?;
        self.alone(kind, wrong);
        Some(ResultRow { order_no: self.order_no.as_str().into(), at: at?, news: self.news(kind, wrong)? })
    }

    fn trim(&mut self) {
        let trimmed = |text: &mut String| *text = text.trim().to_owned();
        [&mut self.order_no, &mut self.kind, &mut self.at].into_iter().for_each(trimmed);
        for part in [&mut self.person, &mut self.entity_number] {
            *part = part.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        for site in &mut self.sites {
            trimmed(&mut site.site);
            trimmed(&mut site.number);
        }
        for reason in &mut self.reasons {
            for part in [&mut reason.text, &mut reason.mend] {
                *part = part.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
            }
            reason.code = reason.code.take().filter(|code| !code.as_str().trim().is_empty());
        }
        self.password = self.password.take().filter(|secret| !secret.expose().trim().is_empty());
    }

    fn bounded(&self, wrong: &mut dyn FnMut(&str, Words, Words)) {
        let most = Words::at_most(MANY, "项", "of them");
        for (field, count) in [("sites", self.sites.len()), ("reasons", self.reasons.len())] {
            if count > MANY {
                wrong(field, Words::count(count, "项", "of them"), most.clone());
            }
        }
        let texts = [("order_no", Some(&self.order_no)), ("person", self.person.as_ref())];
        let reasons = self.reasons.iter().flat_map(|reason| [&reason.text, &reason.mend]);
        let reasons = reasons.map(|text| ("reasons", text.as_ref()));
        let password = self.password.as_ref().map(|secret| secret.expose().len()).unwrap_or_default();
        let long = texts.into_iter().chain(reasons).filter_map(|(field, text)| Some((field, text?.len())));
        for (field, length) in long.chain([("password", password)]) {
            if length > LONGEST {
                let found = Words::count(length, "字节", "bytes");
                wrong(field, found, Words::at_most(LONGEST, "字节", "bytes"));
            }
        }
    }

    /// What a spreadsheet damaged is told as that. The value is never quoted: it may be a number, or a password.
    fn sound(&self, wrong: &mut dyn FnMut(&str, Words, Words)) {
        use CellKind::{Filing, OrderNo, Person, Secret, Words as Text};
        let mut all = vec![("order_no", OrderNo, self.order_no.as_str())];
        all.extend(self.person.as_deref().map(|text| ("person", Person, text)));
        all.extend(self.entity_number.as_deref().map(|text| ("entity_number", Filing, text)));
        for site in &self.sites {
            all.extend([("sites", Text, site.site.as_str()), ("sites", Filing, site.number.as_str())]);
        }
        all.extend(self.password.as_ref().map(|secret| ("password", Secret, secret.expose())));
        for reason in &self.reasons {
            let texts = [&reason.text, &reason.mend].into_iter().flatten();
            all.extend(texts.map(|text| ("reasons", Text, text.as_str())));
        }
        for (field, kind, text) in all {
            if let Some(damage) = spoilt(kind, text) {
                let (found, mend) = (damage.found(), damage.mend(kind));
                wrong(field, Words::new(found.zh, found.en), Words::new(mend.zh, mend.en));
            }
        }
    }

    /// A field of another kind of row would be lost without a word.
    fn alone(&self, kind: ResultKind, wrong: &mut dyn FnMut(&str, Words, Words)) {
        let is_sms = !matches!(kind, ResultKind::Passed | ResultKind::Returned);
        let here = [
            ("person", self.person.is_some(), is_sms),
            ("entity_number", self.entity_number.is_some(), kind == ResultKind::Passed),
            ("sites", !self.sites.is_empty(), kind == ResultKind::Passed),
            ("password", self.password.is_some(), kind == ResultKind::Passed),
            ("reasons", !self.reasons.is_empty(), kind == ResultKind::Returned),
        ];
        for (field, _, _) in here.into_iter().filter(|(_, given, fits)| *given && !fits) {
            let (slug, zh) = (kind.slug(), kind.zh());
            let expected =
                Words::new(format!("留空（{zh}不用此项）"), format!("nothing ({slug} has no such field)"));
            wrong(field, Words::new("有内容", "a value"), expected);
        }
    }

    fn news(self, kind: ResultKind, wrong: &mut dyn FnMut(&str, Words, Words)) -> Option<News> {
        let outcome = match kind {
            ResultKind::SmsSent => SmsOutcome::Sent,
            ResultKind::SmsVerified => SmsOutcome::Verified,
            ResultKind::SmsWrong => SmsOutcome::Wrong,
            ResultKind::Passed => {
                let Self { entity_number, sites, password, .. } = self;
                return Some(News::Passed { entity_number, sites, password });
            }
            ResultKind::Returned => {
                let told = |reason: &GivenReason| reason.code.is_some() || reason.text.is_some();
                if self.reasons.is_empty() || !self.reasons.iter().all(told) {
                    let expected = Words::new(
                        "至少一条理由，各有代码或文字",
                        "a reason at least, each with a code or words",
                    );
                    wrong("reasons", Words::nothing(), expected);
                }
                return Some(News::Returned { reasons: self.reasons });
            }
        };
        if self.person.is_none() {
            let expected = Words::new("人员：编号、姓名或手机号", "a person: his id, name or mobile number");
            wrong("person", Words::nothing(), expected);
        }
        Some(News::Sms(outcome, self.person?))
    }
}

fn quoted(text: &str) -> Words {
    if text.is_empty() { Words::nothing() } else { Words::quote(text) }
}

/// The number that a spreadsheet has for a day: 45321, or with the hour behind a point.
fn is_serial(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(|days| (20_000.0..80_000.0).contains(&days))
}

fn serial() -> Words {
    Words::new("表格软件的日期序号", "the number that a spreadsheet has for a day")
}

/// A time with its zone, or as people in Beijing write it.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let text: String = text.chars().map(half_width).collect();
    let text = text.as_str();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.to_utc());
    }
    let forms = [
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d %H:%M",
        "%Y/%m/%d %H:%M:%S",
        "%Y/%m/%d %H:%M",
        "%Y.%m.%d %H:%M:%S",
        "%Y.%m.%d %H:%M",
        "%Y-%m-%dT%H:%M:%S",
        "%Y年%m月%d日 %H:%M:%S",
        "%Y年%m月%d日 %H:%M",
        "%Y年%m月%d日 %H时%M分%S秒",
        "%Y年%m月%d日 %H时%M分",
    ];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    let zone = FixedOffset::east_opt(SHANGHAI)?;
    local.and_local_timezone(zone).single().map(|at| at.to_utc())
}

/// A reason as a cell or an argument writes it: `DOM-01`, `D003@domain:s1/0 words`, or words alone.
pub fn reason_of(text: &str) -> GivenReason {
    let text = text.trim();
    let (head, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let head = head.trim_end_matches([':', '：', ',', '，']);
    let (code, item) = match head.split_once('@') {
        Some((code, _)) => (code, head.parse().ok()),
        None => (head, None),
    };
    if !is_code(code) || (head.contains('@') && item.is_none()) {
        return GivenReason {
            text: Some(text.to_owned()).filter(|text| !text.is_empty()),
            ..GivenReason::default()
        };
    }
    let words = Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty());
    GivenReason { code: Some(code.into()), item, text: words, mend: None }
}

/// Capitals, perhaps a hyphen, digits: `E001`, `DOM-01`.
fn is_code(text: &str) -> bool {
    let letters = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let digits = letters.strip_prefix('-').unwrap_or(letters);
    letters.len() < text.len()
        && (1..=4).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
}
