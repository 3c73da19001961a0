//! `beian review` and `beian checklist`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::app::screen::review::findings::reason_of;
use crate::catalog::Catalog;
use crate::catalog::checklist::{CheckItem, checklist as items, failed_first};
use crate::catalog::wording::placeholders;
use crate::domain::checklist::{Answer, Answers, ChosenReason, ItemAnswer, ItemKey};
use crate::domain::finding::Found;
use crate::domain::ids::{OrderId, ReasonCode, RuleCode, UserId, VerdictId};
use crate::domain::lang::Lang;
use crate::domain::text::Foreign;
use crate::domain::verdict::{Decision, VerdictKind};
use crate::domain::verdict_id::{Asked, OtherVerdict};
use crate::domain::view::{OrderView, ReviewRecord};
use crate::intake::given::STDIN;
use crate::work::decide::{Done, other_verdict};
use crate::work::reading::{self, LARGEST_TEXT};
use crate::work::{Desk, WorkError};
use clap::{ArgGroup, Args};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Letters of a verdict's id at most.
const LONGEST_ID: usize = 64;

/// Arguments of `checklist`.
#[derive(Debug, Args)]
pub struct ChecklistArgs {
    /// The order
    pub order: String,
}

/// Arguments of `review`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("verdict").required(true).args(["approve", "reject"])))]
pub struct ReviewArgs {
    /// The order, which you must hold
    pub order: String,
    /// Approve it
    #[arg(long)]
    pub approve: bool,
    /// Reject it
    #[arg(long)]
    pub reject: bool,
    /// A reason: its code, a rule's code, or FREE:your own words; may be given often
    #[arg(long = "reason", value_name = "CODE")]
    pub reasons: Vec<String>,
    /// JSON file (- for standard input) with an answer for each item: {"E001@entity": "pass", "H003@person:p1": {"answer": "fault", "note": "…"}}
    #[arg(long, value_name = "FILE")]
    pub checklist: Option<PathBuf>,
    /// File (- for standard input) with the notice to the customer, instead of the composed one
    #[arg(long, value_name = "FILE")]
    pub notice: Option<PathBuf>,
    /// Note for the second reviewer
    #[arg(long)]
    pub note: Option<String>,
    /// A supervisor goes on over open items, with this reason
    #[arg(long = "override", value_name = "REASON")]
    pub override_reason: Option<String>,
    /// Id of the verdict, so that a retry can't double it
    #[arg(long, value_name = "ID")]
    pub verdict_id: Option<String>,
}

impl ReviewArgs {
    const fn kind(&self) -> VerdictKind {
        if self.reject { VerdictKind::Reject } else { VerdictKind::Approve }
    }
}

fn answers(path: &Path) -> Result<Answers, Failure> {
    let text = reading::text(path, LARGEST_TEXT)?;
    let wrong = |what: &dyn std::fmt::Display| {
        let (shown, what) = (Foreign::path(path), Foreign::said(&what));
        WorkError::say(
            format!("{shown}：{what}；格式见 beian review --help。"),
            format!("{shown}: {what}; see 'beian review --help' for its form"),
        )
    };
    let given: BTreeMap<ItemKey, Value> = serde_json::from_str(&text).map_err(|error| wrong(&error))?;
    let mut answers = Answers::new();
    for (key, value) in given {
        let answer = answer(value).map_err(|error| wrong(&format_args!("{key}: {error}")))?;
        answers.insert(key, answer);
    }
    Ok(answers)
}

/// A word alone, or a word with a note.
fn answer(value: Value) -> serde_json::Result<ItemAnswer> {
    if value.is_string() {
        return Ok(ItemAnswer { answer: serde_json::from_value::<Answer>(value)?, note: None });
    }
    serde_json::from_value(value)
}

