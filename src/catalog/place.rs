//! Provinces, natures and certificate types.

use super::cell::Cell;
use super::practice::{
    Authorisation, LegalRepresentative, Outsiders, PaperPractice, PeoplePractice, PhoneOfProvince,
    SitePractice, Whom,
};
use super::rule::Certainty;
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
    /// What it asks of people.
    #[serde(default)]
    pub people: PeoplePractice,
    /// What it asks in documents.
    #[serde(default)]
    pub papers: PaperPractice,
    /// What it asks of sites.
    #[serde(default)]
    pub sites: SitePractice,
    /// What no column holds: sentences of the remark, single documents.
    #[serde(default)]
    pub remarks: Vec<Cell<Bilingual>>,
}

/// First day of SMS verification in the whole country (practice B2).
pub const SMS_NATIONWIDE: &str = "2020-08-17";

impl Province {
    /// First day of SMS verification here, the whole country's where none came before.
    pub fn sms_from(&self) -> Option<NaiveDate> {
        self.sms_since.or_else(|| SMS_NATIONWIDE.parse().ok())
    }

    /// Must the principal be the legal representative?
    pub fn legal_representative(&self, day: NaiveDate) -> Option<&Cell<LegalRepresentative>> {
        on(&self.people.legal_representative, day)
    }

    /// Is a letter of authorisation asked for?
    pub fn authorisation_letter(&self, day: NaiveDate) -> Option<&Cell<Authorisation>> {
        on(&self.people.authorisation_letter, day)
    }

    /// May persons from other provinces file?
    pub fn outsiders(&self, day: NaiveDate) -> Option<&Cell<Outsiders>> {
        on(&self.people.outsiders, day)
    }

    /// Years of age from which a person may file.
    pub fn minimum_age(&self, day: NaiveDate) -> Option<&Cell<u8>> {
        on(&self.people.minimum_age, day)
    }

    /// Must the mobile number be of the province?
    pub fn phone_of_province(&self, day: NaiveDate) -> Option<&Cell<PhoneOfProvince>> {
        on(&self.people.phone_of_province, day)
    }

    /// Is the ID held in the hand?
    pub fn id_in_hand(&self, day: NaiveDate) -> Option<&Cell<Whom>> {
        on(&self.papers.id_in_hand, day)
    }

    /// Is there a fingerprint on the sheet?
    pub fn fingerprint(&self, day: NaiveDate) -> Option<&Cell<Whom>> {
        on(&self.papers.fingerprint, day)
    }

    /// Is a statement copied by hand?
    pub fn copied_statement(&self, day: NaiveDate) -> Option<&Cell<Whom>> {
        on(&self.papers.copied_statement, day)
    }
}

/// The value of a cell on a day; for the columns that have no question of their own on [`Province`].
pub fn on<T>(cell: &Option<Cell<T>>, day: NaiveDate) -> Option<&Cell<T>> {
    cell.as_ref().and_then(|cell| cell.on(day))
}

/// An estimate with its source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// As said.
    pub text: Bilingual,
    /// How much of `unit`.
    pub amount: u32,
    /// What is counted.
    pub unit: EstimateUnit,
    /// Where it stands.
    pub source: String,
    /// What others say.
    #[serde(default)]
    pub also: Vec<Estimate>,
}

/// The unit of an [`Estimate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EstimateUnit {
    /// Seven days each.
    CalendarWeeks,
    /// Days on which staff work.
    WorkingDays,
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
    /// Codes that single sources give, where they disagree.
    #[serde(default)]
    pub codes: Vec<Cell<String>>,
    /// Every nature but the personal one.
    pub organisation: bool,
    /// Certificate types that it allows.
    #[serde(default)]
    pub certificates: Vec<CertificateTypeId>,
    /// Certificate types that single sources allow it too.
    #[serde(default)]
    pub also_certificates: Vec<Cell<Vec<CertificateTypeId>>>,
}

impl Nature {
    /// How surely it allows a certificate type; `None` where no source does (E003).
    pub fn allows(&self, certificate: &CertificateTypeId) -> Option<Certainty> {
        if self.certificates.contains(certificate) {
            return Some(Certainty::Sure);
        }
        let also = self.also_certificates.iter().find(|cell| cell.is.contains(certificate));
        also.map(|cell| cell.certainty)
    }
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
    /// Forms that its number may have; none named = nothing is known of it (E004, P001).
    #[serde(default)]
    pub numbers: Vec<NumberForm>,
    /// A card whose both sides are asked for (M001, M003).
    #[serde(default)]
    pub two_sides: bool,
}

