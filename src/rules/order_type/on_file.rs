//! What is on file: the registry of filings and the ministry's answer taken together.
//!
//! Neither is complete. What one of them has is on file; what the ministry was asked for and did not have is
//! not; everything else is unknown. What the customer states is no evidence.

use super::same_text;
use crate::catalog::Profile;
use crate::domain::across::Filing;
use crate::domain::order::{MinistryAnswer, Site, SiteKind};
use crate::rules::Case;
use std::borrow::Cow;

/// What is known of the order's entity and domains.
#[derive(Debug, Clone, Copy)]
pub struct OnFile<'a> {
    case: &'a Case<'a>,
    /// The ministry's answer, where it says anything.
    ministry: Option<&'a MinistryAnswer>,
}

/// Whether the entity is on file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    Yes,
    No,
    Unknown,
}

/// Where a domain, or an app, is on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Nowhere.
    Nowhere,
    /// Through another provider.
    Elsewhere,
    /// Through this one.
    Here,
    /// Somewhere; the provider is not known.
    Somewhere,
    /// Not known.
    Unknown,
}

impl<'a> OnFile<'a> {
    pub fn of(case: &'a Case<'a>) -> Self {
        let ministry = case.order.ministry.as_ref();
        let answered = |answer: &&MinistryAnswer| {
            answer.certificate_on_file.is_some() || !answer.domains_on_file.is_empty()
        };
        Self { case, ministry: ministry.filter(answered) }
    }

    /// Rows of the registry; none where it was not asked.
    fn rows(&self) -> &'a [Filing] {
        self.case.across.map(|across| across.filings.as_slice()).unwrap_or_default()
    }

    /// Rows of the registry that are the order's entity.
    pub fn own_rows(&self) -> impl Iterator<Item = &'a Filing> + use<'a> {
        let entity = &self.case.order.entity;
        self.rows().iter().filter(move |row| match &row.certificate_number {
            Some(number) => same_text(number, &entity.certificate.number),
            None => same_text(&row.entity_name, &entity.name),
        })
    }

    /// Whether the entity is on file.
    pub fn entity(&self) -> Known {
        if self.own_rows().next().is_some() {
            return Known::Yes;
        }
        match self.ministry.and_then(|answer| answer.certificate_on_file) {
            Some(true) => Known::Yes,
            Some(false) => Known::No,
            None => Known::Unknown,
        }
    }

    /// Where a domain is on file.
    pub fn domain(&self, name: &str) -> Place {
        let name = ascii(name);
        let rows =
            self.rows().iter().filter(|row| row.domain.as_deref().is_some_and(|own| ascii(own) == name));
        let mut houses: Vec<Option<bool>> = rows.map(|row| self.is_here(row)).collect();
        for answer in self.ministry.into_iter().flat_map(|answer| &answer.domains_on_file) {
            if ascii(&answer.name) == name {
                let providers = answer.providers.iter();
                houses.extend(providers.map(|provider| Some(is_house(self.case.profile, provider))));
                houses.push(None);
            }
        }
        match (houses.is_empty(), self.ministry.is_some()) {
            (true, true) => Place::Nowhere,
            (true, false) => Place::Unknown,
            (false, _) => place(&houses),
        }
    }

    /// Where an app is on file: by its name, under the entity. A domain that a site has filed says nothing
    /// about the app that uses it too.
    fn app(&self, site: &Site) -> Place {
        let named = |row: &&Filing| row.site_name.as_deref().is_some_and(|name| same_text(name, &site.name));
        let is_app = |row: &&Filing| row.site_number.as_deref().is_none_or(|number| number.ends_with('A'));
        let rows = self.own_rows().filter(named).filter(is_app);
        let houses: Vec<Option<bool>> = rows.map(|row| self.is_here(row)).collect();
        match (houses.is_empty(), self.entity()) {
            (true, Known::No) => Place::Nowhere,
            (true, _) => Place::Unknown,
            (false, _) => place(&houses),
        }
    }

    /// What the order asks a filing for, with where it is on file: domains of sites, and apps.
    pub fn asked_for(&self) -> Vec<(&'a str, Place)> {
        let sites = self.case.order.sites.iter();
        sites
            .flat_map(|site| match site.kind {
                SiteKind::App => vec![(site.name.as_str(), self.app(site))],
                SiteKind::Site => {
                    let domains = site.domains.iter();
                    domains.map(|domain| (domain.name.as_str(), self.domain(&domain.name))).collect()
                }
            })
            .collect()
    }

    /// Whether a row's access goes through this house; none = not known.
    pub fn is_here(&self, row: &Filing) -> Option<bool> {
        row.here.or_else(|| row.provider.as_deref().map(|name| is_house(self.case.profile, name)))
    }
}

fn place(houses: &[Option<bool>]) -> Place {
    if houses.contains(&Some(true)) {
        Place::Here
    } else if houses.contains(&Some(false)) {
        Place::Elsewhere
    } else {
        Place::Somewhere
    }
}

/// True where a provider's name means the house of the profile. Names are written in many ways: any word of
/// the Chinese name will do.
pub fn is_house(profile: &Profile, name: &str) -> bool {
    let own = profile.provider.zh.split_whitespace().chain(profile.curtain_text.as_deref());
    let mut own = own.filter(|word| word.chars().count() > 1);
    let name = name.trim();
    !name.is_empty() && (same_text(name, &profile.provider.en) || own.any(|word| name.contains(word)))
}

/// A domain as it is compared: in ASCII, lower case, without a dot at its end.
pub fn ascii(name: &str) -> Cow<'_, str> {
    let name = name.trim().trim_end_matches('.');
    if name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(name);
    }
    idna::domain_to_ascii(name).map_or_else(|_| Cow::Owned(name.to_lowercase()), Cow::Owned)
}