/// A reason by its code; notices are in Chinese. A rule's own reason is the one of its findings in the order.
fn reasons(catalog: &Catalog, view: &OrderView, text: &str) -> Result<Vec<ChosenReason>, Failure> {
    let of_rule = view.findings.iter().filter(|finding| finding.rule.as_str() == text);
    let of_rule = of_rule.filter(|finding| finding.is == Found::Fault);
    let found: Vec<ChosenReason> = of_rule.map(|finding| reason_of(catalog, view, finding)).collect();
    if found.is_empty() { Ok(vec![listed(catalog, text)?]) } else { Ok(found) }
}

/// A reason of the list, of a rule, or in own words.
fn listed(catalog: &Catalog, text: &str) -> Result<ChosenReason, Failure> {
    let shown = Foreign::from(text);
    let free = text.strip_prefix(ChosenReason::FREE).and_then(|rest| rest.strip_prefix(':'));
    let (code, words, mend) = if let Some(words) = free {
        (ChosenReason::FREE, words.to_owned(), String::new())
    } else if let Some(row) = catalog.reason(&ReasonCode::from(text)) {
        (text, row.text.zh.clone(), row.mend.zh.clone())
    } else if let Some(rule) = catalog.rule(&RuleCode::from(text)) {
        if !placeholders(&rule.reason.zh).is_empty() || !placeholders(&rule.mend.zh).is_empty() {
            return Err(Failure::usage(
                format!("规则{shown}在本订单中没有发现问题，其文字无从填写；请用 FREE:内容 自拟理由。"),
                format!("rule {shown} found nothing in this order to fill its words; write FREE:words"),
            ));
        }
        (text, rule.reason.zh.clone(), rule.mend.zh.clone())
    } else {
        return Err(Failure::usage(
            format!("没有代码为“{shown}”的理由；代码见 beian reasons，自拟理由请写 FREE:内容。"),
            format!("there is no reason '{shown}'; see 'beian reasons', or write your own as FREE:words"),
        ));
    };
    Ok(ChosenReason { code: code.into(), item: None, field: None, text: words, mend })
}

