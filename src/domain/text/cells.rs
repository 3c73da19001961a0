//! Cells of tables that people open in a spreadsheet.

use super::{half_width, visible};
use std::borrow::Cow;

/// Makes a whole CSV cell of `text`: visible, no formula, quoted where it must be.
pub fn csv_cell(text: &str) -> String {
    let guarded = guarded(text);
    if guarded.contains([',', '"', ';', '\'']) || guarded.starts_with(' ') || guarded.ends_with(' ') {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded.into_owned()
    }
}

/// Makes a cell between tabs of `text`: visible, and no formula. One that begins with a quotation mark would
/// take what follows it, tabs and all, for its own, and could be a formula behind it.
pub(super) fn tsv_cell(text: &str) -> String {
    match text.trim_start().starts_with('"') {
        true => format!("'{}", visible(text)),
        false => guarded(text).into_owned(),
    }
}

/// A spreadsheet takes a cell that starts with `=`, `+`, `-` or `@` (full width too) for a formula, so such a
/// cell gets an apostrophe before it. A sign alone is none: it stands for nothing, or for yes and no.
fn guarded(text: &str) -> Cow<'_, str> {
    let shown = visible(text);
    let trimmed = text.trim_start();
    let is_sign = |c: char| matches!(half_width(c), '=' | '+' | '-' | '@') || "﹦﹢﹣﹫−".contains(c);
    let begins = trimmed.chars().next().is_some_and(is_sign) && text.chars().nth(1).is_some();
    if begins || text.starts_with(['\t', '\r', '\n']) {
        return format!("'{shown}").into();
    }
    shown
}
