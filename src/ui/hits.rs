//! What lies where on the last drawn frame, for the mouse.

use crate::app::mouse::Target;
use ratatui::layout::{Position, Rect};

/// Areas and their targets; later ones lie above earlier ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hits(Vec<(Rect, Target)>);

impl Hits {
    /// One more.
    pub fn push(&mut self, area: Rect, target: Target) {
        self.0.push((area, target));
    }

    /// None any more: a popup covers them.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The topmost target at a place.
    pub fn at(&self, column: u16, row: u16) -> Option<Target> {
        let place = Position::new(column, row);
        self.0.iter().rev().find(|(area, _)| area.contains(place)).map(|(_, target)| *target)
    }
}
