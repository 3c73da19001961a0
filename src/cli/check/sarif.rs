//! Findings as SARIF 2.1.0, for tools that collect what linters find.

use super::ShownOrder;
use crate::catalog::Catalog;
use crate::cli::error::Failure;
use crate::domain::finding::{Finding, Found};
use crate::domain::lang::Lang;
use crate::domain::rule::Weight;
use crate::domain::text::Plain;
use crate::work::check::Checked;
use serde_json::{Value, json};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The results of one package.
pub fn results(catalog: &Catalog, checked: &Checked, lang: Lang) -> Vec<Value> {
    match checked {
        Checked::Supplement { .. } => Vec::new(),
        Checked::Refused(refused) => refused
            .faults
            .iter()
            .map(|fault| {
                let place = location(fault.file.raw(), Some(fault.json_path.raw()));
                json!({ "ruleId": "package", "level": "error", "message": { "text": fault.sentence(lang) }, "locations": [place] })
            })
            .collect(),
        Checked::Order { source, order, report } => {
            let shown = ShownOrder::of(order);
            let counted = report.findings.iter().filter(|finding| finding.counts());
            counted.filter_map(|finding| {
                let said = shown.sentences(catalog, finding, lang)?;
                let file = finding.file.and_then(|at| order.attachments.get(at));
                let uri = match file {
                    Some(file) => format!("{source}/{}", shown.hide(&file.path)),
                    None => source.clone(),
                };
                let path = finding.path.clone().unwrap_or_else(|| finding.subject.to_string());
                Some(json!({
                    "ruleId": finding.rule,
                    "kind": if finding.is == Found::Open { "open" } else { "fail" },
                    "level": level(finding),
                    "message": { "text": format!("{} {}", said.what, said.mend) },
                    "locations": [location(&uri, Some(&path))],
                    "partialFingerprints": { "finding/v1": format!("{}@{}/{path}", finding.rule, order.order_no) },
                }))
            })
            .collect()
        }
    }
}

/// What is not a fault has no level in SARIF.
const fn level(finding: &Finding) -> &'static str {
    match (finding.is, finding.weight) {
        (Found::Open, _) => "none",
        (Found::Fault, Weight::Block) => "error",
        (Found::Fault, Weight::Warn) => "warning",
        (Found::Fault, Weight::Info) => "note",
    }
}

fn location(uri: &str, path: Option<&str>) -> Value {
    json!({
        "physicalLocation": { "artifactLocation": { "uri": uri } },
        "logicalLocations": path.map(|path| vec![json!({ "fullyQualifiedName": path })]),
    })
}

/// What ends the log behind its results.
pub const TAIL: &str = "]}]}";

/// The log up to its results: the tool with its rules. The results follow one by one.
pub fn head(catalog: &Catalog, lang: Lang) -> Result<String, Failure> {
    let rules: Vec<Value> = catalog
        .rules
        .iter()
        .map(|rule| {
            json!({
                "id": rule.code,
                "name": rule.slug,
                "shortDescription": { "text": rule.title.get(lang) },
                "fullDescription": { "text": rule.what.get(lang) },
                "help": { "text": rule.mend.get(lang) },
            })
        })
        .collect();
    let driver = json!({ "name": "beian", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    let driver = Plain::json_line(&driver).map_err(std::io::Error::from)?;
    Ok(format!(
        "{{\"$schema\": \"{SCHEMA}\", \"version\": \"2.1.0\", \"runs\": [{{\"tool\": {{\"driver\": {driver}}}, \
         \"columnKind\": \"unicodeCodePoints\", \"results\": ["
    ))
}
