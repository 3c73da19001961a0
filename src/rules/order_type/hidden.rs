//! Characters that can't be seen (T016), by the one notion of `domain::text`.

use crate::catalog::paths;
use crate::catalog::rule::{Rule, Weight};
use crate::domain::checklist::SubjectRef;
use crate::domain::lang::{Bilingual, Lang};
use crate::domain::path::pattern;
use crate::domain::text::{is_hidden, is_usual};
use crate::domain::walk::any_text;
use crate::rules::{Case, Out};
use serde_json::Value;

/// What registers are asked for: with a hidden character in it, it is found in none.
const COMPARED: [&str; 9] = [
    "entity.name",
    "entity.certificate.number",
    "entity.legal_representative",
    "people.name",
    "people.certificate.number",
    "sites.domains.name",
    "sites.domains.registrant.name",
    "sites.domains.registrant.certificate_number",
    "filed.entity_number",
];

/// Fields that people fill in over several lines, by their own names; intake takes line ends and tabs in them.
const LONG: [&str; 11] = [
    "remark",
    "business_scope",
    "cancel_reason",
    "certificate_address",
    "detail",
    "address",
    "place",
    "investor",
    "authorised_by",
    "from",
    "to",
];

/// Fields that are told, kinds of characters that are named, and characters that are marked.
const FIELDS: usize = 200;
const NAMED: usize = 5;
const MARKED: usize = 50;

/// T016.
pub(super) fn hidden_characters(case: &Case, _: &Rule, out: &mut Out) {
    // Nearly every order has none; one look at it as a whole tells.
    if !any_text(case.order, |text| !is_usual(text) && text.chars().any(is_hidden)) {
        return;
    }
    let mut fields = Vec::new();
    if let Ok(order) = serde_json::to_value(case.order) {
        texts(&order, String::new(), &mut fields);
    }
    for (path, text) in fields {
        let pattern = pattern(&path);
        let is_long = LONG.contains(&pattern.rsplit('.').next().unwrap_or_default());
        let places = hidden(&text, is_long);
        let Some(which) = named(&text, &places) else { continue };
        let label = |lang| paths::label(case.catalog, lang, &path);
        let mut put = out.fault(SubjectRef::Order).at(path.as_str());
        put = put.say("field", Bilingual::new(label(Lang::Zh), label(Lang::En)));
        put = put.value("count", places.len().to_string()).value("which", which);
        for at in places.iter().take(MARKED) {
            put = put.mark(*at, at + 1);
        }
        if !COMPARED.contains(&pattern.as_str()) {
            put = put.at_most(Weight::Warn);
        }
        // A file lies under the name that the package gives it.
        if pattern != "attachments.path" {
            let kept = text.chars().enumerate().filter(|(at, _)| places.binary_search(at).is_err());
            put.fix(path, kept.map(|(_, c)| c).collect::<String>());
        }
    }
}

/// Every text of a value that has a hidden character, with its path.
fn texts(value: &Value, path: String, into: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) if into.len() < FIELDS && text.chars().any(is_hidden) => {
            into.push((path, text.clone()));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| texts(item, format!("{path}[{at}]"), into));
        }
        Value::Object(fields) => {
            let inside =
                |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            fields.iter().for_each(|(name, value)| texts(value, inside(name), into));
        }
        _ => {}
    }
}

/// The places of the characters that can't be seen. In a long text a line end is none, and nor is what makes an
/// emoji of the sign before it.
fn hidden(text: &str, is_long: bool) -> Vec<usize> {
    let (mut places, mut before) = (Vec::new(), None);
    for (at, c) in text.chars().enumerate() {
        let joins = matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{200d}') && before.is_some_and(is_picture);
        let meant = is_long && (matches!(c, '\t' | '\n' | '\r') || joins);
        if is_hidden(c) && !meant {
            places.push(at);
        }
        // Behind the selector of an emoji may stand a joiner.
        if !joins {
            before = Some(c);
        }
    }
    places
}

