//! Fields of an order by their paths: `people[0].certificate.number`.

use super::order::Order;
use serde_json::Value;

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'a> {
    Field(&'a str),
    Place(usize),
}

pub(super) fn steps(path: &str) -> Vec<Step<'_>> {
    let parts = path.split(['.', '[']).map(|part| part.trim_end_matches(']'));
    parts.map(|part| part.parse().map_or(Step::Field(part), Step::Place)).collect()
}

/// The path without its numbers: `people[0].mobile` → `people.mobile`.
pub fn pattern(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            letter if !inside => out.push(letter),
            _ => {}
        }
    }
    out
}

/// The numbers of a path, from the left.
pub fn numbers(path: &str) -> Vec<usize> {
    path.split('[').skip(1).filter_map(|rest| rest.split(']').next()?.parse().ok()).collect()
}

/// The value at a path of an order that was written as JSON.
pub fn value_at<'a>(order: &'a Value, path: &str) -> Option<&'a Value> {
    steps(path).into_iter().try_fold(order, |value, step| match step {
        Step::Place(at) => value.get(at),
        Step::Field(name) => value.get(name),
    })
}

/// The text at a path such as `people[0].certificate.number`; none where nothing stands there.
pub fn text_at(order: &Order, path: &str) -> Option<String> {
    match value_at(&serde_json::to_value(order).ok()?, path)? {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lose_and_give_their_numbers() {
        assert_eq!(pattern("sites[0].domains[12].name"), "sites.domains.name");
        assert_eq!(numbers("sites[0].domains[12].name"), [0, 12]);
    }
}
