//! `beian show`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::app::screen::review::files::purged;
use crate::app::screen::review::rows::customer_lines;
use crate::catalog::Catalog;
use crate::domain::bureau::BureauReturn;
use crate::domain::checklist::{Answer, ChosenReason};
use crate::domain::event::{Event, Viewing};
use crate::domain::lang::Lang;
use crate::domain::mask;
use crate::domain::rounds::{Comeback, FileIs, Mark};
use crate::domain::stage::Stage;
use crate::domain::text::visible;
use crate::domain::verdict::VerdictKind;
use crate::domain::view::{OrderView, SlotState, SlotView};
use clap::Args;
use std::process::ExitCode;

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The order
    pub order: String,
    /// Reveal one field, such as `people[0].mobile`; needs --user and goes on record
    #[arg(long, value_name = "FIELD")]
    pub reveal: Option<String>,
}

/// Prints an order; personal data is masked but for a field that is revealed.
pub fn run(global: &Global, args: &ShowArgs, out: &Out) -> Result<ExitCode, Failure> {
    let now = crate::work::now();
    if let Some(field) = &args.reveal {
        let (mut desk, me) = sign_in::signed_in(global, out)?;
        let id = desk.store.order_id(&args.order.as_str().into())?;
        let value = crate::work::look::reveal(&mut desk, me.id, id, field, now)?;
        if out.json {
            out.data(&serde_json::json!({ field: value }))?
        } else {
            out.line(value)?
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut desk = sign_in::open(global)?;
    let id = desk.store.order_id(&args.order.as_str().into())?;
    // Nobody is signed in, so the look is nobody's; where it can't be put on record, nothing is shown.
    crate::work::look::viewed(&mut desk, None, id, Viewing::Command, now)?;
    let view = crate::work::look::open(&desk, None, id, now)?;
    let mut data = mask::value(serde_json::to_value(&view).map_err(std::io::Error::from)?);
    let returns = crate::work::results::returns_of(&desk, id)?;
    data["bureau_returns"] = serde_json::to_value(&returns).map_err(std::io::Error::from)?;
    let data = view.masks.hide_in(data);
    if out.json {
        out.data(&data)?
    } else {
        print(&desk.catalog, &view, &data["order"], out)?;
        returned(&returns, &view, out)?
    }
    Ok(ExitCode::SUCCESS)
}

fn print(catalog: &Catalog, view: &OrderView, order: &serde_json::Value, out: &Out) -> Result<(), Failure> {
    let row = &view.row;
    out.line(format!(
        "{}  r{}  {}  {}",
        visible(row.no.as_str()),
        row.revision,
        out.say(row.stage.zh(), row.stage.slug()),
        visible(&row.entity)
    ))?;
    out.line(format!("  {}", view.waited.sentence(out.lang)))?;
    if let Some(comeback) = &view.comeback {
        news(view, comeback, out)?;
    }
    outcome(view, out)?;
    for (label, say) in customer_lines(view) {
        let text = view.masks.hide(&say.words(catalog, out.lang));
        out.line(format!("  {}: {}", catalog.text(out.lang, label), visible(&text)))?;
    }
    for slot in &view.slots {
        let name = catalog.text(out.lang, slot.kind.slug());
        out.line(format!("  {name} {}: {}", visible(&slot.owner), slot_words(slot, catalog, out)))?;
    }
    let mut lines = Vec::new();
    leaves("", order, &mut lines);
    for (path, value) in lines {
        out.line(format!("  {path}: {}", visible(&value)))?;
    }
    for attachment in &view.attachments {
        let facts = &attachment.facts;
        if let Some(at) = attachment.purged {
            let text = purged(at).words(catalog, out.lang);
            out.line(format!("  [{}] {text}", attachment.given.kind.slug()))?;
            continue;
        }
        let size =
            facts.picture.map(|picture| format!(" {}×{}", picture.width, picture.height)).unwrap_or_default();
        out.line(format!(
            "  [{}] {} {}{size} {} B",
            attachment.given.kind.slug(),
            crate::domain::text::file_name(&attachment.given.path),
            facts.media.name(),
            facts.bytes
        ))?;
    }
    Ok(())
}

/// Each return of the bureau, with who had passed the order and what should have caught it.
fn returned(returns: &[BureauReturn], view: &OrderView, out: &Out) -> Result<(), Failure> {
    for one in returns {
        let (at, revision) = (out.time(one.at), one.revision);
        out.line(format!("{} r{revision} {at}", out.say("管局退回", "returned by the bureau")))?;
        for reason in &one.reasons {
            let text = view.masks.hide(&reason.text);
            let item = reason.item.as_ref().map(ToString::to_string);
            let item = item.or_else(|| reason.rule.as_ref().map(ToString::to_string));
            let item = item.map(|item| format!("  ← {item}")).unwrap_or_default();
            out.line(format!("  {} {}{item}", visible(reason.code.as_str()), visible(&text)))?;
        }
        for passed in &one.passed_by {
            let stage = out.say(passed.stage.zh(), passed.stage.slug());
            let answers = passed.answers.iter().map(|(item, answer)| {
                let answer = match answer {
                    Some(Answer::Pass) => out.say("符合", "pass"),
                    Some(Answer::Fault) => out.say("不符合", "fault"),
                    Some(Answer::NotApplicable) => out.say("不适用", "does not apply"),
                    None => out.say("无此项", "not asked"),
                };
                format!("{item} {answer}")
            });
            let answers: Vec<String> = answers.collect();
            out.line(format!("  {stage}: {}  {}", visible(&passed.name), answers.join(", ")))?;
        }
    }
    Ok(())
}

/// How the order ended, or why it waits for its customer: filing numbers, the reasons of the last return.
fn outcome(view: &OrderView, out: &Out) -> Result<(), Failure> {
    let last = view.history.iter().find_map(|line| match &line.event {
        Event::Filed { entity_number, sites, .. } => {
            let sites = sites.iter().map(|site| format!("{} {}", site.site, site.number));
            Some(entity_number.iter().cloned().chain(sites).collect::<Vec<_>>())
        }
        Event::Returned { reasons, .. } | Event::Decided { kind: VerdictKind::Reject, reasons, .. } => {
            let told = |reason: &ChosenReason| format!("[{}] {}", reason.code, view.masks.hide(&reason.text));
            Some(reasons.iter().map(told).collect())
        }
        _ => None,
    });
    let stands = matches!(view.row.stage, Stage::Filed | Stage::Returned);
    let lines = last.filter(|_| stands).unwrap_or_default();
    lines.iter().try_for_each(|line| out.line(format!("  = {}", visible(line))))
}

/// What came back: earlier reasons with their marks, and what changed.
fn news(view: &OrderView, comeback: &Comeback, out: &Out) -> Result<(), Failure> {
    let returned = &comeback.returned;
    let by = returned.by.as_deref().map(visible).unwrap_or_default();
    let stage = out.say(returned.stage.zh(), returned.stage.slug());
    let head = match out.lang {
        Lang::Zh => format!("  第{}版由{stage}退回 {by}", returned.revision),
        Lang::En => format!("  revision {} was returned by {stage} {by}", returned.revision),
    };
    out.line(head.trim_end())?;
    for one in &comeback.reasons {
        let word = match one.mark {
            Mark::Untouched => out.say("未改动", "untouched"),
            Mark::LookAgain => out.say("有变，再看", "changed, look again"),
            Mark::Mended => out.say("已改正", "mended"),
        };
        let text = view.masks.hide(&one.reason.text);
        out.line(format!("  {} {word}  [{}] {}", one.mark.sign(), one.reason.code, visible(&text)))?;
    }
    for change in &view.changes {
        let shown = |value: &Option<String>| match (value, mask::personal(&view.order, &change.path)) {
            (None, _) => String::from("-"),
            (Some(text), Some(kind)) => mask::masked(kind, text),
            (Some(text), None) => view.masks.hide(text),
        };
        let (before, after) = (shown(&change.before), shown(&change.after));
        out.line(format!("  ~ {}: {} → {}", change.path, visible(&before), visible(&after)))?;
    }
    for file in comeback.changed_files().filter_map(|at| comeback.files.get(at)) {
        let word = match file.is {
            FileIs::Replaced => out.say("已更换", "replaced"),
            FileIs::Added => out.say("新增", "added"),
            FileIs::Removed => out.say("本版没有", "not in this revision"),
            FileIs::Same => continue,
        };
        let owner = visible(file.owner.as_deref().unwrap_or("order"));
        out.line(format!("  {} [{}] {owner}  {word}", file.is.sign(), file.kind.slug()))?;
    }
    Ok(())
}

/// What a slot of the verification stage holds.
fn slot_words(slot: &SlotView, catalog: &Catalog, out: &Out) -> String {
    let state = match (slot.state, slot.paper) {
        (SlotState::Filled, _) => out.say("已收到", "received"),
        (SlotState::Placeholder, _) => out.say("占位文件", "placeholder"),
        (SlotState::Missing, Some(_)) => out.say("纸质原件未收到", "paper original not here"),
        (SlotState::Missing, None) => out.say("未收到", "not here yet"),
    };
    match slot.method {
        Some(method) => format!("{state} ({})", catalog.text(out.lang, method.text())),
        None => state.to_owned(),
    }
}

fn leaves(path: &str, value: &serde_json::Value, into: &mut Vec<(String, String)>) {
    use serde_json::Value;
    match value {
        Value::Null => {}
        Value::Object(map) => {
            for (key, value) in map.iter().filter(|(key, _)| *key != "attachments") {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                leaves(&path, value, into);
            }
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| leaves(&format!("{path}[{at}]"), value, into));
        }
        Value::String(text) => into.push((path.to_owned(), text.clone())),
        other => into.push((path.to_owned(), other.to_string())),
    }
}
