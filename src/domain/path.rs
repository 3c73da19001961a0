//! Fields of an order by their paths: `people[0].certificate.number`.

use super::order::Order;
use super::walk::{Leaf, Visit, walk};
use serde::Serialize;
use serde_json::Value;

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// A field of an object.
    Field(&'a str),
    /// An item of a list.
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
    below(order, &steps(path))
}

fn below<'a>(value: &'a Value, steps: &[Step]) -> Option<&'a Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Place(at) => value.get(at),
        Step::Field(name) => value.get(name),
    })
}

/// Whether more than one value stands at a path: a part of the order, a list.
pub fn holds_several(order: &Order, path: &str) -> bool {
    let steps = steps(path);
    let found = part(order, &steps);
    found.is_some_and(|(part, rest)| {
        below(&part, rest).is_some_and(|value| value.is_object() || value.is_array())
    })
}

/// The text at a path such as `people[0].certificate.number`; none where nothing stands there.
pub fn text_at(order: &Order, path: &str) -> Option<String> {
    let steps = steps(path);
    let (part, rest) = part(order, &steps)?;
    match below(&part, rest)? {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

/// The value at a path, where it is a text, a number or a truth.
pub fn plain_at(order: &Order, path: &str) -> Option<String> {
    let mut search = Search { steps: &steps(path), depth: 0, found: None };
    walk(order, &mut search);
    search.found
}

/// The way to one value.
struct Search<'s, 'p> {
    steps: &'s [Step<'p>],
    depth: usize,
    found: Option<String>,
}

impl Visit for Search<'_, '_> {
    fn enter(&mut self, step: Step<'_>) -> bool {
        let leads = self.found.is_none() && self.steps.get(self.depth) == Some(&step);
        self.depth += usize::from(leads);
        leads
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    fn leaf(&mut self, leaf: Leaf<'_>) {
        if self.depth != self.steps.len() {
            return;
        }
        self.found = match leaf {
            Leaf::Text(text) => Some(text.to_owned()),
            Leaf::Truth(truth) => Some(truth.to_string()),
            Leaf::Whole(number) => Some(number.to_string()),
            Leaf::Count(number) => Some(number.to_string()),
            Leaf::Number(number) => Some(Value::from(number).to_string()),
            Leaf::Nothing => None,
        };
    }
}

/// The part of an order that a path leads into, as JSON, and the steps within it: writing the whole order down
/// for one field costs more than its rules.
fn part<'s, 'p>(order: &Order, path: &'s [Step<'p>]) -> Option<(Value, &'s [Step<'p>])> {
    let [Step::Field(head), rest @ ..] = path else { return None };
    let whole = |value: serde_json::Result<Value>| Some((value.ok()?, rest));
    match *head {
        "account" => whole(serde_json::to_value(&order.account)),
        "entity" => whole(serde_json::to_value(&order.entity)),
        "filed" => whole(serde_json::to_value(&order.filed)),
        "ministry" => whole(serde_json::to_value(&order.ministry)),
        "people" => one_of(&order.people, rest),
        "sites" => one_of(&order.sites, rest),
        "access" => one_of(&order.access, rest),
        "changes" => one_of(&order.changes, rest),
        "attachments" => one_of(&order.attachments, rest),
        _ => Some((serde_json::to_value(order).ok()?, path)),
    }
}

/// The item of a list that the steps lead into; the list itself where they end at it.
fn one_of<'s, 'p, T: Serialize>(list: &[T], rest: &'s [Step<'p>]) -> Option<(Value, &'s [Step<'p>])> {
    match rest {
        [Step::Place(at), within @ ..] => Some((serde_json::to_value(list.get(*at)?).ok()?, within)),
        _ => Some((serde_json::to_value(list).ok()?, rest)),
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

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a test reads the sample orders")]
    fn a_part_says_what_the_whole_order_says() {
        let sample = format!("{}/assets/samples/ICP-10215/order.json", env!("CARGO_MANIFEST_DIR"));
        let order: Order = serde_json::from_str(&std::fs::read_to_string(sample).unwrap()).unwrap();
        let whole = serde_json::to_value(&order).unwrap();
        let mut paths: Vec<String> = super::super::diff::leaves(&order).into_keys().collect();
        let lists =
            ["attachments", "attachments[0]", "attachments[0].path", "attachments[99].path", "people"];
        let others = ["people[9].mobile", "filed.nothing", "nothing", "", "order_no", "submitted_at"];
        paths.extend(lists.into_iter().chain(others).map(str::to_owned));
        assert!(paths.len() > 60);
        for path in paths {
            let expected = value_at(&whole, &path).and_then(|value| match value {
                Value::String(text) => Some(text.clone()),
                Value::Null => None,
                other => Some(other.to_string()),
            });
            assert_eq!(text_at(&order, &path), expected, "{path}");
            let plain = expected.filter(|text| !text.starts_with(['[', '{']));
            assert_eq!(plain_at(&order, &path), plain, "{path}");
        }
    }
}
