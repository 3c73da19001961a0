//! A filing order as a package carries it: `order.json`, format 1.
//!
//! The records mirror the filing form. Unknown fields are refused, so that a misspelt name is a clear
//! error and not a lost fact. What nobody supplied is `None`: an open item, never a pass.

use super::ids::{CertificateTypeId, NatureId, OrderNo, PersonRef, ProfileId, ProvinceId, SiteRef};
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The package format that this program reads and writes.
pub const FORMAT: u32 = 1;

/// `"kind"` of a package file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PackageKind {
    /// A whole order: a first submission or a new revision.
    Order,
    /// Attachments for the verification stage of an order that is already here.
    Supplement,
}

/// What the order asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderType {
    /// 首次备案: entity and domain both unknown.
    FirstFiling,
    /// 新增网站: a new site or app under a filed entity.
    NewSite,
    /// 新增接入: a filed domain moves to, or adds, this provider.
    NewAccess,
    /// 变更备案: filed information changes.
    Change,
    /// 注销主体.
    CancelEntity,
    /// 注销网站.
    CancelSite,
    /// 取消接入.
    CancelAccess,
}

impl OrderType {
    /// Every type, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::FirstFiling,
        Self::NewSite,
        Self::NewAccess,
        Self::Change,
        Self::CancelEntity,
        Self::CancelSite,
        Self::CancelAccess,
    ];

    /// The name in files and on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::FirstFiling => "first_filing",
            Self::NewSite => "new_site",
            Self::NewAccess => "new_access",
            Self::Change => "change",
            Self::CancelEntity => "cancel_entity",
            Self::CancelSite => "cancel_site",
            Self::CancelAccess => "cancel_access",
        }
    }

    /// The type with this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    /// True for the three cancellations.
    pub const fn is_cancellation(self) -> bool {
        matches!(self, Self::CancelEntity | Self::CancelSite | Self::CancelAccess)
    }
}

/// One application by one account: the content of `order.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// Format of this file: 1.
    pub format: u32,
    /// Always `order`.
    pub kind: PackageKind,
    /// The provider's order number: letters, digits, `-`, `_`; at most 64.
    pub order_no: OrderNo,
    /// 1 for the first submission, one more for each that follows a return.
    pub revision: u32,
    /// When the customer submitted this revision.
    pub submitted_at: DateTime<Utc>,
    /// The provider profile by which it is reviewed.
    pub profile: ProfileId,
    /// What the customer says the order is.
    pub order_type: OrderType,
    /// The province whose bureau decides.
    pub province: ProvinceId,
    /// new_site only: the entity was filed through another provider (无主体新增网站).
    #[serde(default)]
    pub entity_filed_elsewhere: Option<bool>,
    /// The provider's account that applies.
    pub account: Account,
    /// The filing entity (主体).
    pub entity: Entity,
    /// Everybody whom the order names, each once.
    pub people: Vec<Person>,
    /// Sites and apps. Empty for a change or cancellation of the entity alone.
    #[serde(default)]
    pub sites: Vec<Site>,
    /// Access information (接入信息).
    #[serde(default)]
    pub access: Vec<Access>,
    /// What is on file already, as the customer states it.
    #[serde(default)]
    pub filed: Option<Filed>,
    /// What the ministry's own system answered.
    #[serde(default)]
    pub ministry: Option<MinistryAnswer>,
    /// change only: what changes.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Cancellations only: why.
    #[serde(default)]
    pub cancel_reason: Option<String>,
    /// Consents and accepted terms.
    #[serde(default)]
    pub consents: Consents,
    /// Portrait captures, video checks and app checks that were made before submission.
    #[serde(default)]
    pub identity_checks: Vec<IdentityCheck>,
    /// The curtain that the customer asked for.
    #[serde(default)]
    pub curtain_request: Option<CurtainRequest>,
    /// Remarks of the order as a whole.
    #[serde(default)]
    pub remark: Option<String>,
    /// The files that came with it.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
}

/// Attachments for an order that waits in the verification stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Supplement {
    /// Format of this file: 1.
    pub format: u32,
    /// Always `supplement`.
    pub kind: PackageKind,
    /// The order it belongs to.
    pub order_no: OrderNo,
    /// The order's present revision.
    pub revision: u32,
    /// When the customer sent it.
    pub submitted_at: DateTime<Utc>,
    /// The files.
    pub attachments: Vec<Attachment>,
}

