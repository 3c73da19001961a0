//! One list: its rows, how a file extends another's, and the search for its words.

use super::super::Broken;
use super::super::profile::Bilingual;
use super::super::rule::Certainty;
use super::normal::Normal;
use crate::domain::ids::{NatureId, ProvinceId};
use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;
use toml::Spanned;

/// More words than any list needs; the search is sure to be built below it.
const MOST_WORDS: usize = 20_000;
/// Longer than any word, in characters.
const LONGEST_WORD: usize = 40;

/// Name of a list, such as `state`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct ListId(Cow<'static, str>);

impl ListId {
    /// An id that the program knows.
    pub(super) const fn known(id: &'static str) -> Self {
        Self(Cow::Borrowed(id))
    }

    /// The text of the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ListId {
    fn from(id: &str) -> Self {
        Self(Cow::Owned(id.to_owned()))
    }
}

impl fmt::Display for ListId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where in a text the words of a list count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum At {
    /// Anywhere.
    #[default]
    Anywhere,
    /// At the start, before which punctuation may stand.
    Start,
    /// At the end, after which punctuation may stand.
    End,
}

/// A class of words, such as an industry with the licence that it needs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Name.
    pub id: String,
    /// Title.
    pub title: Bilingual,
    /// The licence that it calls for.
    #[serde(default)]
    pub licence: Option<Bilingual>,
    /// Where it stands.
    pub source: String,
}

/// A word of a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The word, as it is shown.
    pub text: String,
    /// Where it stands; `–` = the field's practice.
    pub source: String,
    /// Class, as an id of [`Class`].
    #[serde(default)]
    pub class: Option<String>,
    /// How sure it is; none = as its list.
    #[serde(default)]
    pub certainty: Option<Certainty>,
    /// Provinces that it holds in; none named = everywhere.
    #[serde(default)]
    pub provinces: Vec<ProvinceId>,
    /// Provinces that it does not hold in.
    #[serde(default)]
    pub not_provinces: Vec<ProvinceId>,
}

/// A row of a file: a word, or the end of one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    text: String,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    class: Option<String>,
    #[serde(default)]
    certainty: Option<Certainty>,
    #[serde(default)]
    provinces: Vec<ProvinceId>,
    #[serde(default)]
    not_provinces: Vec<ProvinceId>,
    #[serde(default)]
    off: bool,
}

/// A file: a list, or what changes in one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rows {
    pub(super) id: ListId,
    #[serde(default)]
    title: Option<Bilingual>,
    #[serde(default)]
    certainty: Option<Certainty>,
    #[serde(default)]
    source: Option<Vec<String>>,
    #[serde(default)]
    at: Option<At>,
    #[serde(default)]
    natures: Option<Vec<NatureId>>,
    #[serde(default)]
    class: Vec<Class>,
    #[serde(default)]
    word: Vec<Spanned<Row>>,
}

/// A list of words.
#[derive(Debug, Clone)]
pub struct WordList {
    /// Its name.
    pub id: ListId,
    /// What its words are.
    pub title: Bilingual,
    /// How sure its words are, where they don't say otherwise.
    pub certainty: Certainty,
    /// Where the list stands.
    pub source: Vec<String>,
    /// Where in a text its words count.
    pub at: At,
    /// Natures that it is for (`organisation` = all but the personal one); empty = all.
    pub natures: Vec<NatureId>,
    /// Classes of its words.
    pub classes: Vec<Class>,
    /// Its words.
    words: Vec<Word>,
    /// Normalised words: the index in `words`, or none for a word that is off.
    known: HashMap<String, Option<usize>>,
    /// Characters of its longest word.
    longest: usize,
    search: Search,
}

/// The automaton of a list, built at its first search.
#[derive(Clone, Default)]
struct Search(OnceLock<Option<AhoCorasick>>);

impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.get().is_some() { "built" } else { "not built" })
    }
}

/// A word found in a text.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    /// The list.
    pub list: &'a WordList,
    /// The word, with its source.
    pub word: &'a Word,
    /// Its first character in the text as given, from 0.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
}

