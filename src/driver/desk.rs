//! A desk from its home to its end: workers, watch and loop put together.

use super::looking::Looking;
use super::pictures::{self, Album};
use super::post::Post;
use super::run;
use super::shades;
use super::workers::{Answer, Here, Workers};
use crate::app::App;
use crate::app::effect::Effect;
use crate::app::message::Message;
use crate::app::settings::{Settings, ThemeName};
use crate::domain::lang::Lang;
use crate::domain::whence::Whence;
use crate::store::watch::Watch;
use crate::work::people::Session;
use crate::work::{Desk, now};
use std::io;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// What a desk begins with.
pub struct Start {
    /// The open home.
    pub desk: Desk,
    /// Somebody who has signed in already.
    pub session: Option<Session>,
    /// What he is told.
    pub told: Vec<String>,
    /// Where this terminal is.
    pub whence: Whence,
    /// Language until he has his own.
    pub lang: Lang,
}

/// Opens the desk in this terminal, until its user leaves.
pub fn open(start: Start) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (to, from) = unbounded_channel();
    let catalog = Arc::clone(&start.desk.catalog);
    let database = start.desk.store.path().to_owned();
    let lang = start.lang;
    let post = post(&start.desk, lang, answer(to.clone()));
    let _looking = Looking::start(&start.desk).inspect_err(|error| {
        tracing::warn!(%error, "facts of files wait to be made anew");
    });
    let wake = waker(post.as_ref());
    let said = |error: crate::work::WorkError| io::Error::other(error.sentence(lang).to_string());
    let images = start.desk.store.setting::<String>(pictures::SETTING).ok().flatten();
    let (files, gate) = (start.desk.files.clone(), start.desk.reader().map_err(said)?.store);
    let heard = waking(answer(to.clone()), wake.clone());
    let here = Here { lang, whence: start.whence };
    let workers = Workers::start(start.desk, here, start.session, start.told, heard).map_err(said)?;
    let album = Album::start(files, images.as_deref(), workers.gate(gate), answer(to.clone()));
    // Dropped before the workers, which wait for nobody to tell them anything any more.
    let clock = workers.clock();
    let changed = move || {
        clock();
        wake();
    };
    let _watch = watch(&database, to, changed);
    let mut app = App::new(Settings { lang, theme: theme(), ..Settings::default() }, now());
    app.shades = shades::shades(|name| std::env::var(name).ok());
    runtime.block_on(run::run(app, &catalog, &album, |effect: Effect| workers.run(effect), from))
}

fn answer(to: UnboundedSender<Message>) -> Answer {
    Arc::new(move |message| {
        // Where the loop has ended, nobody waits for the answer.
        let _ = to.send(message);
    })
}

/// Notices leave while the desk is open; without this thread `beian send` still delivers them.
fn post(desk: &Desk, lang: Lang, answer: Answer) -> Option<Post> {
    match Post::start(desk, lang, answer) {
        Ok(post) => Some(post),
        Err(error) => {
            tracing::warn!(%error, "this desk sends no notices");
            None
        }
    }
}

/// Tells the sender that something changed.
type Wake = Arc<dyn Fn() + Send + Sync>;

fn waker(post: Option<&Post>) -> Wake {
    match post.map(Post::waker) {
        Some(wake) => Arc::new(wake),
        None => Arc::new(|| {}),
    }
}

/// One's own changes wake the sender too, wherever files can't be watched.
fn waking(answer: Answer, wake: Wake) -> Answer {
    Arc::new(move |message| {
        if message == Message::StoreChanged {
            wake();
        }
        answer(message);
    })
}

/// What others do shows by itself; where the system can't watch files, one's own work still does.
fn watch(
    database: &Path,
    to: UnboundedSender<Message>,
    changed: impl Fn() + Send + 'static,
) -> Option<Watch> {
    let told = move || {
        changed();
        let _ = to.send(Message::StoreChanged);
    };
    match Watch::new(database, told) {
        Ok(watch) => Some(watch),
        Err(error) => {
            tracing::warn!(%error, "the home can't be watched");
            None
        }
    }
}

/// `NO_COLOR` asks for no colour at all.
fn theme() -> ThemeName {
    match std::env::var_os("NO_COLOR") {
        Some(set) if !set.is_empty() => ThemeName::Plain,
        _ => ThemeName::default(),
    }
}
