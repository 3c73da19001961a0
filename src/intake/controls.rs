//! Control characters in the texts of a package.
//!
//! No form lets anybody type them; they come from broken exports, or from somebody who tries what happens. A
//! text that a form takes in several lines may have line ends and tabs.

use super::fault::{Trouble, Words};

/// Fields that people fill in over several lines, by their own names.
const LONG: [&str; 11] = [
    "remark",
    "business_scope",
    "cancel_reason",
    "certificate_address",
    "detail",
    "address",
    "place",
    "investor",
    "authorised_by",
    "from",
    "to",
];

/// What is wrong with the characters of a field's text.
pub fn trouble(field: &str, text: &str) -> Option<Trouble> {
    // The sum over bytes is quick, and nearly every text passes it: no UTF-8 of a printed letter has such a byte
    // but those whose second byte may be a C1.
    if !text.bytes().any(|byte| byte < b' ' || byte == 0x7f || byte == 0xc2) {
        return None;
    }
    let is_long = LONG.contains(&field);
    let unwanted = |c: &char| c.is_control() && !(is_long && matches!(c, '\t' | '\n' | '\r'));
    let first = text.chars().find(unwanted)?;
    let (count, code) = (text.chars().filter(unwanted).count(), u32::from(first));
    let found = Words::new(
        format!("含 {count} 个控制字符，如 U+{code:04X}"),
        format!("{count} control characters, such as U+{code:04X}"),
    );
    let expected = match is_long {
        true => Words::new(
            "不含控制字符的文字（可换行）",
            "text without control characters but line ends and tabs",
        ),
        false => Words::new("不含控制字符的一行文字", "text on one line without control characters"),
    };
    Some(Trouble::new(found, expected))
}
