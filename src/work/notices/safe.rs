//! What people wrote into a notice, without anybody's numbers in the clear.

use super::super::Result;
use crate::domain::ids::OrderId;
use crate::domain::mask::Masks;
use crate::domain::text::visible_lines;
use crate::store::Tx;

/// A text with every personal value of the order masked, of its earlier revisions too, and with whatever else
/// reads as somebody's number or address: the address on a notice may be shared, and a text may be about
/// somebody else.
pub(super) fn safe(tx: &Tx, id: OrderId, revision: u32, text: &str) -> Result<String> {
    let mut text = visible_lines(text).into_owned();
    for number in 1..=revision {
        if let Some(order) = tx.revision(id, number)? {
            text = Masks::of(&order).hide(&text);
        }
    }
    Ok(text)
}
