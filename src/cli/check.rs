//! `beian check`.

mod sarif;

use super::Global;
use super::error::{Failure, REFUSED};
use super::import::STOPPED;
use super::out::Out;
use super::sign_in;
use crate::catalog::paths;
use crate::catalog::wording::{Sentences, sentences};
use crate::catalog::{Catalog, explain};
use crate::domain::finding::{Finding, FindingCounts, Found};
use crate::domain::ids::Sha256;
use crate::domain::lang::Lang;
use crate::domain::mask::{self, Masks};
use crate::domain::order::Order;
use crate::domain::path::plain_at;
use crate::domain::rule::Weight;
use crate::domain::stage::Stage;
use crate::domain::text::{Foreign, Plain, visible};
use crate::work::check::{Around, Ask, Checked, check};
use crate::work::eye::Eye;
use crate::work::number_search::{self, SoughtIn};
use crate::work::{Desk, stop};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Folders, zips, .jsonl files, or folders of them
    #[arg(required = true, value_name = "PACKAGE")]
    pub paths: Vec<PathBuf>,
    /// Form of the findings
    #[arg(long, value_name = "FORM", default_value = "text")]
    pub format: Format,
    /// The stage whose rules run
    #[arg(long, default_value = "first_review")]
    pub stage: String,
    /// Print blocking findings, and the summary, alone
    #[arg(long, short)]
    pub quiet: bool,
}

/// Forms of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// The same as --json
    Json,
    /// SARIF 2.1.0
    Sarif,
}

/// What was counted over all packages.
#[derive(Debug, Default, serde::Serialize)]
struct Sum {
    /// The rest was not read: the program was asked to end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    stopped: bool,
    packages: usize,
    refused: usize,
    block: u32,
    warn: u32,
    info: u32,
    open: u32,
}

/// Runs every rule that needs no database; exit code 1 where one blocks.
pub fn run(global: &Global, args: &CheckArgs, out: &Out) -> Result<ExitCode, Failure> {
    let stage = Stage::parse(&args.stage).ok_or_else(|| {
        Failure::usage("没有这个阶段；例如 first_review。", "there is no such stage; try first_review")
    })?;
    if let Some(missing) = args.paths.iter().find(|path| !path.exists()) {
        let missing = Foreign::path(missing);
        return Err(Failure::usage(
            format!("没有“{missing}”这个文件或目录。"),
            format!("there is no file or folder '{missing}'"),
        ));
    }
    let home = home(global)?;
    let catalog = match &home {
        Some(desk) => desk.catalog.clone(),
        None => sign_in::catalog(global, None)?,
    };
    let format = if out.json { Format::Json } else { args.format };
    let ask = home
        .as_ref()
        .filter(|_| global.user.is_some())
        .map(|desk| move |order: &Order, hashes: &[Sha256]| crate::work::check::across(desk, order, hashes));
    let around = Around {
        catalog: &catalog,
        stage,
        eye: &Eye::default(),
        now: crate::work::now(),
        across: ask.as_ref().map(|ask| ask as &Ask),
    };
    let mut sum = Sum::default();
    // Packages go out as they come: a million of them need no more memory than one.
    let mut list = match format {
        Format::Text => None,
        Format::Json => Some(out.begin("{\"packages\": [")?),
        Format::Sarif => Some(out.begin(&sarif::head(&catalog, out.lang)?)?),
    };
    for path in &args.paths {
        check(path, &around, |checked| {
            count(&mut sum, &checked);
            match (&mut list, format) {
                (Some(list), Format::Sarif) => {
                    let results = sarif::results(&catalog, &checked, out.lang);
                    results.iter().try_for_each(|result| list.item(result))
                }
                (Some(list), _) => list.item(&as_json(&catalog, &checked)),
                (None, _) => print(&catalog, &checked, args.quiet, out),
            }
        })?;
    }
    sum.stopped = stop::asked().is_some();
    match (list, format) {
        (Some(list), Format::Sarif) => list.end(sarif::TAIL)?,
        (Some(list), _) => {
            let sum = Plain::json_line(&sum).map_err(std::io::Error::from)?;
            list.end(&format!("], \"summary\": {sum}}}"))?;
        }
        (None, _) => out.line(summary(&sum, out))?,
    }
    Ok(if sum.block > 0 || sum.refused > 0 { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS })
}

