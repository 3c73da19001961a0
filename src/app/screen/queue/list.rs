//! One endless list out of pages: it loads on at both ends, and the selection stays on its order.

use crate::app::effect::Effect;
use crate::app::message::PageAnswer;
use crate::domain::ids::OrderId;
use crate::domain::view::{Cursor, Direction, Filter, Page, PageRequest, QueueRow, Sort, Tab};
use chrono::{DateTime, Utc};

/// Rows asked for at once.
const PAGE: usize = 100;
/// Rows kept at most; the far end is let go.
const WINDOW: usize = 600;

/// What the running request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    /// Other rows in place of these.
    Anew,
    /// The last rows in place of these.
    Last,
    /// The same place again.
    Refresh,
    /// Rows after the last.
    After,
    /// Rows before the first.
    Before,
}

/// What the list can say of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Its first rows are on their way.
    Loading,
    /// Rows are here.
    Ready,
    /// They could not be loaded; one sentence.
    Failed(String),
}

/// What is shown of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct What {
    /// Tab.
    pub tab: Tab,
    /// What narrows it.
    pub filter: Filter,
    /// Its order.
    pub sort: Sort,
}

impl What {
    /// The tab that is listed: a search looks through all orders, wherever they stand.
    pub fn listed(&self) -> Tab {
        if self.filter.search.is_some() { Tab::All } else { self.tab }
    }

    /// The sort that is listed: what a search finds stands newest first.
    pub fn sorted(&self) -> Sort {
        if self.filter.search.is_some() { Sort::Newest } else { self.sort }
    }
}

/// The list.
#[derive(Debug)]
pub struct List {
    /// The rows that are here.
    pub rows: Vec<QueueRow>,
    /// The first row on the screen.
    pub top: usize,
    /// What it can say of itself.
    pub state: State,
    /// There are rows before the first.
    pub more_before: Option<Cursor>,
    /// There are rows after the last.
    pub more_after: Option<Cursor>,
    selected: Option<OrderId>,
    wish: Option<Wish>,
    generation: u64,
    stale: bool,
}

impl List {
    /// An empty list.
    pub fn new() -> Self {
        Self {
            rows: Vec::new(),
            top: 0,
            state: State::Loading,
            more_before: None,
            more_after: None,
            selected: None,
            wish: None,
            generation: 0,
            stale: false,
        }
    }

    /// Place of the selected row.
    pub fn place(&self) -> usize {
        self.selected.and_then(|id| self.rows.iter().position(|row| row.id == id)).unwrap_or(0)
    }

    /// The selected row.
    pub fn row(&self) -> Option<&QueueRow> {
        self.rows.get(self.place())
    }

    /// True while rows are on their way.
    pub fn is_loading(&self) -> bool {
        self.wish.is_some()
    }

    /// Selects an order that is here.
    pub fn select(&mut self, id: OrderId) {
        if self.rows.iter().any(|row| row.id == id) {
            self.selected = Some(id);
        }
    }

    /// Other rows: another tab, filter, search or sort.
    pub fn anew(&mut self, what: &What, now: DateTime<Utc>) -> Effect {
        self.ask(Wish::Anew, what, now)
    }

    /// The last rows.
    pub fn last(&mut self, what: &What, now: DateTime<Utc>) -> Effect {
        self.ask(Wish::Last, what, now)
    }

    /// The same place again, since something changed.
    pub fn refresh(&mut self, what: &What, now: DateTime<Utc>) -> Option<Effect> {
        if self.wish.is_some() {
            self.stale = true;
            return None;
        }
        Some(self.ask(Wish::Refresh, what, now))
    }

    /// Moves the selection; loads on where an end comes near.
    pub fn step(&mut self, by: isize, height: usize, what: &What, now: DateTime<Utc>) -> Option<Effect> {
        let place = self.place().saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
        self.selected = self.rows.get(place).map(|row| row.id);
        self.scroll_to(place, height);
        self.load_on(height, what, now)
    }

    /// Keeps the selected row on the screen.
    pub fn scroll_to(&mut self, place: usize, height: usize) {
        let height = height.max(1);
        if place < self.top {
            self.top = place;
        } else if place >= self.top + height {
            self.top = place + 1 - height;
        }
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }

