//! `beian rule`.

use super::Global;
use super::error::{Failure, REFUSED};
use super::out::Out;
use super::sign_in;
use crate::catalog::rule::{Certainty, How, Rule};
use crate::catalog::{Broken, Catalog, Layer, explain};
use crate::domain::lang::Lang;
use crate::domain::order::Order;
use crate::domain::stage::Stage;
use crate::domain::text::{Foreign, Plain};
use crate::intake::{self, Body, Known, Limits};
use crate::work::check::{Bearing, bearing};
use crate::work::{WorkError, config};
use clap::{ArgGroup, Args};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `rule`.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").required(true).args(["code", "all", "for_order", "check"])))]
pub struct RuleArgs {
    /// Explain the rule with this code, such as P001
    pub code: Option<String>,
    /// List every rule
    #[arg(long)]
    pub all: bool,
    /// List the rules that apply to an order or package, and why the others don't
    #[arg(long = "for", value_name = "ORDER|PACKAGE", id = "for_order")]
    pub for_order: Option<String>,
    /// Read a configuration folder as at start, and say everything that is wrong with it
    #[arg(long, value_name = "DIR")]
    pub check: Option<PathBuf>,
}

/// Explains, lists or checks.
pub fn run(global: &Global, args: &RuleArgs, out: &Out) -> Result<ExitCode, Failure> {
    if let Some(folder) = &args.check {
        return check(folder, out);
    }
    let catalog = sign_in::catalog(global, sign_in::home(global).ok().as_ref())?;
    if let Some(code) = &args.code {
        let code = code.to_uppercase();
        let rule = catalog.rule(&code.as_str().into()).ok_or_else(|| {
            let code = Foreign::from(code.as_str());
            WorkError::say(
                format!("没有编号为{code}的规则；beian rule --all 列出全部。"),
                format!("no rule has the code {code}; 'beian rule --all' lists them"),
            )
        })?;
        return one(&catalog, rule, out);
    }
    match &args.for_order {
        Some(name) => bearings(global, &catalog, name, out),
        None => all(&catalog, out),
    }
}

fn check(folder: &Path, out: &Out) -> Result<ExitCode, Failure> {
    if !folder.is_dir() {
        let folder = Foreign::path(folder);
        return Err(Failure::usage(format!("没有目录{folder}。"), format!("there is no folder {folder}")));
    }
    told(&config::layer(folder)?, out)
}

/// Every fault of a layer, or the files in which there is none.
pub(super) fn told(layer: &Layer, out: &Out) -> Result<ExitCode, Failure> {
    let files: Vec<&str> = layer.files.iter().map(|(name, _)| name.as_str()).collect();
    let mut broken = Catalog::examined(std::slice::from_ref(layer)).err().unwrap_or_default();
    broken.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    if out.json {
        let fault = |fault: &Broken| json!({ "file": fault.file, "line": fault.line, "what": fault.what });
        let faults: Vec<Value> = broken.iter().map(fault).collect();
        out.data(&json!({ "files": files, "faults": faults }))?;
    } else if !broken.is_empty() {
        broken.iter().for_each(|fault| out.error(fault.sentence(out.lang)));
    } else {
        for name in &files {
            out.line(*name)?;
        }
        out.line(out.say("没有问题。", "Nothing is wrong."))?;
    }
    Ok(if !broken.is_empty() { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS })
}

fn one(catalog: &Catalog, rule: &Rule, out: &Out) -> Result<ExitCode, Failure> {
    if out.json {
        out.data(&as_json(catalog, rule))?;
        return Ok(ExitCode::SUCCESS);
    }
    let lang = out.lang;
    out.line(format!("{}  {}  ({})", rule.code, rule.title.get(lang), rule.slug))?;
    out.line("")?;
    out.line(rule.what.get(lang))?;
    if let Some(text) = &rule.prescribed {
        part(out, "规定文字", "Prescribed text", std::slice::from_ref(text))?;
    }
    part(
        out,
        "判定",
        "How",
        &[[how(rule.how, lang), explain::weight(rule.weight, lang), certainty(rule.certainty, lang)]
            .join(" · ")],
    )?;
    part(out, "阶段", "Stages", &[explain::stages(&rule.stages, lang)])?;
    part(out, "适用", "Where it applies", &everywhere(explain::conditions(catalog, rule, lang), lang))?;
    part(out, "数值", "Numbers", &explain::values(catalog, rule, lang))?;
    part(
        out,
        "缺少事实时",
        "Where a fact is missing",
        &rule.open.iter().map(|open| open.get(lang).to_owned()).collect::<Vec<_>>(),
    )?;
    part(out, "告知客户", "To the customer", &[rule.reason.get(lang).to_owned()])?;
    part(out, "更正办法", "How to mend it", &[rule.mend.get(lang).to_owned()])?;
    part(out, "依据", "Source", &[rule.source.join(", ")])?;
    Ok(ExitCode::SUCCESS)
}

fn everywhere(lines: Vec<String>, lang: Lang) -> Vec<String> {
    if lines.is_empty() { vec![lang.pick("所有订单", "every order").to_owned()] } else { lines }
}

