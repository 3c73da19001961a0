//! Pages of the queue, by key and never by offset.
//!
//! The statement is composed from fragments: each tab, sort and single filter has its index. The tab of
//! all orders under a filter is a merge of the stages' lists, so that it needs no indexes of its own.

use super::order::Claim;
use super::search::{self, Reach};
use super::time::{from_ms, to_ms};
use super::{Result, Store};
use crate::domain::finding::FindingCounts;
use crate::domain::ids::{OrderId, OrderNo, UserId};
use crate::domain::mask::without_personal;
use crate::domain::order::OrderType;
use crate::domain::stage::Stage;
use crate::domain::view::{
    Cursor, Direction, Filter, Holder, Page, PageRequest, QueueRow, Sort, Tab, TabCounts,
};
use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

const COLUMNS: &str = include_str!("queue/columns.sql");
const COUNTS: &str = "orders.blocks, orders.warns, orders.infos, orders.opens";
const NAMES: &str = include_str!("queue/names.sql");

/// A list to page through: where it is cut from, with its values.
struct Cut {
    sql: String,
    values: Vec<Value>,
}

/// First and second key of a sort.
fn keys(sort: Sort) -> (&'static str, &'static str) {
    match sort {
        Sort::Urgent => ("rank", "due_key"),
        Sort::Waiting => ("waiting_since", "0"),
        Sort::Newest => ("0", "0"),
    }
}

fn conditions(request: &PageRequest, stage: Option<Stage>, reach: Reach) -> (Vec<String>, Vec<Value>) {
    let mut all: Vec<String> = Vec::new();
    let mut values: Vec<Value> = Vec::new();
    let mut equal = |column: &str, value: String| {
        values.push(Value::Text(value));
        all.push(format!("orders.{column} = ?"));
    };
    if let Some(stage) = stage {
        equal("stage", stage.slug().to_owned());
    }
    let Filter { province, order_type, nature, profile, holder, overdue, returned_before, blocking, search } =
        &request.filter;
    if let Some(province) = province {
        equal("province", province.0.clone());
    }
    if let Some(order_type) = order_type {
        equal("order_type", order_type.slug().to_owned());
    }
    if let Some(nature) = nature {
        equal("nature", nature.0.clone());
    }
    if let Some(profile) = profile {
        equal("profile", profile.0.clone());
    }
    if let Some(UserId(user)) = holder {
        all.push(
            "orders.id IN (SELECT id FROM orders WHERE holder = ? AND lease_until > ? \
             UNION SELECT id FROM orders WHERE assigned_to = ?)"
                .into(),
        );
        values.extend([Value::Integer(*user), Value::Integer(to_ms(request.now)), Value::Integer(*user)]);
    }
    if overdue.is_some() {
        all.push("orders.due_key < ?".into());
        values.push(Value::Integer(to_ms(request.now)));
    }
    if returned_before.is_some() {
        all.push("orders.returned_count > 0".into());
    }
    if blocking.is_some() {
        all.push("orders.blocks > 0".into());
    }
    if request.tab == Tab::Asked {
        all.push("orders.asked IS NOT NULL".into());
    }
    if let Some(term) = search.as_deref().and_then(|typed| search::term(typed, reach)) {
        let (condition, texts) = term.condition();
        all.push(condition);
        values.extend(texts.into_iter().map(Value::Text));
    }
    (all, values)
}

