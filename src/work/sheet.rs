//! Writing the provider's part of a verification sheet, once the last review has approved.

use super::findings::{self, Past};
use super::home::profile;
use super::record::record;
use super::written::{self, Readers};
use super::{Desk, Result, WorkError, roles};
use crate::catalog::sheet::{Checked, Filer, HeadField, Line, Reviewed, signed, ticked};
use crate::catalog::{Catalog, Profile, paths};
use crate::domain::event::Event;
use crate::domain::ids::{OrderId, UserId};
use crate::domain::lang::Lang;
use crate::domain::order::{Attachment, Order, Site};
use crate::domain::path::{text_at, value_at};
use crate::domain::permission::Deed;
use crate::domain::stage::Stage;
use crate::domain::text::{Plain, file_name};
use crate::domain::verdict::VerdictKind;
use crate::domain::view::ReviewRecord;
use crate::domain::worktime::shanghai;
use crate::outgoing::sheet::{Page, page};
use crate::store::Op;
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the log says was shown in the clear.
pub const REVEALED: &str = "verification_sheet";

/// The sites of which a sheet is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which<'a> {
    /// The only one; an order with several must name one.
    Only,
    /// The one with this id or name.
    Named(&'a str),
}

/// Writes the sheet of one site into a file.
pub fn write(
    desk: &mut Desk,
    who: UserId,
    id: OrderId,
    which: Which,
    out: &Path,
    now: DateTime<Utc>,
) -> Result<PathBuf> {
    roles::allow_now(&desk.store, who, Deed::Sheet, id, now)?;
    let sheets = Sheets::of(desk, id)?;
    let site = sheets.site(which)?;
    let text = sheets.compose(&desk.catalog, site)?;
    put(desk, who, id, &[(out.to_owned(), text)], now)?;
    Ok(out.to_owned())
}

/// Writes the sheets of every site into the home, and tells where they lie.
pub fn write_all(desk: &mut Desk, who: UserId, id: OrderId, now: DateTime<Utc>) -> Result<Vec<PathBuf>> {
    roles::allow_now(&desk.store, who, Deed::Sheet, id, now)?;
    let sheets = Sheets::of(desk, id)?;
    let folder = desk.home.sheets();
    std::fs::create_dir_all(&folder).map_err(|error| WorkError::io(&folder, error))?;
    super::home::close_to_others(&folder)?;
    let order = &sheets.order;
    let mut pages = Vec::new();
    let sites: Vec<Option<&Site>> = match order.sites.as_slice() {
        [] => vec![None],
        sites => sites.iter().map(Some).collect(),
    };
    for site in sites {
        let site_id = site.map_or(String::new(), |site| format!("-{}", file_name(site.id.as_str())));
        let name = format!("{}-r{}{site_id}.html", file_name(order.order_no.as_str()), order.revision);
        pages.push((folder.join(name), sheets.compose(&desk.catalog, site)?));
    }
    put(desk, who, id, &pages, now)?;
    Ok(pages.into_iter().map(|(path, _)| path).collect())
}

/// The page shows personal data whole: that is on record before anything is written.
fn put(
    desk: &mut Desk,
    who: UserId,
    id: OrderId,
    pages: &[(PathBuf, String)],
    now: DateTime<Utc>,
) -> Result<()> {
    let catalog = Arc::clone(&desk.catalog);
    let event = Event::Revealed { field: REVEALED.to_owned() };
    desk.store.transact(&Op::by(who, now), |tx| {
        roles::allow(tx, who, Deed::Sheet, id)?;
        record(tx, &catalog, id, &event)
    })?;
    pages
        .iter()
        .try_for_each(|(path, text)| written::put(path, &Plain::text(text.trim_end()), Readers::Owner))
}

/// An approved order with all that its sheets are made of.
struct Sheets {
    order: Order,
    own: Profile,
    files: Vec<Attachment>,
    papers: Vec<(String, String)>,
    overruled: Vec<crate::domain::finding::Overruled>,
    reviews: Vec<ReviewRecord>,
    found: Vec<crate::store::finding::Found>,
    signed: ReviewRecord,
}