fn part(out: &Out, zh: &str, en: &str, lines: &[String]) -> Result<(), Failure> {
    if lines.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line(out.say(zh, en))?;
    lines.iter().try_for_each(|line| out.line(format!("  {line}")))
}

const fn how(how: How, lang: Lang) -> &'static str {
    match how {
        How::Auto => lang.pick("自动", "automatic"),
        How::Assist => lang.pick("辅助", "assisting"),
        How::Human => lang.pick("人工", "by a person"),
    }
}

const fn certainty(certainty: Certainty, lang: Lang) -> &'static str {
    match certainty {
        Certainty::Sure => lang.pick("确定", "sure"),
        Certainty::One => lang.pick("仅一个来源", "one source"),
        Certainty::Disputed => lang.pick("来源不一", "sources disagree"),
    }
}

fn as_json(catalog: &Catalog, rule: &Rule) -> Value {
    let both = |of: &dyn Fn(Lang) -> Vec<String>| json!({ "zh": of(Lang::Zh), "en": of(Lang::En) });
    json!({
        "code": rule.code, "slug": rule.slug, "title": rule.title, "what": rule.what, "how": rule.how,
        "weight": rule.weight, "certainty": rule.certainty, "source": rule.source, "stages": rule.stages,
        "subject": rule.subject, "field": rule.field, "needs": rule.needs, "points_to": rule.points_to,
        "conditions": both(&|lang| explain::conditions(catalog, rule, lang)),
        "values": both(&|lang| explain::values(catalog, rule, lang)),
        "open": rule.open, "reason": rule.reason, "mend": rule.mend, "prescribed": rule.prescribed,
    })
}

fn all(catalog: &Catalog, out: &Out) -> Result<ExitCode, Failure> {
    if out.json {
        let rows: Vec<Value> = catalog.rules.iter().map(|rule| as_json(catalog, rule)).collect();
        out.data(&rows)?;
        return Ok(ExitCode::SUCCESS);
    }
    for rule in &catalog.rules {
        let weight = explain::weight(rule.weight, out.lang);
        let how = how(rule.how, out.lang);
        out.row(&[&rule.code, &how, &weight, &rule.title.get(out.lang)])?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The order that is meant: a package on the disk, or an order of the home, with its stage.
fn meant(global: &Global, catalog: &Catalog, name: &str) -> Result<(Order, Stage), Failure> {
    let path = Path::new(name);
    if path.exists() {
        let known = Known::new(catalog, crate::work::now());
        let packages = intake::packages(path, Limits::default(), &known);
        let first =
            packages.map_err(|fault| WorkError::say(fault.sentence(Lang::Zh), fault.sentence(Lang::En)))?;
        for package in first {
            let incoming = package.map_err(|rejected| {
                let say =
                    |lang| Plain::lines(rejected.refused.faults.iter().map(|fault| fault.sentence(lang)));
                WorkError::say(say(Lang::Zh), say(Lang::En))
            })?;
            if let Body::Order(order) = incoming.body {
                return Ok((*order, Stage::FirstReview));
            }
        }
        return Err(Failure::usage(
            "这里没有订单包，只有补件。",
            "there is no order package here, only a supplement",
        ));
    }
    let desk = sign_in::open(global)?;
    let id = desk.store.order_id(&name.into())?;
    let view = crate::work::look::open(&desk, None, id, crate::work::now())?;
    Ok((view.order, view.row.stage))
}

fn bearings(global: &Global, catalog: &Catalog, name: &str, out: &Out) -> Result<ExitCode, Failure> {
    let (order, stage) = meant(global, catalog, name)?;
    let mut rows = Vec::new();
    for rule in &catalog.rules {
        let bears = bearing(catalog, rule, &order, stage);
        let (word, why) = match bears {
            Bearing::Decides => ("auto", None),
            Bearing::Assists => ("assist", None),
            Bearing::Asks => ("human", None),
            Bearing::Waits => ("waits", None),
            Bearing::Not(why) => ("no", Some(why)),
        };
        if out.json {
            rows.push(json!({ "code": rule.code, "applies": why.is_none(), "how": word, "why_not": why }));
            continue;
        }
        let why = why.map_or_else(
            || bears_in_words(bears, out.lang).to_owned(),
            |why| explain::refused(why, out.lang).to_owned(),
        );
        let sign = if matches!(bears, Bearing::Not(_)) { '-' } else { '+' };
        out.row(&[&sign, &rule.code, &why, &rule.title.get(out.lang)])?;
    }
    if out.json {
        out.data(&json!({ "order_no": order.order_no, "stage": stage, "rules": rows }))?;
    }
    Ok(ExitCode::SUCCESS)
}

const fn bears_in_words(bearing: Bearing, lang: Lang) -> &'static str {
    match bearing {
        Bearing::Decides => lang.pick("自动判定", "decided by the program"),
        Bearing::Assists => lang.pick("辅助提示", "evidence by the program"),
        Bearing::Asks => lang.pick("人工核对", "looked at by a person"),
        Bearing::Waits => lang.pick("待有所需事实", "waits for its facts"),
        Bearing::Not(_) => "",
    }
}