/// The provider's account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The provider's account number or name.
    pub id: String,
    /// Whom the account was verified for.
    #[serde(default)]
    pub real_name: Option<String>,
    /// Verified as a person or as an organisation.
    #[serde(default)]
    pub real_name_kind: Option<AccountKind>,
    /// The entity's authorisation to file through this account (U2 2).
    #[serde(default)]
    pub authorised_by: Option<String>,
    /// The entity to which the account is already bound.
    #[serde(default)]
    pub bound_entity: Option<String>,
}

/// How the account was verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// A natural person.
    Personal,
    /// An organisation.
    Organisation,
}

/// The filing entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// Name exactly as on the certificate.
    pub name: String,
    /// Entity nature (主办者性质).
    pub nature: NatureId,
    /// Its certificate.
    pub certificate: Certificate,
    /// Address as printed on the certificate (证件住所).
    #[serde(default)]
    pub certificate_address: Option<String>,
    /// Mailing address (通信地址).
    pub mailing_address: Address,
    /// Investor or superior unit (投资者或上级主管单位).
    #[serde(default)]
    pub investor: Option<String>,
    /// The principal (主体负责人), one of `people`.
    pub principal: PersonRef,
    /// The legal representative's name as on the certificate.
    #[serde(default)]
    pub legal_representative: Option<String>,
    /// The unit's head, where the certificate names one.
    #[serde(default)]
    pub unit_head: Option<String>,
    /// A unit of national level (S114).
    #[serde(default)]
    pub national_level: Option<bool>,
    /// Individual business (个体工商户): its trade name and seal.
    #[serde(default)]
    pub individual_business: Option<IndividualBusiness>,
    /// Business scope as on the certificate.
    #[serde(default)]
    pub business_scope: Option<String>,
    /// Remark of the entity.
    #[serde(default)]
    pub remark: Option<String>,
}

/// What matters about an individual business (E008).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IndividualBusiness {
    /// Its trade name (字号), where it has one.
    #[serde(default)]
    pub trade_name: Option<String>,
    /// Whether it has a seal.
    #[serde(default)]
    pub has_seal: Option<bool>,
}

/// A certificate of an entity or a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Its type (data/certificates.toml).
    #[serde(rename = "type")]
    pub kind: CertificateTypeId,
    /// Its number.
    pub number: String,
    /// First day of validity.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day of validity; leave out with `long_term`.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Valid without end (长期).
    #[serde(default)]
    pub long_term: Option<bool>,
}

/// A mailing address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Province.
    pub province: ProvinceId,
    /// City (市).
    #[serde(default)]
    pub city: Option<String>,
    /// District or county (区县).
    #[serde(default)]
    pub district: Option<String>,
    /// Street and house number.
    pub detail: String,
}

/// Where a person comes from, for the kind of his document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Residency {
    /// Mainland China.
    Mainland,
    /// Hong Kong.
    HongKong,
    /// Macau.
    Macau,
    /// Taiwan.
    Taiwan,
    /// Elsewhere.
    Foreign,
}

/// A person of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// His name inside this package: `p1`.
    pub id: PersonRef,
    /// Name as on the document.
    pub name: String,
    /// His document.
    pub certificate: Certificate,
    /// Where he comes from.
    #[serde(default)]
    pub residency: Option<Residency>,
    /// Office phone, 086-area-number.
    #[serde(default)]
    pub office_phone: Option<String>,
    /// Mobile number.
    pub mobile: String,
    /// Confirmed by the code that was sent to it (P020).
    #[serde(default)]
    pub mobile_confirmed: Option<bool>,
    /// Province in which the mobile number is registered (P012).
    #[serde(default)]
    pub mobile_region: Option<ProvinceId>,
    /// E-mail address.
    pub email: String,
    /// Emergency contact's mobile.
    #[serde(default)]
    pub emergency_mobile: Option<String>,
    /// He is the entity's legal representative.
    #[serde(default)]
    pub legal_representative: Option<bool>,
    /// The call-back was answered (P021).
    #[serde(default)]
    pub call_answered: Option<bool>,
}

/// A site, or an app in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SiteKind {
    /// A web site.
    Site,
    /// An app.
    App,
}

/// One site or app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its name inside this package: `s1`.
    pub id: SiteRef,
    /// Site or app.
    pub kind: SiteKind,
    /// Name (网站名称).
    pub name: String,
    /// URL of the home page.
    #[serde(default)]
    pub home_url: Option<String>,
    /// Its domains.
    #[serde(default)]
    pub domains: Vec<Domain>,
    /// Service content (服务内容): `unit_portal`, `general_portal`, `personal`, `other`.
    #[serde(default)]
    pub content: Option<String>,
    /// Languages of the site.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Prior-approval subjects (前置审批): `news`, `publishing`, `education` …; empty = none.
    #[serde(default)]
    pub prior_approvals: Vec<PriorApproval>,
    /// Remark (网站备注).
    #[serde(default)]
    pub remark: Option<String>,
    /// The site manager (网站负责人), one of `people`.
    pub manager: PersonRef,
    /// Data of an app.
    #[serde(default)]
    pub app: Option<App>,
    /// Its own filing number where it has one.
    #[serde(default)]
    pub filing_number: Option<String>,
    /// It answered when the provider's crawler asked (S128, S132).
    #[serde(default)]
    pub reachable: Option<bool>,
    /// Its foot shows the number with the link to the ministry (S129).
    #[serde(default)]
    pub footer_shown: Option<bool>,
}

