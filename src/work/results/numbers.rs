//! Filing numbers of a result: of the right form and province, one for each site.

use super::super::Result;
use super::take::{Stop, fault};
use super::words;
use crate::catalog::Catalog;
use crate::catalog::filing_form::{Place, number};
use crate::domain::across::{domain_key, host_key};
use crate::domain::bureau::NamedNumber;
use crate::domain::ident::filing_number::{FilingNumber, Part};
use crate::domain::life::SiteNumber;
use crate::domain::order::{Order, OrderType, Site, SiteKind};
use crate::domain::text::Foreign;
use crate::intake::Words;

/// The numbers of an order that is filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbers {
    /// The entity's; none for a cancellation.
    pub entity: Option<String>,
    /// Those of its sites.
    pub sites: Vec<SiteNumber>,
}

/// Checks what a row gives, and takes the rest from what the order says is on file.
pub(super) fn checked(
    catalog: &Catalog,
    order: &Order,
    entity: Option<&str>,
    given: &[NamedNumber],
) -> Result<Numbers, Stop> {
    let read = |field, text: &str, place| {
        number(catalog, &order.province, text, place).map_err(|why| {
            let text = Foreign::from(text);
            let found = words(format!("“{text}”（{}）", why.zh), format!("'{text}' ({})", why.en));
            fault(field, found, expected(catalog, order, place))
        })
    };
    let entity = entity.map(|text| read("entity_number", text, Place::Entity)).transpose()?;
    let mut sites: Vec<(&Site, FilingNumber)> = Vec::new();
    for one in given {
        let site = site(order, &one.site)?;
        let number = read("sites", &one.number, Place::Site)?;
        if is_app(&number) != (site.kind == SiteKind::App) {
            let id = site.id.shown();
            let found = words(format!("{id}的“{number}”"), format!("'{number}' of {id}"));
            return Err(fault("sites", found, of_kind(site.kind)));
        }
        if sites.iter().any(|(known, other)| known.id == site.id || *other == number) {
            let name = Foreign::from(one.site.as_str());
            let found = words(format!("{name}重复"), format!("{name} twice, or its number"));
            return Err(fault(
                "sites",
                found,
                words("每个网站一个备案号", "a number of its own for each site"),
            ));
        }
        sites.push((site, number));
    }
    // What is cancelled has no number any more.
    if order.order_type.is_cancellation() {
        return Ok(Numbers { entity: None, sites: Vec::new() });
    }
    let entity = entity.or_else(|| on_file(catalog, order, order.filed.as_ref()?.entity_number.as_deref()?));
    let entity = entity.ok_or_else(|| {
        fault("entity_number", words("缺少", "nothing"), expected(catalog, order, Place::Entity))
    })?;
    add_known(catalog, order, &mut sites);
    complete(order, &sites)?;
    if let Some((site, number)) = sites.iter().find(|(_, number)| number.entity() != entity) {
        let (id, number) = (site.id.shown(), number.to_string());
        let found = words(format!("{id}的“{number}”"), format!("'{number}' of {id}"));
        let head = format!("{entity}-…");
        return Err(fault(
            "sites",
            found,
            words(format!("该主体的备案号 {head}"), format!("a number of the entity, {head}")),
        ));
    }
    let numbers = sites
        .into_iter()
        .map(|(site, number)| SiteNumber { site: site.id.clone(), number: number.to_string() });
    Ok(Numbers { entity: Some(entity.to_string()), sites: numbers.collect() })
}

/// True for a number that an app has: `-1A`, and those of mini-programs.
fn is_app(number: &FilingNumber) -> bool {
    matches!(number.part(), Part::App(_) | Part::MiniProgram(_) | Part::QuickApp(_))
}

fn of_kind(kind: SiteKind) -> Words {
    match kind {
        SiteKind::Site => words("网站的备案号，如 …号-1", "a web site's number, such as …号-1"),
        SiteKind::App => words("APP 的备案号，如 …号-1A", "an app's number, such as …号-1A"),
    }
}

