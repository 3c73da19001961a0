//! What single provinces ask beyond the rest of the country: the cells of data/provinces.toml.

use super::cell::Cell;
use serde::Deserialize;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$said:meta])* $word:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$said])* $word),+ }
    };
}

words! {
    /// Whether the principal must be the legal representative (P019).
    LegalRepresentative {
        /// He must.
        Required,
        /// Another person may be principal.
        MayDiffer,
    }
}
words! {
    /// What a foreign legal representative does.
    ForeignRepresentative {
        /// Authorises another person.
        Authorises,
        /// Authorises a Chinese national, who is site manager too.
        AuthorisesNationalManager,
    }
}
words! {
    /// Whether a letter of authorisation is asked for (P014, M008).
    Authorisation {
        /// Where principal or site manager is not the legal representative.
        Asked,
        /// Not of public bodies that name a head of department; of others the source says nothing.
        AskedButNotOfPublicBodies,
    }
}
words! {
    /// When principal and site manager must be one person.
    OnePerson {
        /// Where the principal is not the legal representative.
        UnlessLegalRepresentative,
    }
}
words! {
    /// Persons whose ID card is of another province (E011, M006).
    Outsiders {
        /// They may file.
        Accepted,
        /// They may file with a residence permit.
        WithPermit,
        /// They may not file.
        Refused,
    }
}
words! {
    /// Whose mobile number must be of the province (P012).
    PhoneOfProvince {
        /// Everybody's.
        Required,
        /// The site manager's.
        RequiredOfManager,
        /// Nobody's, but it must be the one in the company register.
        AsRegistered,
        /// Nobody's.
        NotRequired,
    }
}
words! {
    /// What the remark says of the emergency contact (P015).
    EmergencyContact {
        /// The contact stands in the remark.
        InRemark,
        /// The remark names the number's owner.
        OwnerInRemark,
    }
}
words! {
    /// Of whom a thing is asked.
    Whom {
        /// Of everybody.
        Everyone,
        /// Of persons who file for themselves.
        Persons,
        /// Of organisations.
        Entity,
    }
}
words! {
    /// What a legal representative from elsewhere supplies.
    NotLocal {
        /// A residence permit, or a photo holding licence and ID.
        PermitOrPhotoWithLicence,
    }
}
words! {
    /// The commitment that is asked for (M007).
    Commitment {
        /// For the site.
        SiteCommitment,
        /// Of the filer.
        FilerCommitment,
    }
}
words! {
    /// Who files, where a number depends on it.
    Filer {
        /// Everybody.
        Anyone,
        /// Organisations.
        Unit,
        /// Individual businesses.
        SoleTrader,
        /// Persons.
        Person,
    }
}
words! {
    /// What is counted.
    Counted {
        /// Sites.
        Sites,
        /// Domains.
        Domains,
        /// Domains that the order brings.
        NewDomains,
        /// Different labels before the registrable suffix.
        Prefixes,
    }
}
words! {
    /// What is asked from a number on.
    Asks {
        /// A construction plan (M005).
        ConstructionPlan,
        /// Plans, and a guarantee with both seals.
        PlanAndGuarantee,
        /// Further papers.
        ExtraPapers,
        /// A check at the bureau.
        OnSiteCheck,
    }
}
words! {
    /// Within what a limit counts.
    Per {
        /// One order.
        Order,
        /// The first order.
        FirstOrder,
        /// One entity.
        Entity,
        /// One site.
        Site,
    }
}
words! {
    /// What a person may choose as content of the site.
    ContentBox {
        /// Only 博客/个人空间.
        OnlyPersonalSpace,
        /// Anything but 博客/个人空间.
        NotPersonalSpace,
    }
}
words! {
    /// How the site's name stands to the entity's (S112).
    NameRelation {
        /// It is the entity's name or contains its short form; otherwise a signed statement.
        EqualOrShortName,
        /// It has to do with it.
        Related,
    }
}
words! {
    /// Among what the site's name must be the only one.
    Unique {
        /// The entity's sites.
        WithinEntity,
        /// All filed sites.
        AmongFiled,
    }
}
words! {
    /// Where the mailing address may lie.
    AddressPlace {
        /// In the city of the certificate.
        SameCityAsCertificate,
    }
}

