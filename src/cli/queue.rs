//! `beian queue`.

use super::Global;
use super::error::Failure;
use super::out::Out;
use super::sign_in;
use crate::catalog::Catalog;
use crate::catalog::profile::Bilingual;
use crate::domain::ids::{NatureId, ProfileId, ProvinceId};
use crate::domain::order::OrderType;
use crate::domain::sought::sought;
use crate::domain::text::Foreign;
use crate::domain::view::{
    Blocking, Direction, Filter, Overdue, PageRequest, QueueRow, ReturnedBefore, Sort, Tab,
};
use crate::work::number_search;
use chrono::{DateTime, Utc};
use clap::Args;
use std::process::ExitCode;

/// Arguments of `queue`.
#[derive(Debug, Args)]
pub struct QueueArgs {
    /// first_review, second_review, verification, sms, bureau, returned, filed, abandoned, asked, all
    #[arg(default_value = "first_review")]
    pub tab: String,
    /// The same as the tab, by the name of its stage
    #[arg(long, value_name = "STAGE", conflicts_with = "tab")]
    pub stage: Option<String>,
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
    /// Only what has blocking findings
    #[arg(long)]
    pub blocking: bool,
    /// Order number, entity, person, site, domain; a certificate or phone number whole or by its last four needs --user and goes on record
    #[arg(long)]
    pub search: Option<String>,
    /// How many rows
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}

impl QueueArgs {
    fn request(&self, catalog: &Catalog) -> Result<PageRequest, Failure> {
        let name = self.stage.as_ref().unwrap_or(&self.tab);
        let tab = Tab::parse(name).ok_or_else(|| no("标签", "tab", name))?;
        let sort = Sort::ALL.into_iter().find(|sort| sort.slug() == self.sort);
        let order_type = match &self.order_type {
            Some(text) => Some(OrderType::parse(text).ok_or_else(|| no("类型", "order type", text))?),
            None => None,
        };
        Ok(PageRequest {
            tab,
            sort: sort.ok_or_else(|| no("排序", "sort", &self.sort))?,
            filter: Filter {
                province: self.province.as_deref().map(|text| province(catalog, text)).transpose()?,
                order_type,
                nature: self.nature.as_deref().map(|text| nature(catalog, text)).transpose()?,
                profile: self.profile.as_deref().map(|text| profile(catalog, text)).transpose()?,
                holder: None,
                overdue: self.overdue.then_some(Overdue::Overdue),
                returned_before: self.returned.then_some(ReturnedBefore::Returned),
                blocking: self.blocking.then_some(Blocking::Blocking),
                search: self.search.clone(),
            },
            from: None,
            direction: Direction::Forward,
            limit: self.limit.clamp(1, 10_000),
            now: crate::work::now(),
        })
    }
}

/// A province by its slug or its name in either language.
fn province(catalog: &Catalog, text: &str) -> Result<ProvinceId, Failure> {
    let found = catalog.provinces.iter().find(|one| is(one.id.as_str(), &one.title, text));
    found.map(|one| one.id.clone()).ok_or_else(|| no("省份", "province", text))
}

fn nature(catalog: &Catalog, text: &str) -> Result<NatureId, Failure> {
    let found = catalog.natures.iter().find(|one| is(one.id.as_str(), &one.title, text));
    found.map(|one| one.id.clone()).ok_or_else(|| no("主办者性质", "nature", text))
}

fn profile(catalog: &Catalog, text: &str) -> Result<ProfileId, Failure> {
    let found = catalog.profiles.keys().find(|id| id.as_str() == text);
    found.cloned().ok_or_else(|| no("规则方案", "profile", text))
}

fn is(slug: &str, title: &Bilingual, text: &str) -> bool {
    slug == text || title.zh == text || title.en.eq_ignore_ascii_case(text)
}

fn no(zh: &str, en: &str, text: &str) -> Failure {
    let text = Foreign::from(text);
    Failure::usage(
        format!("没有“{text}”这个{zh}；见 beian queue --help。"),
        format!("there is no {en} '{text}'; see 'beian queue --help'"),
    )
}

/// Prints a page of the queue.
pub fn run(global: &Global, args: &QueueArgs, out: &Out) -> Result<ExitCode, Failure> {
    let number = args.search.as_deref().and_then(sought);
    let (desk, request, page) = if number.is_some() {
        let (mut desk, me) = sign_in::signed_in(global, out)?;
        let request = args.request(&desk.catalog)?;
        let page = number_search::page(&mut desk, me.id, &request)?;
        (desk, request, page)
    } else {
        let desk = sign_in::open(global)?;
        let request = args.request(&desk.catalog)?;
        let page = desk.store.page(&request)?;
        (desk, request, page)
    };
    if out.json {
        out.data(&serde_json::json!({ "counts": desk.store.tab_counts()?.0, "rows": page.rows }))?;
        return Ok(ExitCode::SUCCESS);
    }
    for row in &page.rows {
        print(row, request.now, &desk.catalog, out)?;
    }
    if page.rows.is_empty() {
        out.line(out.say("没有订单。", "No orders."))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn print(row: &QueueRow, now: DateTime<Utc>, catalog: &Catalog, out: &Out) -> Result<(), Failure> {
    let province =
        catalog.province(&row.province).map_or(row.province.as_str(), |found| found.title.get(out.lang));
    let late = |at| if at < now { out.say(" 已超时", " overdue") } else { "" };
    let due = row.due_at.map(|at| format!("{}{}", out.time(at), late(at))).unwrap_or_default();
    let holder = row.holder.as_ref().map(|holder| holder.name.as_str()).unwrap_or_default();
    out.row(&[
        &row.no,
        &format_args!("r{}", row.revision),
        &out.say(row.stage.zh(), row.stage.slug()),
        &row.order_type.slug(),
        &province,
        &row.entity,
        &row.sites,
        &due,
        &holder,
    ])
}
