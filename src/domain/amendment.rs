//! Assisted amendments: fields that staff mend with the customer's consent.
//!
//! The package stays as it came; the order that everybody works on is the package with its amendments, in
//! their order.

use super::ids::RuleCode;
use super::lang::Lang;
use super::order::Order;
use super::path::{Step, holds_several, steps};
use super::text::Foreign;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One mended field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// The field: `people[0].certificate.number`.
    pub path: String,
    /// Its value before; none = it was not there.
    pub before: Option<String>,
    /// Its value after; none = it is taken away.
    pub after: Option<String>,
    /// The rule whose finding or fix led to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<RuleCode>,
}

/// Why a field can't be mended so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAmendment {
    /// The order has no such field.
    #[error("there is no field {0}")]
    NoField(Foreign),
    /// The field says which package this is, or what the customer has agreed to.
    #[error("the field {0} can't be amended")]
    Locked(Foreign),
    /// The field is a list or a group of fields.
    #[error("{0} is no single field; name one inside it")]
    Group(Foreign),
    /// The field's value has another form.
    #[error("the value does not fit the field {path}: {cause}")]
    Unfit {
        /// The field.
        path: Foreign,
        /// What the form is.
        cause: Foreign,
    },
}

impl BadAmendment {
    /// One sentence with the way out.
    pub fn sentence(&self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::En, _) => format!("{self}."),
            (Lang::Zh, Self::NoField(path)) => format!("没有字段{path}。"),
            (Lang::Zh, Self::Locked(path)) => format!("字段{path}不能协助更改。"),
            (Lang::Zh, Self::Group(path)) => format!("{path}不是单个字段；请指明其中的字段。"),
            (Lang::Zh, Self::Unfit { path, cause }) => format!("该值不符合字段{path}的格式：{cause}"),
        }
    }
}

/// Fields by which everything else finds the order, and what the customer alone can say.
const LOCKED: [&str; 9] = [
    "format",
    "kind",
    "order_no",
    "revision",
    "submitted_at",
    "profile",
    "consents",
    "identity_checks",
    "attachments",
];

/// The order with amendments made.
pub fn amended(order: &Order, changes: &[Amendment]) -> Result<Order, BadAmendment> {
    let mut done = order.clone();
    for change in changes {
        done = amended_once(&done, &change.path, change.after.as_deref())?;
    }
    Ok(done)
}

/// Whether a field could be amended at all, whatever its value would be: asked for on every key, so no order is made.
pub fn may_amend(order: &Order, path: &str) -> Result<(), BadAmendment> {
    if is_locked(&steps(path)) {
        return Err(BadAmendment::Locked(path.into()));
    }
    if holds_several(order, path) {
        return Err(BadAmendment::Group(path.into()));
    }
    Ok(())
}

fn is_locked(steps: &[Step]) -> bool {
    let is_id = steps.last() == Some(&Step::Field("id")) && steps.first() != Some(&Step::Field("account"));
    is_id || matches!(steps.first(), Some(Step::Field(name)) if LOCKED.contains(name))
}

fn amended_once(order: &Order, path: &str, after: Option<&str>) -> Result<Order, BadAmendment> {
    let steps = steps(path);
    if is_locked(&steps) {
        return Err(BadAmendment::Locked(path.into()));
    }
    let unfit = |cause: String| BadAmendment::Unfit { path: path.into(), cause: Foreign::said(&cause) };
    let whole = serde_json::to_value(order).map_err(|error| unfit(error.to_string()))?;
    // A text first: most fields are one, and "1" may well be a name.
    let mut values = vec![after.map_or(Value::Null, |text| Value::String(text.to_owned()))];
    let plain = after.and_then(|text| serde_json::from_str::<Value>(text).ok());
    values.extend(plain.filter(|value| value.is_boolean() || value.is_number()));
    let mut first = None;
    for value in values {
        let mut whole = whole.clone();
        put(&mut whole, &steps, path, value)?;
        match serde_json::from_value(whole) {
            Ok(order) => return Ok(order),
            Err(error) => first = first.or(Some(error.to_string())),
        }
    }
    let cause = first.unwrap_or_default();
    let unknown = cause.contains("unknown field");
    Err(if unknown { BadAmendment::NoField(path.into()) } else { unfit(cause) })
}

