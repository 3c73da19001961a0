//! `beian profile`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::catalog::profile::{Addressee, ByProvince, Profile, SmsRegion, Verifies};
use crate::catalog::{Catalog, Layer};
use crate::domain::ids::ProfileId;
use crate::domain::lang::Lang;
use crate::domain::text::Foreign;
use crate::work::{WorkError, config, reading};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Commands about provider profiles.
#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// List the profiles: name, provider, stages
    List,
    /// Show one: stages, clocks, documents, SMS verification, waiting, notices, and where the facts stand
    Show(ShowArgs),
    /// Read a profile file, or a configuration folder, as at start, and say what is wrong with it
    Check(CheckArgs),
}

/// Arguments of `profile show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Its name, such as ucloud
    pub name: String,
}

/// Arguments of `profile check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// A .toml file of a profile, or a configuration folder
    pub path: PathBuf,
}

/// Lists, shows or checks.
pub fn run(global: &Global, command: &ProfileCommand, out: &Out) -> Result<ExitCode, Failure> {
    if let ProfileCommand::Check(args) = command {
        return check(args, out);
    }
    let catalog = sign_in::catalog(global, sign_in::home(global).ok().as_ref())?;
    match command {
        ProfileCommand::Show(args) => show(&catalog, &args.name, out),
        _ => list(&catalog, out),
    }
}

fn list(catalog: &Catalog, out: &Out) -> Result<ExitCode, Failure> {
    if out.json {
        let all: Vec<Value> = catalog.profiles.values().map(as_json).collect();
        out.data(&all)?;
        return Ok(ExitCode::SUCCESS);
    }
    for profile in catalog.profiles.values() {
        out.row(&[&profile.id, &profile.provider.get(out.lang), &stages(profile, out.lang)])?;
    }
    Ok(ExitCode::SUCCESS)
}

fn stages(profile: &Profile, lang: Lang) -> String {
    let names = profile.stages.0.iter().map(|stage| lang.pick(stage.zh(), stage.slug()));
    names.collect::<Vec<_>>().join(" → ")
}

