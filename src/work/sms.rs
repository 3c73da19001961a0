//! The board of the SMS verification.

use super::{Desk, Result};
use crate::domain::bureau::SmsRow;

/// Orders of the board at most.
pub const BOARD: usize = 1_000;

/// Whose verification runs, soonest lapse first.
pub fn board(desk: &Desk) -> Result<Vec<SmsRow>> {
    desk.store.sms_board(BOARD)
}