/// A prior approval that the site says it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriorApproval {
    /// Subject: `news`, `publishing`, `education`, `health`, `drugs`, `bbs`, `culture`, `broadcast`.
    pub subject: String,
    /// Number of the approval.
    #[serde(default)]
    pub number: Option<String>,
}

/// Data that only an app has (S131).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct App {
    /// Its platforms.
    pub platforms: Vec<AppPlatform>,
}

/// An app on one platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AppPlatform {
    /// `android`, `ios`, `harmony` …
    pub platform: String,
    /// Package name or bundle id.
    #[serde(default)]
    pub package_name: Option<String>,
    /// Digest of the signing certificate.
    #[serde(default)]
    pub signature: Option<String>,
    /// Public key.
    #[serde(default)]
    pub public_key: Option<String>,
}

/// A domain of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// The registrable domain, without www.
    pub name: String,
    /// Registrar.
    #[serde(default)]
    pub registrar: Option<String>,
    /// Who holds it.
    #[serde(default)]
    pub registrant: Option<Registrant>,
    /// First day of the registration.
    #[serde(default)]
    pub registered_on: Option<NaiveDate>,
    /// Last day of the registration.
    #[serde(default)]
    pub expires_on: Option<NaiveDate>,
    /// Real-name state at the registrar.
    #[serde(default)]
    pub real_name: Option<RealNameState>,
    /// Privacy protection hides the holder.
    #[serde(default)]
    pub privacy_protection: Option<bool>,
}

/// Holder of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Registrant {
    /// Name.
    pub name: String,
    /// Relation to the entity: `entity`, `shareholder`, `unit_head`, `senior_manager`, `self`.
    #[serde(default)]
    pub relation: Option<String>,
    /// Number of the holder's document.
    #[serde(default)]
    pub certificate_number: Option<String>,
}

/// Real-name state of a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RealNameState {
    /// Verified.
    Verified,
    /// Under way.
    Pending,
    /// Failed, or never asked for.
    Unverified,
}

/// Access information of one or more sites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// The sites that it serves; empty = all.
    #[serde(default)]
    pub sites: Vec<SiteRef>,
    /// IP addresses.
    #[serde(default)]
    pub ips: Vec<String>,
    /// Access mode: `cloud`, `hosting`, `colocation`, `leased_line`.
    #[serde(default)]
    pub mode: Option<String>,
    /// Service behind the IP: `cloud_server`, `hosting_plan`, `load_balancer`, `bare_metal`, `authorization_code`.
    #[serde(default)]
    pub service: Option<String>,
    /// Region that the customer declares.
    #[serde(default)]
    pub region: Option<String>,
    /// Region of the server behind the IP, as the provider knows it (A008).
    #[serde(default)]
    pub server_region: Option<String>,
    /// Place of the server (A005).
    #[serde(default)]
    pub place: Option<String>,
    /// The server stands in mainland China (A002).
    #[serde(default)]
    pub mainland: Option<bool>,
    /// The provider's name of the server.
    #[serde(default)]
    pub server_id: Option<String>,
    /// Account that bought server and address (A009).
    #[serde(default)]
    pub bought_by: Option<String>,
    /// Months paid in advance, renewals counted (A003).
    #[serde(default)]
    pub prepaid_months: Option<u32>,
    /// It has public bandwidth (A010).
    #[serde(default)]
    pub public_bandwidth: Option<bool>,
    /// Authorization code (备案授权码).
    #[serde(default)]
    pub authorization_code: Option<String>,
    /// The provider knows this code (A006).
    #[serde(default)]
    pub authorization_known: Option<bool>,
    /// IP address to which the provider bound the code (A006).
    #[serde(default)]
    pub authorization_ip: Option<String>,
}