/// The home that was named. Which other orders have a package's numbers is told to who signed in, on record.
fn home(global: &Global) -> Result<Option<Desk>, Failure> {
    if global.home.is_none() {
        return Ok(None);
    }
    let Some((mut desk, me)) = global.entered.take() else { return Ok(Some(sign_in::open(global)?)) };
    number_search::admit(&mut desk, me.id, SoughtIn::Packages, "check", crate::work::now())?;
    Ok(Some(desk))
}

fn count(sum: &mut Sum, checked: &Checked) {
    sum.packages += 1;
    match checked {
        Checked::Refused(_) => sum.refused += 1,
        Checked::Supplement { .. } => {}
        Checked::Order { report, .. } => {
            let counts = FindingCounts::of(&report.findings, &[]);
            sum.block += counts.block;
            sum.warn += counts.warn;
            sum.info += counts.info;
            sum.open += counts.open;
        }
    }
}

fn summary(sum: &Sum, out: &Out) -> String {
    let Sum { packages, refused, block, warn, info, open, stopped } = sum;
    let rest = if *stopped { out.lang.pick(STOPPED.0, STOPPED.1) } else { "" };
    out.lang.pick(
        &format!("{packages} 个包：拒收 {refused}，阻断 {block}，警告 {warn}，提示 {info}，待查 {open}{rest}"),
        &format!("{packages} packages: {refused} refused, {block} blocking, {warn} warnings, {info} notes, {open} open{rest}"),
    ).to_owned()
}

fn print(catalog: &Catalog, checked: &Checked, quiet: bool, out: &Out) -> Result<(), Failure> {
    match lines(catalog, checked, quiet, out) {
        lines if lines.is_empty() => Ok(()),
        lines => out.line(Plain::lines(lines)),
    }
}

/// A package and its findings, to be written at once.
fn lines(catalog: &Catalog, checked: &Checked, quiet: bool, out: &Out) -> Vec<String> {
    let mut lines = Vec::new();
    match checked {
        Checked::Refused(refused) => {
            lines.push(format!("! {}", visible(&refused.source.to_string())));
            lines.extend(refused.faults.iter().map(|fault| format!("    {}", fault.sentence(out.lang))));
        }
        Checked::Supplement { .. } if quiet => {}
        Checked::Supplement { source, order_no } => {
            let why = out.say("补件：随所属订单一起检查", "a supplement: checked with its order");
            lines.push(format!("= {}  {}  {why}", visible(source), visible(order_no)));
        }
        Checked::Order { source, order, report } => {
            let shown: Vec<&Finding> = report
                .findings
                .iter()
                .filter(|finding| {
                    !quiet
                        || finding.weight == Weight::Block && finding.is == Found::Fault && finding.counts()
                })
                .collect();
            if quiet && shown.is_empty() {
                return lines;
            }
            let sign = if FindingCounts::of(&report.findings, &[]).block > 0 { '!' } else { '=' };
            let no = visible(order.order_no.as_str());
            lines.push(format!("{sign} {}  {no} r{}", visible(source), order.revision));
            let shown_order = ShownOrder::of(order);
            for finding in shown {
                finding_lines(catalog, &shown_order, finding, out, &mut lines);
            }
            if report.not_run.is_empty() || quiet {
                return lines;
            }
            let codes = report.not_run.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(" ");
            let not_run = out.say(
                "未运行（缺 --home 与 --user，或文件）：",
                "not run (no --home with --user, or no files): ",
            );
            lines.push(format!("    {not_run}{codes}"));
        }
    }
    lines
}

/// An order as it may be shown: what is personal is masked, in fields and in sentences.
pub(super) struct ShownOrder<'a> {
    order: &'a Order,
    masks: Masks,
}

impl<'a> ShownOrder<'a> {
    fn of(order: &'a Order) -> Self {
        Self { order, masks: Masks::of(order) }
    }

    fn sentences(&self, catalog: &Catalog, finding: &Finding, lang: Lang) -> Option<Sentences> {
        let said = sentences(catalog, finding, lang)?;
        Some(Sentences { what: self.masks.hide(&said.what), mend: self.masks.hide(&said.mend), ..said })
    }

