//! Settings of the home: one table says their names, what they mean and what they may hold.

use super::host::{self, HostPlace};
use super::{Desk, Result, WorkError, countersign, roles};
use crate::domain::countersign::{Alone, WordAsked};
use crate::domain::ids::UserId;
use crate::domain::permission::Deed;
use crate::domain::text::Foreign;
use crate::domain::verdict::FourEyes;
use crate::store::{Op, setting};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::sync::Arc;

/// What a setting may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// A whole number between two bounds.
    Number(i64, i64),
    /// One of a few words.
    Word(&'static [&'static str]),
}

/// A setting of the home.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name.
    pub key: &'static str,
    /// What it means, in Chinese.
    pub zh: &'static str,
    /// What it means, in English.
    pub en: &'static str,
    /// What holds where it was never set.
    pub standard: &'static str,
    holds: Holds,
}

impl Setting {
    /// What it may hold, in short: words, or the least and the most of a number.
    pub fn range(&self) -> String {
        match self.holds {
            Holds::Number(least, most) => format!("{least}–{most}"),
            Holds::Word(words) => words.join(", "),
        }
    }
}

/// Every setting. None names a program: that is the host's to say ([`super::host`]).
pub const SETTINGS: [Setting; 8] = [
    Setting {
        key: "lock_minutes",
        zh: "空闲多少分钟后锁屏（0 为从不）",
        en: "idle minutes until the screen locks (0 = never)",
        standard: "5",
        holds: Holds::Number(0, 24 * 60),
    },
    Setting {
        key: super::decide::GRACE_MINUTES,
        zh: "多少分钟内可撤销自己的结论",
        en: "minutes in which one's own verdict can be undone",
        standard: "10",
        holds: Holds::Number(0, 24 * 60),
    },
    Setting {
        key: super::claim::LEASE_MINUTES,
        zh: "领取后无操作多少分钟自动释放",
        en: "minutes after which a claim without work falls free",
        standard: "15",
        holds: Holds::Number(1, 24 * 60),
    },
    Setting {
        key: setting::FOUR_EYES,
        zh: "通过初审者不得通过同一订单的复审",
        en: "who passed an order's first review can't pass its second",
        standard: "on",
        holds: Holds::Word(&["on", "off"]),
    },
    Setting {
        key: super::retention::RETAIN_DAYS,
        zh: "订单结束多少天后，beian retain 删除其附件（0 为永久保存）",
        en: "days after an order's end, after which 'beian retain' deletes its files (0 = never)",
        standard: "0",
        holds: Holds::Number(0, 36_500),
    },
    Setting {
        key: super::quarantine::DAYS,
        zh: "拒收多少天后，beian retain 删除 quarantine 中的包与报告（0 为永久保存）",
        en: "days after which 'beian retain' deletes refused packages and their reports (0 = never)",
        standard: "30",
        holds: Holds::Number(0, 36_500),
    },
    Setting {
        key: "clipboard",
        zh: "复制到剪贴板",
        en: "copying to the clipboard",
        standard: "on",
        holds: Holds::Word(&["on", "off"]),
    },
    Setting {
        key: "images",
        zh: "终端图片方式",
        en: "how pictures are drawn in the terminal",
        standard: "auto",
        holds: Holds::Word(&["auto", "kitty", "iterm2", "sixel", "halfblocks", "off"]),
    },
];

fn find(key: &str) -> Result<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key).ok_or_else(|| {
        let names: Vec<&str> = SETTINGS.iter().map(|setting| setting.key).collect();
        let (key, names) = (Foreign::from(key), names.join(", "));
        WorkError::say(
            format!("没有设置“{key}”；可用：{names}。"),
            format!("there is no setting '{key}'; there are {names}"),
        )
    })
}