/// A sign that is drawn as a picture, or may be.
const fn is_picture(c: char) -> bool {
    matches!(c, '#' | '*' | '0'..='9' | '©' | '®' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}')
        || matches!(c, '\u{2190}'..='\u{27bf}' | '\u{2900}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// The codes of the characters at these places, each once; none where there are none.
fn named(text: &str, places: &[usize]) -> Option<String> {
    let mut codes: Vec<String> = Vec::new();
    for (at, c) in text.chars().enumerate() {
        let code = format!("U+{:04X}", u32::from(c));
        if places.binary_search(&at).is_ok() && !codes.contains(&code) {
            codes.push(code);
        }
    }
    let more = codes.len() > NAMED;
    codes.truncate(NAMED);
    let list = codes.join(" ") + if more { " …" } else { "" };
    (!codes.is_empty()).then_some(list)
}

#[cfg(test)]
mod tests {
    use crate::domain::finding::Finding;
    use crate::domain::order::Order;
    use crate::domain::rule::Weight;
    use crate::rules::testing::sample;

    type Set = fn(&mut Order, &str);

    fn found(set: Set, text: &str) -> Vec<Finding> {
        sample("ICP-10201").with(|order| set(order, text)).found("T016")
    }

    const NAME: Set = |order, text| order.people[0].name = text.to_owned();
    const DOMAIN: Set = |order, text| order.sites[0].domains[0].name = text.to_owned();
    const REMARK: Set = |order, text| order.remark = Some(text.to_owned());
    const CITY: Set = |order, text| order.entity.mailing_address.city = Some(text.to_owned());

    #[test]
    fn what_can_t_be_seen_is_found_with_its_place_and_its_mend() {
        let cases: [(&str, Set, &str, &str, &str, Weight); 10] = [
            ("zero width", NAME, "张\u{200b}三", "people[0].name", "U+200B", Weight::Block),
            ("joiner", NAME, "张\u{200d}三", "people[0].name", "U+200D", Weight::Block),
            ("override", NAME, "张三\u{202e}", "people[0].name", "U+202E", Weight::Block),
            ("selector", NAME, "张三\u{e0100}", "people[0].name", "U+E0100", Weight::Block),
            ("emoji in a name", NAME, "张☀\u{fe0f}三", "people[0].name", "U+FE0F", Weight::Block),
            ("private use", NAME, "张\u{e000}三", "people[0].name", "U+E000", Weight::Block),
            ("domain", DOMAIN, "\u{feff}a.cn", "sites[0].domains[0].name", "U+FEFF", Weight::Block),
            ("tag", REMARK, "备\u{e0041}注", "remark", "U+E0041", Weight::Warn),
            ("selector at a letter", REMARK, "备\u{fe0f}注", "remark", "U+FE0F", Weight::Warn),
            ("soft hyphen", CITY, "杭\u{ad}州", "entity.mailing_address.city", "U+00AD", Weight::Warn),
        ];
        for (name, set, text, path, which, weight) in cases {
            let found = found(set, text);
            assert_eq!(found.len(), 1, "{name}");
            let finding = &found[0];
            assert_eq!((finding.path.as_deref(), finding.weight), (Some(path), weight), "{name}");
            assert_eq!(finding.values["which"].zh, which, "{name}");
            let at = text.chars().position(crate::domain::text::is_hidden).unwrap();
            assert_eq!(finding.marks, [(at, at + 1)], "{name}");
            let fix = finding.fix.as_ref().unwrap();
            assert_eq!(
                fix.to,
                text.chars().filter(|c| !crate::domain::text::is_hidden(*c)).collect::<String>()
            );
        }
    }

    #[test]
    fn what_can_be_seen_and_what_belongs_into_a_remark_is_no_finding() {
        for (name, set, text) in [
            ("a name of a minority", NAME, "迪丽·热巴"),
            ("its other dot", NAME, "阿卜杜拉•艾山"),
            ("an ideographic space", NAME, "张　三"),
            ("a no-break space", NAME, "张\u{a0}三"),
            ("an accent", NAME, "José"),
            ("a rare letter", NAME, "𠮷田"),
            ("a quotation mark and a backslash", NAME, "张\"\\三"),
            ("a domain in Chinese", DOMAIN, "例子.中国"),
            ("an emoji", REMARK, "晴☀\u{fe0f} ❤\u{fe0f}"),
            ("a family", REMARK, "👨\u{200d}👩\u{200d}👧"),
            ("a flag of several parts", REMARK, "🏳\u{fe0f}\u{200d}🌈"),
            ("lines", REMARK, "一\r\n二\t三\n"),
        ] {
            assert_eq!(found(set, text), [], "{name}");
        }
    }

    #[test]
    fn each_field_is_one_finding_that_counts() {
        let order = |order: &mut Order| {
            REMARK(order, "\u{200b}a\u{200b}b\u{2060}");
            NAME(order, "\u{200b}张\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}三");
            order.attachments[0].path.push('\u{200b}');
        };
        let found = sample("ICP-10201").with(order).found("T016");
        let mut told: Vec<_> = found
            .iter()
            .map(|one| {
                let value = |name: &str| one.values[name].en.as_str();
                (one.path.as_deref().unwrap(), value("count"), value("which"), one.fix.is_some())
            })
            .collect();
        told.sort_unstable();
        let expected = [
            ("attachments[0].path", "1", "U+200B", false),
            ("people[0].name", "6", "U+200B U+202A U+202B U+202C U+202D …", true),
            ("remark", "3", "U+200B U+2060", true),
        ];
        assert_eq!(told, expected);
    }
}
