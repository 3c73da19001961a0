//! Pictures on their way to the screen: read, decoded and put into the terminal's own form by a worker.
//! For each place the newest request wins.

mod how;

pub use how::{How, SETTING};

use super::workers::{Answer, Gate};
use crate::app::effect::Effect;
use crate::app::message::{Message, PreviewAnswer, PreviewSlot};
use crate::domain::ids::Sha256;
use crate::store::files::Files;
use crate::ui::Pictures;
use crate::ui::pictures::Picture;
use crate::work::eye::Eye;
use image::{DynamicImage, Rgb, RgbImage, imageops};
use ratatui::layout::Size;
use ratatui_image::protocol::Protocol;
use ratatui_image::protocol::halfblocks::Halfblocks;
use ratatui_image::protocol::iterm2::Iterm2;
use ratatui_image::protocol::kitty::Kitty;
use ratatui_image::protocol::sixel::Sixel;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A picture that is asked for.
struct Request {
    sha256: Sha256,
    slot: PreviewSlot,
    size: Size,
    orientation: Option<u16>,
    generation: u64,
}

/// What the worker and the loop share.
#[derive(Default)]
struct Desk {
    left: Option<Request>,
    right: Option<Request>,
    ready: Vec<(PreviewSlot, Picture)>,
    going: Going,
}

#[derive(Default, PartialEq, Eq)]
enum Going {
    #[default]
    On,
    End,
}

#[derive(Default)]
struct Shared {
    desk: Mutex<Desk>,
    bell: Condvar,
}

impl Shared {
    /// A worker that panicked leaves nothing half done here.
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks for pictures and collects them. Its worker ends with it.
pub struct Album {
    shared: Arc<Shared>,
}

impl Album {
    /// Starts the worker. `images` is the home's setting.
    pub fn start(files: Files, images: Option<&str>, closed: Gate, answer: Answer) -> Self {
        let shared = Arc::new(Shared::default());
        let (eye, how) = (Eye::default(), How::of(images));
        let painter = Painter { shared: Arc::clone(&shared), files, eye, how, closed, answer };
        std::thread::spawn(move || painter.work());
        Self { shared }
    }

    /// Asks for a picture; an older request for its place is forgotten.
    pub fn ask(&self, effect: Effect) {
        let Effect::Preview { sha256, slot, cols, rows, orientation, generation } = effect else { return };
        let request = Request { sha256, slot, size: Size::new(cols, rows), orientation, generation };
        let mut desk = self.shared.desk();
        match slot {
            PreviewSlot::Left => desk.left = Some(request),
            PreviewSlot::Right => desk.right = Some(request),
        }
        self.shared.bell.notify_one();
    }

    /// Puts what is ready where the drawing finds it.
    pub fn collect(&self, pictures: &mut Pictures) {
        for (slot, picture) in self.shared.desk().ready.drain(..) {
            pictures.put(slot, Some(picture));
        }
    }
}

impl Drop for Album {
    fn drop(&mut self) {
        self.shared.desk().going = Going::End;
        self.shared.bell.notify_one();
    }
}

struct Painter {
    shared: Arc<Shared>,
    files: Files,
    eye: Eye,
    how: How,
    closed: Gate,
    answer: Answer,
}

impl Painter {
    fn work(&self) {
        while let Some(request) = self.next() {
            // Nothing is shown any more at a desk that is closed.
            if (self.closed)() {
                continue;
            }
            let painted = catch_unwind(AssertUnwindSafe(|| self.paint(&request)));
            let result = match painted.unwrap_or_else(|_| Err("damaged".to_owned())) {
                Ok(protocol) => {
                    let picture = Picture { generation: request.generation, protocol };
                    self.shared.desk().ready.push((request.slot, picture));
                    Ok(())
                }
                Err(why) => Err(why),
            };
            let Request { sha256, slot, generation, .. } = request;
            (self.answer)(Message::PreviewReady(PreviewAnswer { sha256, slot, generation, result }));
        }
    }

