//! Delivering notices: what may leave by now goes to the mail server, the command, or a folder.
//!
//! One sender works in a home at a time, held by a lock that ends with its process. A notice is taken before
//! it is handed over, and is on record as sent only once the other side has taken it: one whose answer was
//! lost is handed over again, under the same Message-ID.

use super::record::record;
use super::{Desk, Result, WorkError};
use crate::domain::event::Event;
use crate::domain::ident::email::Email;
use crate::domain::ident::phone::mobile::Mobile;
use crate::domain::life::Medium;
use crate::domain::mask::{Personal, masked};
use crate::domain::notice::{Notice, NoticeState};
use crate::domain::text::Plain;
use crate::outgoing::settings::{Delivery, Mailbox};
use crate::outgoing::smtp::Server;
use crate::outgoing::text::{self, TextMessage};
use crate::outgoing::{Trouble, folder, mail};
use crate::store::{Op, StoreError, Tx};
use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::PathBuf;
use std::sync::Arc;

/// How long a way rests that leads nowhere now.
const REST: Duration = Duration::minutes(2);
/// Tries of one notice: with the distances between them, a little more than a day.
const MOST_TRIES: u32 = 30;
/// How often what was delivered is put on record, where the database is busy.
const RECORD_TRIES: usize = 5;
/// The sender of files that wait for a mail server; whoever sends them puts his own in its place.
const NOBODY: &str = "beian@localhost";

/// What a round of sending did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// Notices that left.
    pub sent: usize,
    /// Notices that are tried again later.
    pub again: usize,
    /// Notices that can't be delivered: order, reason.
    pub failed: Vec<(String, String)>,
    /// Ways that lead nowhere now, with the reason; what goes by them waits.
    pub closed: Vec<String>,
    /// Notices that wait for their next try, since an earlier one failed.
    pub waiting: usize,
    /// Whether another sender is at work, and this one did nothing.
    pub other: OtherSender,
}

/// Whether another sender is at work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherSender {
    /// It is; it delivers what is due.
    AtWork,
    /// There is none.
    #[default]
    None,
}

/// Where a notice goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A mail server.
    Server(String),
    /// A command.
    Command(String),
    /// A folder, where neither is set up.
    Folder(PathBuf),
}

/// The way that a notice would take.
pub fn way(desk: &Desk, delivery: &Delivery, medium: Medium) -> Way {
    match (medium, &delivery.smtp, &delivery.text) {
        (Medium::Email, Some(smtp), _) => Way::Server(format!("{}:{}", smtp.host, smtp.port)),
        (Medium::Text, _, Some(hook)) => Way::Command(hook.command.first().cloned().unwrap_or_default()),
        _ => Way::Folder(desk.home.outbox()),
    }
}

/// Delivers what may leave by `now`, until nothing is left or `stop` says so.
pub fn send(
    desk: &mut Desk,
    delivery: &Delivery,
    now: DateTime<Utc>,
    stop: &dyn Fn() -> bool,
) -> Result<Sent> {
    let Some(_lock) = lock(desk)? else {
        return Ok(Sent { other: OtherSender::AtWork, ..Sent::default() });
    };
    let mut sent = Sent::default();
    let mut ways = Ways {
        delivery,
        server: delivery.smtp.as_ref().map(Server::new),
        folder: desk.home.outbox(),
        from: from(delivery)?,
    };
    while !stop() {
        let op = Op::program(now);
        let taken = desk.store.transact::<_, StoreError>(&op, |tx| tx.take_notice())?;
        let Some(notice) = taken else { break };
        let outcome = ways.hand(&notice).map_err(|trouble| without_address(trouble, &notice));
        keep(desk, &notice, &outcome, now)?;
        count(&mut sent, &notice, outcome);
    }
    sent.waiting = desk.store.waiting_notices()?.iter().filter(|notice| notice.error.is_some()).count();
    Ok(sent)
}

fn from(delivery: &Delivery) -> Result<Mailbox> {
    match &delivery.smtp {
        Some(smtp) => Ok(smtp.from.clone()),
        None => NOBODY.parse().map_err(|error| WorkError::unreadable("sender", &error)),
    }
}

/// One sender at a time; the system ends the lock with the process, however that ends.
fn lock(desk: &Desk) -> Result<Option<File>> {
    let path = desk.home.dir().join("outbox.lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|error| WorkError::io(&path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(WorkError::io(&path, error)),
    }
}

struct Ways<'a> {
    delivery: &'a Delivery,
    server: Option<Server<'a>>,
    folder: PathBuf,
    from: Mailbox,
}

