//! Events as sentences.

mod life;

use super::{Catalog, Lang};
use crate::domain::amendment::Amendment;
use crate::domain::checklist::ChosenReason;
use crate::domain::countersign::{Alone, WordStep};
use crate::domain::event::{Event, RecheckResult};
use crate::domain::mask::{kind_of, masked, without_personal};
use crate::domain::stage::Stage;
use crate::domain::verdict::VerdictKind;
use crate::domain::worktime::shanghai;

/// What happened, readable; no personal number stands in the clear. Texts of people inside it are unsafe.
pub fn sentence(catalog: &Catalog, event: &Event, lang: Lang) -> String {
    without_personal(&told(catalog, event, lang))
}

fn told(catalog: &Catalog, event: &Event, lang: Lang) -> String {
    let say = |zh: String, en: String| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    match event {
        Event::Imported { revision, .. } => {
            say(format!("收到第{revision}版"), format!("revision {revision} came in"))
        }
        Event::Supplemented { files, .. } => {
            say(format!("补充材料{files}件"), format!("{files} supplementary files came in"))
        }
        Event::MaterialsComplete { .. } => {
            say("核验材料已齐".into(), "verification materials complete".into())
        }
        Event::PaperReceived { kind, .. } => {
            let name = catalog.text(lang, kind.slug());
            say(format!("收到纸质原件：{name}"), format!("paper original received: {name}"))
        }
        Event::Claimed => say("领取".into(), "claimed".into()),
        Event::PutBack { note } => say(format!("放回：{note}"), format!("put back: {note}")),
        Event::Released => say("离开，未作结论".into(), "left without a verdict".into()),
        Event::TakenBack { reason, .. } => {
            say(format!("主管收回：{reason}"), format!("taken back: {reason}"))
        }
        Event::Assigned { to: Some(_), name } => {
            let name = name.as_deref().unwrap_or_default();
            say(format!("主管指派给{name}"), format!("assigned to {name}"))
        }
        Event::Assigned { to: None, .. } => say("取消指派".into(), "assignment ended".into()),
        Event::Decided { kind, stage, reasons, override_reason, .. } => {
            let mut text = decided(*kind, *stage, lang);
            for reason in reasons {
                text.push_str(lang.pick("；", "; "));
                if reason.code.as_str() != ChosenReason::FREE {
                    text.push_str(&format!("{} ", reason.code));
                }
                text.push_str(reason.text.trim_end_matches('。'));
            }
            if let Some(reason) = override_reason {
                text.push_str(lang.pick("；主管越过检查：", "; overridden: "));
                text.push_str(reason);
            }
            text
        }
        Event::Undone { back_to, .. } => say(
            format!("撤销结论，回到{}", back_to.zh()),
            format!("verdict undone, back to {}", words(*back_to)),
        ),
        Event::Asked { note } => say(format!("请示主管：{note}"), format!("asked a supervisor: {note}")),
        Event::Answered { note } => say(format!("主管答复：{note}"), format!("answered: {note}")),
        Event::Snoozed { until, note } => {
            let until = shanghai(*until).format("%m-%d %H:%M");
            say(format!("暂缓至{until}：{note}"), format!("snoozed until {until}: {note}"))
        }
        Event::Prioritised { priority, reason } => {
            say(format!("优先级改为{priority}：{reason}"), format!("priority {priority}: {reason}"))
        }
        Event::Revealed { field } => say(format!("查看明文：{field}"), format!("revealed {field}")),
        Event::Noted { note } => say(format!("备注：{note}"), format!("note: {note}")),
        Event::GivenUp { reason } => say(format!("客户放弃：{reason}"), format!("given up: {reason}")),
        Event::RecheckDrawn { .. } => say("抽中复查".into(), "drawn for a re-check".into()),
        Event::Rechecked { result, note, .. } => match result {
            RecheckResult::Upheld => say(format!("复查无误：{note}"), format!("re-check upheld: {note}")),
            RecheckResult::Overlooked => {
                say(format!("复查发现遗漏：{note}"), format!("re-check found an oversight: {note}"))
            }
        },
        Event::Overruled { item, why } => {
            say(format!("主管越过规则发现{item}：{why}"), format!("finding {item} overruled: {why}"))
        }
        Event::Amended { changes } => {
            let list: Vec<String> = changes.iter().map(|change| amendment(change, lang)).collect();
            say(format!("协助更改：{}", list.join("；")), format!("amended: {}", list.join("; ")))
        }
        Event::SecondWord { step, word, alone, note } => second_word(*step, *word, alone, note, lang),
        Event::Viewed { what } => catalog.text(lang, &format!("history.viewed.{}", what.slug())).to_owned(),
        Event::FoundAtUpgrade { rows, digest, .. } => say(
            format!("升级时封存已有订单包中的密码：{rows}版，摘要{digest}"),
            format!("secrets of packages sealed as found at upgrade: {rows} revisions, digest {digest}"),
        ),
        Event::Home { what, about } => home(what, about, lang),
        other => life::sentence(catalog, other, lang).unwrap_or_else(|| other.name().replace('_', " ")),
    }
}

