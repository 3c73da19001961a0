//! The notice of a rejection, in Chinese, ready to send.

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
        "{}，您好：\n\n您提交的备案订单 {}（{}，第{}版）正由{}{}。\n{}",
        visible(head.addressee),
        visible(head.order_no),
        visible(head.entity),
        head.revision,
        head.provider,
        head.stage.zh(),
        list(mended)
    )
}

fn list(mended: &[Mended]) -> String {
    let mut text = format!("\n经您同意，我们已代为更正以下 {} 处，请核对：\n\n", mended.len());
    for Mended { field, before, after } in mended {
        text.push_str(&format!("- 【{}】{} → {}\n", visible(field), visible(before), visible(after)));
    }
    text
}

/// Every reason with its field and how to mend it, and what staff mended already.
pub fn rejection(head: &Head, reasons: &[ChosenReason], mended: &[Mended]) -> String {
    let mut text = format!(
        "{}，您好：\n\n您提交的备案订单 {}（{}，第{}版）未通过{}的{}，需要修改以下 {} 处：\n",
        visible(head.addressee),
        visible(head.order_no),
        visible(head.entity),
        head.revision,
        head.provider,
        head.stage.zh(),
        reasons.len()
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
    if !mended.is_empty() {
        text.push_str(&list(mended));
    }
    text.push_str("\n请按以上要求修改后重新提交，我们会在收到后尽快审核。\n");
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
    }
}
