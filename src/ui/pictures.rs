//! Pictures as the terminal wants them. The driver puts them here; drawing only reads.

use crate::app::message::PreviewSlot;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use ratatui_image::Image;
use ratatui_image::protocol::Protocol;

/// A picture that is ready.
pub struct Picture {
    /// The generation of the request that it answers.
    pub generation: u64,
    /// Its cells.
    pub protocol: Protocol,
}

/// The pictures on the screen.
#[derive(Default)]
pub struct Pictures {
    left: Option<Picture>,
    right: Option<Picture>,
}

impl Pictures {
    /// Puts a picture in its place.
    pub fn put(&mut self, slot: PreviewSlot, picture: Option<Picture>) {
        match slot {
            PreviewSlot::Left => self.left = picture,
            PreviewSlot::Right => self.right = picture,
        }
    }

    /// The picture of a place, if it answers this request.
    pub fn of(&self, slot: PreviewSlot, generation: u64) -> Option<&Picture> {
        let place = match slot {
            PreviewSlot::Left => &self.left,
            PreviewSlot::Right => &self.right,
        };
        place.as_ref().filter(|picture| picture.generation == generation)
    }
}

impl Picture {
    /// Draws it in the middle of an area.
    pub fn draw(&self, area: Rect, buf: &mut Buffer) {
        let size = self.protocol.size();
        let (width, height) = (size.width.min(area.width), size.height.min(area.height));
        let place = Rect { x: area.x + (area.width - width) / 2, width, height, ..area };
        Image::new(&self.protocol).render(place, buf);
    }
}
