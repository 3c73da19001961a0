//! The samples: orders with what is known of them, in the stage in which their files are looked at.

use crate::all::support;
use beian::catalog::place::Province;
use beian::catalog::{Catalog, slots};
use beian::domain::across::Across;
use beian::domain::event::OrderState;
use beian::domain::facts::FileFacts;
use beian::domain::finding::Finding;
use beian::domain::order::{
    Access, Attachment, AttachmentKind, Domain, Filed, Order, Person, Site, Supplement,
};
use beian::domain::stage::Stage;
use beian::domain::worktime;
use beian::rules::{Case, GivenFile, run};
use beian::work::config;
use chrono::{DateTime, NaiveDate, Utc};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The made-up registrars of the samples.
pub const REGISTRARS: &str = include_str!("../../../assets/demo/registrars.toml");

/// The embedded catalogue with what the demo adds to it.
pub fn catalog() -> &'static Catalog {
    static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
        Catalog::layered(&[config::layer(&demo).unwrap()]).unwrap()
    });
    &CATALOG
}

/// A sample, with the codes of the faults that are meant to be in it.
pub struct Sample {
    pub given: Given,
    pub planted: Vec<&'static str>,
}

/// An order with what is known of it.
#[derive(Clone)]
pub struct Given {
    pub name: String,
    pub stage: Stage,
    pub order: Order,
    pub facts: Vec<FileFacts>,
    /// Where the files' own bytes lie.
    pub sources: Vec<PathBuf>,
    pub across: Across,
    /// Paper originals that came: document and owner.
    pub papers: Vec<(String, String)>,
    /// Where it stands, once it has left the house.
    pub state: Option<OrderState>,
}

/// What the samples' table says of one order.
struct Row {
    no: &'static str,
    has_supplement: bool,
    planted: Vec<&'static str>,
}

/// Every sample: its order in first review, and together with its supplement in second review.
pub fn samples() -> &'static [Sample] {
    static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
        let mut all = Vec::new();
        for row in rows() {
            let given = Given::read(row.no, None);
            all.push(Sample { given, planted: row.planted.clone() });
            if row.has_supplement {
                let given = Given::read(row.no, Some(&format!("{}-supplement", row.no)));
                all.push(Sample { given, planted: row.planted });
            }
        }
        all
    });
    &SAMPLES
}

fn rows() -> Vec<Row> {
    let table = include_str!("../../../assets/samples/README.md");
    let rows = table.lines().filter(|line| line.starts_with("| ICP-"));
    let rows: Vec<Row> = rows
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let no = cells[1].split(' ').next().unwrap();
            let planted = cells[6].split_whitespace().next().into_iter().collect();
            Row { no, has_supplement: cells[1].ends_with("+ supplement"), planted }
        })
        .collect();
    assert!(rows.len() > 30, "the table of the samples reads differently");
    rows
}

impl Given {
    fn read(name: &str, supplement: Option<&str>) -> Self {
        let text = std::fs::read_to_string(support::sample(name).join("order.json")).unwrap();
        let order: Order = serde_json::from_str(&text).unwrap();
        let sources: Vec<PathBuf> =
            order.attachments.iter().map(|file| support::sample(name).join(&file.path)).collect();
        let facts = sources.iter().map(|path| read(path)).collect();
        let across = Across::default();
        let mut given = Self {
            name: name.to_owned(),
            stage: Stage::FirstReview,
            order,
            facts,
            sources,
            across,
            papers: Vec::new(),
            state: None,
        };
        if let Some(folder) = supplement {
            let text = std::fs::read_to_string(support::sample(folder).join("order.json")).unwrap();
            let mut more: Supplement = serde_json::from_str(&text).unwrap();
            for file in &mut more.attachments {
                let path = support::sample(folder).join(&file.path);
                given.facts.push(read(&path));
                given.sources.push(path);
                file.path = format!("supplement/{}", file.path);
            }
            given.order.attachments.extend(more.attachments);
            given.stage = Stage::SecondReview;
            let profile = catalog().profile(&given.order.profile).unwrap();
            let slots = slots::slots(profile, &given.order, &[], &[]);
            let papers = slots.into_iter().filter(|slot| slot.paper.is_some());
            given.papers = papers.map(|slot| (slot.kind.slug().to_owned(), slot.owner)).collect();
            given.name = folder.to_owned();
        }
        given
    }

