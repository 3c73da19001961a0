//! The history of an order.

use super::Paint;
use crate::app::screen::history::History;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws it between title and footer.
pub fn render(_paint: &mut Paint, _state: &History, _area: Rect, _buf: &mut Buffer) {}
