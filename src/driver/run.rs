//! The only loop: wait for one message, take all that have come, draw once if something changed.

use super::bytes::Received;
use super::feed::Feed;
use super::input::{Input, Weight};
use super::pictures::Album;
use super::terminal::Screen;
use super::viewing::LookLog;
use crate::app::App;
use crate::app::effect::Effect;
use crate::app::message::Message;
use crate::catalog::Catalog;
use crate::ui::{self, Hits, Pictures};
use chrono::{DateTime, Utc};
use std::io;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::Instant;

/// Where effects go: every one but the timer and the end is given to it.
pub trait Sink {
    /// Takes an effect and returns at once; the answer comes as a message.
    fn take(&mut self, effect: Effect);
}

impl<F: FnMut(Effect)> Sink for F {
    fn take(&mut self, effect: Effect) {
        self(effect);
    }
}

/// What woke the loop.
enum Woken {
    Terminal(io::Result<Option<Received>>),
    Worker(Option<Message>),
    Timer,
}

/// Whether the loop goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Going {
    On,
    End,
}

/// The desk while it runs.
struct Desk<'a, S> {
    app: App,
    catalog: &'a Catalog,
    sink: S,
    input: Input,
    hits: Hits,
    album: &'a Album,
    pictures: Pictures,
    wake: Option<DateTime<Utc>>,
    changed: Changed,
    looks: LookLog,
}

/// Whether the app heard something since the last frame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Changed {
    /// The terminal too: what it shows can't be relied on.
    Size,
    Yes,
    No,
}

/// Runs the desk until somebody leaves it. Must be called on the thread that draws, inside a runtime with
/// timers.
///
/// # Errors
/// Where the terminal can't be read or written.
pub async fn run(
    app: App,
    catalog: &Catalog,
    album: &Album,
    sink: impl Sink,
    mut messages: UnboundedReceiver<Message>,
) -> io::Result<()> {
    let mut screen = Screen::enter(app.shades.tones)?;
    let (input, hits) = (Input::default(), Hits::default());
    let (pictures, changed) = (Pictures::default(), Changed::Yes);
    let looks = LookLog::default();
    let mut desk = Desk { app, catalog, sink, input, hits, album, pictures, wake: None, changed, looks };
    let (columns, rows) = screen.size()?;
    desk.hear(Message::Resized(columns, rows));
    desk.draw(&mut screen)?;
    let mut feed = Feed::start()?;
    screen.ask_for_its_ground()?;
    loop {
        let woken = tokio::select! {
            received = feed.next() => Woken::Terminal(received),
            message = messages.recv() => Woken::Worker(message),
            () = sleep_until(desk.wake) => Woken::Timer,
        };
        let mut going = desk.woken(woken)?;
        while let Some(more) = ready(&mut feed, &mut messages) {
            if going == Going::End {
                break;
            }
            going = desk.woken(more)?;
        }
        if going == Going::End {
            return Ok(());
        }
        desk.draw(&mut screen)?;
    }
}

/// What has come already, without waiting.
fn ready(feed: &mut Feed, messages: &mut UnboundedReceiver<Message>) -> Option<Woken> {
    match feed.ready() {
        Some(received) => Some(Woken::Terminal(Ok(Some(received)))),
        None => messages.try_recv().ok().map(|message| Woken::Worker(Some(message))),
    }
}

/// Sleeps until a moment of the clock on the wall; without one, for ever.
async fn sleep_until(moment: Option<DateTime<Utc>>) {
    match moment {
        None => std::future::pending().await,
        Some(moment) => {
            let left = (moment - Utc::now()).to_std().unwrap_or(Duration::ZERO);
            tokio::time::sleep_until(Instant::now() + left).await;
        }
    }
}

impl<S: Sink> Desk<'_, S> {
    fn woken(&mut self, woken: Woken) -> io::Result<Going> {
        let message = match woken {
            Woken::Terminal(received) => match received? {
                Some(received) => self.received(received),
                None => return Ok(Going::End),
            },
            Woken::Worker(None) => return Ok(Going::End),
            Woken::Worker(message) => message,
            Woken::Timer => {
                self.wake = None;
                Some(Message::Tick)
            }
        };
        Ok(message.map_or(Going::On, |message| self.hear(message)))
    }

    fn received(&mut self, received: Received) -> Option<Message> {
        let Self { app, input, hits, .. } = self;
        if let Received::Ground(colour) = received {
            return Some(Message::Backdrop(ui::theme::backdrop(colour, app.shades.tones)));
        }
        let weight = |key| if app.needs_its_own_key(key) { Weight::Heavy } else { Weight::Light };
        input.message(received, weight, hits)
    }

    fn hear(&mut self, message: Message) -> Going {
        if matches!(message, Message::Resized(..)) {
            self.changed = Changed::Size;
        } else if self.changed == Changed::No {
            self.changed = Changed::Yes;
        }
        let now = Utc::now();
        for effect in self.app.update(message, now, self.catalog) {
            let look = self.looks.of(&effect, now);
            match effect {
                Effect::WakeAt(moment) => self.wake = Some(moment),
                Effect::Quit => {
                    self.sink.take(Effect::Quit);
                    return Going::End;
                }
                preview @ Effect::Preview { .. } => self.album.ask(preview),
                other => self.sink.take(other),
            }
            // The order comes first; its record is the business of another worker.
            look.into_iter().for_each(|look| self.sink.take(look));
        }
        Going::On
    }

    /// Draws a frame; nothing changed, nothing drawn.
    fn draw(&mut self, screen: &mut Screen) -> io::Result<()> {
        match self.changed {
            Changed::No => return Ok(()),
            Changed::Yes => {}
            // It may have shrunk and grown again in the meantime, and have cut off what stood there.
            Changed::Size => screen.forget()?,
        }
        self.changed = Changed::No;
        self.album.collect(&mut self.pictures);
        let Self { app, catalog, hits, pictures, .. } = self;
        screen.draw(|frame| *hits = ui::render(app, catalog, pictures, frame))
    }
}
