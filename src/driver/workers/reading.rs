//! The worker that reads. A newer page request interrupts an older one.

use super::{Shared, Work};
use crate::app::effect::Effect;
use crate::app::message::{BoardAnswer, Message, PageAnswer, UndoableVerdict};
use crate::app::settings::SavedView;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::mask::without_personal;
use crate::domain::view::PageRequest;
use crate::store::Store;
use crate::work::{Desk, Result, WorkError, board, decide, look, notice, now};
use std::sync::Arc;
use std::sync::atomic::Ordering;

pub(super) struct Reader {
    desk: Desk,
    shared: Arc<Shared>,
}

/// A person's saved lists; one that can't be read is left out and logged.
pub(super) fn views(store: &Store, who: UserId) -> Result<Vec<SavedView>> {
    let rows = store.views(who)?;
    Ok(rows
        .into_iter()
        .filter_map(|(name, body)| match serde_json::from_str::<SavedView>(&body) {
            Ok(view) => Some(SavedView { name, ..view }),
            Err(error) => {
                tracing::warn!(%error, "a saved view can't be read");
                None
            }
        })
        .collect())
}

impl Work for Reader {
    fn store(&self) -> &Store {
        &self.desk.store
    }

    fn run(&mut self, effect: Effect) {
        if let Effect::LoadPage { request, generation } = &effect {
            return self.page(request, *generation);
        }
        // The interrupt that makes room for a new page can hit something else: that is asked once more.
        let mut answer = self.answer(&effect);
        for _ in 0..3 {
            if !matches!(&answer, Some(Err(error)) if error.is_interrupted()) {
                break;
            }
            answer = self.answer(&effect);
        }
        match answer {
            Some(Ok(message)) => self.shared.say(message),
            Some(Err(error)) => self.shared.say(Message::Refused(error.sentence(self.shared.lang()).into())),
            None => tracing::error!(?effect, "an effect without a worker"),
        }
    }
}

impl Reader {
    pub(super) fn new(desk: Desk, shared: Arc<Shared>) -> Self {
        Self { desk, shared }
    }

    fn answer(&self, effect: &Effect) -> Option<Result<Message>> {
        Some(match effect {
            Effect::LoadCounts => self.desk.store.tab_counts().map(Message::Counts),
            Effect::OpenOrder(id) => self.open(*id),
            Effect::ComposeNotice { id, reasons, .. } => {
                notice::compose(&self.desk, *id, reasons).map(|text| Message::Notice { id: *id, text })
            }
            Effect::LoadUndoable => self.undoable(),
            Effect::LoadBoard(list) => Ok(Message::Board(BoardAnswer {
                list: *list,
                result: board::load(&self.desk, *list, now())
                    .map_err(|error| error.sentence(self.shared.lang()).into()),
            })),
            Effect::LoadStaff => self.desk.store.staff().map(Message::Staff),
            Effect::LoadViews => match self.shared.user() {
                Some(who) => views(&self.desk.store, who).map(Message::Views),
                None => Ok(Message::Views(Vec::new())),
            },
            _ => return None,
        })
    }

    fn is_stale(&self, generation: u64) -> bool {
        self.shared.newest_page.load(Ordering::Relaxed) != generation
    }

    /// An interrupt can hit the request that it made room for: then it is asked once more. What is on record holds
    /// until the first page of another search.
    fn page(&self, request: &PageRequest, generation: u64) {
        for _ in 0..3 {
            if self.is_stale(generation) {
                return;
            }
            let result = match self.shared.is_on_record(request.filter.search.as_deref()) {
                true => self.desk.store.page_by_number(request),
                false => {
                    self.shared.set_number(None);
                    self.desk.store.page(request)
                }
            };
            let interrupted = result.as_ref().is_err_and(WorkError::is_interrupted);
            if !interrupted {
                let result = result.map_err(|error| error.sentence(self.shared.lang()).into());
                return self.shared.say(Message::Page(PageAnswer { generation, result }));
            }
        }
    }

    fn open(&self, id: OrderId) -> Result<Message> {
        let view = look::open(&self.desk, self.shared.user(), id, now())?;
        Ok(Message::Opened(Box::new(view)))
    }

    fn undoable(&self) -> Result<Message> {
        let Some(who) = self.shared.user() else {
            return Ok(Message::Undoable(Vec::new()));
        };
        let list = decide::undoable(&self.desk, who, now())?;
        let list = list.into_iter().map(|one| UndoableVerdict {
            verdict_id: one.verdict.id,
            order: one.verdict.order,
            no: one.verdict.no,
            entity: without_personal(&one.verdict.entity),
            kind: one.verdict.kind,
            at: one.verdict.at,
            until: one.until,
            closed: None,
        });
        Ok(Message::Undoable(list.collect()))
    }
}