impl Sheets {
    fn of(desk: &Desk, id: OrderId) -> Result<Self> {
        let store = &desk.store;
        let state = store.state(id)?;
        let order = super::look::present(store, id, &state)?;
        let own = profile(&desk.catalog, &order.profile)?.clone();
        let all = store.reviews(id)?;
        let signed = signed(&own, &all, state.revision).cloned().ok_or_else(not_yet)?;
        let attachments = store.attachments(id, state.revision)?;
        let papers = store.papers(id, state.revision)?;
        let reviews: Vec<ReviewRecord> = [Stage::FirstReview, Stage::SecondReview]
            .into_iter()
            .filter_map(|stage| all.iter().find(|one| stands(one, stage)).cloned())
            .collect();
        let as_of = |review: &ReviewRecord| {
            let past = Past { stage: review.stage, at: review.at, papers: &papers };
            findings::as_of(&desk.catalog, &order, &attachments, &past)
        };
        let found = reviews.iter().map(as_of).collect::<Result<_>>()?;
        let files = attachments.into_iter().map(|view| view.given).collect();
        Ok(Self { order, own, files, papers, overruled: state.overruled, reviews, found, signed })
    }

    fn site(&self, which: Which) -> Result<Option<&Site>> {
        let sites = &self.order.sites;
        match which {
            Which::Only if sites.len() < 2 => Ok(sites.first()),
            Which::Named(name) => {
                let own = sites.iter().find(|site| site.id.as_str() == name || site.name == name);
                own.map(Some).ok_or_else(|| self.no_site(&format!("“{name}”"), &format!("'{name}'")))
            }
            Which::Only => Err(self.no_site("（未指明）", "(none was named)")),
        }
    }

    fn no_site(&self, zh: &str, en: &str) -> WorkError {
        let ids: Vec<&str> = self.order.sites.iter().map(|site| site.id.as_str()).collect();
        let ids = ids.join(", ");
        WorkError::say(
            format!("本订单没有网站{zh}；请用 --site 指明：{ids}。"),
            format!("the order has no site {en}; name one with --site: {ids}"),
        )
    }

