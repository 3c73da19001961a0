//! `beian queue`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::domain::order::OrderType;
use crate::domain::text::visible;
use crate::domain::view::{Direction, Filter, Overdue, PageRequest, QueueRow, ReturnedBefore, Sort, Tab};
use clap::Args;
use std::process::ExitCode;

/// Arguments of `queue`.
#[derive(Debug, Args)]
pub struct QueueArgs {
    /// first_review, second_review, verification, sms, bureau, returned, filed, abandoned, asked, all
    #[arg(default_value = "first_review")]
    pub tab: String,
    /// urgent, waiting, newest
    #[arg(long, default_value = "urgent")]
    pub sort: String,
    /// Only this province
    #[arg(long)]
    pub province: Option<String>,
    /// Only this order type
    #[arg(long = "type", value_name = "TYPE")]
    pub order_type: Option<String>,
    /// Only this entity nature
    #[arg(long)]
    pub nature: Option<String>,
    /// Only this profile
    #[arg(long)]
    pub profile: Option<String>,
    /// Only what is past its due time
    #[arg(long)]
    pub overdue: bool,
    /// Only what was returned before
    #[arg(long)]
    pub returned: bool,
    /// Order number, entity, person, site, domain, end of a mobile or ID number
    #[arg(long)]
    pub search: Option<String>,
    /// How many rows
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}

impl QueueArgs {
    fn request(&self) -> Result<PageRequest, Failure> {
        let tab = Tab::parse(&self.tab).ok_or_else(|| no("标签", "tab", &self.tab))?;
        let sort = Sort::ALL.into_iter().find(|sort| sort.slug() == self.sort);
        let order_type = match &self.order_type {
            Some(text) => Some(OrderType::parse(text).ok_or_else(|| no("类型", "order type", text))?),
            None => None,
        };
        Ok(PageRequest {
            tab,
            sort: sort.ok_or_else(|| no("排序", "sort", &self.sort))?,
            filter: Filter {
                province: self.province.clone().map(Into::into),
                order_type,
                nature: self.nature.clone().map(Into::into),
                profile: self.profile.clone().map(Into::into),
                holder: None,
                overdue: self.overdue.then_some(Overdue::Overdue),
                returned_before: self.returned.then_some(ReturnedBefore::Returned),
                search: self.search.clone(),
            },
            from: None,
            direction: Direction::Forward,
            limit: self.limit.clamp(1, 10_000),
            now: crate::work::now(),
        })
    }
}

fn no(zh: &str, en: &str, text: &str) -> Failure {
    Failure::usage(
        format!("没有“{text}”这个{zh}；见 beian queue --help。"),
        format!("there is no {en} '{text}'; see 'beian queue --help'"),
    )
}

/// Prints a page of the queue.
pub fn run(global: &Global, args: &QueueArgs, out: &Out) -> Result<ExitCode, Failure> {
    let request = args.request()?;
    let desk = sign_in::open(global)?;
    let page = desk.store.page(&request)?;
    if out.json {
        out.data(&serde_json::json!({ "counts": desk.store.tab_counts()?.0, "rows": page.rows }))?;
        return Ok(ExitCode::SUCCESS);
    }
    for row in &page.rows {
        out.line(&line(row, &desk.catalog, out))?;
    }
    if page.rows.is_empty() {
        out.line(out.say("没有订单。", "No orders."))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn line(row: &QueueRow, catalog: &crate::catalog::Catalog, out: &Out) -> String {
    let province =
        catalog.province(&row.province).map_or(row.province.as_str(), |found| found.title.get(out.lang));
    let due = row.due_at.map(|at| out.time(at)).unwrap_or_default();
    let holder = row.holder.as_ref().map(|holder| holder.name.as_str()).unwrap_or_default();
    format!(
        "{}\tr{}\t{}\t{}\t{province}\t{}\t{}\t{due}\t{holder}",
        visible(row.no.as_str()),
        row.revision,
        out.say(row.stage.zh(), row.stage.slug()),
        row.order_type.slug(),
        visible(&row.entity),
        visible(&row.sites)
    )
}
