//! What lies outside one order: the registry of filings, and the other orders of this home.

use super::ids::{OrderNo, ReasonCode};
use super::order::OrderType;
use super::text::half_width;
use serde::{Deserialize, Serialize};

/// What is known beyond the order itself. Gathered by the store; empty lists are answers, not gaps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Across {
    /// Filings of the same certificate number, or of one of the order's domains.
    pub filings: Vec<Filing>,
    /// Orders of the same account that are under way.
    pub account_orders: Vec<OtherOrder>,
    /// Orders of the same entity that are under way.
    pub entity_orders: Vec<OtherOrder>,
    /// Accounts, other than the order's, that used the same certificate number.
    pub certificate_accounts: Vec<String>,
    /// Entities on each of the order's servers, this order's own left out.
    pub server_entities: Vec<ServerEntities>,
    /// The same mobile number or e-mail on orders of other entities.
    pub shared_contacts: Vec<SharedContact>,
    /// The same bytes on another order.
    pub shared_files: Vec<SharedFile>,
    /// Reasons for which this order, or the entity before, was rejected, and how often.
    pub rejections: Vec<(ReasonCode, u32)>,
}

/// A filing on record. A row is an entity with one of its sites, or with none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// The entity's certificate number.
    #[serde(default)]
    pub certificate_number: Option<String>,
    /// The entity's name.
    pub entity_name: String,
    /// Its filing number.
    #[serde(default)]
    pub entity_number: Option<String>,
    /// The site's name.
    #[serde(default)]
    pub site_name: Option<String>,
    /// The site's filing number.
    #[serde(default)]
    pub site_number: Option<String>,
    /// The domain, in its ASCII form and lower case.
    #[serde(default)]
    pub domain: Option<String>,
    /// The provider of its access; none = not known.
    #[serde(default)]
    pub provider: Option<String>,
    /// True where the access goes through this house.
    #[serde(default)]
    pub here: Option<bool>,
    /// Name of the site manager.
    #[serde(default)]
    pub manager_name: Option<String>,
    /// His mobile number.
    #[serde(default)]
    pub manager_mobile: Option<String>,
}

/// Another order, as far as a rule needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherOrder {
    /// Its number.
    pub no: OrderNo,
    /// Its type.
    pub order_type: OrderType,
}

/// Entities that are filed, or about to be, on one server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerEntities {
    /// The server, as `access[].server_id` names it.
    pub server_id: String,
    /// Certificate numbers of its entities.
    pub entities: Vec<String>,
}

/// A contact that another entity's order has too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedContact {
    /// The number or address.
    pub value: String,
    /// The other order.
    pub no: OrderNo,
    /// The other entity.
    pub entity: String,
}

/// A file that another order has too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedFile {
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// The other order.
    pub no: OrderNo,
    /// The other entity.
    pub entity: String,
    /// The other entity's certificate number.
    pub certificate_number: String,
}

/// The form in which certificate numbers are compared: half-width, upper case, no blanks.
pub fn certificate_key(number: &str) -> String {
    let letters = number.chars().map(half_width).filter(|letter| !letter.is_whitespace());
    letters.flat_map(char::to_uppercase).collect()
}

/// The form in which domains are compared: ASCII, lower case, no dot at the end. A text that is no domain
/// stays as it is, in lower case.
pub fn domain_key(name: &str) -> String {
    let plain: String = name.trim().chars().map(half_width).collect();
    let plain = plain.trim_end_matches('.').to_lowercase();
    idna::domain_to_ascii(&plain).unwrap_or(plain)
}

/// The host of an address as people copy it (`https://www.例子.中国:8080/`), in the form in which domains are compared.
pub fn host_key(address: &str) -> String {
    let plain: String = address.trim().chars().map(half_width).collect();
    let whole = match (plain.contains("://"), plain.contains(['/', ':'])) {
        (true, _) => plain.clone(),
        (false, true) => format!("http://{}", plain.trim_start_matches('/')),
        (false, false) => return domain_key(address),
    };
    let host = url::Url::parse(&whole).ok().and_then(|url| url.host_str().map(domain_key));
    host.unwrap_or_else(|| domain_key(&plain))
}

/// The form in which phone numbers are compared: digits alone, without the country's.
pub fn phone_key(number: &str) -> String {
    let digits: String = number.chars().map(half_width).filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("86") {
        Some(rest) if rest.len() == 11 => rest.to_owned(),
        _ => digits,
    }
}

/// The form in which mail addresses are compared.
pub fn email_key(address: &str) -> String {
    address.trim().chars().map(half_width).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_things_have_equal_keys() {
        assert_eq!(certificate_key(" 9135 02００ｍａ2xyz "), "91350200MA2XYZ");
        assert_eq!(domain_key("例子.中国."), "xn--fsqu00a.xn--fiqs8s");
        assert_eq!(domain_key(" Example.CN"), "example.cn");
        for address in [
            "例子.中国",
            "https://例子.中国/",
            "HTTP://xn--fsqu00a.XN--FIQS8S:8080/a?b=1",
            "例子.中国/index.html",
            "例子.中国:443",
            "ｈｔｔｐｓ：／／例子。中国／",
            "//例子.中国.",
        ] {
            assert_eq!(host_key(address), "xn--fsqu00a.xn--fiqs8s", "{address}");
        }
        assert_eq!(host_key("s1"), "s1");
        assert_eq!(phone_key("+86 138-0013-8000"), "13800138000");
        assert_eq!(phone_key("１３８００１３８０００"), "13800138000");
        assert_eq!(phone_key("8612345"), "8612345");
        assert_eq!(email_key(" A@B.cn"), "a@b.cn");
    }
}