/// From a number on, more is asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// Of whom.
    pub who: Filer,
    /// What is counted.
    pub counts: Counted,
    /// The smallest number at which it is asked.
    pub from: u32,
    /// What is asked.
    pub asks: Asks,
}

/// No more than a number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// For whom.
    pub who: Filer,
    /// What is counted.
    pub counts: Counted,
    /// Within what.
    pub per: Per,
    /// The largest number that passes.
    pub at_most: u32,
}

/// What a province says of people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PeoplePractice {
    /// Must the principal be the legal representative?
    pub legal_representative: Option<Cell<LegalRepresentative>>,
    /// What a foreign legal representative does.
    pub foreign_legal_representative: Option<Cell<ForeignRepresentative>>,
    /// The letter of authorisation.
    pub authorisation_letter: Option<Cell<Authorisation>>,
    /// When principal and site manager must be one person.
    pub manager_is_principal: Option<Cell<OnePerson>>,
    /// Persons from other provinces.
    pub outsiders: Option<Cell<Outsiders>>,
    /// Years of age from which a person may file.
    pub minimum_age: Option<Cell<u8>>,
    /// Mobile number of the province.
    pub phone_of_province: Option<Cell<PhoneOfProvince>>,
    /// Emergency contact in the remark.
    pub emergency_contact: Option<Cell<EmergencyContact>>,
}

/// What a province says of documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PaperPractice {
    /// The photo shows the ID in the hand (H007).
    pub id_in_hand: Option<Cell<Whom>>,
    /// A fingerprint beside the signature (V003).
    pub fingerprint: Option<Cell<Whom>>,
    /// A statement copied by hand (V004).
    pub copied_statement: Option<Cell<Whom>>,
    /// A photo may be used once.
    pub photo_once: Option<Cell<bool>>,
    /// The clothes in the photo suit the season.
    pub photo_in_season: Option<Cell<Whom>>,
    /// Papers are photographed with all four borders.
    pub all_borders: Option<Cell<bool>>,
    /// What a legal representative from elsewhere supplies.
    pub not_local_legal_representative: Option<Cell<NotLocal>>,
    /// The domain's certificate is asked for where the profile leaves it to the province (M004).
    pub domain_certificate: Option<Cell<Whom>>,
    /// The commitment (M007).
    pub commitment: Option<Cell<Commitment>>,
    /// Trades, as words of the entity's name, that need a pledge.
    pub trade_pledge: Option<Cell<Vec<String>>>,
    /// Numbers from which more is asked.
    pub thresholds: Option<Cell<Vec<Threshold>>>,
    /// A construction plan on a first filing (M005).
    pub first_filing_plan: Option<Cell<Whom>>,
    /// A construction plan where there are too many domains, how many the source leaves open (M005).
    pub plan_where_many: Option<Cell<Whom>>,
    /// Public bodies need the approval of the staffing office (编办).
    pub staffing_office_approval: Option<Cell<bool>>,
}

/// What a province says of sites.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SitePractice {
    /// Endings of which a personal site's name must have one; rules on forbidden words give way to it.
    pub personal_name_form: Option<Cell<Vec<String>>>,
    /// How the name stands to the entity's.
    pub name_relation: Option<Cell<NameRelation>>,
    /// Among what the name must be the only one.
    pub name_unique: Option<Cell<Unique>>,
    /// What persons may choose as content.
    pub content_box: Option<Cell<ContentBox>>,
    /// No more than a number.
    pub limits: Option<Cell<Vec<Limit>>>,
    /// Where the mailing address may lie.
    pub address: Option<Cell<AddressPlace>>,
}