impl<'a> Hit<'a> {
    /// How sure the word is.
    pub fn certainty(&self) -> Certainty {
        self.word.certainty.unwrap_or(self.list.certainty)
    }

    /// True where the word holds in this province.
    pub fn holds_in(&self, province: &ProvinceId) -> bool {
        let word = self.word;
        (word.provinces.is_empty() || word.provinces.contains(province))
            && !word.not_provinces.contains(province)
    }

    /// Class of the word.
    pub fn class(&self) -> Option<&'a Class> {
        let id = self.word.class.as_ref()?;
        self.list.classes.iter().find(|class| &class.id == id)
    }
}

/// Reads a file and looks whether it makes sense.
pub(super) fn parse(file: &str, text: &str) -> Result<Rows, Vec<Broken>> {
    let rows: Rows = toml::from_str(text).map_err(|error| vec![Broken::toml(file, text, &error)])?;
    let mut faults = Vec::new();
    let mut seen = HashMap::new();
    for spanned in &rows.word {
        let row = spanned.get_ref();
        let normal = Normal::of(&row.text);
        let wrong = if normal.as_str().is_empty() {
            Bilingual::new("有空词，请删去", "a word is empty")
        } else if row.text.chars().count() > LONGEST_WORD {
            Bilingual::new(
                format!("词“{}”超过 {LONGEST_WORD} 字", row.text),
                format!("the word {} is longer than {LONGEST_WORD} characters", row.text),
            )
        } else if seen.insert(normal.as_str().to_owned(), ()).is_some() {
            Bilingual::new(
                format!("词“{}”写了两次，请删去一次", row.text),
                format!("the word {} stands twice", row.text),
            )
        } else if row.source.is_none() && !row.off {
            Bilingual::new(
                format!("词“{}”没有 source（来源），请补上", row.text),
                format!("the word {} has no source", row.text),
            )
        } else {
            continue;
        };
        faults.push(Broken::at(file, Broken::line_of(text, spanned.span().start), wrong));
    }
    if rows.word.len() > MOST_WORDS {
        let what = Bilingual::new(
            format!("超过 {MOST_WORDS} 个词，请分成几个表"),
            format!("it has more than {MOST_WORDS} words"),
        );
        faults.push(Broken::sense(file, what));
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

impl WordList {
    /// A new list.
    pub(super) fn begin(file: &str, rows: Rows) -> Result<Self, Broken> {
        let missing = |what: &str| {
            let (zh, en) =
                (format!("词表 {} 缺少 {what}", rows.id), format!("the list {} has no {what}", rows.id));
            Broken::sense(file, Bilingual::new(zh, en))
        };
        let mut list = Self {
            id: rows.id.clone(),
            title: rows.title.clone().ok_or_else(|| missing("title"))?,
            certainty: rows.certainty.ok_or_else(|| missing("certainty"))?,
            source: Vec::new(),
            at: At::default(),
            natures: Vec::new(),
            classes: Vec::new(),
            words: Vec::new(),
            known: HashMap::new(),
            longest: 0,
            search: Search::default(),
        };
        list.overlay(file, rows)?;
        Ok(list)
    }

    fn lacks_class(&self, word: &Word) -> bool {
        word.class.as_ref().is_some_and(|id| self.classes.iter().all(|class| &class.id != id))
    }

    /// Lays the rows of another file over this list: new words, other words, words that are off.
    pub(super) fn overlay(&mut self, file: &str, rows: Rows) -> Result<(), Broken> {
        self.title = rows.title.unwrap_or_else(|| std::mem::take(&mut self.title));
        self.certainty = rows.certainty.unwrap_or(self.certainty);
        self.source = rows.source.unwrap_or_else(|| std::mem::take(&mut self.source));
        self.at = rows.at.unwrap_or(self.at);
        self.natures = rows.natures.unwrap_or_else(|| std::mem::take(&mut self.natures));
        for class in rows.class {
            self.classes.retain(|old| old.id != class.id);
            self.classes.push(class);
        }
        for row in rows.word {
            self.lay(row.into_inner());
        }
        self.longest = self.known.keys().map(|word| word.chars().count()).max().unwrap_or(0);
        self.search = Search::default();
        match self.words.iter().find(|word| self.lacks_class(word)) {
            Some(word) => Err(Broken::sense(
                file,
                Bilingual::new(
                    format!("词“{}”的 class 不在表中", word.text),
                    format!("the class of {} is not in the list", word.text),
                ),
            )),
            None => Ok(()),
        }
    }

    fn lay(&mut self, row: Row) {
        let normal = Normal::of(&row.text).as_str().to_owned();
        if row.off {
            self.take_out(&normal);
            self.known.insert(normal, None);
            return;
        }
        let word = Word {
            text: row.text,
            source: row.source.unwrap_or_default(),
            class: row.class,
            certainty: row.certainty,
            provinces: row.provinces,
            not_provinces: row.not_provinces,
        };
        match self.known.get(&normal) {
            Some(Some(at)) => self.words[*at] = word,
            _ => {
                self.known.insert(normal, Some(self.words.len()));
                self.words.push(word);
            }
        }
    }

    fn take_out(&mut self, normal: &str) {
        let Some(Some(gone)) = self.known.get(normal).copied() else { return };
        self.words.remove(gone);
        for at in self.known.values_mut().flatten().filter(|at| **at > gone) {
            *at -= 1;
        }
    }

    /// Words, in the order of their files.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// True where the list is for entities of this nature.
    pub fn is_for(&self, nature: &NatureId) -> bool {
        self.natures.is_empty()
            || self.natures.contains(nature)
            || (nature.as_str() != "personal" && self.natures.iter().any(|id| id.as_str() == "organisation"))
    }

    /// True where the normalised text is a word of the list.
    pub(super) fn has(&self, normal: &str) -> bool {
        matches!(self.known.get(normal), Some(Some(_)))
    }

    /// What the list says of a word: `Some(false)` where it is off, none where it does not know it.
    pub(super) fn says(&self, normal: &str) -> Option<bool> {
        self.known.get(normal).map(Option::is_some)
    }

    /// Words of the list in a text.
    pub(super) fn find<'a>(&'a self, text: &Normal) -> Vec<Hit<'a>> {
        match self.at {
            At::Anywhere => self.find_anywhere(text),
            At::Start => self.find_at_start(text).into_iter().collect(),
            At::End => self.find_at_end(text).into_iter().collect(),
        }
    }

    fn find_anywhere<'a>(&'a self, text: &Normal) -> Vec<Hit<'a>> {
        let Some(search) = self.search.0.get_or_init(|| self.build()) else { return Vec::new() };
        let found = search.find_iter(text.as_str());
        found.filter_map(|hit| self.hit(text, hit.pattern().as_usize(), hit.start(), hit.end())).collect()
    }

    fn build(&self) -> Option<AhoCorasick> {
        let words = self.words.iter().map(|word| Normal::of(&word.text).as_str().to_owned());
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()
    }

    fn find_at_start<'a>(&'a self, text: &Normal) -> Option<Hit<'a>> {
        let start = text.as_str().find(char::is_alphanumeric)?;
        let rest = &text.as_str()[start..];
        let ends = rest.char_indices().take(self.longest).map(|(at, c)| start + at + c.len_utf8());
        ends.filter_map(|end| self.word_at(text, start, end)).last()
    }

    fn find_at_end<'a>(&'a self, text: &Normal) -> Option<Hit<'a>> {
        let rest = text.as_str().trim_end_matches(|c: char| !c.is_alphanumeric());
        let starts = rest.char_indices().rev().take(self.longest).map(|(at, _)| at);
        starts.filter_map(|start| self.word_at(text, start, rest.len())).last()
    }

    fn word_at<'a>(&'a self, text: &Normal, start: usize, end: usize) -> Option<Hit<'a>> {
        let word = (*self.known.get(&text.as_str()[start..end])?)?;
        self.hit(text, word, start, end)
    }

    fn hit<'a>(&'a self, text: &Normal, word: usize, start: usize, end: usize) -> Option<Hit<'a>> {
        let word = self.words.get(word)?;
        let (from, to) = text.given(start, end)?;
        text.stands_alone(start, end).then_some(Hit { list: self, word, start: from, end: to })
    }
}
