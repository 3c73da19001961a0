//! A rule in words: where it applies, and what it compares with.

use super::Catalog;
use super::checklist::Refusal;
use super::rule::{Case, Rule};
use crate::domain::ids::{NatureId, ProfileId, ProvinceId};
use crate::domain::lang::Lang;
use crate::domain::order::OrderType;
use crate::domain::stage::Stage;
use chrono::NaiveDate;

/// The conditions of a rule, a line each; none = it applies everywhere.
pub fn conditions(catalog: &Catalog, rule: &Rule, lang: Lang) -> Vec<String> {
    let say = Words { catalog, lang };
    let when = &rule.when;
    let mut lines = Vec::new();
    let mut add = |zh: &str, en: &str, list: String| {
        if !list.is_empty() {
            lines.push(format!("{}{list}", lang.pick(zh, en)));
        }
    };
    add("流程：", "profiles: ", say.profiles(&when.profiles));
    add("流程除外：", "not in profiles: ", say.profiles(&when.not_profiles));
    add("主办者性质：", "natures: ", say.natures(&when.natures));
    add("省份：", "provinces: ", say.provinces(&when.provinces));
    add("省份除外：", "not in provinces: ", say.provinces(&when.not_provinces));
    add("订单类型：", "order types: ", say.types(&when.order_types));
    add("提交日期：", "day of submission: ", days(when.valid_from, when.valid_to, lang));
    for case in &when.any_of {
        add("情形之一：", "one of the cases: ", say.case(case));
    }
    for row in &when.weights {
        let who = [
            row.profile.iter().map(|id| say.profile(id)).collect::<String>(),
            row.nature.iter().map(|id| say.nature(id)).collect(),
            row.province.iter().map(|id| say.province(id)).collect(),
        ];
        let who: Vec<String> = who.into_iter().filter(|word| !word.is_empty()).collect();
        let weight = weight(row.weight, lang);
        add("力度不同：", "weighs differently: ", format!("{}: {weight}", who.join(" ")));
    }
    for row in &when.stage_in {
        let stages = stages(&row.stages, lang);
        add("阶段不同：", "other stages: ", format!("{}: {stages}", say.profile(&row.profile)));
    }
    lines
}

/// The numbers that a rule compares with, a line each.
pub fn values(catalog: &Catalog, rule: &Rule, lang: Lang) -> Vec<String> {
    let say = Words { catalog, lang };
    let line = |dated: &super::rule::Dated| {
        let mut line = dated.number.to_string();
        for part in [say.case(&dated.case), dated.source.clone().unwrap_or_default()] {
            if !part.is_empty() {
                line.push_str(" · ");
                line.push_str(&part);
            }
        }
        line
    };
    rule.values.iter().map(line).collect()
}

/// The stages in which a rule runs.
pub fn stages(list: &[Stage], lang: Lang) -> String {
    list.iter()
        .map(|stage| lang.pick(stage.zh(), stage.slug()))
        .collect::<Vec<_>>()
        .join(lang.pick("、", ", "))
}

/// A weight in a word.
pub const fn weight(weight: super::rule::Weight, lang: Lang) -> &'static str {
    match weight {
        super::rule::Weight::Info => lang.pick("提示", "info"),
        super::rule::Weight::Warn => lang.pick("警告", "warn"),
        super::rule::Weight::Block => lang.pick("阻断", "block"),
    }
}

/// Why a rule does not apply, in a few words.
pub const fn refused(why: Refusal, lang: Lang) -> &'static str {
    let (zh, en) = match why {
        Refusal::Profile => ("本流程不适用", "not in this profile"),
        Refusal::Nature => ("该主办者性质不适用", "not for this nature"),
        Refusal::Province => ("该省不适用", "not in this province"),
        Refusal::OrderType => ("该订单类型不适用", "not for this order type"),
        Refusal::Day => ("提交之日不适用", "not on the day of submission"),
        Refusal::Stage => ("在其他阶段执行", "runs in another stage"),
        Refusal::Case => ("所列情形均不符合", "none of its cases holds"),
    };
    lang.pick(zh, en)
}

struct Words<'a> {
    catalog: &'a Catalog,
    lang: Lang,
}

impl Words<'_> {
    fn join(&self, words: impl Iterator<Item = String>) -> String {
        words.collect::<Vec<_>>().join(self.lang.pick("、", ", "))
    }

    fn profile(&self, id: &ProfileId) -> String {
        id.to_string()
    }

    fn profiles(&self, list: &[ProfileId]) -> String {
        self.join(list.iter().map(|id| self.profile(id)))
    }

    fn nature(&self, id: &NatureId) -> String {
        match self.catalog.nature(id) {
            Some(nature) => nature.title.get(self.lang).to_owned(),
            None => self.lang.pick("单位", "organisations").to_owned(),
        }
    }

    fn natures(&self, list: &[NatureId]) -> String {
        self.join(list.iter().map(|id| self.nature(id)))
    }

    fn province(&self, id: &ProvinceId) -> String {
        self.catalog
            .province(id)
            .map_or_else(|| id.to_string(), |found| found.title.get(self.lang).to_owned())
    }

    fn provinces(&self, list: &[ProvinceId]) -> String {
        self.join(list.iter().map(|id| self.province(id)))
    }

    fn types(&self, list: &[OrderType]) -> String {
        self.join(list.iter().map(|kind| self.catalog.text(self.lang, kind.slug()).to_owned()))
    }

    fn case(&self, case: &Case) -> String {
        let not = self.provinces(&case.not_provinces);
        let parts = [
            self.profiles(&case.profiles),
            self.natures(&case.natures),
            self.provinces(&case.provinces),
            if not.is_empty() { not } else { format!("{}{not}", self.lang.pick("非", "not ")) },
            days(case.valid_from, case.valid_to, self.lang),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

fn days(from: Option<NaiveDate>, to: Option<NaiveDate>, lang: Lang) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (Some(from), None) => lang.pick("", "from ").to_owned() + &from.to_string() + lang.pick(" 起", ""),
        (None, Some(to)) => lang.pick("至 ", "until ").to_owned() + &to.to_string(),
        (Some(from), Some(to)) => format!("{from} – {to}"),
    }
}