fn show(catalog: &Catalog, name: &str, out: &Out) -> Result<ExitCode, Failure> {
    let profile = catalog.profile(&ProfileId::from(name)).ok_or_else(|| {
        let names: Vec<&str> = catalog.profiles.keys().map(ProfileId::as_str).collect();
        let (name, names) = (Foreign::from(name), names.join(", "));
        WorkError::say(
            format!("没有服务商配置“{name}”；现有：{names}。"),
            format!("there is no profile '{name}'; there are {names}"),
        )
    })?;
    if out.json {
        out.data(&as_json(profile))?;
        return Ok(ExitCode::SUCCESS);
    }
    for (zh, en, text) in lines(catalog, profile, out.lang) {
        if !text.is_empty() {
            out.row(&[&out.say(zh, en), &text])?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

type Line = (&'static str, &'static str, String);

fn lines(catalog: &Catalog, profile: &Profile, lang: Lang) -> Vec<Line> {
    let join = |parts: Vec<String>| parts.join(lang.pick("；", "; "));
    let hours = profile
        .hours
        .spans()
        .iter()
        .map(|(from, to)| format!("{}-{}", from.format("%H:%M"), to.format("%H:%M")));
    let sla = profile
        .sla_days
        .iter()
        .map(|(stage, days)| format!("{} {days}", lang.pick(stage.zh(), stage.slug())));
    let methods = profile.photo_methods.iter().map(|method| catalog.text(lang, method.text()).to_owned());
    let slots = profile.verification.iter().map(|slot| {
        let paper = if slot.paper.is_some() { lang.pick("（原件）", " (original)") } else { "" };
        format!("{}{paper}", catalog.text(lang, slot.kind.slug()))
    });
    let documents =
        profile.first_review_documents.iter().map(|kind| catalog.text(lang, kind.slug()).to_owned());
    let notices = profile.notices.iter().map(|rule| {
        let to: Vec<&str> = rule.to.iter().map(|to| addressee(*to, lang)).collect();
        let by: Vec<&str> = rule.by.iter().map(|by| by.name(lang)).collect();
        format!(
            "{} → {} ({})",
            catalog.text(lang, &format!("notice.{}", rule.event.slug())),
            to.join("+"),
            by.join("+")
        )
    });
    vec![
        ("名称", "name", profile.id.to_string()),
        ("服务商", "provider", profile.provider.get(lang).to_owned()),
        ("说明", "about", profile.about.get(lang).to_owned()),
        ("阶段", "stages", stages(profile, lang)),
        ("服务时间", "hours", hours.collect::<Vec<_>>().join(", ")),
        (
            "时间说明",
            "note",
            profile.hours_note.as_ref().map_or_else(String::new, |note| note.get(lang).to_owned()),
        ),
        ("时限（工作日）", "working days", join(sla.collect())),
        ("初审材料", "first review", join(documents.collect())),
        ("核验材料", "verification", join(slots.collect())),
        ("照片方式", "photo", join(methods.collect())),
        ("短信核验", "SMS", sms(profile, lang)),
        ("待客户处理", "waiting", waiting(profile, lang)),
        ("管局时间", "bureau", bureau(profile, lang)),
        ("通知", "notices", join(notices.collect())),
        ("依据", "source", profile.source.join(", ")),
    ]
}

const fn addressee(to: Addressee, lang: Lang) -> &'static str {
    match to {
        Addressee::Principal => lang.pick("主体负责人", "principal"),
        Addressee::SiteManagers => lang.pick("网站负责人", "site managers"),
        Addressee::Verifying => lang.pick("待核验人", "who must verify"),
    }
}

fn sms(profile: &Profile, lang: Lang) -> String {
    let Some(rules) = &profile.sms else { return lang.pick("无", "none").to_owned() };
    let region = match rules.region {
        SmsRegion::Everywhere => lang.pick("全国", "everywhere"),
        SmsRegion::ByProvince => lang.pick("按省份启用日期", "by province"),
    };
    let windows: Vec<String> = rules
        .windows
        .iter()
        .map(|window| match window.from {
            Some(from) => format!("{from}: {} h", window.hours),
            None => format!("{} h", window.hours),
        })
        .collect();
    let persons: Vec<String> = rules
        .persons
        .iter()
        .map(|(kind, who)| {
            let who: Vec<&str> = who.iter().map(|who| verifies(*who, lang)).collect();
            format!("{}={}", kind.slug(), who.join("+"))
        })
        .collect();
    let tries = rules.tries;
    let tries = match lang {
        Lang::Zh => format!("第 {tries} 次错误即失败"),
        Lang::En => format!("wrong try {tries} fails it"),
    };
    [region.to_owned(), windows.join(", "), tries, persons.join(", ")].join(lang.pick("；", "; "))
}

const fn verifies(who: Verifies, lang: Lang) -> &'static str {
    match who {
        Verifies::Principal => lang.pick("主体负责人", "principal"),
        Verifies::SiteManagers => lang.pick("网站负责人", "site managers"),
        Verifies::PrincipalOfChangedEntity => {
            lang.pick("变更主体时主体负责人", "principal of a changed entity")
        }
        Verifies::ManagersOfChangedSites => lang.pick("变更网站的负责人", "managers of changed sites"),
    }
}

fn waiting(profile: &Profile, lang: Lang) -> String {
    let days: Vec<String> = profile.waiting.reminder_days.iter().map(ToString::to_string).collect();
    let days = days.join("/");
    match (profile.waiting.expiry_days, lang) {
        (Some(expiry), Lang::Zh) => format!("{days} 天提醒，{expiry} 天到期"),
        (Some(expiry), Lang::En) => format!("reminders after {days} days, expiry after {expiry}"),
        (None, Lang::Zh) => format!("{days} 天提醒，不到期"),
        (None, Lang::En) => format!("reminders after {days} days, no expiry"),
    }
}

fn bureau(profile: &Profile, lang: Lang) -> String {
    let days = profile.bureau.working_days.map_or_else(|| "–".to_owned(), |days| days.to_string());
    let own = match profile.bureau.by_province {
        ByProvince::Yes => lang.pick("，有省份估计的按省份", ", or the province's own estimate"),
        ByProvince::No => "",
    };
    format!("{days} {}{own}", lang.pick("个工作日", "working days"))
}

fn as_json(profile: &Profile) -> Value {
    let spans: Vec<[String; 2]> = profile
        .hours
        .spans()
        .iter()
        .map(|(from, to)| [from.format("%H:%M").to_string(), to.format("%H:%M").to_string()])
        .collect();
    let sla: serde_json::Map<String, Value> =
        profile.sla_days.iter().map(|(stage, days)| (stage.slug().to_owned(), json!(days))).collect();
    let methods: Vec<&str> = profile.photo_methods.iter().map(|method| method.slug()).collect();
    let windows = profile.sms.as_ref().map(|rules| {
        rules
            .windows
            .iter()
            .map(|window| json!({ "from": window.from, "hours": window.hours }))
            .collect::<Vec<_>>()
    });
    let notices: Vec<Value> = profile
        .notices
        .iter()
        .map(|rule| json!({ "event": rule.event.slug(), "by": rule.by.iter().map(|by| by.slug()).collect::<Vec<_>>() }))
        .collect();
    json!({
        "id": profile.id, "provider": profile.provider, "about": profile.about, "stages": profile.stages,
        "hours": spans, "sla_days": sla, "photo_methods": methods,
        "first_review_documents": profile.first_review_documents.iter().map(|kind| kind.slug()).collect::<Vec<_>>(),
        "verification": profile.verification.iter().map(|slot| slot.kind.slug()).collect::<Vec<_>>(),
        "sms": profile.sms.as_ref().map(|rules| json!({ "windows": windows, "tries": rules.tries, "warn_hours": rules.warn_hours })),
        "waiting": { "reminder_days": profile.waiting.reminder_days, "expiry_days": profile.waiting.expiry_days },
        "bureau": { "working_days": profile.bureau.working_days, "by_province": profile.bureau.by_province == ByProvince::Yes },
        "notices": notices, "source": profile.source, "based_on": profile.based_on,
    })
}

fn check(args: &CheckArgs, out: &Out) -> Result<ExitCode, Failure> {
    super::rule::told(&layer(&args.path)?, out)
}

/// A folder as it is; a single file as if it lay in its folder `profiles`.
fn layer(path: &Path) -> Result<Layer, Failure> {
    if path.is_dir() {
        return Ok(config::layer(path)?);
    }
    let text = reading::text(path, reading::LARGEST_TEXT)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // Faults are told under the name that was given, where it lies in a folder of profiles.
    let under = path.parent().filter(|folder| folder.ends_with("profiles")).and_then(Path::parent);
    let folder = under.or(path.parent()).map(|folder| folder.display().to_string()).unwrap_or_default();
    Ok(Layer { folder, files: vec![(format!("profiles/{name}"), text)] })
}
