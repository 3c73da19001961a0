//! Looking at files and fields: two pictures, the outside viewer, revealing, copying, looking up.

use super::Review;
use super::layout::Pane;
use super::pairs::Pair;
use super::rows::{self, Row};
use crate::app::action::ReviewAction as R;
use crate::app::effect::Effect;
use crate::app::screen::{At, Reply};
use crate::catalog::paths;
use crate::domain::lang::Lang;
use crate::domain::text::visible;

impl Review {
    pub(super) fn looking(&mut self, action: R, at: &At) -> Option<Reply> {
        match action {
            R::SideBySide => self.viewer.turn(&self.view, self.shown_at_cursor()),
            R::ShowLeft | R::ShowRight => {
                let file = self.shown_at_cursor()?;
                let pair = self.viewer.pair.unwrap_or(Pair { left: file, right: file });
                self.viewer.pair = Some(match action {
                    R::ShowLeft => Pair { left: file, ..pair },
                    _ => Pair { right: file, ..pair },
                });
            }
            R::OpenOutside => {
                let file = self.shown_at_cursor()?.file(&self.view)?;
                return Some(Reply::effect(Effect::OpenOutside(file.facts.sha256.clone())));
            }
            R::Reveal => return self.reveal(),
            R::Copy => return self.copy(at),
            R::LookUp => {
                let Row::Field(field) = self.row_at_cursor()? else { return None };
                let value = field.shown(&self.view, self.clear(&field.path));
                return Some(Reply::effect(Effect::LookUp {
                    field: crate::domain::path::pattern(&field.path),
                    value,
                }));
            }
            _ => return None,
        }
        Some(Reply::none())
    }

    /// Asks for a field in the clear; a revealed one is hidden again.
    fn reveal(&mut self) -> Option<Reply> {
        let Row::Field(field) = self.row_at_cursor()? else { return None };
        if self.known.revealed.remove(&field.path).is_some() {
            return Some(Reply::none());
        }
        Some(Reply::effect(Effect::Reveal { id: self.id(), field: field.path }))
    }

    fn copy(&self, at: &At) -> Option<Reply> {
        let text = match self.panes.focus {
            Pane::Order => {
                let row = self.row_at_cursor()?;
                let clear = match &row {
                    Row::Field(field) => self.clear(&field.path),
                    _ => None,
                };
                rows::copied(&row, &self.view, clear)?
            }
            Pane::Evidence => {
                let file = self.shown_at_cursor()?.file(&self.view)?;
                visible(&file.given.path).into_owned()
            }
            Pane::Checklist => self.item(at.catalog)?.rule.title.get(at.settings.lang).to_owned(),
            Pane::Findings => {
                let finding = self.finding()?.finding;
                visible(&self.wording(at.catalog, at.settings.lang).of(finding).what).into_owned()
            }
            Pane::Tray => visible(&self.reason_at_cursor(at.catalog)?.text).into_owned(),
        };
        Some(Reply::effect(Effect::Copy(text)))
    }

    /// What a reason in own words is about: the field, the file or the item under the cursor.
    pub(super) fn about(&self, at: &At) -> Option<String> {
        match self.panes.focus {
            Pane::Order => match self.row_at_cursor()? {
                Row::Field(field) => Some(paths::for_customer(at.catalog, &self.view.order, &field.path)),
                Row::Earlier(place) => self.view.comeback.as_ref()?.reasons.get(place)?.reason.field.clone(),
                Row::Change(place) => {
                    let change = self.view.changes.get(place)?;
                    Some(paths::for_customer(at.catalog, &self.view.order, &change.path))
                }
                _ => None,
            },
            Pane::Evidence => self.file_for_customer(at),
            Pane::Checklist => self.item(at.catalog).and_then(|item| self.field_of(at.catalog, &item)),
            Pane::Findings => {
                super::findings::field_of_finding(at.catalog, &self.view, self.finding()?.finding)
            }
            Pane::Tray => None,
        }
    }

    fn file_for_customer(&self, at: &At) -> Option<String> {
        let entry = self.entries().get(self.panes.cursor(Pane::Evidence)).copied()?;
        let kind = super::files::kind(&self.view, entry)?;
        let name = at.catalog.text(Lang::Zh, kind.slug());
        let owner = super::files::owner(&self.view, entry);
        let owner = owner.and_then(|owner| super::files::owner_name(&self.view, owner));
        Some(match owner {
            Some(owner) => format!("{name}（{}）", visible(&owner)),
            None => name.to_owned(),
        })
    }
}