/// What happened with a second supervisor's word.
fn second_word(step: WordStep, word: Option<i64>, alone: &Alone, note: &str, lang: Lang) -> String {
    let (zh, en) = match step {
        WordStep::Asked => ("请求会签", "countersignature asked for"),
        WordStep::Given => ("会签", "countersigned"),
        WordStep::Refused => ("拒绝会签", "countersignature refused"),
        WordStep::Used => ("凭会签办理", "done as countersigned"),
        WordStep::Alone => ("无其他主管，独自办理", "done alone, there was no other supervisor"),
    };
    let number = word.map(|id| lang.pick("第{}号", " {}").replace("{}", &id.to_string())).unwrap_or_default();
    let note = if note.is_empty() { String::new() } else { format!("{}{note}", lang.pick("；", "; ")) };
    let colon = lang.pick("：", ": ");
    format!("{}{number}{colon}{}{note}", lang.pick(zh, en), alone.words(lang))
}

/// A mended field with its value before and after; personal values masked.
fn amendment(change: &Amendment, lang: Lang) -> String {
    let masked = |value: &Option<String>| match (value, kind_of(&change.path)) {
        (None, _) => lang.pick("（空）", "(none)").to_owned(),
        (Some(text), Some(kind)) => masked(kind, text),
        (Some(text), None) => text.clone(),
    };
    let rule = change.rule.as_ref().map(|rule| format!(" ({rule})")).unwrap_or_default();
    format!("{} {} → {}{rule}", change.path, masked(&change.before), masked(&change.after))
}

/// A stage's English name.
fn words(stage: Stage) -> String {
    stage.slug().replace('_', " ")
}

/// An event of the home.
fn home(what: &str, about: &str, lang: Lang) -> String {
    let zh = match what {
        "home_made" => "建立数据目录",
        "user_added" => "添加人员",
        "user_disabled" => "停用人员",
        "user_enabled" => "启用人员",
        "user_roles" => "更改角色",
        "permission_changed" => "修改权限表",
        "countersign_asked" => "请求会签",
        "countersign_given" => "会签",
        "countersign_refused" => "拒绝会签",
        "countersign_used" => "凭会签办理",
        "done_alone" => "无其他主管，独自办理",
        "passphrase_set" => "设置口令",
        "recovered" => "在主机上重设主管口令",
        "signed_in" => "登录",
        "sign_in_failed" => "登录失败",
        "setting" => "修改设置",
        "backed_up" => "备份",
        "registry_imported" => "导入备案登记",
        "number_searched" => "按号码查询",
        "restored" => "恢复",
        other => other,
    };
    let name = match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => what.replace('_', " "),
    };
    format!("{name}: {}", about_home(what, about, lang))
}

/// What a search for a number tells of itself: where, and in which form.
fn about_home(what: &str, about: &str, lang: Lang) -> String {
    if what != "number_searched" {
        return about.to_owned();
    }
    let word = |slug: &str| {
        let (zh, en) = match slug {
            "orders" => ("订单", "orders"),
            "registry" => ("备案登记", "the registry"),
            "packages" => ("与待查包相同的号码", "what packages share with orders"),
            "results" => ("管局结果中的人员", "a person of a result"),
            "last_four" => ("后四位", "by the last four"),
            "whole" => ("全号", "whole"),
            "dry_run" => ("试运行", "by a dry run"),
            "check" => ("检查", "by a check"),
            other => (other, other),
        };
        lang.pick(zh, en).to_owned()
    };
    about.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn decided(kind: VerdictKind, stage: Stage, lang: Lang) -> String {
    match (kind, lang) {
        (VerdictKind::Approve, Lang::Zh) => format!("{}通过", stage.zh()),
        (VerdictKind::Reject, Lang::Zh) => format!("{}驳回", stage.zh()),
        (VerdictKind::Approve, Lang::En) => format!("{} approved", words(stage)),
        (VerdictKind::Reject, Lang::En) => format!("{} rejected", words(stage)),
    }
}
