//! Word lists: data/words/*.toml, and the compact lists beside them (idioms, places, given names).
//!
//! A list is found by its id. Text is compared in half width, in lower case and without blanks or
//! invisible characters; what is found is told in positions of the text as it was given.

mod compact;
mod list;
mod normal;
mod person;
mod place;
#[cfg(test)]
mod tests;

pub use list::{At, Class, Hit, ListId, Word, WordList};
pub use normal::Normal;
pub use place::{Form, Level, PlaceHit};

use super::Broken;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// All word lists.
#[derive(Debug, Clone, Default)]
pub struct WordLists {
    lists: BTreeMap<ListId, Arc<WordList>>,
}

impl WordLists {
    /// State words that a name may not begin with (S114).
    pub const STATE: ListId = ListId::known("state");
    /// Sensitive words (S116).
    pub const SENSITIVE: ListId = ListId::known("sensitive");
    /// Generic forms that a personal name may not end in (S106).
    pub const GENERIC: ListId = ListId::known("generic");
    /// Further words that a personal name may not hold, by the field's practice (S106).
    pub const GENERIC_PRACTICE: ListId = ListId::known("generic_practice");
    /// The forms that a personal name must have in Jiangsu (S106).
    pub const GENERIC_JIANGSU: ListId = ListId::known("generic_jiangsu");
    /// Words that a personal name may have with a prior approval only (S107).
    pub const PRIOR_APPROVAL_NAMES: ListId = ListId::known("prior_approval_names");
    /// Superstition (S102).
    pub const SUPERSTITION: ListId = ListId::known("superstition");
    /// Theses and journals (S102).
    pub const THESES_JOURNALS: ListId = ListId::known("theses_journals");
    /// Words of business (S101).
    pub const BUSINESS: ListId = ListId::known("business");
    /// Words of industries and trades (S101).
    pub const INDUSTRY: ListId = ListId::known("industry");
    /// Occupations (S101).
    pub const OCCUPATION: ListId = ListId::known("occupation");
    /// Words of public administration (S101).
    pub const PUBLIC_ADMINISTRATION: ListId = ListId::known("public_administration");
    /// Words of companies and products (S101).
    pub const COMPANY_PRODUCT: ListId = ListId::known("company_product");
    /// Words in an entity's name that call for its legal representative (E009).
    pub const FINANCE_ENTITY: ListId = ListId::known("finance_entity");
    /// Finance words that call for a licence or a commitment (S125).
    pub const FINANCE_LICENCE: ListId = ListId::known("finance_licence");
    /// Key words of the industries that need a prior approval, by class (S125).
    pub const PRIOR_APPROVAL: ListId = ListId::known("prior_approval");
    /// Words of forums (S126).
    pub const FORUM: ListId = ListId::known("forum");
    /// Surnames of one character (S103).
    pub const SURNAME: ListId = ListId::known("surname");
    /// Surnames that are everyday words too (S103).
    pub const SURNAME_EVERYDAY: ListId = ListId::known("surname_everyday");
    /// Surnames of two characters (S103).
    pub const SURNAME_COMPOUND: ListId = ListId::known("surname_compound");
    /// Names that stand for anybody; off, words that look like names and are none (S103).
    pub const PERSON_NAME: ListId = ListId::known("person_name");
    /// What stands after a person's name in the name of a site (S103).
    pub const PERSON_FRAME: ListId = ListId::known("person_frame");
    /// What stands before a person's name in the name of a site (S103).
    pub const PERSON_OPENING: ListId = ListId::known("person_opening");
    /// Places beside the compact list, and names in it that count for none (S103).
    pub const PLACE: ListId = ListId::known("place");
    /// Idioms beside the compact list, and entries in it that count for none (S108).
    pub const IDIOM: ListId = ListId::known("idiom");

    /// Takes the text of a file: a new list, or rows that extend or override a list with the same id.
    ///
    /// # Errors
    /// Every row that makes no sense.
    pub fn take(&mut self, file: &str, text: &str) -> Result<(), Vec<Broken>> {
        let rows = list::parse(file, text)?;
        match self.lists.get_mut(&rows.id) {
            Some(list) => Arc::make_mut(list).overlay(file, rows).map_err(|fault| vec![fault])?,
            None => {
                let list = WordList::begin(file, rows).map_err(|fault| vec![fault])?;
                self.lists.insert(list.id.clone(), Arc::new(list));
            }
        }
        Ok(())
    }

    /// The list with this id.
    pub fn list(&self, id: &ListId) -> Option<&WordList> {
        self.lists.get(id).map(Arc::as_ref)
    }

    /// Every list, by its id.
    pub fn lists(&self) -> impl Iterator<Item = &WordList> {
        self.lists.values().map(Arc::as_ref)
    }

    /// Words of a list in a text, the leftmost and longest first; positions count characters.
    pub fn find_all<'a>(&'a self, id: &ListId, text: &str) -> Vec<Hit<'a>> {
        self.find_in(id, &Normal::of(text))
    }

    /// The same for a text that several lists look at.
    pub fn find_in<'a>(&'a self, id: &ListId, text: &Normal) -> Vec<Hit<'a>> {
        self.list(id).map(|list| list.find(text)).unwrap_or_default()
    }

    /// True where the whole text is an idiom; punctuation does not count.
    pub fn is_idiom(&self, text: &str) -> bool {
        let text = Normal::of(text).letters();
        match self.own(&Self::IDIOM, &text) {
            Some(own) => own,
            None => compact::idioms().is_some_and(|idioms| idioms.contains(&text)),
        }
    }

    /// True where the whole text is the name of a place, down to counties, long or short.
    pub fn is_place(&self, text: &str) -> bool {
        let text = Normal::of(text).letters();
        self.own(&Self::PLACE, &text).unwrap_or_else(|| place::is_place(&text))
    }

    /// Places named in a text, the leftmost and longest first.
    pub fn places_in(&self, text: &str) -> Vec<PlaceHit> {
        place::places_in(self, &Normal::of(text))
    }

    /// Where a person's name is the whole core of a text (`李小明的小站`), in characters.
    ///
    /// A hint and no more: it prefers to miss a name over taking an everyday word for one.
    pub fn looks_like_person_name(&self, text: &str) -> Option<Range<usize>> {
        person::core_name(self, &Normal::of(text))
    }

    /// What the list beside a compact one says of a word: `Some(false)` where it is off.
    fn own(&self, id: &ListId, normal: &str) -> Option<bool> {
        self.list(id).and_then(|list| list.says(normal))
    }
}
