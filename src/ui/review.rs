//! The review screen.

use super::Paint;
use crate::app::screen::review::Review;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws it between title and footer.
pub fn render(_paint: &mut Paint, _state: &Review, _area: Rect, _buf: &mut Buffer) {}