    /// The morning after the newest sample.
    pub fn now() -> DateTime<Utc> {
        "2026-11-22T02:00:00Z".parse().unwrap()
    }

    /// What the rules find.
    pub fn findings(&self) -> Vec<Finding> {
        assert_eq!(self.order.attachments.len(), self.facts.len(), "{}", self.name);
        let given = self.order.attachments.iter().zip(&self.facts);
        let files: Vec<GivenFile> =
            given.map(|(given, facts)| GivenFile { given, facts: Some(facts) }).collect();
        let case = Case {
            catalog: catalog(),
            order: &self.order,
            profile: catalog().profile(&self.order.profile).unwrap(),
            stage: self.stage,
            now: Self::now(),
            files: &files,
            papers: &self.papers,
            across: Some(&self.across),
            state: self.state.as_ref(),
            materials: &[],
        };
        run(&case).findings
    }

    pub fn is_personal(&self) -> bool {
        self.order.is_personal()
    }

    /// What is on file, as the customer states it.
    pub fn filed(&mut self) -> &mut Filed {
        self.order.filed.get_or_insert_with(|| serde_json::from_str("{}").unwrap())
    }

    /// The first domain, where there is one.
    pub fn domain(&mut self, change: impl FnOnce(&mut Domain)) -> bool {
        self.order.sites.iter_mut().flat_map(|site| &mut site.domains).next().map(change).is_some()
    }

    /// The first access entry, where there is one.
    pub fn access(&mut self, change: impl FnOnce(&mut Access)) -> bool {
        self.order.access.first_mut().map(change).is_some()
    }

    /// Takes the files away of which `is_it` is true.
    pub fn without(&mut self, is_it: impl Fn(&Attachment) -> bool) -> bool {
        let keep: Vec<bool> = self.order.attachments.iter().map(|file| !is_it(file)).collect();
        let mut at = keep.iter();
        self.facts.retain(|_| *at.next().unwrap());
        let mut at = keep.iter();
        self.sources.retain(|_| *at.next().unwrap());
        self.order.attachments.retain(|file| !is_it(file));
        keep.contains(&false)
    }

    /// The province of the filing.
    pub fn province(&self) -> &'static Province {
        catalog().province(&self.order.province).unwrap()
    }

    /// The day of submission, in Shanghai.
    pub fn day(&self) -> NaiveDate {
        worktime::shanghai(self.order.submitted_at).date()
    }

    /// The principal.
    pub fn principal(&mut self) -> &mut Person {
        let id = self.order.entity.principal.clone();
        self.order.people.iter_mut().find(|person| person.id == id).unwrap()
    }

    /// The first site, where there is one.
    pub fn site(&mut self, change: impl FnOnce(&mut Site)) -> bool {
        self.order.sites.first_mut().map(change).is_some()
    }

    /// The facts and the record of the first file of a kind.
    pub fn file(
        &mut self,
        kind: AttachmentKind,
        change: impl FnOnce(&mut Attachment, &mut FileFacts),
    ) -> bool {
        let mut files = self.order.attachments.iter_mut().zip(&mut self.facts);
        let found = files.find(|(file, _)| file.kind == kind && file.placeholder != Some(true));
        found.map(|(file, facts)| change(file, facts)).is_some()
    }
}

fn read(path: &Path) -> FileFacts {
    beian::evidence::facts(&std::fs::read(path).unwrap())
}