impl Ways<'_> {
    fn hand(&mut self, notice: &Notice) -> Result<(), Trouble> {
        match notice.letter.medium {
            Medium::Email => self.mail(notice),
            Medium::Text => self.text(notice),
            Medium::Phone => Err(Trouble::Never("staff call the customer themselves".into())),
        }
    }

    fn mail(&mut self, notice: &Notice) -> Result<(), Trouble> {
        let message = mail::message(&notice.letter, &self.from, notice.created_at)?;
        match &mut self.server {
            Some(server) => server.hand(&message),
            None => folder::put(&self.folder, &name(notice, "eml"), &message.formatted()),
        }
    }

    fn text(&self, notice: &Notice) -> Result<(), Trouble> {
        let message = TextMessage::new(&notice.letter, notice.no.as_str())?;
        match &self.delivery.text {
            Some(hook) => text::hand(hook, &message),
            None => {
                let text = Plain::text(&format!("{}\n\n{}\n", message.to, message.parts.join("\n")));
                folder::put(&self.folder, &name(notice, "txt"), text.as_bytes())
            }
        }
    }
}

/// The same at every try, so that no file appears twice.
fn name(notice: &Notice, kind: &str) -> String {
    format!("{:08}-{}.{kind}", notice.id, notice.letter.kind.slug())
}

/// What the other side said goes on record and must not repeat the address.
fn without_address(trouble: Trouble, notice: &Notice) -> Trouble {
    let kind = match notice.letter.medium {
        Medium::Email => Personal::Email,
        Medium::Text | Medium::Phone => Personal::Phone,
    };
    let safe = |text: String| {
        spellings(notice).into_iter().fold(text, |text, one| text.replace(&one, &masked(kind, &one)))
    };
    match trouble {
        Trouble::Never(text) => Trouble::Never(safe(text)),
        Trouble::Again(text) => Trouble::Again(safe(text)),
        Trouble::Closed(text) => Trouble::Closed(safe(text)),
    }
}

/// The address as it stands in the order and as the other side got it; the longest first, since one may be part
/// of another.
fn spellings(notice: &Notice) -> Vec<String> {
    let given = notice.letter.address.trim();
    let mut all = vec![given.to_owned()];
    match notice.letter.medium {
        Medium::Email => {
            let read = Email::read(given);
            all.extend([Some(read.address().to_owned()), read.on_the_wire()].into_iter().flatten());
        }
        Medium::Text | Medium::Phone => all.push(Mobile::read(given).number().to_owned()),
    }
    all.retain(|one| !one.is_empty());
    all.sort_unstable_by_key(|one| std::cmp::Reverse(one.len()));
    all.dedup();
    all
}

fn gives_up(notice: &Notice) -> bool {
    notice.tries >= MOST_TRIES
}

/// Puts on record what became of a notice. It has left already, so a busy database is asked again.
fn keep(desk: &mut Desk, notice: &Notice, outcome: &Result<(), Trouble>, now: DateTime<Utc>) -> Result<()> {
    let catalog = Arc::clone(&desk.catalog);
    let mut left = RECORD_TRIES;
    loop {
        let kept = desk.store.transact::<_, WorkError>(&Op::program(now), |tx| {
            let event = ended(tx, notice, outcome)?;
            event.map_or(Ok(()), |event| record(tx, &catalog, notice.order, &event))
        });
        left -= 1;
        match kept {
            Err(WorkError::Busy) if left > 0 => {}
            other => return other,
        }
    }
}

fn ended(tx: &Tx, notice: &Notice, outcome: &Result<(), Trouble>) -> Result<Option<Event>> {
    let (kind, medium) = (notice.letter.kind.slug().to_owned(), notice.letter.medium);
    match outcome {
        Ok(()) => {
            tx.end_notice(notice.id, NoticeState::Sent, None)?;
            let to = notice.letter.person.clone();
            Ok(Some(Event::NoticeSent { notice: notice.id, kind, medium, to }))
        }
        Err(Trouble::Again(error)) if !gives_up(notice) => {
            tx.note_notice(notice.id, error)?;
            Ok(None)
        }
        Err(Trouble::Never(error) | Trouble::Again(error)) => {
            tx.end_notice(notice.id, NoticeState::Failed, Some(error))?;
            Ok(Some(Event::NoticeFailed { notice: notice.id, kind, medium, error: error.clone() }))
        }
        Err(Trouble::Closed(error)) => {
            let until = tx.op.at + REST;
            tx.give_back_notice(notice.id, until, error)?;
            tx.hold_notices(medium, until, error)?;
            Ok(None)
        }
    }
}

fn count(sent: &mut Sent, notice: &Notice, outcome: Result<(), Trouble>) {
    match outcome {
        Ok(()) => sent.sent += 1,
        Err(Trouble::Again(_)) if !gives_up(notice) => sent.again += 1,
        Err(Trouble::Never(error) | Trouble::Again(error)) => {
            sent.failed.push((notice.no.to_string(), error));
        }
        Err(Trouble::Closed(error)) => sent.closed.push(error),
    }
}
