//! Names of what the queue lists, as keys of texts.

use crate::domain::order::OrderType;
use crate::domain::view::{Sort, Tab};

/// The key of a tab's name.
pub const fn tab_text(tab: Tab) -> &'static str {
    match tab {
        Tab::Stage(stage) => crate::app::stage_text(stage),
        Tab::Asked => "tab.asked",
        Tab::All => "tab.all",
    }
}

/// The key of an order type's name.
pub const fn type_text(kind: OrderType) -> &'static str {
    match kind {
        OrderType::FirstFiling => "type.first_filing",
        OrderType::NewSite => "type.new_site",
        OrderType::NewAccess => "type.new_access",
        OrderType::Change => "type.change",
        OrderType::CancelEntity => "type.cancel_entity",
        OrderType::CancelSite => "type.cancel_site",
        OrderType::CancelAccess => "type.cancel_access",
    }
}

/// The key of a sort's name.
pub const fn sort_text(sort: Sort) -> &'static str {
    match sort {
        Sort::Urgent => "sort.urgent",
        Sort::Waiting => "sort.waiting",
        Sort::Newest => "sort.newest",
    }
}
