//! Whether the parts of a catalogue agree: one row a code, and every code and id that rules, reasons and
//! profiles name.

use super::rule::Rule;
use super::{Broken, Catalog, Profile};
use crate::domain::lang::Bilingual;

impl Catalog {
    /// Every name that leads nowhere, and every code that stands twice.
    pub(super) fn faults_of_sense(&self) -> Vec<Broken> {
        let mut faults: Vec<Broken> = Vec::new();
        for two in self.rules.windows(2).filter(|two| two[0].code == two[1].code) {
            let (zh, en) =
                (format!("编号 {} 用了两次", two[0].code), format!("the code {} stands twice", two[0].code));
            faults.push(Broken::sense("rules/", Bilingual::new(zh, en)));
        }
        for reason in &self.reasons {
            for code in reason.rules.iter().filter(|code| self.rule(code).is_none()) {
                let what = Bilingual::new(
                    format!("{} 引用的规则 {code} 不存在", reason.code),
                    format!("{} names {code}, which no rule has", reason.code),
                );
                faults.push(self.broken(reason.code.as_str(), "reasons.toml", what));
            }
        }
        self.rules.iter().for_each(|rule| self.names_of(rule, &mut faults));
        self.notices_of(&mut faults);
        self.names_in_tables(&mut faults);
        self.profiles.values().for_each(|profile| self.names_in(profile, &mut faults));
        faults
    }

    /// A fault of sense in a row, where a user's folder gave it, or else in the embedded file.
    pub(super) fn broken(&self, row: &str, embedded: &str, what: Bilingual) -> Broken {
        match self.origins.get(row) {
            Some((file, line)) => Broken::at(file, *line, what),
            None => Broken::sense(embedded, what),
        }
    }

    /// The names in a rule's conditions are known.
    fn names_of(&self, rule: &Rule, faults: &mut Vec<Broken>) {
        let mut wrong = |zh: &str, en: &str, id: &str| {
            let what = Bilingual::new(
                format!("{}：没有{zh}“{id}”", rule.code),
                format!("{}: no {en} is called {id}", rule.code),
            );
            faults.push(self.broken(rule.code.as_str(), "rules/", what));
        };
        let when = &rule.when;
        let cases = || when.any_of.iter().chain(rule.values.iter().map(|dated| &dated.case));
        let provinces = when.provinces.iter().chain(&when.not_provinces);
        let provinces =
            provinces.chain(cases().flat_map(|case| case.provinces.iter().chain(&case.not_provinces)));
        provinces
            .filter(|id| self.province(id).is_none())
            .for_each(|id| wrong("省份", "province", id.as_str()));
        let profiles = when.profiles.iter().chain(&when.not_profiles);
        let profiles = profiles.chain(cases().flat_map(|case| &case.profiles));
        let profiles = profiles.chain(when.weights.iter().filter_map(|row| row.profile.as_ref()));
        let profiles = profiles.chain(when.stage_in.iter().map(|row| &row.profile));
        profiles.filter(|id| self.profile(id).is_none()).for_each(|id| wrong("配置", "profile", id.as_str()));
        let natures = when.natures.iter().chain(cases().flat_map(|case| &case.natures));
        let natures = natures.filter(|id| id.as_str() != "organisation" && self.nature(id).is_none());
        natures.for_each(|id| wrong("单位性质", "nature", id.as_str()));
    }

    /// The rules and certificates that a profile names are known.
    fn names_in(&self, profile: &Profile, faults: &mut Vec<Broken>) {
        let file = format!("profiles/{}.toml", profile.id);
        let mut wrong = |zh: String, en: String| {
            faults.push(self.broken(profile.id.as_str(), &file, Bilingual::new(zh, en)));
        };
        let codes = profile.rules_on.iter().chain(&profile.rules_off);
        for code in codes.filter(|code| self.rule(code).is_none()) {
            let known = self.rules.iter().map(|rule| rule.code.as_str());
            let near = super::layers::nearest(code.as_str(), known);
            let zh = near.map(|near| format!("；是不是 {near}？")).unwrap_or_default();
            let en = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            wrong(
                format!("rules_on、rules_off：没有规则 {code}{zh}"),
                format!("rules_on, rules_off: no rule has the code {code}{en}"),
            );
        }
        let taken = &profile.person_certificates;
        let certificates = taken.people.iter().chain(&taken.not_organisation_manager);
        for id in certificates.filter(|id| self.certificate(id).is_none()) {
            wrong(
                format!("person_certificates：没有证件类型“{id}”"),
                format!("person_certificates: no certificate is called {id}"),
            );
        }
        for what in super::profile::faults(profile) {
            faults.push(self.broken(profile.id.as_str(), &file, what));
        }
    }
}
