//! The worker that counts. It has a connection of its own, so that a year's figures hold up no page.

use super::{Shared, Work};
use crate::app::effect::Effect;
use crate::app::message::{FigureAnswer, Message, StatsAnswer};
use crate::store::Store;
use crate::work::{Desk, Result, WorkError, now, recheck, stats};
use std::sync::Arc;

pub(super) struct Figures {
    desk: Desk,
    shared: Arc<Shared>,
}

impl Figures {
    pub(super) fn new(desk: Desk, shared: Arc<Shared>) -> Self {
        Self { desk, shared }
    }

    fn sentence<T>(&self, result: Result<T>) -> Result<T, String> {
        result.map_err(|error| error.sentence(self.shared.lang()).into())
    }
}

impl Work for Figures {
    fn store(&self) -> &Store {
        &self.desk.store
    }

    fn run(&mut self, effect: Effect) {
        let Some(who) = self.shared.user() else {
            let error = WorkError::say("请先登录。", "sign in first");
            return self.shared.say(Message::Refused(error.sentence(self.shared.lang()).into()));
        };
        let message = match effect {
            Effect::LoadStats { question, generation } => {
                let result = stats::report(&self.desk, who, &question, now()).map(Box::new);
                let result = self.sentence(result);
                Message::Stats(Box::new(StatsAnswer { generation, question: *question, result }))
            }
            Effect::LoadFigure { question, figure, slice, limit, generation } => {
                let asked = (&figure, slice.as_ref());
                let rows = stats::orders_of(&self.desk, who, &question, asked, limit, now());
                Message::Figure(FigureAnswer { generation, result: self.sentence(rows) })
            }
            Effect::LoadRechecks => match self.sentence(recheck::open(&self.desk, who, now())) {
                Ok(rechecks) => Message::Rechecks(rechecks),
                Err(sentence) => Message::Refused(sentence),
            },
            other => {
                tracing::error!(?other, "an effect without a worker");
                return;
            }
        };
        self.shared.say(message);
    }
}
