//! What a reason, or an item, is about: fields of the order, and files.

use crate::catalog::Catalog;
use crate::catalog::paths::{at_subject, for_customer, part_of, person_of};
use crate::catalog::rule::Rule;
use crate::domain::checklist::{ChosenReason, SubjectRef};
use crate::domain::lang::Lang;
use crate::domain::order::{AttachmentKind, Order, Side};
use crate::domain::rounds::{Fields, FileNews};
use crate::domain::text::visible;
use crate::domain::view::AttachmentView;

/// A document: any file of its kind, of these owners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is meant to be.
    pub kind: AttachmentKind,
    /// Whose; empty = whosever.
    pub owners: Vec<String>,
    /// Which side; none = any.
    pub side: Option<Side>,
}

/// Fields, as paths into the earlier order, and documents. Nothing of both: it is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Fields and groups of fields.
    pub paths: Vec<String>,
    /// Documents.
    pub documents: Vec<Document>,
}

impl About {
    /// True where nothing says what it is about.
    pub fn is_unknown(&self) -> bool {
        self.paths.is_empty() && self.documents.is_empty()
    }

    /// True where a file is one of its documents.
    pub fn is_about(&self, file: &FileNews) -> bool {
        self.documents.iter().any(|document| {
            document.kind == file.kind
                && (document.owners.is_empty() || document.owners.iter().any(|owner| owner == whose(file)))
                && document.side.is_none_or(|side| file.side == Some(side))
        })
    }

    fn add(&mut self, other: Self) {
        let new = |path: &String| !self.paths.contains(path);
        let paths: Vec<String> = other.paths.into_iter().filter(new).collect();
        self.paths.extend(paths);
        self.documents.extend(other.documents);
    }
}

/// A file without an owner is the order's.
fn whose(file: &FileNews) -> &str {
    file.owner.as_deref().unwrap_or("order")
}

/// The names of the files of two revisions, as a customer reads them.
pub struct Papers(Vec<(Vec<String>, Document)>);

impl Papers {
    /// Those of the files of either revision.
    pub fn of(catalog: &Catalog, order: &Order, before: &[AttachmentView], after: &[AttachmentView]) -> Self {
        let names = |file: &AttachmentView| {
            let given = &file.given;
            let owner = given.owner.as_deref().and_then(|owner| owner_name(order, owner));
            let owner = owner.map(|name| format!("（{}）", visible(name))).unwrap_or_default();
            let side = given.side.map(|side| format!("（{}）", catalog.text(Lang::Zh, side_key(side))));
            let kind = catalog.text(Lang::Zh, given.kind.slug());
            let document =
                |side| Document { kind: given.kind, owners: given.owner.iter().cloned().collect(), side };
            let whole = (vec![kind.to_owned(), format!("{kind}{owner}")], document(None));
            let sided = side.map(|side| {
                (vec![format!("{kind}{owner}{side}"), format!("{kind}{side}")], document(given.side))
            });
            [Some(whole), sided].into_iter().flatten().collect::<Vec<_>>()
        };
        Self(before.iter().chain(after).flat_map(names).collect())
    }

    fn named(&self, name: &str) -> Vec<Document> {
        let fits = |(names, _): &&(Vec<String>, Document)| names.iter().any(|known| known == name);
        let mut found: Vec<Document> = Vec::new();
        for (_, document) in self.0.iter().filter(fits) {
            if !found.contains(document) {
                found.push(document.clone());
            }
        }
        found
    }
}

/// The key of a side's name.
const fn side_key(side: Side) -> &'static str {
    match side {
        Side::Front => "side.front",
        Side::Back => "side.back",
        Side::Merged => "side.merged",
    }
}

fn owner_name<'a>(order: &'a Order, owner: &str) -> Option<&'a str> {
    let person = order.people.iter().find(|person| person.id.as_str() == owner);
    let site = order.sites.iter().find(|site| site.id.as_str() == owner);
    person.map(|person| person.name.as_str()).or(site.map(|site| site.name.as_str()))
}

/// The rules that a reason explains: of its item, of its code, or those tied to it in the list of reasons.
pub(super) fn rules_of<'a>(catalog: &'a Catalog, reason: &ChosenReason) -> Vec<&'a Rule> {
    let of_item = reason.item.as_ref().and_then(|item| catalog.rule(&item.rule));
    if let Some(rule) = of_item.or_else(|| catalog.rule(&reason.code.as_str().into())) {
        return vec![rule];
    }
    let tied = catalog.reason(&reason.code).map(|row| row.rules.as_slice()).unwrap_or_default();
    tied.iter().filter_map(|code| catalog.rule(code)).collect()
}

/// What a reason is about: the field or document that it names to the customer, and what its rules look at.
pub(super) fn of_reason(
    catalog: &Catalog,
    before: &Order,
    fields: &Fields,
    papers: &Papers,
    reason: &ChosenReason,
) -> About {
    let mut about = About::default();
    if let Some(name) = reason.field.as_deref().filter(|name| !name.is_empty()) {
        about.documents = papers.named(name);
        if !about.documents.is_empty() {
            return about;
        }
        let named = fields.paths().into_iter().filter(|path| for_customer(catalog, before, path) == name);
        about.paths = named.map(str::to_owned).collect();
    }
    let known = !about.paths.is_empty();
    for rule in rules_of(catalog, reason) {
        for subject in subjects(before, rule, reason) {
            let own = of_item(before, rule, &subject);
            about.add(if known { About { paths: Vec::new(), ..own } } else { own });
        }
    }
    about
}

fn subjects(order: &Order, rule: &Rule, reason: &ChosenReason) -> Vec<SubjectRef> {
    match &reason.item {
        Some(item) => vec![item.subject.clone()],
        None => crate::catalog::checklist::subjects_of(rule, order),
    }
}

/// What an item is about: its rule's field and documents, or else the part that its subject stands for.
pub fn of_item(order: &Order, rule: &Rule, subject: &SubjectRef) -> About {
    let owners = owners(order, subject);
    let document = |kind: &AttachmentKind| Document { kind: *kind, owners: owners.clone(), side: None };
    // An organisation's own data stand on its certificate; the ID beside it is for persons that file.
    let own = |kind: &&AttachmentKind| {
        let certified = *subject == SubjectRef::Entity
            && !order.is_personal()
            && rule.look_at.contains(&AttachmentKind::EntityCertificate);
        !(certified && **kind == AttachmentKind::IdDocument)
    };
    let documents: Vec<Document> = rule.look_at.iter().filter(own).map(document).collect();
    let field = rule.field.as_deref().filter(|field| *field != "attachments");
    let path = match field {
        Some(field) => Some(at_subject(order, field, subject)),
        None if documents.is_empty() => part_of(order, subject),
        None => None,
    };
    About { paths: path.into_iter().collect(), documents }
}

/// Whose documents an item looks at: those of its site and of its person. The entity's certificate and what is
/// the order's have no such owner; then whosever.
fn owners(order: &Order, subject: &SubjectRef) -> Vec<String> {
    let site = match subject {
        SubjectRef::Site(id) | SubjectRef::Domain(id, _) => Some(id.clone()),
        _ => None,
    };
    match subject {
        SubjectRef::Order | SubjectRef::Entity => Vec::new(),
        _ => {
            let person = person_of(order, subject).map(|person| person.id.to_string());
            site.into_iter().chain(person).chain(["entity".to_owned(), "order".to_owned()]).collect()
        }
    }
}
