//! Events of an order's life besides its reviews, as sentences.

use crate::catalog::{Catalog, Lang};
use crate::domain::event::Event;
use crate::domain::life::{AppointmentEnd, CallResult, PasswordKept, Reminder, ReturnCause, SmsOutcome};
use crate::domain::worktime::shanghai;

/// What happened, readable; none where the event is one of reviews. Texts of people inside it are unsafe.
pub(super) fn sentence(catalog: &Catalog, event: &Event, lang: Lang) -> Option<String> {
    let one = |zh: String, en: String| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let say = |zh: String, en: String| Some(one(zh, en));
    match event {
        Event::HandedOver { package, sms, .. } => {
            let persons = sms.as_ref().map_or(0, |check| check.persons.len());
            let (zh, en) = match persons {
                0 => (String::new(), String::new()),
                n => (format!("，{n}人须短信核验"), format!(", {n} must verify by SMS")),
            };
            say(format!("移交管局：{package}{zh}"), format!("handed over to the bureau: {package}{en}"))
        }
        Event::SmsTried { person, outcome } => match outcome {
            SmsOutcome::Sent => say(format!("短信已发送：{person}"), format!("SMS code sent: {person}")),
            SmsOutcome::Verified => {
                say(format!("短信核验通过：{person}"), format!("verified by SMS: {person}"))
            }
            SmsOutcome::Wrong => {
                say(format!("短信核验证件号错误：{person}"), format!("wrong ID number by SMS: {person}"))
            }
        },
        Event::SmsPassed { .. } => say("短信核验阶段结束".into(), "the SMS stage has ended".into()),
        Event::Returned { stage, cause, reasons } => {
            let mut text = match cause {
                ReturnCause::SmsLapsed => {
                    lang.pick("短信核验超时退回", "returned: the SMS codes lapsed").to_owned()
                }
                ReturnCause::SmsFailed { person } => one(
                    format!("短信核验错误次数过多退回：{person}"),
                    format!("returned: too many wrong ID numbers by {person}"),
                ),
                ReturnCause::Bureau => one(
                    format!("管局退回（{}）", stage.zh()),
                    format!("returned by the bureau ({})", super::words(*stage)),
                ),
            };
            for reason in reasons {
                text.push_str(&format!("{}{}", lang.pick("；", "; "), reason.text.trim_end_matches('。')));
            }
            Some(text)
        }
        Event::Filed { entity_number, sites, password } => {
            let mut numbers: Vec<&str> = entity_number.iter().map(String::as_str).collect();
            numbers.extend(sites.iter().map(|site| site.number.as_str()));
            let numbers = numbers.join(lang.pick("、", ", "));
            let numbers =
                if numbers.is_empty() { numbers } else { lang.pick("：", ": ").to_owned() + &numbers };
            let kept = *password == PasswordKept::Encrypted;
            let (zh, en) = if kept {
                ("，备案密码已加密保存", ", its password kept encrypted")
            } else {
                ("", "")
            };
            say(format!("管局审核通过{numbers}{zh}"), format!("passed by the bureau{numbers}{en}"))
        }
        Event::Reminded { what: Reminder::Waiting, .. } => {
            say("提醒客户处理".into(), "the customer was reminded".into())
        }
        Event::Reminded { what: Reminder::SmsLapse, .. } => {
            say("提醒客户短信核验即将超时".into(), "the customer was warned that his codes lapse".into())
        }
        Event::Expired { days } => {
            say(format!("客户{days}天未处理，订单到期"), format!("left alone for {days} days: expired"))
        }
        Event::CurtainSent { parcel } => say(
            format!("幕布已寄出：{} {}", parcel.courier, parcel.number),
            format!("curtain sent: {} {}", parcel.courier, parcel.number),
        ),
        Event::Appointed { appointment } => {
            let at = shanghai(appointment.at).format("%m-%d %H:%M");
            let how = catalog.text(lang, appointment.method.text()).to_owned();
            let (place, person) = (&appointment.place, &appointment.person);
            say(
                format!("预约{how}：{person} {at} {place}"),
                format!("appointment, {how}: {person} {at} {place}"),
            )
        }
        Event::AppointmentEnded { person, end } => {
            let (zh, en) = match end {
                AppointmentEnd::Kept => ("已到场", "kept"),
                AppointmentEnd::Missed => ("未到场", "missed"),
                AppointmentEnd::Cancelled => ("已取消", "cancelled"),
            };
            say(format!("预约{zh}：{person}"), format!("appointment {en}: {person}"))
        }
        Event::Called { person, result, note, again_at } => {
            let (zh, en) = match result {
                CallResult::Reached => ("已接通", "reached"),
                CallResult::NotReached => ("未接通", "not reached"),
            };
            let note = if note.is_empty() { String::new() } else { format!(" {note}") };
            let again = again_at.map(|at| shanghai(at).format("%m-%d %H:%M").to_string());
            let (zh_again, en_again) =
                again.map_or_else(Default::default, |at| (format!("，{at}再拨"), format!(", again at {at}")));
            say(
                format!("致电{person}：{zh}{zh_again}{note}"),
                format!("call to {person}: {en}{en_again}{note}"),
            )
        }
        Event::NoticeSent { kind, medium, to, .. } => {
            let what = catalog.text(lang, &format!("notice.{kind}")).to_owned();
            let medium = medium.name(lang);
            say(
                format!("通知已发出（{medium}）：{what} → {to}"),
                format!("notice sent ({medium}): {what} → {to}"),
            )
        }
        Event::NoticeFailed { kind, medium, error, .. } => {
            let what = catalog.text(lang, &format!("notice.{kind}")).to_owned();
            let medium = medium.name(lang);
            say(
                format!("通知无法送达（{medium}）：{what}，{error}"),
                format!("notice can't be delivered ({medium}): {what}, {error}"),
            )
        }
        Event::NoticeWithdrawn { kind, medium, .. } => {
            let what = catalog.text(lang, &format!("notice.{kind}")).to_owned();
            let medium = medium.name(lang);
            say(format!("通知已撤回（{medium}）：{what}"), format!("notice withdrawn ({medium}): {what}"))
        }
        Event::NoticeRetried { kind, medium, .. } => {
            let what = catalog.text(lang, &format!("notice.{kind}")).to_owned();
            let medium = medium.name(lang);
            say(format!("通知重新发送（{medium}）：{what}"), format!("notice tried again ({medium}): {what}"))
        }
        Event::Purged { files } => say(
            format!("按保存期限删除{files}个文件"),
            format!("{files} files deleted, as the retention policy has it"),
        ),
        _ => None,
    }
}
