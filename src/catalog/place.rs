//! Provinces, natures and certificate types.

use crate::domain::ids::{CertificateTypeId, NatureId, ProvinceId};
use crate::domain::lang::Bilingual;
use chrono::NaiveDate;
use serde::Deserialize;

/// A province: data/provinces.toml.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Province {
    /// Slug.
    pub id: ProvinceId,
    /// Name.
    pub title: Bilingual,
    /// Letters that filing numbers begin with.
    pub letters: Vec<String>,
    /// First two digits of GB/T 2260.
    pub prefix: String,
    /// First day of SMS verification, where it began before the whole country.
    #[serde(default)]
    pub sms_since: Option<NaiveDate>,
    /// Estimate of the bureau's time.
    #[serde(default)]
    pub bureau_estimate: Option<Estimate>,
}

/// An estimate with its source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// As said.
    pub text: Bilingual,
    /// Where it stands.
    pub source: String,
}

/// An entity nature: data/natures.toml.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nature {
    /// Slug.
    pub id: NatureId,
    /// Name.
    pub title: Bilingual,
    /// Code of the ministry's form, where it is sure.
    #[serde(default)]
    pub code: Option<String>,
    /// Every nature but the personal one.
    pub organisation: bool,
    /// Certificate types that it allows.
    #[serde(default)]
    pub certificates: Vec<CertificateTypeId>,
}

/// A certificate type: data/certificates.toml.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateType {
    /// Slug.
    pub id: CertificateTypeId,
    /// Name.
    pub title: Bilingual,
    /// Codes of the ministry's form.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Who holds it.
    pub holder: CertificateHolder,
}

/// Who holds a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateHolder {
    /// An entity.
    Entity,
    /// A natural person.
    Person,
}
