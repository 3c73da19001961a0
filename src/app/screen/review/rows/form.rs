//! The fields of each part of the form, in its order.

/// Fields of this part.
pub const ENTITY: &[&str] = &[
    "name",
    "nature",
    "certificate.type",
    "certificate.number",
    "certificate.valid",
    "certificate_address",
    "mailing_address",
    "legal_representative",
    "unit_head",
    "investor",
    "individual_business.trade_name",
    "individual_business.has_seal",
    "national_level",
    "business_scope",
    "remark",
];
/// Fields of this part.
pub const PERSON: &[&str] = &[
    "name",
    "certificate.type",
    "certificate.number",
    "certificate.valid",
    "residency",
    "mobile",
    "mobile_confirmed",
    "mobile_region",
    "office_phone",
    "email",
    "emergency_mobile",
    "legal_representative",
    "call_answered",
];
/// Fields of this part.
pub const SITE: &[&str] = &[
    "name",
    "kind",
    "home_url",
    "content",
    "languages",
    "remark",
    "manager",
    "filing_number",
    "reachable",
    "footer_shown",
];
/// Fields of this part.
pub const DOMAIN: &[&str] = &[
    "name",
    "registrar",
    "registrant.name",
    "registrant.relation",
    "registrant.certificate_number",
    "registered_on",
    "expires_on",
    "real_name",
    "privacy_protection",
];
/// Fields of this part.
pub const APPROVAL: &[&str] = &["subject", "number"];
/// Fields of this part.
pub const PLATFORM: &[&str] = &["platform", "package_name", "signature", "public_key"];
/// Fields of this part.
pub const ACCESS: &[&str] = &[
    "sites",
    "ips",
    "mode",
    "service",
    "region",
    "server_region",
    "place",
    "mainland",
    "server_id",
    "bought_by",
    "prepaid_months",
    "public_bandwidth",
    "authorization_code",
    "authorization_known",
    "authorization_ip",
];
/// Fields of this part.
pub const ACCOUNT: &[&str] = &["id", "real_name", "real_name_kind", "authorised_by", "bound_entity"];
/// Fields of this part.
pub const FILED: &[&str] =
    &["entity_number", "provider", "entity_name", "certificate_number", "principal_name", "password"];
/// Fields of this part.
pub const FILED_SITE: &[&str] =
    &["name", "domains", "filing_number", "manager_name", "manager_mobile", "reachable", "footer_shown"];
/// Fields of this part.
pub const MINISTRY: &[&str] = &["asked_at", "certificate_on_file"];
/// Fields of this part.
pub const ON_FILE: &[&str] = &["name", "entity_name", "providers", "filing_number"];
/// Fields of this part.
pub const CHANGE: &[&str] = &["part", "field", "from", "to"];
/// Fields of this part.
pub const CHECK: &[&str] = &["person", "method", "at", "passed"];
/// Fields of this part.
pub const CURTAIN: &[&str] = &["requested_at", "recipient", "address", "phone"];
/// Fields of this part.
pub const REST: &[&str] = &[
    "entity_filed_elsewhere",
    "cancel_reason",
    "consents.terms_accepted_at",
    "consents.assisted_amendment",
    "remark",
];