fn cut(request: &PageRequest, stage: Option<Stage>, reach: Reach) -> Cut {
    let searching = request.filter.search.as_deref().and_then(|typed| search::term(typed, reach)).is_some();
    // A search always comes newest first: its index is in that order, and so it can stop early.
    let sort = if searching { Sort::Newest } else { request.sort };
    let (first, second) = keys(sort);
    let (mut all, mut values) = conditions(request, stage, reach);
    let newest_first = sort == Sort::Newest;
    let forward = request.direction == Direction::Forward;
    let (sign, way) = if forward != newest_first { (">", "ASC") } else { ("<", "DESC") };
    let id = if searching { "search.rowid" } else { "orders.id" };
    if let Some(from) = request.from {
        match sort {
            Sort::Newest => {
                all.push(format!("{id} {sign} ?"));
                values.push(Value::Integer(from.id.0));
            }
            Sort::Waiting => {
                all.push(format!("(waiting_since, orders.id) {sign} (?, ?)"));
                values.extend([Value::Integer(from.first), Value::Integer(from.id.0)]);
            }
            Sort::Urgent => {
                all.push(format!("(rank, due_key, orders.id) {sign} (?, ?, ?)"));
                values.extend([from.first, from.second, from.id.0].map(Value::Integer));
            }
        }
    }
    let order = match sort {
        Sort::Newest => format!("{id} {way}"),
        Sort::Waiting => format!("waiting_since {way}, orders.id {way}"),
        Sort::Urgent => format!("rank {way}, due_key {way}, orders.id {way}"),
    };
    let tables = if searching {
        "search JOIN orders ON orders.id = search.rowid JOIN search_doc ON search_doc.order_id = search.rowid"
    } else {
        "orders"
    };
    let wanted = if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) };
    let sql = format!(
        "SELECT {COLUMNS}, {first}, {second}, user.name, orders.asked, given.name, \
         {COUNTS} FROM {tables} {NAMES}{wanted} \
         ORDER BY {order} LIMIT ?"
    );
    values.push(Value::Integer(request.limit as i64 + 1));
    Cut { sql, values }
}

/// True where a filter other than search would need an index without the stage.
fn merges(request: &PageRequest) -> bool {
    let filter = &request.filter;
    let narrow = filter.province.is_some()
        || filter.order_type.is_some()
        || filter.nature.is_some()
        || filter.profile.is_some()
        || filter.returned_before.is_some()
        || filter.blocking.is_some()
        || filter.overdue.is_some();
    request.tab == Tab::All && narrow && filter.search.is_none() && filter.holder.is_none()
}

impl Store {
    /// A page of the queue. A search finds text alone, never a number of a document or phone.
    pub fn page(&self, request: &PageRequest) -> Result<Page> {
        self.page_within(request, Reach::Text)
    }

    /// The same; a search that is a number finds those numbers too. It must be on record before.
    pub fn page_by_number(&self, request: &PageRequest) -> Result<Page> {
        self.page_within(request, Reach::Numbers)
    }

    fn page_within(&self, request: &PageRequest, reach: Reach) -> Result<Page> {
        let mut rows = match request.tab {
            Tab::Stage(stage) => self.rows(request, Some(stage), reach)?,
            Tab::All if merges(request) => {
                let mut rows = Vec::new();
                for stage in Stage::ALL {
                    rows.extend(self.rows(request, Some(stage), reach)?);
                }
                sort_rows(&mut rows, request);
                rows
            }
            Tab::All | Tab::Asked => self.rows(request, None, reach)?,
        };
        let more = rows.len() > request.limit;
        rows.truncate(request.limit);
        if request.direction == Direction::Backward {
            rows.reverse();
        }
        let (first, last) = (rows.first().map(|row| row.cursor), rows.last().map(|row| row.cursor));
        let from_middle = request.from.is_some();
        let (more_before, more_after) = match request.direction {
            Direction::Forward => (first.filter(|_| from_middle), last.filter(|_| more)),
            Direction::Backward => (first.filter(|_| more), last.filter(|_| from_middle)),
        };
        Ok(Page { rows, more_before, more_after })
    }

