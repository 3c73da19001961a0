//! Sites and apps (S): their names, what they hold, and what of them is on line.

mod content;
mod hospital;
mod names;
mod online;
mod practice;
mod spot;

#[cfg(test)]
mod tests;

use super::{Case, checks};
pub(super) use content::all_approval_words;
use content::{
    app_data, content_option, forum_without_approval, other_content_remark, personal_content_remark,
    prior_approval_missing, prior_approval_words,
};
use hospital::hospital_licence_remark;
use names::{
    name_is_domain, name_relates_to_entity, name_sensitive_word, name_state_word, organisation_name_length,
    organisation_name_letters_or_symbols, personal_name_approval_words, personal_name_generic,
    personal_name_idiom, personal_name_length, personal_name_letters_or_symbols, personal_name_no_business,
    personal_name_no_person_or_place, personal_name_superstition_journals,
};
use online::{
    filed_site_reachable, filed_site_shows_number, home_url_of_site, prefixes_of_one_site,
    site_closed_before_number,
};
use practice::{
    home_url_in_practice, name_as_entity, organisation_name_approval_words, personal_content_box,
    personal_name_further_words, personal_name_state_word, province_personal_name, site_name_unique,
};
pub(in crate::rules) use spot::same;

use crate::domain::checklist::SubjectRef;
use crate::domain::order::{AttachmentKind, Site};

checks![
    app_data,
    content_option,
    filed_site_reachable,
    filed_site_shows_number,
    forum_without_approval,
    home_url_in_practice,
    home_url_of_site,
    hospital_licence_remark,
    name_as_entity,
    name_is_domain,
    name_relates_to_entity,
    name_sensitive_word,
    name_state_word,
    organisation_name_approval_words,
    organisation_name_length,
    organisation_name_letters_or_symbols,
    other_content_remark,
    personal_content_box,
    personal_content_remark,
    personal_name_approval_words,
    personal_name_further_words,
    personal_name_generic,
    personal_name_idiom,
    personal_name_length,
    personal_name_letters_or_symbols,
    personal_name_no_business,
    personal_name_no_person_or_place,
    personal_name_state_word,
    personal_name_superstition_journals,
    prefixes_of_one_site,
    prior_approval_missing,
    prior_approval_words,
    province_personal_name,
    site_closed_before_number,
    site_name_unique,
];

/// A site with its place in the order.
#[derive(Debug, Clone, Copy)]
struct SiteAt<'a> {
    at: usize,
    site: &'a Site,
}

impl SiteAt<'_> {
    fn subject(&self) -> SubjectRef {
        SubjectRef::Site(self.site.id.0.clone())
    }

    /// The path of one of its fields.
    fn path(&self, field: &str) -> String {
        format!("sites[{}].{field}", self.at)
    }

    /// Its remark; none where it says nothing.
    fn remark(&self) -> Option<&str> {
        said(self.site.remark.as_deref())
    }
}

/// The sites and apps of the order.
fn sites<'a>(case: &Case<'a>) -> impl Iterator<Item = SiteAt<'a>> {
    case.order.sites.iter().enumerate().map(|(at, site)| SiteAt { at, site })
}

/// A text that says something: neither blank nor one of the words for "nothing".
fn said(text: Option<&str>) -> Option<&str> {
    let nothing = |text: &str| {
        matches!(text, "无" | "没有" | "暂无" | "略" | "同上" | "none" | "None" | "NONE" | "N/A" | "n/a")
            || !text.chars().any(char::is_alphanumeric)
    };
    text.map(str::trim).filter(|text| !nothing(text))
}

/// True where a file of this kind is given for the site, or for the order as a whole.
fn is_given(case: &Case, kind: AttachmentKind, of: &SiteAt) -> bool {
    case.files.iter().map(|file| file.given).any(|given| {
        given.kind == kind
            && given.placeholder != Some(true)
            && match given.owner.as_deref() {
                None | Some("order" | "entity") => true,
                Some(owner) => owner == of.site.id.0,
            }
    })
}