    /// Waits for a request; none = the desk has ended.
    fn next(&self) -> Option<Request> {
        let mut desk = self.shared.desk();
        loop {
            if desk.going == Going::End {
                return None;
            }
            if let Some(request) = desk.left.take() {
                return Some(request);
            }
            if let Some(request) = desk.right.take() {
                return Some(request);
            }
            desk = self.shared.bell.wait(desk).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The picture, or the slug of the reason why there is none.
    fn paint(&self, request: &Request) -> Result<Protocol, String> {
        if self.how == How::Off {
            return Err("off".to_owned());
        }
        let bytes = self.files.read(&request.sha256).map_err(|error| {
            tracing::warn!(%error, "a file can't be read");
            "missing".to_owned()
        })?;
        let (width, height) = self.how.cell();
        let (max_w, max_h) = (u32::from(request.size.width) * width, u32::from(request.size.height) * height);
        let picture = self
            .eye
            .preview(&bytes, max_w, max_h, request.orientation)
            .map_err(|reason| reason.to_string())?;
        encode(&self.how, &picture, (width, height)).map_err(|error| {
            tracing::warn!(%error, "a picture can't be encoded");
            "damaged".to_owned()
        })
    }
}

/// A picture in the terminal's form, padded to whole cells.
fn encode(
    how: &How,
    picture: &RgbImage,
    (width, height): (u32, u32),
) -> Result<Protocol, ratatui_image::errors::Errors> {
    let columns = picture.width().div_ceil(width).max(1);
    let rows = picture.height().div_ceil(height).max(1);
    let mut page = RgbImage::from_pixel(columns * width, rows * height, Rgb([0, 0, 0]));
    let left = i64::from((page.width() - picture.width()) / 2);
    imageops::overlay(&mut page, picture, left, 0);
    let page = DynamicImage::ImageRgb8(page);
    let size = Size::new(u16::try_from(columns).unwrap_or(u16::MAX), u16::try_from(rows).unwrap_or(u16::MAX));
    Ok(match how {
        How::Kitty(_) => Protocol::Kitty(Kitty::new(page, size, rand::random(), false, false)?),
        How::Iterm2(_) => Protocol::ITerm2(Iterm2::new(page, size, false)?),
        How::Sixel(_) => Protocol::Sixel(Sixel::new(page, size, false)?),
        How::Halfblocks | How::Off => Protocol::Halfblocks(Halfblocks::new(page, size)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    fn sample() -> Vec<u8> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples/ICP-10201/p1-id-front.jpg");
        std::fs::read(path).unwrap()
    }

    #[test]
    fn the_newest_request_of_a_place_is_answered_and_a_missing_file_says_so() {
        let home = tempfile::tempdir().unwrap();
        let files = Files::new(home.path().to_owned());
        let bytes = sample();
        let sha256 = Sha256::of(&bytes);
        files.put(&sha256, &bytes).unwrap();
        let (to, from) = channel();
        let to = Mutex::new(to);
        let album = Album::start(
            files,
            Some("halfblocks"),
            Box::new(|| false),
            Arc::new(move |message| {
                to.lock().unwrap().send(message).unwrap();
            }),
        );
        let ask = |sha256: Sha256, generation| {
            let (slot, cols, rows) = (PreviewSlot::Left, 30, 12);
            album.ask(Effect::Preview { sha256, slot, cols, rows, orientation: None, generation });
        };
        let answer = || match from.recv_timeout(Duration::from_secs(20)).unwrap() {
            Message::PreviewReady(answer) => answer,
            other => panic!("{other:?}"),
        };
        ask(sha256, 1);
        assert_eq!(answer().result, Ok(()));
        let mut pictures = Pictures::default();
        album.collect(&mut pictures);
        let size = pictures.of(PreviewSlot::Left, 1).unwrap().protocol.size();
        assert!(size.width <= 30 && size.height <= 12 && size.height > 4, "{size:?}");
        assert!(pictures.of(PreviewSlot::Left, 2).is_none());
        ask(Sha256::of(b"nothing"), 2);
        assert_eq!(answer().result, Err("missing".to_owned()));
    }

    #[test]
    fn every_form_takes_a_picture() {
        let picture = crate::evidence::preview(&sample(), 200, 100, None).unwrap();
        for how in [How::Kitty((10, 20)), How::Iterm2((10, 20)), How::Sixel((10, 20)), How::Halfblocks] {
            let cell = how.cell();
            let size = encode(&how, &picture, cell).unwrap().size();
            assert!(size.width > 0 && size.height > 0, "{how:?}");
        }
    }
}