    fn load_on(&mut self, height: usize, what: &What, now: DateTime<Utc>) -> Option<Effect> {
        if self.wish.is_some() {
            return None;
        }
        let place = self.place();
        if place + 2 * height >= self.rows.len() && self.more_after.is_some() {
            Some(self.ask(Wish::After, what, now))
        } else if place < height && self.more_before.is_some() {
            Some(self.ask(Wish::Before, what, now))
        } else {
            None
        }
    }

    fn ask(&mut self, wish: Wish, what: &What, now: DateTime<Utc>) -> Effect {
        self.generation += 1;
        self.wish = Some(wish);
        self.stale = false;
        let first = self.rows.first().map(|row| row.cursor);
        let (from, direction, limit) = match wish {
            Wish::Anew => (None, Direction::Forward, PAGE),
            Wish::Last => (None, Direction::Backward, PAGE),
            Wish::After => (self.more_after, Direction::Forward, PAGE),
            Wish::Before => (self.more_before, Direction::Backward, PAGE),
            Wish::Refresh => (self.more_before.and(first), Direction::Forward, self.rows.len().max(PAGE)),
        };
        let tab = what.listed();
        let What { filter, sort, .. } = what.clone();
        let request = Box::new(PageRequest { tab, filter, sort, from, direction, limit, now });
        Effect::LoadPage { request, generation: self.generation }
    }

    /// Takes a page; a stale one is nothing. Asks again where something changed meanwhile.
    pub fn take(
        &mut self,
        answer: &PageAnswer,
        height: usize,
        what: &What,
        now: DateTime<Utc>,
    ) -> Option<Effect> {
        if answer.generation != self.generation {
            return None;
        }
        let wish = self.wish.take()?;
        match &answer.result {
            Err(sentence) => self.state = State::Failed(sentence.clone()),
            Ok(page) => {
                self.state = State::Ready;
                self.merge(wish, page.clone(), height);
            }
        }
        if self.stale { self.refresh(what, now) } else { self.load_on(height, what, now) }
    }

    fn merge(&mut self, wish: Wish, page: Page, height: usize) {
        let (place, line) = (self.place(), self.place().saturating_sub(self.top));
        match wish {
            Wish::Anew | Wish::Last => self.replace(page),
            Wish::Refresh if self.more_before.is_some() => {
                self.rows.truncate(1);
                self.rows.extend(page.rows);
                self.more_after = page.more_after;
            }
            Wish::Refresh => self.replace(page),
            Wish::After => {
                self.rows.extend(page.rows);
                self.more_after = page.more_after;
                let surplus = self.rows.len().saturating_sub(WINDOW);
                if surplus > 0 {
                    self.rows.drain(..surplus);
                    self.more_before = self.rows.first().map(|row| row.cursor);
                }
            }
            Wish::Before => {
                self.rows.splice(..0, page.rows);
                self.more_before = page.more_before;
                if self.rows.len() > WINDOW {
                    self.rows.truncate(WINDOW);
                    self.more_after = self.rows.last().map(|row| row.cursor);
                }
            }
        }
        self.keep_place(wish, place, line, height);
    }

    fn replace(&mut self, page: Page) {
        self.rows = page.rows;
        self.more_before = page.more_before;
        self.more_after = page.more_after;
    }

    /// The selection stays on its order, and that on its line; where the order has gone, the one that
    /// took its place is selected.
    fn keep_place(&mut self, wish: Wish, place: usize, line: usize, height: usize) {
        let still_here = self.selected.is_some_and(|id| self.rows.iter().any(|row| row.id == id));
        if !still_here {
            let place = match wish {
                Wish::Anew => 0,
                Wish::Last => self.rows.len().saturating_sub(1),
                _ => place.min(self.rows.len().saturating_sub(1)),
            };
            self.selected = self.rows.get(place).map(|row| row.id);
        }
        if wish == Wish::Last {
            self.selected = self.rows.last().map(|row| row.id);
        }
        let place = self.place();
        self.top = place.saturating_sub(line);
        self.scroll_to(place, height);
    }

    /// Stops waiting for other rows; false where nothing was waited for.
    pub fn cancel(&mut self) -> bool {
        let waited = matches!(self.wish, Some(Wish::Anew | Wish::Last));
        if waited {
            self.wish = None;
            self.generation += 1;
            self.state = State::Ready;
        }
        waited
    }

    /// Lets the rows go, for another tab.
    pub fn clear(&mut self) {
        let generation = self.generation;
        *self = Self::new();
        self.generation = generation;
    }
}

impl Default for List {
    fn default() -> Self {
        Self::new()
    }
}