    fn rows(&self, request: &PageRequest, stage: Option<Stage>, reach: Reach) -> Result<Vec<QueueRow>> {
        let cut = cut(request, stage, reach);
        let mut statement = self.conn.prepare_cached(&cut.sql)?;
        let rows = statement.query_map(params_from_iter(cut.values), |found| row(found, request.now))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How SQLite would find the rows of a page.
    #[cfg(test)]
    pub(super) fn plan(&self, request: &PageRequest) -> Result<String> {
        self.plan_within(request, Reach::Text)
    }

    /// The same for a search that reaches for numbers.
    #[cfg(test)]
    pub(super) fn plan_within(&self, request: &PageRequest, reach: Reach) -> Result<String> {
        let stage = match request.tab {
            Tab::Stage(stage) => Some(stage),
            Tab::Asked | Tab::All => None,
        };
        let cut = cut(request, stage, reach);
        let mut statement = self.conn.prepare(&format!("EXPLAIN QUERY PLAN {}", cut.sql))?;
        let rows = statement.query_map(params_from_iter(cut.values), |row| row.get::<_, String>(3))?;
        let lines: Vec<String> = rows.collect::<rusqlite::Result<_>>()?;
        Ok(lines.join("\n") + "\n")
    }

    /// One row of the queue.
    pub fn row(&self, id: OrderId, now: DateTime<Utc>) -> Result<QueueRow> {
        let sql = format!(
            "SELECT {COLUMNS}, rank, due_key, user.name, orders.asked, given.name, {COUNTS} FROM orders {NAMES} \
             WHERE orders.id = ?"
        );
        Ok(self.conn.prepare_cached(&sql)?.query_row([id.0], |found| row(found, now))?)
    }

    /// The counts of the tabs.
    pub fn tab_counts(&self) -> Result<TabCounts> {
        let mut statement = self.conn.prepare_cached("SELECT tab, n FROM tab_count")?;
        let rows =
            statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.max(0).unsigned_abs())))?;
        Ok(TabCounts(rows.collect::<rusqlite::Result<_>>()?))
    }

    /// The living claims of a person.
    pub fn claims_of(&self, user: UserId, now: DateTime<Utc>) -> Result<Vec<(OrderId, Claim)>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id, lease_until FROM orders WHERE holder = ?1 AND lease_until > ?2")?;
        let rows = statement.query_map([user.0, to_ms(now)], |row| {
            Ok((OrderId(row.get(0)?), Claim { user, until: from_ms(row.get(1)?) }))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

fn sort_rows(rows: &mut [QueueRow], request: &PageRequest) {
    rows.sort_by_key(|row| match request.sort {
        Sort::Newest => (-row.id.0, 0, 0),
        Sort::Waiting | Sort::Urgent => (row.cursor.first, row.cursor.second, row.id.0),
    });
    if request.direction == Direction::Backward {
        rows.reverse();
    }
}

fn slug<T>(parsed: Option<T>, text: &str) -> rusqlite::Result<T> {
    parsed.ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, format!("'{text}'").into())
    })
}

fn row(row: &Row, now: DateTime<Utc>) -> rusqlite::Result<QueueRow> {
    let id = OrderId(row.get(0)?);
    let order_type: String = row.get(2)?;
    let stage: String = row.get(9)?;
    let returned_from: Option<String> = row.get(10)?;
    let holder: Option<i64> = row.get(18)?;
    let until: Option<i64> = row.get(19)?;
    let name: Option<String> = row.get(22)?;
    let living = holder.zip(until).filter(|(_, until)| *until > to_ms(now));
    Ok(QueueRow {
        findings: FindingCounts {
            block: row.get(25)?,
            warn: row.get(26)?,
            info: row.get(27)?,
            open: row.get(28)?,
        },
        id,
        no: OrderNo(row.get(1)?),
        order_type: slug(OrderType::parse(&order_type), &order_type)?,
        profile: row.get::<_, String>(3)?.into(),
        nature: row.get::<_, String>(4)?.into(),
        province: row.get::<_, String>(5)?.into(),
        entity: without_personal(&row.get::<_, String>(6)?),
        sites: without_personal(&row.get::<_, String>(7)?),
        site_count: row.get(8)?,
        stage: slug(Stage::parse(&stage), &stage)?,
        returned_from: returned_from.map(|text| slug(Stage::parse(&text), &text)).transpose()?,
        revision: row.get(11)?,
        waiting_since: from_ms(row.get(12)?),
        due_at: row.get::<_, Option<i64>>(13)?.map(from_ms),
        priority: row.get(14)?,
        assigned_to: row.get::<_, Option<i64>>(15)?.map(UserId),
        assigned_name: row.get(24)?,
        snoozed_until: row.get::<_, Option<i64>>(16)?.map(from_ms),
        returned_count: row.get(17)?,
        holder: living.map(|(id, until)| Holder {
            id: UserId(id),
            name: name.unwrap_or_default(),
            until: from_ms(until),
        }),
        asked: row.get(23)?,
        cursor: Cursor { first: row.get(20)?, second: row.get(21)?, id },
    })
}
