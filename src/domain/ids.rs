//! Newtypes for ids and codes, so that one kind is never passed for another.

use super::text::Foreign;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, Default)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The text as it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text in a sentence: visible, and cut short.
            pub fn shown(&self) -> Foreign {
                Foreign::from(self.as_str())
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

text_id!(
    /// The provider's order number, as the customer sees it.
    OrderNo
);
text_id!(
    /// Name of a provider profile, such as `ucloud-2018`.
    ProfileId
);
text_id!(
    /// A province by its slug, such as `guangdong` (data/provinces.toml).
    ProvinceId
);
text_id!(
    /// An entity nature by its slug, such as `enterprise` (data/natures.toml).
    NatureId
);
text_id!(
    /// A certificate type by its slug, such as `id_card` (data/certificates.toml).
    CertificateTypeId
);
text_id!(
    /// A rule's stable code, such as `E001`.
    RuleCode
);
text_id!(
    /// A rejection reason's stable code, such as `DOM-01`, or a rule's code.
    ReasonCode
);
text_id!(
    /// A person of one order, as the package names him: `p1`.
    PersonRef
);
text_id!(
    /// A site or app of one order, as the package names it: `s1`.
    SiteRef
);
text_id!(
    /// The id of a verdict, made by the client before it asks, so that a retry can't double it.
    VerdictId
);
text_id!(
    /// SHA-256 of a file's bytes, in lower-case hexadecimal.
    Sha256
);

row_id!(
    /// An order's row in this home.
    OrderId
);
row_id!(
    /// A member of staff.
    UserId
);
row_id!(
    /// A row of the event log.
    EventId
);

impl Sha256 {
    /// The SHA-256 of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        use fmt::Write;
        use sha2::Digest;
        let mut hex = String::with_capacity(64);
        for byte in sha2::Sha256::digest(bytes) {
            // Writing to a string can't fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex)
    }
}