fn put(whole: &mut Value, steps: &[Step], path: &str, value: Value) -> Result<(), BadAmendment> {
    let missing = || BadAmendment::NoField(path.into());
    let (last, before) = steps.split_last().ok_or_else(missing)?;
    let mut at = whole;
    for step in before {
        let next = match step {
            Step::Field(name) => at.get_mut(*name),
            Step::Place(number) => at.get_mut(*number),
        };
        at = next.ok_or_else(missing)?;
    }
    match (at, last) {
        (Value::Object(fields), Step::Field(name)) => {
            if fields.get(*name).is_some_and(|old| old.is_object() || old.is_array()) {
                return Err(BadAmendment::Group(path.into()));
            }
            fields.insert((*name).to_owned(), value);
        }
        (Value::Array(list), Step::Place(number)) => put_in_list(list, *number, path, value)?,
        _ => return Err(missing()),
    }
    Ok(())
}

/// Replaces an item; the place after the last adds one, and the last one can be taken away.
fn put_in_list(list: &mut Vec<Value>, number: usize, path: &str, value: Value) -> Result<(), BadAmendment> {
    let (count, is_last) = (list.len(), number + 1 == list.len());
    match list.get_mut(number) {
        Some(old) if old.is_object() || old.is_array() => Err(BadAmendment::Group(path.into())),
        Some(_) if value.is_null() && is_last => {
            list.pop();
            Ok(())
        }
        Some(old) => {
            *old = value;
            Ok(())
        }
        None if number == count && value.is_string() => {
            list.push(value);
            Ok(())
        }
        None => Err(BadAmendment::NoField(path.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::super::path::text_at;
    use super::*;

    fn order() -> Order {
        serde_json::from_str(include_str!("../../assets/examples/first_filing/order.json")).unwrap()
    }

    fn change(path: &str, after: Option<&str>) -> Amendment {
        Amendment { path: path.into(), before: None, after: after.map(Into::into), rule: None }
    }

    #[test]
    fn a_field_takes_a_value_of_its_kind_and_goes_back() {
        let before = order();
        for (path, after) in [
            ("people[0].mobile", Some("13900139000")),
            ("people[0].certificate.number", Some("11010519491231002X")),
            ("people[0].mobile_confirmed", Some("true")),
            ("entity.investor", Some("上级单位")),
            ("entity.certificate.valid_to", Some("2030-01-01")),
            ("sites[0].domains[0].name", Some("example.cn")),
            ("access[0].prepaid_months", Some("6")),
            ("remark", Some("123")),
        ] {
            let old = text_at(&before, path);
            let after_it = amended(&before, &[change(path, after)]).unwrap();
            assert_eq!(text_at(&after_it, path).as_deref(), after, "{path}");
            let back = amended(&after_it, &[change(path, old.as_deref())]).unwrap();
            assert_eq!(back, before, "{path}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused_with_the_field() {
        let order = order();
        let refused = |path: &str, after: Option<&str>| amended(&order, &[change(path, after)]).unwrap_err();
        assert_eq!(refused("people[9].name", Some("x")), BadAmendment::NoField("people[9].name".into()));
        assert_eq!(refused("people[0].nme", Some("x")), BadAmendment::NoField("people[0].nme".into()));
        assert!(matches!(refused("people[0].name", None), BadAmendment::Unfit { .. }));
        assert!(matches!(refused("people[0].mobile_confirmed", Some("ja")), BadAmendment::Unfit { .. }));
        assert!(matches!(refused("entity.certificate.valid_to", Some("soon")), BadAmendment::Unfit { .. }));
        assert!(matches!(refused("people[0]", Some("x")), BadAmendment::Group(_)));
        assert!(matches!(refused("entity.certificate", None), BadAmendment::Group(_)));
        for path in
            ["order_no", "profile", "consents.assisted_amendment", "people[0].id", "attachments[0].kind"]
        {
            assert!(matches!(refused(path, Some("true")), BadAmendment::Locked(_)), "{path}");
        }
    }

    #[test]
    fn what_can_never_be_amended_is_told_without_making_an_order() {
        let order = order();
        let all = super::super::diff::leaves(&order).into_keys();
        let more =
            ["people[0]", "people", "entity.certificate", "ministry", "sites[0].domains", "nothing.here"];
        for path in all.chain(more.map(str::to_owned)).chain(LOCKED.map(str::to_owned)) {
            let same = text_at(&order, &path);
            let told = match amended(&order, &[change(&path, same.as_deref())]) {
                Err(why @ (BadAmendment::Locked(_) | BadAmendment::Group(_))) => Err(why),
                _ => Ok(()),
            };
            assert_eq!(may_amend(&order, &path), told, "{path}");
        }
    }
}