    /// A text about it.
    pub(super) fn hide(&self, text: &str) -> String {
        self.masks.hide(text)
    }

    fn masked(&self, path: &str, value: &str) -> String {
        match mask::personal(self.order, path) {
            Some(kind) => self.masks.hide(&mask::masked(kind, value)),
            None => self.masks.hide(value),
        }
    }
}

/// Where, what, why, how to mend: as a linter says it.
fn finding_lines(
    catalog: &Catalog,
    order: &ShownOrder,
    finding: &Finding,
    out: &Out,
    lines: &mut Vec<String>,
) {
    let Some(said) = order.sentences(catalog, finding, out.lang) else { return };
    let weight = match finding.is {
        Found::Open => out.say("待查", "open"),
        Found::Fault => explain::weight(finding.weight, out.lang),
    };
    let mut place = String::new();
    for part in place_of(catalog, order, finding, out) {
        place.push_str("  ");
        place.push_str(&part);
    }
    let pointer = finding.points_to.as_ref().map(|code| format!(" → {code}")).unwrap_or_default();
    lines.push(format!("  [{weight}] {}{pointer}{place}", finding.rule));
    lines.push(format!("      {}", visible(&said.what)));
    lines.push(format!("      → {}", visible(&said.mend)));
    if let Some(fix) = &finding.fix {
        let to = order.masked(&fix.path, &fix.to);
        lines.push(format!("      {} {} = {}", out.say("可改为", "fix:"), fix.path, visible(&to)));
    }
    let source = catalog.rule(&finding.rule).map(|rule| rule.source.join(", ")).unwrap_or_default();
    lines.push(format!("      {}{source}", out.say("依据：", "source: ")));
}

fn place_of(catalog: &Catalog, order: &ShownOrder, finding: &Finding, out: &Out) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(path) = &finding.path {
        let value =
            plain_at(order.order, path).map(|value| format!(" = {}", visible(&order.masked(path, &value))));
        parts.push(format!(
            "{path}（{}）{}",
            paths::label(catalog, out.lang, path),
            value.unwrap_or_default()
        ));
    }
    if let Some(file) = finding.file.and_then(|at| order.order.attachments.get(at)) {
        parts.push(visible(&order.masks.hide(&file.path)).into_owned());
    }
    if parts.is_empty() {
        parts.push(finding.subject.to_string());
    }
    parts
}

fn as_json(catalog: &Catalog, checked: &Checked) -> Value {
    match checked {
        Checked::Refused(refused) => json!({ "source": refused.source, "refused": refused }),
        Checked::Supplement { source, order_no } => {
            json!({ "source": source, "order_no": order_no, "supplement": true })
        }
        Checked::Order { source, order, report } => {
            let shown = ShownOrder::of(order);
            let findings: Vec<Value> = report.findings.iter().filter_map(|finding| {
                let zh = shown.sentences(catalog, finding, Lang::Zh)?;
                let en = shown.sentences(catalog, finding, Lang::En)?;
                let file = finding.file.and_then(|at| order.attachments.get(at)).map(|file| shown.masks.hide(&file.path));
                let field = finding.path.as_deref().map(|path| paths::label(catalog, Lang::Zh, path));
                Some(json!({
                    "code": finding.rule, "is": finding.is, "how": finding.how, "weight": finding.weight,
                    "subject": finding.subject, "path": finding.path, "field": field, "file": file,
                    "points_to": finding.points_to, "marks": finding.marks,
                    "fix": finding.fix.as_ref().map(|fix| json!({ "path": fix.path, "to": shown.masked(&fix.path, &fix.to) })),
                    "what": { "zh": zh.what, "en": en.what }, "mend": { "zh": zh.mend, "en": en.mend },
                    "title": { "zh": zh.title, "en": en.title },
                }))
            }).collect();
            let materials = shown.masks.hide_in(json!(report.materials));
            json!({
                "source": source, "order_no": order.order_no, "revision": order.revision,
                "findings": findings, "materials": materials, "not_run": report.not_run,
            })
        }
    }
}
