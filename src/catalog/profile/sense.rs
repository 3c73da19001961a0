//! What a profile must hold together, beyond what its types can say.

use super::{Profile, SmsRules};
use crate::domain::stage::Stage;

/// Everything that contradicts itself in a profile; each sentence names the field and the mend.
pub fn faults(profile: &Profile) -> Vec<String> {
    let mut faults = stages(&profile.stages.0);
    let two = profile.stages.0.contains(&Stage::SecondReview);
    for stage in [Stage::FirstReview, Stage::SecondReview] {
        let days = profile.sla_days.get(&stage);
        if (stage == Stage::FirstReview || two) && days.is_none_or(|days| !days.is_finite() || *days <= 0.0) {
            faults.push(format!("sla_days.{stage}: give the working days, such as 1.0"));
        }
    }
    match (&profile.sms, profile.stages.0.contains(&Stage::Sms)) {
        (Some(rules), _) => faults.extend(sms(rules)),
        (None, true) => {
            faults.push("sms: the stages have 'sms', so give its windows, tries and persons".into())
        }
        (None, false) => {}
    }
    let days = &profile.waiting.reminder_days;
    if days.windows(2).any(|two| two[0] >= two[1]) {
        faults.push("waiting.reminder_days: each number must be larger than the one before".into());
    }
    if let (Some(last), Some(expiry)) = (days.last(), profile.waiting.expiry_days)
        && *last >= expiry
    {
        faults.push(format!("waiting.expiry_days: {expiry} days come before the reminder after {last} days"));
    }
    if !profile.verification.is_empty() && !profile.stages.0.contains(&Stage::Verification) {
        faults.push("verification: the stages have no 'verification' in which to wait for it".into());
    }
    faults
}

/// The stages stand in the order of an order's life, each once, from first review to filed.
fn stages(stages: &[Stage]) -> Vec<String> {
    let mut faults = Vec::new();
    let place = |stage: &Stage| Stage::ALL.iter().position(|known| known == stage);
    if stages.windows(2).any(|two| place(&two[0]) >= place(&two[1])) {
        faults.push(
            "stages: each once, in the order first_review, verification, second_review, sms, bureau, filed"
                .into(),
        );
    }
    if stages.iter().any(|stage| matches!(stage, Stage::Returned | Stage::Abandoned)) {
        faults.push("stages: 'returned' and 'abandoned' come by themselves; leave them out".into());
    }
    if stages.first() != Some(&Stage::FirstReview) || !stages.ends_with(&[Stage::Bureau, Stage::Filed]) {
        faults.push("stages: begin with first_review and end with bureau, filed".into());
    }
    if stages.contains(&Stage::Verification) != stages.contains(&Stage::SecondReview) {
        faults.push("stages: verification and second_review belong together".into());
    }
    faults
}

fn sms(rules: &SmsRules) -> Vec<String> {
    let mut faults = Vec::new();
    if rules.windows.is_empty() || rules.windows.iter().any(|window| window.hours == 0) {
        faults.push("sms.windows: give at least one, with its hours, such as { hours = 24 }".into());
    }
    if rules.windows.windows(2).any(|two| two[0].from >= two[1].from) {
        faults.push("sms.windows: the one without 'from' first, then by their first day".into());
    }
    if rules.tries == 0 {
        faults.push("sms.tries: the wrong try that fails the check, such as 5".into());
    }
    let shortest = rules.windows.iter().map(|window| window.hours).min();
    if let (Some(warn), Some(shortest)) = (rules.warn_hours, shortest)
        && warn >= shortest
    {
        faults.push(format!("sms.warn_hours: {warn} hours are no less than a window of {shortest}"));
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
            assert_eq!(faults(profile), Vec::<String>::new(), "{}", profile.id);
        }
    }

    #[test]
    fn each_contradiction_is_named_with_its_field() {
        let sound = Catalog::embedded().unwrap().profile(&"tencent".into()).unwrap().clone();
        let wrong = |change: &dyn Fn(&mut Profile)| {
            let mut profile = sound.clone();
            change(&mut profile);
            faults(&profile).join("\n")
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
