//! Cases for the tests of the families: a good sample order, changed as the test says, and one rule run on it.

use super::{Case, Check, GivenFile, run_by};
use crate::catalog::Catalog;
use crate::catalog::rule::Rule;
use crate::catalog::wording::sentences;
use crate::domain::across::Across;
use crate::domain::event::OrderState;
use crate::domain::facts::{Colour, FileFacts, FileState, Media, PictureFacts};
use crate::domain::finding::{Finding, Found};
use crate::domain::lang::Lang;
use crate::domain::material::Material;
use crate::domain::order::{Attachment, AttachmentKind, Order};
use crate::domain::stage::Stage;
use chrono::{DateTime, Duration, Utc};
use std::sync::OnceLock;

/// The embedded catalogue, with what a deployment would add for the sample orders.
pub fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let mut catalog = Catalog::embedded().unwrap();
        for profile in catalog.profiles.values_mut() {
            profile.offers.ip_ranges = vec!["203.0.113.0/24".parse().unwrap()];
            profile.offers.access_modes = ["cloud", "hosting", "colocation"].map(str::to_owned).to_vec();
        }
        catalog
    })
}

/// An order in a stage, with its files and what lies across.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The order.
    pub order: Order,
    /// The stage.
    pub stage: Stage,
    /// Facts of its files; one for each attachment.
    pub facts: Vec<FileFacts>,
    /// What lies outside it.
    pub across: Option<Across>,
    /// Paper originals.
    pub papers: Vec<(String, String)>,
    /// Where it stands.
    pub state: Option<OrderState>,
    /// Now.
    pub now: DateTime<Utc>,
}

/// A sample order by its number: `ICP-10201`.
pub fn sample(no: &str) -> Sample {
    let path = format!("{}/assets/samples/{no}/order.json", env!("CARGO_MANIFEST_DIR"));
    #[allow(clippy::disallowed_methods, reason = "a test reads the sample orders")]
    let text = std::fs::read_to_string(&path).unwrap();
    let order: Order = serde_json::from_str(&text).unwrap();
    let now = order.submitted_at + Duration::hours(1);
    let facts = order.attachments.iter().enumerate().map(|(at, _)| whole(at)).collect();
    Sample {
        order,
        stage: Stage::FirstReview,
        facts,
        across: Some(Across::default()),
        papers: Vec::new(),
        state: None,
        now,
    }
}

/// Facts of a whole colour JPEG; each number has other bytes.
pub fn whole(number: usize) -> FileFacts {
    FileFacts {
        method: 0,
        sha256: format!("{number:064x}").into(),
        bytes: 300_000,
        media: Media::Jpeg,
        state: FileState::Whole,
        picture: Some(PictureFacts { width: 1600, height: 1100, bit_depth: 8, colour: Colour::Colour }),
        exif: None,
        software: Vec::new(),
    }
}

/// An attachment of a kind and owner.
pub fn file(kind: AttachmentKind, owner: &str) -> Attachment {
    Attachment {
        path: format!("{}-{owner}.jpg", kind.slug()),
        kind,
        owner: Some(owner.to_owned()),
        side: None,
        photo_method: None,
        placeholder: None,
        uploaded_at: None,
        sha256: None,
    }
}

impl Sample {
    /// The order, changed.
    pub fn with(mut self, change: impl FnOnce(&mut Order)) -> Self {
        change(&mut self.order);
        let have = self.facts.len();
        self.facts.extend((have..self.order.attachments.len()).map(whole));
        self.facts.truncate(self.order.attachments.len());
        self
    }

    /// In another stage.
    pub fn in_stage(mut self, stage: Stage) -> Self {
        self.stage = stage;
        self
    }

    /// As it stands in a home at a moment.
    pub fn stands(mut self, state: OrderState, now: DateTime<Utc>) -> Self {
        self.stage = state.stage;
        (self.state, self.now) = (Some(state), now);
        self
    }

    /// With facts of its files changed.
    pub fn files(mut self, change: impl FnOnce(&mut [FileFacts])) -> Self {
        change(&mut self.facts);
        self
    }

    /// With one more attachment.
    pub fn attach(self, attachment: Attachment) -> Self {
        self.with(|order| order.attachments.push(attachment))
    }

    /// With what lies across changed.
    pub fn across(mut self, change: impl FnOnce(&mut Across)) -> Self {
        change(self.across.get_or_insert_default());
        self
    }

    fn report(&self) -> super::Report {
        self.report_by(super::check_of)
    }

    /// What came of a run in which these functions stand for the rules' own.
    pub fn report_by(&self, check_of: impl Fn(&Rule) -> Option<Check>) -> super::Report {
        let catalog = catalog();
        let profile = catalog.profile(&self.order.profile).unwrap();
        let files: Vec<GivenFile> = self
            .order
            .attachments
            .iter()
            .zip(&self.facts)
            .map(|(given, facts)| GivenFile { given, facts: Some(facts) })
            .collect();
        let case = Case {
            catalog,
            order: &self.order,
            profile,
            stage: self.stage,
            now: self.now,
            files: &files,
            papers: &self.papers,
            across: self.across.as_ref(),
            state: self.state.as_ref(),
            materials: &[],
        };
        run_by(&case, check_of)
    }

    /// Everything that was found.
    pub fn all(&self) -> Vec<Finding> {
        self.report().findings
    }

    /// The slots.
    pub fn materials(&self) -> Vec<Material> {
        self.report().materials
    }

    /// What one rule found; its sentences have no placeholder left.
    pub fn found(&self, code: &str) -> Vec<Finding> {
        let mut found = self.all();
        found.retain(|finding| finding.rule.as_str() == code);
        for finding in &found {
            for lang in [Lang::Zh, Lang::En] {
                let said = sentences(catalog(), finding, lang).unwrap();
                assert!(!said.what.contains('{') && !said.mend.contains('{'), "{code}: {said:?}");
            }
        }
        found
    }

    /// Paths of the faults that one rule found; "" for one without a path.
    pub fn faults(&self, code: &str) -> Vec<String> {
        self.paths(code, Found::Fault)
    }

    /// Paths of the facts that one rule misses.
    pub fn opens(&self, code: &str) -> Vec<String> {
        self.paths(code, Found::Open)
    }

    fn paths(&self, code: &str, is: Found) -> Vec<String> {
        let found = self.found(code).into_iter().filter(|finding| finding.is == is);
        found.map(|finding| finding.path.unwrap_or_default()).collect()
    }
}
