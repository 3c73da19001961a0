//! What people wrote into a notice, without anybody's numbers in the clear.

use super::super::Result;
use crate::domain::ident::id_card::check_digit;
use crate::domain::ids::OrderId;
use crate::domain::mask::{Masks, Personal, masked};
use crate::domain::text::visible_lines;
use crate::store::Tx;

/// Places of an ID number.
const ID_PLACES: usize = 18;

/// A text with every personal value of the order masked, of its earlier revisions too, and with whatever else
/// is an ID number: the address on a notice may be shared, and a text may be about somebody else.
pub(super) fn safe(tx: &Tx, id: OrderId, revision: u32, text: &str) -> Result<String> {
    let mut text = visible_lines(text).into_owned();
    for number in 1..=revision {
        if let Some(order) = tx.revision(id, number)? {
            text = Masks::of(&order).hide(&text);
        }
    }
    Ok(without_id_numbers(&text))
}

fn without_id_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() {
            run.push(letter);
        } else {
            out.push_str(&hidden(&std::mem::take(&mut run)));
            out.push(letter);
        }
    }
    out + &hidden(&run)
}

fn hidden(run: &str) -> String {
    let (body, last) = run.split_at_checked(ID_PLACES - 1).unwrap_or((run, ""));
    let is_id = run.len() == ID_PLACES
        && body.bytes().all(|byte| byte.is_ascii_digit())
        && check_digit(body).is_some_and(|digit| last.eq_ignore_ascii_case(&digit.to_string()));
    if is_id { masked(Personal::IdNumber, run) } else { run.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_number_is_hidden_and_other_numbers_stay() {
        for (text, wanted) in [
            ("证件号 11010519491231002X 有误", "证件号 110*************2X 有误"),
            ("证件号11010519491231002x。", "证件号110*************2x。"),
            ("订单 110105194912310021", "订单 110105194912310021"),
            ("电话 01012345678，91110105MA01ABCDE0", "电话 01012345678，91110105MA01ABCDE0"),
            ("", ""),
        ] {
            assert_eq!(without_id_numbers(text), wanted);
        }
    }
}