/// The value as it is stored, or why it can't be.
fn checked(setting: &Setting, text: &str) -> Result<Value> {
    let refuse = |zh: String, en: String| Err(WorkError::say(zh, en));
    match setting.holds {
        Holds::Number(least, most) => match text.parse::<i64>() {
            Ok(number) if (least..=most).contains(&number) => Ok(json!(number)),
            _ => refuse(
                format!("{}须为 {least} 至 {most} 的整数。", setting.key),
                format!("{} is a whole number from {least} to {most}", setting.key),
            ),
        },
        Holds::Word(words) if words.contains(&text) => Ok(json!(text)),
        Holds::Word(words) => {
            let words = words.join(", ");
            refuse(format!("{}可为：{words}。", setting.key), format!("{} is one of {words}", setting.key))
        }
    }
}

/// The present value of every setting, as text.
pub fn list(desk: &Desk) -> Result<Vec<(&'static Setting, String)>> {
    SETTINGS
        .iter()
        .map(|setting| {
            let kept: Option<Value> = desk.store.setting(setting.key)?;
            let text = match kept {
                None => setting.standard.to_owned(),
                Some(Value::String(text)) => text,
                Some(other) => other.to_string(),
            };
            Ok((setting, text))
        })
        .collect()
}

/// Changes a setting, on record. Nobody turns four eyes off alone.
pub fn set(desk: &mut Desk, who: UserId, key: &str, text: &str, now: DateTime<Utc>) -> Result<()> {
    let value = if key == host::OLD_SETTING {
        no_program(desk.home.host(), text)?
    } else {
        checked(find(key)?, text)?
    };
    let catalog = Arc::clone(&desk.catalog);
    let done = desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow_home(tx, who, Deed::Settings)?;
        let ends_four_eyes = key == setting::FOUR_EYES && text == "off";
        if ends_four_eyes && tx.four_eyes()? == FourEyes::On {
            let asked = WordAsked { order: None, alone: Alone::FourEyesOff, why: String::new() };
            countersign::need(tx, &catalog, who, asked)?;
        }
        tx.set_setting(key, &value)?;
        tx.record_home("setting", &format!("{key} = {text}"))?;
        Ok(())
    });
    countersign::or_ask(desk, who, done, now)
}

/// No setting names a program. Those of an earlier version can be taken away, and no more.
fn no_program(place: &HostPlace, text: &str) -> Result<Value> {
    if text.trim() == "{}" {
        return Ok(json!({}));
    }
    let (path, row) = (Foreign::path(place.path()), "\"sites.domains.name\" = [\"whois\", \"{}\"]");
    Err(WorkError::say(
        format!("数据库里的设置不再指定程序；请由本机管理员在 {path} 中写入：[lookups] {row}。"),
        format!(
            "no setting names a program; whoever keeps this machine writes it into {path}: [lookups] {row}"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_standard_is_a_value_that_could_be_set() {
        for setting in &SETTINGS {
            assert!(checked(setting, setting.standard).is_ok(), "{}", setting.key);
        }
        assert_eq!(
            serde_json::to_value(FourEyes::On).ok(),
            checked(find(setting::FOUR_EYES).unwrap(), "on").ok()
        );
    }

    #[test]
    fn no_setting_names_a_program() {
        for setting in &SETTINGS {
            assert!(checked(setting, "/bin/sh").is_err(), "{}", setting.key);
            assert!(checked(setting, "{\"sites.domains.name\": \"sh\"}").is_err(), "{}", setting.key);
        }
        let error = no_program(&HostPlace::Usual, "{\"sites.domains.name\": \"sh\"}").unwrap_err();
        assert!(error.to_string().contains("/etc/beian/host.toml"), "{error}");
        assert_eq!(no_program(&HostPlace::Usual, " {} ").unwrap(), json!({}));
    }

    #[test]
    fn a_wrong_value_is_refused_with_what_is_right() {
        let wrong = |key: &str, text: &str| checked(find(key).unwrap(), text).unwrap_err().to_string();
        assert_eq!(wrong("lease_minutes", "0"), "lease_minutes is a whole number from 1 to 1440");
        assert_eq!(wrong("four_eyes", "maybe"), "four_eyes is one of on, off");
        assert!(find("nothing").unwrap_err().to_string().contains("lock_minutes"));
    }
}
