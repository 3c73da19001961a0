//! Names and figures in words.

use crate::app::say::Say;
use crate::app::screen::queue::{tab_text, type_text};
use crate::app::screen::stats::{Name, Value};
use crate::domain::checklist::ChosenReason;
use crate::domain::stats::Slice;
use crate::domain::view::Tab;
use crate::domain::worktime::shanghai;
use crate::ui::Paint;
use crate::ui::text::safe;
use chrono::{DateTime, Datelike, Utc};

/// What a row is about.
pub fn name(paint: &Paint, name: &Name) -> String {
    match name {
        Name::Text(key) => paint.text(key).to_owned(),
        Name::Words(words) => safe(words).into_owned(),
        Name::Reason(code) => {
            let lang = paint.lang();
            let text = paint.catalog.reason(code).map(|reason| reason.text.get(lang)).or_else(|| {
                let rule = paint.catalog.rule(&code.as_str().into());
                rule.map(|rule| rule.title.get(lang))
            });
            match text {
                Some(text) => format!("{} {text}", safe(code.as_str())),
                None if code.as_str() == ChosenReason::FREE => paint.text("stats.free_reason").to_owned(),
                None => safe(code.as_str()).into_owned(),
            }
        }
        Name::Slice(of, given) => slice(paint, of, given),
    }
}

/// A part of the whole; `given` is the name of a person.
pub fn slice(paint: &Paint, slice: &Slice, given: &str) -> String {
    let lang = paint.lang();
    match slice {
        Slice::Hour(hour) => paint.say(&Say::with("stats.hour", format!("{hour:02}"))),
        Slice::Day(day) => {
            let nth = day.weekday().num_days_from_monday() as usize;
            let chinese = "一二三四五六日".chars().nth(nth).map(String::from).unwrap_or_default();
            let english = day.format("%a").to_string();
            format!("{} {}", day.format("%Y-%m-%d"), lang.pick(&chinese, &english))
        }
        Slice::Stage(stage) => paint.text(tab_text(Tab::Stage(*stage))).to_owned(),
        Slice::Person(id) if given.is_empty() => id.to_string(),
        Slice::Person(_) => safe(given).into_owned(),
        Slice::Province(id) => match paint.catalog.province(id) {
            Some(province) => province.title.get(lang).to_owned(),
            None => safe(id.as_str()).into_owned(),
        },
        Slice::Type(kind) => paint.text(type_text(*kind)).to_owned(),
        Slice::Profile(id) => safe(id.as_str()).into_owned(),
    }
}

/// A figure.
pub fn value(paint: &Paint, value: &Value) -> String {
    match value {
        Value::Count(count) => grouped(*count),
        Value::Share(None) | Value::Took(None) | Value::Since(None) => "-".to_owned(),
        Value::Share(Some(share)) => format!("{:.1}%", share * 100.0),
        Value::Took(Some(ms)) => took(*ms),
        Value::Since(Some(at)) | Value::At(at) => moment(*at),
        Value::Stage(stage) => paint.text(tab_text(Tab::Stage(*stage))).to_owned(),
        Value::Words(words) => safe(words).into_owned(),
    }
}

/// 12,345.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Minutes and seconds, or hours and minutes.
fn took(ms: u64) -> String {
    let seconds = ms.div_ceil(1000);
    match seconds {
        0..3600 => format!("{}:{:02}", seconds / 60, seconds % 60),
        3600..86_400 => format!("{}h{:02}", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{}d{:02}h", seconds / 86_400, seconds % 86_400 / 3600),
    }
}

/// A moment in Beijing time.
pub fn moment(at: DateTime<Utc>) -> String {
    shanghai(at).format("%m-%d %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short_and_whole() {
        for (count, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(count), text);
        }
        for (ms, text) in [(0, "0:00"), (59_001, "1:00"), (754_000, "12:34"), (7_500_000, "2h05")] {
            assert_eq!(took(ms), text);
        }
        assert_eq!(took(90_000_000), "1d01h");
    }
}
