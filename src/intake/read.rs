//! The bytes of a package file into what they say, with everything that is wrong with them in one report.

use super::fault::{Trouble, Words};
use super::incoming::Body;
use super::json::{self, Located};
use super::limits::{FAULTS, Known, Limits};
use super::{check, typed};
use serde_json::Value;
use std::collections::BTreeSet;

/// What can't come in.
#[derive(Debug)]
pub struct Unfit {
    /// Its order number, where it could be read.
    pub order_no: Option<String>,
    /// Everything that is wrong with it, up to [`FAULTS`] and how many more; never empty.
    pub troubles: Vec<Located>,
}

/// Reads a package file and checks it.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(bytes: &[u8], limits: &Limits, known: &Known) -> Result<Body, Unfit> {
    let parse =
        || json::parse(bytes, limits).map_err(|located| Unfit { order_no: None, troubles: vec![located] });
    let parsed = parse()?;
    if parsed.noted.is_empty()
        && let Some(body) = typed::quick(parsed.value)
        && check::check(&body, limits, known).is_empty()
    {
        return Ok(body);
    }
    // Only what is wrong is read again, for every fault in it.
    let parsed = parse()?;
    let mut troubles = parsed.noted;
    let (body, more) = match typed::body(&parsed.value) {
        Ok(body) => {
            let more = check::check(&body, limits, known);
            (Some(body), more)
        }
        Err(more) => (None, more),
    };
    // What was noted while reading says more of its field than what follows from it.
    let noted: BTreeSet<String> = troubles.iter().map(|(place, _)| place.clone()).collect();
    troubles.extend(more.into_iter().filter(|(place, _)| !noted.contains(place)));
    match body.filter(|_| troubles.is_empty()) {
        Some(body) => Ok(body),
        None => {
            let order_no = parsed.value.get("order_no").and_then(Value::as_str);
            Err(Unfit { order_no: order_no.map(super::fault::shorten), troubles: bounded(troubles) })
        }
    }
}

/// The first so many; the rest as a number.
fn bounded(mut troubles: Vec<Located>) -> Vec<Located> {
    let more = troubles.len().saturating_sub(FAULTS);
    if more > 0 {
        troubles.truncate(FAULTS);
        let found =
            Words::new(format!("另有至少 {more} 处问题未列出"), format!("at least {more} more faults"));
        let expected = Words::new("没有问题的资料包", "a package without any");
        troubles.push((String::new(), Trouble::new(found, expected)));
    }
    troubles
}