    /// The standing approvals with what the rules found as of them.
    fn reviewed(&self) -> Vec<Reviewed<'_>> {
        self.reviews
            .iter()
            .zip(&self.found)
            .map(|(review, found)| Reviewed {
                stage: review.stage,
                answers: &review.answers,
                found: found.findings.clone(),
                not_run: found.not_run.clone(),
            })
            .collect()
    }

    fn compose(&self, catalog: &Catalog, site: Option<&Site>) -> Result<String> {
        let reviews = self.reviewed();
        let files: Vec<&Attachment> = self.files.iter().collect();
        let checked = Checked {
            order: &self.order,
            profile: &self.own,
            site,
            reviews: &reviews,
            overruled: &self.overruled,
            files: &files,
            papers: &self.papers,
        };
        let form = &catalog.sheet;
        let lines = ticked(catalog, form, &checked);
        let beside = |line: &crate::catalog::sheet::Ticked| match line.method {
            Some(method) => catalog.text(Lang::Zh, method.text()).to_owned(),
            None if line.line.fact == Some(crate::catalog::sheet::LineFact::Provider) => {
                self.own.provider.zh.clone()
            }
            None => self.beside(catalog, line.line, site),
        };
        let values = lines.iter().map(beside).collect();
        let filer = if self.order.is_personal() { Filer::Personal } else { Filer::Organisation };
        let pledges = form.pledges_for(filer);
        let order = &self.order;
        let site_name = site.map_or(String::new(), |site| format!("  {}", site.name));
        Ok(page(&Page {
            form,
            about: format!("备案订单 {}  第{}版{site_name}", order.order_no, order.revision),
            head: form
                .head
                .iter()
                .map(|head| (head.label.zh.clone(), self.head(catalog, head, site)))
                .collect(),
            lines,
            values,
            provider: &self.own.provider.zh,
            verifier: &self.signed.by,
            signed_at: shanghai(self.signed.at).format("%Y-%m-%d %H:%M").to_string(),
            pledges: pledges.iter().collect(),
        }))
    }

    fn head(&self, catalog: &Catalog, head: &HeadField, site: Option<&Site>) -> String {
        if head.options.is_empty() {
            return self.values(catalog, &head.from, site);
        }
        let chosen = if self.order.is_personal() { "personal" } else { "organisation" };
        let boxed = |id: &str| if id == chosen { "☑" } else { "☐" };
        let options = head.options.iter().map(|option| format!("{}{}", boxed(&option.id), option.label.zh));
        options.collect::<Vec<_>>().join("  ")
    }

    fn beside(&self, catalog: &Catalog, line: &Line, site: Option<&Site>) -> String {
        line.from.as_deref().map(|from| self.values(catalog, from, site)).unwrap_or_default()
    }

    /// The values of a field: of the site, of its manager (or, without a site, the principal), of its domains, of
    /// what it is served by.
    fn values(&self, catalog: &Catalog, from: &str, site: Option<&Site>) -> String {
        let order = &self.order;
        let at_site = site.and_then(|site| order.sites.iter().position(|one| one.id == site.id));
        let manager = site.map_or(&order.entity.principal, |site| &site.manager);
        let at_person = order.people.iter().position(|person| person.id == *manager);
        let mut paths = vec![from.to_owned()];
        let each = |paths: Vec<String>, star: &str, places: Vec<usize>| -> Vec<String> {
            let list = star.trim_end_matches(".*");
            let put = |path: &String, at: &usize| path.replacen(star, &format!("{list}[{at}]"), 1);
            let filled = |path: String| match path.contains(star) {
                true => places.iter().map(|at| put(&path, at)).collect(),
                false => vec![path],
            };
            paths.into_iter().flat_map(filled).collect()
        };
        let domains = site.map_or(0, |site| site.domains.len());
        let serves = |access: &crate::domain::order::Access| {
            access.sites.is_empty() || site.is_none_or(|site| access.sites.contains(&site.id))
        };
        let served = order.access.iter().enumerate().filter(|(_, access)| serves(access)).map(|(at, _)| at);
        paths = each(paths, "people.*", at_person.into_iter().collect());
        paths = each(paths, "sites.*", at_site.into_iter().collect());
        paths = each(paths, "domains.*", (0..domains).collect());
        paths = each(paths, "access.*", served.collect());
        let mut values: Vec<String> = Vec::new();
        for value in paths.iter().filter_map(|path| self.value(catalog, path)) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values.join("、")
    }

    /// A value as people read it.
    fn value(&self, catalog: &Catalog, path: &str) -> Option<String> {
        let order = &self.order;
        let json = serde_json::to_value(order).ok()?;
        let words = |raw: &str| paths::words(catalog, Lang::Zh, order, path, raw);
        match value_at(&json, path)? {
            serde_json::Value::Object(group) => {
                let part = |name: &str| group.get(name).and_then(|value| value.as_str()).unwrap_or_default();
                Some(words(&format!("{}{}{}", part("city"), part("district"), part("detail"))))
            }
            serde_json::Value::Array(list) => {
                let texts: Vec<&str> = list.iter().filter_map(|value| value.as_str()).collect();
                (!texts.is_empty())
                    .then(|| texts.iter().map(|text| words(text)).collect::<Vec<_>>().join("、"))
            }
            _ => text_at(order, path).map(|raw| words(&raw)),
        }
    }
}

/// The newest approval of a stage that was not taken back.
fn stands(review: &ReviewRecord, stage: Stage) -> bool {
    review.stage == stage && review.kind == VerdictKind::Approve && review.undone.is_none()
}

fn not_yet() -> WorkError {
    WorkError::say(
        "审核通过后才能生成核验单的接入商部分。",
        "the provider's part of the sheet is written only once the last review has approved",
    )
}
