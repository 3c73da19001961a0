//! Draws the desk. Reads, never decides.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod board;
pub mod form;
pub mod frame;
pub mod help;
pub mod history;
pub mod hits;
pub mod input;
pub mod menu;
pub mod pictures;
pub mod popup;
pub mod queue;
pub mod review;
pub mod sign_in;
pub mod stats;
pub mod strip;
pub mod text;
pub mod theme;

#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;

use crate::app::App;
use crate::app::action::Action;
use crate::app::mouse::Target;
use crate::app::say::Say;
use crate::app::screen::{At, Screen};
use crate::catalog::Catalog;
use crate::domain::lang::Lang;
pub use hits::Hits;
pub use pictures::Pictures;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use theme::Theme;

/// A frame being drawn: what it reads, and what it leaves behind beside the picture.
pub struct Paint<'a> {
    /// The desk.
    pub app: &'a App,
    /// What the field knows.
    pub catalog: &'a Catalog,
    /// Pictures that are ready to draw.
    pub pictures: &'a Pictures,
    /// Colours and lines.
    pub theme: Theme,
    /// What can be clicked.
    pub hits: Hits,
    /// Where the hardware cursor stands; input methods open there.
    pub caret: Option<Position>,
}

impl<'a> Paint<'a> {
    /// The language of the frame.
    pub fn lang(&self) -> Lang {
        self.app.lang()
    }

    /// A text of the interface.
    pub fn text(&self, key: &'a str) -> &'a str {
        self.catalog.text(self.lang(), key)
    }

    /// A sentence in words.
    pub fn say(&self, say: &Say) -> String {
        crate::domain::text::visible(&say.words(self.catalog, self.lang())).into_owned()
    }

    /// What screens know of the rest.
    pub fn at(&self) -> At<'_> {
        self.app.at(self.catalog)
    }

    /// The style of a key hint: dimmed where its action is not possible now.
    pub fn key_style(&self, action: Action) -> (Style, Style) {
        match self.app.disabled(action, self.catalog) {
            Some(_) => (self.theme.dim, self.theme.dim),
            None => (self.theme.key, self.theme.base),
        }
    }

    /// Leaves a target.
    pub fn hit(&mut self, area: Rect, target: Target) {
        self.hits.push(area, target);
    }
}

/// Draws the desk and tells what lies where.
pub fn render(app: &App, catalog: &Catalog, pictures: &Pictures, frame: &mut Frame) -> Hits {
    let area = frame.area();
    let theme = Theme::of(app.settings.theme, app.shades);
    let mut paint = Paint { app, catalog, pictures, theme, hits: Hits::default(), caret: None };
    let buf = frame.buffer_mut();
    buf.set_style(area, paint.theme.base);
    if area.width < crate::app::SMALLEST.0 || area.height < crate::app::SMALLEST.1 {
        text::put(buf, area.x, area.y, area.width, paint.text("frame.too_small"), paint.theme.base);
        return Hits::default();
    }
    screen(&mut paint, area, buf);
    if let Some(shown) = &app.top.popup {
        paint.hits.clear();
        paint.caret = None;
        popup::render(&mut paint, shown, area, buf);
    }
    frame::toasts(&mut paint, area, buf);
    text::mend_last_cell(buf);
    if let Some(caret) = paint.caret {
        frame.set_cursor_position(caret);
    }
    paint.hits
}

fn screen(paint: &mut Paint, area: Rect, buf: &mut Buffer) {
    match &paint.app.top.screen {
        Screen::SignIn(state) => return sign_in::render(paint, state, area, buf),
        Screen::Lock(state) => return sign_in::render_lock(paint, state, area, buf),
        _ => {}
    }
    let body = frame::render(paint, area, buf);
    match &paint.app.top.screen {
        Screen::Queue(state) => queue::render(paint, state, body, buf),
        Screen::Review(state) => review::render(paint, state, body, buf),
        Screen::Stats(state) => stats::render(paint, state, body, buf),
        Screen::History(state) => history::render(paint, state, body, buf),
        Screen::Board(state) => board::render(paint, state, body, buf),
        Screen::SignIn(_) | Screen::Lock(_) => {}
    }
}
