//! The sentences of a finding: the rule's texts with their placeholders filled.

use super::Catalog;
use super::rule::Rule;
use crate::domain::finding::{Finding, Found};
use crate::domain::lang::{Bilingual, Lang};
use std::collections::BTreeMap;

/// What a finding says, in one language. Its values came from outside and are unsafe text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentences {
    /// The fault, or what is not known.
    pub what: String,
    /// How to mend it.
    pub mend: String,
    /// The rule's title.
    pub title: String,
}

/// The sentences of a finding for staff; none where the catalogue has its rule no more.
pub fn sentences(catalog: &Catalog, finding: &Finding, lang: Lang) -> Option<Sentences> {
    let rule = catalog.rule(&finding.rule)?;
    let what = match (finding.is, &rule.open, &rule.shown) {
        (Found::Open, Some(open), _) => open,
        (Found::Open, None, _) => &rule.title,
        (Found::Fault, _, Some(shown)) => shown,
        (Found::Fault, _, None) => &rule.reason,
    };
    let said = filled(rule, what, finding, lang);
    Some(match finding.is {
        // What is not known is the reviewer's to find out, and nothing for the customer to mend yet.
        Found::Open => Sentences { mend: look_up(catalog, rule, finding, lang), ..said },
        Found::Fault => said,
    })
}

fn look_up(catalog: &Catalog, rule: &Rule, finding: &Finding, lang: Lang) -> String {
    match &rule.look_up {
        Some(text) => fill(text.get(lang), &finding.values, lang),
        None => catalog.text(lang, "finding.look_up").to_owned(),
    }
}

/// The sentences of a finding for the customer, in Chinese: nothing about anybody else stands in them.
pub fn to_customer(catalog: &Catalog, finding: &Finding) -> Option<Sentences> {
    let rule = catalog.rule(&finding.rule)?;
    Some(filled(rule, &rule.reason, finding, Lang::Zh))
}

fn filled(rule: &Rule, what: &Bilingual, finding: &Finding, lang: Lang) -> Sentences {
    Sentences {
        what: fill(what.get(lang), &finding.values, lang),
        mend: fill(rule.mend.get(lang), &finding.values, lang),
        title: rule.title.get(lang).to_owned(),
    }
}

/// A text with its placeholders filled; one without a value stays as it stands.
pub fn fill(text: &str, values: &BTreeMap<String, Bilingual>, lang: Lang) -> String {
    filled_with(text, &[values], lang).0
}

/// A text in both languages, its placeholders filled from the first of the lists that has them; none where the
/// Chinese text has one that no list has.
pub fn fill_all(text: &Bilingual, values: &[&BTreeMap<String, Bilingual>]) -> Option<Bilingual> {
    let (zh, unfilled) = filled_with(&text.zh, values, Lang::Zh);
    (unfilled == 0).then(|| Bilingual { zh, en: filled_with(&text.en, values, Lang::En).0 })
}

/// The text, and how many placeholders have no value.
fn filled_with(text: &str, values: &[&BTreeMap<String, Bilingual>], lang: Lang) -> (String, usize) {
    let mut out = String::with_capacity(text.len() + 32);
    let (mut rest, mut unfilled) = (text, 0);
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match values.iter().find_map(|values| values.get(name)) {
            Some(value) => out.push_str(value.get(lang)),
            None => {
                unfilled += 1;
                out.extend(["{", name, "}"]);
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    (out, unfilled)
}

/// The names of a text's placeholders.
pub fn placeholders(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_unknown_ones_stay() {
        let values = BTreeMap::from([("name".to_owned(), Bilingual::new("网", "net"))]);
        for (text, zh) in [
            ("名称“{name}”", "名称“网”"),
            ("{name}{name}", "网网"),
            ("{other}", "{other}"),
            ("a { b", "a { b"),
            ("", ""),
        ] {
            assert_eq!(fill(text, &values, Lang::Zh), zh);
            let whole = !text.contains("{other}");
            let filled = fill_all(&Bilingual::same(text), &[&BTreeMap::new(), &values]);
            assert_eq!(filled.map(|filled| filled.zh), whole.then(|| zh.to_owned()));
        }
        assert_eq!(placeholders("a {b} {c}"), ["b", "c"]);
    }
}
