//! A desk from its home to its end: workers, watch and loop put together.

use super::pictures::{self, Album};
use super::run;
use super::workers::{Answer, Workers};
use crate::app::App;
use crate::app::effect::Effect;
use crate::app::message::Message;
use crate::app::settings::{Settings, ThemeName};
use crate::domain::lang::Lang;
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
    let images = start.desk.store.setting::<String>(pictures::SETTING).ok().flatten();
    let album = Album::start(start.desk.files.clone(), images.as_deref(), answer(to.clone()));
    let workers = Workers::start(start.desk, start.session, start.told, lang, answer(to.clone()))
        .map_err(|error| io::Error::other(error.sentence(lang)))?;
    // Dropped before the workers, which wait for nobody to tell them anything any more.
    let _watch = watch(&database, to, workers.clock());
    let app = App::new(Settings { lang, theme: theme(), ..Settings::default() }, now());
    runtime.block_on(run::run(app, &catalog, &album, |effect: Effect| workers.run(effect), from))
}

fn answer(to: UnboundedSender<Message>) -> Answer {
    Arc::new(move |message| {
        // Where the loop has ended, nobody waits for the answer.
        let _ = to.send(message);
    })
}

/// What others do shows by itself; where the system can't watch files, one's own work still does.
fn watch(database: &Path, to: UnboundedSender<Message>, clock: impl Fn() + Send + 'static) -> Option<Watch> {
    let told = move || {
        clock();
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
