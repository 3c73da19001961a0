//! Second review works from the sheet: the order's data beside its picture, item by item.

use super::Review;
use super::rows::FieldRow;
use crate::catalog::Catalog;
use crate::catalog::paths;
use crate::domain::checklist::SubjectRef;
use crate::domain::order::AttachmentKind as Kind;
use crate::domain::stage::Stage;

impl Review {
    /// In second review the pictures follow the item: the sheet alone and large, a photo beside its person's ID.
    pub(super) fn follow_item(&mut self, catalog: &Catalog) {
        if self.work.stage != Stage::SecondReview {
            return;
        }
        let Some(item) = self.item(catalog) else { return };
        let photo =
            item.rule.look_at.iter().any(|kind| matches!(kind, Kind::CurtainPhoto | Kind::HandheldPhoto));
        let file = self.file_at_cursor().filter(|_| photo);
        self.viewer.pair = file.and_then(|file| self.pair_of(file));
    }

    /// The fields that the item under the cursor is compared with, where second review works from the sheet.
    pub fn compared(&self, catalog: &Catalog) -> Vec<FieldRow> {
        let Some(item) = self.item(catalog).filter(|_| self.work.stage == Stage::SecondReview) else {
            return Vec::new();
        };
        let sheet = item.rule.look_at.contains(&Kind::VerificationSheet);
        let heads = catalog.sheet.head.iter().filter(|head| sheet && head.rules.contains(&item.rule.code));
        let mut paths: Vec<String> = item
            .rule
            .field
            .iter()
            .map(String::as_str)
            .chain(heads.map(|head| head.from.as_str()))
            .flat_map(|field| self.at_every(field, &item.key.subject))
            .collect();
        paths.dedup();
        let rows = self.rows();
        let mut shown: Vec<FieldRow> = Vec::new();
        for path in paths {
            let found = rows.field(&path).cloned();
            if let Some(field) = found.filter(|field| !shown.contains(field)) {
                shown.push(field);
            }
        }
        shown
    }

    /// The paths of a field for a subject; of a site, those of all its domains.
    fn at_every(&self, field: &str, subject: &SubjectRef) -> Vec<String> {
        let order = &self.view.order;
        let SubjectRef::Site(id) = subject else { return vec![paths::at_subject(order, field, subject)] };
        let site = order.sites.iter().find(|site| site.id.as_str() == id);
        let domains = site.map_or(0, |site| site.domains.len());
        if !field.contains("domains.*") {
            return vec![paths::at_subject(order, field, subject)];
        }
        (0..domains).map(|at| paths::at_subject(order, field, &SubjectRef::Domain(id.clone(), at))).collect()
    }
}
