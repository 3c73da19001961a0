//! The notices that list reasons or mends, in Chinese, ready to send.

use crate::domain::checklist::ChosenReason;
use crate::domain::stage::Stage;
use crate::domain::text::visible;

/// What the head of a notice names.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The provider as the customer knows it.
    pub provider: &'a str,
    /// Order number.
    pub order_no: &'a str,
    /// Entity name (unsafe text).
    pub entity: &'a str,
    /// To whom it is written (unsafe text).
    pub addressee: &'a str,
    /// The stage that decided.
    pub stage: Stage,
    /// Revision.
    pub revision: u32,
}

/// A field that staff mended with the customer's consent (unsafe text, personal values masked).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The field as the customer knows it.
    pub field: String,
    /// Its value before.
    pub before: String,
    /// Its value after.
    pub after: String,
}

/// What staff mended, as a notice of its own.
pub fn amendment(head: &Head, mended: &[Mended]) -> String {
    format!(
        "{}\n\n您提交的备案订单 {}（{}，第{}版）正由{}{}。\n{}",
        greeting(head.addressee),
        visible(head.order_no),
        visible(head.entity),
        head.revision,
        head.provider,
        head.stage.zh(),
        list(mended)
    )
}

/// What staff mended, one a line; nothing where nothing was.
pub fn list(mended: &[Mended]) -> String {
    if mended.is_empty() {
        return String::new();
    }
    let mut text = format!("\n经您同意，我们已代为更正以下 {} 处，请核对：\n\n", mended.len());
    for Mended { field, before, after } in mended {
        text.push_str(&format!("- 【{}】{} → {}\n", visible(field), visible(before), visible(after)));
    }
    text
}

/// Every reason with its field and how to mend it, and what staff mended already.
pub fn rejection(head: &Head, reasons: &[ChosenReason], mended: &[Mended]) -> String {
    let what = format!("未通过{}的{}", head.provider, head.stage.zh());
    let mut text = begin(head, &what, reasons);
    text.push_str(&list(mended));
    text.push_str("\n请按以上要求修改后重新提交，我们会在收到后尽快审核。\n");
    text
}

/// The bureau's return: every reason with its field and how to mend it.
pub fn bureau_return(head: &Head, reasons: &[ChosenReason]) -> String {
    let mut text = begin(head, "被通信管理局退回", reasons);
    text.push_str("\n请按以上要求修改后重新提交，我们审核后会再次提交管局。\n");
    text
}

/// How a notice greets whom it is written to.
pub fn greeting(name: &str) -> String {
    format!("{}，您好：", visible(name))
}

fn begin(head: &Head, what: &str, reasons: &[ChosenReason]) -> String {
    let count = match reasons.len() {
        0 => "。".to_owned(),
        count => format!("，需要修改以下 {count} 处："),
    };
    let mut text = format!(
        "{}\n\n您提交的备案订单 {}（{}，第{}版）{what}{count}\n",
        greeting(head.addressee),
        visible(head.order_no),
        visible(head.entity),
        head.revision,
    );
    for (at, reason) in reasons.iter().enumerate() {
        text.push_str(&format!("\n{}. ", at + 1));
        if let Some(field) = reason.field.as_deref().filter(|field| !field.is_empty()) {
            text.push_str(&format!("【{}】", visible(field)));
        }
        text.push_str(&visible(reason.text.trim()));
        if !reason.mend.trim().is_empty() {
            text.push_str(&format!("\n   处理办法：{}", visible(reason.mend.trim())));
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_names_every_reason_with_field_and_mend() {
        let reason = |field: Option<&str>, text: &str, mend: &str| ChosenReason {
            code: "X".into(),
            item: None,
            field: field.map(Into::into),
            text: text.into(),
            mend: mend.into(),
        };
        let head = Head {
            provider: "UCloud",
            order_no: "N1",
            entity: "甲公司\u{202e}",
            addressee: "王小明",
            stage: Stage::FirstReview,
            revision: 1,
        };
        let text = rejection(
            &head,
            &[reason(Some("主体名称"), "与证件不一致。", "请照证件填写。"), reason(None, "其他。", "")],
            &[Mended {
                field: "手机号码".into(), before: "138******00".into(), after: "139******00".into()
            }],
        );
        assert!(
            text.contains("更正以下 1 处，请核对：\n\n- 【手机号码】138******00 → 139******00\n"),
            "{text}"
        );
        assert!(text.contains("1. 【主体名称】与证件不一致。\n   处理办法：请照证件填写。"), "{text}");
        assert!(text.contains("\n2. 其他。\n") && text.contains("2 处"), "{text}");
        assert!(!text.contains('\u{202e}'), "{text}");
        let text = bureau_return(&head, &[reason(None, "主体信息与证件不符。", "")]);
        assert!(text.starts_with("王小明，您好：\n\n您提交的备案订单 N1（"), "{text}");
        assert!(
            text.contains("被通信管理局退回，需要修改以下 1 处：\n\n1. 主体信息与证件不符。\n"),
            "{text}"
        );
    }
}
