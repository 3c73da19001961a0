//! What a profile must hold together, beyond what its types can say.

use super::{Profile, SmsRules};
use crate::domain::lang::Bilingual;
use crate::domain::stage::Stage;

/// Everything that contradicts itself in a profile; each sentence names the field and the mend.
pub fn faults(profile: &Profile) -> Vec<Bilingual> {
    let mut faults = stages(&profile.stages.0);
    let two = profile.stages.0.contains(&Stage::SecondReview);
    for stage in [Stage::FirstReview, Stage::SecondReview] {
        let days = profile.sla_days.get(&stage);
        if (stage == Stage::FirstReview || two) && days.is_none_or(|days| !days.is_finite() || *days <= 0.0) {
            faults.push(Bilingual::new(
                format!("sla_days.{stage}：请写工作日数，如 1.0"),
                format!("sla_days.{stage}: give the working days, such as 1.0"),
            ));
        }
    }
    match (&profile.sms, profile.stages.0.contains(&Stage::Sms)) {
        (Some(rules), _) => faults.extend(sms(rules)),
        (None, true) => faults.push(Bilingual::new(
            "sms：阶段中有 sms，请写明 windows、tries 与 persons",
            "sms: the stages have 'sms', so give its windows, tries and persons",
        )),
        (None, false) => {}
    }
    let days = &profile.waiting.reminder_days;
    if days.windows(2).any(|two| two[0] >= two[1]) {
        faults.push(Bilingual::new(
            "waiting.reminder_days：后一个数须大于前一个",
            "waiting.reminder_days: each number must be larger than the one before",
        ));
    }
    if let (Some(last), Some(expiry)) = (days.last(), profile.waiting.expiry_days)
        && *last >= expiry
    {
        faults.push(Bilingual::new(
            format!("waiting.expiry_days：{expiry} 天早于第 {last} 天的提醒"),
            format!("waiting.expiry_days: {expiry} days come before the reminder after {last} days"),
        ));
    }
    if !profile.verification.is_empty() && !profile.stages.0.contains(&Stage::Verification) {
        faults.push(Bilingual::new(
            "verification：阶段中没有 verification，无处等待材料",
            "verification: the stages have no 'verification' in which to wait for it",
        ));
    }
    faults
}

/// The stages stand in the order of an order's life, each once, from first review to filed.
fn stages(stages: &[Stage]) -> Vec<Bilingual> {
    let mut faults = Vec::new();
    let place = |stage: &Stage| Stage::ALL.iter().position(|known| known == stage);
    if stages.windows(2).any(|two| place(&two[0]) >= place(&two[1])) {
        faults.push(Bilingual::new(
            "stages：每个阶段一次，依次为 first_review、verification、second_review、sms、bureau、filed",
            "stages: each once, in the order first_review, verification, second_review, sms, bureau, filed",
        ));
    }
    if stages.iter().any(|stage| matches!(stage, Stage::Returned | Stage::Abandoned)) {
        faults.push(Bilingual::new(
            "stages：returned 与 abandoned 会自动出现，请去掉",
            "stages: 'returned' and 'abandoned' come by themselves; leave them out",
        ));
    }
    if stages.first() != Some(&Stage::FirstReview) || !stages.ends_with(&[Stage::Bureau, Stage::Filed]) {
        faults.push(Bilingual::new(
            "stages：须以 first_review 开始，以 bureau、filed 结束",
            "stages: begin with first_review and end with bureau, filed",
        ));
    }
    if stages.contains(&Stage::Verification) != stages.contains(&Stage::SecondReview) {
        faults.push(Bilingual::new(
            "stages：verification 与 second_review 须同时出现",
            "stages: verification and second_review belong together",
        ));
    }
    faults
}

fn sms(rules: &SmsRules) -> Vec<Bilingual> {
    let mut faults = Vec::new();
    if rules.windows.is_empty() || rules.windows.iter().any(|window| window.hours == 0) {
        faults.push(Bilingual::new(
            "sms.windows：至少写一个，并写明小时数，如 { hours = 24 }",
            "sms.windows: give at least one, with its hours, such as { hours = 24 }",
        ));
    }
    if rules.windows.windows(2).any(|two| two[0].from >= two[1].from) {
        faults.push(Bilingual::new(
            "sms.windows：没有 from 的在前，其余按起始日期排列",
            "sms.windows: the one without 'from' first, then by their first day",
        ));
    }
    if rules.tries == 0 {
        faults.push(Bilingual::new(
            "sms.tries：第几次错误即失败，如 5",
            "sms.tries: the wrong try that fails the check, such as 5",
        ));
    }
    let shortest = rules.windows.iter().map(|window| window.hours).min();
    if let (Some(warn), Some(shortest)) = (rules.warn_hours, shortest)
        && warn >= shortest
    {
        faults.push(Bilingual::new(
            format!("sms.warn_hours：{warn} 小时不短于 {shortest} 小时的有效期"),
            format!("sms.warn_hours: {warn} hours are no less than a window of {shortest}"),
        ));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn every_shipped_profile_makes_sense() {
        for profile in Catalog::embedded().unwrap().profiles.values() {
            assert_eq!(faults(profile), Vec::new(), "{}", profile.id);
        }
    }

    #[test]
    fn each_contradiction_is_named_with_its_field() {
        let sound = Catalog::embedded().unwrap().profile(&"tencent".into()).unwrap().clone();
        let wrong = |change: &dyn Fn(&mut Profile)| {
            let mut profile = sound.clone();
            change(&mut profile);
            faults(&profile).iter().map(|fault| fault.en.clone()).collect::<Vec<_>>().join("\n")
        };
        type Change<'a> = &'a dyn Fn(&mut Profile);
        let cases: [(&str, Change); 11] = [
            ("stages: each once", &|p| p.stages.0.swap(0, 1)),
            ("stages: begin with", &|p| p.stages.0.truncate(4)),
            ("verification and second_review", &|p| p.stages.0.retain(|s| *s != Stage::SecondReview)),
            ("leave them out", &|p| p.stages.0.push(Stage::Returned)),
            ("sla_days.second_review", &|p| p.sla_days.retain(|stage, _| *stage != Stage::SecondReview)),
            ("sms: the stages", &|p| p.sms = None),
            ("sms.windows: give", &|p| p.sms.as_mut().unwrap().windows.clear()),
            ("sms.tries", &|p| p.sms.as_mut().unwrap().tries = 0),
            ("sms.warn_hours", &|p| p.sms.as_mut().unwrap().warn_hours = Some(24)),
            ("waiting.reminder_days", &|p| p.waiting.reminder_days = vec![7, 7]),
            ("waiting.expiry_days", &|p| p.waiting.expiry_days = Some(30)),
        ];
        for (named, change) in cases {
            assert!(wrong(change).contains(named), "{named}: {}", wrong(change));
        }
    }
}
