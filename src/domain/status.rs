//! How far an order is, as its customer may know it: no staff, and the customer's own data masked.

use super::ids::{OrderNo, PersonRef};
use super::stage::Stage;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// How far an order is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Status {
    /// Order number.
    pub order_no: OrderNo,
    /// Revision.
    pub revision: u32,
    /// Where it stands.
    pub stage: Stage,
    /// The stage's Chinese name.
    pub stage_zh: &'static str,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The stage that returned it.
    pub returned_from: Option<Stage>,
    /// What is asked of the customer.
    pub asked: Asked,
    /// When the present stage should be over; nothing where it waits for the customer without end.
    pub estimate: Option<DateTime<Utc>>,
    /// The filing numbers, once the bureau gave them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filing_numbers: Vec<String>,
}

/// What is asked of the customer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Asked {
    /// Nothing.
    Nothing,
    /// To mend the order, and to submit it again.
    Mend {
        /// Why it came back (unsafe text).
        reasons: Vec<ToMend>,
    },
    /// To send documents of the verification.
    Supply {
        /// What is missing.
        documents: Vec<ToSupply>,
    },
    /// To verify by SMS.
    VerifySms {
        /// Who must still do so.
        persons: Vec<ToVerify>,
        /// Until when.
        until: DateTime<Utc>,
    },
}

/// A reason with its mend (unsafe text).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToMend {
    /// The field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What is wrong.
    pub text: String,
    /// What to do.
    pub mend: String,
}

/// A document that is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToSupply {
    /// Its kind.
    pub kind: &'static str,
    /// Its kind in Chinese.
    pub kind_zh: String,
    /// Whose: `order`, a person's or a site's id.
    pub owner: String,
    /// How it comes.
    pub by: SupplyBy,
    /// What is there already.
    pub state: super::view::SlotState,
}

/// How a document comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SupplyBy {
    /// As an upload.
    Upload,
    /// As a paper original.
    Paper,
}

/// A person who must verify by SMS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToVerify {
    /// As the order names him.
    pub person: PersonRef,
    /// His name, masked (unsafe text).
    pub name: String,
    /// His mobile number, masked (unsafe text).
    pub mobile: String,
}
