//! The only loop: wait for one message, take all that have come, draw once if something changed.

use super::input::Input;
use super::pictures::Album;
use super::terminal::Screen;
use super::viewing::Looks;
use crate::app::App;
use crate::app::effect::Effect;
use crate::app::message::Message;
use crate::catalog::Catalog;
use crate::ui::{self, Hits, Pictures};
use chrono::{DateTime, Utc};
use crossterm::event::{Event, EventStream};
use futures_util::{Stream, StreamExt};
use std::future::poll_fn;
use std::io;
use std::task::Poll;
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
    Terminal(Option<io::Result<Event>>),
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
    looks: Looks,
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
    let mut screen = Screen::enter()?;
    let (input, hits) = (Input::default(), Hits::default());
    let (pictures, changed) = (Pictures::default(), Changed::Yes);
    let looks = Looks::default();
    let mut desk = Desk { app, catalog, sink, input, hits, album, pictures, wake: None, changed, looks };
    let (columns, rows) = screen.size()?;
    desk.hear(Message::Resized(columns, rows));
    desk.draw(&mut screen)?;
    let mut events = EventStream::new();
    loop {
        let woken = tokio::select! {
            event = events.next() => Woken::Terminal(event),
            message = messages.recv() => Woken::Worker(message),
            () = sleep_until(desk.wake) => Woken::Timer,
        };
        let mut going = desk.woken(woken)?;
        while let Some(more) = ready(&mut events, &mut messages).await {
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
///
/// The stream keeps the first waker that it is asked with until its next event, so it must be this task's
/// own: asked with another one (as `now_or_never` does) it would never wake the loop again.
async fn ready(
    events: &mut (impl Stream<Item = io::Result<Event>> + Unpin),
    messages: &mut UnboundedReceiver<Message>,
) -> Option<Woken> {
    match poll_fn(|task| Poll::Ready(events.poll_next_unpin(task))).await {
        Poll::Ready(event) => Some(Woken::Terminal(event)),
        Poll::Pending => messages.try_recv().ok().map(|message| Woken::Worker(Some(message))),
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
            Woken::Terminal(Some(event)) => self.input.message(event?, &self.hits),
            Woken::Terminal(None) | Woken::Worker(None) => return Ok(Going::End),
            Woken::Worker(message) => message,
            Woken::Timer => {
                self.wake = None;
                Some(Message::Tick)
            }
        };
        Ok(message.map_or(Going::On, |message| self.hear(message)))
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