/// What a number of the order's own province looks like.
fn expected(catalog: &Catalog, order: &Order, place: Place) -> Words {
    let letters = catalog.province(&order.province).and_then(|province| province.letters.first());
    let letter = letters.map_or("京", String::as_str);
    match place {
        Place::Entity => words(
            format!("主体备案号，如 {letter}ICP备12345678号"),
            format!("the entity's number, such as {letter}ICP备12345678号"),
        ),
        Place::Site => words(
            format!("网站备案号，如 {letter}ICP备12345678号-1"),
            format!("a site's number, such as {letter}ICP备12345678号-1"),
        ),
    }
}

/// A number that the order itself says is on file; one that is wrong is not taken over.
fn on_file(catalog: &Catalog, order: &Order, text: &str) -> Option<FilingNumber> {
    number(catalog, &order.province, text, Place::Entity).ok()
}

/// Sites that had a number before keep it.
fn add_known<'o>(catalog: &Catalog, order: &'o Order, sites: &mut Vec<(&'o Site, FilingNumber)>) {
    for site in &order.sites {
        let given = sites.iter().any(|(known, _)| known.id == site.id);
        let known = site.filing_number.as_deref().filter(|_| !given);
        let known = known.and_then(|text| number(catalog, &order.province, text, Place::Site).ok());
        sites.extend(known.map(|number| (site, number)));
    }
}

/// New sites must have their numbers; a change need not name what it leaves alone.
fn complete(order: &Order, sites: &[(&Site, FilingNumber)]) -> Result<(), Stop> {
    let lacks = order.sites.iter().find(|site| !sites.iter().any(|(known, _)| known.id == site.id));
    match lacks.filter(|_| order.order_type != OrderType::Change) {
        Some(site) => {
            let id = site.id.shown();
            let found = words(format!("缺少网站{id}的备案号"), format!("no number for the site {id}"));
            Err(fault("sites", found, words("每个网站的备案号", "a number for each site")))
        }
        None => Ok(()),
    }
}

/// The site that a row means: by its id, by one of its domains or an address there; the only one without a name.
fn site<'o>(order: &'o Order, name: &str) -> Result<&'o Site, Stop> {
    let by_id = order.sites.iter().find(|site| site.id.as_str() == name);
    let only = order.sites.iter().take(2).count() == 1 && name.is_empty();
    let only = order.sites.first().filter(|_| only);
    by_id.or(only).or_else(|| by_host(order, name)).ok_or_else(|| {
        let ids: Vec<&str> = order.sites.iter().map(|site| site.id.as_str()).collect();
        let found = if name.is_empty() {
            words("备案号没有写明是哪个网站的", "a number that names no site")
        } else {
            let name = Foreign::from(name);
            words(format!("该订单没有网站“{name}”"), format!("'{name}', which is no site of this order"))
        };
        let expected = words(
            format!("网站编号（{}）或其域名", ids.join("、")),
            format!("a site ({}) or one of its domains", ids.join(", ")),
        );
        fault("sites", found, expected)
    })
}

/// The site that has the domain of a host, or else the longest one above it; none where two sites have it.
fn by_host<'o>(order: &'o Order, name: &str) -> Option<&'o Site> {
    let host = host_key(name);
    let is_under = |domain: &str| {
        let above = host.strip_suffix(domain);
        !domain.is_empty() && above.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let mut found: Vec<(usize, &Site)> = Vec::new();
    for site in &order.sites {
        let keys = site.domains.iter().map(|domain| domain_key(&domain.name));
        let longest = keys.filter(|key| is_under(key)).map(|key| key.len()).max();
        found.extend(longest.map(|length| (length, site)));
    }
    let longest = found.iter().map(|(length, _)| *length).max()?;
    let mut best = found.into_iter().filter(|(length, _)| *length == longest).map(|(_, site)| site);
    let site = best.next()?;
    best.next().is_none().then_some(site)
}