/// Decides an order.
pub fn run(global: &Global, args: &ReviewArgs, out: &Out) -> Result<ExitCode, Failure> {
    let from_stdin = |file: &Option<PathBuf>| file.as_deref() == Some(Path::new(STDIN));
    if from_stdin(&args.checklist) && from_stdin(&args.notice) {
        return Err(Failure::usage(
            "--checklist 与 --notice 不能都取自标准输入。",
            "--checklist and --notice can't both come from standard input",
        ));
    }
    let (mut desk, me) = sign_in::signed_in(global, out)?;
    let id = desk.store.order_id(&args.order.as_str().into())?;
    // The id comes first: what a verdict is composed of may be gone once it stands.
    let done = match asked_before(&desk, me.id, id, args)? {
        Some(done) => done,
        None => {
            let decision = decision(&desk, args)?;
            crate::work::decide::decide(&mut desk, me.id, id, &decision, crate::work::now())?
        }
    };
    if out.json {
        out.data(&done)?;
    } else {
        let verdict = match done.kind {
            VerdictKind::Approve => out.say("通过", "approved"),
            VerdictKind::Reject => out.say("驳回", "rejected"),
        };
        let (order, stage) =
            (Foreign::from(args.order.as_str()), out.say(done.stage.zh(), done.stage.slug()));
        out.line(format!("{order} {verdict} → {stage}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The verdict that stands under the id that was given, where it is the one that is asked for.
fn asked_before(desk: &Desk, by: UserId, order: OrderId, args: &ReviewArgs) -> Result<Option<Done>, Failure> {
    let Some(id) = &args.verdict_id else { return Ok(None) };
    if !(1..=LONGEST_ID).contains(&id.len()) || !id.chars().all(|letter| letter.is_ascii_graphic()) {
        return Err(Failure::usage(
            "--verdict-id 须为1至64个英文字母、数字或符号。",
            "--verdict-id takes 1 to 64 letters, digits or signs",
        ));
    }
    let revision = desk.store.state(order)?.revision;
    let asked = Asked { by, order, kind: args.kind(), revision };
    let known = crate::work::decide::asked_before(desk, &VerdictId(id.clone()), &asked)?;
    let Some((done, record)) = known else { return Ok(None) };
    if is_same(args, &record)? {
        return Ok(Some(done));
    }
    Err(other_verdict(OtherVerdict::Content).into())
}

/// Whether a verdict says what is asked for, as far as the command line tells.
fn is_same(args: &ReviewArgs, record: &ReviewRecord) -> Result<bool, Failure> {
    let free = |text: &str| text.strip_prefix(ChosenReason::FREE)?.strip_prefix(':').map(str::to_owned);
    let is_of = |text: &String, reason: &ChosenReason| match free(text) {
        Some(words) => reason.code.as_str() == ChosenReason::FREE && reason.text == words,
        None => reason.code.as_str() == text,
    };
    let reasons = args.reasons.iter().all(|text| record.reasons.iter().any(|reason| is_of(text, reason)))
        && record.reasons.iter().all(|reason| args.reasons.iter().any(|text| is_of(text, reason)));
    let answers = args.checklist.as_deref().map(answers).transpose()?.unwrap_or_default();
    let notice = match &args.notice {
        Some(path) => Some(reading::text(path, LARGEST_TEXT)?),
        None => record.notice.clone(),
    };
    Ok(reasons
        && answers == record.answers
        && notice == record.notice
        && args.note == record.note
        && args.override_reason == record.override_reason)
}

fn decision(desk: &Desk, args: &ReviewArgs) -> Result<Decision, Failure> {
    let id = desk.store.order_id(&args.order.as_str().into())?;
    let state = desk.store.state(id)?;
    let mut chosen = Vec::new();
    if !args.reasons.is_empty() {
        let view = crate::work::look::open(desk, None, id, crate::work::now())?;
        for text in &args.reasons {
            chosen.extend(reasons(&desk.catalog, &view, text)?);
        }
    }
    let kind = args.kind();
    let notice = match &args.notice {
        Some(path) => Some(reading::text(path, LARGEST_TEXT)?),
        None if args.reject => Some(crate::work::notice::compose(desk, id, &chosen)?),
        None => None,
    };
    Ok(Decision {
        verdict_id: args.verdict_id.clone().map_or_else(crate::work::decide::new_id, VerdictId),
        kind,
        stage: state.stage,
        revision: state.revision,
        answers: args.checklist.as_deref().map(answers).transpose()?.unwrap_or_default(),
        reasons: chosen,
        notice,
        note: args.note.clone(),
        override_reason: args.override_reason.clone(),
    })
}

/// Prints the checklist of an order's present stage.
pub fn checklist(global: &Global, args: &ChecklistArgs, out: &Out) -> Result<ExitCode, Failure> {
    let desk = sign_in::open(global)?;
    let id = desk.store.order_id(&args.order.as_str().into())?;
    let view = crate::work::look::open(&desk, None, id, crate::work::now())?;
    let list = items(&desk.catalog, &view.order, view.row.stage, &view.findings);
    let comeback = view.comeback.as_ref();
    let list = failed_first(list, comeback);
    let failed = |item: &CheckItem| comeback.is_some_and(|comeback| comeback.failed_before(&item.key));
    if out.json {
        let rows: Vec<_> = list
            .iter()
            .map(|item| {
                let mut row = row(item, out.lang);
                row["failed_before"] = failed(item).into();
                row
            })
            .collect();
        out.data(&rows)?;
        return Ok(ExitCode::SUCCESS);
    }
    for item in &list {
        let sign = if item.need == crate::domain::checklist::Need::Mandatory { "*" } else { " " };
        let before = if failed(item) { out.say("  （上次未过）", "  (failed last time)") } else { "" };
        let title = item.rule.title.get(out.lang);
        out.row(&[&format_args!("{sign} {}", item.key), &format_args!("{title}{before}")])?;
    }
    if list.is_empty() {
        out.line(out.say("此阶段没有检查项。", "This stage has no items."))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn row(item: &CheckItem, lang: Lang) -> serde_json::Value {
    serde_json::json!({
        "item": item.key,
        "need": item.need,
        "weight": item.weight,
        "title": item.rule.title.get(lang),
    })
}