/// What is on file already, as the customer states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filed {
    /// The entity's filing number.
    #[serde(default)]
    pub entity_number: Option<String>,
    /// Filing password, the customer's secret.
    #[serde(default)]
    pub password: Option<String>,
    /// Provider of the present filing.
    #[serde(default)]
    pub provider: Option<String>,
    /// Name of the entity on file.
    #[serde(default)]
    pub entity_name: Option<String>,
    /// Its certificate number on file.
    #[serde(default)]
    pub certificate_number: Option<String>,
    /// Name of its principal on file.
    #[serde(default)]
    pub principal_name: Option<String>,
    /// Its sites on file, as far as they are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<FiledSite>,
}

/// A site as it is on file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FiledSite {
    /// Its name.
    pub name: String,
    /// Its domains.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Its filing number.
    #[serde(default)]
    pub filing_number: Option<String>,
    /// Name of its manager.
    #[serde(default)]
    pub manager_name: Option<String>,
    /// His mobile number.
    #[serde(default)]
    pub manager_mobile: Option<String>,
    /// It can be reached (S132).
    #[serde(default)]
    pub reachable: Option<bool>,
    /// Its number stands at the foot, with the link (S129).
    #[serde(default)]
    pub footer_shown: Option<bool>,
}

/// What the ministry's own system answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MinistryAnswer {
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// The certificate number is on file.
    #[serde(default)]
    pub certificate_on_file: Option<bool>,
    /// Domains that are on file.
    #[serde(default)]
    pub domains_on_file: Vec<DomainOnFile>,
}

/// A domain that is on file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DomainOnFile {
    /// The domain.
    pub name: String,
    /// Entity that filed it.
    #[serde(default)]
    pub entity_name: Option<String>,
    /// Providers through which it is filed.
    #[serde(default)]
    pub providers: Vec<String>,
    /// Filing number.
    #[serde(default)]
    pub filing_number: Option<String>,
}

/// One change of filed information.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What changes: `entity`, `site`, `access`.
    pub part: ChangePart,
    /// Field, as a path into this order: `entity.name`, `sites[0].name`.
    pub field: String,
    /// Value on file.
    #[serde(default)]
    pub from: Option<String>,
    /// New value.
    #[serde(default)]
    pub to: Option<String>,
}

/// The part of a filing that a change touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangePart {
    /// 变更主体.
    Entity,
    /// 变更网站.
    Site,
    /// 变更接入.
    Access,
}

/// Consents on the confirmation page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consents {
    /// Terms and privacy statement accepted (T012).
    #[serde(default)]
    pub terms_accepted_at: Option<DateTime<Utc>>,
    /// Staff may mend wrong fields (协助更改备案信息).
    #[serde(default)]
    pub assisted_amendment: Option<bool>,
}

/// A check of identity that was made before submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdentityCheck {
    /// Who was checked.
    pub person: PersonRef,
    /// How.
    pub method: PhotoMethod,
    /// When.
    #[serde(default)]
    pub at: Option<DateTime<Utc>>,
    /// Passed.
    #[serde(default)]
    pub passed: Option<bool>,
}

/// How the photo of a site manager comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhotoMethod {
    /// Own photo before the provider's curtain.
    Curtain,
    /// At a photo point of the provider.
    PhotoPoint,
    /// Signed in person at the provider's office.
    OnsiteSigning,
    /// By the provider's app (Shanghai).
    AppCheck,
    /// Portrait capture before submission.
    PortraitCapture,
    /// Video check of the mini-program.
    VideoCheck,
}

impl PhotoMethod {
    /// Every method.
    pub const ALL: [Self; 6] = [
        Self::Curtain,
        Self::PhotoPoint,
        Self::OnsiteSigning,
        Self::AppCheck,
        Self::PortraitCapture,
        Self::VideoCheck,
    ];

    /// The name in files and on the command line.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Curtain => "curtain",
            Self::PhotoPoint => "photo_point",
            Self::OnsiteSigning => "onsite_signing",
            Self::AppCheck => "app_check",
            Self::PortraitCapture => "portrait_capture",
            Self::VideoCheck => "video_check",
        }
    }

    /// The key of its text in data/texts.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Curtain => "value.method.curtain",
            Self::PhotoPoint => "value.method.photo_point",
            Self::OnsiteSigning => "value.method.onsite_signing",
            Self::AppCheck => "value.method.app_check",
            Self::PortraitCapture => "value.method.portrait_capture",
            Self::VideoCheck => "value.method.video_check",
        }
    }

    /// The method with this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.slug() == slug)
    }
}

/// A curtain asked for by the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CurtainRequest {
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// Who receives it.
    pub recipient: String,
    /// Where it goes.
    pub address: String,
    /// Phone of the recipient.
    pub phone: String,
}

