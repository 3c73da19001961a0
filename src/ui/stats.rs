//! The statistics.

use super::Paint;
use crate::app::screen::stats::Stats;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws it between title and footer.
pub fn render(_paint: &mut Paint, _state: &Stats, _area: Rect, _buf: &mut Buffer) {}