/// A form of certificate numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberForm {
    /// Social credit code, GB 32100.
    CreditCode,
    /// Old licence number of 15 digits, GS 15.
    Licence,
    /// Organisation code, GB 11714.
    OrganisationCode,
    /// ID number, GB 11643.
    IdCard,
    /// ID number of the permit for residents of Hong Kong and Macau.
    HkMacauResidencePermit,
    /// ID number of the permit for residents of Taiwan.
    TaiwanResidencePermit,
    /// Passport.
    Passport,
    /// Travel permit of Hong Kong and Macau.
    HkMacauTravelPermit,
    /// Travel permit of Taiwan.
    TaiwanTravelPermit,
    /// Foreigner's permanent residence card.
    PermanentResidence,
    /// Officer's card.
    OfficerCard,
    /// A number of its own, of which nothing can be checked.
    Own,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn province(catalog: &Catalog, id: &str) -> Province {
        catalog.province(&id.into()).unwrap().clone()
    }

    #[test]
    fn every_province_has_its_letters_prefix_and_estimate_in_numbers() {
        let catalog = Catalog::embedded().unwrap();
        assert_eq!(catalog.provinces.len(), 31);
        assert_eq!(province(&catalog, "sichuan").letters, ["蜀", "川"]);
        assert_eq!(province(&catalog, "gansu").letters, ["甘", "陇"]);
        let chongqing = province(&catalog, "chongqing").bureau_estimate.unwrap();
        assert_eq!((chongqing.amount, chongqing.unit), (3, EstimateUnit::WorkingDays));
        for province in &catalog.provinces {
            assert!(catalog.regions.known(&format!("{}0000", province.prefix)), "{}", province.id);
        }
    }

    #[test]
    fn sms_began_on_five_days() {
        let catalog = Catalog::embedded().unwrap();
        let count = |text: &str| {
            catalog.provinces.iter().filter(|province| province.sms_from() == Some(day(text))).count()
        };
        let days = ["2017-12-18", "2018-09-10", "2018-09-24", "2020-08-17"].map(count);
        assert_eq!(days, [7, 7, 8, 9]);
    }

    #[test]
    fn a_clash_keeps_both_sides() {
        let catalog = Catalog::embedded().unwrap();
        let today = day("2026-06-01");
        let anhui = province(&catalog, "anhui");
        let cell = anhui.legal_representative(today).unwrap();
        assert_eq!(cell.is, LegalRepresentative::Required);
        assert!(!cell.is_sure());
        assert_eq!(cell.also[0].is, LegalRepresentative::MayDiffer);
        let outsiders = |id: &str| province(&catalog, id).outsiders(today).map(|cell| cell.is);
        assert_eq!(outsiders("shanxi"), Some(Outsiders::Refused));
        assert_eq!(outsiders("jiangsu"), Some(Outsiders::WithPermit));
        assert_eq!(province(&catalog, "beijing").legal_representative(today), None);
    }

    #[test]
    fn old_duties_end() {
        let catalog = Catalog::embedded().unwrap();
        let (then, now) = (day("2020-05-06"), day("2024-04-01"));
        let hunan = province(&catalog, "hunan");
        assert_eq!(hunan.id_in_hand(then).map(|cell| cell.is), Some(Whom::Everyone));
        assert_eq!(hunan.id_in_hand(now), None);
        let jiangxi = province(&catalog, "jiangxi");
        assert_eq!(jiangxi.id_in_hand(now).map(|cell| cell.is), Some(Whom::Persons));
        let beijing = province(&catalog, "beijing");
        assert_eq!(beijing.phone_of_province(then).map(|cell| cell.is), Some(PhoneOfProvince::Required));
        assert_eq!(beijing.phone_of_province(now), None);
        assert_eq!(province(&catalog, "hebei").minimum_age(now).map(|cell| cell.is), Some(18));
    }

    #[test]
    fn every_cell_of_two_values_on_one_day_is_disputed_or_says_why() {
        let catalog = Catalog::embedded().unwrap();
        let today = day("2026-06-01");
        for province in &catalog.provinces {
            if let Some(cell) = &province.people.legal_representative
                && cell.all_on(today).any(|other| other.is != cell.is)
            {
                assert_eq!(cell.certainty, Certainty::Disputed, "{}", province.id);
            }
            if let Some(cell) = &province.people.outsiders
                && cell.all_on(today).any(|other| other.is != cell.is)
            {
                assert_eq!(cell.certainty, Certainty::Disputed, "{}", province.id);
            }
        }
    }

    #[test]
    fn natures_allow_their_certificates() {
        let catalog = Catalog::embedded().unwrap();
        let nature = |id: &str| catalog.nature(&id.into()).unwrap();
        assert_eq!(nature("enterprise").allows(&"business_licence".into()), Some(Certainty::Sure));
        assert_eq!(nature("enterprise").allows(&"id_card".into()), None);
        assert_eq!(nature("social_organisation").allows(&"law_firm_licence".into()), Some(Certainty::One));
        assert_eq!(nature("foundation").codes.len(), 2);
        for nature in &catalog.natures {
            let also = nature.also_certificates.iter().flat_map(|cell| &cell.is);
            for id in nature.certificates.iter().chain(also) {
                assert!(catalog.certificate(id).is_some(), "{} names {id}", nature.id);
            }
        }
    }

    #[test]
    fn certificate_codes_are_complete_and_stand_once() {
        let catalog = Catalog::embedded().unwrap();
        let mut codes: Vec<u8> = catalog
            .certificates
            .iter()
            .flat_map(|kind| &kind.codes)
            .map(|code| code.parse().unwrap())
            .collect();
        codes.sort_unstable();
        let gaps = [8, 26, 29, 31, 32, 33];
        let all: Vec<u8> = (1..=44).filter(|code| !gaps.contains(code)).collect();
        assert_eq!(codes, all);
    }
}