/// What a file is meant to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// A person's ID document (M001, M003).
    IdDocument,
    /// The entity's certificate (M002).
    EntityCertificate,
    /// Domain certificate (M004).
    DomainCertificate,
    /// Screenshot of the domain's real-name state (M017).
    RealNameScreenshot,
    /// Website construction plan (M005).
    ConstructionPlan,
    /// Residence permit (M006).
    ResidencePermit,
    /// Filing commitment (M007).
    FilingCommitment,
    /// Letter of authorisation (M008).
    AuthorisationLetter,
    /// Prior-approval document (M009).
    PriorApproval,
    /// Prior-approval commitment (M010).
    PriorApprovalCommitment,
    /// Verification sheet (M011).
    VerificationSheet,
    /// Curtain photo, or the photo that the method gives (M012).
    CurtainPhoto,
    /// Security responsibility letter (M013).
    SecurityLetter,
    /// Proof of employment (M014).
    EmploymentProof,
    /// Photo holding a document (M015).
    HandheldPhoto,
    /// Site commitment letter (M016).
    SiteCommitment,
    /// Anything else.
    Other,
}

impl AttachmentKind {
    /// The kind with this slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    /// Every kind, in the order of materials.
    pub const ALL: [Self; 17] = [
        Self::EntityCertificate,
        Self::IdDocument,
        Self::DomainCertificate,
        Self::RealNameScreenshot,
        Self::VerificationSheet,
        Self::CurtainPhoto,
        Self::HandheldPhoto,
        Self::SecurityLetter,
        Self::AuthorisationLetter,
        Self::PriorApproval,
        Self::PriorApprovalCommitment,
        Self::FilingCommitment,
        Self::SiteCommitment,
        Self::ConstructionPlan,
        Self::ResidencePermit,
        Self::EmploymentProof,
        Self::Other,
    ];

    /// The name in files, and the key of its text in data/texts.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::IdDocument => "id_document",
            Self::EntityCertificate => "entity_certificate",
            Self::DomainCertificate => "domain_certificate",
            Self::RealNameScreenshot => "real_name_screenshot",
            Self::ConstructionPlan => "construction_plan",
            Self::ResidencePermit => "residence_permit",
            Self::FilingCommitment => "filing_commitment",
            Self::AuthorisationLetter => "authorisation_letter",
            Self::PriorApproval => "prior_approval",
            Self::PriorApprovalCommitment => "prior_approval_commitment",
            Self::VerificationSheet => "verification_sheet",
            Self::CurtainPhoto => "curtain_photo",
            Self::SecurityLetter => "security_letter",
            Self::EmploymentProof => "employment_proof",
            Self::HandheldPhoto => "handheld_photo",
            Self::SiteCommitment => "site_commitment",
            Self::Other => "other",
        }
    }
}

/// Which side of a document a file shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Front.
    Front,
    /// Back.
    Back,
    /// Both sides in one picture.
    Merged,
}

/// A file of the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Path inside the package, with `/`; never absolute, never `..`.
    pub path: String,
    /// What it is meant to be.
    pub kind: AttachmentKind,
    /// Whose it is: `entity`, a person's id or a site's id; left out = the order's.
    #[serde(default)]
    pub owner: Option<String>,
    /// Which side it shows.
    #[serde(default)]
    pub side: Option<Side>,
    /// curtain_photo only: how it came about.
    #[serde(default)]
    pub photo_method: Option<PhotoMethod>,
    /// Stands in for a photo that does not exist yet (V 3.5).
    #[serde(default)]
    pub placeholder: Option<bool>,
    /// When it was uploaded.
    #[serde(default)]
    pub uploaded_at: Option<DateTime<Utc>>,
    /// SHA-256 that the sender computed; compared where it is given.
    #[serde(default)]
    pub sha256: Option<String>,
}

impl Order {
    /// The person with this id.
    pub fn person(&self, id: &PersonRef) -> Option<&Person> {
        self.people.iter().find(|person| &person.id == id)
    }

    /// The principal, where the reference is right.
    pub fn principal(&self) -> Option<&Person> {
        self.person(&self.entity.principal)
    }

    /// The site managers, each once, in the order of their sites.
    pub fn managers(&self) -> Vec<&Person> {
        let mut seen: Vec<&Person> = Vec::new();
        for person in self.sites.iter().filter_map(|site| self.person(&site.manager)) {
            if !seen.iter().any(|known| known.id == person.id) {
                seen.push(person);
            }
        }
        seen
    }

    /// True for a personal filing.
    pub fn is_personal(&self) -> bool {
        self.entity.nature.as_str() == NatureId::PERSONAL
    }
}

impl NatureId {
    /// The slug of the one nature that stands for a natural person.
    pub const PERSONAL: &'static str = "personal";
}
