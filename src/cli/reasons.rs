//! `beian reasons`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::stage::Stage;
use clap::Args;
use std::process::ExitCode;

/// Arguments of `reasons`.
#[derive(Debug, Args)]
pub struct ReasonsArgs {
    /// Only those of this stage: first_review or second_review
    #[arg(long)]
    pub stage: Option<String>,
}

/// Prints every code that `review --reason` takes: canned reasons, then the checklist's own.
pub fn run(global: &Global, args: &ReasonsArgs, out: &Out) -> Result<ExitCode, Failure> {
    let catalog = sign_in::catalog(global, sign_in::home(global).ok().as_ref())?;
    let stage = match args.stage.as_deref() {
        Some(text) => Some(Stage::parse(text).filter(|stage| stage.is_review()).ok_or_else(|| {
            Failure::usage(
                "阶段须为 first_review 或 second_review。",
                "a stage is first_review or second_review",
            )
        })?),
        None => None,
    };
    let offered = |stages: &[Stage]| stage.is_none_or(|stage| stages.contains(&stage));
    let canned = catalog.reasons.iter().filter(|reason| offered(&reason.stages));
    let rules = catalog.rules.iter().filter(|rule| offered(&rule.stages));
    let rows = canned
        .map(|reason| (reason.code.as_str(), reason.text.get(out.lang), reason.mend.get(out.lang)))
        .chain(rules.map(|rule| (rule.code.as_str(), rule.reason.get(out.lang), rule.mend.get(out.lang))));
    if out.json {
        let all: Vec<_> = rows
            .map(|(code, text, mend)| serde_json::json!({ "code": code, "text": text, "mend": mend }))
            .collect();
        out.data(&all)?;
    } else {
        for (code, text, mend) in rows {
            out.row(&[&code, &text, &mend])?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
